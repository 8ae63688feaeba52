using System.Text.Json.Nodes;
using MedAid.Bureau.Regions;
using MedAid.Settlement.Ledger;

namespace MedAid.Gateway.National;

/// <summary>What setlinfo of 5203 has besides that of 2207, and the other names that it has for two amounts.</summary>
internal static class SetlQuery
{
    private const string AtHospital = "2";

    public static void Complete(JsonObject output, StoredSettlement stored, Region region)
    {
        var info = output["setlinfo"]!.AsObject();
        var document = stored.Document;
        var isUndone = document.Kind == SettlementKind.Reversal || stored.ReversedBySettlementId is not null;
        info["psn_pay"] = info["psn_part_amt"]!.DeepClone();
        info["cash_payamt"] = info["psn_cash_pay"]!.DeepClone();
        info["insu_optins"] = document.CountyCode.Text;
        info["pay_loc"] = AtHospital;
        info["fixmedins_code"] = document.HospitalCode.Text;
        info["begndate"] = DoorCodes.Text(document.AdmissionDay ?? document.ServiceDate);
        info["enddate"] = DoorCodes.Text(document.ServiceDate);
        info["refd_setl_flag"] = (isUndone ? region.Reconciliation.RefundFlags : region.Reconciliation.NormalFlags)[0];
        info["year"] = $"{document.ServiceDate.Year}";
        info["opt_time"] = DoorCodes.Text(document.SettledTime);
    }
}
