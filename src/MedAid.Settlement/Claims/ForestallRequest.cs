using System.Security.Cryptography;
using System.Text;
using MedAid.Core;
using MedAid.Settlement.Ledger;
using MedAid.Settlement.Ports;

namespace MedAid.Settlement.Claims;

/// <summary>
/// Undoes a request to settle or to reverse that has not come yet (冲正先于原交易): its id is taken by a refusal, in the same book and under the
/// same unique rule as what it would have done. Whichever of the two is first in the book, the other finds it there.
/// </summary>
public sealed class ForestallRequest(ILedger ledger)
{
    /// <summary>No visit has an empty id, so none stands against the refusal.</summary>
    private const string NoVisit = "";

    private static readonly byte[] Content = SHA256.HashData(Encoding.ASCII.GetBytes("undone beforehand"));

    /// <summary>What stands under the id: null where nothing was done under it, and nothing ever will be.</summary>
    public async Task<StoredSettlement?> ForestallAsync(string requestId, HospitalCode hospitalCode, CancellationToken cancellationToken)
    {
        var outcome = await ledger.PostAsync(
            new SettlementPosting
            {
                RequestId = requestId,
                ContentHash = Content,
                Visit = new VisitKey(hospitalCode, NoVisit),
                Prepare = (_, _) => PostingDecision.Of(new RefusalRecord(Refusal.UndoneBeforehand)),
            },
            cancellationToken);
        return outcome is { Result: PostingEffect.RequestIdReused, Refusal: null }
            ? (await ledger.FindRequestAsync(requestId, cancellationToken))?.Settlement
            : null;
    }
}
