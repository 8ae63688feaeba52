namespace MedAid.Tables;

/// <summary>Ends the reading of a file that is broken or beyond a bound; it never leaves this project.</summary>
internal sealed class TableFaultException(int line, string message) : Exception(message)
{
    /// <summary>Line of the file, 1 where it is the whole file.</summary>
    public int Line { get; } = line;
}
