using MedAid.Core;
using MedAid.Core.Calculation;
using MedAid.Core.Policy;
using MedAid.Precheck.Data;
using MedAid.Precheck.Papers;
using MedAid.Settlement.Claims;
using MedAid.Settlement.Ledger;
using MedAid.Settlement.People;

namespace MedAid.Precheck.Checks;

/// <summary>One order with what is known of it.</summary>
internal sealed record Order(int Index, ClaimItem Item, CatalogueItem? Entry, Drug? Drug, ItemSplit Split)
{
    // Nobody is ordered a drug for longer.
    private const int DaysMax = 9_999;

    /// <summary>The name to be shown.</summary>
    public string Name => Drug?.Name ?? Entry?.Name ?? (Item.Name.Length > 0 ? Item.Name : Item.Code);

    /// <summary>Days that one unit lasts, or null.</summary>
    public int? DaysOfUnit => Entry?.DaysOfSupply;

    /// <summary>Days for which it is ordered: as prescribed, else as the quantity lasts; null: not known.</summary>
    public int? Days => Item.Days ?? DaysByQuantity;

    /// <summary>Days that it lasts: by the quantity, else as prescribed; null: not known.</summary>
    public int? Supplied => DaysByQuantity ?? Item.Days;

    private int? DaysByQuantity => DaysOfUnit is { } days
        ? (int)Int128.Min((Int128)Item.QuantityTenThousandths * days / Quantities.One, DaysMax)
        : null;
}

/// <summary>A draft with everything looked up, and the reference data that it was looked up in. Checks read it and change nothing.</summary>
internal sealed class OrderCase
{
    public OrderCase(
        OrderDraft draft, OpenedVisit opened, AdviceData books, Refusal careRefusal, Func<CountyCode, bool, string, QualificationStart?> starts)
    {
        (Draft, Opened, Books, CareRefusal, Starts) = (draft, opened, books, careRefusal, starts);
        Hospital = opened.Case.Reference.Hospital(opened.Case.Claim.HospitalCode)!;
        Orders =
        [
            .. opened.Case.Claim.Items.Select((item, i) => new Order(
                i, item, Find(item.Code), books.Drug(item.Code), opened.Items[i])),
        ];
    }

    public OrderDraft Draft { get; }

    public OpenedVisit Opened { get; }

    public AdviceData Books { get; }

    /// <summary>Why the visit cannot be settled in the care that was asked for; then it is reckoned as an ordinary out-patient visit.</summary>
    public Refusal CareRefusal { get; }

    /// <summary>When a qualification begins, by county, whether it is chronic, and disease; null where the region says nothing.</summary>
    public Func<CountyCode, bool, string, QualificationStart?> Starts { get; }

    public Hospital Hospital { get; }

    /// <summary>What the patient has signed for the visit; nothing before the papers were looked up.</summary>
    public SignedPapers Signed { get; init; } = SignedPapers.None;

    public IReadOnlyList<Order> Orders { get; }

    /// <summary>The visit as it is reckoned.</summary>
    public VisitClaim Claim => Opened.Case.Claim;

    public Eligibility Person => Opened.Case.Person;

    public DateOnly Day => Claim.ServiceDate;

    public Facts Facts => Opened.Case.Input.Facts;

    /// <summary>The hospital's code of the department, or empty.</summary>
    public string Department => Draft.Claim.Department ?? "";

    /// <summary>Examinations of care paths that the person had; none where none was looked for.</summary>
    public IReadOnlyList<GivenExamination> Examinations { get; init; } = [];

    /// <summary>Those of other visits up to this day; of a settled visit those before it, as with <see cref="Earlier"/>.</summary>
    public IEnumerable<GivenExamination> EarlierExaminations => Examinations
        .Where(e => e.Day <= Day && !(e.HospitalCode == Claim.HospitalCode && e.VisitId == Claim.VisitId))
        .Where(e => e.Day < Day || Opened.Settled is not { } own || e.SettlementId.CompareTo(own.SettlementId) < 0);

    /// <summary>
    /// Other visits of the person up to this day. Of settled visits of one day each has only those before it in their order, so that what two give
    /// twice is found once.
    /// </summary>
    public IEnumerable<VisitFacts> Earlier => Opened.Visits
        .Where(v => v.LastDay <= Day && !(v.HospitalCode == Claim.HospitalCode && v.VisitId == Claim.VisitId))
        .Where(v => v.LastDay < Day || Opened.Settled is not { } own || v.SettlementId.CompareTo(own.SettlementId) < 0)
        .OrderBy(v => v.LastDay).ThenBy(v => v.SettlementId);

    /// <summary>
    /// Drugs whose days are known, over all lines of the same code: for how many days, and what they cost. What was given counts, and not for how
    /// long it was said to be.
    /// </summary>
    public IEnumerable<(string Code, int Days, long AmountFen)> Supplied() =>
        from lines in Orders.Where(o => o.Supplied > 0).GroupBy(o => o.Item.Code, StringComparer.Ordinal)
        select (lines.Key, lines.Sum(o => o.Supplied!.Value), lines.Sum(o => o.Item.AmountFen));

    /// <summary>The catalogue's entry of a code at this hospital on this day, or null.</summary>
    public CatalogueItem? Find(string code) => Opened.Case.Reference.Catalogue.Find(code, Day, Hospital.Level, Hospital.County);

    /// <summary>Whether one of the diagnoses begins with one of these.</summary>
    public bool HasDiagnosis(IReadOnlyList<string> beginnings) =>
        Draft.Claim.Diagnoses.Any(d => beginnings.Any(b => d.StartsWith(b, StringComparison.OrdinalIgnoreCase)));

    /// <summary>What a finding of a check rests on where this patient is insured and treated.</summary>
    public string BasisOf(CheckEntry check, Finding finding) => finding.Law.Length > 0 ? CheckBook.Basis(finding.Law, check.Assumed)
        : CheckTable.Find(check.Id) is { OfInsurance: true }
        ? Books.Checks.BasisOf(check.Cite, check.Assumed, Person.County)
        : Books.Checks.BasisOf(check.Cite, check.Assumed, Person.County, Hospital.County);

    /// <summary>What a hospital is called.</summary>
    public string NameOf(HospitalCode hospitalCode) => Opened.Case.Reference.Hospital(hospitalCode)?.Name ?? hospitalCode.Text;
}
