using MedAid.Bureau.Link;
using MedAid.Contract.Bureau.V1;
using MedAid.Gateway.Hosting;
using MedAid.Gateway.Pages;
using MedAid.Gateway.Reference;
using MedAid.People;
using MedAid.People.Privacy;
using MedAid.People.Storage;
using MedAid.Settlement.Ports;
using MedAid.Settlement.Reference;
using Polly;

namespace MedAid.Gateway.Services;

/// <summary>The parts of the link to the bureau.</summary>
internal static class BureauParts
{
    private const string Reads = "bureau-reads";
    private const string Writes = "bureau-writes";
    private const string Purpose = "向医保平台上报或查询结算";
    private const int ReadRetries = 2;

    private static readonly Viewer Link = new("系统", "bureau_link", "medaid.bureau.v1", SeesAll: true);
    private static readonly TimeSpan ReadRetryAfter = TimeSpan.FromMilliseconds(200);

    /// <summary>The link, its calls and its work beside the calls; and the gate, which settling asks.</summary>
    public static IServiceCollection AddBureauLink(this IServiceCollection services, Settings settings)
    {
        services.AddLine();
        services.AddSingleton(s => new LinkBookHolder(
            LinkFiles.Read(Folders.Find(settings.ReferenceFolder), s.GetRequiredService<ReferenceDataHolder>().Current)));
        services.AddSingleton(s =>
        {
            var logger = s.GetRequiredService<ILogger<LinkHealth>>();
            return new LinkHealth(s.GetRequiredService<TimeProvider>(), sight => Tell(logger, sight));
        });
        services.AddSingleton(s => Gate(
            s.GetRequiredService<LinkBookHolder>(), s.GetRequiredService<LinkHealth>(), s.GetRequiredService<TimeProvider>()));
        services.AddSingleton(s => new LinkPorts(
            (personKey, cancellation) => FindIdentityAsync(
                s.GetRequiredService<PeopleStore>(), s.GetRequiredService<DetailVault>(), s.GetRequiredService<PersonDirectory>(), personKey,
                cancellation)));
        services.AddSingleton<LinkStore>();
        services.AddSingleton<LinkDesk>();
        services.AddSingleton<BureauClient>();
        services.AddSingleton<LinkTalk>();
        services.AddSingleton<LinkSubjects>();
        services.AddSingleton<LinkFollower>();
        services.AddSingleton<RunParts>();
        services.AddSingleton(s =>
        {
            var logger = s.GetRequiredService<ILogger<TaskRunner>>();
            return new TaskRunner(
                s.GetRequiredService<RunParts>(), s.GetRequiredService<LinkBookHolder>(), s.GetRequiredService<LinkHealth>(),
                (task, defect) => Log.BureauDefect(logger, defect, task));
        });
        services.AddSingleton<SettleThroughBureau>();
        services.AddSingleton<BureauGrpcService>();
        services.AddHostedService<BureauLinkWorker>();
        return services;
    }

    /// <summary>Maps the calls and the page.</summary>
    public static WebApplication MapBureau(this WebApplication app)
    {
        app.MapMedAidService<BureauGrpcService>(BureauService.Descriptor, BureauService.BindService);
        BureauPage.Map(app);
        return app;
    }

    private static void AddLine(this IServiceCollection services)
    {
        // The line may repeat questions by itself; whatever writes it sends once. Each message has the time of its link.
        services.AddHttpClient(Reads, http => http.Timeout = Timeout.InfiniteTimeSpan).RemoveAllLoggers()
            .AddResilienceHandler("questions", line => line.AddRetry(new()
            {
                MaxRetryAttempts = ReadRetries, Delay = ReadRetryAfter, BackoffType = DelayBackoffType.Exponential,
            }));
        services.AddHttpClient(Writes, http => http.Timeout = Timeout.InfiniteTimeSpan).RemoveAllLoggers();

        // That the bureau is away is said once, by its link; the library would say it at every attempt.
        services.Configure<LoggerFilterOptions>(options => options.AddFilter("Polly", LogLevel.None));
        services.AddSingleton(s =>
        {
            var clients = s.GetRequiredService<IHttpClientFactory>();
            return new LinkHttp(clients.CreateClient(Reads), clients.CreateClient(Writes));
        });
    }

    private static BureauGate Gate(LinkBookHolder links, LinkHealth health, TimeProvider time) => new((hospital, county) =>
        !links.Current.IsEmpty
        && links.Current.Find(hospital, county, Settlement.ChinaTime.Today(time)) is { Way: LinkWay.Report, WhenDown: WhenDown.Wait } link
        && health.IsAway(link.LinkId));

    private static async Task<PersonIdentity?> FindIdentityAsync(
        PeopleStore store, DetailVault vault, PersonDirectory directory, Core.PersonKey personKey, CancellationToken cancellationToken)
    {
        await directory.NoteAsync([personKey], Purpose, Link, cancellationToken);
        var sealedDetail = (await store.DetailsAsync([personKey], cancellationToken)).GetValueOrDefault(personKey);
        return sealedDetail is not null && vault.TryOpen(personKey, sealedDetail) is { IdNumber.Length: > 0 } detail
            ? new PersonIdentity(detail.Name, detail.IdNumber)
            : null;
    }

    private static void Tell(ILogger logger, LinkSight sight)
    {
        if (sight.AwaySince is null)
        {
            Log.BureauBack(logger, sight.LinkId);
        }
        else
        {
            Log.BureauAway(logger, sight.LinkId, sight.Said);
        }
    }
}
