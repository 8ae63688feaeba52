using MedAid.Clearing.Books;
using MedAid.Clearing.Decisions;
using MedAid.Clearing.Patients;
using MedAid.Core;
using MedAid.Settlement.Ledger;
using MedAid.Settlement.Ledger.Proof;

namespace MedAid.Clearing.Proof;

/// <summary>Whether a record says of the settlements that it took over what their documents say now.</summary>
internal static class TakenCheck
{
    /// <summary>
    /// What disagrees, in Chinese. <paramref name="followsDamage"/>: the record before could not be read, so some of the messages are its.
    /// </summary>
    public static IEnumerable<string> Differences(
        ClearingRecord record, IReadOnlyList<SettlementCheck> met, bool followsDamage)
    {
        var taken = record.Taken!;
        var checks = followsDamage ? [.. met.Where(c => taken.SettlementIds.Contains(c.Row.SettlementId))] : met;
        var missing = taken.SettlementIds.Except(checks.Select(c => c.Row.SettlementId)).ToArray();
        foreach (var id in checks.Any(c => c.Row.SettlementId.IsEmpty) ? [] : missing)
        {
            yield return $"结算 {id}：往来账接收过，账本里没有了";
        }

        // What cannot be read, now or when it was passed over, was reported, and has no hash.
        if (missing.Length > 0 || checks.Any(c => c.Document is null) || taken.DocumentsHash.Length == 0)
        {
            yield break;
        }

        SettlementDocument[] documents = [.. checks.Select(c => c.Document!)];
        if (DocumentHash.OfAll(checks.Select(c => c.Hash)) != taken.DocumentsHash)
        {
            yield return checks.Count == 1
                ? $"结算 {checks[0].Row.SettlementId}：与往来账第 {record.Number} 条接收时不同"
                : $"往来账第 {record.Number} 条：所接收的结算与当时不同";
            yield break;
        }

        if (record.Kind == RecordKind.SettlementSetAside)
        {
            // It is reported as set aside.
            yield break;
        }

        if (record.Posted is not null && !Turnover.Of(documents).SequenceEqual(record.Posted))
        {
            yield return $"往来账第 {record.Number} 条：记入总账的发生额与结算分录不符";
        }

        foreach (var id in Misread(record, documents))
        {
            yield return $"往来账第 {record.Number} 条：应收或患者账与结算 {id} 的单据不符";
        }
    }

    /// <summary>Settlements of which the record opens other receivables or another share than the document gives.</summary>
    private static IEnumerable<string> Misread(ClearingRecord record, SettlementDocument[] documents)
    {
        var opened = record.Receivables.ToLookup(r => r.SettlementId);
        foreach (var document in documents)
        {
            if (document.ReversesSettlementId is { } undone)
            {
                if (opened[document.SettlementId].Any() || record.Patient?.UndoneSettlementId != undone || record.Note != (document.Reason ?? ""))
                {
                    yield return document.SettlementId.Text;
                }

                continue;
            }

            var owed = ShareTakeOver.IsOwed(document) ? ShareTakeOver.ShareOf(document) : null;
            if (!opened[document.SettlementId].All(r => Follows(r, document)) || !IsComplete(opened[document.SettlementId], document)
                || (owed is not null && record.Patient?.Share != owed))
            {
                yield return document.SettlementId.Text;
            }
        }
    }

    private static bool Follows(NewReceivable receivable, SettlementDocument document) =>
        (receivable.PersonKey, receivable.CountyCode, receivable.HospitalCode, receivable.ServiceDate)
            == (document.PersonKey, document.CountyCode, document.HospitalCode, document.ServiceDate)
        && LinesOfLayers.Of(document).Any(l => (l.Layer, l.Fund, l.Rule ?? "", l.Advanced, l.DueFen)
            == (receivable.Layer, receivable.Fund, receivable.Rule, receivable.Advanced, receivable.AmountFen));

    /// <summary>What was advanced, and relief, is always a receivable; other layers where a region's notices say so.</summary>
    private static bool IsComplete(IEnumerable<NewReceivable> opened, SettlementDocument document) => LinesOfLayers.Of(document)
        .Where(l => l.DueFen > 0 && (l.Advanced || l.Fund == Fund.Relief)).All(l => opened.Any(r => r.Layer == l.Layer));
}
