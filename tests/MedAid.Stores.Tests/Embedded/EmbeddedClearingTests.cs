using MedAid.Settlement.Ports;
using MedAid.Settlement.Sql;
using MedAid.Stores.Embedded;
using MedAid.Stores.Tests.Contracts;

namespace MedAid.Stores.Tests.Embedded;

public sealed class EmbeddedClearingTests : ClearingContract
{
    private readonly EmbeddedFolder folder = new();

    protected override Task<(ILedger Ledger, ISqlDatabase Database)> OpenAsync() =>
        Task.FromResult<(ILedger, ISqlDatabase)>((new EmbeddedLedger(folder.Database), new EmbeddedSql(folder.Database)));

    protected override Task<string?> RunAsync(string sql) => Task.FromResult(folder.Run(sql));

    protected override Task DropGuardsAsync()
    {
        foreach (var name in folder.Ask("SELECT name FROM sqlite_master WHERE type = 'trigger' AND tbl_name = 'clearing_record'"))
        {
            Assert.Null(folder.Run($"DROP TRIGGER {name}"));
        }

        return Task.CompletedTask;
    }

    protected override Task RemoveAsync() => folder.RemoveAsync();
}
