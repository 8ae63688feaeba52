using System.Globalization;
using MedAid.Core.Calculation;
using MedAid.Core.Policy;
using MedAid.Settlement.Claims;
using MedAid.Settlement.Ledger;

namespace MedAid.Bureau.Link;

/// <summary>A line of a visit as it is uploaded.</summary>
/// <param name="ItemNumber">Its number in the bill.</param>
/// <param name="Code">National code.</param>
/// <param name="Price">Price in yuan, as a decimal number.</param>
/// <param name="Quantity">Quantity, as a decimal number.</param>
/// <param name="AmountFen">Amount before waivers.</param>
/// <param name="Approval">The hospital's approval of a restricted item.</param>
/// <param name="Disease">Disease that it treats, or empty.</param>
public sealed record LinkLine(int ItemNumber, string Code, string Price, string Quantity, long AmountFen, int Approval, string Disease);

/// <summary>What the bureau is told of a visit. Nothing of it is personal.</summary>
public sealed record LinkVisit
{
    private const int PriceDecimals = 6;
    private const int QuantityDecimals = 4;

    /// <summary>The visit.</summary>
    public required VisitKey Visit { get; init; }

    /// <summary>Day of the service.</summary>
    public required DateOnly ServiceDate { get; init; }

    /// <summary>Kind of care.</summary>
    public required Care Care { get; init; }

    /// <summary>Scheme, which says under which insurance.</summary>
    public required string Scheme { get; init; }

    /// <summary>Disease code, or empty.</summary>
    public string Disease { get; init; } = "";

    /// <summary>Department, or empty.</summary>
    public string Department { get; init; } = "";

    /// <summary>Doctor, or empty.</summary>
    public string Doctor { get; init; } = "";

    /// <summary>Diagnoses, the main one first.</summary>
    public IReadOnlyList<string> Diagnoses { get; init; } = [];

    /// <summary>Whether the personal account is to be used.</summary>
    public bool UsesAccount { get; init; }

    /// <summary>Lines.</summary>
    public required IReadOnlyList<LinkLine> Lines { get; init; }

    /// <summary>How MedAid splits it.</summary>
    public required LinkFigures Figures { get; init; }

    /// <summary>Charges by component, before waivers: what a waiver takes is in scope, for it pays like a fund.</summary>
    public required ChargeSplit Charges { get; init; }

    /// <summary>A settlement; null if its claim was not kept.</summary>
    public static LinkVisit? Of(SettlementDocument document)
    {
        var split = document.Breakdown;
        return KeptClaim.Read(document) is not { } claim ? null : new LinkVisit
        {
            Visit = claim.Key,
            ServiceDate = claim.ServiceDate,
            Care = claim.Care,
            Scheme = split.Policy.Scheme,
            Disease = claim.DiseaseCode ?? "",
            Department = claim.Department ?? "",
            Doctor = claim.Doctor ?? "",
            Diagnoses = claim.Diagnoses,
            UsesAccount = split.AccountFen != 0,
            Lines =
            [
                .. claim.Items.Select((item, i) => new LinkLine(
                    item.ItemNumber, item.Code, Decimals.Of(item.PriceMillionths, PriceDecimals),
                    Decimals.Of(item.QuantityTenThousandths, QuantityDecimals), AmountOf(split.Items[i]), item.Approval, item.Disease ?? "")),
            ],
            Figures = LinkFigures.Of(split),
            Charges = Gross(split),
        };
    }

    /// <summary>A draft, as MedAid would split it.</summary>
    public static LinkVisit Of(ClaimDraft draft, BreakdownDocument split) => new()
    {
        Visit = new VisitKey(draft.HospitalCode, draft.VisitId, draft.Batch),
        ServiceDate = DateOnly.ParseExact(draft.ServiceDate, "yyyy-MM-dd", CultureInfo.InvariantCulture),
        Care = (Care)draft.Care,
        Scheme = split.Policy.Scheme,
        Disease = draft.DiseaseCode,
        Department = draft.Department,
        Doctor = draft.Doctor,
        Diagnoses = draft.Diagnoses,
        UsesAccount = draft.Account is not null,
        Lines =
        [
            .. draft.Items.Select((item, i) => new LinkLine(
                item.ItemNumber, item.Code, item.UnitPriceYuan, item.Quantity, AmountOf(split.Items[i]), item.Approval, item.Disease)),
        ],
        Figures = LinkFigures.Of(split),
        Charges = Gross(split),
    };

    private static long AmountOf(ItemDocument item) => item.WaivedFen
        + item.Charges.InScopeFen + item.Charges.FirstSelfPayFen + item.Charges.OverCeilingFen + item.Charges.OutOfScopeFen;

    private static ChargeSplit Gross(BreakdownDocument split) => split.Charges with { InScopeFen = split.Charges.InScopeFen + split.WaivedFen };
}

/// <summary>Whole numbers of a smaller unit as decimal text.</summary>
internal static class Decimals
{
    /// <summary>The text of a number that is not negative and scaled by 10^<paramref name="decimals"/>, without zeros that say nothing.</summary>
    public static string Of(long scaled, int decimals)
    {
        var digits = scaled.ToString($"D{decimals + 1}", CultureInfo.InvariantCulture);
        var fraction = digits[^decimals..].TrimEnd('0');
        return fraction.Length == 0 ? digits[..^decimals] : $"{digits[..^decimals]}.{fraction}";
    }
}
