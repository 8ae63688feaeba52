using System.Buffers.Binary;
using System.Text;

namespace MedAid.Stores.Redis;

/// <summary>
/// What gateways send one another over one channel: tokens to forget, and each one's own beat. One channel, so that a beat that
/// arrives vouches for the messages sent before it.
/// </summary>
internal static class ForgetMessage
{
    private const byte BeatKind = (byte)'b';
    private const byte ForgetKind = (byte)'f';
    private const int SenderBytes = 16;
    private const int HeadBytes = 1 + SenderBytes;
    private const int BeatBytes = HeadBytes + sizeof(long) + sizeof(long);
    private const char Separator = '\n';

    /// <summary>A beat.</summary>
    public static byte[] Beat(Guid sender, long number, long sentAt)
    {
        var bytes = new byte[BeatBytes];
        WriteHead(bytes, BeatKind, sender);
        BinaryPrimitives.WriteInt64BigEndian(bytes.AsSpan(HeadBytes), number);
        BinaryPrimitives.WriteInt64BigEndian(bytes.AsSpan(HeadBytes + sizeof(long)), sentAt);
        return bytes;
    }

    /// <summary>Tokens to forget.</summary>
    public static byte[] Forget(Guid sender, IEnumerable<string> idNumberHashes)
    {
        var text = string.Join(Separator, idNumberHashes);
        var bytes = new byte[HeadBytes + Encoding.UTF8.GetByteCount(text)];
        WriteHead(bytes, ForgetKind, sender);
        Encoding.UTF8.GetBytes(text, bytes.AsSpan(HeadBytes));
        return bytes;
    }

    /// <summary>The number and time of a beat, if the message is one of this sender's.</summary>
    public static bool TryReadBeat(ReadOnlySpan<byte> message, Guid sender, out long number, out long sentAt)
    {
        var isOwn = message.Length == BeatBytes && message[0] == BeatKind && SenderOf(message) == sender;
        number = isOwn ? BinaryPrimitives.ReadInt64BigEndian(message[HeadBytes..]) : 0;
        sentAt = isOwn ? BinaryPrimitives.ReadInt64BigEndian(message[(HeadBytes + sizeof(long))..]) : 0;
        return isOwn;
    }

    /// <summary>The tokens that somebody else asks to forget; none if the message says something else.</summary>
    public static string[] ReadForget(ReadOnlySpan<byte> message, Guid self) =>
        message.Length > HeadBytes && message[0] == ForgetKind && SenderOf(message) != self
            ? Encoding.UTF8.GetString(message[HeadBytes..]).Split(Separator)
            : [];

    private static void WriteHead(Span<byte> bytes, byte kind, Guid sender)
    {
        bytes[0] = kind;
        sender.TryWriteBytes(bytes[1..]);
    }

    private static Guid SenderOf(ReadOnlySpan<byte> message) => new(message.Slice(1, SenderBytes));
}
