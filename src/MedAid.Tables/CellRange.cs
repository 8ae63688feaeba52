namespace MedAid.Tables;

/// <summary>A rectangle of cells; rows and columns count from 1.</summary>
internal readonly record struct CellRange(int Row, int Column, int LastRow, int LastColumn)
{
    /// <summary>Rows that a sheet can have.</summary>
    public const int RowsMax = 1_048_576;

    private const int ColumnsMax = 16_384;
    private const int Letters = 26;

    /// <summary>Whether it is a single cell.</summary>
    public bool IsOneCell => (Row, Column) == (LastRow, LastColumn);

    /// <summary>Whether a cell lies in it.</summary>
    public bool Contains(int row, int column) => row >= Row && row <= LastRow && column >= Column && column <= LastColumn;

    /// <summary>The rectangle of a reference such as A1 or A1:B3; null if it is none.</summary>
    public static CellRange? Of(string reference)
    {
        var parts = reference.Split(':');
        return parts.Length <= 2 && Cell(parts[0]) is { } first && Cell(parts[^1]) is { } last
            ? new CellRange(first.Row, first.Column, last.Row, last.Column)
            : null;
    }

    /// <summary>The place of a reference such as AB12; null if it is none.</summary>
    public static (int Row, int Column)? Cell(string reference)
    {
        var (row, column, i) = (0, 0, 0);
        for (; i < reference.Length && char.IsAsciiLetterUpper(reference[i]) && column <= ColumnsMax; i++)
        {
            column = (column * Letters) + reference[i] - 'A' + 1;
        }

        for (; i < reference.Length && char.IsAsciiDigit(reference[i]) && row <= RowsMax; i++)
        {
            row = (row * 10) + reference[i] - '0';
        }

        return i == reference.Length && row is > 0 and <= RowsMax && column is > 0 and <= ColumnsMax ? (row, column) : null;
    }
}
