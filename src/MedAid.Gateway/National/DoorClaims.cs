using System.Globalization;
using System.Text.RegularExpressions;
using Grpc.Core;
using MedAid.Bureau.Visits;
using MedAid.Core.Policy;
using MedAid.Gateway.Calls;
using MedAid.Settlement.Claims;

namespace MedAid.Gateway.National;

/// <summary>From a visit and the lines of one of its bills to the draft that Quote and Settle take, and from their errors back.</summary>
internal static partial class DoorClaims
{
    private const string AccidentType = "19";

    private static readonly Dictionary<string, string> Names = new()
    {
        ["request_id"] = "msgid", ["hospital_code"] = "fixmedins_code", ["visit_id"] = "mdtrt_id", ["id_number"] = "psn_no",
        ["service_date"] = "fee_ocur_time", ["care"] = "med_type", ["disease_code"] = "dise_codg", ["batch"] = "chrg_bchno",
        ["admission_date"] = "begntime", ["department_code"] = "bilg_dept_codg", ["doctor_code"] = "bilg_dr_codg", ["code"] = "med_list_codg",
        ["unit_price_yuan"] = "pric", ["quantity"] = "cnt", ["amount_fen"] = "det_item_fee_sumamt", ["approval"] = "hosp_appr_flag",
        ["settlement_id"] = "setl_id",
    };

    /// <summary>The draft. The law is that of the last day of the lines; the time of a message is never relied on.</summary>
    public static ClaimDraft Draft(RegisteredVisit visit, IReadOnlyList<FeeLine> lines, string messageHash = "")
    {
        var treatment = visit.Treatment!;
        var isStay = treatment.Care == Care.DaySurgery;

        // An ordinary visit has no disease by which it is paid, whatever a client fills in.
        var isOfDisease = treatment.Care is not Care.Outpatient;
        return new ClaimDraft
        {
            HospitalCode = visit.HospitalCode,
            VisitId = visit.VisitId,
            IdNumberHash = visit.IdNumberHash,
            MessageHash = messageHash,
            ServiceDate = DoorCodes.Text(lines.Max(l => l.Day)),
            Care = (int)treatment.Care,
            DiseaseCode = isOfDisease ? treatment.Disease : "",
            Accident = treatment.MedicalType == AccidentType,
            Stay = isStay ? visit.VisitId : "",
            Batch = lines[0].Batch,
            AdmissionDate = isStay ? DoorCodes.Text(visit.Begins) : "",
            Department = lines[0].Department,
            Doctor = lines[0].Doctor,
            Diagnoses = treatment.Diagnoses,
            Items = [.. lines.Select((line, i) => Item(line, i, isOfDisease))],
        };
    }

    /// <summary>The answer of a use case; where it is refused, with the national names of the fields.</summary>
    public static T ValueOf<T>(Answer<T> answer, IReadOnlyList<FeeLine> lines)
        where T : class
    {
        try
        {
            return Services.SettlementErrors.ValueOf(answer);
        }
        catch (RpcException exception) when (ApiError.DetailsOf(exception) is { } status)
        {
            BadFields.Rename(status, field => NameOf(field, lines));
            throw status.ToRpcException();
        }
    }

    private static ItemDraft Item(FeeLine line, int index, bool isOfDisease) => new(
        index + 1, line.Code, "", "", DoorCodes.ScaledText(line.PriceMillionths, VisitTables.PriceDecimals),
        DoorCodes.ScaledText(line.QuantityTenThousandths, VisitTables.QuantityDecimals), line.AmountFen, line.Approval,
        isOfDisease ? line.Disease : "");

    private static string NameOf(string field, IReadOnlyList<FeeLine> lines)
    {
        var name = field[(field.LastIndexOf('.') + 1)..];
        var national = Names.GetValueOrDefault(name, name);
        var number = LineNumber().Match(field);
        return number.Success && int.Parse(number.ValueSpan, CultureInfo.InvariantCulture) is var index && index < lines.Count
            ? $"明细 {lines[index].LineId} 的 {national}"
            : national;
    }

    [GeneratedRegex(@"(?<=^visit\.items\[)\d+")]
    private static partial Regex LineNumber();
}
