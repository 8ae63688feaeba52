namespace MedAid.Bureau;

/// <summary>Every bound of the national messages in one place; the operator finds them in OPERATIONS.md under the same names.</summary>
public static class Limits
{
    /// <summary>Nesting of the JSON of a national message.</summary>
    public const int JsonDepthMax = 32;

    /// <summary>Characters of a file inside a message, of Base64 or of numbers with commas between them.</summary>
    public const int FileTextMax = 4 * 1024 * 1024;

    /// <summary>Bytes of a file of a reconciliation, unpacked.</summary>
    public const int FileBytesMax = 16 * 1024 * 1024;

    /// <summary>Bytes that are unpacked at a time.</summary>
    public const int FilePartBytes = 64 * 1024;

    /// <summary>Rows of a file of a reconciliation.</summary>
    public const int FileRowsMax = 200_000;

    /// <summary>How long files of the reconciliation are kept for download.</summary>
    public static readonly TimeSpan FilesKept = TimeSpan.FromDays(90);
}
