using MedAid.Bureau.Messages;
using MedAid.Bureau.Regions;
using MedAid.Core;
using static MedAid.Bureau.Messages.NationalTable;

namespace MedAid.Bureau.Link;

/// <summary>What an answer says of a settlement.</summary>
/// <param name="SetlId">Its id (<c>setl_id</c>).</param>
/// <param name="Figures">Its figures; funds that the region's table does not know are in none of them.</param>
/// <param name="UnknownRows">Those funds, a text each with their amounts.</param>
/// <param name="ByKind">By kind of fund, what it pays.</param>
internal sealed record BureauSplit(
    string SetlId, LinkFigures Figures, IReadOnlyList<string> UnknownRows, IReadOnlyDictionary<FundKind, long> ByKind);

/// <summary>
/// Reads answers of the bureau by tables of the fields that the link needs; whatever else is in them is ignored. What does not fit makes the
/// outcome unknown, never a guess.
/// </summary>
internal static class LinkAnswers
{
    private const int IdMax = 50;
    private const int WordMax = 200;
    private const int MemoMax = 4_000;
    private const int RowsMax = 200;
    private const int MoneyDecimals = 2;

    private static readonly NationalTable FundRow = new(
        Text("fund_pay_type", WordMax), SignedNumber("fund_payamt", MoneyDecimals), Memo("setl_proc_info", MemoMax), Text("setl_id", IdMax));

    private static readonly NationalTable SettlementRow = new(
        Text("setl_id", IdMax), Text("mdtrt_id", IdMax), Text("medins_setl_id", IdMax), Text("refd_setl_flag", WordMax),
        SignedNumber("medfee_sumamt", MoneyDecimals), SignedNumber("psn_part_amt", MoneyDecimals), SignedNumber("psn_pay", MoneyDecimals),
        SignedNumber("acct_pay", MoneyDecimals), SignedNumber("acct_mulaid_pay", MoneyDecimals), SignedNumber("hosp_part_amt", MoneyDecimals),
        SignedNumber("balc", MoneyDecimals), List("setldetail", RowsMax, FundRow));

    private static readonly NationalTable Settlement = new(List("setlinfo", RowsMax, SettlementRow), List("setldetail", RowsMax, FundRow));

    private static readonly NationalTable Registration = new(Node("data", new NationalTable(Needed("mdtrt_id", IdMax))));

    private static readonly NationalTable SignedIn = new(Node("signinoutb", new NationalTable(Text("sign_no", IdMax))));

    private static readonly NationalTable Insured = new(
        Node("baseinfo", new NationalTable(Needed("psn_no", IdMax))),
        List("insuinfo", RowsMax, new NationalTable(
            Text("insutype", WordMax), Text("psn_insu_stas", WordMax), Text("insuplc_admdvs", IdMax))));

    /// <summary>The visit's id of a registration.</summary>
    public static string VisitIdOf(NationalReply reply) =>
        reply.Output(Registration).Node("data")["mdtrt_id"] is { Length: > 0 } id
            ? id
            : throw new NationalRefusedException("output.data.mdtrt_id 没有");

    /// <summary>The number of a sign-in.</summary>
    public static string SignNumberOf(NationalReply reply) => reply.Output(SignedIn).Node("signinoutb")["sign_no"];

    /// <summary>The person of an answer to 1101, under a kind of insurance; null: not insured under it.</summary>
    public static BureauPerson? PersonOf(NationalReply reply, string insurance, PersonIdentity identity, CountyCode county)
    {
        var output = reply.Output(Insured);
        var number = output.Node("baseinfo")["psn_no"];
        var row = output.Rows("insuinfo").Where(r => r["insutype"] == insurance).OrderByDescending(r => r["psn_insu_stas"] == "1").FirstOrDefault();
        return number.Length == 0 || row is null ? null : new BureauPerson(number, insurance, row.First("insuplc_admdvs") is { Length: > 0 } place
            ? place
            : county.Text, identity);
    }

    /// <summary>The settlement of an answer to 2207, 2208.</summary>
    public static BureauSplit SplitOf(NationalReply reply, Region region)
    {
        var output = reply.Output(Settlement);
        return output.Rows("setlinfo") is [var row, ..] && row["setl_id"].Length > 0
            ? Split(row, output.Rows("setldetail"), region)
            : throw new NationalRefusedException("output.setlinfo.setl_id 没有");
    }

    /// <summary>
    /// What stands of an answer to 5203. A reversal is a negative row, under its own id or that of what it undoes; what was undone bears the
    /// region's flag.
    /// </summary>
    /// <remarks>That nothing stands has to be said: an answer without any output does not say it.</remarks>
    public static IReadOnlyList<BureauSplit> StandingOf(NationalReply reply, Region region)
    {
        if (!reply.HasOutput)
        {
            throw new NationalRefusedException("output 没有");
        }

        var output = reply.Output(Settlement);
        var rows = output.Rows("setlinfo");
        var undone = rows.Where(r => r.Fen("medfee_sumamt") < 0).Select(r => r["setl_id"]).ToHashSet(StringComparer.Ordinal);
        return
        [
            .. from row in rows
               where row["setl_id"].Length > 0 && row.Fen("medfee_sumamt") >= 0 && !undone.Contains(row["setl_id"])
               where !region.Reconciliation.RefundFlags.Contains(row["refd_setl_flag"])
               let own = row.Rows("setldetail")
               let shared = output.Rows("setldetail")
               select Split(
                   row, own.Count > 0 ? own : [.. shared.Where(r => r["setl_id"].Length == 0 || r["setl_id"] == row["setl_id"])], region),
        ];
    }

    private static BureauSplit Split(NationalRow row, IReadOnlyList<NationalRow> funds, Region region)
    {
        var known = new List<(FundKind Kind, Fund Fund, long PaidFen)>();
        var unknown = new List<string>();
        foreach (var fund in funds.Where(f => f.Fen("fund_payamt") != 0))
        {
            var reading = region.Funds.Read(fund["fund_pay_type"], fund["setl_proc_info"]);
            if (reading.Known is { } code)
            {
                known.Add((code.Kind, code.Fund, fund.Fen("fund_payamt")));
            }
            else
            {
                unknown.Add($"基金 {reading.Unknown}：{ExactNumber.Yuan(fund.Fen("fund_payamt"))}");
            }
        }

        var account = row.Fen("acct_pay") + (region.Sums.AccountHasMutualAid ? 0 : row.Fen("acct_mulaid_pay"));
        var personal = row.First("psn_part_amt").Length > 0 ? row.Fen("psn_part_amt") : row.Fen("psn_pay");
        return new BureauSplit(
            row["setl_id"],
            new LinkFigures(
                row.Fen("medfee_sumamt"), personal, account, row.Fen("hosp_part_amt"),
                LinkFigures.Summed(known.Where(k => k.Kind != FundKind.Account).Select(k => (k.Fund, k.PaidFen)))),
            unknown, known.GroupBy(k => k.Kind).ToDictionary(g => g.Key, g => g.Sum(k => k.PaidFen)));
    }
}
