using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using MedAid.Core;
using MedAid.Core.Calculation;
using MedAid.Core.Policy;
using MedAid.Settlement.Ledger;

namespace MedAid.Stores.Tests.Books;

/// <summary>
/// A visit under a made-up law that is easy to work by hand: relief pays half of the bill, as long as the year's cap has room; the
/// patient pays the rest. The only counter is what relief has paid this year.
/// </summary>
internal sealed record Visit(string RequestId, long GrossFen)
{
    public const string Counter = "relief_year:2026";
    public const string Scheme = "resident";

    public string Person { get; init; } = "P1";

    public long CapFen { get; init; } = 1_000_00;

    public string Hospital { get; init; } = "H14110100001";

    public string County { get; init; } = "141102";

    public string? AgreementId { get; init; }

    public Care? Care { get; init; }

    /// <summary>The hospital's id of the visit; a visit of its own for each request unless given.</summary>
    public string VisitId { get; init; } = $"V-{RequestId}";

    /// <summary>Number of the bill, of a visit that is billed in parts; then it is that part of a stay.</summary>
    public int? Bill { get; init; }

    public VisitKey Key => new(new HospitalCode(Hospital), VisitId, Batch);

    private string Batch => Bill?.ToString(CultureInfo.InvariantCulture) ?? "";

    public DateOnly ServiceDate { get; init; } = new(2026, 3, 14);

    /// <summary>Version of the eligibility that it was split by.</summary>
    public long Version { get; init; } = 1;

    public DateTimeOffset SettledTime { get; init; } = new(2026, 3, 14, 2, 30, 0, TimeSpan.Zero);

    /// <summary>Put on top of what the patient owes, so that the journal does not balance.</summary>
    public long ErrorFen { get; init; }

    public byte[] ContentHash => SHA256.HashData(Encoding.UTF8.GetBytes($"{GrossFen} {Person} {Hospital} {ServiceDate:O}"));

    /// <summary>The visit as a use case posts it.</summary>
    public SettlementPosting Posting() => new()
    {
        RequestId = RequestId,
        ContentHash = ContentHash,
        Visit = Key,
        PersonKey = new(Person),
        Scheme = Scheme,
        CounterKeys = [Counter],
        Prepare = (used, _) => Prepare(used),
    };

    public PostingDecision Prepare(long[] usedFen)
    {
        var paidFen = Math.Min(GrossFen / 2, CapFen - usedFen[0]);
        IReadOnlyList<CounterChange> changes = paidFen == 0 ? [] : [new CounterChange(Counter, paidFen)];
        return PostingDecision.Of(new SettlementRecord(Document(paidFen, usedFen[0]), Scheme, changes));
    }

    /// <summary>The document as the ledger keeps it, where relief has paid so much before.</summary>
    public SettlementDocument Settled(long usedFen = 0) => Prepare([usedFen]).Under(ContentHash).Record!.Document;

    private SettlementDocument Document(long paidFen, long usedBeforeFen) => new()
    {
        SettlementId = SettlementIds.Of(RequestId),
        RequestId = RequestId,
        Kind = SettlementKind.Settlement,
        HospitalCode = new(Hospital),
        VisitId = VisitId,
        Batch = Batch,
        Stay = Bill is null ? null : VisitId,
        StayPart = Bill,
        PersonKey = new(Person),
        AgreementId = AgreementId,
        EligibilityVersion = Version,
        CountyCode = new(County),
        ServiceDate = ServiceDate,
        Care = Care,
        SettledTime = SettledTime,
        Breakdown = Breakdown(paidFen, usedBeforeFen),
        Entries = Entries(paidFen),
    };

    private BreakdownDocument Breakdown(long paidFen, long usedBeforeFen) => new()
    {
        GrossFen = GrossFen,
        WaivedFen = 0,
        TotalFen = GrossFen,
        PatientFen = GrossFen - paidFen,
        HospitalBorneFen = 0,
        Charges = new ChargeSplit(GrossFen, 0, 0, 0),
        Lines =
        [
            new LineDocument
            {
                Layer = "relief",
                Fund = new("medical_relief"),
                Rule = "half",
                BaseFen = GrossFen,
                EligibleFen = GrossFen,
                AssessedFen = GrossFen,
                Shares = [new ShareDocument(0, null, GrossFen, 500_000, GrossFen / 2)],
                PaidFen = paidFen,
                CappedFen = (GrossFen / 2) - paidFen,
                Advanced = true,
                Cite = "第一条",
            },
        ],
        Counters = [new CounterUse(Counter, usedBeforeFen, paidFen)],
        Items = [new ItemDocument(1, "D001", "A", 0, new ChargeSplit(GrossFen, 0, 0, 0))],
        Policy = new PolicyDocument("test-2026", "试行办法", "141102", Scheme, new DateOnly(2026, 1, 1), null, "00"),
        Sentences = ["医疗救助支付一半"],
    };

    private List<JournalEntry> Entries(long paidFen)
    {
        List<JournalEntry> entries =
        [
            new(Account.HospitalRevenue, default, default, new Fen(-GrossFen)),
            new(Account.PatientCash, default, default, new Fen(GrossFen - paidFen + ErrorFen)),
        ];
        if (paidFen != 0)
        {
            entries.Add(new(Account.AdvanceReceivable, new CountyCode(County), new Fund("medical_relief"), new Fen(paidFen)));
        }

        return entries;
    }
}
