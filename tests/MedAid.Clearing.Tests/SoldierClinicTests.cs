using MedAid.Clearing.Books;
using MedAid.Clearing.Decisions;
using MedAid.Core;
using MedAid.Core.Calculation;
using MedAid.Core.Policy;
using MedAid.Settlement.Ledger;

namespace MedAid.Clearing.Tests;

/// <summary>
/// 伤残军人就诊点 (S3 经验2 三(二)): two clinics take no money, the bureau settles by the month. Two months, worked by hand:
/// <code>
///              clinic A                       clinic B
/// July         3rd 86.40, 17th 120.00         9th 64.00
/// August       5th 45.60                      12th 30.00, undone on the 13th
/// claimed      July 206.40, August 45.60      July 64.00, August 4.00 (corrected)
/// accepted     all                            60.00 of 64.00, then 4.00
/// paid         206.40 + 45.60 = 252.00        60.00 + 4.00 = 64.00
/// </code>
/// </summary>
public sealed class SoldierClinicTests
{
    private const string Shanting = "370406";
    private const string ClinicA = "H37040600201";
    private const string ClinicB = "H37040600202";
    private const string Fund = "610200";

    private readonly Office office = new()
    {
        Arrangements = new Arrangements([], [], [new HospitalClaimRule
        {
            Region = Shanting, From = new DateOnly(2020, 1, 1), Layer = "soldier_clinic", Fund = new(Fund), Citation = Citation.None,
        }], []),
    };

    [Fact]
    public void Two_months_of_two_clinics_are_claimed_and_paid()
    {
        var undone = Visit("b2", ClinicB, 8, 12, 30_00);
        office.Take(
            Visit("a1", ClinicA, 7, 3, 86_40), Visit("a2", ClinicA, 7, 17, 120_00), Visit("b1", ClinicB, 7, 9, 64_00),
            Visit("a3", ClinicA, 8, 5, 45_60), undone, Visits.Undone(undone, "undo-b2"));
        Assert.Equal(0, office.Balance(Account.PatientCash));

        Assert.Equal(206_40, Claim(ClinicA, "2020-07"));
        Assert.Equal(64_00, Claim(ClinicB, "2020-07"));
        Assert.Equal(206_40, Reply(ClinicA));
        Assert.Equal(60_00, Reply(ClinicB, ("b1", 60_00)));
        Assert.Equal(ClearingRefusal.None, Pay("july-a", ClinicA, 206_40));
        Assert.Equal(ClearingRefusal.None, Pay("july-b", ClinicB, 60_00));

        Assert.Equal(45_60, Claim(ClinicA, "2020-08"));
        Assert.Equal(0, Claim(ClinicB, "2020-08"));
        office.Do((books, head) => RefusedDecisions.Of(books, head, RecordKind.Corrected, [Id("b1")], "补传处方"));
        Assert.Equal(4_00, Claim(ClinicB, "2020-08"));
        Assert.Equal(45_60, Reply(ClinicA));
        Assert.Equal(4_00, Reply(ClinicB));
        Assert.Equal(ClearingRefusal.None, Pay("august-a", ClinicA, 45_60));
        Assert.Equal(ClearingRefusal.None, Pay("august-b", ClinicB, 4_00));

        Assert.Equal(252_00 + 64_00, office.Balance(Account.Bank));
        Assert.Equal(0, office.Books.Receivables.Values.Sum(r => r.OutstandingFen));
        Assert.Equal(0, office.Entries.Where(e => e.Fund.Text == Fund && e.Account == Account.FundReceivable).Sum(e => e.AmountFen).Value);
        Assert.Equal(0, office.Entries.Sum(e => e.AmountFen).Value);
    }

    [Fact]
    public void Other_money_of_the_same_fund_other_counties_and_earlier_days_are_not_claimed()
    {
        var visit = Visit("a1", ClinicA, 7, 3, 86_40);
        office.Take(
            visit with { Breakdown = visit.Breakdown with { Lines = [visit.Breakdown.Lines[0], visit.Breakdown.Lines[1] with { Layer = "veterans_aid" }] } },
            Visit("a2", ClinicA, 7, 4, 10_00, county: "370404"),
            Visit("a3", ClinicA, 7, 5, 10_00) with { ServiceDate = new DateOnly(2019, 12, 31) });
        Assert.Empty(office.Books.Receivables);
    }

    private static string Id(string requestId) => $"{SettlementIds.Of(requestId)}.soldier_clinic";

    /// <summary>Basic insurance pays 60.00; what is left the clinic writes down for the county, the soldier pays nothing.</summary>
    private static SettlementDocument Visit(string id, string clinic, int month, int day, long fen, string county = Shanting)
    {
        var visit = Visits.Visit(id, county, new DateOnly(2020, month, day), 0, advanced: false, clinic);
        var breakdown = visit.Breakdown with
        {
            GrossFen = 60_00 + fen, TotalFen = 60_00 + fen, PatientFen = 0, Charges = new ChargeSplit(60_00 + fen, 0, 0, 0),
            Lines =
            [
                visit.Breakdown.Lines[0] with { PaidFen = 60_00 },
                new LineDocument { Layer = "soldier_clinic", Fund = new(Fund), PaidFen = fen },
            ],
        };
        return visit with { Breakdown = breakdown, Entries = Journal.EntriesOf(breakdown, new CountyCode(county)) };
    }

    private long Claim(string clinic, string month)
    {
        var before = office.Books.Claims.Count;
        office.Do((books, head) => ClaimDecisions.Build(
            books, head, new HospitalCode(clinic), new CountyCode(Shanting), DateOnly.ParseExact(month, "yyyy-MM", System.Globalization.CultureInfo.InvariantCulture)));
        return office.Books.Claims.Count == before ? 0 : office.Books.Claims.Values.Last().ClaimedFen;
    }

    private long Reply(string clinic, params (string RequestId, long AcceptedFen)[] but)
    {
        var claim = office.Books.Claims.Values.Last(c => c.HospitalCode.Text == clinic);
        ReplyLine[] lines = [.. claim.Lines.Select(l => but.FirstOrDefault(b => Id(b.RequestId) == l.ReceivableId) is { RequestId: not null } cut
            ? new ReplyLine(l.ReceivableId, cut.AcceptedFen, "处方不全")
            : new ReplyLine(l.ReceivableId, l.AmountFen, ""))];
        Assert.Equal(ClearingRefusal.None, office.Do((books, head) => ClaimDecisions.Reply(books, head, claim.ClaimId, lines)));
        return lines.Sum(l => l.AcceptedFen);
    }

    private ClearingRefusal Pay(string id, string clinic, long fen) => office.Do((books, head) => PaymentDecisions.Record(
        books, head, new PaymentNotice(id, new HospitalCode(clinic), new CountyCode(Shanting), new DateOnly(2020, 9, 10), fen, [], 0, 0)));
}
