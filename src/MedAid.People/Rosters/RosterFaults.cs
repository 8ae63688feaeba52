namespace MedAid.People.Rosters;

/// <summary>Collects faults. The texts say what to do and never repeat a name or a number.</summary>
internal sealed class RosterFaults
{
    private readonly List<RosterFault> found = [];

    /// <summary>All faults so far.</summary>
    public IReadOnlyList<RosterFault> Found => found;

    /// <summary>The line is not taken. Column counts from 0; -1 is the whole line.</summary>
    public void Refuse(int line, int column, string code, string message) =>
        found.Add(new RosterFault(line, Letter(column), code, message, true));

    /// <summary>The line is taken, with a remark.</summary>
    public void Remark(int line, int column, string code, string message) =>
        found.Add(new RosterFault(line, Letter(column), code, message, false));

    /// <summary>The file as a whole cannot be used.</summary>
    public void RefuseFile(string code, string message) => Refuse(0, -1, code, message);

    /// <summary>The letter by which a table program calls a column.</summary>
    internal static string Letter(int column)
    {
        const int Letters = 26;
        var letter = "";
        for (var rest = column; rest >= 0; rest = (rest / Letters) - 1)
        {
            letter = (char)('A' + (rest % Letters)) + letter;
        }

        return letter;
    }
}
