using System.Security.Cryptography;
using System.Text;

namespace MedAid.Clearing.Books;

/// <summary>Reads another stream to its end and hashes what it reads, after a beginning (SHA-256).</summary>
internal sealed class HashedStream : Stream
{
    private const int PieceSize = 16_384;

    private readonly Stream source;
    private readonly IncrementalHash hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);

    public HashedStream(Stream source, string beginning)
    {
        this.source = source;
        hash.AppendData(Encoding.UTF8.GetBytes(beginning));
    }

    /// <summary>Bytes that were read.</summary>
    public long BytesRead { get; private set; }

    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => false;

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => BytesRead;
        set => throw new NotSupportedException();
    }

    /// <summary>Reads what is left; the hash of all of it, in hexadecimal.</summary>
    public string End()
    {
        var rest = new byte[PieceSize];
        while (Read(rest) > 0)
        {
        }

        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }

    public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

    public override int Read(Span<byte> buffer)
    {
        var read = source.Read(buffer);
        hash.AppendData(buffer[..read]);
        BytesRead += read;
        return read;
    }

    public override void Flush()
    {
    }

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    protected override void Dispose(bool disposing)
    {
        hash.Dispose();
        base.Dispose(disposing);
    }
}
