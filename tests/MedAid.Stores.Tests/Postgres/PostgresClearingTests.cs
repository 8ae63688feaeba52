using MedAid.Settlement.Ports;
using MedAid.Settlement.Sql;
using MedAid.Stores.Postgres;
using MedAid.Stores.Tests.Contracts;

namespace MedAid.Stores.Tests.Postgres;

[NeedsPostgres]
public sealed class PostgresClearingTests : ClearingContract
{
    private PostgresSchema schema = null!;
    private PostgresDatabase database = null!;

    protected override async Task<(ILedger Ledger, ISqlDatabase Database)> OpenAsync()
    {
        schema = await PostgresSchema.CreateAsync();
        database = schema.Open();
        return (new PostgresLedger(database), new PostgresSql(database));
    }

    protected override Task<string?> RunAsync(string sql) => schema.RunAsync(sql);

    protected override async Task DropGuardsAsync() =>
        Assert.Null(await schema.RunAsync("ALTER TABLE clearing_record DISABLE TRIGGER USER"));

    protected override async Task RemoveAsync()
    {
        await database.DisposeAsync();
        await schema.RemoveAsync();
    }
}
