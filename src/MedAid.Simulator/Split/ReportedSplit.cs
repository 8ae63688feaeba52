using System.Text.Json;
using MedAid.Bureau.Messages;
using MedAid.Bureau.Regions;
using MedAid.Core;
using MedAid.Simulator.Books;
using MedAid.Simulator.Transactions;
using static MedAid.Bureau.Messages.NationalTable;

namespace MedAid.Simulator.Split;

/// <summary>
/// A split that the hospital's gateway made and reports in <c>exp_content</c> of 2207: <c>medaid_setldetail</c> has the rows,
/// <c>medaid_setlinfo</c> the person's and the hospital's part and the deductible.
/// </summary>
internal sealed class ReportedSplit
{
    private const int RowsMax = 100;
    private const int CodeMax = 20;
    private const int NameMax = 200;
    private const int InfoMax = 4_000;
    private const int FenDecimals = 2;

    private static readonly NationalTable Table = new(
        List("medaid_setldetail", RowsMax, new NationalTable(
            Needed("fund_pay_type", CodeMax), Text("fund_pay_type_name", NameMax), Number("inscp_scp_amt", FenDecimals),
            Number("crt_payb_lmt_amt", FenDecimals), Number("fund_payamt", FenDecimals), Memo("setl_proc_info", InfoMax))),
        Node("medaid_setlinfo", new NationalTable(
            Number("medfee_sumamt", FenDecimals), Number("fund_pay_sumamt", FenDecimals), Number("psn_part_amt", FenDecimals),
            Number("acct_pay", FenDecimals), Number("psn_cash_pay", FenDecimals), Number("hosp_part_amt", FenDecimals),
            Number("act_pay_dedc", FenDecimals))));

    private readonly NationalRow content;

    private ReportedSplit(NationalRow content) => this.content = content;

    /// <summary>The reported split of a message, or null if it has none.</summary>
    public static ReportedSplit? Find(JsonElement? input)
    {
        if (input is not { ValueKind: JsonValueKind.Object } json || !json.TryGetProperty("data", out var data)
            || data.ValueKind != JsonValueKind.Object)
        {
            return null;
        }

        var content = MessageText.Member(data, "exp_content");
        return content is { ValueKind: JsonValueKind.Object } node && node.TryGetProperty("medaid_setldetail", out _)
            ? new ReportedSplit(NationalReader.Read(node, Table, "exp_content"))
            : null;
    }

    /// <summary>The money as it is booked; refused where it does not add up.</summary>
    /// <param name="header">The amounts of the message itself.</param>
    /// <param name="lines">Those of the lines, for what the message leaves out.</param>
    /// <param name="region">The region.</param>
    public SettledAmounts Read(NationalRow header, SettledAmounts lines, Region region)
    {
        var figures = content.Node("medaid_setlinfo");
        var accountFen = figures.Fen("acct_pay");
        var rows = new List<FundRow>();
        foreach (var row in content.Rows("medaid_setldetail"))
        {
            var fund = region.Funds.Read(row["fund_pay_type"], row["setl_proc_info"]);
            var known = fund.Known ?? throw new BureauRefusalException($"上报的基金支付类型 {fund.Unknown} 没有登记");
            if (known.Kind == FundKind.Account)
            {
                accountFen = figures["acct_pay"].Length == 0 || accountFen == row.Fen("fund_payamt")
                    ? row.Fen("fund_payamt")
                    : throw new BureauRefusalException("上报的 acct_pay 与个人账户行不一致");
                continue;
            }

            rows.Add(new FundRow(
                row["fund_pay_type"], row.First("fund_pay_type_name") is { Length: > 0 } name ? name : known.Name, row.Fen("fund_payamt"),
                row.Fen("inscp_scp_amt"), row.Fen("crt_payb_lmt_amt"), row["setl_proc_info"], known.Column.Length > 0 ? known.Column : "oth_pay"));
        }

        var amounts = Header(header, lines) with
        {
            Rows = rows, FromAccountFen = accountFen, HospitalPartFen = figures.Fen("hosp_part_amt"), DeductibleFen = figures.Fen("act_pay_dedc"),
        };
        Require(Identities.Problem(amounts) is null, Identities.Problem(amounts) ?? "");
        RequireSame(figures, "medfee_sumamt", amounts.TotalFen);
        RequireSame(figures, "fund_pay_sumamt", region.Sums.FundSum(amounts.FundsFen, amounts.FromAccountFen));
        RequireSame(figures, "psn_part_amt", amounts.PersonFen);
        RequireSame(figures, "psn_cash_pay", amounts.CashFen);
        return amounts;
    }

    /// <summary>The four amounts of the message where it has them, else those of the lines.</summary>
    private static SettledAmounts Header(NationalRow header, SettledAmounts lines)
    {
        string[] names = ["fulamt_ownpay_amt", "overlmt_selfpay", "preselfpay_amt", "inscp_scp_amt"];
        if (names.All(n => header[n].Length == 0))
        {
            return lines;
        }

        Require(
            names.Sum(header.Fen) == lines.TotalFen,
            $"medfee_sumamt 应等于 {string.Join(" + ", names)}，相差 {ExactNumber.Yuan(lines.TotalFen - names.Sum(header.Fen))}");
        return lines with
        {
            WhollyOwnFen = header.Fen(names[0]), OverLimitFen = header.Fen(names[1]), FirstOwnFen = header.Fen(names[2]),
        };
    }

    private static void RequireSame(NationalRow figures, string name, long fen) => Require(
        figures[name].Length == 0 || figures.Fen(name) == fen,
        $"上报的 {name} 是 {figures[name]}，按上报的各行应是 {ExactNumber.Yuan(fen)}");

    private static void Require(bool holds, string sentence)
    {
        if (!holds)
        {
            throw new BureauRefusalException(sentence);
        }
    }
}
