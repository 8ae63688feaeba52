using MedAid.Settlement.Ports;
using MedAid.Settlement.Sql;
using MedAid.Stores.Embedded;
using MedAid.Stores.Postgres;
using MedAid.Stores.Tests.Contracts;
using MedAid.Stores.Tests.Embedded;
using MedAid.Stores.Tests.Postgres;

namespace MedAid.Stores.Tests.People;

public sealed class EmbeddedEntitlementGapTests : EntitlementGapContract
{
    private readonly EmbeddedFolder folder = new();

    protected override Task<(ILedger Ledger, ISqlDatabase Database)> OpenAsync() =>
        Task.FromResult<(ILedger, ISqlDatabase)>((new EmbeddedLedger(folder.Database), new EmbeddedSql(folder.Database)));

    protected override Task RemoveAsync() => folder.RemoveAsync();

    protected override Task<string?> RunAsync(string sql) => Task.FromResult(folder.Run(sql));
}

[NeedsPostgres]
public sealed class PostgresEntitlementGapTests : EntitlementGapContract
{
    private PostgresSchema schema = null!;
    private PostgresDatabase database = null!;

    protected override async Task<(ILedger Ledger, ISqlDatabase Database)> OpenAsync()
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

    protected override Task<string?> RunAsync(string sql) => schema.RunAsync(sql);
}
