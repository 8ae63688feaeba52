namespace MedAid.Tables;

/// <summary>What is wrong with a table as a table.</summary>
public enum TableFaultKind
{
    /// <summary>It cannot be opened, is too large, or is no table.</summary>
    Malformed = 1,

    /// <summary>A cell holds a formula instead of a value.</summary>
    Formula = 2,
}

/// <summary>One fault of a table: its place and, in Chinese, what to do. Column counts from 0; -1 is the whole line.</summary>
public sealed record TableFault(TableFaultKind Kind, int Line, int Column, string Message)
{
    /// <summary>The stable word for it in every report of an import.</summary>
    public string Code => Kind == TableFaultKind.Formula ? "FORMULA" : "FILE_MALFORMED";
}

/// <summary>The lines of a table that hold anything, and its faults; a table that cannot be read has no lines.</summary>
public sealed record Table(IReadOnlyList<TableLine> Lines, IReadOnlyList<TableFault> Faults)
{
    internal static Table Broken(int line, string message) =>
        new([], [new TableFault(TableFaultKind.Malformed, line, -1, message)]);
}
