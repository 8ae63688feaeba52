using MedAid.Settlement.Ledger;
using MedAid.Settlement.Ports;
using MedAid.Stores.Embedded;
using MedAid.Stores.Tests.Books;
using Microsoft.Data.Sqlite;

namespace MedAid.Stores.Tests.Embedded;

/// <summary>A ledger's file that is damaged, full, read-only or open to others: real files, and what is said of them.</summary>
public sealed class EmbeddedDamageTests : IDisposable
{
    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("medaid-damage-");

    private string Ledger => Path.Combine(folder.FullName, "medaid.db");

    public void Dispose() => folder.Delete(recursive: true);

    [Fact]
    public void A_file_that_is_no_database_is_named_and_left_as_it_is()
    {
        File.WriteAllText(Ledger, "garbage");
        Assert.Contains("已损坏", Refused<LedgerDamagedException>().Message, StringComparison.Ordinal);
        Assert.Equal("garbage", File.ReadAllText(Ledger));
    }

    [Fact]
    public void An_empty_file_in_place_of_a_ledger_is_not_taken_for_a_new_one()
    {
        File.WriteAllText(Ledger, "");
        Assert.Contains("0 字节", Refused<LedgerDamagedException>().Message, StringComparison.Ordinal);
        Assert.Equal(0, new FileInfo(Ledger).Length);
    }

    [Fact]
    public void A_ledger_of_which_only_the_log_is_left_is_not_made_anew()
    {
        File.WriteAllText(Ledger + "-wal", "settlements that were never written back");
        Assert.Contains("-wal 还在", Refused<LedgerDamagedException>().Message, StringComparison.Ordinal);
        Assert.False(File.Exists(Ledger));
    }

    [Fact]
    public void A_database_of_somebody_else_is_no_ledger()
    {
        using (var other = new SqliteConnection($"Data Source={Ledger};Pooling=False"))
        {
            other.Open();
            using var make = other.CreateCommand();
            make.CommandText = "CREATE TABLE dish (name TEXT)";
            make.ExecuteNonQuery();
        }

        Assert.Contains("不是 MedAid 的账本", Refused<LedgerDamagedException>().Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Half_a_ledger_is_named()
    {
        await SettleAsync(20);
        using (var file = File.OpenWrite(Ledger))
        {
            file.SetLength(file.Length / 2 / SqlitePages.Size * SqlitePages.Size);
        }

        Assert.Contains("已损坏", Refused<LedgerDamagedException>().Message, StringComparison.Ordinal);
    }

    [Fact]
    public void An_opening_that_fails_for_want_of_a_file_leaves_none_behind()
    {
        Directory.CreateDirectory(Ledger);
        Refused<LedgerUnavailableException>();
        Directory.Delete(Ledger);

        using var made = EmbeddedDatabase.Open(Ledger);
        made.Probe();
    }

    [Fact]
    public async Task A_damaged_page_is_damage_and_not_a_defect_and_the_probe_remembers_it()
    {
        await SettleAsync(40);
        SqlitePages.OverwriteRoot(new SqliteConnection($"Data Source={Ledger};Pooling=False"), "settlement");
        using var database = EmbeddedDatabase.Open(Ledger);
        await using var ledger = new EmbeddedLedger(database);
        Assert.Null(await ProbeAsync(ledger));

        await Assert.ThrowsAsync<LedgerDamagedException>(
            () => ledger.ListAsync(new SettlementFilter { Limit = 100 }, CancellationToken.None).Within());

        Assert.Contains("从备份恢复", await ProbeAsync(ledger), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_document_that_cannot_be_read_is_damage_too()
    {
        await SettleAsync(1);
        using (var forger = new SqliteConnection($"Data Source={Ledger};Pooling=False"))
        {
            forger.Open();
            using var spoil = forger.CreateCommand();
            spoil.CommandText = $"{string.Concat(Triggers(forger).Select(t => $"DROP TRIGGER {t};"))} UPDATE settlement SET document = x'FF00FF'";
            spoil.ExecuteNonQuery();
        }

        using var database = EmbeddedDatabase.Open(Ledger);
        await using var ledger = new EmbeddedLedger(database);
        await Assert.ThrowsAsync<LedgerDamagedException>(
            () => ledger.FindAsync(SettlementIds.Of("R0"), CancellationToken.None).Within());
        Assert.NotNull(await ProbeAsync(ledger));
    }

    [Fact]
    public async Task A_ledger_that_was_deleted_under_a_running_gateway_takes_no_settlement_more()
    {
        using var database = EmbeddedDatabase.Open(Ledger);
        await using var ledger = new EmbeddedLedger(database);
        await PostAsync(ledger, "R1");
        File.Delete(Ledger);

        var refused = await Assert.ThrowsAsync<LedgerUnavailableException>(() => PostAsync(ledger, "R2"));

        Assert.Contains("不见了", refused.Message, StringComparison.Ordinal);
        Assert.Equal(refused.Message, await ProbeAsync(ledger));
    }

    [MountFact]
    public async Task A_full_disk_is_named_by_the_probe_and_by_the_start_and_heals()
    {
        using var disk = SmallDisk.Mount(16_000);
        var path = Path.Combine(disk.Folder, "data", "medaid.db");
        using (var database = EmbeddedDatabase.Open(path))
        {
            await using var ledger = new EmbeddedLedger(database);

            // The log is as large as it becomes before it is used again: a small commit fits into it without any room on the disk.
            await PostManyAsync(ledger, "before", 400);
            Assert.Null(await ProbeAsync(ledger));

            disk.Fill();
            Assert.Contains("磁盘已满", await ProbeAsync(ledger), StringComparison.Ordinal);
            var refused = await Assert.ThrowsAsync<LedgerUnavailableException>(() => PostManyAsync(ledger, "full", 20_000));
            Assert.True(refused.Full);
            Assert.Contains("磁盘已满", await ProbeAsync(ledger), StringComparison.Ordinal);

            disk.MakeRoom();
            Assert.Null(await ProbeAsync(ledger));
            await PostAsync(ledger, "R2");
            Assert.Empty((await ledger.VerifyAsync(CancellationToken.None).Within()).Differences);
        }

        disk.Fill();
        var full = Assert.Throws<LedgerUnavailableException>(() =>
        {
            using var database = EmbeddedDatabase.Open(path);
            database.Probe();
        });
        Assert.Contains("磁盘已满", full.Message, StringComparison.Ordinal);
        Assert.Contains(path, full.Message, StringComparison.Ordinal);
    }

    [MountFact]
    public void A_disk_that_is_mounted_read_only_is_named()
    {
        using var disk = SmallDisk.Mount(6_000);
        var path = Path.Combine(disk.Folder, "medaid.db");
        EmbeddedDatabase.Open(path).Dispose();
        disk.MakeReadOnly();

        var refused = Assert.Throws<LedgerUnavailableException>(() => EmbeddedDatabase.Open(path));

        Assert.Contains("只读", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Everything_is_its_owners_alone_from_the_moment_it_is_made()
    {
        if (OperatingSystem.IsWindows())
        {
            return;
        }

        var path = Path.Combine(folder.FullName, "own", "medaid.db");
        using var database = EmbeddedDatabase.Open(path);
        await using var ledger = new EmbeddedLedger(database);
        await PostAsync(ledger, "R1");

        var files = Directory.GetFiles(Path.GetDirectoryName(path)!);
        Assert.Equal(["medaid.db", "medaid.db-shm", "medaid.db-wal", "medaid.db.lock"], files.Select(Path.GetFileName).Order(StringComparer.Ordinal));
        Assert.All(files, file => Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, Mode(file)));
        Assert.Equal(
            UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute, Mode(Path.GetDirectoryName(path)!));
    }

    [Fact]
    public void What_an_older_version_left_open_is_closed_but_not_a_folder_that_holds_other_things()
    {
        if (OperatingSystem.IsWindows())
        {
            return;
        }

        const UnixFileMode Everybody = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute
            | UnixFileMode.GroupRead | UnixFileMode.GroupExecute | UnixFileMode.OtherRead | UnixFileMode.OtherExecute;
        File.WriteAllText(Ledger, "");
        File.SetUnixFileMode(Ledger, Everybody);
        File.SetUnixFileMode(folder.FullName, Everybody);
        File.WriteAllText(Path.Combine(folder.FullName, "menu.txt"), "");

        Assert.Equal(2, OwnersOnly.Tighten(folder.FullName, ["medaid.db"]).Count);
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(Ledger));
        Assert.Equal(Everybody, File.GetUnixFileMode(folder.FullName));

        File.Delete(Path.Combine(folder.FullName, "menu.txt"));
        Assert.Single(OwnersOnly.Tighten(folder.FullName, ["medaid.db"]));
        Assert.Empty(OwnersOnly.Tighten(folder.FullName, ["medaid.db"]));
    }

    private static UnixFileMode Mode(string path) => OperatingSystem.IsWindows() ? UnixFileMode.None : File.GetUnixFileMode(path);

    private TRefusal Refused<TRefusal>()
        where TRefusal : Exception
    {
        var refused = Assert.Throws<TRefusal>(() => EmbeddedDatabase.Open(Ledger));
        Assert.Contains(Ledger, refused.Message, StringComparison.Ordinal);
        return refused;
    }

    private async Task SettleAsync(int count)
    {
        using var database = EmbeddedDatabase.Open(Ledger);
        await using var ledger = new EmbeddedLedger(database);
        for (var i = 0; i < count; i++)
        {
            await PostAsync(ledger, $"R{i}");
        }
    }

    private static Task<PostingResult> PostAsync(EmbeddedLedger ledger, string requestId) =>
        ledger.PostAsync(new Visit(requestId, 100_00).Posting(), CancellationToken.None).Within();

    private static async Task PostManyAsync(EmbeddedLedger ledger, string prefix, int count)
    {
        for (var i = 0; i < count; i++)
        {
            await PostAsync(ledger, $"{prefix}{i}");
        }
    }

    private static Task<string?> ProbeAsync(EmbeddedLedger ledger) => ledger.ProbeAsync(CancellationToken.None).Within();

    private static List<string> Triggers(SqliteConnection connection)
    {
        using var ask = connection.CreateCommand();
        ask.CommandText = "SELECT name FROM sqlite_master WHERE type = 'trigger'";
        using var row = ask.ExecuteReader();
        var names = new List<string>();
        while (row.Read())
        {
            names.Add(row.GetString(0));
        }

        return names;
    }
}
