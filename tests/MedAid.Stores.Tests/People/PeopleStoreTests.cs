using MedAid.Settlement.Ports;
using MedAid.Settlement.Sql;
using MedAid.Stores.Embedded;
using MedAid.Stores.Postgres;
using MedAid.Stores.Tests.Contracts;
using MedAid.Stores.Tests.Embedded;
using MedAid.Stores.Tests.Postgres;

namespace MedAid.Stores.Tests.People;

public sealed class EmbeddedPeopleTests : PeopleContract
{
    private readonly EmbeddedFolder folder = new();

    protected override Task<(ISqlDatabase Database, IEligibilityRegister Register, ILedger Ledger)> OpenAsync() =>
        Task.FromResult<(ISqlDatabase, IEligibilityRegister, ILedger)>(
            (new EmbeddedSql(folder.Database), new EmbeddedRegister(folder.Database), new EmbeddedLedger(folder.Database)));

    protected override Task RemoveAsync() => folder.RemoveAsync();

    protected override Task<string?> RunAsync(string sql) => Task.FromResult(folder.Run(sql));
}

[NeedsPostgres]
public sealed class PostgresPeopleTests : PeopleContract
{
    private PostgresSchema schema = null!;
    private PostgresDatabase database = null!;

    protected override async Task<(ISqlDatabase Database, IEligibilityRegister Register, ILedger Ledger)> OpenAsync()
    {
        schema = await PostgresSchema.CreateAsync();
        database = schema.Open();
        return (new PostgresSql(database), new PostgresRegister(database), new PostgresLedger(database));
    }

    protected override async Task RemoveAsync()
    {
        await database.DisposeAsync();
        await schema.RemoveAsync();
    }

    protected override Task<string?> RunAsync(string sql) => schema.RunAsync(sql);
}
