using System.Globalization;
using MedAid.Settlement.Ports;
using MedAid.Stores.Schema;
using Microsoft.Data.Sqlite;

namespace MedAid.Stores.Embedded;

/// <summary>
/// The SQLite file of the embedded default. WAL with full synchronous: a commit that was acknowledged survives a power cut.
/// One process at a time; a second one is refused.
/// </summary>
public sealed class EmbeddedDatabase : IDisposable
{
    // A row that changes with every probe and means nothing.
    internal const string ProbeSql =
        "INSERT INTO setting VALUES ('probe', '1') ON CONFLICT (name) DO UPDATE SET value = 1 - CAST(setting.value AS INTEGER)";

    private readonly string path;
    private readonly string connectionString;
    private readonly FileStream lockFile;
    private volatile string? damage;

    private EmbeddedDatabase(string path, FileStream lockFile)
    {
        this.path = path;
        this.lockFile = lockFile;
        connectionString = new SqliteConnectionStringBuilder
        {
            DataSource = path,
            DefaultTimeout = (int)Limits.LockWaitMax.TotalSeconds,
            ForeignKeys = true,
        }.ToString();
    }

    /// <summary>How much of the file each connection remembers.</summary>
    public int CacheKibibytes { get; set; } = 65_536;

    /// <summary>What was found damaged since this was opened, in Chinese; null: nothing. It stays until the next start.</summary>
    public string? Damage => damage;

    /// <summary>Opens the file, makes it if it is not there, and brings its tables up to date.</summary>
    /// <exception cref="LedgerUnavailableException">
    /// Another process has it, it cannot be opened or written, or it is of a newer version. The text names the file.
    /// </exception>
    /// <exception cref="LedgerDamagedException">It is damaged. The text names the file.</exception>
    public static EmbeddedDatabase Open(string path) => Open(path, SchemaSteps.Sqlite);

    /// <summary>Opens a file that is there, to be read; one of an older version is refused and stays as it is.</summary>
    /// <exception cref="LedgerUnavailableException">
    /// Another process has it, it cannot be opened, or it is of another version. The text names the file.
    /// </exception>
    /// <exception cref="LedgerDamagedException">It is damaged. The text names the file.</exception>
    public static EmbeddedDatabase OpenToRead(string path) => Open(path, SchemaSteps.Sqlite, isOnlyRead: true);

    internal static EmbeddedDatabase Open(string path, IReadOnlyList<SchemaStep> steps, bool isOnlyRead = false)
    {
        var full = Path.GetFullPath(path);
        var database = new EmbeddedDatabase(full, Lock(full));
        try
        {
            database.Migrate(EmbeddedFile.IsThere(full), steps, isOnlyRead);
            return database;
        }
        catch (Exception failure)
        {
            database.Dispose();
            EmbeddedFile.RemoveIfEmpty(full, failure);
            if (EmbeddedErrors.Translate(failure, committing: false) is { } translated)
            {
                throw EmbeddedFile.Named(full, translated);
            }

            throw;
        }
    }

    /// <summary>Whether one more commit reaches the disk.</summary>
    /// <exception cref="LedgerUnavailableException">It does not.</exception>
    public void Probe()
    {
        try
        {
            using var connection = Connect();
            using var transaction = connection.BeginTransaction(deferred: false);
            using var probe = new Statement(connection, ProbeSql) { Transaction = transaction };
            probe.Execute();
            transaction.Commit();
        }
        catch (Exception e) when (Translate(e, committing: false) is { } translated)
        {
            throw EmbeddedFile.Named(path, translated);
        }
    }

    /// <summary>A connection from the pool, ready for use.</summary>
    internal SqliteConnection Connect()
    {
        var connection = new SqliteConnection(connectionString);
        try
        {
            connection.Open();
            using var pragma = connection.CreateCommand();
            pragma.CommandText = $"PRAGMA synchronous = FULL; PRAGMA cache_size = -{CacheKibibytes.ToString(CultureInfo.InvariantCulture)};";
            pragma.ExecuteNonQuery();
            return connection;
        }
        catch
        {
            connection.Dispose();
            throw;
        }
    }

    /// <summary>The outage or damage behind a failure, as <see cref="EmbeddedErrors"/> says; damage is remembered.</summary>
    internal Exception? Translate(Exception failure, bool committing)
    {
        var translated = EmbeddedErrors.Translate(failure, committing);
        damage = (translated as LedgerDamagedException)?.Message ?? damage;
        return translated;
    }

    /// <summary>Refuses to write into a file that was deleted or replaced: what is written there would be lost.</summary>
    /// <exception cref="LedgerUnavailableException">The file is not there any more.</exception>
    internal void ThrowIfGone()
    {
        if (!File.Exists(path))
        {
            throw new LedgerUnavailableException($"账本文件 {path} 不见了；请停止网关，把文件放回原处或从备份恢复");
        }
    }

    /// <summary>Works on a connection of its own, for as long as the caller waits.</summary>
    internal Task<T> UseAsync<T>(Func<SqliteConnection, T> work, CancellationToken cancellationToken)
    {
        try
        {
            using var connection = Connect();
            using var cutOff = CutOff.Of(connection, cancellationToken);
            return Task.FromResult(work(connection));
        }
        catch (SqliteException e) when (CutOff.Ended(e, cancellationToken))
        {
            return Task.FromCanceled<T>(cancellationToken);
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            return Task.FromCanceled<T>(cancellationToken);
        }
        catch (Exception e) when (Translate(e, committing: false) is { } translated)
        {
            return Task.FromException<T>(translated);
        }
    }

    /// <summary>Whether the disk has room for settlements.</summary>
    /// <exception cref="LedgerUnavailableException">It has none.</exception>
    internal void TryRoom() => EmbeddedFile.TryRoom(path);

    /// <summary>
    /// Whose turn it is to write. SQLite has one writer and lets others try again until one wins; here they queue in order, so that an
    /// import that writes part after part never keeps a cashier's settlement out for longer than one part.
    /// </summary>
    internal SemaphoreSlim Turn { get; } = new(1, 1);

    /// <inheritdoc/>
    public void Dispose()
    {
        Turn.Dispose();
        using var any = new SqliteConnection(connectionString);
        SqliteConnection.ClearPool(any);
        lockFile.Dispose();
    }

    private static FileStream Lock(string path)
    {
        try
        {
            OwnersOnly.MakeFolder(Path.GetDirectoryName(path)!);
            return OwnersOnly.Open(path + ".lock", FileMode.OpenOrCreate, FileShare.None);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw EmbeddedFile.Problem(path, e);
        }
    }

    private void Migrate(bool wasThere, IReadOnlyList<SchemaStep> steps, bool isOnlyRead)
    {
        using var connection = Connect();
        var at = Version(connection);
        if (wasThere && at == 0)
        {
            throw new LedgerDamagedException($"{path} 里没有账，不是 MedAid 的账本；请从备份恢复。如果它是第一次启动中断留下的，请删除它再启动");
        }

        if (at > steps[^1].Number)
        {
            throw new LedgerUnavailableException($"账本文件 {path} 由更新的版本（{at}）写成，本程序只认识到 {steps[^1].Number}，请升级程序");
        }

        if (isOnlyRead)
        {
            ThrowIfOlder(at, steps[^1]);
            return;
        }

        Execute(connection, "PRAGMA journal_mode = WAL;");
        foreach (var step in steps.Where(s => s.Number > at))
        {
            using var transaction = connection.BeginTransaction();
            Execute(connection, step.Sql);
            Execute(connection, $"PRAGMA user_version = {step.Number.ToString(CultureInfo.InvariantCulture)};");
            transaction.Commit();
        }
    }

    private void ThrowIfOlder(int at, SchemaStep last)
    {
        if (at < last.Number)
        {
            throw new LedgerUnavailableException(
                $"账本文件 {path} 比本程序旧（升级到第 {at} 步，本程序有第 {last.Number} 步）。本命令只读，不会升级它；"
                + "请先用本程序启动一次网关（medaid serve），由它升级，或用与账本同版本的程序");
        }
    }

    private static int Version(SqliteConnection connection)
    {
        using var command = connection.CreateCommand();
        command.CommandText = "PRAGMA user_version;";
        return Convert.ToInt32(command.ExecuteScalar(), CultureInfo.InvariantCulture);
    }

    private static void Execute(SqliteConnection connection, string sql)
    {
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        command.ExecuteNonQuery();
    }
}
