using MedAid.Settlement.Ports;
using MedAid.Stores.Writing;
using Npgsql;

namespace MedAid.Stores.Postgres;

/// <summary>
/// Commits batches on one connection of its own. A batch that lost a race against another gateway is begun again and then reads the
/// winner; a connection that is gone is opened again, and the batch too if nothing of it was on its way.
/// </summary>
/// <param name="database">The database.</param>
/// <param name="rehearsal">True: everything is read and built as for a commit, and nothing is written.</param>
internal sealed class PostgresWriter(PostgresDatabase database, bool rehearsal = false) : IAsyncDisposable
{
    // The lookups are by key, in tables that are empty on the first day and large on the last: no plan that was right on the first
    // day may stay.
    private const string PlansSql =
        "SET enable_seqscan = off; SET enable_hashjoin = off; SET enable_mergejoin = off; SET plan_cache_mode = force_generic_plan";

    private NpgsqlConnection? connection;

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

    public async ValueTask DisposeAsync()
    {
        if (connection is not null)
        {
            await connection.DisposeAsync();
        }
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
            if (rehearsal)
            {
                await RehearseAsync(connection, plan);
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
            return (plan, null);
        }
        catch (Exception failure)
        {
            return (null, await GiveUpAsync(failure, committing, wasOpen));
        }
    }

    /// <summary>Builds the write, and sends one of no rows in its place, which also ends the transaction.</summary>
    private static async Task RehearseAsync(NpgsqlConnection connection, BatchPlan plan)
    {
        await using (BatchWriting.Of(connection, plan))
        {
        }

        await using var nothing = BatchWriting.Of(connection, new BatchPlan(new BatchState()));
        await nothing.ExecuteNonQueryAsync();
    }

    /// <summary>Leaves the connection without a transaction, or leaves it altogether; says what the caller is told.</summary>
    private async Task<(Exception Reason, bool Again)> GiveUpAsync(Exception failure, bool committing, bool wasOpen)
    {
        var reason = failure switch
        {
            UnfitDatabaseException => new LedgerUnavailableException(failure.Message, failure),
            _ => PostgresErrors.Translate(failure, committing) ?? failure,
        };
        if (PostgresErrors.LostRace(failure))
        {
            await RollBackAsync();
            return (reason is LedgerUnavailableException ? reason : new LedgerUnavailableException("lost a race", failure) { Busy = true }, true);
        }

        // An old connection may have died while nobody used it; a new one that fails at once means that the server is away.
        var again = wasOpen && !committing && reason is LedgerUnavailableException { Busy: false };
        if (reason is LedgerUnavailableException or LedgerUnknownException)
        {
            await DropAsync();
        }
        else
        {
            await RollBackAsync();
        }

        return (reason, again);
    }

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
