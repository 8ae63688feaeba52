using MedAid.Core;
using MedAid.Core.Calculation;
using MedAid.Core.Policy;

namespace MedAid.Settlement.Ledger.Stored;

/// <summary>From a stored message back to the document, the mirror of <see cref="DocumentToStored"/>.</summary>
internal static class StoredToDocument
{
    public static SettlementDocument Of(StoredDocument stored) => new()
    {
        SettlementId = new(stored.SettlementId),
        RequestId = stored.RequestId,
        Kind = (SettlementKind)stored.Kind,
        ReplacesSettlementId = stored.HasReplacesSettlementId ? new SettlementId(stored.ReplacesSettlementId) : null,
        ReversesSettlementId = stored.HasReversesSettlementId ? new SettlementId(stored.ReversesSettlementId) : null,
        Reason = stored.HasReason ? stored.Reason : null,
        HospitalCode = new(stored.HospitalCode),
        VisitId = stored.VisitId,
        PersonKey = new(stored.PersonKey),
        EligibilityVersion = stored.EligibilityVersion,
        CountyCode = new(stored.CountyCode),
        ServiceDate = Day(stored.ServiceDate) ?? throw new InvalidDataException("a stored settlement without its day"),
        Care = stored.Care > 0 ? (Care)stored.Care : null,
        Mode = stored.Mode > 0 ? (Mode)stored.Mode : null,
        DiseaseCode = stored.HasDiseaseCode ? stored.DiseaseCode : null,
        Batch = stored.Batch,
        Stay = stored.HasStay ? stored.Stay : null,
        StayPart = stored.StayPart > 0 ? stored.StayPart : null,
        Admission = stored.Admission > 0 ? stored.Admission : null,
        Accident = stored.Accident,
        AdmissionDay = Day(stored.AdmissionDay),
        Dialyses = stored.Dialyses,
        Supplies = [.. stored.Supplies.Select(s => new DrugSupply(s.Code, s.Days))],
        AgreementId = stored.HasAgreementId ? stored.AgreementId : null,
        RequestHash = stored.HasRequestHash ? Convert.ToHexStringLower(stored.RequestHash.Span) : null,
        Claim = stored.HasClaim ? stored.Claim.ToByteArray() : null,
        SettledTime = Instants.OfMicroseconds(stored.SettledTime),
        Breakdown = Breakdown(stored.Breakdown ?? throw new InvalidDataException("a stored settlement without its breakdown")),
        Entries = [.. stored.Entries.Select(e => new JournalEntry(
            Account.FromText(e.Account), new CountyCode(e.CountyCode), new Fund(e.Fund), new Fen(e.AmountFen)))],
    };

    private static BreakdownDocument Breakdown(StoredBreakdown stored) => new()
    {
        GrossFen = stored.GrossFen,
        WaivedFen = stored.WaivedFen,
        TotalFen = stored.TotalFen,
        PatientFen = stored.PatientFen,
        AccountFen = stored.AccountFen,
        HelperFen = stored.HelperFen,
        HospitalBorneFen = stored.HospitalBorneFen,
        Programme = stored.HasProgramme ? stored.Programme : null,
        Charges = Charges(stored.Charges ?? new StoredCharges()),
        Lines = [.. stored.Lines.Select(Line)],
        Counters = [.. stored.Counters.Select(c => new CounterUse(c.Counter, c.UsedBeforeFen, c.AddedFen))],
        Items = [.. stored.Items.Select(Item)],
        Waivers = [.. stored.Waivers.Select(StoredWaivers.Back)],
        Policy = Policy(stored.Policy ?? new StoredPolicy()),
        Sentences = [.. stored.Sentences],
        Warnings = [.. stored.Warnings],
    };

    private static LineDocument Line(StoredLine stored) => new()
    {
        Layer = stored.Layer,
        Fund = new(stored.Fund),
        Rule = stored.HasRule ? stored.Rule : null,
        BaseFen = stored.BaseFen,
        BaseCapFen = stored.HasBaseCapFen ? stored.BaseCapFen : null,
        EligibleFen = stored.EligibleFen,
        DeductibleFen = stored.DeductibleFen,
        AssessedFen = stored.AssessedFen,
        Shares =
        [
            .. stored.Shares.Select(s => new ShareDocument(
                s.OverFen, s.HasClass ? s.Class : null, s.PartFen, s.RatePerMillion, s.PaidFen)),
        ],
        PaidFen = stored.PaidFen,
        CappedFen = stored.CappedFen,
        OverCapFen = stored.OverCapFen,
        Advanced = stored.Advanced,
        Cite = stored.Cite,
        Source = stored.Source,
        Confidence = stored.Confidence,
        Assumed = stored.Assumed,
        DeferredFen = stored.DeferredFen,
        AsideFen = stored.AsideFen,
        QuotaFen = stored.HasQuotaFen ? stored.QuotaFen : null,
        Programme = stored.HasProgramme ? stored.Programme : null,
        BureauPaysFen = stored.HasBureauPaysFen ? stored.BureauPaysFen : null,
    };

    private static ItemDocument Item(StoredItem stored) => new(
        stored.ItemNumber, stored.Code, stored.Class, stored.WaivedFen,
        new ChargeSplit(stored.InScopeFen, stored.FirstSelfPayFen, stored.OverCeilingFen, stored.OutOfScopeFen));

    private static ChargeSplit Charges(StoredCharges stored) =>
        new(stored.InScopeFen, stored.FirstSelfPayFen, stored.OverCeilingFen, stored.OutOfScopeFen);

    private static PolicyDocument Policy(StoredPolicy stored) => new(
        stored.Pack, stored.Title, stored.Region, stored.Scheme, Day(stored.Effective), Day(stored.Published), stored.ContentHash);

    private static DateOnly? Day(int number) => number > 0 ? DateOnly.FromDayNumber(number - 1) : null;
}
