using System.IO.Compression;
using System.Security.Cryptography;
using System.Text;
using MedAid.Contract.Clearing.V1;

namespace MedAid.Cli;

/// <summary>Which period of which hospital the pack is of, and what the proof of the books said when it was made.</summary>
internal sealed record InspectionScope(string Hospital, string From, string To, VerifyBookResponse Proof);

/// <summary>The reader's guide, the proof, and all files in one archive.</summary>
internal static class InspectionGuide
{
    // The first moment that the format of the archive can write, so that the same tables are the same bytes.
    private static readonly DateTimeOffset NoTime = new(1980, 1, 1, 0, 0, 0, TimeSpan.Zero);

    /// <summary>Packs the tables of a folder; the guide comes first and names the hash of every other file.</summary>
    public static async Task PackAsync(string folder, string target, InspectionScope scope, InspectionTables tables, CancellationToken cancellation)
    {
        var proof = Path.Combine(folder, "9-账本核对.txt");
        await File.WriteAllTextAsync(proof, ProofText(scope.Proof), cancellation);
        string[] files = [.. tables.All.Select(t => Path.Combine(folder, t.Name)), proof];
        var hashes = new List<(string Name, string Hash)>();
        foreach (var file in files)
        {
            await using var content = File.OpenRead(file);
            hashes.Add((Path.GetFileName(file), Convert.ToHexStringLower(await SHA256.HashDataAsync(content, cancellation))));
        }

        await using var archiveFile = File.Create(target);
        using var archive = new ZipArchive(archiveFile, ZipArchiveMode.Create, leaveOpen: true, Encoding.UTF8);
        await AddAsync(archive, "0-阅读说明.txt", new MemoryStream(Encoding.UTF8.GetBytes(Text(scope, tables, hashes))), cancellation);
        foreach (var file in files)
        {
            await AddAsync(archive, Path.GetFileName(file), File.OpenRead(file), cancellation);
        }
    }

    private static async Task AddAsync(ZipArchive archive, string name, Stream content, CancellationToken cancellation)
    {
        await using var from = content;
        var entry = archive.CreateEntry(name, CompressionLevel.Optimal);
        entry.LastWriteTime = NoTime;
        await using var stream = await entry.OpenAsync(cancellation);
        await from.CopyToAsync(stream, cancellation);
    }

    private static string ProofText(VerifyBookResponse proof) => string.Join('\n',
    [
        $"往来账 {proof.Records} 条记录，台账 {proof.Settlements} 笔结算和撤销，{proof.Differences.Count} 处差异。", $"链末端哈希：{proof.Head}",
        .. proof.Differences.Select(d => $"差异：{d}"), $"核对看不到的：{proof.Remark}", "",
    ]);

    private static string Text(InspectionScope scope, InspectionTables tables, IEnumerable<(string Name, string Hash)> hashes)
    {
        var text = new StringBuilder()
            .Append("飞行检查资料：阅读说明\n\n")
            .Append(System.Globalization.CultureInfo.InvariantCulture, $"机构 {scope.Hospital}，就诊日期 {scope.From} 至 {scope.To}。\n")
            .Append("金额单位是元。人员只有编码，没有姓名和身份证号码；需要核对本人时，凭编码在系统里按权限查询，查询留痕。\n")
            .Append("各表用“结算编号”相连。表是 UTF-8 的 CSV，可用 Excel 或 WPS 打开。\n\n文件：\n");
        foreach (var table in tables.All)
        {
            text.Append(System.Globalization.CultureInfo.InvariantCulture, $"  {table.Name}　{table.Rows} 行。{table.About}。\n");
        }

        text.Append("  9-账本核对.txt　生成资料时对整个账本的核对结果。\n\n怎么核对：\n")
            .Append("  一、每笔结算：总费用 − 减免 = 个人负担 + 医院承担 + 各层支付之和（表 1、表 3）。\n")
            .Append("  二、每笔结算的分录相加为 0（表 4）。\n")
            .Append("  三、依据：表 3 写明文件和条款；表 1 的政策文件哈希与政策包文件的 SHA-256 相同，就是同一份规则。\n")
            .Append("  四、账本没有被改动：medaid ledger verify-chain --head 加上 9-账本核对.txt 里的链末端哈希。\n")
            .Append("  五、资料没有被改动：下面是各文件的 SHA-256。\n")
            .Append("  六、谁做的：往来账的更正在表 6；结算本身由医院系统提交，账本里不记操作员，凭请求号在医院系统查。\n\nSHA-256：\n");
        foreach (var (name, hash) in hashes)
        {
            text.Append("  ").Append(hash).Append("  ").Append(name).Append('\n');
        }

        return text.ToString();
    }
}
