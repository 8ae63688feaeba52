using MedAid.Stores.Postgres;
using MedAid.Stores.Tests.Contracts;
using Npgsql;

namespace MedAid.Stores.Tests.Postgres;

/// <summary>Whether anybody else uses the server, as a proof at low priority asks before it goes on, on a server that nobody else knows.</summary>
[NeedsPostgres]
public sealed class PostgresOthersTests
{
    /// <summary>
    /// What a session of another role does, PostgreSQL hides from a role without privileges. So it counts as at work as long as it is there; one of
    /// the same role that has rested for a second does not, nor does the proof's own.
    /// </summary>
    [ContractFact]
    public async Task A_session_of_another_role_counts_as_at_work_and_a_resting_one_of_the_same_role_does_not()
    {
        await using var server = await PrivateServer.CreateAsync();
        await server.StartAsync();
        await using (var first = new PostgresDatabase(Of(server, "medaid")))
        {
            await first.ReadyAsync(CancellationToken.None);
        }

        await RunAsync(server, "CREATE ROLE proof LOGIN; GRANT ALL ON SCHEMA public TO proof; GRANT ALL ON ALL TABLES IN SCHEMA public TO proof");
        await using var database = new PostgresDatabase(Of(server, "proof"), patient: true);
        await QuietAsync(database);

        await using (var cashier = new NpgsqlConnection($"{Of(server, "medaid")};Pooling=False;Application Name=cashier"))
        {
            await cashier.OpenAsync();
            Assert.True(await database.OthersWorkAsync(CancellationToken.None).Within());
        }

        await QuietAsync(database);
        await using var same = new NpgsqlConnection($"{Of(server, "proof")};Pooling=False;Application Name=reader");
        await same.OpenAsync();
        await QuietAsync(database);
        await using var sleep = new NpgsqlCommand("SELECT pg_sleep(600)", same);
        var sleeping = sleep.ExecuteNonQueryAsync();
        await Waiting.Until("the other session of the role is at work", () => database.OthersWorkAsync(CancellationToken.None));
        sleep.Cancel();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => sleeping.Within());
    }

    private static Task<TimeSpan> QuietAsync(PostgresDatabase database) =>
        Waiting.Until("nobody else uses the server", async () => !await database.OthersWorkAsync(CancellationToken.None));

    private static string Of(PrivateServer server, string role) =>
        new NpgsqlConnectionStringBuilder(server.Address) { Username = role, SslMode = SslMode.Disable }.ToString();

    private static async Task RunAsync(PrivateServer server, string sql)
    {
        await using var connection = new NpgsqlConnection($"{Of(server, "medaid")};Pooling=False");
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync();
    }
}
