using System.Globalization;

namespace MedAid.Tables;

/// <summary>Reads the lines of one sheet, from the top down; rows and cells that go back are no sheet.</summary>
internal sealed class XlsxSheet(PartReader reader, IReadOnlyList<string> shared, IReadOnlyList<bool> areDays, bool isFrom1904)
{
    private readonly TableLines lines = new();
    private readonly List<TableFault> faults = [];
    private readonly List<CellRange> results = [];
    private readonly List<string> cells = [];
    private readonly List<int> numeric = [];
    private int row;
    private int column;

    /// <summary>All lines that hold anything, and every formula as a fault.</summary>
    public Table Read()
    {
        var inData = false;
        while (reader.Read())
        {
            inData = reader.Begins("sheetData") ? !reader.IsEmpty : inData && !reader.Ends("sheetData");
            if (inData && reader.Begins("row"))
            {
                BeginRow();
                EndRowIfEmpty();
            }
            else if (inData && reader.Ends("row"))
            {
                EndRow();
            }
            else if (inData && row > 0 && reader.Begins("c"))
            {
                ReadCell();
            }
        }

        return new Table(lines.Found, faults);
    }

    private void EndRowIfEmpty()
    {
        if (reader.IsEmpty)
        {
            EndRow();
        }
    }

    private void BeginRow()
    {
        var number = reader.Attribute("r") is { } text ? Index(text) : row + 1;
        if (number <= row || number > CellRange.RowsMax)
        {
            throw Bad();
        }

        (row, column) = (number, 0);
        cells.Clear();
        numeric.Clear();
    }

    private void EndRow()
    {
        if (cells.Exists(c => c.Length > 0))
        {
            lines.Add(row, [.. cells], numeric.Count > 0 ? [.. numeric] : []);
        }
        else if (faults.Count > 0 && faults[^1].Line == row)
        {
            lines.Add(row, [.. cells], []);
        }
    }

    private void ReadCell()
    {
        var place = reader.Attribute("r") is { } text ? CellRange.Cell(text) ?? throw Bad() : (Row: row, Column: column + 1);
        if (place.Row != row || place.Column <= column)
        {
            throw Bad();
        }

        column = place.Column;
        var (type, style) = (reader.Attribute("t") ?? "n", reader.Attribute("s"));
        var (value, isFormula) = Content(type);
        if (isFormula || (value.Length > 0 && results.Exists(r => r.Contains(row, column))))
        {
            AddFormula();
        }
        else if (value.Length > 0)
        {
            Put(type is "s" or "inlineStr" ? value : Text(type, style, value));
        }
    }

    /// <summary>What a cell holds, and whether a formula made it.</summary>
    private (string Value, bool IsFormula) Content(string type)
    {
        var (value, isFormula) = ("", false);
        if (reader.IsEmpty)
        {
            return (value, isFormula);
        }

        while (reader.Read() && !reader.Ends("c"))
        {
            if (reader.Begins("f"))
            {
                isFormula = true;
                Note(reader.Attribute("ref"));
            }
            else if (reader.Begins("v"))
            {
                value = type == "s" ? SharedText(reader.Value()) : reader.Value();
            }
            else if (reader.Begins("is") && type == "inlineStr")
            {
                value = CellText.Plain(reader.Runs());
                lines.Count(row, value);
            }
        }

        return (value, isFormula);
    }

    private string SharedText(string text) =>
        text.Length == 0 ? "" : Index(text) is var index && index < shared.Count ? shared[index] : throw Bad();

    private string Text(string type, string? style, string value)
    {
        if (type == "n")
        {
            return Number(value, style is not null && Index(style) is var index && index < areDays.Count && areDays[index]);
        }

        var text = type switch
        {
            "b" => value is "1" or "true" ? "true" : "false",
            "d" => CellText.Day(value),
            "str" or "e" => CellText.Plain(value),
            _ => throw Bad(),
        };
        lines.Count(row, text);
        return text;
    }

    private string Number(string value, bool isDay)
    {
        if (!double.TryParse(value, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) || !double.IsFinite(number))
        {
            throw Bad();
        }

        if (isDay)
        {
            return CellText.Day(number, isFrom1904);
        }

        numeric.Add(column - 1);
        return CellText.Number(number);
    }

    /// <summary>Only the first cell of an array holds its formula; the others are results of it all the same.</summary>
    private void Note(string? reference)
    {
        if (reference is not null && (CellRange.Of(reference) ?? throw Bad()) is { IsOneCell: false } range)
        {
            results.RemoveAll(r => r.LastRow < row);
            results.Add(range);
            CheckFormulas(results.Count);
        }
    }

    private void AddFormula()
    {
        Put("");
        faults.Add(new TableFault(TableFaultKind.Formula, row, column - 1, "是公式，请选择性粘贴为数值"));
        CheckFormulas(faults.Count);
    }

    private void CheckFormulas(int count)
    {
        if (count > Limits.FormulasNamedMax)
        {
            throw new TableFaultException(row, $"公式超过 {Limits.FormulasNamedMax} 处，请全选复制，再选择性粘贴为数值");
        }
    }

    private void Put(string text)
    {
        TableLines.CheckColumn(row, column - 1);
        while (cells.Count < column)
        {
            cells.Add("");
        }

        cells[column - 1] = text;
    }

    private TableFaultException Bad() => new(Math.Max(row, 1), XlsxTable.Broken);

    private int Index(string text) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var index) ? index : throw Bad();
}
