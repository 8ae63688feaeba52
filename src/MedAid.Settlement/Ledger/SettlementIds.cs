using System.Security.Cryptography;
using System.Text;
using MedAid.Core;

namespace MedAid.Settlement.Ledger;

/// <summary>Ids and instants of the ledger.</summary>
public static class SettlementIds
{
    private const int HashBytes = 12;

    /// <summary>
    /// The id of the record that a request makes: <c>S</c> and 24 hexadecimal digits of its SHA-256, 25 of the 30 characters of the
    /// national <c>setl_id</c>. Derived, so that a repeated attempt can only ever make the same record.
    /// </summary>
    public static SettlementId Of(string requestId)
    {
        var hash = SHA256.HashData(Encoding.UTF8.GetBytes(requestId));
        return new SettlementId("S" + Convert.ToHexString(hash.AsSpan(0, HashBytes)));
    }
}
