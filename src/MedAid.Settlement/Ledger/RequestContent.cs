using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using MedAid.Settlement.Claims;

namespace MedAid.Settlement.Ledger;

/// <summary>
/// The hash that tells one content of a request from another (SHA-256 over the checked claim). The person stands in it by
/// token, so that nobody can try id numbers out against a stored hash.
/// </summary>
public static class RequestContent
{
    /// <summary>The hash of a claim to settle.</summary>
    public static byte[] HashOf(VisitClaim claim) =>
        SHA256.HashData(JsonSerializer.SerializeToUtf8Bytes(claim, StoredJson.Default.VisitClaim));

    /// <summary>The hash of a request to reverse.</summary>
    public static byte[] HashOfReversal(string hospitalCode, string settlementId, string reason) =>
        SHA256.HashData(Encoding.UTF8.GetBytes($"reverse\n{hospitalCode}\n{settlementId}\n{reason}"));
}
