using System.Security.Cryptography;
using System.Text;
using MedAid.Core;
using MedAid.Core.Calculation;
using MedAid.Core.Policy;
using MedAid.Settlement.Ledger;

namespace MedAid.Stores.Tests.Books;

/// <summary>
/// A visit of which a hospital waives everything, as long as the patient's month and the hospital's year have room; the patient pays the
/// rest. The month allows 40.00, the year 100.00.
/// </summary>
internal sealed record WaivedVisit(string RequestId, long GrossFen)
{
    public const long MonthFen = 40_00;
    public const long YearFen = 100_00;
    public const string Scheme = "resident";

    public string Person { get; init; } = "P1";

    public string Hospital { get; init; } = "H1";

    public string SchemeOfPerson { get; init; } = Scheme;

    public DateOnly Day { get; init; } = new(2026, 3, 14);

    public string MonthKey => WaiverCounters.Month(new HospitalCode(Hospital), "free", Day);

    public string YearKey => WaiverCounters.Year(new HospitalCode(Hospital), "free", Day.Year);

    public SettlementPosting Posting() => new()
    {
        RequestId = RequestId,
        ContentHash = SHA256.HashData(Encoding.UTF8.GetBytes(RequestId)),
        Visit = new VisitKey(new HospitalCode(Hospital), $"V-{RequestId}"),
        PersonKey = new(Person),
        Scheme = SchemeOfPerson,
        CounterKeys = [Visit.Counter, MonthKey, YearKey],
        Prepare = (used, _) => Prepare(used),
    };

    private PostingDecision Prepare(long[] usedFen)
    {
        var waivedFen = Math.Min(GrossFen, Math.Min(MonthFen - usedFen[1], YearFen - usedFen[2]));
        CounterChange[] changes = waivedFen == 0 ? [] : [new(MonthKey, waivedFen), new(YearKey, waivedFen)];
        return PostingDecision.Of(new SettlementRecord(Document(waivedFen, usedFen), SchemeOfPerson, changes));
    }

    private SettlementDocument Document(long waivedFen, long[] usedFen)
    {
        var breakdown = new BreakdownDocument
        {
            GrossFen = GrossFen,
            WaivedFen = waivedFen,
            TotalFen = GrossFen - waivedFen,
            PatientFen = GrossFen - waivedFen,
            HospitalBorneFen = 0,
            Charges = new ChargeSplit(GrossFen - waivedFen, 0, 0, 0),
            Lines = [],
            Counters = [new CounterUse(MonthKey, usedFen[1], waivedFen), new CounterUse(YearKey, usedFen[2], waivedFen)],
            Items = [],
            Waivers =
            [
                new WaiverDocument
                {
                    Programme = "free", Title = "全免", WaivedFen = waivedFen,
                    Heads = waivedFen == 0 ? [] : [new WaiverHeadDocument("bed", 1, waivedFen)],
                },
            ],
            Policy = new PolicyDocument("test-2026", "试行办法", "141102", SchemeOfPerson, new DateOnly(2026, 1, 1), null, "00"),
            Sentences = [],
        };
        return new SettlementDocument
        {
            SettlementId = SettlementIds.Of(RequestId),
            RequestId = RequestId,
            Kind = SettlementKind.Settlement,
            HospitalCode = new(Hospital),
            VisitId = $"V-{RequestId}",
            PersonKey = new(Person),
            CountyCode = new("141102"),
            ServiceDate = Day,
            SettledTime = new DateTimeOffset(2026, 3, 14, 2, 30, 0, TimeSpan.Zero),
            Breakdown = breakdown,
            Entries = Journal.EntriesOf(breakdown, new CountyCode("141102")),
        };
    }
}
