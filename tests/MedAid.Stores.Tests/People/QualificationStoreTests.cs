using MedAid.Settlement.Ports;
using MedAid.Settlement.Sql;
using MedAid.Stores.Embedded;
using MedAid.Stores.Postgres;
using MedAid.Stores.Tests.Contracts;
using MedAid.Stores.Tests.Embedded;
using MedAid.Stores.Tests.Postgres;

namespace MedAid.Stores.Tests.People;

public sealed class EmbeddedQualificationTests : QualificationContract
{
    private readonly EmbeddedFolder folder = new();

    protected override Task<(ISqlDatabase Database, IEligibilityRegister Register)> OpenAsync() =>
        Task.FromResult<(ISqlDatabase, IEligibilityRegister)>((new EmbeddedSql(folder.Database), new EmbeddedRegister(folder.Database)));

    protected override Task RemoveAsync() => folder.RemoveAsync();

    protected override Task<string?> RunAsync(string sql) => Task.FromResult(folder.Run(sql));
}

[NeedsPostgres]
public sealed class PostgresQualificationTests : QualificationContract
{
    private PostgresSchema schema = null!;
    private PostgresDatabase database = null!;

    protected override async Task<(ISqlDatabase Database, IEligibilityRegister Register)> OpenAsync()
    {
        schema = await PostgresSchema.CreateAsync();
        database = schema.Open();
        return (new PostgresSql(database), new PostgresRegister(database));
    }

    protected override async Task RemoveAsync()
    {
        await database.DisposeAsync();
        await schema.RemoveAsync();
    }

    protected override Task<string?> RunAsync(string sql) => schema.RunAsync(sql);
}
