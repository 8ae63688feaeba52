using MedAid.Core;
using MedAid.Core.Policy;
using MedAid.Settlement.Writes;

namespace MedAid.People.Storage;

/// <summary>What was done about a marked settlement.</summary>
public enum MarkOutcome
{
    /// <summary>The change makes no difference to it.</summary>
    NoEffect = 1,

    /// <summary>It was reversed and settled again.</summary>
    SettledAgain = 2,

    /// <summary>It stays as it is, for a reason.</summary>
    Refused = 3,

    /// <summary>It no longer holds: the settlement was undone, or comes out as it stands. The gateway itself says so.</summary>
    NoLonger = 4,
}

/// <summary>Words of what was done about a marked settlement, as the wire has them.</summary>
public static class MarkOutcomes
{
    /// <summary>Words of <see cref="MarkOutcome"/>.</summary>
    public static WordList<MarkOutcome> Words { get; } = new(
        ("no_effect", MarkOutcome.NoEffect, "无影响"), ("settled_again", MarkOutcome.SettledAgain, "已重新结算"),
        ("refused", MarkOutcome.Refused, "不予调整"), ("no_longer", MarkOutcome.NoLonger, "已不成立"));
}

/// <summary>How the open marks of a settlement were resolved.</summary>
/// <param name="ResolutionId">The caller's key.</param>
/// <param name="SettlementId">The settlement.</param>
/// <param name="Outcome">What was done.</param>
/// <param name="AgainSettlementId">The settlement that replaces it; empty: none.</param>
/// <param name="Reason">Why.</param>
/// <param name="Operator">Who reviewed it.</param>
/// <param name="Resolved">When.</param>
public sealed record MarkResolution(
    string ResolutionId, SettlementId SettlementId, MarkOutcome Outcome, SettlementId AgainSettlementId, string Reason, string Operator,
    DateTimeOffset Resolved)
{
    /// <summary>Whether it was settled again.</summary>
    public bool IsAgain => Outcome == MarkOutcome.SettledAgain;
}

/// <summary>Why marks are not resolved.</summary>
public static class MarkFault
{
    /// <summary>The settlement has no open mark; if it was settled again, none that nobody but the gateway has resolved.</summary>
    public static readonly Fault NotOpen = new("MARK_NOT_OPEN");

    /// <summary>What is to replace it is no settlement of the same person, or it is not reversed.</summary>
    public static readonly Fault AgainUnfit = new("SETTLED_AGAIN_UNFIT");
}

/// <summary>A resolution, and how many marks it resolved; a repeated request resolves none.</summary>
public sealed record ResolvedMarks(MarkResolution Resolution, int Resolved);
