namespace MedAid.Settlement.Claims;

/// <summary>What a later part of a stay (中途结算) says first: that it is reckoned together with those before it.</summary>
internal static class StayText
{
    /// <summary>One sentence for the second part of a stay and those after it; none otherwise.</summary>
    public static IEnumerable<string> Of(ClaimCase claimCase, ReadOnlySpan<long> usedFen) => claimCase.StayPart(usedFen) is { } part and > 1
        ? [$"这是本次住院的第 {part} 次结算，起付线和限额与此前各次合并计算。"]
        : [];
}
