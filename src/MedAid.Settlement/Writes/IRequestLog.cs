namespace MedAid.Settlement.Writes;

/// <summary>
/// Knows what was done under a key. Implemented by the table that all projects with rows share, and by the clearing book, whose chained records
/// hold their keys.
/// </summary>
public interface IRequestLog
{
    /// <summary>The id of what was made under a key, or that the key stands for another content; null: it is new.</summary>
    Task<Result<string>?> FindAsync(WriteKey key, CancellationToken cancellationToken);
}
