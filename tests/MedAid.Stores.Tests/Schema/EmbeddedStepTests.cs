using System.Globalization;
using MedAid.Settlement.Ports;
using MedAid.Stores.Embedded;
using MedAid.Stores.Tests.Books;
using MedAid.Stores.Tests.Embedded;
using Microsoft.Data.Sqlite;

namespace MedAid.Stores.Tests.Schema;

/// <summary>A later step on a ledger's file that is in use.</summary>
public sealed class EmbeddedStepTests : IAsyncLifetime
{
    private readonly EmbeddedFolder folder = new();
    private readonly string image = Path.Combine(Directory.CreateTempSubdirectory("medaid-image-").FullName, "medaid.db");

    /// <summary>R1 stands, R2 was reversed by U2: three settlements.</summary>
    public async Task InitializeAsync()
    {
        await using (var ledger = new EmbeddedLedger(folder.Database))
        {
            await OlderBooks.WriteAsync(ledger);
        }

        folder.Database.Dispose();
    }

    public async Task DisposeAsync()
    {
        await folder.RemoveAsync();
        Directory.Delete(Path.GetDirectoryName(image)!, recursive: true);
    }

    [Fact]
    public async Task A_later_step_runs_once_on_a_filled_ledger_also_when_two_programs_start_at_once()
    {
        var opened = await Task.WhenAll(Enumerable.Range(0, 2).Select(_ => Task.Run(TryOpen))).Within();
        Assert.Single(opened, o => o is not null);
        Array.ForEach(opened, o => o?.Dispose());
        using var again = TryOpen()!;

        Assert.Equal([$"{3 * MadeUpStep.RemarksOfOne}"], folder.Ask("SELECT CAST(count(*) AS TEXT) FROM remark"));
        await AssertInOrderAsync(again);
    }

    [Fact]
    public void Who_only_reads_refuses_an_older_file_and_leaves_it_as_it_is()
    {
        var before = File.ReadAllBytes(folder.Path);
        var refused = Assert.Throws<LedgerUnavailableException>(() => EmbeddedDatabase.Open(folder.Path, MadeUpStep.Sqlite, isOnlyRead: true));

        Assert.Contains("比本程序旧（升级到第 1 步，本程序有第 2 步）", refused.Message, StringComparison.Ordinal);
        Assert.Equal(before, File.ReadAllBytes(folder.Path));
        using var same = EmbeddedDatabase.OpenToRead(folder.Path);
        Assert.Null(same.Damage);
    }

    /// <summary>What lies on the disk while the step runs is what a power cut leaves.</summary>
    [Fact]
    public async Task A_step_in_which_the_power_was_cut_is_done_by_the_next_start()
    {
        using (var connection = new SqliteConnection($"Data Source={folder.Path};Pooling=False"))
        {
            connection.Open();
            Run(connection, "PRAGMA cache_size = 1");
            using var transaction = connection.BeginTransaction(deferred: false);
            Run(connection, MadeUpStep.Sqlite[^1].Sql + "PRAGMA user_version = 2;");
            File.Copy(folder.Path, image);
            File.Copy(folder.Path + "-wal", image + "-wal");
        }

        Assert.True(new FileInfo(image + "-wal").Length > 100_000, "nothing of the step was on the disk");
        using var resumed = EmbeddedDatabase.Open(image, MadeUpStep.Sqlite);

        Assert.Equal(3 * MadeUpStep.RemarksOfOne, await CountAsync(resumed, "remark"));
        await AssertInOrderAsync(resumed);
    }

    private static async Task AssertInOrderAsync(EmbeddedDatabase database)
    {
        await using var ledger = new EmbeddedLedger(database);
        Assert.Empty((await ledger.VerifyAsync(CancellationToken.None).Within()).Differences);
        await OlderBooks.AssertStandingAsync(ledger);
    }

    private static Task<long> CountAsync(EmbeddedDatabase database, string table) => database.UseAsync(
        connection =>
        {
            using var command = connection.CreateCommand();
            command.CommandText = $"SELECT count(*) FROM {table}";
            return Convert.ToInt64(command.ExecuteScalar(), CultureInfo.InvariantCulture);
        },
        CancellationToken.None);

    private static void Run(SqliteConnection connection, string sql)
    {
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        command.ExecuteNonQuery();
    }

    /// <summary>Null: another has the file.</summary>
    private EmbeddedDatabase? TryOpen()
    {
        try
        {
            return EmbeddedDatabase.Open(folder.Path, MadeUpStep.Sqlite);
        }
        catch (LedgerUnavailableException e)
        {
            Assert.Contains("另一个 MedAid", e.Message, StringComparison.Ordinal);
            return null;
        }
    }
}
