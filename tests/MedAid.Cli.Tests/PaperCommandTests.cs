using System.Security.Cryptography;
using System.Text.RegularExpressions;

namespace MedAid.Cli.Tests;

/// <summary>`medaid papers` at the desk, on the sample: two lines of it need a consent.</summary>
public sealed partial class PaperCommandTests
{
    private const string Visit = "samples/dialysis-visit.json";

    [Fact]
    public async Task What_is_missing_is_printed_signed_printed_again_and_withdrawn()
    {
        var data = Directory.CreateTempSubdirectory("medaid-cli-");
        await using (var served = await Served.StartAsync(data.FullName))
        {
            Task<Run> Do(params string[] arguments) => Medaid.RunAsync(["papers", .. arguments, "--server", served.Address]);
            var (first, again) = (Path.Combine(data.FullName, "first.html"), Path.Combine(data.FullName, "again.html"));
            var missing = await Do("missing", Visit);
            Assert.Equal((1, "第 2、17 行是目录外或高于支付限价的药品耗材，没有登记签知情同意书，请先向患者说明差价并签字。"), (missing.ExitCode, missing.Lines[0]));
            var issued = await Do("issue", Visit, "--kind", "item_consent", "--size", "a5", "-o", first);
            Assert.Matches("^[0-9]{4}-000001 《", issued.Lines[0]);
            var id = PaperId().Match(issued.Output).Value;
            Assert.Equal(0, (await Do("print", id, "-o", again)).ExitCode);
            Assert.Equal(SHA256.HashData(await File.ReadAllBytesAsync(first)), SHA256.HashData(await File.ReadAllBytesAsync(again)));

            var signed = await Do("sign", id, "--hospital", "H14112300101", "--by", "relative", "--relation", "配偶", "--file-number", "17");
            Assert.Contains("家属签字，存档 17", signed.Output, StringComparison.Ordinal);
            Assert.Contains("作废：签错了", (await Do("withdraw", id, "--hospital", "H14112300101", "--reason", "签错了")).Output, StringComparison.Ordinal);
            Assert.Contains("已作废：签错了", Assert.Single((await Do("list", "--hospital", "H14112300101")).Lines), StringComparison.Ordinal);
            Assert.Equal(2, (await Do("issue", "samples/none.json", "--kind", "item_consent")).ExitCode);
        }

        data.Delete(recursive: true);
    }

    [GeneratedRegex("P[0-9A-F]{24}")]
    private static partial Regex PaperId();
}
