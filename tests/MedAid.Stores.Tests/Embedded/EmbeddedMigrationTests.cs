using MedAid.Settlement.Ledger;
using MedAid.Settlement.Ports;
using MedAid.Stores.Embedded;
using MedAid.Stores.Tests.Books;
using Microsoft.Data.Sqlite;

namespace MedAid.Stores.Tests.Embedded;

/// <summary>A file that an older version wrote comes up to date with everything that was in it.</summary>
public sealed class EmbeddedMigrationTests : IAsyncLifetime
{
    private static readonly TimeSpan Patience = Waiting.Longest;

    /// <summary>The books of this version as the second version kept them: a row of its own for every entry, line and change.</summary>
    private const string AsTheSecondVersion =
        """
        ATTACH $now AS now;
        INSERT INTO setting SELECT * FROM now.setting;
        INSERT INTO settlement
        SELECT settlement_id, request_id, kind, reverses_settlement_id, hospital_code, visit_id, person_key, scheme, county_code,
               service_date, settled_us, gross_fen, waived_fen, hospital_borne_fen, patient_fen, document
        FROM now.settlement ORDER BY settlement_number;
        INSERT INTO request SELECT * FROM now.request;
        INSERT INTO entry SELECT * FROM now.entry;
        INSERT INTO layer_line SELECT * FROM now.layer_line;
        INSERT INTO counter_change SELECT settlement_id, counter, added_fen FROM now.counter_change;
        INSERT INTO counter SELECT * FROM now.counter;
        INSERT INTO outbox SELECT * FROM now.outbox ORDER BY outbox_number;
        PRAGMA user_version = 2;
        """;

    private readonly EmbeddedFolder folder = new();
    private readonly string older = Path.Combine(Directory.CreateTempSubdirectory("medaid-older-").FullName, "medaid.db");

    public Task InitializeAsync() => Task.CompletedTask;

    public async Task DisposeAsync()
    {
        await folder.RemoveAsync();
        Directory.Delete(Path.GetDirectoryName(older)!, recursive: true);
    }

    [Fact]
    public async Task Rows_of_the_second_version_are_packed_without_losing_any()
    {
        var settled = new Visit("R1", 300_00).Posting();
        await using (var ledger = new EmbeddedLedger(folder.Database))
        {
            await ledger.PostAsync(settled, CancellationToken.None).WaitAsync(Patience);
            await ledger.PostAsync((new Visit("R2", 500_00) with { Person = "P2" }).Posting(), CancellationToken.None).WaitAsync(Patience);
            await ledger.ReverseAsync(new Undoing("U2", SettlementIds.Of("R2")).Posting(), CancellationToken.None).WaitAsync(Patience);
        }

        WriteTheOlderFile();
        using var migrated = EmbeddedDatabase.Open(older);
        await using var books = new EmbeddedLedger(migrated);

        var proof = await books.VerifyAsync(CancellationToken.None).WaitAsync(Patience);
        Assert.Empty(proof.Differences);

        // Two settlements and a reversal, three entries each; two persons with a counter each.
        Assert.Equal((3, 9, 2), (proof.Settlements, proof.Entries, proof.Counters));
        var again = await books.PostAsync(settled, CancellationToken.None).WaitAsync(Patience);
        Assert.Equal(PostResult.Replayed, again.Result);
        var reversed = await books.FindAsync(SettlementIds.Of("R2"), CancellationToken.None).WaitAsync(Patience);
        Assert.Equal(SettlementIds.Of("U2"), reversed!.ReversedBySettlementId);
        await books.PostAsync(new Visit("R3", 100_00).Posting(), CancellationToken.None).WaitAsync(Patience);
        Assert.Empty((await books.VerifyAsync(CancellationToken.None).WaitAsync(Patience)).Differences);
        await OlderBooks.AssertStandingAsync(books);
    }

    private void WriteTheOlderFile()
    {
        using var connection = new SqliteConnection($"Data Source={older};Pooling=False");
        connection.Open();
        foreach (var step in new[] { "0001-ledger-and-register", "0002-close-the-books" })
        {
            using var text = new StreamReader(typeof(EmbeddedDatabase).Assembly.GetManifestResourceStream(
                $"MedAid.Stores.Embedded.Migrations.{step}.sql")!);
            Run(connection, text.ReadToEnd());
        }

        Run(connection, AsTheSecondVersion);
    }

    private void Run(SqliteConnection connection, string sql)
    {
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        command.Parameters.AddWithValue("$now", folder.Path);
        command.ExecuteNonQuery();
    }
}
