using System.Net;
using System.Text;
using Google.Protobuf;
using Grpc.Core;
using Grpc.Net.Client;
using MedAid.Contract.Precheck.V1;
using MedAid.Contract.Settlement.V1;
using MedAid.Gateway.Services;
using MedAid.Precheck;
using MedAid.Precheck.Data;
using MedAid.Settlement.Claims;
using MedAid.Settlement.People;
using MedAid.Settlement.Ports;
using MedAid.Settlement.Reference;
using MedAid.Settlement.Sql;
using MedAid.Settlement.Writes;
using MedAid.Stores.Embedded;
using MedAid.Stores.Postgres;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Server.Kestrel.Core;

namespace MedAid.Gateway.Hosting;

/// <summary>
/// A second gateway inside this process that lives for a few seconds: the same handlers, law, catalogue and checks, an invented person, and a
/// ledger that keeps nothing. Settling and checking orders through it makes the runtime compile the whole path before the first caller comes.
/// </summary>
internal sealed class WarmUpGateway : IAsyncDisposable
{
    private const int ItemsOfVisit = 20;
    private const int ChecksEvery = 10;
    private const string InventedArea = "000000";

    private readonly WebApplication app;
    private readonly string folder;
    private readonly Visit visit;
    private readonly CheckOrdersRequest[] orders;

    private WarmUpGateway(WebApplication app, string folder, Visit visit, CheckOrdersRequest[] orders)
    {
        this.app = app;
        this.folder = folder;
        this.visit = visit;
        this.orders = orders;
    }

    /// <summary>Starts it on free ports of this machine; null where no region has law for today, so that nothing could be settled.</summary>
    /// <param name="books">Law, catalogue and hospitals of the gateway.</param>
    /// <param name="advice">Its checks and lists.</param>
    /// <param name="terms">When qualifications begin; an opinion has all the time of a warm-up.</param>
    /// <param name="shared">The gateway's database; null for the embedded ledger, which runs on a file of its own.</param>
    /// <param name="time">The gateway's clock.</param>
    /// <param name="cancellationToken">Ends the start.</param>
    public static async Task<WarmUpGateway?> StartAsync(
        ReferenceData books, AdviceDataHolder advice, PrecheckTerms terms, PostgresDatabase? shared, TimeProvider time,
        CancellationToken cancellationToken)
    {
        var today = MedAid.Settlement.ChinaTime.Today(time);
        if (books.Hospitals.FirstOrDefault(h => books.Policies.At(h.County, WarmUpPerson.Scheme, today) is not null) is not { } hospital)
        {
            return null;
        }

        var folder = Directory.CreateTempSubdirectory("medaid-warm-up-").FullName;
        var app = Build(books, hospital, shared, time, folder, services => services.AddSingleton(advice)
            .AddSingleton(terms with { OpinionTime = Limits.WarmUpTimeMax }));
        await app.StartAsync(cancellationToken);
        var visit = VisitOf(books, hospital, today);
        return new WarmUpGateway(app, folder, visit, [.. WarmUpOrders.Of(visit, books.Catalogue, advice.Current)]);
    }

    /// <summary>
    /// Settles again and again, by gRPC and by JSON, until so many calls are answered or the time is over; every tenth call checks orders. How
    /// many settlements, and how many checks that came to an opinion.
    /// </summary>
    public async Task<(int Settled, int Checked)> RunAsync(int times, int atOnce, CancellationToken cancellationToken)
    {
        var urls = app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.ToArray();
        using var channel = GrpcChannel.ForAddress(urls[1]);
        var client = new SettlementService.SettlementServiceClient(channel);
        var precheck = new PrecheckService.PrecheckServiceClient(channel);
        using var http = new HttpClient { BaseAddress = new Uri(urls[0]) };
        var (next, settled, opinions) = (0, 0, 0);
        async Task WorkAsync()
        {
            while (Interlocked.Increment(ref next) is var number && number <= times && !cancellationToken.IsCancellationRequested)
            {
                if (number % ChecksEvery == 0)
                {
                    var hasOpinion = await CheckAsync(precheck, http, orders[number / ChecksEvery % orders.Length], number);
                    Interlocked.Add(ref opinions, hasOpinion ? 1 : 0);
                    continue;
                }

                var request = new SettleRequest { RequestId = $"warm-up-{number}", Visit = visit.Clone() };
                request.Visit.VisitId = $"W{number}";
                await CallAsync(client, http, request, number);
                Interlocked.Increment(ref settled);
            }
        }

        await Task.WhenAll(Enumerable.Range(0, atOnce).Select(_ => WorkAsync()));
        return (settled, opinions);
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await app.DisposeAsync();
        Directory.Delete(folder, recursive: true);
    }

    /// <summary>Every fourth call comes by JSON, every eighth is a quote. A refusal is an answer too: its path gets warm as well.</summary>
    private static async Task CallAsync(
        SettlementService.SettlementServiceClient client, HttpClient http, SettleRequest request, int number)
    {
        if (number % 4 == 0)
        {
            await PostAsync(http, "/v1/settlements", request);
            return;
        }

        try
        {
            _ = number % 8 == 1
                ? (IMessage)await client.QuoteAsync(new QuoteRequest { Visit = request.Visit })
                : await client.SettleAsync(request);
        }
        catch (RpcException e) when (e.StatusCode is not (StatusCode.Unavailable or StatusCode.Internal))
        {
        }
    }

    /// <summary>Every fourth of them comes by JSON, as settlements do. Whether the check came to an opinion.</summary>
    private static async Task<bool> CheckAsync(
        PrecheckService.PrecheckServiceClient precheck, HttpClient http, CheckOrdersRequest request, int number)
    {
        if (number / ChecksEvery % 4 == 0)
        {
            await PostAsync(http, "/v1/orders:check", request);
            return false;
        }

        try
        {
            return (await precheck.CheckOrdersAsync(request)).NoOpinion == NoOpinion.Unspecified;
        }
        catch (RpcException e) when (e.StatusCode is not (StatusCode.Unavailable or StatusCode.Internal))
        {
            return false;
        }
    }

    private static async Task PostAsync(HttpClient http, string path, IMessage request)
    {
        using var body = new StringContent(JsonFormatter.Default.Format(request), Encoding.UTF8, "application/json");
        using var answer = await http.PostAsync(new Uri(path, UriKind.Relative), body);
        await answer.Content.ReadAsByteArrayAsync();
    }

    private static WebApplication Build(
        ReferenceData books, Core.Policy.Hospital hospital, PostgresDatabase? shared, TimeProvider time, string folder,
        Action<IServiceCollection> add)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Configuration.Sources.Clear();
        builder.Logging.ClearProviders();
        builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel =>
        {
            kestrel.Listen(IPAddress.Loopback, 0, o => o.Protocols = HttpProtocols.Http1);
            kestrel.Listen(IPAddress.Loopback, 0, o => o.Protocols = HttpProtocols.Http2);
        });
        var person = new WarmUpPerson(hospital.County);
        builder.Services.AddSingleton(time).AddSingleton(new ReferenceDataHolder(books))
            .AddSingleton(new PersonTokens(new byte[PersonTokens.KeyBytes]));
        builder.Services.AddSingleton<IEligibilityRegister>(person).AddSingleton<IEligibilityCache>(person).AddSingleton<IAgreements>(person);
        builder.Services.AddSingleton(_ => EmbeddedDatabase.Open(Path.Combine(folder, "warm-up.db")));
        builder.Services.AddSingleton<ILedger>(s => shared is null
            ? new EmbeddedLedger(s.GetRequiredService<EmbeddedDatabase>())
            : PostgresLedger.ForWarmUp(shared));
        builder.Services.AddSingleton<ISqlDatabase>(s => shared is null
            ? new EmbeddedSql(s.GetRequiredService<EmbeddedDatabase>())
            : new PostgresSql(shared));
        builder.Services.AddSingleton<ClaimOpener>().AddSingleton<ClaimValidation>().AddSingleton<LastKnownCounters>();
        builder.Services.AddSingleton(new RefusedItems(Unknown: false));
        builder.Services.AddSingleton<QuoteVisit>().AddSingleton<SettleClaim>().AddSingleton<ReverseClaim>().AddSingleton<ReadSettlements>();
        builder.Services.AddSingleton<RefundItems>().AddSingleton(new KeptPersons((_, _, _) => Task.FromResult<Eligibility?>(null)));
        builder.Services.AddMedAidWire();
        builder.Services.AddSingleton<SettlementGrpcService>();
        builder.Services.AddSingleton<IRequestLog, Once>().AddPrecheckCalls();
        add(builder.Services);
        var app = builder.Build();
        app.UseMedAidWire();
        app.MapMedAidService<SettlementGrpcService>(SettlementService.Descriptor, SettlementService.BindService);
        app.MapMedAidService<PrecheckGrpcService>(PrecheckService.Descriptor, PrecheckService.BindService);
        return app;
    }

    private static Visit VisitOf(ReferenceData books, Core.Policy.Hospital hospital, DateOnly today)
    {
        var visit = new Visit
        {
            HospitalCode = hospital.Code.Text, IdNumber = IdNumberOf(today), ServiceDate = $"{today:yyyy-MM-dd}",
            Care = SettlementV1.Care.Inpatient, Admission = 1,
        };
        string[] codes = [.. books.Catalogue.Codes.Order(StringComparer.Ordinal).Take(ItemsOfVisit)];
        for (var number = 1; number <= ItemsOfVisit; number++)
        {
            visit.Items.Add(new Contract.Settlement.V1.Item
            {
                ItemNumber = number, Code = codes.Length > 0 ? codes[number % codes.Length] : $"X{number}", Name = "预热", UnitPriceYuan = "128.00",
                Quantity = "1", AmountFen = 12_800,
            });
        }

        return visit;
    }

    /// <summary>A number of the right form from an area that does not exist.</summary>
    private static string IdNumberOf(DateOnly today)
    {
        var body = $"{InventedArea}{today.AddYears(-WarmUpPerson.Age):yyyyMMdd}000";
        return "0123456789X".Select(last => body + last).First(IdNumber.IsValid);
    }
}
