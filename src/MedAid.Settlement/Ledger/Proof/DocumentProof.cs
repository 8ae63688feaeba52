using MedAid.Core.Policy;

namespace MedAid.Settlement.Ledger.Proof;

/// <summary>Compares what is stored twice: columns, entries, lines and counter changes with the document, a reversal with its original.</summary>
internal static class DocumentProof
{
    public static IEnumerable<string> Differences(
        SettlementColumns columns, SettlementDocument document, SettlementDocument? original, bool isOriginalReadable)
    {
        var id = columns.SettlementId;
        if (columns.Entries.Aggregate(Int128.Zero, (sum, entry) => sum + entry.AmountFen.Value) != 0)
        {
            yield return $"结算 {id}：分录借贷不平";
        }

        if (!ColumnsAgree(columns, document))
        {
            yield return $"结算 {id}：单据与登记栏不一致";
        }

        if (!document.Entries.SequenceEqual(columns.Entries))
        {
            yield return $"结算 {id}：单据与分录不一致";
        }

        if (!document.Breakdown.Lines.Select(l => new LineColumns(l.Layer, l.Fund, l.Rule, l.PaidFen, l.Advanced))
            .SequenceEqual(columns.Lines))
        {
            yield return $"结算 {id}：单据与各层支付不一致";
        }

        if (!ChangesAgree(columns.Changes, document))
        {
            yield return $"结算 {id}：单据与累计变动不一致";
        }

        if (!WaiversAgree(document.Breakdown))
        {
            yield return $"结算 {id}：减免明细与减免合计或减免累计不一致";
        }

        if (document.ReversesSettlementId is not null && isOriginalReadable && (original is null || !Mirrors(document, original)))
        {
            yield return $"撤销 {id}：与原结算不互为相反数";
        }
    }

    private static bool ColumnsAgree(SettlementColumns columns, SettlementDocument document)
    {
        var breakdown = document.Breakdown;
        return document.SettlementId == columns.SettlementId
            && document.RequestId == columns.RequestId
            && document.Kind == columns.Kind
            && document.ReversesSettlementId == columns.ReversesSettlementId
            && document.HospitalCode == columns.HospitalCode
            && document.VisitId == columns.VisitId
            && document.Batch == columns.Batch
            && document.Stay == columns.Stay
            && document.StayPart == columns.StayPart
            && document.AdmissionDay == columns.AdmissionDay
            && document.Dialyses == columns.Dialyses
            && DrugSupply.Text(document.Supplies) == columns.Supplies
            && document.PersonKey == columns.PersonKey
            && breakdown.Policy.Scheme == columns.Scheme
            && document.CountyCode == columns.CountyCode
            && document.ServiceDate == columns.ServiceDate
            && document.SettledTime == columns.SettledTime
            && breakdown.GrossFen == columns.GrossFen
            && breakdown.WaivedFen == columns.WaivedFen
            && breakdown.HospitalBorneFen == columns.HospitalBorneFen
            && breakdown.PatientFen == columns.PatientFen;
    }

    private static bool ChangesAgree(IReadOnlyList<CounterChange> changes, SettlementDocument document)
    {
        var added = document.Breakdown.Counters.Where(c => c.AddedFen != 0).Select(c => new CounterChange(c.Counter, c.AddedFen));
        return added.ToHashSet().SetEquals(changes);
    }

    /// <summary>What programmes waived adds up to what was waived, and their counters grew by it. Older documents have no programmes.</summary>
    private static bool WaiversAgree(BreakdownDocument breakdown)
    {
        var waivers = breakdown.Waivers;
        return (waivers.Count == 0 || waivers.Sum(w => w.WaivedFen) == breakdown.WaivedFen)
            && waivers.All(w => w.Heads.Sum(h => h.WaivedFen) == w.WaivedFen)
            && breakdown.Counters.Where(c => WaiverCounters.IsOne(c.Counter)).All(c =>
                c.AddedFen == waivers.Where(w => WaiverCounters.IsOf(c.Counter, w.Programme)).Sum(w => w.WaivedFen));
    }

    private static bool Mirrors(SettlementDocument reversal, SettlementDocument original)
    {
        var (undone, done) = (reversal.Breakdown, original.Breakdown);
        return reversal.ReversesSettlementId == original.SettlementId
            && original.Kind == SettlementKind.Settlement
            && (reversal.HospitalCode, reversal.VisitId, reversal.PersonKey, reversal.CountyCode)
                == (original.HospitalCode, original.VisitId, original.PersonKey, original.CountyCode)
            && (reversal.ServiceDate, reversal.Care, reversal.Mode, reversal.DiseaseCode, reversal.AgreementId)
                == (original.ServiceDate, original.Care, original.Mode, original.DiseaseCode, original.AgreementId)
            && (reversal.Batch, reversal.Stay, reversal.StayPart, reversal.Admission, reversal.Accident)
                == (original.Batch, original.Stay, original.StayPart, original.Admission, original.Accident)
            && (reversal.AdmissionDay, reversal.Dialyses) == (original.AdmissionDay, original.Dialyses)
            && reversal.Supplies.SequenceEqual(original.Supplies)
            && (undone.GrossFen, undone.WaivedFen, undone.TotalFen, undone.PatientFen, undone.HospitalBorneFen)
                == (-done.GrossFen, -done.WaivedFen, -done.TotalFen, -done.PatientFen, -done.HospitalBorneFen)
            && (undone.AccountFen, undone.HelperFen) == (-done.AccountFen, -done.HelperFen)
            && undone.Policy == done.Policy
            && undone.Counters.Where(c => c.AddedFen != 0).Select(c => (c.Counter, c.AddedFen))
                .SequenceEqual(done.Counters.Where(c => c.AddedFen != 0).Select(c => (c.Counter, -c.AddedFen)))
            && undone.Lines.Select(l => (l.Layer, l.Fund, l.Rule, l.PaidFen, l.DeferredFen, l.Advanced, l.QuotaFen, l.BureauPaysFen, l.Programme))
                .SequenceEqual(done.Lines.Select(l =>
                    (l.Layer, l.Fund, l.Rule, -l.PaidFen, -l.DeferredFen, l.Advanced, -l.QuotaFen, -l.BureauPaysFen, l.Programme)))
            && reversal.Entries.SequenceEqual(original.Entries.Select(e => e with { AmountFen = -e.AmountFen }));
    }
}
