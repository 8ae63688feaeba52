using MedAid.Core;
using MedAid.Core.Calculation;
using MedAid.Settlement.Claims;
using MedAid.Settlement.Ledger;
using MedAid.Settlement.Ports;

namespace MedAid.Stores.Tests.Histories;

/// <summary>Compares what was answered and what lies in the books with what has to.</summary>
internal static class YearCheck
{
    public static void Answer(Told told, Call call, Answer<Settled> answer, bool tried)
    {
        var what = $"{call.RequestId} {call.Bill?.Care} {call.Undo}";
        Assert.Empty(answer.Violations);
        if (told.Refused.Count > 0)
        {
            Assert.True(answer.Refusal is not null, $"{what}: settled, though {string.Join(" or ", told.Refused)}");
            Assert.Contains(answer.Refusal.Reason, told.Refused);
            Assert.True(told.Subject is null || told.Subject == answer.Refusal.Subject, $"{what}: {answer.Refusal.Subject} for {told.Subject}");
            return;
        }

        Assert.True(answer.Value is not null, $"{what}: refused with {answer.Refusal}");
        Document(told, answer.Value.Document with { SettlementId = tried ? new SettlementId(told.SettlementId) : answer.Value.Document.SettlementId }, tried);
    }

    /// <summary>After a history: documents, what undid them, counters, journal, standing visits and parts, and the answers that are kept.</summary>
    public static async Task BooksAsync(Replay replay, HistoryOffice office)
    {
        var ledger = office.Ledger;
        var stored = new List<StoredSettlement>();
        foreach (var told in replay.Written)
        {
            var found = await ledger.FindAsync(new SettlementId(told.SettlementId), CancellationToken.None);
            Assert.True(found is not null, $"{told.Call.RequestId} is not in the books");
            Document(told, found.Document, tried: false);
            Assert.Equal(told.UndoneBy?.SettlementId, found.ReversedBySettlementId?.Text);
            Assert.Equal(replay.LaterPart(told)?.SettlementId, (await ledger.FindLaterPartAsync(found.Document, CancellationToken.None))?.Text);
            stored.Add(found);
        }

        Journal(replay, stored);
        await CountersAsync(replay, ledger);
        await StandingAsync(replay, ledger);
        await RequestsAsync(replay, ledger);
    }

    private static void Document(Told told, SettlementDocument document, bool tried)
    {
        var (bill, wanted, is_) = (told.Bill!, told.Figures, document.Breakdown);
        Assert.Equal(told.SettlementId, document.SettlementId.Text);
        Assert.Equal(told.Undoes is null ? SettlementKind.Settlement : SettlementKind.Reversal, document.Kind);
        Assert.Equal(told.Undoes?.SettlementId, document.ReversesSettlementId?.Text);
        Assert.Equal(
            (bill.Hospital.Code, bill.VisitId, bill.Batch, bill.Stay, bill.Date),
            (document.HospitalCode, document.VisitId, document.Batch, document.Stay ?? "", document.ServiceDate));
        Assert.Equal((told.PersonKey, told.Scheme), (document.PersonKey.Text, is_.Policy.Scheme));
        Assert.Equal((told.StayPart, told.Admission), (document.StayPart, document.Admission));
        Assert.Equal(
            (wanted.GrossFen, wanted.WaivedFen, wanted.TotalFen, wanted.PatientFen, wanted.BorneFen, wanted.Programme),
            (is_.GrossFen, is_.WaivedFen, is_.TotalFen, is_.PatientFen, is_.HospitalBorneFen, is_.Programme));
        Assert.Equal((wanted.AccountFen, wanted.HelperFen), (is_.AccountFen, is_.HelperFen));
        Assert.Equal(Charges(wanted), is_.Charges);
        Assert.Equal(
            told.Warned, is_.Warnings.Select(w => OtherVisits.Codes.FirstOrDefault(c => w.EndsWith($"（{c}）", StringComparison.Ordinal))).OfType<string>());
        Assert.Equal(
            told.NotAllotted, told.NotAllotted is null ? null : is_.Warnings.Any(w => w.EndsWith("（EXTERNAL_NOT_ALLOTTED）", StringComparison.Ordinal)));
        Assert.Equal(wanted.Lines, is_.Lines.Select(l => new FigureLine(
            l.Layer, l.Rule, l.BaseFen, l.DeductibleFen, l.PaidFen, l.CappedFen, l.Advanced, l.DeferredFen,
            l.BureauPaysFen)));
        Assert.Equal(
            wanted.Added.Where(a => a.Value != 0).OrderBy(a => a.Key, StringComparer.Ordinal),
            is_.Counters.Where(c => c.AddedFen != 0).Select(c => KeyValuePair.Create(c.Counter, c.AddedFen)).OrderBy(a => a.Key, StringComparer.Ordinal));
        Assert.Equal(Sums(wanted.Entries(YearLaw.Home)), Sums(document.Entries));
        Assert.Equal(tried ? null : told.Call.RequestId, tried ? null : document.RequestId);
    }

    private static ChargeSplit Charges(Figures figures)
    {
        long Of(string component) => figures.Charges.GetValueOrDefault(component);
        return new ChargeSplit(Of("in_scope"), Of("first_self_pay"), Of("over_ceiling"), Of("out_of_scope"));
    }

    /// <summary>The entries by account, county and fund.</summary>
    private static IEnumerable<JournalEntry> Sums(IEnumerable<JournalEntry> entries) => entries
        .GroupBy(e => e with { AmountFen = default }).Select(g => g.Key with { AmountFen = g.Sum(e => e.AmountFen) }).Where(e => e.AmountFen != Fen.Zero)
        .OrderBy(e => $"{e.Account} {e.CountyCode} {e.Fund}", StringComparer.Ordinal);

    /// <summary>All that was written sums to what stands.</summary>
    private static void Journal(Replay replay, IEnumerable<StoredSettlement> stored) => Assert.Equal(
        Sums(replay.Written.Where(t => t.Stands).SelectMany(t => t.Figures.Entries(YearLaw.Home))),
        Sums(stored.SelectMany(s => s.Document.Entries)));

    private static async Task CountersAsync(Replay replay, ILedger ledger)
    {
        foreach (var owner in replay.Counters.GroupBy(c => (c.Person, c.Scheme)))
        {
            string[] keys = [.. owner.Select(c => c.Counter)];
            var used = await ledger.ReadCountersAsync(new PersonKey(owner.Key.Person), owner.Key.Scheme, keys, CancellationToken.None);
            Assert.Equal(owner.Select(replay.UsedFen).Zip(keys), used.Zip(keys));
        }
    }

    private static async Task StandingAsync(Replay replay, ILedger ledger)
    {
        var visits = replay.Written.Select(t => (t.Bill!.Hospital.Code, t.Bill.VisitId, t.Bill.Batch)).ToHashSet();
        visits.UnionWith(visits.Select(v => (v.Code, v.VisitId, "")).ToArray());
        foreach (var (hospital, visitId, batch) in visits)
        {
            var standing = await ledger.FindStandingAsync(new VisitKey(hospital, visitId, batch), default, CancellationToken.None);
            Assert.Equal(replay.Against(hospital.Text, visitId, batch)?.SettlementId, standing?.Text);
        }
    }

    private static async Task RequestsAsync(Replay replay, ILedger ledger)
    {
        foreach (var told in replay.Answered)
        {
            var kept = await ledger.FindRequestAsync(told.Call.RequestId, CancellationToken.None);
            Assert.True(kept is not null, $"{told.Call.RequestId} is not known");
            Assert.Equal(told.Refused.Count > 0, kept.Refusal is not null);
            Assert.Equal(told.Refused.Count > 0 ? null : told.SettlementId, kept.Settlement?.Document.SettlementId.Text);
        }
    }
}
