using MedAid.Tables;

namespace MedAid.Clearing.Sheets;

/// <summary>What is wrong with a file that was handed in: where, a stable code, and in Chinese what to do.</summary>
/// <param name="Line">Line as the clerk's program shows it; 0 is the whole file.</param>
/// <param name="Column">Title of the column; empty is the whole line.</param>
/// <param name="Code">Stable word.</param>
/// <param name="Message">What is wrong and what to do.</param>
public sealed record SheetFault(int Line, string Column, string Code, string Message);

/// <summary>The faults of a file.</summary>
internal sealed class SheetFaults
{
    private readonly List<SheetFault> found = [];
    private readonly HashSet<int> lines = [];

    public IReadOnlyList<SheetFault> Found => [.. found.OrderBy(f => f.Line)];

    public void Add(int line, string column, string code, string message)
    {
        found.Add(new SheetFault(line, column, code, message));
        lines.Add(line);
    }

    public void OfFile(string code, string message) => Add(0, "", code, message);

    /// <summary>What is wrong with the table as a table.</summary>
    public void Take(Table table)
    {
        foreach (var fault in table.Faults)
        {
            Add(fault.Line, "", fault.Code, fault.Message);
        }
    }

    /// <summary>Refuses an id that a spreadsheet keeps as a number; whether it did.</summary>
    public bool TakeNumber(TableLine line, SheetColumns columns, string title, string code)
    {
        var isNumber = columns.IsNumber(line, title);
        if (isNumber)
        {
            Add(line.Number, title, code, $"{title}是数字格式，开头的 0 或末几位可能已丢失；请把该列设为文本格式，从原件重新录入");
        }

        return isNumber;
    }

    public bool Has(int line) => lines.Contains(line);
}
