using MedAid.Settlement.Writes;

namespace MedAid.Settlement.Sql;

/// <summary>How one kind of write is done, and how its answer is read again.</summary>
/// <param name="Decide">Reads, and says what is to be written or why not. What is there already is not written again.</param>
/// <param name="Keep">Writes it; returns it as it is then.</param>
/// <param name="SubjectOf">The id of what is to be written.</param>
/// <param name="Recall">What was written, from its id.</param>
public sealed record OnceWork<T>(
    Func<SqlSession, Task<Result<T>>> Decide, Func<SqlSession, T, Task<T>> Keep, Func<T, string> SubjectOf,
    Func<SqlSession, string, Task<T>> Recall);

/// <summary>
/// The write path of all projects with rows of their own: a known key is answered as before or refused, what is only tried is decided and not
/// written, and what is written notes its key in the same transaction (table write_request). A refusal is not noted: it may be tried again.
/// </summary>
public sealed class Once(ISqlDatabase database) : IRequestLog
{
    /// <inheritdoc/>
    public Task<Result<string>?> FindAsync(WriteKey key, CancellationToken cancellationToken) =>
        database.ReadAsync(session => FindAsync(session, key), cancellationToken);

    /// <summary>Writes, alone on a table.</summary>
    public static Task<Result<T>> WriteAsync<T>(
        ISqlDatabase database, string alone, WriteHead head, OnceWork<T> work, CancellationToken cancellationToken) => head.Key.ValidateOnly
        ? database.ReadAsync(session => TryAsync(session, head.Key, work), cancellationToken)
        : database.WriteAsync(alone, session => WriteAsync(session, head, work), cancellationToken);

    /// <summary>Writes about a subject that is known beforehand; <paramref name="refuse"/> says why not, or null.</summary>
    public static Task<Result<string>> WriteAsync(
        ISqlDatabase database, string alone, WriteHead head, string subject, Func<SqlSession, Task<Fault?>> refuse,
        Func<SqlSession, Task> keep, CancellationToken cancellationToken) => WriteAsync(
        database, alone, head,
        new OnceWork<string>(
            async session => await refuse(session) is { } fault ? Result.Refused<string>(fault) : Result.Done(subject),
            async (session, made) =>
            {
                await keep(session);
                return made;
            },
            made => made,
            (_, made) => Task.FromResult(made)),
        cancellationToken);

    private static async Task<Result<T>> WriteAsync<T>(SqlSession session, WriteHead head, OnceWork<T> work)
    {
        var tried = await TryAsync(session, head.Key, work);
        return await tried.Match(
            async (made, replayed) => replayed ? tried
                : await NoteAsync(session, head, work.SubjectOf(made)) ? Result.Done(await work.Keep(session, made))
                : Result.KeyReused<T>(),
            () => Task.FromResult(tried),
            _ => Task.FromResult(tried));
    }

    private static async Task<Result<T>> TryAsync<T>(SqlSession session, WriteKey key, OnceWork<T> work) =>
        await FindAsync(session, key) is { } known
            ? await known.Match(
                async (subject, _) => Result.Done(await work.Recall(session, subject), replayed: true),
                () => Task.FromResult(Result.KeyReused<T>()),
                fault => Task.FromResult(Result.Refused<T>(fault)))
            : await work.Decide(session);

    /// <summary>False: another project, which is alone on another table, has used the same key at the same moment.</summary>
    private static async Task<bool> NoteAsync(SqlSession session, WriteHead head, string subject) => await session.InsertAsync(
        "INSERT INTO write_request (request_id, content_hash, subject, operator, done_us)",
        [[head.Key.RequestId, head.Key.ContentHash, subject, head.Operator, Instants.Microseconds(head.Time)]],
        "ON CONFLICT (request_id) DO NOTHING") == 1;

    private static async Task<Result<string>?> FindAsync(SqlSession session, WriteKey key)
    {
        var known = await session.QueryAsync(
            "SELECT content_hash, subject FROM write_request WHERE request_id = @0", row => (Hash: row.GetString(0), Subject: row.GetString(1)),
            key.RequestId);
        return known is not [var (hash, subject)] ? null
            : hash == key.ContentHash ? Result.Done(subject, replayed: true)
            : Result.KeyReused<string>();
    }
}
