using System.Collections.Concurrent;
using MedAid.Settlement;
using MedAid.Settlement.Ports;

namespace MedAid.Clearing.Patients;

/// <summary>
/// Agreements as a cashier needs them: from memory. The book is read the first time that an agreement is named on a day; an end always lies
/// on or after the day on which it is written, so that what was read today is true for services up to today.
/// </summary>
public sealed class AgreementMemory(ClearingDesk desk, TimeProvider time) : IAgreements
{
    private readonly ConcurrentDictionary<string, (DateOnly Read, PayLaterAgreement Agreement)> known = new(StringComparer.Ordinal);

    /// <inheritdoc/>
    public async ValueTask<PayLaterAgreement?> FindAgreementAsync(string agreementId, CancellationToken cancellationToken)
    {
        var today = ChinaTime.Today(time);
        if (known.TryGetValue(agreementId, out var remembered) && remembered.Read == today)
        {
            return remembered.Agreement;
        }

        var found = await desk.LookAsync(books => books.Patients.Agreements.GetValueOrDefault(agreementId), cancellationToken);
        if (found is null)
        {
            return null;
        }

        if (known.Count >= Limits.AgreementsRememberedMax)
        {
            known.Clear();
        }

        var agreement = new PayLaterAgreement(
            found.AgreementId, found.PersonKey, found.HospitalCode, found.Paper.SignedDate, found.LastDate, found.Paper.Care, found.Paper.Cite);
        known[agreementId] = (today, agreement);
        return agreement;
    }
}
