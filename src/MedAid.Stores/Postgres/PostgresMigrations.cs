using MedAid.Settlement.Ports;
using MedAid.Stores.Schema;
using Npgsql;

namespace MedAid.Stores.Postgres;

/// <summary>One numbered step of the database, and when it was done; null: it is still to be done.</summary>
public sealed record MigrationStatus(int Number, string Name, DateTimeOffset? Applied);

/// <summary>
/// The numbered steps of the PostgreSQL database. Each runs once, in a transaction of its own, by one program at a time; the others wait
/// for it and then find it done.
/// </summary>
public sealed class PostgresMigrations
{
    /// <summary>Any number; it only has to be the same in every gateway. "MedAid" in ASCII.</summary>
    private const long LockKey = 0x4D6564416964;

    private const string OwnTable =
        """
        CREATE TABLE IF NOT EXISTS migration (
            number     integer NOT NULL PRIMARY KEY,
            name       text NOT NULL,
            applied_at timestamptz NOT NULL DEFAULT now()
        )
        """;

    private readonly PostgresDatabase database;
    private readonly IReadOnlyList<SchemaStep> known;

    /// <summary>The steps that this program knows.</summary>
    public PostgresMigrations(PostgresDatabase database)
        : this(database, SchemaSteps.Postgres)
    {
    }

    internal PostgresMigrations(PostgresDatabase database, IReadOnlyList<SchemaStep> known)
    {
        this.database = database;
        this.known = known;
    }

    /// <summary>Every step that this program or the database knows, in order.</summary>
    /// <exception cref="LedgerUnavailableException">It cannot be reached now.</exception>
    public async Task<IReadOnlyList<MigrationStatus>> StatusAsync(CancellationToken cancellationToken)
    {
        List<MigrationStatus> applied;
        try
        {
            await using var connection = await database.ConnectAsync(cancellationToken);
            applied = await AppliedAsync(connection, cancellationToken);
        }
        catch (Exception e) when (PostgresErrors.Translate(e, committing: false) is { } translated)
        {
            throw translated;
        }

        var pending = known.Where(k => applied.TrueForAll(a => a.Number != k.Number));
        return [.. applied.Concat(pending.Select(k => new MigrationStatus(k.Number, k.Name, null))).OrderBy(m => m.Number)];
    }

    /// <summary>Does every step that is still to be done; returns them.</summary>
    /// <exception cref="UnfitDatabaseException">The database is of a newer version, or does not allow the step.</exception>
    /// <exception cref="LedgerUnavailableException">It cannot be reached now.</exception>
    public async Task<IReadOnlyList<MigrationStatus>> MigrateAsync(CancellationToken cancellationToken)
    {
        try
        {
            await using var connection = await database.ConnectAloneAsync(cancellationToken);

            // Another gateway may be doing a long step: waiting for it is right, and so is a step that takes its time.
            await ExecuteAsync(connection, "SET statement_timeout = 0; SET lock_timeout = 0", cancellationToken);
            await ExecuteAsync(connection, $"SELECT pg_advisory_lock({LockKey})", cancellationToken);

            // The lock goes with the connection, which no pool keeps.
            return await MigrateUnderLockAsync(connection, cancellationToken);
        }
        catch (Exception e) when (PostgresErrors.Translate(e, committing: false) is { } translated)
        {
            throw translated;
        }
    }

    /// <summary>Refuses a database that is of another version than this program; changes nothing.</summary>
    /// <exception cref="UnfitDatabaseException">It is older or newer.</exception>
    /// <exception cref="LedgerUnavailableException">It cannot be reached now.</exception>
    public async Task RequireAsync(CancellationToken cancellationToken)
    {
        var steps = await StatusAsync(cancellationToken);
        ThrowIfNewer(steps);
        if (steps.FirstOrDefault(s => s.Applied is null) is { } pending)
        {
            throw new UnfitDatabaseException(
                $"数据库比本程序旧（第 {pending.Number} 步 {pending.Name} 还没有执行）。本命令只读，不会升级它；请先执行 medaid db migrate，或用与数据库同版本的程序");
        }
    }

    private async Task<IReadOnlyList<MigrationStatus>> MigrateUnderLockAsync(
        NpgsqlConnection connection, CancellationToken cancellationToken)
    {
        var applied = await AppliedAsync(connection, cancellationToken);
        ThrowIfNewer(applied);
        var pending = known.Where(k => applied.TrueForAll(a => a.Number != k.Number)).ToArray();
        if (pending.Length == 0)
        {
            // Whoever may not make tables can still use those that somebody else made.
            return [];
        }

        try
        {
            await ExecuteAsync(connection, OwnTable, cancellationToken);
            foreach (var step in pending)
            {
                await StepAsync(connection, step, cancellationToken);
            }
        }
        catch (PostgresException e) when (e.SqlState == PostgresErrorCodes.InsufficientPrivilege)
        {
            throw new UnfitDatabaseException(
                "数据库要升级，但网关的数据库用户无权建表。请用数据库的所有者执行升级（medaid db migrate），或授予该用户 CREATE 权限", e);
        }

        var after = await AppliedAsync(connection, cancellationToken);
        return [.. after.Where(m => applied.TrueForAll(a => a.Number != m.Number))];
    }

    private static async Task StepAsync(NpgsqlConnection connection, SchemaStep step, CancellationToken cancellationToken)
    {
        await using var transaction = await connection.BeginTransactionAsync(cancellationToken);
        await ExecuteAsync(connection, step.Sql, cancellationToken);
        await using var note = new NpgsqlCommand("INSERT INTO migration (number, name) VALUES ($1, $2)", connection)
        {
            Parameters = { new() { Value = step.Number }, new() { Value = step.Name } },
        };
        await note.ExecuteNonQueryAsync(cancellationToken);
        await transaction.CommitAsync(cancellationToken);
    }

    private void ThrowIfNewer(IReadOnlyList<MigrationStatus> applied)
    {
        if (applied.FirstOrDefault(a => known.All(k => k.Name != a.Name)) is { } unknown)
        {
            throw new UnfitDatabaseException(unknown.Number > known[^1].Number
                ? $"数据库由更新的版本升级过（第 {unknown.Number} 步 {unknown.Name}，本程序只认识到第 {known[^1].Number} 步），请升级本程序"
                : $"数据库由别的版本建成（第 {unknown.Number} 步是 {unknown.Name}，本程序没有这一步），例如试用版；请另建数据库，或换回原来的程序");
        }
    }

    private static async Task<List<MigrationStatus>> AppliedAsync(NpgsqlConnection connection, CancellationToken cancellationToken)
    {
        await using var exists = new NpgsqlCommand("SELECT to_regclass('migration') IS NOT NULL", connection);
        if (await exists.ExecuteScalarAsync(cancellationToken) is not true)
        {
            return [];
        }

        await using var query = new NpgsqlCommand("SELECT number, name, applied_at FROM migration ORDER BY number", connection);
        await using var row = await query.ExecuteReaderAsync(cancellationToken);
        var applied = new List<MigrationStatus>();
        while (await row.ReadAsync(cancellationToken))
        {
            applied.Add(new MigrationStatus(row.GetInt32(0), row.GetString(1), row.GetFieldValue<DateTimeOffset>(2)));
        }

        return applied;
    }

    private static async Task ExecuteAsync(NpgsqlConnection connection, string sql, CancellationToken cancellationToken)
    {
        await using var command = new NpgsqlCommand(sql, connection) { CommandTimeout = 0 };
        await command.ExecuteNonQueryAsync(cancellationToken);
    }
}
