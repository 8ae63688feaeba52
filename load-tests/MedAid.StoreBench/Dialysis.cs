using MedAid.Core;
using MedAid.Core.Calculation;
using MedAid.Settlement;
using MedAid.Settlement.Ledger;

namespace MedAid.StoreBench;

/// <summary>
/// A visit of twenty items and four layers as the ledger sees it, about as large as a real one: three counters, six entries. The split
/// itself is made up; only its size and shape matter here.
/// </summary>
internal static class Dialysis
{
    private const string Scheme = "resident";

    private static readonly string[] Counters = ["basic.outpatient_cap@2026", "catastrophic.used@2026", "relief.year_cap@2026"];

    private static readonly DateOnly Day = new(2026, 3, 14);

    private static readonly long[] PaidFen = [200_00, 100_00, 60_00, 40_00];

    private static readonly (string Layer, string Fund)[] Layers =
    [
        ("basic", "basic_medical"), ("catastrophic", "catastrophic"), ("relief", "medical_relief"), ("tilt_relief", "medical_relief"),
    ];

    /// <summary>The hospital of all visits.</summary>
    public const string Hospital = "H14110200042";

    /// <summary>The county of all patients.</summary>
    public const string County = "141102";

    public static SettlementPosting Posting(string requestId, string person, string? agreement = null)
    {
        var hash = new byte[32];
        BitConverter.TryWriteBytes(hash, requestId.GetHashCode(StringComparison.Ordinal));
        return new SettlementPosting
        {
            RequestId = requestId,
            ContentHash = hash,
            Visit = new VisitKey(new HospitalCode(Hospital), $"MZ{requestId}"),
            PersonKey = new(person),
            Scheme = Scheme,
            CounterKeys = Counters,
            Search = new VisitSearch(new PersonKey(person), Day, Day, 0),
            Prepare = (usedFen, _) => Prepare(requestId, person, agreement, usedFen),
        };
    }

    /// <summary>The reversal of a visit: every figure with the other sign.</summary>
    public static ReversalPosting Undoing(string requestId, string settlementId) => new()
    {
        RequestId = requestId,
        ContentHash = new byte[32],
        SettlementId = new(settlementId),
        Prepare = (stored, _) => PostingDecision.Of(Mirror(requestId, stored!.Document)),
    };

    private static SettlementRecord Mirror(string requestId, SettlementDocument original)
    {
        var breakdown = original.Breakdown;
        var mirror = original with
        {
            SettlementId = SettlementIds.Of(requestId),
            RequestId = requestId,
            Kind = SettlementKind.Reversal,
            ReversesSettlementId = original.SettlementId,
            Reason = "重复收费",
            SettledTime = Instants.Now(TimeProvider.System),
            Breakdown = breakdown with
            {
                GrossFen = -breakdown.GrossFen,
                TotalFen = -breakdown.TotalFen,
                PatientFen = -breakdown.PatientFen,
                Charges = new ChargeSplit(-400_00, -50_00, -10_00, -20_00),
                Lines =
                [
                    .. breakdown.Lines.Select(l => new LineDocument
                    {
                        Layer = l.Layer, Fund = l.Fund, Rule = l.Rule, PaidFen = -l.PaidFen, Advanced = l.Advanced,
                    }),
                ],
                Counters = [.. breakdown.Counters.Select(c => new CounterUse(c.Counter, 0, -c.AddedFen))],
                Items = [],
                Sentences = [],
            },
            Entries = Journal.Mirrored(original.Entries),
        };
        return new SettlementRecord(mirror, Scheme, [.. breakdown.Counters.Select(c => new CounterChange(c.Counter, -c.AddedFen))]);
    }

    private static PostingDecision Prepare(string requestId, string person, string? agreement, long[] usedFen)
    {
        CounterUse[] uses = [.. Counters.Select((counter, i) => new CounterUse(counter, usedFen[i], 30_00 + i))];
        var document = new SettlementDocument
        {
            SettlementId = SettlementIds.Of(requestId),
            RequestId = requestId,
            Kind = SettlementKind.Settlement,
            HospitalCode = new(Hospital),
            AgreementId = agreement,
            VisitId = $"MZ{requestId}",
            PersonKey = new(person),
            EligibilityVersion = 3,
            CountyCode = new(County),
            ServiceDate = Day,
            Dialyses = 1,
            SettledTime = Instants.Now(TimeProvider.System),
            Breakdown = Breakdown(uses),
            Entries =
            [
                new(Account.HospitalRevenue, default, default, new Fen(-480_00)), new(Account.PatientCash, default, default, new Fen(80_00)),
                new(Account.FundReceivable, new CountyCode("141102"), new Fund("basic_medical"), new Fen(200_00)), new(Account.FundReceivable, new CountyCode("141102"), new Fund("catastrophic"), new Fen(100_00)),
                new(Account.AdvanceReceivable, new CountyCode("141102"), new Fund("medical_relief"), new Fen(60_00)), new(Account.AdvanceReceivable, new CountyCode("141102"), new Fund("medical_relief"), new Fen(40_00)),
            ],
        };
        return PostingDecision.Of(new SettlementRecord(document, Scheme, [.. uses.Select(u => new CounterChange(u.Counter, u.AddedFen))]));
    }

    private static BreakdownDocument Breakdown(CounterUse[] uses) => new()
    {
        GrossFen = 480_00,
        WaivedFen = 0,
        TotalFen = 480_00,
        PatientFen = 80_00,
        HospitalBorneFen = 0,
        Programme = "hemodialysis",
        Charges = new ChargeSplit(400_00, 50_00, 10_00, 20_00),
        Lines =
        [
            .. Layers.Select((l, i) => new LineDocument
            {
                Layer = l.Layer, Fund = new(l.Fund), Rule = $"{l.Layer}.dialysis", BaseFen = 400_00, EligibleFen = 400_00,
                DeductibleFen = 10_00, AssessedFen = 390_00, Shares = [new ShareDocument(0, null, 390_00, 700_000, 273_00)], PaidFen = PaidFen[i],
                CappedFen = 273_00 - PaidFen[i], Advanced = i > 1, Cite = "第十二条第（三）项", Source = "吕政办发〔2022〕41号", Confidence = "A",
            }),
        ],
        Counters = uses,
        Items =
        [
            .. Enumerable.Range(1, 20).Select(
                i => new ItemDocument(i, $"XJ{i:0000}A{i * 7919 % 9973}", "A", 0, new ChargeSplit(20_00, 2_50, 50, 1_00))),
        ],
        Policy = new PolicyDocument(
            "luliang-resident-2023", "吕梁市城乡居民医疗保障", "141100", Scheme, new DateOnly(2023, 1, 1), new DateOnly(2022, 12, 1),
            "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08"),
        Sentences = ["基本医保支付 200.00 元", "大病保险支付 100.00 元", "医疗救助支付 100.00 元", "个人支付 80.00 元"],
    };
}
