using MedAid.Settlement.Sql;
using MedAid.Stores.Embedded;
using MedAid.Stores.Tests.Contracts;

namespace MedAid.Stores.Tests.Embedded;

public sealed class EmbeddedCapitationTests : CapitationContract
{
    private readonly EmbeddedFolder folder = new();

    protected override Task<ISqlDatabase> OpenAsync() => Task.FromResult<ISqlDatabase>(new EmbeddedSql(folder.Database));

    protected override Task<string?> RunAsync(string sql) => Task.FromResult(folder.Run(sql));

    protected override Task RemoveAsync() => folder.RemoveAsync();
}
