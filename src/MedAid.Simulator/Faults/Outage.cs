namespace MedAid.Simulator.Faults;

/// <summary>A time in which the bureau does not answer, by its clock.</summary>
/// <param name="From">The first moment.</param>
/// <param name="To">The first moment when it answers again.</param>
public sealed record Outage(DateTimeOffset From, DateTimeOffset To);
