namespace MedAid.Core.Policy;

/// <summary>A range with both ends included; an absent end is open.</summary>
public readonly record struct IntegerRange(int? From, int? To)
{
    /// <summary>Whether a value lies in the range; an absent value does not.</summary>
    public bool Includes(int? value) => value is { } v && !(v < From) && !(v > To);

    /// <summary>Whether every value of the other range lies in this one.</summary>
    public bool Covers(IntegerRange other) =>
        (From is null || other.From >= From) && (To is null || other.To <= To);
}

/// <summary>A set of enum values, one bit each. An empty set means that the fact is not asked for.</summary>
public readonly record struct ValueSet(uint Bits)
{
    /// <summary>Whether nothing is asked for.</summary>
    public bool IsEmpty => Bits == 0;

    /// <summary>The set with one more value, given by its number.</summary>
    public ValueSet With(int value) => new(Bits | (1u << value));

    /// <summary>The values of both sets.</summary>
    public ValueSet Plus(ValueSet other) => new(Bits | other.Bits);

    /// <summary>Whether every value of the set is in the other one.</summary>
    public bool IsWithin(ValueSet other) => (Bits & ~other.Bits) == 0;

    /// <summary>Whether a value, given by its number, satisfies the condition.</summary>
    public bool Allows(int value) => Bits == 0 || (Bits & (1u << value)) != 0;

    /// <summary>Whether one of several values satisfies the condition.</summary>
    public bool AllowsAny(ValueSet values) => Bits == 0 || (Bits & values.Bits) != 0;

    /// <summary>Whether this condition holds wherever the other one does.</summary>
    public bool Covers(ValueSet other) => Bits == 0 || (other.Bits != 0 && (other.Bits & ~Bits) == 0);
}

/// <summary>
/// When a rule applies (<c>when:</c>). Every fact that is asked for must hold; several values of one fact mean any of them; a
/// fact that the visit does not bring makes the condition fail. A condition that asks for nothing always holds.
/// </summary>
public sealed record Condition
{
    /// <summary>The condition that always holds.</summary>
    public static Condition Always { get; } = new();

    /// <summary>Kinds of care.</summary>
    public ValueSet Care { get; init; }

    /// <summary>Modes of management.</summary>
    public ValueSet Mode { get; init; }

    /// <summary>Disease codes or beginnings of them (<see cref="CodeWords"/>), or null.</summary>
    public IReadOnlyList<string>? Disease { get; init; }

    /// <summary>Codes of hospitals, or null.</summary>
    public IReadOnlyList<string>? Hospital { get; init; }

    /// <summary>Levels of the hospital, or null.</summary>
    public IReadOnlyList<string>? HospitalLevel { get; init; }

    /// <summary>Tiers of the hospital.</summary>
    public ValueSet HospitalTier { get; init; }

    /// <summary>Places of treatment.</summary>
    public ValueSet Place { get; init; }

    /// <summary>Whether a referral or filing is on record: value 1 for yes, 0 for no.</summary>
    public ValueSet Filed { get; init; }

    /// <summary>Whether an accident is the cause: value 1 for yes, 0 for no.</summary>
    public ValueSet Accident { get; init; }

    /// <summary>Identities of the person, any of which is enough.</summary>
    public ValueSet Identity { get; init; }

    /// <summary>Ranges of the age in whole years on the service date, any of which is enough, or null.</summary>
    public IReadOnlyList<IntegerRange>? Age { get; init; }

    /// <summary>Employment of the person.</summary>
    public ValueSet Employment { get; init; }

    /// <summary>Ranges of the how-manieth admission of the year, any of which is enough, or null.</summary>
    public IReadOnlyList<IntegerRange>? Admission { get; init; }

    /// <summary>Classes of the item; only for item rules.</summary>
    public ValueSet ItemClass { get; init; }

    /// <summary>Fee categories of the item or beginnings of them, or null; only for item rules.</summary>
    public IReadOnlyList<string>? ItemCategory { get; init; }

    /// <summary>Catalogue codes of the item or beginnings of them, or null; only for item rules.</summary>
    public IReadOnlyList<string>? ItemCode { get; init; }

    /// <summary>Whether the condition holds for a visit.</summary>
    public bool Holds(Facts facts) =>
        Care.Allows(facts.Care is { } care ? (int)care : 0)
        && Mode.Allows((int)facts.Mode)
        && HospitalTier.Allows(facts.HospitalTier is { } tier ? (int)tier : 0)
        && Place.Allows(facts.Place is { } place ? (int)place : 0)
        && Filed.Allows(facts.Filed ? 1 : 0)
        && Accident.Allows(facts.Accident ? 1 : 0)
        && Identity.AllowsAny(facts.Identities)
        && Employment.Allows(facts.Employment is { } employment ? (int)employment : 0)
        && CodeWords.Allow(Disease, facts.Disease)
        && Includes(Hospital, facts.Hospital?.Text)
        && Includes(HospitalLevel, facts.HospitalLevel)
        && Includes(Age, facts.Age)
        && Includes(Admission, facts.Admission);

    /// <summary>Whether the condition holds for an item of a visit.</summary>
    public bool Holds(Facts facts, ItemClass itemClass, string? category = null, string? code = null) =>
        ItemClass.Allows((int)itemClass) && CodeWords.Allow(ItemCategory, category) && CodeWords.Allow(ItemCode, code) && Holds(facts);

    /// <summary>Whether this condition holds wherever the other one does, so that it hides the other one behind it.</summary>
    public bool Covers(Condition other) =>
        Care.Covers(other.Care) && Mode.Covers(other.Mode) && HospitalTier.Covers(other.HospitalTier)
        && Place.Covers(other.Place) && Filed.Covers(other.Filed) && Identity.Covers(other.Identity)
        && Employment.Covers(other.Employment) && ItemClass.Covers(other.ItemClass) && Accident.Covers(other.Accident)
        && CodeWords.Cover(Disease, other.Disease) && Covers(Hospital, other.Hospital) && Covers(HospitalLevel, other.HospitalLevel)
        && CodeWords.Cover(ItemCategory, other.ItemCategory) && CodeWords.Cover(ItemCode, other.ItemCode)
        && Covers(Age, other.Age) && Covers(Admission, other.Admission);

    private static bool Includes(IReadOnlyList<string>? wanted, string? value)
    {
        if (wanted is null)
        {
            return true;
        }

        for (var i = 0; i < wanted.Count; i++)
        {
            if (string.Equals(wanted[i], value, StringComparison.Ordinal))
            {
                return true;
            }
        }

        return false;
    }

    private static bool Includes(IReadOnlyList<IntegerRange>? wanted, int? value)
    {
        if (wanted is null)
        {
            return true;
        }

        for (var i = 0; i < wanted.Count; i++)
        {
            if (wanted[i].Includes(value))
            {
                return true;
            }
        }

        return false;
    }

    private static bool Covers(IReadOnlyList<string>? mine, IReadOnlyList<string>? other) =>
        mine is null || (other is not null && other.All(mine.Contains));

    private static bool Covers(IReadOnlyList<IntegerRange>? mine, IReadOnlyList<IntegerRange>? other) =>
        mine is null || (other is not null && other.All(inner => mine.Any(range => range.Covers(inner))));
}
