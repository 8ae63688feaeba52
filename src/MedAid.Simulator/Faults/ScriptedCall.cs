namespace MedAid.Simulator.Faults;

/// <summary>What the next call of a transaction number meets; nothing is drawn for it.</summary>
/// <param name="Infno">The number without a letter; empty: any.</param>
/// <param name="Faults">The faults; none: the call goes well.</param>
public sealed record ScriptedCall(string Infno, IReadOnlyList<FaultKind> Faults);
