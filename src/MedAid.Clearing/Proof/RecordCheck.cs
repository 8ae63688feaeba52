using MedAid.Clearing.Books;
using MedAid.Settlement;

namespace MedAid.Clearing.Proof;

/// <summary>What one row of the book proves by itself: its link, and that its columns say what its content says.</summary>
internal sealed record RecordCheck(BookRow Row, ClearingRecord? Record, IReadOnlyList<string> Differences)
{
    /// <summary>Examines a row. Whatever is damaged is a difference, never an exception.</summary>
    public static RecordCheck Of(BookRow row)
    {
        if (row.Damage is { } damage)
        {
            return new RecordCheck(row, null, [$"往来账第 {row.Number} 条：{damage}"]);
        }

        var differences = new List<string>();
        if (row.Hash != row.Content.Hash)
        {
            differences.Add(Broken(row));
        }

        if (row.Content.Record is not { } record)
        {
            return new RecordCheck(row, null, [$"往来账第 {row.Number} 条：内容损坏，无法读出"]);
        }

        differences.AddRange(Compare(row, record));
        return new RecordCheck(row, record, differences);
    }

    /// <summary>What is said of a link that does not hold.</summary>
    public static string Broken(BookRow row) => $"往来账第 {row.Number} 条：链条断开，内容或顺序被改动过";

    private static IEnumerable<string> Compare(BookRow row, ClearingRecord record)
    {
        if (record.Entries.Aggregate(Int128.Zero, (sum, entry) => sum + entry.AmountFen.Value) != 0)
        {
            yield return $"往来账第 {row.Number} 条：分录借贷不平";
        }

        var recorded = Instants.Microseconds(record.RecordedTime);
        (bool Agrees, string Column)[] columns =
        [
            (record.Number == row.Number, "编号"), (record.RequestId == row.RequestId, "请求编号"), ((long)record.Kind == row.Kind, "种类"),
            (record.CountyCode == row.CountyCode, "县区"), (record.HospitalCode == row.HospitalCode, "机构"),
            (recorded == row.RecordedMicroseconds, "时间"), (Chain.EntriesOf(record) == row.Entries, "分录"),
        ];
        var differing = columns.Where(c => !c.Agrees).Select(c => c.Column).ToArray();
        if (differing.Length > 0)
        {
            yield return $"往来账第 {row.Number} 条：登记栏与内容不一致（{string.Join("、", differing)}）";
        }
    }
}
