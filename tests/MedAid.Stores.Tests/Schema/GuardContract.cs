using MedAid.Stores.Schema;
using MedAid.Stores.Tests.Contracts;
using MedAid.Stores.Tests.Embedded;
using MedAid.Stores.Tests.Postgres;

namespace MedAid.Stores.Tests.Schema;

/// <summary>What the files of a step say once is refused by both databases: rows that are final, kept, or changed in one way only.</summary>
public abstract class GuardContract : IAsyncLifetime
{
    private static readonly string[] Rows =
    [
        "INSERT INTO enrolment (enrolment_id, operator, checked_by, begun_us) VALUES ('E1', '张三', '李四', 1)",
        "INSERT INTO write_request (request_id, content_hash, subject, operator, done_us) VALUES ('W1', 'h', 'E1', '张三', 1)",
    ];

    public abstract Task InitializeAsync();

    public abstract Task DisposeAsync();

    protected abstract Task<string?> RunAsync(string sql);

    [ContractFact]
    public async Task A_row_that_is_changed_in_one_way_only_is_changed_in_no_other_and_not_twice()
    {
        await WriteAsync();
        await AssertRefusedAsync("enrolment ends once", "UPDATE enrolment SET enrolled = 3, faults = '', operator = '王五'");
        await AssertRefusedAsync("enrolment ends once", "UPDATE enrolment SET enrolled = 3, faults = '', begun_us = 2");
        await AssertRefusedAsync("enrolment ends once", "UPDATE enrolment SET faults = NULL");
        Assert.Null(await RunAsync("UPDATE enrolment SET enrolled = 3, faults = ''"));
        await AssertRefusedAsync("enrolment ends once", "UPDATE enrolment SET enrolled = 4, faults = ''");
        await AssertRefusedAsync("enrolment stays", "DELETE FROM enrolment");
    }

    [ContractFact]
    public async Task A_row_that_is_final_is_neither_changed_nor_deleted()
    {
        await WriteAsync();
        await AssertRefusedAsync("write request is final", "UPDATE write_request SET subject = 'E2'");
        await AssertRefusedAsync("write request", "DELETE FROM write_request");
        Assert.Null(await RunAsync("INSERT INTO write_request SELECT 'W2', content_hash, subject, operator, done_us FROM write_request"));
    }

    private protected async Task AssertRefusedAsync(string guard, string sql) =>
        Assert.Contains(guard, await RunAsync(sql) ?? $"was not refused: {sql}", StringComparison.Ordinal);

    private protected async Task WriteAsync()
    {
        foreach (var sql in Rows)
        {
            Assert.Null(await RunAsync(sql));
        }
    }
}

public sealed class EmbeddedGuardTests : GuardContract
{
    private readonly EmbeddedFolder folder = new();

    public override Task InitializeAsync() => Task.CompletedTask;

    public override Task DisposeAsync() => folder.RemoveAsync();

    [Theory]
    [InlineData("CREATE TABLE t (a {txt})")]
    [InlineData("{final}")]
    [InlineData("{kept t, u}")]
    [InlineData("{refuse t_is_final when true}")]
    [InlineData("{text of t}")]
    public void What_a_step_says_in_braces_and_nobody_knows_is_named(string text)
    {
        var refused = Assert.Throws<FormatException>(() => SchemaDialect.Sqlite.Render(text));
        Assert.Contains(text[text.IndexOf('{', StringComparison.Ordinal)..].TrimEnd(')'), refused.Message, StringComparison.Ordinal);
    }

    protected override Task<string?> RunAsync(string sql) => Task.FromResult(folder.Run(sql));
}

[NeedsPostgres]
public sealed class PostgresGuardTests : GuardContract
{
    private PostgresSchema schema = null!;

    public override async Task InitializeAsync()
    {
        schema = await PostgresSchema.CreateAsync();
        await using var database = schema.Open();
        await database.ReadyAsync(CancellationToken.None).Within();
    }

    public override Task DisposeAsync() => schema.RemoveAsync();

    [ContractFact]
    public async Task A_table_that_is_final_or_kept_is_not_emptied()
    {
        await WriteAsync();
        await AssertRefusedAsync("write request is kept", "TRUNCATE write_request");
        await AssertRefusedAsync("enrolment is kept", "TRUNCATE enrolment");
    }

    protected override Task<string?> RunAsync(string sql) => schema.RunAsync(sql);
}
