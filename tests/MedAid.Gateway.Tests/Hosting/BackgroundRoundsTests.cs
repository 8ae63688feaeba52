using System.Collections.Concurrent;
using System.Reflection;
using MedAid.Bureau.Link;
using MedAid.Bureau.Regions;
using MedAid.Clearing;
using MedAid.Clearing.Books;
using MedAid.Core.Policy;
using MedAid.Gateway.Hosting;
using MedAid.Gateway.Services;
using MedAid.People.EntitlementGaps;
using MedAid.People.LaterVisits;
using MedAid.People.Storage;
using MedAid.Reports.Facts;
using MedAid.Reports.Figures;
using MedAid.Reports.Making;
using MedAid.Settlement.Ports;
using MedAid.Settlement.Reference;
using MedAid.Settlement.Sql;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace MedAid.Gateway.Tests.Hosting;

/// <summary>Work beside the calls never ends, whatever happens in it; what happens is told once, and a defect with its stack.</summary>
public sealed class BackgroundRoundsTests
{
    private static readonly TimeSpan Every = TimeSpan.FromSeconds(10);

    private readonly SteppedClock clock = new();
    private readonly RoundsHealth health = new();
    private readonly LogBook log = new();

    [Fact]
    public async Task An_outage_is_warned_of_once_and_so_is_its_end_and_damage_or_a_defect_waits_longer_each_time()
    {
        var outage = new LedgerUnavailableException("away");
        var defect = new InvalidOperationException("a defect");
        var damage = new LedgerDamagedException("a damaged row");
        var rounds = new ScriptedRounds([outage, outage, new LedgerUnknownException("cut"), null, damage, defect, null, null], this);
        await rounds.StartAsync(CancellationToken.None);

        TimeSpan[] pauses = [Every, Every, Every, Every, 2 * Every, 4 * Every, Every, Every];
        for (var i = 0; i < pauses.Length; i++)
        {
            var step = await clock.NextAsync();
            Assert.Equal(pauses[i], step.DueTime);
            Assert.Equal(i is 4 or 5 ? ["rounds"] : [], health.Failing);
            step.Fire();
        }

        Assert.Equal(["Warning", "Information", "Error a damaged row", "Error a defect", "Information"], log.Lines);
        await rounds.StopAsync(CancellationToken.None);
    }

    [Fact]
    public async Task Hourly_work_does_not_wait_an_hour_for_a_store_that_was_away()
    {
        var rounds = new ScriptedRounds([new LedgerUnavailableException("away"), null], this, TimeSpan.FromHours(1));
        await rounds.StartAsync(CancellationToken.None);
        foreach (var pause in (TimeSpan[])[Limits.OutagePauseMax, TimeSpan.FromHours(1)])
        {
            var step = await clock.NextAsync();
            Assert.Equal(pause, step.DueTime);
            step.Fire();
        }

        await rounds.StopAsync(CancellationToken.None);
    }

    [Fact]
    public async Task However_often_a_defect_comes_the_pause_has_an_end()
    {
        var rounds = new ScriptedRounds([.. Enumerable.Repeat(new InvalidOperationException("a defect"), 40)], this);
        await rounds.StartAsync(CancellationToken.None);
        var last = TimeSpan.Zero;
        for (var i = 0; i < 40; i++)
        {
            var step = await clock.NextAsync();
            last = step.DueTime;
            step.Fire();
        }

        Assert.Equal(Limits.DefectPauseMax, last);
        await rounds.StopAsync(CancellationToken.None);
    }

    /// <summary>All that the gateway has.</summary>
    public static TheoryData<Type> EachOfThem() => [.. typeof(BackgroundRounds).Assembly.GetTypes().Where(t => t.IsSubclassOf(typeof(BackgroundRounds)))];

    [Theory]
    [MemberData(nameof(EachOfThem))]
    public async Task Each_of_them_outlives_a_store_that_is_away_and_a_defect_of_it(Type which)
    {
        using var made = Make(which);
        await made.StartAsync(CancellationToken.None);
        var step = await clock.NextAsync();
        Assert.Equal("Warning", Assert.Single(log.Lines));
        Assert.Empty(health.Failing);

        Faulty.Fault = new InvalidOperationException("a defect");
        step.Fire();
        step = await clock.NextAsync();
        Assert.Equal("Error a defect", log.Lines.Last());
        Assert.Single(health.Failing);

        step.Fire();
        await clock.NextAsync();
        Assert.False(made.ExecuteTask!.IsCompleted);
        await made.StopAsync(CancellationToken.None);
        Assert.True(made.ExecuteTask.IsCompletedSuccessfully);
    }

    private BackgroundRounds Make(Type which)
    {
        Faulty.Fault = new LedgerUnavailableException("away");
        return which.Name switch
        {
            nameof(BookKeeping) => new BookKeeping(
                new ClearingBookService(Faulty.Of<ILedger>(), new ClearingBookStore(Faulty.Of<ISqlDatabase>()), clock),
                new AdvanceWatch(new Settings(), NullLogger<AdvanceWatch>.Instance), health, clock, log.Of<BookKeeping>()),
            nameof(FactsWorker) => new FactsWorker(
                new FactsFollower(Faulty.Of<ILedger>(), new EntitlementGapFacts(Faulty.Of<ISqlDatabase>()), new IndicatorHolder(null!)),
                health, clock, log.Of<FactsWorker>()),
            nameof(LaterVisitsWorker) => new LaterVisitsWorker(
                new LaterVisitsFollower(
                    Faulty.Of<ILedger>(), new LaterVisitStore(Faulty.Of<ISqlDatabase>()), new ReferenceDataHolder(null!), clock),
                health, clock, log.Of<LaterVisitsWorker>()),
            nameof(RecheckWorker) => new RecheckWorker(
                new PeopleStore(Faulty.Of<ISqlDatabase>(), clock), Faulty.Of<IEligibilityCache>(), health, clock, log.Of<RecheckWorker>()),
            nameof(ReportRounds) => Reports(),
            nameof(BureauLinkWorker) => LinkWorker(),
            _ => throw new InvalidOperationException($"{which.Name} needs a case here: each of them is held to the policy"),
        };
    }

    private ReportRounds Reports()
    {
        var form = new ReportForm
        {
            Id = "f", Title = "", Region = "14", From = default, Citation = Citation.None, Every = ReportEvery.Month,
            Due = new ReportDue(1, null, 2, DayOffRule.Stays), RemindDays = 1, Groups = [], Rows = [],
        };
        var books = new ReferenceDataHolder(new ReferenceData(new PolicyBook([]), new Catalogue([]), [])
        {
            Reports = new ReportBook([form], ReportOffice.Unknown),
        });
        var follower = new ReportFollower(Faulty.Of<ILedger>(), new ReportFacts(Faulty.Of<ISqlDatabase>()), books);
        var figures = new FigureStore(Faulty.Of<ISqlDatabase>());
        return new ReportRounds(
            follower, new ReportMaker(follower, Faulty.Of<ISqlDatabase>(), figures, books, clock), health, clock, log.Of<ReportRounds>());
    }

    private BureauLinkWorker LinkWorker()
    {
        var links = new LinkBookHolder(new LinkBook(
            [
                new BureauLink
                {
                    LinkId = "home", HospitalCode = new("H14112300101"), Insured = BureauLink.EveryCounty, From = default, Way = LinkWay.Report,
                    Region = "", Address = new Uri("http://127.0.0.1"), TimeLimit = Every, District = "141123", HospitalName = "", Operator = "",
                    CareTypes = new Dictionary<Care, string>(), Layers = new Dictionary<FundKind, string>(),
                },
            ],
            RegionBook.Load()));
        var store = new LinkStore(Faulty.Of<ISqlDatabase>());
        return new BureauLinkWorker(
            new LinkFollower(Faulty.Of<ILedger>(), store, links),
            new TaskRunner(new RunParts(store, null!, null!, clock), links, new LinkHealth(clock)), links, health, clock, log.Of<BureauLinkWorker>());
    }

    private sealed class ScriptedRounds(Exception?[] script, BackgroundRoundsTests test, TimeSpan? every = null)
        : BackgroundRounds("rounds", every ?? Every, test.health, test.clock, test.log.Of<ScriptedRounds>())
    {
        private int at;

        protected override Task RoundAsync(CancellationToken stopping) =>
            at < script.Length && script[at++] is { } failure ? Task.FromException(failure) : Task.CompletedTask;
    }

    /// <summary>A store of which every call fails as the test says.</summary>
    [System.Diagnostics.CodeAnalysis.SuppressMessage("Performance", "CA1852", Justification = "The proxy derives from it.")]
    private class Faulty : DispatchProxy
    {
        private static readonly AsyncLocal<Box> Now = new();

        public static Exception Fault
        {
            get => Now.Value!.Exception;
            set => (Now.Value ??= new()).Exception = value;
        }

        public static T Of<T>()
            where T : class => Create<T, Faulty>();

        protected override object? Invoke(MethodInfo? targetMethod, object?[]? args) => throw Fault;

        private sealed class Box
        {
            public Exception Exception { get; set; } = null!;
        }
    }

    private sealed class LogBook
    {
        public ConcurrentQueue<string> Lines { get; } = new();

        public ILogger<T> Of<T>() => new Page<T>(this);

        private sealed class Page<T>(LogBook book) : ILogger<T>
        {
            public IDisposable? BeginScope<TState>(TState state)
                where TState : notnull => null;

            public bool IsEnabled(LogLevel logLevel) => logLevel >= LogLevel.Information;

            public void Log<TState>(
                LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
                book.Lines.Enqueue($"{logLevel} {exception?.Message}".TrimEnd());
        }
    }
}
