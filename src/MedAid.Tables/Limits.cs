namespace MedAid.Tables;

/// <summary>Every bound of this project, listed in docs/OPERATIONS.md. A file beyond one of them is refused while it is read.</summary>
public static class Limits
{
    /// <summary>Bytes of a workbook as it comes, compressed.</summary>
    public const int WorkbookBytesMax = 16 * 1024 * 1024;

    /// <summary>Files that callers sent and that are read at the same time.</summary>
    public const int ReadAtOnceMax = 1;

    /// <summary>Bytes of a CSV file.</summary>
    public const int TextBytesMax = 64 * 1024 * 1024;

    /// <summary>Parts of a workbook; each sheet, picture and list of relations is one.</summary>
    public const int PartsMax = 1000;

    /// <summary>Bytes of one part when it is unpacked.</summary>
    public const int PartBytesMax = 128 * 1024 * 1024;

    /// <summary>Bytes of all parts when they are unpacked.</summary>
    public const int UnpackedBytesMax = 256 * 1024 * 1024;

    /// <summary>Bytes of all lists of relations and content types together; they are held in memory.</summary>
    public const int RelationBytesMax = 4 * 1024 * 1024;

    /// <summary>How many times larger than packed a part of more than 1 MiB may be; tables seldom reach 30.</summary>
    public const int UnpackedRatioMax = 200;

    /// <summary>Bytes of a node of XML: a text, or an element with its attributes.</summary>
    public const int NodeMax = 1024 * 1024;

    /// <summary>Characters of a line of CSV, read ahead of it included.</summary>
    public const int LineMax = 256 * 1024;

    /// <summary>Elements of XML within each other.</summary>
    public const int DepthMax = 64;

    /// <summary>Different names of elements and attributes in a part.</summary>
    public const int NamesMax = 5000;

    /// <summary>Lines that hold anything.</summary>
    public const int LinesMax = 250_000;

    /// <summary>Columns up to the last one that holds anything.</summary>
    public const int ColumnsMax = 256;

    /// <summary>Cells of all lines, blank ones before a filled one included.</summary>
    public const int CellsMax = 2_500_000;

    /// <summary>Characters of a cell, which is what Excel can hold.</summary>
    public const int TextMax = 32_767;

    /// <summary>Characters of all cells, and of all texts that the cells of a workbook share.</summary>
    public const int TextsMax = 32 * 1024 * 1024;

    /// <summary>Texts that the cells of a workbook share.</summary>
    public const int SharedTextsMax = 1_000_000;

    /// <summary>Number formats and cell styles of a workbook; Excel itself has 64,000.</summary>
    public const int StylesMax = 100_000;

    /// <summary>Formulas that are named one by one.</summary>
    public const int FormulasNamedMax = 1000;
}
