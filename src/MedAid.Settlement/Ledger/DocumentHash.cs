using System.Security.Cryptography;

namespace MedAid.Settlement.Ledger;

/// <summary>
/// The hash of a settlement document (SHA-256): it covers the whole stored message, so every figure, item, article and sentence that an
/// auditor reads. The clearing book keeps it in its chain.
/// </summary>
public static class DocumentHash
{
    /// <summary>The hash of a document.</summary>
    public static byte[] Of(SettlementDocument document) => OfMessage(SettlementCodec.MessageOf(document));

    /// <summary>The hash of a document's message (<see cref="SettlementCodec.MessageOf(byte[])"/>).</summary>
    public static byte[] OfMessage(byte[] message) => SHA256.HashData(message);

    /// <summary>One hash over the hashes of several documents, in their order, in hexadecimal.</summary>
    public static string OfAll(IEnumerable<byte[]> hashes)
    {
        using var all = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (var hash in hashes)
        {
            all.AppendData(hash);
        }

        return Convert.ToHexStringLower(all.GetHashAndReset());
    }
}
