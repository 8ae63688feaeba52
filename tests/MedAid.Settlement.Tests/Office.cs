using MedAid.Core.Policy;
using MedAid.People;
using MedAid.People.Privacy;
using MedAid.People.Storage;
using MedAid.Policies;
using MedAid.Settlement.Claims;
using MedAid.Settlement.People;
using MedAid.Settlement.Ports;
using MedAid.Settlement.Reference;
using MedAid.Stores;
using MedAid.Stores.Embedded;

namespace MedAid.Settlement.Tests;

/// <summary>
/// The office of a hospital with everything real: the packs of Lüliang, the sample catalogue and hospitals, and an embedded ledger and
/// register on a file of their own. Today is 2026-03-02.
/// </summary>
internal sealed class Office : IAsyncDisposable
{
    public const string CountyHospital = "H14112300101";
    public const string CityHospital = "H14110200102";
    public const string TaiyuanHospital = "H14010600901";

    public static readonly TimeSpan Patience = Waiting.Longest;
    public static readonly PersonTokens Tokens = new(new byte[PersonTokens.KeyBytes]);

    private static readonly PackSet Law = ReadLaw();

    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("medaid-settlement-");
    private readonly EmbeddedDatabase database;
    private readonly EmbeddedRegister register;

    private Office(ReferenceData books)
    {
        database = EmbeddedDatabase.Open(Path.Combine(folder.FullName, "medaid.db"));
        register = new EmbeddedRegister(database);
        Ledger = new EmbeddedLedger(database);
        Reference = new ReferenceDataHolder(books);
        Opener = new ClaimOpener(Reference, register, new InProcessCache(Time), Time, Agreements);
        var validation = new ClaimValidation(Tokens);
        var memory = new LastKnownCounters();
        Quotes = new QuoteVisit(Opener, validation, Ledger, memory, Time);
        Settlements = new SettleClaim(Opener, validation, Ledger, memory, Time, new RefusedItems());
        Reversals = new ReverseClaim(Ledger, memory, Time);
    }

    public HandClock Time { get; } = new(new DateTimeOffset(2026, 3, 2, 9, 0, 0, TimeSpan.FromHours(8)));

    public ReferenceDataHolder Reference { get; }

    public EmbeddedLedger Ledger { get; }

    public ClaimOpener Opener { get; }

    public Agreements Agreements { get; } = new();

    public QuoteVisit Quotes { get; }

    public SettleClaim Settlements { get; }

    public ReverseClaim Reversals { get; }

    /// <summary>An office that knows these persons; the two sample hospitals unless others are named.</summary>
    public static async Task<Office> OpenAsync(Eligibility person, params Hospital[] hospitals)
    {
        var office = new Office(Books(hospitals));
        var import = new InsuredImport(
            new PeopleStore(new EmbeddedSql(office.database), office.Time), new InProcessCache(office.Time), new DetailVault(new DetailKeys([("k1", new byte[DetailKeys.KeyBytes])])), office.Time);
        await import.ImportAsync([new InsuredPerson(Tokens.Of(Visits.IdNumber), person)], CancellationToken.None).WaitAsync(Patience);
        return office;
    }

    public static PackSet ReadLaw() => PackLibrary.Read(At("packs"));

    public static ReferenceData Books(params Hospital[] hospitals) => Books(Law, hospitals);

    public static ReferenceData Books(PackSet law, params Hospital[] hospitals)
    {
        var problems = new PackProblems("catalogue.csv");
        var items = CatalogueFile.Read(At("samples", "catalogue.csv"), problems);
        Assert.Empty(problems.Found);
        return new ReferenceData(law.ToBook(), new Catalogue(items), hospitals.Length > 0 ? hospitals : [County, City]);
    }

    public static Hospital County { get; } = Sample(CountyHospital);

    public static Hospital City { get; } = Sample(CityHospital);

    /// <summary>A tertiary hospital in the capital of the province: another city than that of the insured.</summary>
    public static Hospital Taiyuan { get; } = new()
    {
        Code = new(TaiyuanHospital),
        Name = "太原样例医院",
        County = new("140106"),
        Tier = HospitalTier.City,
        Level = "02",
    };

    public static string At(params string[] path) => Path.Combine([AppContext.BaseDirectory, .. path]);

    /// <summary>The ledger's file and folder are gone, as when a disk is: it can neither be read nor written any more.</summary>
    public async Task LoseLedgerAsync()
    {
        await Ledger.DisposeAsync();
        database.Dispose();
        folder.Delete(recursive: true);
    }

    public async ValueTask DisposeAsync()
    {
        await Ledger.DisposeAsync();
        database.Dispose();
        if (Directory.Exists(folder.FullName))
        {
            folder.Delete(recursive: true);
        }
    }

    private static Hospital Sample(string code)
    {
        var problems = new PackProblems(code);
        return HospitalFile.Read(At("samples", "hospitals", $"{code}.yaml"), problems)
            ?? throw new InvalidOperationException(string.Join('\n', problems.Found));
    }
}

/// <summary>The agreements to pay later of the office, as the clearing room would find them.</summary>
internal sealed class Agreements : IAgreements
{
    public Dictionary<string, PayLaterAgreement> Signed { get; } = new(StringComparer.Ordinal);

    public ValueTask<PayLaterAgreement?> FindAgreementAsync(string agreementId, CancellationToken cancellationToken) =>
        ValueTask.FromResult(Signed.GetValueOrDefault(agreementId));
}
