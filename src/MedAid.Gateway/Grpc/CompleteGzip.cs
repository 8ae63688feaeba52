using System.IO.Compression;
using Grpc.Net.Compression;

namespace MedAid.Gateway.Grpc;

/// <summary>
/// gzip that writes a complete empty member for an empty message. Since .NET 9 <see cref="GZipStream"/> writes nothing at all if nothing was
/// written to it, and Java and Node.js clients refuse the nothing.
/// </summary>
internal sealed class CompleteGzip : ICompressionProvider
{
    /// <summary>RFC 1952: header, an empty final block, check sum and length of nothing.</summary>
    private static readonly byte[] EmptyMember =
        [0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 0, 255, 3, 0, 0, 0, 0, 0, 0, 0, 0, 0];

    public string EncodingName => "gzip";

    public Stream CreateCompressionStream(Stream stream, CompressionLevel? compressionLevel) =>
        new CompleteOnClose(
            stream, () => new GZipStream(stream, compressionLevel ?? CompressionLevel.Fastest, leaveOpen: true), EmptyMember);

    public Stream CreateDecompressionStream(Stream stream) => new GZipStream(stream, CompressionMode.Decompress, leaveOpen: true);
}

/// <summary>"deflate" on the wire is the zlib format of RFC 1950. Naming any provider drops the built-in ones, so it is named again.</summary>
internal sealed class CompleteDeflate : ICompressionProvider
{
    private static readonly byte[] EmptyMember = [0x78, 0x01, 3, 0, 0, 0, 0, 1];

    public string EncodingName => "deflate";

    public Stream CreateCompressionStream(Stream stream, CompressionLevel? compressionLevel) =>
        new CompleteOnClose(
            stream, () => new ZLibStream(stream, compressionLevel ?? CompressionLevel.Fastest, leaveOpen: true), EmptyMember);

    public Stream CreateDecompressionStream(Stream stream) => new ZLibStream(stream, CompressionMode.Decompress, leaveOpen: true);
}

/// <summary>Opens the compressor at the first byte, and writes the empty member itself if none came.</summary>
internal sealed class CompleteOnClose(Stream target, Func<Stream> compress, byte[] emptyMember) : Stream
{
    private Stream? compressor;

    public override bool CanRead => false;

    public override bool CanSeek => false;

    public override bool CanWrite => true;

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    public override void Write(byte[] buffer, int offset, int count) => Write(buffer.AsSpan(offset, count));

    public override void Write(ReadOnlySpan<byte> buffer)
    {
        if (buffer.Length > 0)
        {
            compressor ??= compress();
            compressor.Write(buffer);
        }
    }

    public override void Flush() => compressor?.Flush();

    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            if (compressor is null)
            {
                target.Write(emptyMember);
            }

            compressor?.Dispose();
        }

        base.Dispose(disposing);
    }
}
