using MedAid.Core;

namespace MedAid.Bureau.Regions;

/// <summary>A region of its merged files.</summary>
internal static class RegionReader
{
    /// <summary>The region; throws with the first thing that is wrong.</summary>
    public static Region Read(RegionNode node)
    {
        var region = new Region
        {
            District = node.Text("district"),
            Name = node.Text("name"),
            Success = Success(node.Map("success")),
            Envelope = Envelope(node.Map("envelope")),
            Funds = Funds(node),
            Sums = Sums(node.Map("sums")),
            Reconciliation = Reconciliation(node.Map("reconciliation")),
            Signing = node.Word<SigningAlgorithm>("signing"),
            ClearingTypes = node.TextMap("clr_type"),
            ClearingWays = node.TextMap("clr_way"),
            Reversible = node.Texts("reversible"),
        };
        node.RequireAllRead();
        return region;
    }

    private static SuccessRule Success(RegionNode node) => new(node.Texts("codes"), node.Texts("texts"), node.Word<OtherText>("other_text"));

    private static EnvelopeForm Envelope(RegionNode node) => new(
        node.Flag("short"), node.Text("version"), node.Text("receiver"), node.Flag("hospital_in_id"), node.Number("sequence_digits"),
        node.Flag("numbers_as_text"), node.Word<ContentForm>("input"), node.Word<ContentForm>("output"), node.Text("content_type"),
        node.Text("path"), node.TextMap("paths"), node.TextMap("letters"));

    private static SumRule Sums(RegionNode node) => new(node.Flag("fund_pay_sumamt_has_account"), node.Flag("acct_pay_has_acct_mulaid_pay"));

    private static ReconciliationForm Reconciliation(RegionNode node)
    {
        var (flags, results) = (node.Map("refd_setl_flag"), node.Map("stmt_rslt"));
        return new(
            node.Text("agency_field"), node.Flag("end_has_time"), node.Word<RefundRows>("refund_rows"),
            Codes(flags, "normal"), Codes(flags, "refund"),
            Codes(results, "balanced"), Codes(results, "centre_has_more"), Codes(results, "hospital_has_more"), Codes(results, "differ"));
    }

    private static IReadOnlyList<string> Codes(RegionNode node, string key) =>
        node.Texts(key) is { Count: > 0 } codes ? codes : throw node.Wrong(key, "必填");

    private static FundTable Funds(RegionNode node)
    {
        var (funds, written, codes) = (node.Map("fund_pay_type"), node.TextMap("fund_written_as"), new List<FundCode>());
        foreach (var code in funds.Keys.Where(funds.Has))
        {
            var fund = funds.Map(code);
            codes.Add(new FundCode(
                code, fund.Text("name"), fund.Word<FundKind>("kind"), new Fund(fund.OptionalText("fund") ?? code), fund.OptionalText("column") ?? "",
                fund.Word<Confidence>("confidence"), fund.Text("source")));
        }

        foreach (var (fund, code) in written)
        {
            if (codes.Find(c => c.Code == code)?.Fund.Text != fund)
            {
                throw node.Wrong("fund_written_as", $"{fund} 写作 {code}，但 fund_pay_type 里没有这样的代码");
            }
        }

        return new FundTable(codes, written.ToDictionary(w => new Fund(w.Key), w => w.Value), node.Texts("fund_kind_in_text"));
    }
}
