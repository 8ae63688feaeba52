namespace MedAid.Core.Policy;

/// <summary>What a pack says of the care grant (大病关怀救助).</summary>
public sealed record CareGrantTerms
{
    /// <summary>The sum, in fen.</summary>
    public required long AmountFen { get; init; }

    /// <summary>Who may have it.</summary>
    public required ValueSet Identities { get; init; }

    /// <summary>The listed diseases; with none nobody has it.</summary>
    public IReadOnlyList<string> Diseases { get; init; } = [];

    /// <summary>Where it stands.</summary>
    public Citation Citation { get; init; } = Citation.None;
}
