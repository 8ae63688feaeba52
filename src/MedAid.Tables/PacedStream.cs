namespace MedAid.Tables;

/// <summary>
/// A stream that gives only so much between two steps of its reader, and nothing once the token is cancelled. A reader of XML holds a whole
/// node in memory; so no node can be larger than a step.
/// </summary>
internal sealed class PacedStream(Stream inner, CancellationToken cancellationToken) : Stream
{
    private int sinceStep;

    /// <inheritdoc/>
    public override bool CanRead => true;

    /// <inheritdoc/>
    public override bool CanSeek => false;

    /// <inheritdoc/>
    public override bool CanWrite => false;

    /// <inheritdoc/>
    public override long Length => throw new NotSupportedException();

    /// <inheritdoc/>
    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    /// <summary>The reader has dealt with what it was given.</summary>
    public void Step() => sinceStep = 0;

    /// <inheritdoc/>
    public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

    /// <inheritdoc/>
    public override int Read(Span<byte> buffer)
    {
        cancellationToken.ThrowIfCancellationRequested();
        var read = inner.Read(buffer);
        sinceStep += read;
        return sinceStep <= Limits.NodeMax ? read
            : throw new TableFaultException(1, $"工作簿里有一段内容过长，不是正常的表格；{FileKind.SaveAgain}");
    }

    /// <inheritdoc/>
    public override void Flush() => throw new NotSupportedException();

    /// <inheritdoc/>
    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    /// <inheritdoc/>
    public override void SetLength(long value) => throw new NotSupportedException();

    /// <inheritdoc/>
    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

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
