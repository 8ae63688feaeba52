using MedAid.Settlement.Ports;
using MedAid.Settlement.Writes;

namespace MedAid.People.Storage;

/// <summary>What was recorded of a person.</summary>
/// <param name="Value">The record.</param>
/// <param name="Changed">Tokens of whom every memory must go.</param>
/// <param name="Marks">Settlements marked for re-adjudication; a repeated request marks none.</param>
public sealed record Recorded<T>(T Value, IReadOnlyList<string> Changed, int Marks);

/// <summary>What follows a record.</summary>
internal static class RecordedExtensions
{
    /// <summary>Lets every memory go of those whom a record changed.</summary>
    public static async Task<Result<Recorded<T>>> ForgetChangedAsync<T>(
        this IEligibilityCache cache, Result<Recorded<T>> result, CancellationToken cancellationToken)
    {
        await result.Match(
            (recorded, _) => cache.ForgetAsync(recorded.Changed, cancellationToken), () => ValueTask.CompletedTask, _ => ValueTask.CompletedTask);
        return result;
    }
}
