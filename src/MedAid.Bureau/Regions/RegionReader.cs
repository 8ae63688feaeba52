using System.Globalization;
using MedAid.Core;

namespace MedAid.Bureau.Regions;

/// <summary>A region of its merged files.</summary>
internal static class RegionReader
{
    private const int MessageIdMin = 18;
    private const int MessageIdMax = 30;
    private const int HospitalLength = 12;
    private const int TimeLength = 14;

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
            Signing = Signing(node.Map("signing")),
            ClearingTypes = node.TextMap("clr_type"),
            ClearingWays = node.TextMap("clr_way"),
            Reversible = node.Texts("reversible"),
            ForeignReceivers = node.Texts("foreign_receivers"),
            CatalogueMarkField = node.Text("catalogue_mark_field"),
            Codes = CodesOf(node.Map("codes")),
        };
        node.RequireAllRead();
        RequireUsable(region, node);
        return region;
    }

    private static void RequireUsable(Region region, RegionNode node)
    {
        var envelope = region.Envelope;
        if (!long.TryParse(region.Success.Codes[0], NumberStyles.None, CultureInfo.InvariantCulture, out _))
        {
            throw node.Wrong("success.codes", "应是数字代码");
        }

        if (envelope.Paths.Values.Append(envelope.Path).Any(p => !p.StartsWith('/')))
        {
            throw node.Wrong("envelope.path", "应以 / 开头");
        }

        if (TimeLength + envelope.SequenceDigits + (envelope.HasHospitalInId ? HospitalLength : 0) is < MessageIdMin or > MessageIdMax)
        {
            throw node.Wrong("envelope.sequence_digits", $"报文编号应有 {MessageIdMin} 到 {MessageIdMax} 位（机构编号 {HospitalLength} 位，时间 {TimeLength} 位）");
        }
    }

    private static SuccessRule Success(RegionNode node) => new(
        Codes(node, "codes"), node.Texts("texts"), node.Word<OtherText>("other_text"), node.Flag("code_as_text"));

    private static EnvelopeForm Envelope(RegionNode node) => new(
        node.Flag("short"), node.Text("version"), node.Text("receiver"), node.Text("cipher_field"),
        node.Flag("hospital_in_id"), node.Number("sequence_digits"),
        node.Flag("numbers_as_text"), node.Word<ContentForm>("input"), node.Word<ContentForm>("output"), node.Text("content_type"),
        node.Text("path"), node.TextMap("paths"), node.TextMap("letters"));

    private static SigningForm Signing(RegionNode node) => new(
        node.Word<SigningAlgorithm>("algorithm"), node.Flag("gbk"), node.Flag("milliseconds"), node.Flag("raw_signature"),
        node.Text("api_name"), node.Text("api_version"));

    private static SumRule Sums(RegionNode node) => new(node.Flag("fund_pay_sumamt_has_account"), node.Flag("acct_pay_has_acct_mulaid_pay"));

    private static ReconciliationForm Reconciliation(RegionNode node)
    {
        var (flags, results) = (node.Map("refd_setl_flag"), node.Map("stmt_rslt"));
        return new(
            node.Text("agency_field"), node.Flag("end_has_time"), node.Word<RefundRows>("refund_rows"), Codes(flags, "normal"),
            Codes(flags, "refund"), Enum.GetValues<StatementResult>().ToDictionary(r => r, r => Codes(results, RegionNode.Snake(r))),
            FileOf(node.Map("file")));
    }

    private static FileForm FileOf(RegionNode node) => new(
        node.Flag("zip"), node.Flag("byte_array"), node.Flag("carriage_return"), node.Flag("last_line_end"), node.Flag("trailing_tab"),
        node.Flag("extension"), node.Text("empty"));

    private static CodeBook CodesOf(RegionNode node)
    {
        var tables = new Dictionary<string, IReadOnlyList<NationalCode>>(StringComparer.Ordinal);
        foreach (var name in node.Keys.Where(node.Has))
        {
            var table = node.Map(name);
            tables.Add(name, [.. table.Keys.Where(table.Has).Select(code => Code(table, code))]);
        }

        return new CodeBook(tables);
    }

    private static NationalCode Code(RegionNode table, string code) => table.Texts(code) is [var name, var confidence, var source]
        && Enum.TryParse<Confidence>(confidence, ignoreCase: true, out var known)
            ? new NationalCode(code, name, known, source)
            : throw table.Wrong(code, "应是 [名称, seen、local 或 assumed, 出处]");

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
