using System.Globalization;
using MedAid.Core;
using MedAid.Core.Policy;
using MedAid.Policies;
using MedAid.Precheck.Cards;
using MedAid.Precheck.Checks;
using MedAid.Precheck.Data;
using MedAid.Precheck.Feedback;
using MedAid.Precheck.Papers;
using MedAid.Precheck.Review;
using MedAid.Settlement.Claims;
using MedAid.Settlement.People;
using MedAid.Settlement.Ports;
using MedAid.Settlement.Reference;
using MedAid.Settlement.Sql;
using MedAid.Stores;
using MedAid.Stores.Embedded;

namespace MedAid.Precheck.Tests;

/// <summary>
/// A physician's workstation with everything real: the packs of Lüliang and Rizhao, the samples, an embedded ledger. Today is
/// 2026-03-02; the patient is of 兴县 unless a test says otherwise.
/// </summary>
internal sealed class Ward : IAsyncDisposable
{
    public const string County = "H14112300101";
    public const string City = "H14110200102";
    public const string Rizhao = "H37110200101";
    public const string RizhaoCounty = "371102";
    public const string IdNumber = "141123196805129020";

    public static readonly DateOnly Today = new(2026, 3, 2);
    private static readonly PersonTokens Tokens = new(new byte[PersonTokens.KeyBytes]);
    private static readonly ClaimValidation Validation = new(Tokens);
    private static readonly ReferenceData Reference = ReadReference();
    private static readonly AdviceData Samples = ReadSamples();

    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("medaid-precheck-");
    private readonly EmbeddedDatabase database;
    private readonly EmbeddedLedger ledger;
    private readonly QuoteVisit quotes;
    private readonly SettleClaim settlements;

    private readonly Eligibility person;

    private readonly ReverseClaim reversals;

    private int visits;

    private Ward(Eligibility person, AdviceData books, Func<ISqlDatabase, ISqlDatabase>? change)
    {
        this.person = person;
        database = EmbeddedDatabase.Open(Path.Combine(folder.FullName, "medaid.db"));
        ledger = new EmbeddedLedger(database);
        var opener = new ClaimOpener(
            new ReferenceDataHolder(Reference), new Known(this), new InProcessCache(Time), Time, new NoAgreements());
        var memory = new LastKnownCounters();
        quotes = new QuoteVisit(opener, Validation, ledger, memory, Time);
        settlements = new SettleClaim(opener, Validation, ledger, memory, Time, new RefusedItems(false, false, false));
        var sql = new EmbeddedSql(database);
        var answers = new FeedbackStore(change?.Invoke(sql) ?? sql);
        Data = new AdviceDataHolder(books);
        var acceptance = new AcceptanceCache(answers, Time);
        Feedback = new FeedbackWorkflow(answers, Data, acceptance, Time);
        Terms = new PrecheckTerms(
            TimeSpan.FromMilliseconds(300), (_, chronic, _) => new QualificationStart(!chronic, chronic),
            (key, _, _) => Task.FromResult<Eligibility?>(person with { PersonKey = key }));
        Opened = new OpenVisits(opener, ledger);
        Histories = new PatientHistories(Opened, sql, Time);
        Papers = new PaperStore(sql);
        Signed = new PaperWatch(Papers, Data);
        Advisor = new OrderAdvisor(Opened, Data, answers, acceptance, Histories, Signed, Terms, Time);
        Desk = new PaperWorkflow(Opened, Papers, Data, Terms, Time);
        Sql = sql;
        Findings = new ReviewStore(sql);
        Review = new ReviewWorkflow(ledger, Opened, Findings, Histories, Signed, Data, Terms, Time);
        reversals = new ReverseClaim(ledger, memory, Time);
    }

    /// <summary>It stands still: no opinion is ever too late.</summary>
    public HandClock Time { get; } = new(new DateTimeOffset(2026, 3, 2, 9, 0, 0, TimeSpan.FromHours(8)));

    public OrderAdvisor Advisor { get; }

    public FeedbackWorkflow Feedback { get; }

    public AdviceDataHolder Data { get; }

    public PrecheckTerms Terms { get; }

    public OpenVisits Opened { get; }

    public EmbeddedLedger Ledger => ledger;

    public EmbeddedSql Sql { get; }

    public ReviewStore Findings { get; }

    public ReviewWorkflow Review { get; }

    public PatientHistories Histories { get; }

    public PaperStore Papers { get; }

    public PaperWatch Signed { get; }

    public PaperWorkflow Desk { get; }

    /// <summary>The checks and lists of the samples, with room for so many cards.</summary>
    public static AdviceData Books(int cards = 20, Func<CheckBook, CheckBook>? change = null)
    {
        var book = Samples.Checks with { Budget = new CardBudget(cards, new Dictionary<string, int>()) };
        return ReadSamples(change?.Invoke(book) ?? book);
    }

    public static Ward Open(Eligibility person, AdviceData? books = null, Func<ISqlDatabase, ISqlDatabase>? change = null) =>
        new(person, books ?? Books(), change);

    /// <summary>The patient: no identity, and these qualifications.</summary>
    public static Eligibility Patient(params Qualification[] qualifications) => new()
    {
        PersonKey = new("P1"), Version = 1, Scheme = "resident", County = new("141123"), BirthDate = new DateOnly(1968, 5, 12), Qualifications = qualifications,
    };

    public static Qualification Chronic(string disease, DateOnly? until = null, string? hospital = null) =>
        new(QualificationKind.Chronic, disease, new DateOnly(2020, 6, 15), until, HospitalCode.OrNull(hospital));

    public static Qualification TwoDisease(string disease) => new(QualificationKind.TwoDisease, disease, new DateOnly(2021, 3, 15), null);

    public static Dose Item(string code, string quantity = "1", string price = "20.00", int approval = 0) =>
        new(code, quantity, price, approval);

    /// <summary>A draft of today; the visit has a new id unless one is given.</summary>
    public OrderDraft Draft(Care care, string? disease, string[] diagnoses, params Dose[] items) => new()
    {
        Claim = Claim(care, disease, Today, County, items) with { Diagnoses = diagnoses },
    };

    /// <summary>The same at another hospital.</summary>
    public OrderDraft DraftAt(string hospital, Care care, string? disease, string[] diagnoses, params Dose[] items)
    {
        var draft = Draft(care, disease, diagnoses, items);
        return draft with { Claim = draft.Claim with { HospitalCode = new(hospital) } };
    }

    public VisitClaim Claim(Care care, string? disease, DateOnly day, string hospital, params Dose[] items) => Checked(new ClaimDraft
    {
        HospitalCode = new(hospital), VisitId = $"V{++visits}", IdNumber = IdNumber, ServiceDate = day.ToString("yyyy-MM-dd", null), Care = (int)care,
        Mode = (int)Mode.Outpatient, DiseaseCode = disease ?? "", Items = [.. items.Select((d, i) => d.Line(i + 1))],
    });

    public async Task<Advice> AdviseAsync(OrderDraft draft)
    {
        var answer = await Advisor.EvaluateAsync(draft, CancellationToken.None);
        Assert.True(answer.Value is not null, $"{answer.Refusal}");
        Assert.Equal(NoOpinion.None, answer.Value.NoOpinion);
        return answer.Value;
    }

    public async Task<IReadOnlyList<Card>> CardsAsync(string check, OrderDraft draft) =>
        [.. (await AdviseAsync(draft)).Cards.Where(c => c.CheckId == check)];

    public async Task<Card> CardAsync(string check, OrderDraft draft) => Assert.Single(await CardsAsync(check, draft));

    public async Task SilentAsync(string check, OrderDraft draft) => Assert.Empty(await CardsAsync(check, draft));

    /// <summary>What a quote says that the patient pays, by way of the form.</summary>
    public async Task<long> QuoteAsync(VisitClaim claim)
    {
        var quoted = await quotes.QuoteAsync(Drafted(claim), compare: false, 0, CancellationToken.None);
        Assert.True(quoted.Value is not null, $"{quoted.Refusal} {string.Join(' ', quoted.Violations)}");
        return quoted.Value.Breakdown.PatientFen;
    }

    /// <summary>Settles; returns the settlement. Another id number is another person with the same facts.</summary>
    public async Task<SettlementId> SettleAsync(ClaimDraft draft)
    {
        var settled = await settlements.SettleAsync($"R-{draft.HospitalCode}-{draft.VisitId}", draft, validateOnly: false, CancellationToken.None);
        Assert.True(settled.Value is not null, $"{settled.Refusal} {string.Join(' ', settled.Violations)}");
        return settled.Value.Document.SettlementId;
    }

    public async Task ReverseAsync(SettlementId settlementId, string hospital = County)
    {
        var reversed = await reversals.ReverseAsync(
            $"U-{settlementId}", new HospitalCode(hospital), settlementId, "录入错误", validateOnly: false, CancellationToken.None);
        Assert.True(reversed.Value is not null, $"{reversed.Refusal}");
    }

    /// <summary>Settles; returns what the patient pays.</summary>
    public async Task<long> SettleAsync(VisitClaim claim)
    {
        var settled = await settlements.SettleAsync($"R-{claim.HospitalCode}-{claim.VisitId}", Drafted(claim), validateOnly: false, CancellationToken.None);
        Assert.True(settled.Value is not null, $"{settled.Refusal} {string.Join(' ', settled.Violations)}");
        return settled.Value.Document.Breakdown.PatientFen;
    }

    public async ValueTask DisposeAsync()
    {
        await ledger.DisposeAsync();
        database.Dispose();
        folder.Delete(recursive: true);
    }

    public static string At(params string[] path) => Path.Combine([AppContext.BaseDirectory, .. path]);

    private static VisitClaim Checked(ClaimDraft draft)
    {
        var violations = new List<FieldViolation>();
        return Validation.Check(draft, Today, violations) ?? throw new InvalidOperationException(string.Join('\n', violations));
    }

    private static ClaimDraft Drafted(VisitClaim claim) => new()
    {
        HospitalCode = claim.HospitalCode, VisitId = claim.VisitId, IdNumber = IdNumber, ServiceDate = claim.ServiceDate.ToString("yyyy-MM-dd", null),
        Care = (int)claim.Care, Mode = (int)claim.Mode, DiseaseCode = claim.DiseaseCode ?? "", Filed = claim.Filed, Stay = claim.Stay ?? "",
        Items =
        [
            .. claim.Items.Select(i => new ItemDraft(
                i.ItemNumber, i.Code, i.Name, i.Category ?? "", Scaled(i.PriceMillionths, 6), Scaled(i.QuantityTenThousandths, 4), i.AmountFen,
                i.Approval)
            {
                DailyDoseMg = i.DailyDoseMillionths is { } dose ? Scaled(dose, 6) : "", DaysOfSupply = i.Days ?? 0,
            }),
        ],
    };

    private static string Scaled(long value, int decimals) => (value / (decimal)Math.Pow(10, decimals)).ToString(CultureInfo.InvariantCulture);

    private static ReferenceData ReadReference()
    {
        var problems = new PackProblems("catalogue.csv");
        var items = CatalogueFile.Read(At("samples", "catalogue.csv"), problems);
        var hospitals = new[] { County, City }.Select(code => HospitalFile.Read(At("samples", "hospitals", $"{code}.yaml"), problems)!).ToArray();
        Assert.Empty(problems.Found);
        var rizhao = new Hospital { Code = new(Rizhao), Name = "日照样例医院", County = new(RizhaoCounty), Tier = HospitalTier.County, Level = "05" };
        var bound = new QualificationTerms(new Dictionary<string, RegionTerms>
        {
            ["1411"] = new(new HashSet<string> { "M08300" }, new HashSet<string>()),
        });
        return new ReferenceData(PackLibrary.Read(At("packs")).ToBook(), new Catalogue(items), [.. hospitals, rizhao], bound);
    }

    private static AdviceData ReadSamples(CheckBook? checks = null)
    {
        byte[] Bytes(string name) => File.ReadAllBytes(At("samples", "precheck", name));
        var (book, faults) = CheckFile.Read(Bytes("checks.json"));
        Assert.Empty(faults);
        return new AdviceData(
            checks ?? book!, AdviceLists.Drugs(Bytes("drugs.csv")).Drugs, AdviceLists.Paths(Bytes("paths.csv")).Items,
            AdviceLists.Diagnoses(Bytes("diseases.csv")).Diagnoses);
    }

    private sealed class Known(Ward ward) : IEligibilityRegister
    {
        public Task<Eligibility?> FindAsync(string idToken, CancellationToken cancellationToken) => Task.FromResult<Eligibility?>(
            idToken == Tokens.Of(IdNumber) ? ward.person : ward.person with { PersonKey = new($"P-{idToken}") });

        public Task<bool> ClaimKeyAsync(string fingerprint, CancellationToken cancellationToken) => Task.FromResult(true);
    }

    private sealed class NoAgreements : IAgreements
    {
        public ValueTask<PayLaterAgreement?> FindAgreementAsync(string agreementId, CancellationToken cancellationToken) =>
            ValueTask.FromResult<PayLaterAgreement?>(null);
    }
}

/// <summary>An item of a draft.</summary>
internal sealed record Dose(string Code, string Quantity, string Price, int Approval)
{
    public int? Days { get; init; }

    public int? DailyMilligrams { get; init; }

    public ItemDraft Line(int number)
    {
        var amount = decimal.Parse(Price, CultureInfo.InvariantCulture) * decimal.Parse(Quantity, CultureInfo.InvariantCulture) * 100;
        return new ItemDraft(number, Code, "", "", Price, Quantity, (long)decimal.Round(amount, MidpointRounding.AwayFromZero), Approval)
        {
            DailyDoseMg = DailyMilligrams is { } dose ? $"{dose}" : "", DaysOfSupply = Days ?? 0,
        };
    }
}
