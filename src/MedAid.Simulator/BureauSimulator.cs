using System.Net;
using MedAid.Bureau.Regions;
using MedAid.Simulator.Books;
using MedAid.Simulator.Faults;
using MedAid.Simulator.Hosting;
using MedAid.Simulator.Persons;
using MedAid.Simulator.Split;
using MedAid.Simulator.Transactions;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace MedAid.Simulator;

/// <summary>
/// The bureau in the box: it answers the national messages from books of its own and misbehaves on request. Several of them run in one process.
/// </summary>
public sealed class BureauSimulator : IAsyncDisposable
{
    private const long BodyBytesMax = 64 * 1024 * 1024;

    /// <summary>Calls that wait longer than this are cut when it stops.</summary>
    private static readonly TimeSpan LongestStop = TimeSpan.FromSeconds(1);

    private readonly WebApplication app;
    private readonly Book book;
    private readonly FaultDraw draw;
    private readonly Recording recording;
    private readonly SimulatorClock clock;
    private readonly MessageDoor messages;
    private readonly ControlDoor control;

    private BureauSimulator(SimulatorOptions options)
    {
        var region = options.Region ?? RegionBook.Load().National;
        clock = new SimulatorClock(options.Time);
        var office = new Office(
            region, PersonBook.Load(options.PeopleFile), Figures.Load(options.FiguresFile), Catalogue.Load(), clock);
        book = new Book(options.DataFolder, clock);
        draw = new FaultDraw(options.Seed, book.Read(s => s.Starts), options.Faults);
        recording = new Recording(options.RecordFile);
        var seal = new Seal(region, options.Keys);
        messages = new MessageDoor(
            new TransactionBook(office, options.NeedsSignIn, options.IsIdempotent), book, draw, recording, clock,
            new AnswerForm(region, clock, seal.Encipher), seal);
        control = new ControlDoor(book, draw, recording, clock, new Planting(book, office), options.Seed);
        app = Compose(options.Listen);
    }

    /// <summary>Where it listens; below it are the messages, each at its number or all at one address, and <c>/control</c>.</summary>
    public Uri BaseAddress { get; private set; } = new("http://127.0.0.1");

    /// <summary>What goes wrong.</summary>
    public FaultPlan Faults
    {
        get => draw.Plan;
        set => draw.Plan = value;
    }

    /// <summary>Its clock.</summary>
    public DateTimeOffset Now => clock.Now;

    /// <summary>Every call and what was done to it.</summary>
    public IReadOnlyList<CallRecord> Calls => recording.Calls;

    /// <summary>Every settlement in its books.</summary>
    public IReadOnlyList<SettlementView> Settlements => book.Read(BookViews.Settlements);

    /// <summary>Messages that their senders lost and that have not come in yet.</summary>
    public int MessagesUnderWay => messages.Held.Count;

    /// <summary>Starts a bureau; it listens when this returns.</summary>
    public static async Task<BureauSimulator> StartAsync(SimulatorOptions options, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(options);
        if (!IPAddress.IsLoopback(options.Listen.Address))
        {
            throw new SimulatorException("模拟平台没有任何防护，只能监听本机地址，例如 127.0.0.1:8090");
        }

        var simulator = new BureauSimulator(options);
        try
        {
            await simulator.app.StartAsync(cancellationToken);
        }
        catch (IOException e)
        {
            await simulator.DisposeAsync();
            throw new SimulatorException($"不能监听 {options.Listen}：{e.Message}");
        }

        var addresses = simulator.app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!;
        simulator.BaseAddress = new Uri(addresses.Addresses.First());
        return simulator;
    }

    /// <summary>The next call of a number meets these faults; none: it goes well.</summary>
    public void Next(string infno, params FaultKind[] faults) => draw.Change(plan => plan.Next(infno, faults));

    /// <summary>Moves its clock.</summary>
    public void MoveClock(TimeSpan by) => control.Move(clock.Offset + by);

    /// <summary>Runs until it is told to stop.</summary>
    public Task WaitForShutdownAsync(CancellationToken cancellationToken = default) => app.WaitForShutdownAsync(cancellationToken);

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await app.DisposeAsync();
        messages.Dispose();
        recording.Dispose();
        book.Dispose();
    }

    private WebApplication Compose(IPEndPoint listen)
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel =>
        {
            kestrel.Limits.MaxRequestBodySize = BodyBytesMax;
            kestrel.Listen(listen);
        });
        builder.Services.Configure<HostOptions>(host => host.ShutdownTimeout = LongestStop);
        var host = builder.Build();
        host.Run(http => http.Request.Path.StartsWithSegments(ControlDoor.Path) ? control.ServeAsync(http) : messages.ServeAsync(http));
        return host;
    }
}
