using MedAid.Clearing.Books;
using MedAid.Settlement;
using MedAid.Settlement.Ports;

namespace MedAid.Clearing.Patients;

/// <summary>
/// Agreements as a cashier needs them: from memory. The agreements are read from the store and not through ClearingBookService, so that no
/// report stands before a settlement; once a day, and whenever one is named that is not known yet. An end always lies on or after the day
/// on which it is written, so that what was read today is true for services up to today.
/// </summary>
public sealed class AgreementCache(ClearingBookStore book, TimeProvider time) : IAgreements, IDisposable
{
    private readonly SemaphoreSlim turn = new(1);
    private volatile Known known = new(0, DateOnly.MinValue, new Dictionary<string, PayLaterAgreement>(StringComparer.Ordinal));

    /// <inheritdoc/>
    public async ValueTask<PayLaterAgreement?> FindAgreementAsync(string agreementId, CancellationToken cancellationToken)
    {
        var today = ChinaTime.Today(time);
        if (known is { } before && before.Read == today && before.Agreements.TryGetValue(agreementId, out var remembered))
        {
            return remembered;
        }

        await turn.WaitAsync(cancellationToken);
        try
        {
            known = await ReadAsync(known, today, cancellationToken);
        }
        finally
        {
            turn.Release();
        }

        return known.Agreements.GetValueOrDefault(agreementId);
    }

    /// <inheritdoc/>
    public void Dispose() => turn.Dispose();

    private async Task<Known> ReadAsync(Known before, DateOnly today, CancellationToken cancellationToken)
    {
        var (number, agreements) = (before.Number, (Dictionary<string, PayLaterAgreement>?)null);
        IReadOnlyList<BookLine> lines;
        do
        {
            lines = await book.ReadAgreementsAsync(number, Limits.ReadTogetherMax, cancellationToken);
            agreements ??= lines.Count > 0 ? new(before.Agreements, StringComparer.Ordinal) : before.Agreements;
            foreach (var line in lines)
            {
                Take(agreements, line.Record);
                number = line.Record.Number;
            }
        }
        while (lines.Count == Limits.ReadTogetherMax);
        return new Known(number, today, agreements);
    }

    /// <summary>The first agreement with an id counts, as in the books; an end of none says nothing.</summary>
    private static void Take(Dictionary<string, PayLaterAgreement> agreements, ClearingRecord record)
    {
        if (record.Patient?.NewAgreement is { } paper)
        {
            agreements.TryAdd(paper.AgreementId, new PayLaterAgreement(
                paper.AgreementId, record.Patient.PersonKey, record.HospitalCode, paper.SignedDate, null, paper.Care, paper.Cite));
        }

        if (record.Patient?.Ended is { } ended && agreements.TryGetValue(ended.AgreementId, out var agreement))
        {
            agreements[ended.AgreementId] = agreement with { LastDate = ended.LastDate };
        }
    }

    /// <summary>What was read: up to which record, on which day.</summary>
    private sealed record Known(long Number, DateOnly Read, Dictionary<string, PayLaterAgreement> Agreements);
}
