namespace Grpc.Core;

[Flags]
public enum WriteFlags
{
    BufferHint = 1,
    NoCompress = 2,
}

public class WriteOptions(WriteFlags flags = default)
{
    public static readonly WriteOptions Default = new();

    public WriteFlags Flags { get; } = flags;
}
