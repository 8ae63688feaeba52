using MedAid.Core;
using MedAid.Core.Policy;
using MedAid.Settlement;
using MedAid.Settlement.Ledger;

namespace MedAid.Reports.Facts;

/// <summary>What a payment line of a visit is to reports.</summary>
public readonly record struct ReportPayment(string Layer, Fund Fund, string Rule, long PaidFen, long DueFen);

/// <summary>What is kept of one settlement, or of its reversal, for reports: no name, no id number, the opaque key to count persons by.</summary>
public sealed record ReportVisit
{
    // The words of the catalogue.
    private static readonly string[] DrugCategories = ["western_medicine", "patent_medicine", "herbal"];

    /// <summary>Number of its message in the outbox.</summary>
    public required long OutboxNumber { get; init; }

    /// <summary>The settlement.</summary>
    public required SettlementId SettlementId { get; init; }

    /// <summary>Day on which it was settled or undone, by the clocks of China.</summary>
    public required DateOnly BookedDay { get; init; }

    /// <summary>The person.</summary>
    public required PersonKey PersonKey { get; init; }

    /// <summary>The hospital.</summary>
    public required HospitalCode HospitalCode { get; init; }

    /// <summary>The hospital's id of the stay, else of the visit: bills and parts of one are one visit.</summary>
    public required string Visit { get; init; }

    /// <summary>County of insurance.</summary>
    public required CountyCode CountyCode { get; init; }

    /// <summary>Scheme.</summary>
    public required string Scheme { get; init; }

    /// <summary>Kind of care; 0 where it was not kept.</summary>
    public required int Care { get; init; }

    /// <summary>Disease, or empty.</summary>
    public required string Disease { get; init; }

    /// <summary>Programme, or empty.</summary>
    public required string Programme { get; init; }

    /// <summary>1, or -1 for a reversal.</summary>
    public required int Visits { get; init; }

    /// <summary>The bill.</summary>
    public required long GrossFen { get; init; }

    /// <summary>Charges in scope.</summary>
    public required long InScopeFen { get; init; }

    /// <summary>Drugs; null: of an item it is not known what it is.</summary>
    public required long? DrugFen { get; init; }

    /// <summary>Drugs in scope.</summary>
    public required long? DrugInScopeFen { get; init; }

    /// <summary>What the patient pays.</summary>
    public required long PatientFen { get; init; }

    /// <summary>What the hospital waives.</summary>
    public required long WaivedFen { get; init; }

    /// <summary>What the hospital bears above a package.</summary>
    public required long HospitalBorneFen { get; init; }

    /// <summary>Its payments, without those of nothing.</summary>
    public required IReadOnlyList<ReportPayment> Payments { get; init; }

    /// <summary>The fact of a settlement.</summary>
    public static ReportVisit Of(long outboxNumber, SettlementDocument document, Catalogue catalogue)
    {
        var (breakdown, drugs) = (document.Breakdown, DrugsOf(document, catalogue));
        return new ReportVisit
        {
            OutboxNumber = outboxNumber,
            SettlementId = document.SettlementId,
            BookedDay = ChinaTime.DayOf(document.SettledTime),
            PersonKey = document.PersonKey,
            HospitalCode = document.HospitalCode,
            Visit = document.Stay ?? document.VisitId,
            CountyCode = document.CountyCode,
            Scheme = breakdown.Policy.Scheme,
            Care = (int)(document.Care ?? 0),
            Disease = document.DiseaseCode ?? "",
            Programme = breakdown.Programme ?? "",
            Visits = 1,
            GrossFen = breakdown.GrossFen,
            InScopeFen = breakdown.Charges.InScopeFen,
            DrugFen = drugs?.GrossFen,
            DrugInScopeFen = drugs?.InScopeFen,
            PatientFen = breakdown.PatientFen,
            WaivedFen = breakdown.WaivedFen,
            HospitalBorneFen = breakdown.HospitalBorneFen,
            Payments =
            [
                .. breakdown.Lines.Where(l => l.PaidFen != 0 || l.DueFen != 0)
                    .Select(l => new ReportPayment(l.Layer, l.Fund, l.Rule ?? "", l.PaidFen, l.DueFen)),
            ],
        };
    }

    /// <summary>The fact that undoes this one.</summary>
    public ReportVisit Undone(long outboxNumber, SettlementDocument reversal) => this with
    {
        OutboxNumber = outboxNumber,
        SettlementId = reversal.SettlementId,
        BookedDay = ChinaTime.DayOf(reversal.SettledTime),
        Visits = -1,
        GrossFen = -GrossFen,
        InScopeFen = -InScopeFen,
        DrugFen = -DrugFen,
        DrugInScopeFen = -DrugInScopeFen,
        PatientFen = -PatientFen,
        WaivedFen = -WaivedFen,
        HospitalBorneFen = -HospitalBorneFen,
        Payments = [.. Payments.Select(p => p with { PaidFen = -p.PaidFen, DueFen = -p.DueFen })],
    };

    /// <summary>Drugs of the bill, before waivers, and what of them is in scope; null: of an item nobody says what it is.</summary>
    private static (long GrossFen, long InScopeFen)? DrugsOf(SettlementDocument document, Catalogue catalogue)
    {
        var said = KeptClaim.Read(document)?.Items.ToDictionary(i => i.ItemNumber, i => i.Category) ?? [];
        var (grossFen, inScopeFen) = (0L, 0L);
        foreach (var item in document.Breakdown.Items)
        {
            if ((said.GetValueOrDefault(item.ItemNumber) ?? catalogue.Find(item.Code, document.ServiceDate)?.Category) is not { } category)
            {
                return null;
            }

            if (DrugCategories.Contains(category, StringComparer.Ordinal))
            {
                grossFen = checked(grossFen + item.Charges.TotalFen + item.WaivedFen);
                inScopeFen = checked(inScopeFen + item.Charges.InScopeFen);
            }
        }

        return (grossFen, inScopeFen);
    }
}
