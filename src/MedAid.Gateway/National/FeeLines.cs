using MedAid.Bureau.Messages;
using MedAid.Bureau.Visits;
using MedAid.Core.Calculation;
using MedAid.Settlement.People;

namespace MedAid.Gateway.National;

/// <summary>From rows of 2204 to lines of a bill, exact or refused.</summary>
internal static class FeeLines
{
    /// <summary>The lines; refused with the first that cannot be one.</summary>
    public static FeeLine[] Read(IReadOnlyList<NationalRow> rows, DateOnly today)
    {
        var ids = new HashSet<string>(StringComparer.Ordinal);
        var lines = new FeeLine[rows.Count];
        for (var i = 0; i < lines.Length; i++)
        {
            lines[i] = Read(rows[i], today);
            Require(ids.Add(lines[i].LineId), rows[i], "feedetl_sn", "在这次上传里出现了两次，每条明细要有自己的流水号");
        }

        return lines;
    }

    private static FeeLine Read(NationalRow row, DateOnly today)
    {
        var (price, quantity) = (row.Scaled("pric", VisitTables.PriceDecimals), row.Scaled("cnt", VisitTables.QuantityDecimals));
        var amount = row.Fen("det_item_fee_sumamt");
        Require(quantity > 0, row, "cnt", "要大于 0");
        Require(amount <= Settlement.Limits.ItemAmountMaxFen, row, "det_item_fee_sumamt", "不能超过 1000 万元");
        Require(
            (Int128)price * quantity <= (Int128)Settlement.Limits.ItemAmountMaxFen * 100_000_000, row, "pric", "与数量的积超过 1000 万元，请核对");
        Require(Charges.AmountFen(price, quantity) == amount, row, "det_item_fee_sumamt", "不等于单价 × 数量（四舍五入到分），请核对");
        Require(row["hosp_appr_flag"] is "" or "0" or "1" or "2", row, "hosp_appr_flag", "只能是 0、1、2");
        foreach (var name in (ReadOnlySpan<string>)["feedetl_sn", "chrg_bchno"])
        {
            Require(SeenText.IsPlain(row[name]), row, name, "不能有空格、全角字符或看不见的字符");
        }

        Require(VisitInput.IsStay(row["chrg_bchno"]), row, "chrg_bchno", "只用字母、数字和 - _ .");
        Require(row["chrg_bchno"] != VisitStore.AllBatches, row, "chrg_bchno", "不能是 0000：2205 用它表示全部未结算的明细");
        return new FeeLine
        {
            LineId = row["feedetl_sn"],
            Batch = row["chrg_bchno"],
            Code = row["med_list_codg"],
            PriceMillionths = price,
            QuantityTenThousandths = quantity,
            AmountFen = amount,
            Approval = row["hosp_appr_flag"] is [var flag] ? flag - '0' : 0,
            Disease = row["dise_codg"],
            Department = SeenText.Plain(row["bilg_dept_codg"]),
            Doctor = SeenText.Plain(row["bilg_dr_codg"]),
            Day = DoorCodes.PastDayOf(row, "fee_ocur_time", today),
            Split = default,
        };
    }

    private static void Require(bool holds, NationalRow row, string name, string problem)
    {
        if (!holds)
        {
            throw new NationalRefusedException($"{row.Path}.{name} {problem}");
        }
    }
}
