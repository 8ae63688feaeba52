using System.Net;
using Grpc.Core.Interceptors;
using MedAid.Clearing;
using MedAid.Clearing.Books;
using MedAid.Clearing.Patients;
using MedAid.Clearing.Reports;
using MedAid.Clearing.Sheets;
using MedAid.Contract.Clearing.V1;
using MedAid.Contract.People.V1;
using MedAid.Contract.Settlement.V1;
using MedAid.Gateway.Calls;
using MedAid.Gateway.Probes;
using MedAid.Gateway.Reference;
using MedAid.Gateway.Services;
using MedAid.People;
using MedAid.People.Applications;
using MedAid.People.EntitlementGaps;
using MedAid.People.LaterVisits;
using MedAid.People.Premiums;
using MedAid.People.Privacy;
using MedAid.People.Qualifications;
using MedAid.People.Rosters;
using MedAid.People.Storage;
using MedAid.Settlement.Capitation;
using MedAid.Settlement.Claims;
using MedAid.Settlement.People;
using MedAid.Settlement.Ports;
using MedAid.Settlement.Reference;
using MedAid.Settlement.Sql;
using MedAid.Settlement.Writes;
using MedAid.Stores;
using MedAid.Stores.Embedded;
using MedAid.Stores.Postgres;
using MedAid.Stores.Redis;
using Microsoft.AspNetCore.Server.Kestrel.Core;

namespace MedAid.Gateway.Hosting;

/// <summary>Composes the gateway: settings, reference data, stores, use cases, gRPC and HTTP/JSON.</summary>
public static class GatewayHost
{
    /// <summary>A gateway ready to run; <paramref name="change"/> has the last word on its services.</summary>
    /// <exception cref="StartProblemException">It cannot start; the text says why and what to do.</exception>
    public static WebApplication Build(string[] args, Action<IServiceCollection>? change = null)
    {
        var builder = WebApplication.CreateBuilder(new WebApplicationOptions
        {
            Args = args,
            ContentRootPath = AppContext.BaseDirectory,
        });
        var (settings, misread) = SettingsReader.Read(builder.Configuration);
        StartProblemException.ThrowIfAny([.. misread, .. settings.Problems()]);
        Listen(builder, settings);
        var remarks = KeyFile.Tighten(settings);

        // What keeps it from starting is said once, in words that tell what to do; the host would put a stack trace before them.
        builder.Logging.AddFilter("Microsoft.Extensions.Hosting.Internal.Host", LogLevel.Critical);

        // A dependency that is away is reported by /readyz to whoever asks, not logged as our Error at every probe.
        builder.Logging.AddFilter("Microsoft.Extensions.Diagnostics.HealthChecks.DefaultHealthCheckService", LogLevel.Critical);

        // Standard output is for answers; whoever runs the gateway inside a command relies on it.
        builder.Logging.AddConsole(o => o.LogToStandardErrorThreshold = LogLevel.Trace);
        builder.Services.AddSingleton(settings);
        builder.Services.AddSettlement(settings);
        builder.Services.AddMedAidWire();
        builder.Services.AddSingleton<Interceptor, RepeatGuard>();
        builder.Services.AddSingleton<LedgerCheck>();
        builder.Services.AddSingleton<RoundsHealth>();
        builder.Services.AddHealthChecks().AddCheck<LedgerCheck>("ledger").AddCheck<RegisterCheck>("register")
            .AddCheck<DetailKeysCheck>("names").AddCheck<ClearingBookCheck>("clearing").AddCheck<DiskCheck>("disk")
            .AddCheck<RoundsCheck>("background").AddCheck<WarmUp>("warm-up");
        builder.Services.AddSingleton<SettlementGrpcService>();
        builder.Services.AddSingleton<WaiverGrpcService>();
        builder.Services.AddSingleton<CapitationGrpcService>();
        builder.Services.AddSingleton<ClearingGrpcService>();
        builder.Services.AddSingleton<CorrectionGrpcService>();
        builder.Services.AddSingleton<JournalGrpcService>();
        builder.Services.AddHostedService<BookKeeping>();
        builder.Services.AddSingleton<PatientFinder>();
        builder.Services.AddSingleton<MonthlyStatementCalls>();
        builder.Services.AddSingleton<DepositQuotes>();
        builder.Services.AddSingleton<PatientAccountGrpcService>();
        builder.Services.AddGrpc().AddServiceOptions<PeopleGrpcService>(o => o.MaxReceiveMessageSize = Limits.RosterMessageBytesMax);
        builder.Services.AddSingleton<Callers>();
        builder.Services.AddSingleton<PersonReader>();
        builder.Services.AddSingleton<DetailKeyRotation>();
        builder.Services.AddSingleton<PeopleGrpcService>();
        builder.Services.AddSingleton<QualificationGrpcService>();
        builder.Services.AddSingleton<EntitlementGapGrpcService>();
        builder.Services.AddHostedService<FactsWorker>();
        builder.Services.AddSingleton<ApplicationGrpcService>();
        builder.Services.AddSingleton<PremiumGrpcService>();
        builder.Services.AddHostedService<RecheckWorker>();
        builder.Services.AddHostedService<LaterVisitsWorker>();
        builder.Services.AddSingleton<RosterWork>();
        builder.Services.AddHostedService(services => services.GetRequiredService<RosterWork>());
        builder.Services.AddSingleton<DetailKeyWatch>();
        builder.Services.AddSingleton<PeopleImport>();
        builder.Services.AddHostedService(services => services.GetRequiredService<PeopleImport>());
        builder.Services.AddHostedService<ReferenceReload>();
        builder.Services.AddSingleton<WarmUp>();
        builder.Services.AddHostedService(services => services.GetRequiredService<WarmUp>());
        builder.Services.AddClearingPapers(settings);
        builder.Services.AddReports().AddBureauLink(settings).AddPrecheck(settings);
        builder.Services.AddPrecheckDoors(settings);
        change?.Invoke(builder.Services);

        var app = builder.Build();
        app.Lifetime.ApplicationStarted.Register(() => remarks.ToList().ForEach(remark => Log.FilesWereOpen(app.Logger, remark)));
        app.UseMiddleware<HostGate>();
        app.UseMedAidWire();
        app.MapMedAidService<SettlementGrpcService>(SettlementService.Descriptor, SettlementService.BindService);
        app.MapMedAidService<WaiverGrpcService>(WaiverService.Descriptor, WaiverService.BindService);
        app.MapMedAidService<CapitationGrpcService>(CapitationService.Descriptor, CapitationService.BindService);
        app.MapMedAidService<ClearingGrpcService>(ClearingService.Descriptor, ClearingService.BindService);
        app.MapMedAidService<CorrectionGrpcService>(CorrectionService.Descriptor, CorrectionService.BindService);
        app.MapMedAidService<JournalGrpcService>(JournalService.Descriptor, JournalService.BindService);
        app.MapMedAidService<PatientAccountGrpcService>(PatientAccountService.Descriptor, PatientAccountService.BindService);
        app.MapMedAidService<PeopleGrpcService>(PeopleService.Descriptor, PeopleService.BindService);
        app.MapMedAidService<QualificationGrpcService>(QualificationService.Descriptor, QualificationService.BindService);
        app.MapMedAidService<EntitlementGapGrpcService>(EntitlementGapService.Descriptor, EntitlementGapService.BindService);
        app.MapMedAidService<SheetGrpcService>(SheetService.Descriptor, SheetService.BindService);
        app.MapMedAidService<StatementGrpcService>(StatementService.Descriptor, StatementService.BindService);
        app.MapMedAidService<ApplicationGrpcService>(ApplicationService.Descriptor, ApplicationService.BindService);
        app.MapMedAidService<PremiumGrpcService>(PremiumService.Descriptor, PremiumService.BindService);
        app.MapBureau().MapReports();
        app.MapPrecheck();
        app.MapPrecheckDoors(settings);
        TemplateDownloads.Map(app);
        HomePage.Map(app);
        app.MapMedAidStandards(settings.Reflection);
        return app;
    }

    /// <summary>Reference data, stores and use cases; without gRPC and HTTP/JSON, so that the command line can use them too.</summary>
    public static void AddSettlement(this IServiceCollection services, Settings settings)
    {
        var books = settings.ReadBooks();
        services.AddSingleton(TimeProvider.System);
        services.AddSingleton(new ReferenceDataHolder(books));
        services.AddStores(settings);
        services.AddSingleton(PersonKeyFile.Open(settings));
        services.AddSingleton(new DetailVault(DetailKeyFile.Open(settings)));
        services.AddCache(settings);
        services.AddSingleton<ClaimOpener>();
        services.AddSingleton<ClaimValidation>();
        services.AddSingleton<LastKnownCounters>();
        services.AddSingleton(settings.RefusedItems);
        services.AddSingleton<QuoteVisit>().AddSingleton<SettleClaim>().AddSingleton<ReverseClaim>().AddSingleton<RefundItems>();
        services.AddSingleton(s => new KeptPersons(s.GetRequiredService<LaterVisitStore>().FindPersonAsync));
        services.AddSingleton<ReadSettlements>();
        services.AddSingleton<WaiverReports>();
        services.AddSingleton<CapitationStore>();
        services.AddSingleton(s => new CapitationWorkflow(
            s.GetRequiredService<CapitationStore>(), s.GetRequiredService<ILedger>(), s.GetRequiredService<IEligibilityRegister>(),
            s.GetRequiredService<ReferenceDataHolder>(), s.GetRequiredService<TimeProvider>(), settings.PartMonth));
        services.AddSingleton<ClearingBookStore>();
        services.AddSingleton<ClearingBookService>();
        services.AddSingleton<BookProofs>();
        services.AddSingleton<AccountStatements>();
        services.AddSingleton<IAgreements, AgreementCache>();
        services.AddSingleton<StatementReader>();
        services.AddSingleton<QuoteDeposit>();
        services.AddSingleton<AccountWrites>();
    }

    /// <summary>Ledger and register: on PostgreSQL if it is set, else embedded.</summary>
    private static void AddStores(this IServiceCollection services, Settings settings)
    {
        if (settings.Postgres.Length > 0)
        {
            // By a maker, so that the container closes it.
            services.AddSingleton(_ => new PostgresDatabase(settings.Postgres));
            services.AddSingleton<ILedger, PostgresLedger>();
            services.AddSingleton<PostgresRegister>();
            services.AddSingleton<ISqlDatabase, PostgresSql>();
            services.AddSingleton(s => new RegisterGate(s.GetRequiredService<PostgresRegister>()));
        }
        else
        {
            services.AddSingleton(OpenDatabase(settings));
            services.AddSingleton<ILedger, EmbeddedLedger>();
            services.AddSingleton<EmbeddedRegister>();
            services.AddSingleton<ISqlDatabase, EmbeddedSql>();
            services.AddSingleton(s => new RegisterGate(s.GetRequiredService<EmbeddedRegister>()));
        }

        services.AddSingleton<IEligibilityRegister>(s => s.GetRequiredService<RegisterGate>());
        services.AddSingleton<IRequestLog, Once>();
        services.AddSingleton<PeopleStore>();
        services.AddSingleton<InsuredImport>();
        services.AddSingleton<PersonDirectory>();
        services.AddSingleton<RosterImporter>();
        services.AddSingleton(new DiseaseLists(DiseaseFiles.Read(Folders.Find(settings.ReferenceFolder))));
        services.AddSingleton<QualificationStore>();
        services.AddSingleton<QualificationWorkflow>();
        services.AddSingleton(new PaperLists(PaperFiles.Read(Folders.Find(settings.ReferenceFolder))));
        services.AddSingleton<ReliefStore>();
        services.AddSingleton<MarkStore>();
        services.AddSingleton<LaterVisitStore>();
        services.AddSingleton<LaterVisitsFollower>();
        services.AddSingleton<PremiumStore>();
        services.AddSingleton<PremiumWorkflow>();
        services.AddSingleton<ReliefWorkflow>();
        services.AddEntitlementGaps(settings);
    }

    /// <summary>The search for those who do not get what is due to them.</summary>
    private static void AddEntitlementGaps(this IServiceCollection services, Settings settings)
    {
        services.AddSingleton(settings.EntitlementGaps);
        services.AddSingleton(new IndicatorHolder(IndicatorFiles.Read(Folders.Find(settings.ReferenceFolder))));
        services.AddSingleton<EntitlementGapFacts>();
        services.AddSingleton<SearchSource>();
        services.AddSingleton<FindingStore>();
        services.AddSingleton<ReferralListStore>();
        services.AddSingleton<FactsFollower>();
        services.AddSingleton<EntitlementGapFinder>();
        services.AddSingleton<UremiaRegister>();
        services.AddSingleton<Performance>();
    }

    /// <summary>Sheets, statements and letters of the finance office, and the look at what hospitals have advanced.</summary>
    private static void AddClearingPapers(this IServiceCollection services, Settings settings)
    {
        var counties = CountyFile.Read(Folders.Find(settings.ReferenceFolder));
        services.AddSingleton(s => new HospitalAndCountyNames(counties, code => s.GetRequiredService<ReferenceDataHolder>().NameOf(new(code))));
        services.AddSingleton<KnownHospitalsAndCounties>();
        services.AddSingleton<ReplyImport>();
        services.AddSingleton(s => new PaymentImport(s.GetRequiredService<ClearingBookService>(), counties, s.GetRequiredService<TimeProvider>()));
        services.AddSingleton<PaperBases>();
        services.AddSingleton<SheetGrpcService>();
        services.AddSingleton<StatementGrpcService>();
        services.AddSingleton<AdvanceWatch>();
    }

    /// <summary>The memory of persons: shared through Redis if it is set, else in this process.</summary>
    private static void AddCache(this IServiceCollection services, Settings settings)
    {
        if (settings.Redis.Length == 0)
        {
            var shared = settings.Postgres.Length > 0;
            services.AddSingleton<IEligibilityCache>(s => new InProcessCache(s.GetRequiredService<TimeProvider>(), shared));
            return;
        }

        services.AddSingleton(s => OpenRedis(settings, s));
        services.AddSingleton<IEligibilityCache>(s => s.GetRequiredService<RedisCache>());
        services.AddHealthChecks().AddCheck<RedisCheck>("redis");
    }

    private static RedisCache OpenRedis(Settings settings, IServiceProvider services)
    {
        var logger = services.GetRequiredService<ILogger<RedisCache>>();
        return RedisCache.Open(
            settings.Redis, services.GetRequiredService<PersonTokens>().DeriveKey("redis"), services.GetRequiredService<TimeProvider>(),
            tell: isBack => (isBack ? (Action<ILogger>)Log.RedisBack : Log.RedisAway)(logger));
    }

    /// <summary>The settings as a gateway would read them, from its settings file and the environment, for who opens its ledger.</summary>
    /// <exception cref="StartProblemException">Something in them cannot be read; the text says what to do.</exception>
    public static Settings ReadSettings()
    {
        var (settings, misread) = SettingsReader.Read(new ConfigurationBuilder()
            .SetBasePath(AppContext.BaseDirectory).AddJsonFile("appsettings.json", optional: true).AddEnvironmentVariables().Build());
        StartProblemException.ThrowIfAny([.. misread, .. settings.PostgresProblems()]);
        return settings;
    }

    private static EmbeddedDatabase OpenDatabase(Settings settings)
    {
        EmbeddedDatabase? database = null;
        try
        {
            database = EmbeddedDatabase.Open(settings.LedgerPath);
            database.Probe();
            return database;
        }
        catch (Exception e) when (e is LedgerUnavailableException or LedgerDamagedException)
        {
            database?.Dispose();
            throw new StartProblemException(e.Message, e);
        }
    }

    private static void Listen(WebApplicationBuilder builder, Settings settings)
    {
        var address = IPAddress.Parse(settings.ListenAddress);
        builder.WebHost.ConfigureKestrel(kestrel =>
        {
            // gRPC and HTTP/JSON limit bodies themselves. Kestrel would cut the connection, and a caller who is still sending would see a broken
            // pipe, of which nobody knows the outcome, instead of the reason.
            kestrel.Limits.MaxRequestBodySize = null;
            kestrel.AddServerHeader = false;
            kestrel.Listen(address, settings.HttpPort, o => o.Protocols = HttpProtocols.Http1);
            kestrel.Listen(address, settings.GrpcPort, o => o.Protocols = HttpProtocols.Http2);
        });
    }
}
