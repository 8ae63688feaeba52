using MedAid.Clearing;
using MedAid.Clearing.Books;
using MedAid.Clearing.Proof;
using MedAid.Settlement.Ledger;
using MedAid.Stores.Embedded;
using MedAid.Stores.Tests.Books;
using Microsoft.Data.Sqlite;

namespace MedAid.Cli.Tests;

/// <summary><c>medaid ledger verify</c> on a file of which a page is damaged, and after an interruption.</summary>
public sealed class ProofCommandTests : IDisposable
{
    private const int Settlements = 60;

    private readonly DirectoryInfo data = Directory.CreateTempSubdirectory("medaid-proof-");

    private string Ledger => Path.Combine(data.FullName, "medaid.db");

    private string Noted => Path.Combine(data.FullName, "proof.checkpoint");

    public void Dispose() => data.Delete(recursive: true);

    [Fact]
    public async Task Rows_of_a_damaged_page_are_named_and_the_others_are_proved()
    {
        await SettleAsync();
        var lost = LostBy(SqlitePages.OverwriteFirstLeaf(Connect(), "settlement"));
        Assert.InRange(lost.Count, 1, Settlements / 2);
        var changed = Enumerable.Range(1, Settlements).First(n => !lost.Contains(n));

        var proved = await Medaid.RunOnDataAsync(data.FullName, "ledger", "verify");

        Assert.Equal(1, proved.ExitCode);
        Assert.Equal(
            lost.Select(n => $"结算 （登记号 {n}）：数据页损坏，数据库读不出这一行"), proved.Lines.Where(l => l.Contains("数据页损坏，", StringComparison.Ordinal)));
        Assert.DoesNotContain(proved.Lines, l => l.Contains(SettlementIds.Of($"R{changed}").Text, StringComparison.Ordinal));
    }

    /// <summary>Nothing that settles or clears reads the damaged page; a copy of the file is damaged all the same.</summary>
    [Fact]
    public async Task A_page_of_peoples_tables_that_is_damaged_is_told()
    {
        await SettleAsync();
        SqlitePages.OverwriteFirstLeaf(Connect(), "person_access");

        var proved = await Medaid.RunOnDataAsync(data.FullName, "ledger", "verify");

        Assert.Equal(1, proved.ExitCode);
        Assert.Contains(proved.Lines, l => l.StartsWith("账本文件损坏，请从备份恢复", StringComparison.Ordinal));
    }

    /// <summary>The entries of a settlement are no JSON any more, so the rule that they are a list cannot be asked.</summary>
    [Fact]
    public async Task A_value_that_breaks_the_rule_of_its_column_is_told_and_the_rest_is_proved()
    {
        await SettleAsync();
        using (var connection = Connect())
        {
            using var damage = connection.CreateCommand();
            damage.CommandText =
                """
                PRAGMA ignore_check_constraints = ON; DROP TRIGGER settlement_is_final;
                UPDATE settlement SET entries = 'x' WHERE settlement_number = 1; PRAGMA ignore_check_constraints = OFF;
                """;
            damage.ExecuteNonQuery();
        }

        var proved = await Medaid.RunOnDataAsync(data.FullName, "ledger", "verify");

        Assert.Equal(1, proved.ExitCode);
        Assert.Contains(proved.Lines, l => l.Contains("登记栏损坏", StringComparison.Ordinal));
        Assert.DoesNotContain(proved.Lines, l => l.StartsWith("账本文件损坏", StringComparison.Ordinal));
    }

    /// <summary>What was proved before the note is not read again, so a change there is seen only by a proof from the beginning.</summary>
    [Fact]
    public async Task An_interrupted_proof_is_taken_up_by_resume_with_the_same_head_alone()
    {
        await SettleAsync();
        var note = await NoteAsync();
        await File.WriteAllBytesAsync(Noted, note);
        FalsifyFirst();

        var foreign = await Medaid.RunOnDataAsync(data.FullName, "ledger", "verify", "--resume", "--head", new string('a', 64));
        Assert.Contains("没有可以接着用的核对进度", foreign.Errors, StringComparison.Ordinal);
        Assert.Contains(foreign.Lines, l => l == $"结算 {SettlementIds.Of("R1")}：单据与登记栏不一致");

        // A proof that comes to its end needs no note any more.
        Assert.False(File.Exists(Noted));
        await File.WriteAllBytesAsync(Noted, note);
        var resumed = await Medaid.RunOnDataAsync(data.FullName, "ledger", "verify", "--resume");
        Assert.Equal((0, $"{Settlements} 笔结算，{3 * Settlements} 条分录，{Settlements} 个累计，1 条往来记录，0 处差异"), (resumed.ExitCode, resumed.Lines[^1]));
        Assert.False(File.Exists(Noted));
    }

    private async Task SettleAsync()
    {
        using (var database = EmbeddedDatabase.Open(Ledger))
        {
            await using var ledger = new EmbeddedLedger(database);
            for (var i = 1; i <= Settlements; i++)
            {
                await ledger.PostAsync(new Visit($"R{i}", 100_00) { Person = $"P{i}" }.Posting(), CancellationToken.None).Within();
            }
        }

        using var connection = Connect();
        using var checkpoint = connection.CreateCommand();
        checkpoint.CommandText = "PRAGMA wal_checkpoint(TRUNCATE)";
        checkpoint.ExecuteNonQuery();
    }

    /// <summary>What the command notes after the only record of the book, which takes over all settlements.</summary>
    private async Task<byte[]> NoteAsync()
    {
        using var database = EmbeddedDatabase.Open(Ledger);
        await using var ledger = new EmbeddedLedger(database);
        var book = new ClearingBookStore(new EmbeddedSql(database));
        using var clearing = new ClearingBookService(ledger, book, TimeProvider.System);
        Assert.Equal(1, await clearing.ReadAsync(books => books.Number, CancellationToken.None).Within());
        using var noted = new MemoryStream();
        using var writer = new BinaryWriter(noted);
        BookProver prover = null!;
        prover = new BookProver(ledger, book, "")
        {
            BetweenPieces = () =>
            {
                writer.Write("MedAid proof 4");
                writer.Write(data.FullName);
                writer.Write("");
                prover.Save(writer);
            },
        };
        Assert.Empty((await prover.RunAsync(CancellationToken.None).Within()).Differences);
        writer.Flush();
        return noted.ToArray();
    }

    private void FalsifyFirst()
    {
        using var connection = Connect();
        using var forge = connection.CreateCommand();
        forge.CommandText = "SELECT group_concat('DROP TRIGGER ' || name, ';') FROM sqlite_master WHERE type = 'trigger'";
        forge.CommandText = $"{forge.ExecuteScalar()}; UPDATE settlement SET patient_fen = patient_fen + 1 WHERE request_id = 'R1'";
        forge.ExecuteNonQuery();
    }

    /// <summary>Numbers of the settlements whose ids stood in a page.</summary>
    private static List<int> LostBy(byte[] page)
    {
        var text = System.Text.Encoding.Latin1.GetString(page);
        return [.. Enumerable.Range(1, Settlements).Where(n => text.Contains(SettlementIds.Of($"R{n}").Text, StringComparison.Ordinal))];
    }

    private SqliteConnection Connect()
    {
        var connection = new SqliteConnection($"Data Source={Ledger};Pooling=False");
        connection.Open();
        return connection;
    }
}
