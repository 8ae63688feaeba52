using MedAid.Settlement.Ports;
using MedAid.Settlement.Sql;

namespace MedAid.Stores.Postgres;

/// <summary>Portable SQL on PostgreSQL. A table that is written alone is locked against other writers, not against readers.</summary>
public sealed class PostgresSql(PostgresDatabase database) : ISqlDatabase
{
    /// <inheritdoc/>
    public Task<T> ReadAsync<T>(Func<SqlSession, Task<T>> read, CancellationToken cancellationToken) => database.UseAsync(
        connection => read(new SqlSession(connection, null, cancellationToken, hasArrays: true)), cancellationToken);

    /// <inheritdoc/>
    public async Task<T> WriteAsync<T>(string alone, Func<SqlSession, Task<T>> write, CancellationToken cancellationToken)
    {
        var lost = false;
        try
        {
            return await database.UseAsync(
                async connection =>
                {
                    await using var transaction = await connection.BeginTransactionAsync(cancellationToken);
                    var session = new SqlSession(connection, transaction, cancellationToken, hasArrays: true);
                    await session.ExecuteAsync($"LOCK TABLE {alone} IN SHARE ROW EXCLUSIVE MODE");
                    var result = await write(session);
                    try
                    {
                        await transaction.CommitAsync(cancellationToken);
                    }
                    catch (Exception e) when (PostgresErrors.Translate(e, committing: true) is LedgerUnknownException)
                    {
                        lost = true;
                        throw;
                    }

                    return result;
                },
                cancellationToken);
        }
        catch (LedgerUnavailableException e) when (lost)
        {
            // The second attempt told nothing of the first, whose commit may have been done.
            throw new LedgerUnknownException("the connection to PostgreSQL was lost while committing", e);
        }
    }
}
