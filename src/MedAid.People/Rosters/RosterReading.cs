using MedAid.Core.Policy;
using MedAid.Tables;

namespace MedAid.People.Rosters;

/// <summary>A roster as read: the lines that can be taken, and every fault.</summary>
/// <param name="Identity">Whom it is about.</param>
/// <param name="ListDate">Its date, which is the certificate's.</param>
/// <param name="Lines">Good lines, each person once.</param>
/// <param name="Listed">How many persons the file lists, good or bad.</param>
/// <param name="Faults">Faults in the order of lines; with one of line 0 that refuses, nothing is taken.</param>
internal sealed record Roster(
    IdentityKind? Identity, DateOnly? ListDate, IReadOnlyList<RosterLine> Lines, int Listed, IReadOnlyList<RosterFault> Faults)
{
    /// <summary>Whether the file as a whole cannot be used.</summary>
    public bool Refused => Faults.Any(f => f is { Refused: true, Line: 0 } || f.Code is "COLUMN_MISSING" or "FILE_MALFORMED");
}

/// <summary>
/// Reads 附件 2 and 附件 3 of 晋医保发〔2019〕46号 as they are filled in by hand: merged cells, a head of household in the first line of
/// theirs only, a head who is or is not repeated among the members.
/// </summary>
internal sealed class RosterReading(RosterTerms terms, DateOnly today)
{
    private readonly RosterFaults faults = new();
    private readonly Dictionary<string, int> seen = new(StringComparer.Ordinal);
    private readonly List<RosterLine> lines = [];
    private readonly List<Household> households = [];
    private int listed;

    /// <summary>Reads a file and, if there is one, its certificate.</summary>
    public Roster Read(Table table, Table? certificate, CancellationToken cancellationToken = default)
    {
        foreach (var fault in table.Faults)
        {
            faults.Refuse(fault.Line, fault.Column, fault.Code, fault.Message);
        }

        if (table.Lines.Count == 0 || RosterColumns.Of(table, terms.Kind, faults) is not { } columns)
        {
            if (faults.Found.Count == 0)
            {
                faults.RefuseFile("LIST_EMPTY", "文件是空的");
            }

            return Done(null, null);
        }

        var head = RosterHead.Text(table.Lines.Take(columns.HeaderIndex));
        var (identity, date) = (Identity(head), ListDate(head));
        if (identity is not null && date is not null)
        {
            ReadLines(table, columns, date.Value, cancellationToken);
            households.ForEach(h => h.Close(this, date.Value));
            CertificateChecks.Inspect(certificate, identity.Value, date.Value, households.Select(h => h.Total), faults);
        }

        return Done(identity, date);
    }

    private Roster Done(IdentityKind? identity, DateOnly? date) =>
        new(identity, date, lines, listed, [.. faults.Found.OrderBy(f => f.Line)]);

    private IdentityKind? Identity(string head)
    {
        var marked = RosterHead.Category(head);
        if (terms.Identity is { } wanted && marked is { } other && other != wanted)
        {
            faults.RefuseFile("CATEGORY_DIFFERS", "表头勾选的对象类别与导入时指定的不同，请核对后重新导入");
            return null;
        }

        if ((terms.Identity ?? marked) is { } identity)
        {
            return identity;
        }

        faults.RefuseFile("CATEGORY_MISSING", "不知道是哪类对象：请在表头“对象类别”处只勾选一类（如 低保☑），或导入时指定身份");
        return null;
    }

    private DateOnly? ListDate(string head)
    {
        var written = RosterHead.Day(head);
        if ((terms.ListDate ?? written) is not { } date)
        {
            faults.RefuseFile("DATE_MISSING", "表头没有填报日期：请写明 年 月 日（与动态调整情况证明一致），或导入时指定日期");
            return null;
        }

        if (written is not null && written != date)
        {
            faults.RefuseFile("DATE_DIFFERS", "表头的填报日期与导入时指定的不同，请核对后重新导入");
            return null;
        }

        if (date > today)
        {
            faults.RefuseFile("DATE_IN_FUTURE", "填报日期在今天之后，请核对");
            return null;
        }

        return date;
    }

    private void ReadLines(Table table, RosterColumns columns, DateOnly date, CancellationToken cancellationToken)
    {
        var broken = table.Faults.Select(f => f.Line).ToHashSet();
        Household? household = null;
        foreach (var line in table.Lines.Skip(columns.FirstLineIndex))
        {
            cancellationToken.ThrowIfCancellationRequested();

            // Notes below the table stand in its first column only.
            if (line.Cells.Where((_, i) => i != Math.Max(columns.Township, 0)).All(c => c.Trim().Length == 0))
            {
                continue;
            }

            var row = new RosterRow(columns, line, faults);
            if (household is null && !row.BeginsHousehold)
            {
                listed++;
                row.RefuseHeadless();
                continue;
            }

            if (household is null || row.BeginsHousehold)
            {
                household = row.Household(household, terms.Kind);
                households.Add(household);
            }

            if (!broken.Contains(line.Number))
            {
                Take(row, household, date);
            }
        }

        if (listed == 0 && households.Count == 0)
        {
            faults.RefuseFile("LIST_EMPTY", "表头下面没有人员");
        }
    }

    private void Take(RosterRow row, Household household, DateOnly date)
    {
        var effect = terms.Kind == RosterKind.FullList ? LineEffect.Household : row.Effect();
        var on = terms.Kind == RosterKind.FullList ? date : row.On(effect, date);
        var person = row.Person(household);
        listed++;
        household.Count(effect, person?.IdNumber);
        if (effect is { } known && on is { } day && person is { } p)
        {
            Add(new RosterLine(row.Number, p.Column, p.Name, p.IdNumber, known, day, household.HeadId, household.Township, household.Village));
        }
    }

    /// <summary>Adds a person, unless an earlier line has them already.</summary>
    internal void Add(RosterLine line)
    {
        if (seen.TryAdd(line.IdNumber, line.Line))
        {
            lines.Add(line);
        }
        else
        {
            faults.Refuse(line.Line, line.IdColumn, "DUPLICATE_PERSON", $"与第 {seen[line.IdNumber]} 行是同一人，本行未采用，请删去重复的一行");
        }
    }

    /// <summary>Adds the head of a household who is not repeated among its members.</summary>
    internal void AddHead(RosterLine line)
    {
        listed++;
        Add(line);
    }

    /// <summary>Notes a remark on a line.</summary>
    internal void Remark(int line, int column, string code, string message) => faults.Remark(line, column, code, message);
}
