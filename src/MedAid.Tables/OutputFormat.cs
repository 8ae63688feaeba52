namespace MedAid.Tables;

/// <summary>What a file is made as.</summary>
public enum OutputFormat
{
    /// <summary>A workbook.</summary>
    Xlsx = 1,

    /// <summary>Text with commas.</summary>
    Csv = 2,

    /// <summary>A page to print.</summary>
    Html = 3,
}

/// <summary>Endings and media types of files.</summary>
public static class OutputFormats
{
    /// <summary>The ending of a file's name, without the dot.</summary>
    public static string EndingOf(OutputFormat kind) => kind switch
    {
        OutputFormat.Xlsx => "xlsx",
        OutputFormat.Csv => "csv",
        OutputFormat.Html => "html",
        _ => throw new ArgumentOutOfRangeException(nameof(kind)),
    };

    /// <summary>The media type by which a browser knows it.</summary>
    public static string MediaTypeOf(OutputFormat kind) => kind switch
    {
        OutputFormat.Xlsx => "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        OutputFormat.Csv => "text/csv; charset=utf-8",
        OutputFormat.Html => "text/html; charset=utf-8",
        _ => throw new ArgumentOutOfRangeException(nameof(kind)),
    };
}
