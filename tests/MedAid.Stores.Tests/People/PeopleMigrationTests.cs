using MedAid.Core.Policy;
using MedAid.People.Identities;
using MedAid.Settlement.People;
using MedAid.Stores.Embedded;
using MedAid.Stores.People;
using MedAid.Stores.Postgres;
using MedAid.Stores.Sql;
using MedAid.Stores.Tests.Contracts;
using MedAid.Stores.Tests.Postgres;
using Microsoft.Data.Sqlite;

namespace MedAid.Stores.Tests.People;

/// <summary>Persons that an older version registered keep their identities, now with days and a history.</summary>
[NeedsPostgres]
public sealed class PeopleMigrationTests : IDisposable
{
    private const string Persons =
        """
        INSERT INTO person (id_token, person_key, version, body) VALUES
        ('t1', 'P1', 3, '{"person_key":"P1","version":0,"scheme":"resident","county":"141123","birth_date":"1968-05-12","identities":
          [{"kind":"SubsistenceAllowance","from":"2020-01-01","until":"2025-07-01"},{"kind":"Orphan"},
           {"kind":"LowIncome","from":"2020-01-01","until":"2020-01-01"}],"qualifications":[]}'),
        ('t2', 'P2', 1, '{"person_key":"P2","version":0,"scheme":"resident","county":"141123","birth_date":"1968-05-12","identities":[],"qualifications":[]}');
        """;

    private readonly string folder = Directory.CreateTempSubdirectory("medaid-people-").FullName;

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [ContractFact]
    public async Task Identities_of_an_older_file_become_history()
    {
        var path = Path.Combine(folder, "medaid.db");
        await using (var connection = new SqliteConnection($"Data Source={path};Pooling=False"))
        {
            await connection.OpenAsync();
            foreach (var sql in await StepsAsync("Embedded", n => $"{n}.sql", "0001-ledger-and-register", "0002-close-the-books", "0003-packed-rows"))
            {
                await RunAsync(connection, sql);
            }

            await RunAsync(connection, Persons + "PRAGMA user_version = 3;");
        }

        using var database = EmbeddedDatabase.Open(path);
        await AssertKeptAsync(new EmbeddedSql(database), await new EmbeddedRegister(database).FindAsync("t1", CancellationToken.None));
    }

    [ContractFact]
    public async Task Identities_of_an_older_database_become_history()
    {
        var schema = await PostgresSchema.CreateAsync();
        string[] names = ["0001-ledger-and-register", "0002-rows-in-one-piece", "0003-settlements-by-hospital"];
        await schema.RunAsync("CREATE TABLE migration (number integer PRIMARY KEY, name text NOT NULL, applied_at timestamptz NOT NULL DEFAULT now())");
        foreach (var (sql, number) in (await StepsAsync("Postgres", n => $"{n}/up.sql", names)).Select((s, i) => (s, i + 1)))
        {
            Assert.Null(await schema.RunAsync(sql));
            Assert.Null(await schema.RunAsync($"INSERT INTO migration (number, name) VALUES ({number}, '{names[number - 1]}')"));
        }

        Assert.Null(await schema.RunAsync(Persons));
        await using (var database = schema.Open())
        {
            await AssertKeptAsync(new PostgresSql(database), await new PostgresRegister(database).FindAsync("t1", CancellationToken.None));
        }

        await schema.RemoveAsync();
    }

    /// <summary>Without a known first day it is kept since ever; an identity of no day at all is dropped.</summary>
    private static async Task AssertKeptAsync(ISqlDatabase database, Eligibility? settled)
    {
        var store = new PeopleStore(database, TimeProvider.System);
        var person = await store.FindAsync("P1", null, CancellationToken.None);
        Assert.Equal(
            [
                new IdentityPeriod(IdentityKind.SubsistenceAllowance, new DateOnly(2020, 1, 1), new DateOnly(2025, 7, 1)),
                new IdentityPeriod(IdentityKind.Orphan, IdentityPeriod.Always, null),
            ],
            person!.Periods.OrderBy(p => p.Kind));
        Assert.Null(person.Detail);
        Assert.Equal((3L, 3), (settled!.Version, settled.Identities.Count));
        Assert.Empty((await store.FindAsync("P2", null, CancellationToken.None))!.Periods);
        Assert.All(await store.HistoryAsync("P1", CancellationToken.None), r => Assert.Equal(DateTimeOffset.UnixEpoch, r.KnownFrom));
    }

    private static async Task<string[]> StepsAsync(string room, Func<string, string> file, params string[] names)
    {
        var texts = new List<string>();
        foreach (var name in names)
        {
            var resources = typeof(EmbeddedDatabase).Assembly;
            using var text = new StreamReader(
                resources.GetManifestResourceStream($"MedAid.Stores.{room}.Migrations.{file(name)}")
                ?? throw new InvalidOperationException(string.Join(' ', resources.GetManifestResourceNames())));
            texts.Add(await text.ReadToEndAsync());
        }

        return [.. texts];
    }

    private static async Task RunAsync(SqliteConnection connection, string sql)
    {
        await using var command = connection.CreateCommand();
        command.CommandText = sql;
        await command.ExecuteNonQueryAsync();
    }
}
