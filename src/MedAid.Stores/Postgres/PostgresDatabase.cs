using MedAid.Settlement.Ports;
using Npgsql;

namespace MedAid.Stores.Postgres;

/// <summary>
/// The PostgreSQL database that several gateways share: its connections, whether it may be trusted with money, and its version. It need
/// not be there when the program starts; every use looks again until it is.
/// </summary>
public sealed class PostgresDatabase : IAsyncDisposable
{
    private const string SafetySql =
        "SELECT current_setting('fsync'), current_setting('synchronous_commit'), current_setting('full_page_writes')";

    private const string PatientName = "medaid ledger";

    // Sessions of the same role are told apart by their name; of another role's session name and state are hidden, and it counts as at work.
    private const string OthersSql =
        $"""
        SELECT EXISTS (
            SELECT FROM pg_stat_activity
            WHERE datid IS NOT NULL AND usesysid IS NOT NULL AND coalesce(application_name, '') <> '{PatientName}'
                AND (state IS NULL OR state = 'active' OR state_change > clock_timestamp() - interval '1 second'))
        """;

    private readonly NpgsqlDataSource pool;
    private readonly NpgsqlDataSource single;
    private readonly SemaphoreSlim oneAtATime = new(1);
    private volatile bool ready;
    private volatile string? damage;

    /// <summary>
    /// A database by its connection string; nothing is connected yet. A <paramref name="patient"/> one waits longer for the server, for work
    /// at low priority that no cashier waits for.
    /// </summary>
    public PostgresDatabase(string connectionString, bool patient = false)
    {
        var times = patient ? Limits.PatientTimes : 1;
        var settings = Complete(connectionString, times);
        settings.ApplicationName = patient ? PatientName : settings.ApplicationName;
        pool = Source(settings.ToString(), times);
        settings.Pooling = false;
        single = Source(settings.ToString(), times);
        Months = new PostgresMonths(this);
    }

    /// <summary>Whether it is only read: one of an older version is then refused, and not brought up to date.</summary>
    public bool IsOnlyRead { get; init; }

    internal PostgresMonths Months { get; }

    /// <summary>What was found damaged since the start, in Chinese; null: nothing. It stays until the next start.</summary>
    internal string? Damage => damage;

    /// <summary>What is wrong with a connection string, in Chinese; null if it can be read.</summary>
    public static string? ProblemOf(string connectionString)
    {
        try
        {
            var settings = new NpgsqlConnectionStringBuilder(connectionString);
            return string.IsNullOrEmpty(settings.Host) || string.IsNullOrEmpty(settings.Database)
                ? "连接串要写明 Host 和 Database，例如 Host=10.0.0.5;Database=medaid;Username=medaid;Password=…"
                : settings.Port is < 1 or > ushort.MaxValue ? "连接串的 Port 要在 1 和 65535 之间" : null;
        }
        catch (ArgumentException)
        {
            // Its text may repeat the password.
            return "连接串读不懂，应为 Host=…;Port=5432;Database=…;Username=…;Password=…";
        }
    }

    /// <summary>
    /// Makes sure that the database is safe, of this version and ready to be written; does the steps that are still to be done, unless it is only
    /// read.
    /// </summary>
    /// <exception cref="LedgerUnavailableException">It cannot be reached now.</exception>
    /// <exception cref="UnfitDatabaseException">It must not be used as it is.</exception>
    public async Task ReadyAsync(CancellationToken cancellationToken)
    {
        if (ready)
        {
            return;
        }

        await oneAtATime.WaitAsync(cancellationToken);
        try
        {
            if (!ready)
            {
                await PrepareAsync(cancellationToken);
                ready = true;
            }
        }
        catch (Exception e) when (PostgresErrors.Translate(e, committing: false) is { } translated)
        {
            throw translated;
        }
        finally
        {
            oneAtATime.Release();
        }
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await pool.DisposeAsync();
        await single.DisposeAsync();
        oneAtATime.Dispose();
    }

    /// <summary>Whether anybody but patient work has used the server within the last second.</summary>
    public Task<bool> OthersWorkAsync(CancellationToken cancellationToken) => UseAsync(
        async connection =>
        {
            await using var query = new NpgsqlCommand(OthersSql, connection);
            return (bool)(await query.ExecuteScalarAsync(cancellationToken))!;
        },
        cancellationToken);

    /// <summary>A connection of the pool.</summary>
    internal ValueTask<NpgsqlConnection> ConnectAsync(CancellationToken cancellationToken) => pool.OpenConnectionAsync(cancellationToken);

    /// <summary>A connection that no pool keeps: what is set or locked in its session goes with it.</summary>
    internal ValueTask<NpgsqlConnection> ConnectAloneAsync(CancellationToken cancellationToken) =>
        single.OpenConnectionAsync(cancellationToken);

    /// <summary>
    /// Uses a ready database; every failure is one of the port's. What it does may be done twice: a pool cannot know that the server
    /// was restarted since, so what fails on an old connection is tried on a new one.
    /// </summary>
    internal async Task<T> UseAsync<T>(Func<NpgsqlConnection, Task<T>> use, CancellationToken cancellationToken)
    {
        try
        {
            await ReadyAsync(cancellationToken);
            await using var connection = await ConnectAsync(cancellationToken);
            try
            {
                return await use(connection);
            }
            catch (Exception e) when (PostgresErrors.Translate(e, committing: false) is LedgerUnavailableException { Busy: false })
            {
                pool.Clear();
            }

            await using var fresh = await ConnectAsync(cancellationToken);
            return await use(fresh);
        }
        catch (UnfitDatabaseException e)
        {
            throw new LedgerUnavailableException(e.Message, e);
        }
        catch (Exception e) when (Translate(e, committing: false) is { } translated)
        {
            throw translated;
        }
    }

    /// <summary>Uses a ready database for what must not be done twice; every failure is one of the port's.</summary>
    internal async Task<T> UseOnceAsync<T>(Func<NpgsqlConnection, Task<T>> use, CancellationToken cancellationToken)
    {
        try
        {
            await ReadyAsync(cancellationToken);
            await using var connection = await ConnectAsync(cancellationToken);
            return await use(connection);
        }
        catch (UnfitDatabaseException e)
        {
            throw new LedgerUnavailableException(e.Message, e);
        }
        catch (Exception e) when (Translate(e, committing: false) is { } translated)
        {
            throw translated;
        }
    }

    /// <summary>The outage or damage behind a failure, as <see cref="PostgresErrors"/> says; damage is remembered.</summary>
    internal Exception? Translate(Exception failure, bool committing)
    {
        var translated = PostgresErrors.Translate(failure, committing);
        damage = (translated as LedgerDamagedException)?.Message ?? damage;
        return translated;
    }

    /// <summary>Refuses a server that acknowledges before the disk has it: it would lose money in a power cut.</summary>
    internal static async Task CheckSafetyAsync(NpgsqlConnection connection, CancellationToken cancellationToken)
    {
        await using var query = new NpgsqlCommand(SafetySql, connection);
        await using var row = await query.ExecuteReaderAsync(cancellationToken);
        await row.ReadAsync(cancellationToken);
        string[] names = ["fsync", "synchronous_commit", "full_page_writes"];
        var off = names.Where((_, i) => row.GetString(i) == "off").ToArray();
        if (off.Length > 0)
        {
            throw new UnfitDatabaseException(
                $"PostgreSQL 的 {string.Join("、", off)} 是关闭的，断电会丢失已经答复的结算，网关拒绝使用。"
                + $"请在 postgresql.conf（或该用户、该库的设置）中改为 on 并重新加载：{string.Join("；", off.Select(n => $"{n} = on"))}");
        }
    }

    private async Task PrepareAsync(CancellationToken cancellationToken)
    {
        await using (var connection = await ConnectAloneAsync(cancellationToken))
        {
            await CheckSafetyAsync(connection, cancellationToken);
        }

        var migrations = new PostgresMigrations(this);
        await (IsOnlyRead ? migrations.RequireAsync(cancellationToken) : migrations.MigrateAsync(cancellationToken));
    }

    private static NpgsqlConnectionStringBuilder Complete(string connectionString, int times)
    {
        var settings = new NpgsqlConnectionStringBuilder(connectionString)
        {
            // Values of a row may stand in an error's detail: they must not get into a log.
            IncludeErrorDetail = false,
            NoResetOnClose = true,
            Enlist = false,

            // A commit that was given up must stay unknown: a cancel sent after it could make it look done on a standby that has it not.
            CancellationTimeout = -1,
        };
        Default(settings, "Timeout", times * (int)Limits.ConnectTimeMax.TotalSeconds);
        Default(settings, "Command Timeout", times * (int)Limits.CommandTimeMax.TotalSeconds);
        Default(settings, "Maximum Pool Size", Limits.ConnectionsMax);
        Default(settings, "Max Auto Prepare", Limits.PreparedStatementsMax);
        Default(settings, "Auto Prepare Min Usages", 2);
        Default(settings, "Application Name", "medaid");
        return settings;
    }

    private static void Default(NpgsqlConnectionStringBuilder settings, string keyword, object value)
    {
        if (!settings.ContainsKey(keyword) || !settings.ShouldSerialize(keyword))
        {
            settings[keyword] = value;
        }
    }

    private static NpgsqlDataSource Source(string connectionString, int times)
    {
        var builder = new NpgsqlDataSourceBuilder(connectionString);
        var bounds =
            $"SET statement_timeout = {times * (int)Limits.StatementTimeMax.TotalMilliseconds}; "
            + $"SET lock_timeout = {(int)Limits.LockWaitMax.TotalMilliseconds}; "
            + $"SET idle_in_transaction_session_timeout = {times * (int)Limits.IdleTransactionMax.TotalMilliseconds}; "
            + $"SET backend_flush_after = '{Limits.FlushAfterKilobytes}kB'; "

            // Statements are short: compiling one takes longer than running it, and a plan without statistics may look expensive.
            + "SET jit = off";
        builder.UsePhysicalConnectionInitializer(
            connection =>
            {
                using var command = new NpgsqlCommand(bounds, connection);
                command.ExecuteNonQuery();
            },
            async connection =>
            {
                await using var command = new NpgsqlCommand(bounds, connection);
                await command.ExecuteNonQueryAsync();
            });
        return builder.Build();
    }
}
