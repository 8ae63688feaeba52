using System.Text;
using MedAid.Core;
using MedAid.Core.Policy;
using MedAid.Settlement.Ledger;
using MedAid.Settlement.Ledger.Proof;
using MedAid.Settlement.Ports;
using MedAid.Settlement.Sql;
using MedAid.Stores.Writing;
using Npgsql;

namespace MedAid.Stores.Postgres;

/// <summary>The ledger on PostgreSQL: one writer in each gateway that commits in groups, readers on a pool of connections.</summary>
public sealed class PostgresLedger : ILedger, IAsyncDisposable
{
    private const string FindRequestSql =
        """
        SELECT s.document, v.reversal_settlement_id, r.content_hash, r.refusal, r.refusal_subject
        FROM request r
        LEFT JOIN settlement s ON s.settled_at = r.settled_at AND s.settlement_id = r.settlement_id
        LEFT JOIN reversal v ON v.settlement_id = r.settlement_id
        WHERE r.request_id = $1
        """;

    private const string FindSettlementSql =
        """
        SELECT s.document, v.reversal_settlement_id
        FROM request r
        JOIN settlement s ON s.settled_at = r.settled_at AND s.settlement_id = r.settlement_id
        LEFT JOIN reversal v ON v.settlement_id = r.settlement_id
        WHERE r.settlement_id = $1
        """;

    private const string CountersSql =
        "SELECT counter, used_fen FROM counter WHERE person_key = $1 AND scheme = $2 AND counter = ANY ($3)";

    // Counters of waivers have other owners than the person under the scheme.
    private const string CountersOfOwnersSql =
        """
        SELECT c.counter, c.used_fen FROM unnest($1, $2, $3) AS w (person_key, scheme, counter), LATERAL (
            SELECT * FROM counter k WHERE k.person_key = w.person_key AND k.scheme = w.scheme AND k.counter = w.counter OFFSET 0) c
        """;

    private readonly PostgresDatabase database;
    private readonly PostgresWriter connection;
    private readonly GroupCommit writer;

    /// <summary>A ledger on a database, which need not be there yet.</summary>
    public PostgresLedger(PostgresDatabase database)
        : this(database, new PostgresWriter(database))
    {
    }

    private PostgresLedger(PostgresDatabase database, PostgresWriter connection)
    {
        this.database = database;
        this.connection = connection;
        writer = new GroupCommit(connection.CommitAsync, connection.ProbeAsync);
    }

    /// <summary>A ledger that reads and works as this one does, answers as if it had written, and writes nothing.</summary>
    public static PostgresLedger ForWarmUp(PostgresDatabase database) => new(database, new PostgresWriter(database, warmUp: true));

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
        async connection =>
        {
            await using var query = new NpgsqlCommand(FindRequestSql, connection) { Parameters = { PostgresRows.Text(requestId) } };
            await using var row = await query.ExecuteReaderAsync(cancellationToken);
            return await row.ReadAsync(cancellationToken)
                ? new RequestRecord(
                    requestId, row.GetFieldValue<byte[]>(2), row.IsDBNull(0) ? null : PostgresRows.Settlement(row),
                    PostgresRows.Refusal(row, 3))
                : null;
        },
        cancellationToken);

    /// <inheritdoc/>
    public Task<StoredSettlement?> FindAsync(SettlementId settlementId, CancellationToken cancellationToken) => database.UseAsync(
        async connection =>
        {
            await using var query = new NpgsqlCommand(FindSettlementSql, connection)
            {
                Parameters = { PostgresRows.Text(settlementId.Text) },
            };
            await using var row = await query.ExecuteReaderAsync(cancellationToken);
            return await row.ReadAsync(cancellationToken) ? PostgresRows.Settlement(row) : null;
        },
        cancellationToken);

    /// <inheritdoc/>
    public Task<SettlementId?> FindStandingAsync(VisitKey visit, PersonKey personKey, CancellationToken cancellationToken) =>
        database.UseAsync(connection => PostgresStandingVisits.FindAsync(connection, visit, personKey, cancellationToken), cancellationToken);

    /// <inheritdoc/>
    public Task<SettlementId?> FindLaterPartAsync(SettlementDocument part, CancellationToken cancellationToken) =>
        database.UseAsync(connection => PostgresStandingVisits.FindLaterPartAsync(connection, part, cancellationToken), cancellationToken);

    /// <inheritdoc/>
    public Task<long[]> ReadCountersAsync(
        PersonKey personKey, string scheme, IReadOnlyList<string> counterKeys, CancellationToken cancellationToken) => database.UseAsync(
        async connection =>
        {
            await using var query = CountersCommand(connection, personKey, scheme, counterKeys);
            await using var row = await query.ExecuteReaderAsync(cancellationToken);
            var used = new Dictionary<string, long>(StringComparer.Ordinal);
            while (await row.ReadAsync(cancellationToken))
            {
                used.Add(row.GetString(0), row.GetInt64(1));
            }

            return counterKeys.Select(key => used.GetValueOrDefault(key)).ToArray();
        },
        cancellationToken);

    /// <inheritdoc/>
    public Task<IReadOnlyList<VisitFacts>> ReadVisitsAsync(VisitSearch search, CancellationToken cancellationToken) =>
        database.UseAsync(connection => PostgresVisits.FindAsync(connection, search, cancellationToken), cancellationToken);

    /// <inheritdoc/>
    public Task<IReadOnlyList<StoredSettlement>> ListAsync(SettlementFilter filter, CancellationToken cancellationToken) =>
        PageAsync("s.document, v.reversal_settlement_id", PostgresRows.Settlement, filter, cancellationToken);

    /// <inheritdoc/>
    public Task<IReadOnlyList<SettlementHead>> ListHeadsAsync(SettlementFilter filter, CancellationToken cancellationToken) => PageAsync(
        "s.settlement_id, s.kind, s.hospital_code, s.visit_id, s.service_date, s.settled_at", PostgresRows.Head, filter, cancellationToken);

    /// <inheritdoc/>
    public Task<IReadOnlyList<(long OutboxNumber, SettlementDocument Document)>> ReadOutboxAsync(
        long after, int limit, CancellationToken cancellationToken) =>
        database.UseAsync(connection => PostgresOutbox.ReadAsync(connection, after, limit, cancellationToken), cancellationToken);

    /// <inheritdoc/>
    public Task<long> ReadOutboxEndAsync(CancellationToken cancellationToken) =>
        database.UseAsync(connection => PostgresOutbox.EndAsync(connection, cancellationToken), cancellationToken);

    /// <inheritdoc/>
    public Task<LedgerPiece> ReadRowsAsync(long after, long through, int limit, CancellationToken cancellationToken) =>
        database.UseAsync(connection => PostgresProof.RowsAsync(connection, after, through, limit, cancellationToken), cancellationToken);

    /// <inheritdoc/>
    public Task<LedgerTotals> ReadEndAsync(
        long after, Action<LedgerRow> row, Action<CounterRow> counter, CancellationToken cancellationToken) =>
        database.UseOnceAsync(connection => PostgresProof.EndAsync(connection, after, row, counter, cancellationToken), cancellationToken);

    /// <inheritdoc/>
    public Task<IReadOnlyList<string>> FindStraysAsync(CancellationToken cancellationToken) =>
        database.UseAsync(connection => PostgresProof.StraysAsync(connection, cancellationToken), cancellationToken);

    /// <inheritdoc/>
    public async Task<string?> ProbeAsync(CancellationToken cancellationToken)
    {
        try
        {
            await writer.ProbeAsync(cancellationToken);
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
        await connection.DisposeAsync();
    }

    private static NpgsqlCommand CountersCommand(
        NpgsqlConnection connection, PersonKey personKey, string scheme, IReadOnlyList<string> counterKeys)
    {
        string[] counters = [.. counterKeys];
        if (!Array.Exists(counters, WaiverCounters.IsOne))
        {
            return new NpgsqlCommand(CountersSql, connection)
            {
                Parameters = { PostgresRows.Text(personKey.Text), PostgresRows.Text(scheme), PostgresRows.Texts(counters) },
            };
        }

        var owners = Array.ConvertAll(counters, c => CounterOwner.Of(c, personKey, scheme));
        return new NpgsqlCommand(CountersOfOwnersSql, connection)
        {
            Parameters =
            {
                PostgresRows.Texts(Array.ConvertAll(owners, o => o.Key.Text)), PostgresRows.Texts(Array.ConvertAll(owners, o => o.Scheme)),
                PostgresRows.Texts(counters),
            },
        };
    }

    private Task<IReadOnlyList<T>> PageAsync<T>(
        string columns, Func<NpgsqlDataReader, T> read, SettlementFilter filter, CancellationToken cancellationToken) =>
        database.UseAsync<IReadOnlyList<T>>(
            async connection =>
            {
                await using var query = ListCommand(connection, columns, filter);
                await using var row = await query.ExecuteReaderAsync(cancellationToken);
                var found = new List<T>();
                while (await row.ReadAsync(cancellationToken))
                {
                    found.Add(read(row));
                }

                return found;
            },
            cancellationToken);

    /// <summary>Only the conditions that are asked for, so that each combination has a plan of its own.</summary>
    private static NpgsqlCommand ListCommand(NpgsqlConnection connection, string columns, SettlementFilter filter)
    {
        var command = new NpgsqlCommand { Connection = connection };
        var sql = new StringBuilder(
            $"""
            SELECT {columns}
            FROM settlement s LEFT JOIN reversal v ON v.settlement_id = s.settlement_id
            WHERE true
            """);
        void Where(string condition, params ReadOnlySpan<object?> values)
        {
            foreach (var value in values)
            {
                command.Parameters.Add(new NpgsqlParameter { Value = SqlValues.Of(value) });
            }

            sql.Append(" AND ").Append(condition.Replace("$n", $"${command.Parameters.Count}", StringComparison.Ordinal)
                .Replace("$m", $"${command.Parameters.Count - 1}", StringComparison.Ordinal));
        }

        if (filter.HospitalCode is { } hospital)
        {
            Where("s.hospital_code = $n", hospital);
        }

        if (filter.CountyCode is { } county)
        {
            Where("s.county_code = $n", county);
        }

        if (filter.PersonKey is { } person)
        {
            Where("s.person_key = $n", person);
        }

        if (filter.From is { } from)
        {
            Where("s.service_date >= $n", from);
        }

        if (filter.To is { } to)
        {
            Where("s.service_date <= $n", to);
        }

        if (filter.Settled is { } span)
        {
            Where("s.settled_at >= $m AND s.settled_at < $n", span.From.UtcDateTime, span.Before.UtcDateTime);
        }

        if (filter.Waived)
        {
            sql.Append(" AND s.waived_fen <> 0");
        }

        if (filter.Reversed is { } reversed)
        {
            Where(reversed ? "v.settlement_id IS NOT NULL" : "v.settlement_id IS NULL");
        }

        if (filter.After is { } after)
        {
            // The first condition says the same again, in a way that leaves younger months out.
            Where("s.settled_at <= $m AND (s.settled_at, s.settlement_id) < ($m, $n)", after.SettledTime.UtcDateTime, after.SettlementId);
        }

        command.Parameters.Add(new NpgsqlParameter { Value = filter.Limit });
        sql.Append($" ORDER BY s.settled_at DESC, s.settlement_id DESC LIMIT ${command.Parameters.Count}");
        command.CommandText = sql.ToString();
        return command;
    }
}
