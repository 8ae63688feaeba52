using System.Text.Json.Nodes;
using MedAid.Bureau.Regions;
using MedAid.Bureau.Visits;
using MedAid.Core;
using MedAid.Core.Calculation;
using MedAid.Core.Policy;
using MedAid.Settlement.Claims;
using MedAid.Settlement.Ledger;
using MedAid.Settlement.People;

namespace MedAid.Gateway.National;

/// <summary>What is answered of a settlement, a reversal or a trial.</summary>
/// <param name="Visit">The visit as it was registered; null where it came by another door.</param>
/// <param name="Place">Hospital and visit id.</param>
/// <param name="PersonKey">The person.</param>
/// <param name="Breakdown">Who pays what.</param>
internal sealed record SetlFacts(RegisteredVisit? Visit, VisitPlace Place, PersonKey PersonKey, BreakdownDocument Breakdown)
{
    /// <summary>The settlement or reversal; null of a trial.</summary>
    public SettlementDocument? Document { get; init; }

    /// <summary>The message that made it.</summary>
    public string MessageId { get; init; } = "";

    /// <summary>Kind of care.</summary>
    public Care? Care { get; init; }

    /// <summary>Day of the service.</summary>
    public DateOnly Day { get; init; }

    /// <summary>-1 of a reversal: it answers what it undoes with the opposite sign.</summary>
    public int Sign { get; init; } = 1;

    /// <summary>A record of the ledger; of a reversal, <paramref name="original"/> is what it undoes.</summary>
    public static SetlFacts Of(SettlementDocument document, RegisteredVisit? visit, SettlementDocument? original = null) => new(
        visit, new VisitPlace(document.HospitalCode, document.VisitId), document.PersonKey, (original ?? document).Breakdown)
    {
        Document = document, MessageId = DoorWrites.MessageIdIn(document), Care = document.Care, Day = document.ServiceDate,
        Sign = original is null ? 1 : -1,
    };
}

/// <summary>
/// From a breakdown to setlinfo and setldetail, so that the sums that clients check hold to the fen: the bill is what was uploaded and the sum of
/// its four parts; it is paid by the funds, the person and the hospital; each fund has one row. What the hospital advances is one row of its own in
/// the place of the fund's, what it waives another; both are among the funds, and neither is borne by the hospital.
/// </summary>
internal sealed class SetlInfo(RegionBook regions, PatientSeal seal, ClaimOpener claims)
{
    private const string Advanced = "999996";
    private const string Waived = "630100";
    private const string Others = "999997";
    private const string OtherColumn = "oth_pay";
    private const string PoolColumn = "hifp_pay";
    private const int RatioDecimals = 4;
    private const long RatioOne = 10_000;
    private const int FundLength = 6;
    private const int ProcessMax = 4_000;

    private static readonly string[] Columns =
        [PoolColumn, "cvlserv_pay", "hifes_pay", "hifmi_pay", "hifob_pay", "hifdm_pay", "maf_pay", OtherColumn];

    private static readonly Dictionary<Care, string> CareTypes = new()
    {
        [Care.Outpatient] = "11", [Care.OutpatientChronic] = "14", [Care.TwoDisease] = "14", [Care.Inpatient] = "21", [Care.DaySurgery] = "28",
    };

    /// <summary>The answer of 2206, 2207, 2208 and 5203.</summary>
    public JsonObject Of(SetlFacts facts)
    {
        var region = RegionOf(facts.Place.HospitalCode);
        var rows = Rows(facts, region);
        return new JsonObject
        {
            ["setlinfo"] = Info(facts, region, rows),
            ["setldetail"] = new JsonArray([.. rows.Select(r => r.Json(facts.Sign))]),
        };
    }

    /// <summary>insutype of a settlement.</summary>
    public static string InsuranceOf(BreakdownDocument breakdown) => DoorCodes.InsuranceOf(breakdown.Policy.Scheme);

    /// <summary>What the funds pay, as fund_pay_sumamt has it in a hospital's region.</summary>
    public long FundSumFen(SettlementDocument document)
    {
        var breakdown = document.Breakdown;
        return breakdown.Lines.Sum(l => l.PaidFen) + breakdown.WaivedFen + AccountIn(RegionOf(document.HospitalCode), breakdown);
    }

    /// <summary>clr_type of a settlement.</summary>
    public string ClearingTypeOf(SettlementDocument document) =>
        RegionOf(document.HospitalCode).ClearingTypeOf(CareTypes.GetValueOrDefault(document.Care ?? default, ""));

    /// <summary>The region of a hospital.</summary>
    public Region RegionOf(HospitalCode hospitalCode) =>
        claims.Reference.Hospital(hospitalCode) is { } hospital ? regions.Find(hospital.County.Text) : regions.National;

    private static long AccountIn(Region region, BreakdownDocument breakdown) => region.Sums.FundSumHasAccount ? breakdown.AccountFen : 0;

    private JsonObject Info(SetlFacts facts, Region region, IReadOnlyList<Row> rows)
    {
        var (breakdown, parts) = (facts.Breakdown, PartsOf(facts.Breakdown));
        var info = Head(facts, region);
        JsonNode Yuan(long fen) => DoorCodes.Yuan(facts.Sign * fen);
        info["medfee_sumamt"] = Yuan(breakdown.GrossFen);
        info["fulamt_ownpay_amt"] = Yuan(parts.OutOfScopeFen);
        info["overlmt_selfpay"] = Yuan(parts.OverCeilingFen);
        info["preselfpay_amt"] = Yuan(parts.FirstSelfPayFen);
        info["inscp_scp_amt"] = Yuan(parts.InScopeFen);
        info["act_pay_dedc"] = Yuan(rows.Where(r => r.Column == PoolColumn).Sum(r => r.DeductibleFen));
        info["pool_prop_selfpay"] = DoorCodes.Scaled(PoolRatio(rows, parts), RatioDecimals);
        foreach (var column in Columns)
        {
            info[column] = Yuan(rows.Where(r => r.Column == column).Sum(r => r.PaidFen));
        }

        info["fund_pay_sumamt"] = Yuan(rows.Sum(r => r.PaidFen) + AccountIn(region, breakdown));
        info["psn_part_amt"] = Yuan(breakdown.PatientFen);
        info["acct_pay"] = Yuan(breakdown.AccountFen);
        info["psn_cash_pay"] = Yuan(breakdown.CashFen);
        info["hosp_part_amt"] = Yuan(breakdown.HospitalBorneFen);
        info["balc"] = Yuan(0);
        info["acct_mulaid_pay"] = Yuan(breakdown.HelperFen);
        return info;
    }

    private JsonObject Head(SetlFacts facts, Region region)
    {
        var patient = facts.Visit is { } visit ? seal.Open(visit) : PatientSeal.Unknown;
        var hasBirth = patient.BirthDate != default;
        var type = CareTypeOf(facts);
        return new JsonObject
        {
            ["mdtrt_id"] = facts.Place.VisitId,
            ["setl_id"] = facts.Document?.SettlementId.Text ?? "",
            ["psn_no"] = facts.PersonKey.Text,
            ["psn_name"] = patient.Name,
            ["psn_cert_type"] = "01",
            ["certno"] = patient.IdNumber,
            ["gend"] = patient.Sex,
            ["naty"] = "",
            ["brdy"] = hasBirth ? DoorCodes.Text(patient.BirthDate) : "",
            ["age"] = hasBirth ? IdNumber.AgeOn(patient.BirthDate, facts.Day) : null,
            ["insutype"] = facts.Visit?.Insurance ?? InsuranceOf(facts.Breakdown),
            ["psn_type"] = "",
            ["cvlserv_flag"] = "0",
            ["setl_time"] = facts.Document is { } document ? DoorCodes.Text(document.SettledTime) : null,
            ["mdtrt_cert_type"] = "",
            ["med_type"] = type,
            ["dise_codg"] = facts.Document?.DiseaseCode ?? facts.Visit?.Treatment?.Disease ?? "",
            ["medins_setl_id"] = facts.MessageId,
            ["clr_optins"] = facts.Document?.CountyCode.Text ?? "",
            ["clr_way"] = facts.Document is null ? null : region.ClearingWays.GetValueOrDefault("item", ""),
            ["clr_type"] = region.ClearingTypeOf(type),
        };
    }

    private static string CareTypeOf(SetlFacts facts) => facts.Visit?.Treatment is { } treatment && treatment.Care == facts.Care
        ? treatment.MedicalType
        : CareTypes.GetValueOrDefault(facts.Care ?? default, "");

    /// <summary>The four parts of the bill as it was uploaded.</summary>
    private static ChargeSplit PartsOf(BreakdownDocument breakdown)
    {
        var waivedInScope = breakdown.Items.Sum(i => LineSplits.UploadedParts(i).InScopeFen - i.Charges.InScopeFen);
        var waivedOutside = breakdown.WaivedFen - waivedInScope;
        var after = breakdown.Charges;
        return after with { InScopeFen = after.InScopeFen + waivedInScope, OutOfScopeFen = after.OutOfScopeFen + waivedOutside };
    }

    private static long PoolRatio(IReadOnlyList<Row> rows, ChargeSplit parts)
    {
        var pool = rows.Where(r => r.Column == PoolColumn).Sum(r => r.PaidFen);
        return parts.InScopeFen == 0 ? 0 : Rounding.HalfUp((Int128)pool * RatioOne, parts.InScopeFen);
    }

    /// <summary>One row a fund, in the order of the layers; what pays nothing has none.</summary>
    private static List<Row> Rows(SetlFacts facts, Region region)
    {
        var rows = new List<Row>();
        for (var i = 0; i < facts.Breakdown.Lines.Count; i++)
        {
            var line = facts.Breakdown.Lines[i];
            if (line.PaidFen == 0 && line.DeductibleFen == 0)
            {
                continue;
            }

            var (code, name, column) = FundOf(line, facts, region);
            var says = facts.Breakdown.SentenceOf(i);
            Add(rows, new Row(code, name, column, line.BaseFen, line.PaidFen, line.DeductibleFen, Explanation.IsSilent(says) ? line.Layer : says));
        }

        if (facts.Breakdown.WaivedFen is not 0 and var waived)
        {
            var known = region.Funds.Codes.FirstOrDefault(c => c.Code == Waived);
            Add(rows, new Row(Waived, known?.Name ?? "医院减免", OtherColumn, waived, waived, 0, "医院按本院公布的办法减免"));
        }

        return [.. rows.Where(r => r.PaidFen != 0)];
    }

    private static void Add(List<Row> rows, Row row)
    {
        var at = rows.FindIndex(r => r.Code == row.Code && r.Code != Others);
        if (at < 0)
        {
            rows.Add(row);
            return;
        }

        rows[at] = rows[at] with
        {
            PaidFen = rows[at].PaidFen + row.PaidFen, DeductibleFen = rows[at].DeductibleFen + row.DeductibleFen,
            Process = $"{rows[at].Process}{row.Process}",
        };
    }

    private static (string Code, string Name, string Column) FundOf(LineDocument line, SetlFacts facts, Region region)
    {
        var fund = line.Advanced ? new Fund(Advanced)
            : line.Fund == Journal.CapitationFund ? new Fund($"{InsuranceOf(facts.Breakdown)}100")
            : line.Fund;
        if (region.Funds.Write(fund) is { } known)
        {
            return (known.Code, known.Name, Columns.Contains(known.Column) ? known.Column : OtherColumn);
        }

        var isNational = fund.Text.Length == FundLength && fund.Text.All(char.IsAsciiDigit);
        return isNational ? (fund.Text, "", OtherColumn) : (Others, fund.Text, OtherColumn);
    }

    /// <summary>A row of setldetail.</summary>
    private sealed record Row(string Code, string Name, string Column, long BaseFen, long PaidFen, long DeductibleFen, string Process)
    {
        public JsonObject Json(int sign) => new()
        {
            ["fund_pay_type"] = Code,
            ["fund_pay_type_name"] = Name,
            ["inscp_scp_amt"] = DoorCodes.Yuan(sign * BaseFen),
            ["crt_payb_lmt_amt"] = DoorCodes.Yuan(0),
            ["fund_payamt"] = DoorCodes.Yuan(sign * PaidFen),
            ["setl_proc_info"] = Process.Length > ProcessMax ? Process[..ProcessMax] : Process,
        };
    }
}
