using MedAid.Precheck.Data;
using MedAid.Settlement.Claims;

namespace MedAid.Precheck.Checks;

/// <summary>What a suggestion does when it is taken over.</summary>
public enum SuggestionKind
{
    /// <summary>Another item in place of one.</summary>
    ReplaceItem = 1,

    /// <summary>Another quantity of an item.</summary>
    ChangeQuantity = 2,

    /// <summary>The hospital's decision on a restricted item.</summary>
    MarkItem = 3,

    /// <summary>An item is left out.</summary>
    RemoveItem = 4,

    /// <summary>A qualification is applied for; the money is what it would be with it.</summary>
    AddQualification = 5,

    /// <summary>Another care, mode, hospital or a filing.</summary>
    ChangeWay = 6,
}

/// <summary>A change that the physician may take over with one key.</summary>
internal sealed record Suggestion(string Label, SuggestionKind Kind, VisitChange Change, int ItemNumber = 0);

/// <summary>Words for what a card is about; an override reason is offered where all its words are among them.</summary>
internal static class CardFacts
{
    public const string Restricted = "restricted";
    public const string SelfPaid = "self_paid";
    public const string Substitute = "substitute";
    public const string Supply = "supply";
    public const string OtherHospital = "other_hospital";
    public const string Running = "running";
    public const string SameIngredient = "same_ingredient";
    public const string Quantity = "quantity";
    public const string Examination = "examination";
    public const string Qualification = "qualification";
    public const string Place = "place";
    public const string Identity = "identity";
    public const string Limit = "limit";
    public const string Outpatient = "outpatient";

    public static IReadOnlyList<string> All { get; } =
    [
        Restricted, SelfPaid, Substitute, Supply, OtherHospital, Running, SameIngredient, Quantity, Examination, Qualification, Place, Identity,
        Limit, Outpatient,
    ];
}

/// <summary>What a check has found.</summary>
internal sealed record Finding
{
    /// <summary>The item's name, or what the card is about.</summary>
    public required string Subject { get; init; }

    /// <summary>The line of the bill; 0 where it is about the visit.</summary>
    public int ItemNumber { get; init; }

    /// <summary>What is the matter, in a few words.</summary>
    public required string What { get; init; }

    /// <summary>What to do, in a few words.</summary>
    public required string Action { get; init; }

    /// <summary>More of it, in sentences.</summary>
    public required string Detail { get; init; }

    /// <summary>The facts that make it this finding and no other: the same facts, the same card.</summary>
    public required IReadOnlyList<string> Key { get; init; }

    /// <summary>The law that it rests on, as the patient's pack cites it; empty: what the check cites.</summary>
    public string Law { get; init; } = "";

    /// <summary>Words of <see cref="CardFacts"/>.</summary>
    public IReadOnlyList<string> Facts { get; init; } = [];

    /// <summary>The most urgent that it can be, whatever the check's own severity.</summary>
    public Severity AtMost { get; init; } = Severity.Critical;

    /// <summary>Ways to do better, the best first.</summary>
    public IReadOnlyList<Suggestion> Suggestions { get; init; } = [];

    /// <summary>Whether there is something to say only if the patient pays less with the first suggestion.</summary>
    public bool OnlyIfCheaper { get; init; }
}
