using System.Globalization;

namespace MedAid.Tables;

/// <summary>Collects the lines of a table and holds them within the bounds.</summary>
internal sealed class TableLines
{
    private readonly List<TableLine> lines = [];
    private long cells;
    private long characters;

    /// <summary>The lines so far.</summary>
    public IReadOnlyList<TableLine> Found => lines;

    /// <summary>Refuses a column beyond the bound.</summary>
    public static void CheckColumn(int line, int column)
    {
        if (column >= Limits.ColumnsMax)
        {
            throw new TableFaultException(line, $"这一行超过 {Limits.ColumnsMax} 列，请删去右边多余的列后重新保存");
        }
    }

    /// <summary>Refuses a text that no program could hold in a cell.</summary>
    public static void CheckText(int line, string text)
    {
        if (text.Length > Limits.TextMax)
        {
            throw new TableFaultException(line, string.Create(CultureInfo.InvariantCulture, $"单元格超过 {Limits.TextMax:N0} 个字，请缩短"));
        }
    }

    /// <summary>Counts the text of a cell that is held once; texts that cells share are counted where they stand.</summary>
    public void Count(int line, string text)
    {
        characters += text.Length;
        CheckText(line, text);
        if (characters > Limits.TextsMax)
        {
            throw new TableFaultException(line, "文字总量太大，请分成几个文件");
        }
    }

    /// <summary>Adds a line.</summary>
    public void Add(int number, IReadOnlyList<string> texts, IReadOnlyList<int> numeric)
    {
        cells += texts.Count;
        if (lines.Count == Limits.LinesMax)
        {
            throw new TableFaultException(
                number, string.Create(CultureInfo.InvariantCulture, $"超过 {Limits.LinesMax:N0} 行，请分成几个文件"));
        }

        if (cells > Limits.CellsMax)
        {
            throw new TableFaultException(
                number, string.Create(CultureInfo.InvariantCulture, $"超过 {Limits.CellsMax:N0} 个单元格，请分成几个文件"));
        }

        lines.Add(new TableLine(number, texts, numeric));
    }
}
