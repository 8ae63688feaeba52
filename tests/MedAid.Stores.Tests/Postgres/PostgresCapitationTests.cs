using MedAid.Settlement.Sql;
using MedAid.Stores.Postgres;
using MedAid.Stores.Tests.Contracts;

namespace MedAid.Stores.Tests.Postgres;

[NeedsPostgres]
public sealed class PostgresCapitationTests : CapitationContract
{
    private PostgresSchema schema = null!;
    private PostgresDatabase database = null!;

    protected override async Task<ISqlDatabase> OpenAsync()
    {
        schema = await PostgresSchema.CreateAsync();
        database = schema.Open();
        return new PostgresSql(database);
    }

    protected override Task<string?> RunAsync(string sql) => schema.RunAsync(sql);

    protected override async Task RemoveAsync()
    {
        await database.DisposeAsync();
        await schema.RemoveAsync();
    }
}
