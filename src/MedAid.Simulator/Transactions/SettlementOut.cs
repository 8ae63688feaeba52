using System.Text.Json.Nodes;
using MedAid.Bureau.Messages;
using MedAid.Bureau.Regions;
using MedAid.Settlement;
using MedAid.Simulator.Books;
using MedAid.Simulator.Persons;

namespace MedAid.Simulator.Transactions;

/// <summary>A settlement as <c>setlinfo</c> and <c>setldetail</c>.</summary>
internal sealed class SettlementOut(Region region)
{
    private static readonly string[] Columns =
        ["hifp_pay", "cvlserv_pay", "hifes_pay", "hifmi_pay", "hifob_pay", "hifdm_pay", "maf_pay", "oth_pay"];

    /// <summary>The answer to 2206, 2207 and 2208; a trial has no <c>setl_id</c>.</summary>
    public JsonObject Answer(BookedSettlement settlement, Person person, long balanceFen, bool isTrial = false)
    {
        var (info, amounts) = (Who(settlement, person), settlement.Amounts);
        info["setl_id"] = isTrial ? null : settlement.Id;
        info["setl_time"] = isTrial ? null : SimulatorClock.Text(settlement.At);
        Money(info, amounts);
        info["psn_part_amt"] = MessageJson.Yuan(amounts.PersonFen);
        info["psn_cash_pay"] = MessageJson.Yuan(amounts.CashFen);
        info["balc"] = MessageJson.Yuan(balanceFen);
        return new JsonObject { ["setlinfo"] = info, ["setldetail"] = Json.List(Rows(settlement, withId: false)) };
    }

    /// <summary>A settlement of 5203, which has other names for two amounts.</summary>
    public JsonObject Queried(SettlementState state, Person person, string hospitalName, long balanceFen)
    {
        var (settlement, amounts) = (state.Booked, state.Booked.Amounts);
        var info = Who(settlement, person);
        info["setl_id"] = settlement.Id;
        info["setl_time"] = SimulatorClock.Text(settlement.At);
        Money(info, amounts);
        info["psn_pay"] = MessageJson.Yuan(amounts.PersonFen);
        info["cash_payamt"] = MessageJson.Yuan(amounts.CashFen);
        info["balc"] = MessageJson.Yuan(balanceFen);
        info["fixmedins_code"] = settlement.Hospital.Text;
        info["fixmedins_name"] = hospitalName;
        info["insu_optins"] = person.District;
        info["pay_loc"] = "2";
        info["refd_setl_flag"] = IsRefund(state) ? region.Reconciliation.RefundFlags[0] : region.Reconciliation.NormalFlags[0];
        info["year"] = settlement.At.Year.ToString("D4");
        info["dise_codg"] = settlement.Disease;
        info["begndate"] = SimulatorClock.Text(ChinaTime.DayOf(settlement.At));
        info["enddate"] = SimulatorClock.Text(ChinaTime.DayOf(settlement.At));
        info["opt_time"] = SimulatorClock.Text(settlement.At);
        return info;
    }

    /// <summary>Whether <c>refd_setl_flag</c> says that it was undone: a reversal and what it undid have it.</summary>
    public static bool IsRefund(SettlementState state) => state.IsReversal || state.ReversedBy.Length > 0;

    /// <summary><c>setldetail</c>.</summary>
    public IEnumerable<JsonObject> Rows(BookedSettlement settlement, bool withId)
    {
        IEnumerable<FundRow> rows = settlement.Amounts.Rows;
        if (region.Sums.FundSumHasAccount && settlement.Amounts.FromAccountFen != 0
            && region.Funds.Codes.FirstOrDefault(c => c.Kind == FundKind.Account) is { } code)
        {
            rows = rows.Append(new FundRow(code.Code, code.Name, settlement.Amounts.FromAccountFen, 0, 0, "", code.Column));
        }

        foreach (var row in rows)
        {
            var json = new JsonObject
            {
                ["fund_pay_type"] = row.Code, ["fund_pay_type_name"] = row.Name, ["inscp_scp_amt"] = MessageJson.Yuan(row.InScopeFen),
                ["crt_payb_lmt_amt"] = MessageJson.Yuan(row.LimitFen), ["fund_payamt"] = MessageJson.Yuan(row.PaidFen), ["setl_proc_info"] = row.Info,
            };
            if (withId)
            {
                json["setl_id"] = settlement.Id;
            }

            yield return json;
        }
    }

    private static JsonObject Who(BookedSettlement settlement, Person person)
    {
        var day = ChinaTime.DayOf(settlement.At);
        return new JsonObject
        {
            ["mdtrt_id"] = settlement.VisitId, ["psn_no"] = settlement.PersonNumber, ["psn_name"] = person.Name, ["psn_cert_type"] = "01",
            ["certno"] = person.IdNumber, ["gend"] = person.Sex, ["naty"] = "01", ["brdy"] = SimulatorClock.Text(person.Birth),
            ["age"] = Json.Number($"{person.AgeOn(day)}.0"), ["insutype"] = settlement.Insurance, ["psn_type"] = person.TypeOn(day),
            ["cvlserv_flag"] = "0", ["mdtrt_cert_type"] = settlement.CertificateType, ["med_type"] = settlement.CareType,
            ["medins_setl_id"] = settlement.MessageId, ["clr_optins"] = settlement.Agency, ["clr_way"] = settlement.ClearingWay,
            ["clr_type"] = settlement.ClearingType,
        };
    }

    private void Money(JsonObject info, SettledAmounts amounts)
    {
        info["medfee_sumamt"] = MessageJson.Yuan(amounts.TotalFen);
        info["fulamt_ownpay_amt"] = MessageJson.Yuan(amounts.WhollyOwnFen);
        info["overlmt_selfpay"] = MessageJson.Yuan(amounts.OverLimitFen);
        info["preselfpay_amt"] = MessageJson.Yuan(amounts.FirstOwnFen);
        info["inscp_scp_amt"] = MessageJson.Yuan(amounts.InScopeFen);
        info["act_pay_dedc"] = MessageJson.Yuan(amounts.DeductibleFen);
        info["pool_prop_selfpay"] = Json.Number(amounts.PoolRatio);
        foreach (var column in Columns)
        {
            info[column] = MessageJson.Yuan(amounts.ColumnFen(column));
        }

        info["fund_pay_sumamt"] = MessageJson.Yuan(region.Sums.FundSum(amounts.FundsFen, amounts.FromAccountFen));
        info["acct_pay"] = MessageJson.Yuan(amounts.FromAccountFen);
        info["acct_mulaid_pay"] = MessageJson.Yuan(0);
        info["hosp_part_amt"] = MessageJson.Yuan(amounts.HospitalPartFen);
    }
}
