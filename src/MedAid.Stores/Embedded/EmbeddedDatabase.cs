using System.Globalization;
using System.Reflection;
using MedAid.Settlement.Ports;
using Microsoft.Data.Sqlite;

namespace MedAid.Stores.Embedded;

/// <summary>
/// The SQLite file of the embedded default. WAL with full synchronous: a commit that was acknowledged survives a power cut.
/// One process at a time; a second one is refused at the door.
/// </summary>
public sealed class EmbeddedDatabase : IDisposable
{
    private readonly string connectionString;
    private readonly FileStream lockFile;

    private EmbeddedDatabase(string path, FileStream lockFile)
    {
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

    /// <summary>Opens the file, makes it if it is not there, and brings its tables up to date.</summary>
    /// <exception cref="LedgerUnavailableException">Another process has it, or it cannot be opened.</exception>
    public static EmbeddedDatabase Open(string path)
    {
        FileStream lockFile;
        try
        {
            Directory.CreateDirectory(Path.GetDirectoryName(Path.GetFullPath(path))!);
            lockFile = new FileStream(path + ".lock", FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new LedgerUnavailableException(
                $"账本文件 {path} 打不开：目录不可写，或另一个 MedAid 正在使用它。请检查目录权限，或先停掉另一个进程", e);
        }

        var database = new EmbeddedDatabase(path, lockFile);
        try
        {
            database.Migrate();
            return database;
        }
        catch
        {
            database.Dispose();
            throw;
        }
    }

    /// <summary>A connection from the pool, ready for use.</summary>
    internal SqliteConnection Connect()
    {
        var connection = new SqliteConnection(connectionString);
        connection.Open();
        using var pragma = connection.CreateCommand();
        pragma.CommandText = $"PRAGMA synchronous = FULL; PRAGMA cache_size = -{CacheKibibytes.ToString(CultureInfo.InvariantCulture)};";
        pragma.ExecuteNonQuery();
        return connection;
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
        catch (SqliteException e) when (EmbeddedErrors.Translate(e, committing: false) is { } translated)
        {
            return Task.FromException<T>(translated);
        }
    }

    /// <summary>
    /// Whose turn it is to write. SQLite has one writer and lets others try again until one wins; here they queue in order, so that an
    /// import that writes part after part never keeps a cashier's settlement out for longer than one part.
    /// </summary>
    internal SemaphoreSlim Turn { get; } = new(1, 1);

    /// <inheritdoc/>
    public void Dispose()
    {
        Turn.Dispose();
        SqliteConnection.ClearPool(new SqliteConnection(connectionString));
        lockFile.Dispose();
    }

    private void Migrate()
    {
        using var connection = Connect();
        Execute(connection, "PRAGMA journal_mode = WAL;");
        var at = Version(connection);
        var migrations = Migrations().ToArray();
        if (at > migrations.Length)
        {
            throw new LedgerUnavailableException($"账本文件由更新的版本（{at}）写成，本程序只认识到 {migrations.Length}，请升级程序");
        }

        foreach (var (number, name) in migrations.Where(m => m.Number > at))
        {
            using var transaction = connection.BeginTransaction();
            Execute(connection, Text(name));
            Execute(connection, $"PRAGMA user_version = {number.ToString(CultureInfo.InvariantCulture)};");
            transaction.Commit();
        }
    }

    private static int Version(SqliteConnection connection)
    {
        using var command = connection.CreateCommand();
        command.CommandText = "PRAGMA user_version;";
        return Convert.ToInt32(command.ExecuteScalar(), CultureInfo.InvariantCulture);
    }

    private static IEnumerable<(int Number, string Name)> Migrations()
    {
        var prefix = $"{typeof(EmbeddedDatabase).Namespace}.Migrations.";
        return typeof(EmbeddedDatabase).Assembly.GetManifestResourceNames()
            .Where(n => n.StartsWith(prefix, StringComparison.Ordinal))
            .Order(StringComparer.Ordinal)
            .Select(n => (int.Parse(n.AsSpan(prefix.Length, 4), CultureInfo.InvariantCulture), n));
    }

    private static string Text(string name)
    {
        using var reader = new StreamReader(Assembly.GetExecutingAssembly().GetManifestResourceStream(name)!);
        return reader.ReadToEnd();
    }

    private static void Execute(SqliteConnection connection, string sql)
    {
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        command.ExecuteNonQuery();
    }
}
