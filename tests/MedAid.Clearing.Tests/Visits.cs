using MedAid.Core;
using MedAid.Core.Calculation;
using MedAid.Settlement.Ledger;

namespace MedAid.Clearing.Tests;

/// <summary>Settlements as the ledger hands them over: a bill, some basic insurance, and relief that is advanced or not.</summary>
internal static class Visits
{
    public const string Hospital = "H14112300101";
    public const string ReliefFund = "610100";
    public const string BasicFund = "390100";

    public static SettlementDocument Visit(
        string requestId, string county, DateOnly day, long reliefFen, bool advanced = true, string hospital = Hospital)
    {
        const long grossFen = 800_00;
        const long basicFen = 600_00;
        var breakdown = new BreakdownDocument
        {
            GrossFen = grossFen, WaivedFen = 0, TotalFen = grossFen, PatientFen = grossFen - basicFen - reliefFen, HospitalBorneFen = 0,
            Charges = new ChargeSplit(grossFen, 0, 0, 0),
            Lines =
            [
                new LineDocument { Layer = "basic", Fund = new(BasicFund), Rule = "b", PaidFen = basicFen },
                new LineDocument { Layer = "relief", Fund = new(ReliefFund), Rule = "r", PaidFen = reliefFen, Advanced = advanced },
            ],
            Counters = [], Items = [], Sentences = [],
            Policy = new PolicyDocument("pack", "", "1411", "resident", null, null, ""),
        };
        return new SettlementDocument
        {
            SettlementId = SettlementIds.Of(requestId), RequestId = requestId, Kind = SettlementKind.Settlement, HospitalCode = new(hospital),
            VisitId = "V-" + requestId, PersonKey = new("P1"), CountyCode = new(county), ServiceDate = day,
            SettledTime = new DateTimeOffset(day, new TimeOnly(2, 0), TimeSpan.Zero), Breakdown = breakdown,
            Entries = Journal.EntriesOf(breakdown, new CountyCode(county)),
        };
    }

    /// <summary>The same visit of which a personal account pays some of the patient's part, and a helper's account some of that.</summary>
    public static SettlementDocument ByAccount(this SettlementDocument document, long accountFen, long helperFen = 0)
    {
        var breakdown = document.Breakdown with { AccountFen = accountFen, HelperFen = helperFen };
        return document with { Breakdown = breakdown, Entries = Journal.EntriesOf(breakdown, document.CountyCode) };
    }

    /// <summary>The same visit whose basic insurance the hospital advances, and for which the bureau pays by quota; null: what the visit cost.</summary>
    public static SettlementDocument ByQuota(this SettlementDocument document, params long?[] bureauPaysFen)
    {
        var (basic, relief) = (document.Breakdown.Lines[0] with { Advanced = true }, document.Breakdown.Lines[1]);
        var breakdown = document.Breakdown with
        {
            GrossFen = document.Breakdown.GrossFen + (basic.PaidFen * (bureauPaysFen.Length - 1)),
            Lines = [.. bureauPaysFen.Select(fen => basic with { QuotaFen = fen, BureauPaysFen = fen }), relief],
        };
        return document with { Breakdown = breakdown, Entries = Journal.EntriesOf(breakdown, document.CountyCode) };
    }

    public static SettlementDocument Undone(SettlementDocument original, string requestId) => original with
    {
        SettlementId = SettlementIds.Of(requestId),
        RequestId = requestId,
        Kind = SettlementKind.Reversal,
        ReversesSettlementId = original.SettlementId,
        Reason = "录入错误",
        Breakdown = original.Breakdown with
        {
            Lines = [.. original.Breakdown.Lines.Select(l => l with { PaidFen = -l.PaidFen, BureauPaysFen = -l.BureauPaysFen })], PatientFen = -original.Breakdown.PatientFen,
            AccountFen = -original.Breakdown.AccountFen, HelperFen = -original.Breakdown.HelperFen,
        },
        Entries = Journal.Mirrored(original.Entries),
    };
}
