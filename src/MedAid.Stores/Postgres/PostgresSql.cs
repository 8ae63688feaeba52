using MedAid.Stores.Sql;

namespace MedAid.Stores.Postgres;

/// <summary>Portable SQL on PostgreSQL. A table that is written alone is locked against other writers, not against readers.</summary>
public sealed class PostgresSql(PostgresDatabase database) : ISqlDatabase
{
    /// <inheritdoc/>
    public Task<T> ReadAsync<T>(Func<SqlSession, Task<T>> read, CancellationToken cancellationToken) => database.UseAsync(
        connection => read(new SqlSession(connection, null, cancellationToken)), cancellationToken);

    /// <inheritdoc/>
    public Task<T> WriteAsync<T>(string alone, Func<SqlSession, Task<T>> write, CancellationToken cancellationToken) =>
        database.UseAsync(
            async connection =>
            {
                await using var transaction = await connection.BeginTransactionAsync(cancellationToken);
                var session = new SqlSession(connection, transaction, cancellationToken);
                await session.ExecuteAsync($"LOCK TABLE {alone} IN SHARE ROW EXCLUSIVE MODE");
                var result = await write(session);
                await transaction.CommitAsync(cancellationToken);
                return result;
            },
            cancellationToken);
}
