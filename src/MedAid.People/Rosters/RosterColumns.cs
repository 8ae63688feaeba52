using MedAid.Tables;

namespace MedAid.People.Rosters;

/// <summary>
/// Where the columns of the notice's forms stand in a file: 附件 2 has eight, 附件 3 puts kind and time of the change in the place of the
/// remark. The line of their names is looked for, since a title, the unit and the date stand above it.
/// </summary>
internal sealed record RosterColumns(
    int HeaderIndex, int Township, int Village, int HeadName, int HeadId, int Size, int MemberName, int MemberId, int ChangeType,
    int ChangeTime, int FirstLineIndex)
{
    /// <summary>The columns, or null with what is missing.</summary>
    public static RosterColumns? Of(Table table, RosterKind kind, RosterFaults faults)
    {
        var index = table.Lines.ToList().FindIndex(l => Place(l, "户主姓名") >= 0);
        if (index < 0)
        {
            faults.RefuseFile("HEADER_NOT_FOUND", "没有找到表头行（应有“户主姓名”“家庭成员姓名”等列名），请用下载的模板填写");
            return null;
        }

        var header = table.Lines[index];
        var (head, member) = (Place(header, "户主姓名"), Place(header, "家庭成员姓名"));
        var columns = new RosterColumns(
            index, Place(header, "乡(镇)"), Place(header, "行政村"), head, Place(header, "身份证号码", head), Place(header, "家庭人口数"),
            member, member < 0 ? -1 : Place(header, "身份证号码", member), Place(header, "动态调整工作类型"), Place(header, "动态调整时间"),
            FirstLine(table, index));
        var missing = columns.Missing(kind).ToArray();
        if (missing.Length > 0)
        {
            faults.Refuse(header.Number, -1, "COLUMN_MISSING", $"表头缺少列：{string.Join("、", missing)}，请用下载的模板填写");
            return null;
        }

        return columns;
    }

    /// <summary>The trimmed text of a column; empty where the column or the cell is not there.</summary>
    public static string Text(TableLine line, int column) =>
        column >= 0 && column < line.Cells.Count ? line.Cells[column].Trim() : "";

    /// <summary>A text without blanks and with the brackets of a keyboard, so that a form typed by hand is read like the printed one.</summary>
    public static string Plain(string text) => string.Concat(text.Where(c => !char.IsWhiteSpace(c)))
        .Replace('（', '(').Replace('）', ')').Replace('：', ':');

    private static int Place(TableLine line, string name, int after = -1)
    {
        for (var column = after + 1; column < line.Cells.Count; column++)
        {
            if (Plain(line.Cells[column]) == name)
            {
                return column;
            }
        }

        return -1;
    }

    /// <summary>The form prints 年 and 月 in a line of their own below the names of the columns.</summary>
    private static int FirstLine(Table table, int header)
    {
        var next = header + 1;
        return next < table.Lines.Count && table.Lines[next].Cells.All(c => Plain(c) is "" or "年" or "月") ? next + 1 : next;
    }

    private IEnumerable<string> Missing(RosterKind kind)
    {
        (string Name, int Column)[] needed =
        [
            ("乡(镇)", Township), ("行政村", Village), ("身份证号码（户主）", HeadId), ("家庭人口数", Size), ("家庭成员姓名", MemberName),
            ("身份证号码（家庭成员）", MemberId),
        ];
        (string Name, int Column)[] ofChanges = [("动态调整工作类型", ChangeType), ("动态调整时间", ChangeTime)];
        return needed.Concat(kind == RosterKind.Changes ? ofChanges : []).Where(n => n.Column < 0).Select(n => n.Name);
    }
}
