using MedAid.Settlement.Ports;
using MedAid.Settlement.Sql;
using MedAid.Stores.Embedded;
using MedAid.Stores.Postgres;
using MedAid.Stores.Tests.Contracts;
using MedAid.Stores.Tests.Embedded;
using MedAid.Stores.Tests.Postgres;

namespace MedAid.Stores.Tests.Histories;

public sealed class EmbeddedLaterVisitsTests : LaterVisitsContract
{
    private readonly EmbeddedFolder folder = new();

    protected override Task<(ILedger Ledger, ISqlDatabase Sql)> OpenAsync() =>
        Task.FromResult<(ILedger, ISqlDatabase)>((new EmbeddedLedger(folder.Database), new EmbeddedSql(folder.Database)));

    protected override Task RemoveAsync() => folder.RemoveAsync();

    protected override Task PutDocumentAsync(string settlementId, string hex)
    {
        foreach (var trigger in folder.Ask("SELECT name FROM sqlite_master WHERE type = 'trigger' AND tbl_name = 'settlement'"))
        {
            Assert.Null(folder.Run($"DROP TRIGGER {trigger}"));
        }

        Assert.Null(folder.Run($"UPDATE settlement SET document = x'{hex}' WHERE settlement_id = '{settlementId}'"));
        return Task.CompletedTask;
    }
}

[NeedsPostgres]
public sealed class PostgresLaterVisitsTests : LaterVisitsContract
{
    private PostgresSchema schema = null!;
    private PostgresDatabase database = null!;

    protected override async Task<(ILedger Ledger, ISqlDatabase Sql)> OpenAsync()
    {
        schema = await PostgresSchema.CreateAsync();
        database = schema.Open();
        return (new PostgresLedger(database), new PostgresSql(database));
    }

    protected override async Task RemoveAsync()
    {
        await database.DisposeAsync();
        await schema.RemoveAsync();
    }

    protected override async Task PutDocumentAsync(string settlementId, string hex) => Assert.Null(await schema.RunAsync(
        $"SET session_replication_role = replica; UPDATE settlement SET document = '\\x{hex}' WHERE settlement_id = '{settlementId}'"));
}
