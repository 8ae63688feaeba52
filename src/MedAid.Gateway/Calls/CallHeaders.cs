using System.Buffers;

namespace MedAid.Gateway.Calls;

/// <summary>
/// HTTP allows more in the name of a header than gRPC does in the key of its metadata. What gRPC cannot carry means nothing to any call; it
/// is left out, for a proxy or an office's filter may add it.
/// </summary>
internal static class CallHeaders
{
    private const string Binary = "-bin";

    private static readonly SearchValues<char> KeyCharacters =
        SearchValues.Create("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-_.");

    /// <summary>Whether a header can be a text entry of metadata.</summary>
    public static bool IsText(string name) => IsKey(name) && !name.EndsWith(Binary, StringComparison.OrdinalIgnoreCase);

    /// <summary>Takes out what the gRPC server could not read; no call of the contract has binary metadata.</summary>
    public static void Clean(IHeaderDictionary headers)
    {
        foreach (var name in headers.Keys.Where(n => !n.StartsWith(':') && !IsText(n)).ToArray())
        {
            headers.Remove(name);
        }
    }

    private static bool IsKey(string name) => name.Length > 0 && !name.AsSpan().ContainsAnyExcept(KeyCharacters);
}
