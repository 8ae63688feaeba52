using System.Globalization;
using System.IO.Compression;
using System.Text;
using MedAid.Bureau.Regions;
using MedAid.Core;

namespace MedAid.Simulator.Reconciliation;

/// <summary>What comparing a row came to.</summary>
/// <param name="Row">The row: the bureau's, else the hospital's.</param>
/// <param name="Result"><c>stmt_rslt</c>.</param>
/// <param name="Memo">What differs, in Chinese.</param>
internal sealed record ComparedRow(StatementRow Row, string Result, string Memo);

/// <summary>Compares the hospital's rows with the bureau's, and writes the result file.</summary>
internal static class ResultFile
{
    private const string Nothing = "null";

    /// <summary>Every row of both sides, each once; a reversal may stand under its own id or under that of what it reverses.</summary>
    public static IReadOnlyList<ComparedRow> Compare(IReadOnlyList<StatementRow> bureau, IEnumerable<StatementRow> hospital, ReconciliationForm form)
    {
        var compared = new List<ComparedRow>();
        var open = new Dictionary<(string Id, bool IsNegative), StatementRow>();
        foreach (var row in bureau)
        {
            open[(row.Id, row.IsNegative)] = row;
            if (row.Reverses.Length > 0)
            {
                open[(row.Reverses, row.IsNegative)] = row;
            }
        }

        var seen = new HashSet<StatementRow>(ReferenceEqualityComparer.Instance);
        foreach (var row in hospital)
        {
            compared.Add(open.TryGetValue((row.Id, row.IsNegative), out var own) && seen.Add(own)
                ? Compare(own, row, form)
                : new ComparedRow(row, form.HospitalHasMore[0], "中心没有这笔结算"));
        }

        compared.AddRange(bureau.Where(r => !seen.Contains(r)).Select(r => new ComparedRow(r, form.CentreHasMore[0], "医院没有上传这笔结算")));
        return compared;
    }

    /// <summary>The file: rows of tab-separated columns, in a ZIP.</summary>
    /// <param name="rows">The rows.</param>
    /// <param name="form">The region's form.</param>
    /// <param name="at">The moment.</param>
    /// <param name="areEmptyColumnsEmpty">Whether an empty column is empty; else it is the word null.</param>
    public static (string Name, byte[] Bytes) Write(
        IReadOnlyList<ComparedRow> rows, RefundRows form, DateTimeOffset at, bool areEmptyColumnsEmpty)
    {
        var name = at.ToString("yyyyMMddHHmmss", CultureInfo.InvariantCulture);
        using var bytes = new MemoryStream();
        using (var archive = new ZipArchive(bytes, ZipArchiveMode.Create, leaveOpen: true))
        {
            var entry = archive.CreateEntry($"{name}.txt");
            entry.LastWriteTime = at;
            using var writer = new StreamWriter(entry.Open(), new UTF8Encoding(encoderShouldEmitUTF8Identifier: false));
            foreach (var row in rows)
            {
                writer.Write(string.Join('\t', Columns(row, form).Select(c => c.Length > 0 || areEmptyColumnsEmpty ? c : Nothing)));
                writer.Write('\n');
            }
        }

        return ($"{name}.zip", bytes.ToArray());
    }

    private static string[] Columns(ComparedRow compared, RefundRows form)
    {
        var row = compared.Row;
        return
        [
            row.PersonNumber, row.VisitId, form == RefundRows.SameId && row.Reverses.Length > 0 ? row.Reverses : row.Id, row.MessageId,
            compared.Result, row.Flag, compared.Memo, ExactNumber.Yuan(row.TotalFen), ExactNumber.Yuan(row.FundsFen),
            ExactNumber.Yuan(row.FromAccountFen),
        ];
    }

    private static ComparedRow Compare(StatementRow bureau, StatementRow hospital, ReconciliationForm form)
    {
        string[] differences =
        [
            .. new[]
            {
                ("medfee_sumamt", hospital.TotalFen, bureau.TotalFen), ("fund_pay_sumamt", hospital.FundsFen, bureau.FundsFen),
                ("acct_pay", hospital.FromAccountFen, bureau.FromAccountFen),
            }.Where(d => d.Item2 != d.Item3).Select(d => $"{d.Item1} 医院 {ExactNumber.Yuan(d.Item2)} 中心 {ExactNumber.Yuan(d.Item3)}"),
        ];
        return differences.Length == 0
            ? new ComparedRow(bureau, form.Balanced[0], "")
            : new ComparedRow(bureau, form.Differ[0], string.Join('；', differences));
    }
}
