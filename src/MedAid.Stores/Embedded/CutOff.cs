using Microsoft.Data.Sqlite;
using SQLitePCL;

namespace MedAid.Stores.Embedded;

/// <summary>
/// SQLite works on its caller's thread and knows no tokens. While this is in force it looks at one as it works, and a statement whose caller's
/// time is over ends. It must not be in force over a commit: whether that came about is no longer the caller's to decide.
/// </summary>
internal sealed class CutOff : IDisposable
{
    private const int Interrupted = 9;

    // Some ten microseconds of work.
    private const int InstructionsBetween = 1_000;

    private readonly sqlite3? handle;

    private CutOff(sqlite3? handle) => this.handle = handle;

    /// <summary>In force until it is disposed of; throws at once if the time is over already.</summary>
    public static CutOff? Of(SqliteConnection connection, CancellationToken cancellationToken)
    {
        if (!cancellationToken.CanBeCanceled)
        {
            return null;
        }

        cancellationToken.ThrowIfCancellationRequested();
        raw.sqlite3_progress_handler(
            connection.Handle, InstructionsBetween, static token => ((CancellationToken)token).IsCancellationRequested ? 1 : 0, cancellationToken);
        return new CutOff(connection.Handle);
    }

    /// <summary>Whether a failure is such an end.</summary>
    public static bool Ended(SqliteException failure, CancellationToken cancellationToken) =>
        failure.SqliteErrorCode == Interrupted && cancellationToken.IsCancellationRequested;

    public void Dispose() => raw.sqlite3_progress_handler(handle, 0, null, null);
}
