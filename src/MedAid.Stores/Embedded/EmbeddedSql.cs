using MedAid.Settlement.Sql;
using Microsoft.Data.Sqlite;

namespace MedAid.Stores.Embedded;

/// <summary>Portable SQL on SQLite. Writers queue with the ledger, so that neither ever finds the file busy.</summary>
public sealed class EmbeddedSql(EmbeddedDatabase database) : ISqlDatabase
{
    /// <inheritdoc/>
    public async Task<T> ReadAsync<T>(Func<SqlSession, Task<T>> read, CancellationToken cancellationToken)
    {
        try
        {
            await using var connection = database.Connect();
            await using var moment = connection.BeginTransaction(deferred: true);
            using var cutOff = CutOff.Of(connection, cancellationToken);
            return await read(new SqlSession(connection, moment, cancellationToken));
        }
        catch (SqliteException e) when (CutOff.Ended(e, cancellationToken))
        {
            throw new OperationCanceledException(e.Message, e, cancellationToken);
        }
        catch (Exception e) when (database.Translate(e, committing: false) is { } translated)
        {
            throw translated;
        }
    }

    /// <inheritdoc/>
    public async Task<T> WriteAsync<T>(string alone, Func<SqlSession, Task<T>> write, CancellationToken cancellationToken)
    {
        await database.Turn.WaitAsync(cancellationToken);
        var committing = false;
        try
        {
            database.ThrowIfGone();
            await using var connection = database.Connect();
            await using var transaction = connection.BeginTransaction(deferred: false);
            T result;
            using (CutOff.Of(connection, cancellationToken))
            {
                result = await write(new SqlSession(connection, transaction, cancellationToken));
            }

            committing = true;
            transaction.Commit();
            return result;
        }
        catch (SqliteException e) when (CutOff.Ended(e, cancellationToken))
        {
            throw new OperationCanceledException(e.Message, e, cancellationToken);
        }
        catch (Exception e) when (database.Translate(e, committing) is { } translated)
        {
            throw translated;
        }
        finally
        {
            database.Turn.Release();
        }
    }
}
