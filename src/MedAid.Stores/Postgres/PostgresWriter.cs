using System.Diagnostics;
using MedAid.Settlement.Ports;
using MedAid.Stores.Writing;
using Npgsql;

namespace MedAid.Stores.Postgres;

/// <summary>
/// Commits batches on one connection of its own. A batch that lost a race against another gateway is begun again and then reads the
/// winner; a connection that is gone is opened again, and the batch too if nothing of it was on its way.
/// </summary>
/// <param name="database">The database.</param>
/// <param name="warmUp">True: everything is read and built as for a commit, and nothing is written.</param>
internal sealed class PostgresWriter(PostgresDatabase database, bool warmUp = false) : IAsyncDisposable
{
    // Writes to the log and nowhere else; the commit waits for the disk, and for a standby where there is one.
    private const string ProbeSql = "SELECT pg_logical_emit_message(true, 'medaid', '')";

    // A database that became a standby, or a user whose rights were taken, lets the message through.
    private const string MayWriteSql =
        """
        SELECT current_setting('transaction_read_only') = 'on',
               has_table_privilege('request', 'INSERT') AND has_table_privilege('settlement', 'INSERT')
               AND has_table_privilege('outbox', 'INSERT') AND has_table_privilege('counter', 'INSERT')
               AND has_table_privilege('counter', 'UPDATE')
        """;

    // The lookups are by key, in tables that are empty on the first day and large on the last: no plan that was right on the first
    // day may stay.
    private const string PlansSql =
        "SET enable_seqscan = off; SET enable_bitmapscan = off; SET enable_hashjoin = off; SET enable_mergejoin = off; "
        + "SET plan_cache_mode = force_generic_plan";

    private NpgsqlConnection? connection;
    private (LedgerUnavailableException Reason, long At)? full;

    /// <summary>Commits the batch as one transaction, or throws one of the port's exceptions, or a defect of a posting.</summary>
    public async Task<BatchPlan> CommitAsync(IReadOnlyList<LedgerWork> works)
    {
        for (var attempt = 1; ; attempt++)
        {
            var (plan, failure) = await TryAsync(works);
            if (plan is not null)
            {
                return plan;
            }

            if (failure is not null && (attempt == Limits.AttemptsMax || !failure.Value.Again))
            {
                throw failure.Value.Reason;
            }
        }
    }

    /// <summary>Commits a message that means nothing, on the connection that settlements use.</summary>
    /// <exception cref="LedgerUnavailableException">A settlement would not succeed either; the text says why.</exception>
    public async Task ProbeAsync()
    {
        // The log has room for a message of a few bytes long after the tables have none for a settlement.
        if (full is { } filled && Stopwatch.GetElapsedTime(filled.At) < Limits.FullRememberedFor)
        {
            throw filled.Reason;
        }

        for (var again = connection is not null; ; again = false)
        {
            try
            {
                connection ??= await OpenAsync();
                await ProbeAsync(connection);
                return;
            }
            catch (Exception failure)
            {
                var (reason, _) = await GiveUpAsync(failure, committing: false, wasOpen: again);
                if (!again)
                {
                    throw reason;
                }
            }
        }
    }

    public async ValueTask DisposeAsync()
    {
        if (connection is not null)
        {
            await connection.DisposeAsync();
        }
    }

    private static async Task ProbeAsync(NpgsqlConnection open)
    {
        await PostgresDatabase.CheckSafetyAsync(open, CancellationToken.None);
        await using (var ask = new NpgsqlCommand(MayWriteSql, open))
        await using (var row = await ask.ExecuteReaderAsync())
        {
            await row.ReadAsync();
            if (row.GetBoolean(0))
            {
                throw new LedgerUnavailableException("PostgreSQL 现在只读（可能连到了备库），请检查连接串和主备状态");
            }

            if (!row.GetBoolean(1))
            {
                throw new LedgerUnavailableException("PostgreSQL 的数据库用户不能写 MedAid 的表；请授予该用户写入权限");
            }
        }

        await using var probe = new NpgsqlCommand(ProbeSql, open);
        await probe.ExecuteNonQueryAsync();
    }

    /// <summary>One attempt: a plan that is committed, or why not and whether another may succeed. Neither: a month was made first.</summary>
    private async Task<(BatchPlan? Plan, (Exception Reason, bool Again)? Failure)> TryAsync(IReadOnlyList<LedgerWork> works)
    {
        var wasOpen = connection is not null;
        var committing = false;
        try
        {
            connection ??= await OpenAsync();
            var plan = BatchPlan.Of(works, await new BatchReading(connection).ReadAsync(works));
            if (warmUp)
            {
                await DiscardAsync(connection, plan);
                return (plan, null);
            }

            var months = database.Months.Missing(plan.Records.Select(r => r.Record));
            if (months.Length > 0)
            {
                await RollBackAsync();
                await database.Months.MakeAsync(months, CancellationToken.None);
                return (null, null);
            }

            if (plan.Records.Count + plan.Refusals.Count == 0)
            {
                await RollBackAsync();
                return (plan, null);
            }

            await using var write = BatchWriting.Of(connection, plan);
            committing = true;
            await write.ExecuteNonQueryAsync();
            full = null;
            return (plan, null);
        }
        catch (Exception failure)
        {
            return (null, await GiveUpAsync(failure, committing, wasOpen));
        }
    }

    /// <summary>Builds the write, and sends one of no rows in its place, which also ends the transaction.</summary>
    private static async Task DiscardAsync(NpgsqlConnection connection, BatchPlan plan)
    {
        await using (BatchWriting.Of(connection, plan))
        {
        }

        await using var nothing = BatchWriting.Of(connection, new BatchPlan(new BatchState()));
        await nothing.ExecuteNonQueryAsync();
    }

    /// <summary>Leaves the connection without a transaction, or leaves it altogether; returns what the caller gets.</summary>
    private async Task<(Exception Reason, bool Again)> GiveUpAsync(Exception failure, bool committing, bool wasOpen)
    {
        var reason = failure switch
        {
            UnfitDatabaseException => new LedgerUnavailableException(failure.Message, failure),
            _ => database.Translate(failure, committing) ?? failure,
        };
        full = reason is LedgerUnavailableException { Full: true } filled ? (filled, Stopwatch.GetTimestamp()) : full;
        if (PostgresErrors.LostRace(failure))
        {
            await RollBackAsync();
            return (reason is LedgerUnavailableException ? reason : Overtaken(failure), true);
        }

        // An old connection may have died while nobody used it; a new one that fails at once means that the server is away.
        var again = wasOpen && !committing && reason is LedgerUnavailableException { Busy: false };
        if (reason is LedgerUnavailableException or LedgerDamagedException or LedgerUnknownException)
        {
            await DropAsync();
        }
        else
        {
            await RollBackAsync();
        }

        return (reason, again);
    }

    private static LedgerUnavailableException Overtaken(Exception failure) =>
        new("另一个网关同时写了同一笔业务，请稍后重试", failure) { Busy = true };

    private async Task<NpgsqlConnection> OpenAsync()
    {
        await database.ReadyAsync(CancellationToken.None);
        var opened = await database.ConnectAloneAsync(CancellationToken.None);
        try
        {
            await PostgresDatabase.CheckSafetyAsync(opened, CancellationToken.None);
            await using var plans = new NpgsqlCommand(PlansSql, opened);
            await plans.ExecuteNonQueryAsync();
            return opened;
        }
        catch
        {
            await opened.DisposeAsync();
            throw;
        }
    }

    private async Task RollBackAsync()
    {
        if (connection is null)
        {
            return;
        }

        try
        {
            await using var rollback = new NpgsqlCommand("ROLLBACK", connection);
            await rollback.ExecuteNonQueryAsync();
        }
        catch (Exception e) when (e is NpgsqlException or InvalidOperationException or IOException)
        {
            await DropAsync();
        }
    }

    /// <summary>Without the connection its transaction is rolled back by the server.</summary>
    private async Task DropAsync()
    {
        database.Months.Forget();
        if (connection is { } dropped)
        {
            connection = null;
            await dropped.DisposeAsync();
        }
    }
}
