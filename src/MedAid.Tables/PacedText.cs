namespace MedAid.Tables;

/// <summary>Text that gives only so much for one line, and nothing once the token is cancelled: a quote that never ends stays small.</summary>
internal sealed class PacedText(TextReader inner, CancellationToken cancellationToken) : TextReader
{
    private int line = 1;
    private int sinceStep;

    /// <summary>All lines before this one were dealt with.</summary>
    public void Step(int nextLine) => (line, sinceStep) = (nextLine, 0);

    /// <inheritdoc/>
    public override int Read(char[] buffer, int index, int count)
    {
        cancellationToken.ThrowIfCancellationRequested();
        var read = inner.Read(buffer, index, count);
        sinceStep += read;
        if (buffer.AsSpan(index, read).Contains('\0'))
        {
            throw new TableFaultException(line, "文件不是文本，请另存为 CSV（UTF-8）或 .xlsx");
        }

        return sinceStep <= Limits.LineMax ? read : throw new TableFaultException(line, "这一行太长，可能有引号没有结束，请检查引号");
    }

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            inner.Dispose();
        }

        base.Dispose(disposing);
    }
}
