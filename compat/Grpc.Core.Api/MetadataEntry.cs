using System.Text;

namespace Grpc.Core;

public sealed partial class Metadata
{
    /// <summary>One header: text, or bytes when the key ends in "-bin".</summary>
    public class Entry
    {
        private readonly string? text;
        private readonly byte[]? bytes;

        public Entry(string key, string value)
        {
            Key = Checked(key);
            ArgumentNullException.ThrowIfNull(value);
            if (IsBinary)
            {
                throw new ArgumentException("A key that ends in -bin is for bytes, not for text.", nameof(key));
            }

            text = value;
        }

        public Entry(string key, byte[] valueBytes)
        {
            Key = Checked(key);
            ArgumentNullException.ThrowIfNull(valueBytes);
            if (!IsBinary)
            {
                throw new ArgumentException("The key of a value in bytes ends in -bin.", nameof(key));
            }

            bytes = [.. valueBytes];
        }

        public string Key { get; }

        public bool IsBinary => Key.EndsWith(BinaryHeaderSuffix, StringComparison.Ordinal);

        public string Value =>
            text ?? throw new InvalidOperationException("This entry holds bytes; read ValueBytes.");

        /// <summary>A copy for each caller, so that an entry stays what it was.</summary>
        public byte[] ValueBytes => bytes is null ? Encoding.ASCII.GetBytes(text!) : [.. bytes];

        public override string ToString() => bytes is null
            ? $"[Entry: key={Key}, value={text}]"
            : $"[Entry: key={Key}, valueBytes={Convert.ToHexString(bytes)}]";

        private static string Checked(string key)
        {
            string name = Lowered(key);
            if (!name.All(IsAllowed))
            {
                throw new ArgumentException(
                    $"The header key '{name}' may hold letters, digits, '_', '-' and '.' of ASCII only.",
                    nameof(key));
            }

            return name;
        }

        private static bool IsAllowed(char letter) =>
            char.IsAsciiLetterLower(letter) || char.IsAsciiDigit(letter) || letter is '_' or '-' or '.';
    }
}
