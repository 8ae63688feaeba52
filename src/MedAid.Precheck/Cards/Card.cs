using MedAid.Core.Policy;
using MedAid.Precheck.Checks;
using MedAid.Precheck.Data;
using MedAid.Settlement.Claims;

namespace MedAid.Precheck.Cards;

/// <summary>A reason for going on that is true of the card.</summary>
public sealed record CardReason(string Code, string Text);

/// <summary>A change to take over.</summary>
/// <param name="SuggestionId">The key to press: 1, 2, 3.</param>
/// <param name="Label">What it does.</param>
/// <param name="Kind">What kind of change it is.</param>
/// <param name="Visit">The visit as it would then be.</param>
/// <param name="ItemNumber">The line that changes; 0: the visit.</param>
/// <param name="PatientFen">What the patient would pay, by the code of quotes.</param>
public sealed record CardSuggestion(
    string SuggestionId, string Label, SuggestionKind Kind, VisitClaim Visit, int ItemNumber, long PatientFen)
{
    /// <summary>The line as it would be; null where it is left out or the visit changes.</summary>
    public ClaimItem? Item => Visit.Items.FirstOrDefault(i => i.ItemNumber == ItemNumber);
}

/// <summary>One card, in the shape of CDS Hooks.</summary>
public sealed record Card
{
    /// <summary>The same for the same facts.</summary>
    public required string CardId { get; init; }

    /// <summary>The check.</summary>
    public required string CheckId { get; init; }

    /// <summary>How urgent.</summary>
    public required Severity Severity { get; init; }

    /// <summary>What it is about, what is the matter and what to do; at most <see cref="Limits.SummaryMax"/> characters.</summary>
    public required string Summary { get; init; }

    /// <summary>More of it, the money, and what it rests on.</summary>
    public required string Detail { get; init; }

    /// <summary>What it rests on.</summary>
    public required string Source { get; init; }

    /// <summary>The line of the bill; 0 where it is about the visit.</summary>
    public int ItemNumber { get; init; }

    /// <summary>What the patient would pay without that line, in fen; null where it is about the visit.</summary>
    public long? WithoutItemFen { get; init; }

    /// <summary>Changes to take over.</summary>
    public IReadOnlyList<CardSuggestion> Suggestions { get; init; } = [];

    /// <summary>Reasons for going on.</summary>
    public IReadOnlyList<CardReason> Reasons { get; init; } = [];
}

/// <summary>Why nothing is said.</summary>
public enum NoOpinion
{
    /// <summary>Something could be said.</summary>
    None = 0,

    /// <summary>It took too long.</summary>
    TimeUp = 1,

    /// <summary>The ledger or the register could not be reached.</summary>
    StoreAway = 2,
}

/// <summary>How one order is split by the catalogue, in fen.</summary>
public sealed record OrderShare(
    int ItemNumber, string Code, ItemClass Class, long InScopeFen, long FirstSelfPayFen, long OverCeilingFen, long OutOfScopeFen);

/// <summary>What is said of a draft.</summary>
public sealed record Advice
{
    /// <summary>Why nothing is said, or none.</summary>
    public NoOpinion NoOpinion { get; init; }

    /// <summary>Cards, the most urgent first.</summary>
    public IReadOnlyList<Card> Cards { get; init; } = [];

    /// <summary>How many more there are.</summary>
    public int RestCount { get; init; }

    /// <summary>The rest in one line; empty if there is none.</summary>
    public string RestLine { get; init; } = "";

    /// <summary>For the pharmacy office: checks that stepped back here because nobody heeds them.</summary>
    public IReadOnlyList<string> Notes { get; init; } = [];

    /// <summary>What the patient pays for the draft as it stands, in fen.</summary>
    public long PatientFen { get; init; }

    /// <summary>The care that the figures are of: an ordinary visit where the one that was asked for is not open to the patient.</summary>
    public Care Care { get; init; }

    /// <summary>Every order.</summary>
    public IReadOnlyList<OrderShare> Orders { get; init; } = [];

    /// <summary>Version of the checks.</summary>
    public string Version { get; init; } = "";
}
