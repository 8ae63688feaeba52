using System.Collections;

namespace MedAid.Simulator.Faults;

/// <summary>What a call meets.</summary>
internal sealed class FaultSet(IEnumerable<FaultKind> kinds) : IEnumerable<FaultKind>
{
    private readonly HashSet<FaultKind> kinds = [.. kinds];

    /// <summary>Nothing.</summary>
    public static FaultSet None { get; } = new([]);

    /// <summary>Whether it meets this.</summary>
    public bool Has(FaultKind kind) => kinds.Contains(kind);

    /// <inheritdoc/>
    public IEnumerator<FaultKind> GetEnumerator() => kinds.Order().GetEnumerator();

    /// <inheritdoc/>
    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
}
