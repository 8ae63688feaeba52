using System.Globalization;
using MedAid.Settlement.People;
using MedAid.Tables;

namespace MedAid.People.Rosters;

/// <summary>One line below the names of the columns.</summary>
internal sealed class RosterRow(RosterColumns columns, TableLine line, RosterFaults faults)
{
    /// <summary>Its number.</summary>
    public int Number => line.Number;

    /// <summary>Whether a head of household is written; a blank one means: as above.</summary>
    public bool BeginsHousehold => Text(columns.HeadName).Length > 0 || Text(columns.HeadId).Length > 0;

    /// <summary>The household that begins here; township and village are those above where they are blank.</summary>
    public Household Household(Household? above, RosterKind kind)
    {
        var id = Text(columns.HeadId);
        var hasMember = HasMember;
        var head = Normal(id);

        // A single person may be written as head alone; then this is the line of that person, and is checked as such.
        if (hasMember && (id.Length == 0 || !IdNumber.IsValid(head)))
        {
            if (kind == RosterKind.FullList)
            {
                Check(id, columns.HeadId, "户主");
            }
            else
            {
                faults.Remark(Number, columns.HeadId, "HEAD_ID_INVALID", "户主身份证号码没有填或不对，成员已采用，请更正");
            }
        }

        return new Household
        {
            Line = Number,
            HeadColumn = columns.HeadId,
            SizeColumn = columns.Size,
            HeadName = Text(columns.HeadName),
            HeadId = IdNumber.IsValid(head) ? head : "",
            Township = Text(columns.Township) is { Length: > 0 } township ? township : above?.Township ?? "",
            Village = Text(columns.Village) is { Length: > 0 } village ? village : above?.Village ?? "",
            Size = Size(),
        };
    }

    /// <summary>The line belongs to nobody's household.</summary>
    public void RefuseHeadless() =>
        faults.Refuse(Number, columns.HeadName, "HEAD_MISSING", "上面没有户主，本行未采用，请写明户主姓名和身份证号码");

    /// <summary>The person of this line: the member, or the head where no member is written. Null with what is wrong.</summary>
    public (string Name, string IdNumber, int Column)? Person(Household household)
    {
        var (name, column) = HasMember ? (Text(columns.MemberName), columns.MemberId) : (household.HeadName, columns.HeadId);
        var id = Text(column);
        if (name.Length == 0)
        {
            faults.Refuse(Number, HasMember ? columns.MemberName : columns.HeadName, "NAME_MISSING", "没有姓名，请补填");
        }

        return Check(id, column, HasMember ? "家庭成员" : "户主") && name.Length > 0 ? (name, Normal(id), column) : null;
    }

    /// <summary>What the line of a change list does.</summary>
    public LineEffect? Effect()
    {
        switch (RosterColumns.Plain(Text(columns.ChangeType)))
        {
            case "新识别":
                return LineEffect.Household;
            case "自然增加":
                return LineEffect.Joins;
            case "自然减少":
                return LineEffect.Leaves;
            default:
                faults.Refuse(Number, columns.ChangeType, "CHANGE_TYPE_UNKNOWN", "动态调整工作类型只能填 新识别、自然增加 或 自然减少");
                return null;
        }
    }

    /// <summary>
    /// From which day. Who enters is entitled from the certificate's date (第十条). Who leaves, from the day written; the form asks for
    /// year and month only, and then it is the certificate's date too.
    /// </summary>
    public DateOnly? On(LineEffect? effect, DateOnly certificate)
    {
        var text = ChangeTime();
        if (text.Length == 0 || Months(text) is { } month && month == (certificate.Year, certificate.Month))
        {
            return certificate;
        }

        if (RosterHead.Day(text) is { } day)
        {
            if (day == certificate || (effect == LineEffect.Leaves && day < certificate))
            {
                return day;
            }
        }
        else if (Months(text) is null)
        {
            faults.Refuse(Number, columns.ChangeTime, "CHANGE_DATE_INVALID", "动态调整时间要写成 2019年8月，或写明到日 2019-08-15");
            return null;
        }

        faults.Refuse(
            Number, columns.ChangeTime, "CHANGE_DATE_DIFFERS",
            "动态调整时间要与证明的日期一致；退出日期早于证明的，请写明到日（2019-08-15）");
        return null;
    }

    private bool HasMember => Text(columns.MemberName).Length > 0 || Text(columns.MemberId).Length > 0;

    private string Text(int column) => RosterColumns.Text(line, column);

    private static string Normal(string id) => id.ToUpperInvariant();

    private bool Check(string id, int column, string whose)
    {
        if (ShortenedNumber.Is(line, column, id))
        {
            faults.Refuse(
                Number, column, "ID_NUMBER_NOT_TEXT", $"{whose}身份证号码被表格程序当作数字，末几位已丢失；请把该列设为文本格式后重新录入");
        }
        else if (id.Length == 0)
        {
            faults.Refuse(Number, column, "ID_NUMBER_MISSING", $"没有{whose}身份证号码，请补填");
        }
        else if (IdNumberProblem.Of(Normal(id)) is { } problem)
        {
            faults.Refuse(Number, column, "ID_NUMBER_INVALID", $"{whose}身份证号码：{problem.Text}");
        }
        else
        {
            return true;
        }

        return false;
    }

    private int? Size()
    {
        var text = Text(columns.Size).TrimEnd('人');
        if (text.Length == 0)
        {
            return null;
        }

        if (int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var size))
        {
            return size;
        }

        faults.Remark(Number, columns.Size, "HOUSEHOLD_SIZE_INVALID", "家庭人口数要填整数，人员已采用，请更正");
        return null;
    }

    /// <summary>The time of the change: in one cell, or year and month in two as the form prints them.</summary>
    private string ChangeTime()
    {
        var (first, second) = (RosterColumns.Plain(Text(columns.ChangeTime)), RosterColumns.Plain(Text(columns.ChangeTime + 1)));
        return second.Length > 0 ? $"{first.TrimEnd('年')}年{second.TrimEnd('月')}月" : first;
    }

    private static (int Year, int Month)? Months(string text)
    {
        var parts = text.TrimEnd('月').Split('年', '-', '.', '/');
        return parts is [var year, var month]
            && int.TryParse(year, NumberStyles.None, CultureInfo.InvariantCulture, out var y)
            && int.TryParse(month, NumberStyles.None, CultureInfo.InvariantCulture, out var m)
            ? (y, m)
            : null;
    }
}
