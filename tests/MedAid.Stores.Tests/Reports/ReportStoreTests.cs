using MedAid.Settlement.Ports;
using MedAid.Settlement.Sql;
using MedAid.Stores.Embedded;
using MedAid.Stores.Postgres;
using MedAid.Stores.Tests.Contracts;
using MedAid.Stores.Tests.Embedded;
using MedAid.Stores.Tests.Postgres;

namespace MedAid.Stores.Tests.Reports;

public sealed class EmbeddedReportTests : ReportContract
{
    private readonly EmbeddedFolder folder = new();

    protected override Task<(ILedger Ledger, ISqlDatabase Database)> OpenAsync() =>
        Task.FromResult<(ILedger, ISqlDatabase)>((new EmbeddedLedger(folder.Database), new EmbeddedSql(folder.Database)));

    protected override Task RemoveAsync() => folder.RemoveAsync();
}

[NeedsPostgres]
public sealed class PostgresReportTests : ReportContract
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
}
