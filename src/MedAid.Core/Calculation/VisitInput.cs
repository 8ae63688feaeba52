using MedAid.Core.Policy;

namespace MedAid.Core.Calculation;

/// <summary>One line of the bill with what the catalogue says of it.</summary>
public readonly record struct Item
{
    /// <summary>Catalogue code, or empty.</summary>
    public string Code { get; init; }

    /// <summary>Fee category, or null.</summary>
    public string? Category { get; init; }

    /// <summary>Disease that it treats; null for the one of the visit.</summary>
    public string? Disease { get; init; }

    /// <summary>Unit price in millionths of a yuan (six decimals).</summary>
    public long PriceMillionths { get; init; }

    /// <summary>Quantity in ten-thousandths (four decimals).</summary>
    public long QuantityTenThousandths { get; init; }

    /// <summary>The amount as given, in fen; it must equal price × quantity. Null if none was given.</summary>
    public long? GivenAmountFen { get; init; }

    /// <summary>Class; C also for what the catalogue does not know.</summary>
    public ItemClass Class { get; init; }

    /// <summary>First self-pay ratio of the catalogue.</summary>
    public Rate FirstSelfPay { get; init; }

    /// <summary>Ceiling of the unit price in millionths of a yuan, or null.</summary>
    public long? CeilingMillionths { get; init; }

    /// <summary>Whether use is restricted to an indication (限制使用).</summary>
    public bool Restricted { get; init; }

    /// <summary>Approval of the hospital (NHSA <c>hosp_appr_flag</c>): 0 none, 1 approved, 2 paid by the patient.</summary>
    public int Approval { get; init; }
}

/// <summary>The four components that items split into, in fen.</summary>
public readonly record struct ChargeSplit(long InScopeFen, long FirstSelfPayFen, long OverCeilingFen, long OutOfScopeFen)
{
    /// <summary>All four together.</summary>
    public long TotalFen => checked(InScopeFen + FirstSelfPayFen + OverCeilingFen + OutOfScopeFen);

    /// <summary>The charges of two parts of a visit together.</summary>
    public ChargeSplit Plus(ChargeSplit other) => new(
        checked(InScopeFen + other.InScopeFen), checked(FirstSelfPayFen + other.FirstSelfPayFen),
        checked(OverCeilingFen + other.OverCeilingFen), checked(OutOfScopeFen + other.OutOfScopeFen));
}

/// <summary>A payment that comes with the visit for one layer.</summary>
public readonly record struct LayerPayment(string Layer, long AmountFen)
{
    /// <summary>External only: the components that it is for, by their numbers; empty for all that the layer covers.</summary>
    public ValueSet For { get; init; }

    /// <summary>External only: the disease that it is for; null for every disease of the visit, in their order.</summary>
    public string? Disease { get; init; }
}

/// <summary>
/// What a person wants to pay from the personal account (个人账户): so much, or all (null), of the own balance and then of a helper's
/// (家庭共济).
/// </summary>
public sealed record AccountUse(long? UseFen, long BalanceFen, long HelperFen = 0);

/// <summary>A waiver with limits, and where its counters stand among those of the visit; -1 where a limit is not set.</summary>
public sealed record WaiverSlots(WaiverRule Rule, int MonthSlot, int YearSlot);

/// <summary>What the split is for: a question, or a settlement that is to be posted.</summary>
public enum Purpose
{
    /// <summary>No effect; what does not fit is cut and warned about.</summary>
    Quote = 1,

    /// <summary>To be posted; what does not fit is refused.</summary>
    Settle = 2,
}

/// <summary>A visit as the adjudicator takes it: facts, and either items or charges.</summary>
public sealed record VisitInput
{
    /// <summary>The most characters of the id of a stay.</summary>
    public const int StayMax = 30;

    /// <summary>Facts of visit and person.</summary>
    public required Facts Facts { get; init; }

    /// <summary>Items of the bill; ignored if <see cref="Charges"/> is given.</summary>
    public IReadOnlyList<Item> Items
    {
        get;
        init
        {
            field = value;
            ItemsNameDiseases = value.Any(i => i.Disease is not null);
        }
    }

    = [];

    /// <summary>Charges by component, for what-if work without items.</summary>
    public ChargeSplit? Charges { get; init; }

    /// <summary>Waivers of the hospital; they come before those of the pack.</summary>
    public IReadOnlyList<WaiverRule> Waivers { get; init; } = [];

    /// <summary>What the hospital advances by its own decision.</summary>
    public IReadOnlyList<HospitalAdvance> Advances { get; init; } = [];

    /// <summary>Those of the waivers that have limits and name an item of this visit, each with its counters.</summary>
    public IReadOnlyList<WaiverSlots> LimitedWaivers { get; init; } = [];

    /// <summary>How many counters <see cref="LimitedWaivers"/> have; they follow those of the pack.</summary>
    public int WaiverCounters { get; init; }

    /// <summary>Payments of external layers; several of one layer are added.</summary>
    public IReadOnlyList<LayerPayment> External { get; init; } = [];

    /// <summary>Payments that the bureau's platform has already adjudicated, at most one a layer.</summary>
    public IReadOnlyList<LayerPayment> Upstream { get; init; } = [];

    /// <summary>
    /// The stay of which the visit is one bill, 1 to <see cref="StayMax"/> characters, or null. Then the counters of the stay follow those of
    /// waivers.
    /// </summary>
    public string? Stay { get; init; }

    /// <summary>What is to be paid from the personal account, or null.</summary>
    public AccountUse? Account { get; init; }

    /// <summary>What the split is for.</summary>
    public Purpose Purpose { get; init; } = Purpose.Quote;

    /// <summary>Whether an item names the disease that it treats.</summary>
    internal bool ItemsNameDiseases { get; private init; }

    /// <summary>Whether a text can be the id of a stay.</summary>
    public static bool IsStay(string stay) =>
        stay.Length is > 0 and <= StayMax && stay.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_' or '.');
}
