using MedAid.Core;
using MedAid.Settlement.Ledger;
using MedAid.Settlement.Ledger.Proof;
using MedAid.Settlement.Ports;
using MedAid.Stores.Writing;
using Microsoft.Data.Sqlite;

namespace MedAid.Stores.Embedded;

/// <summary>The ledger on SQLite: one writer that commits in groups, readers that never wait for it.</summary>
public sealed class EmbeddedLedger : ILedger, IAsyncDisposable
{
    internal const string FindRequestSql =
        """
        SELECT r.content_hash, s.document, r.refusal, r.refusal_subject
        FROM request r LEFT JOIN settlement s ON s.settlement_id = r.settlement_id
        WHERE r.request_id = $request_id
        """;

    internal const string FindSettlementSql =
        """
        SELECT s.document, r.settlement_id
        FROM settlement s LEFT JOIN settlement r ON r.reverses_settlement_id = s.settlement_id
        WHERE s.settlement_id = $settlement_id
        """;

    internal const string FindCounterSql =
        "SELECT used_fen FROM counter WHERE person_key = $person_key AND scheme = $scheme AND counter = $counter";

    // One writer: numbers are given in the order of the commits.
    private const string OutboxSql =
        """
        SELECT o.outbox_number, s.document FROM outbox o JOIN settlement s ON s.settlement_id = o.settlement_id
        WHERE o.outbox_number > $after ORDER BY o.outbox_number LIMIT $limit
        """;

    private readonly EmbeddedDatabase database;
    private readonly GroupCommit writer;
    private EmbeddedBatch? batch;

    /// <summary>A ledger on an opened database.</summary>
    public EmbeddedLedger(EmbeddedDatabase database)
    {
        this.database = database;
        writer = new GroupCommit(CommitAsync, () => CommitAsync(Probe));
    }

    /// <inheritdoc/>
    public Task<PostingResult> PostAsync(SettlementPosting posting, CancellationToken cancellationToken) =>
        writer.PostAsync(LedgerWork.Of(posting, cancellationToken));

    /// <inheritdoc/>
    public Task<PostingResult> ReverseAsync(ReversalPosting posting, CancellationToken cancellationToken) =>
        writer.PostAsync(LedgerWork.Of(posting, cancellationToken));

    /// <inheritdoc/>
    public Task<PostingResult> ReplaceAsync(ReplacementPosting posting, CancellationToken cancellationToken) =>
        writer.PostAsync(LedgerWork.Of(posting, cancellationToken));

    /// <inheritdoc/>
    public Task<RequestRecord?> FindRequestAsync(string requestId, CancellationToken cancellationToken) => database.UseAsync(
        connection =>
        {
            using var find = new Statement(connection, FindRequestSql, "$request_id");
            KnownRequest known;
            using (var row = find.Query(requestId))
            {
                if (!row.Read())
                {
                    return null;
                }

                known = EmbeddedRows.Request(row);
            }

            var settlement = known.Document is null ? null : Find(connection, known.Document.SettlementId);
            return new RequestRecord(requestId, known.ContentHash, settlement, known.Refusal);
        },
        cancellationToken);

    /// <inheritdoc/>
    public Task<StoredSettlement?> FindAsync(SettlementId settlementId, CancellationToken cancellationToken) =>
        database.UseAsync(connection => Find(connection, settlementId), cancellationToken);

    /// <inheritdoc/>
    public Task<SettlementId?> FindStandingAsync(VisitKey visit, PersonKey personKey, CancellationToken cancellationToken) =>
        database.UseAsync(connection => EmbeddedStandingVisits.Find(connection, visit, personKey), cancellationToken);

    /// <inheritdoc/>
    public Task<SettlementId?> FindLaterPartAsync(SettlementDocument part, CancellationToken cancellationToken) =>
        database.UseAsync(connection => EmbeddedStandingVisits.FindLaterPart(connection, part), cancellationToken);

    /// <inheritdoc/>
    public Task<long[]> ReadCountersAsync(
        PersonKey personKey, string scheme, IReadOnlyList<string> counterKeys, CancellationToken cancellationToken) => database.UseAsync(
        connection =>
        {
            // One transaction, so that all counters are of one moment.
            using var moment = connection.BeginTransaction(deferred: true);
            using var find = new Statement(connection, FindCounterSql, "$person_key", "$scheme", "$counter") { Transaction = moment };
            var usedFen = new long[counterKeys.Count];
            for (var slot = 0; slot < usedFen.Length; slot++)
            {
                var (owner, ownScheme) = CounterOwner.Of(counterKeys[slot], personKey, scheme);
                using var row = find.Query(owner, ownScheme, counterKeys[slot]);
                usedFen[slot] = row.Read() ? row.GetInt64(0) : 0;
            }

            return usedFen;
        },
        cancellationToken);

    /// <inheritdoc/>
    public Task<IReadOnlyList<VisitFacts>> ReadVisitsAsync(VisitSearch search, CancellationToken cancellationToken) =>
        database.UseAsync<IReadOnlyList<VisitFacts>>(
            connection =>
            {
                using var visits = new EmbeddedVisits(connection);
                return [.. visits.Find(search).DistinctBy(v => v.SettlementId)];
            },
            cancellationToken);

    /// <inheritdoc/>
    public Task<IReadOnlyList<StoredSettlement>> ListAsync(SettlementFilter filter, CancellationToken cancellationToken) =>
        database.UseAsync(connection => EmbeddedPages.List(connection, filter), cancellationToken);

    /// <inheritdoc/>
    public Task<IReadOnlyList<SettlementHead>> ListHeadsAsync(SettlementFilter filter, CancellationToken cancellationToken) =>
        database.UseAsync(connection => EmbeddedPages.ListHeads(connection, filter), cancellationToken);

    /// <inheritdoc/>
    public Task<IReadOnlyList<(long OutboxNumber, SettlementDocument Document)>> ReadOutboxAsync(
        long after, int limit, CancellationToken cancellationToken) =>
        database.UseAsync<IReadOnlyList<(long OutboxNumber, SettlementDocument Document)>>(
            connection =>
            {
                using var read = new Statement(connection, OutboxSql, "$after", "$limit");
                using var row = read.Query(after, limit);
                var found = new List<(long, SettlementDocument)>();
                while (row.Read())
                {
                    found.Add((row.GetInt64(0), SettlementCodec.Decode(row.GetFieldValue<byte[]>(1))));
                }

                return found;
            },
            cancellationToken);

    /// <inheritdoc/>
    public Task<long> ReadOutboxEndAsync(CancellationToken cancellationToken) =>
        database.UseAsync(EmbeddedProof.OutboxEnd, cancellationToken);

    /// <inheritdoc/>
    public Task<LedgerPiece> ReadRowsAsync(long after, long through, int limit, CancellationToken cancellationToken) =>
        database.UseAsync(connection => EmbeddedProof.Rows(connection, after, through, limit), cancellationToken);

    /// <inheritdoc/>
    public Task<LedgerTotals> ReadEndAsync(
        long after, Action<LedgerRow> row, Action<CounterRow> counter, CancellationToken cancellationToken) =>
        database.UseAsync(connection => EmbeddedProof.End(connection, after, row, counter), cancellationToken);

    /// <inheritdoc/>
    public Task<IReadOnlyList<string>> FindStraysAsync(CancellationToken cancellationToken) =>
        database.UseAsync(EmbeddedProof.Strays, cancellationToken);

    /// <inheritdoc/>
    public async Task<string?> ProbeAsync(CancellationToken cancellationToken)
    {
        try
        {
            await writer.ProbeAsync(cancellationToken);
            database.TryRoom();
            return database.Damage;
        }
        catch (Exception e) when (e is LedgerUnavailableException or LedgerDamagedException or LedgerUnknownException)
        {
            return e.Message;
        }
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await writer.DisposeAsync();
        batch?.Dispose();
    }

    private Task<BatchPlan> CommitAsync(IReadOnlyList<LedgerWork> works) =>
        CommitAsync(transaction => batch!.Write(works, transaction));

    private bool Probe(SqliteTransaction transaction)
    {
        batch!.Probe(transaction);
        return true;
    }

    private async Task<T> CommitAsync<T>(Func<SqliteTransaction, T> write)
    {
        await database.Turn.WaitAsync();
        try
        {
            return Commit(write);
        }
        finally
        {
            database.Turn.Release();
        }
    }

    private T Commit<T>(Func<SqliteTransaction, T> write)
    {
        SqliteTransaction? transaction = null;
        var committing = false;
        try
        {
            database.ThrowIfGone();
            batch ??= new EmbeddedBatch(database.Connect());
            transaction = batch.Begin();
            var result = write(transaction);
            committing = true;
            transaction.Commit();
            transaction.Dispose();
            return result;
        }
        catch (Exception e) when (database.Translate(e, committing) is { } translated)
        {
            Abandon(transaction);
            throw translated;
        }
        catch
        {
            Abandon(transaction);
            throw;
        }
    }

    /// <summary>Gives up transaction and connection: what state a failed one is in is not worth guessing.</summary>
    private void Abandon(SqliteTransaction? transaction)
    {
        try
        {
            transaction?.Dispose();
            batch?.Dispose();
        }
        catch (SqliteException)
        {
            // The file is as it was at the last commit, whatever the connection says of it.
        }

        batch = null;
    }

    private static StoredSettlement? Find(SqliteConnection connection, SettlementId settlementId)
    {
        using var find = new Statement(connection, FindSettlementSql, "$settlement_id");
        using var row = find.Query(settlementId);
        return row.Read() ? EmbeddedRows.Settlement(row) : null;
    }
}
