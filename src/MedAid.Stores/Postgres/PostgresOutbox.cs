using MedAid.Settlement.Ledger;
using Npgsql;

namespace MedAid.Stores.Postgres;

/// <summary>
/// Reads the outbox without leaving a message out. Numbers are given before the commit, so a lower one may become visible after a higher
/// one. Therefore: note the last number given and the next transaction to begin; once every transaction that had begun by then has ended, no
/// message up to that number can still come.
/// </summary>
internal static class PostgresOutbox
{
    private const string MarkSql =
        "SELECT CASE WHEN is_called THEN last_value ELSE 0 END, pg_snapshot_xmax(pg_current_snapshot())::text FROM outbox_number";

    private const string EndedSql = "SELECT pg_snapshot_xmin(pg_current_snapshot()) >= $1::xid8";

    private const string ReadSql =
        """
        SELECT o.outbox_number, s.document
        FROM outbox o JOIN settlement s ON s.settled_at = o.settled_at AND s.settlement_id = o.settlement_id
        WHERE o.outbox_number > $1 AND o.outbox_number <= $2 ORDER BY o.outbox_number LIMIT $3
        """;

    public static async Task<IReadOnlyList<(long OutboxNumber, SettlementDocument Document)>> ReadAsync(
        NpgsqlConnection connection, long after, int limit, CancellationToken cancellationToken)
    {
        var (last, horizon) = await MarkAsync(connection, cancellationToken);
        if (last <= after)
        {
            return [];
        }

        await WaitAsync(connection, horizon, cancellationToken);

        await using var read = new NpgsqlCommand(ReadSql, connection)
        {
            Parameters = { new() { Value = after }, new() { Value = last }, new() { Value = (long)limit } },
        };
        await using var row = await read.ExecuteReaderAsync(cancellationToken);
        var found = new List<(long, SettlementDocument)>();
        while (await row.ReadAsync(cancellationToken))
        {
            found.Add((row.GetInt64(0), SettlementCodec.Decode(row.GetFieldValue<byte[]>(1))));
        }

        return found;
    }

    /// <summary>The last number of which none with a lower number can still come.</summary>
    public static async Task<long> EndAsync(NpgsqlConnection connection, CancellationToken cancellationToken)
    {
        var (last, horizon) = await MarkAsync(connection, cancellationToken);
        await WaitAsync(connection, horizon, cancellationToken);
        return last;
    }

    private static async Task WaitAsync(NpgsqlConnection connection, string horizon, CancellationToken cancellationToken)
    {
        while (!await HaveEndedAsync(connection, horizon, cancellationToken))
        {
            await Task.Delay(Limits.OutboxPatience, cancellationToken);
        }
    }

    private static async Task<(long Last, string Horizon)> MarkAsync(NpgsqlConnection connection, CancellationToken cancellationToken)
    {
        await using var mark = new NpgsqlCommand(MarkSql, connection);
        await using var row = await mark.ExecuteReaderAsync(cancellationToken);
        await row.ReadAsync(cancellationToken);
        return (row.GetInt64(0), row.GetString(1));
    }

    private static async Task<bool> HaveEndedAsync(NpgsqlConnection connection, string horizon, CancellationToken cancellationToken)
    {
        await using var ended = new NpgsqlCommand(EndedSql, connection) { Parameters = { new() { Value = horizon } } };
        return (bool)(await ended.ExecuteScalarAsync(cancellationToken))!;
    }
}
