using MedAid.Gateway.Tests.EndToEnd;
using Npgsql;
using Xunit.Abstractions;

namespace MedAid.Gateway.Tests.Sharing;

/// <summary>
/// Gateways, PostgreSQL and Redis are killed without warning while eight hospital systems settle and reverse. What was acknowledged is there
/// once, what was unknown is resolved by its id, and the window is served again. MEDAID_TEST_KILLS=full kills as often
/// as the promise says; without it a tenth of the gateways' kills and half of the others.
/// </summary>
public sealed class KillTests(ITestOutputHelper report)
{
    private const int Clients = 8;
    private const int HeldLock = 4711;
    private const string UnknownOutcome = "CallGuard[1005]";
    private static readonly bool Full = Environment.GetEnvironmentVariable("MEDAID_TEST_KILLS") == "full";

    [SharedFact]
    public async Task Kills_of_gateways_under_load_lose_and_double_nothing()
    {
        await using var servers = await SharedServers.CreateAsync();
        await using var steady = await servers.GatewayAsync();
        var mortal = await servers.GatewayAsync();
        var dead = new List<GatewayProcess>();
        var crowd = new Crowd(Clients, number => number % 2 == 0 ? mortal : steady);
        for (var kill = 0; kill < (Full ? 50 : 5); kill++)
        {
            await crowd.AnswersAsync(25 + (kill * 37 % 96));
            await mortal.KillAsync();
            dead.Add(mortal);
            mortal = await servers.GatewayAsync();
        }

        // The even ones have no gateway while it starts, and every one of them lost calls.
        await EndAsync(servers, crowd, mortal);
        foreach (var gateway in dead)
        {
            await gateway.DisposeAsync();
        }
    }

    [SharedFact]
    public async Task Kills_of_PostgreSQL_under_load_lose_and_double_nothing()
    {
        await using var servers = await SharedServers.CreateAsync();
        await using var one = await servers.GatewayAsync();
        var other = await servers.GatewayAsync();

        // A commit whose answer is lost is an error of the log: somebody should know. The callers are told, and ask again.
        one.Declare(UnknownOutcome);
        other.Declare(UnknownOutcome);
        var crowd = new Crowd(Clients, number => number % 2 == 0 ? one : other);
        for (var kill = 0; kill < (Full ? 10 : 5); kill++)
        {
            await crowd.AnswersAsync(40 + (kill * 37 % 96));
            await servers.Postgres.KillAsync();
            await servers.Postgres.StartAsync();
            await BackAsync(crowd);
        }

        await EndAsync(servers, crowd, other);
    }

    [SharedFact]
    public async Task Kills_of_Redis_under_load_cost_no_call_an_error()
    {
        await using var servers = await SharedServers.CreateAsync();
        await using var one = await servers.GatewayAsync();
        var other = await servers.GatewayAsync();
        var crowd = new Crowd(Clients, number => number % 2 == 0 ? one : other);
        for (var kill = 0; kill < (Full ? 20 : 10); kill++)
        {
            await crowd.AnswersAsync(25 + (kill * 37 % 96));
            await servers.Redis.KillAsync();
            await crowd.AnswersAsync(25);
            await servers.Redis.StartAsync();
        }

        Assert.Equal(0, crowd.Retries);
        await EndAsync(servers, crowd, other);
    }

    /// <summary>
    /// The second piece of the outbox waits in its transaction for a lock that the test holds; there its gateway is killed. Another goes on, with what
    /// was committed, and the marks are those of <see cref="LaterVisitsStory"/> all the same.
    /// </summary>
    [SharedFact]
    public async Task A_kill_in_a_piece_of_later_visits_changes_no_mark()
    {
        await using var servers = await SharedServers.CreateAsync();
        var story = new LaterVisitsStory();
        var mortal = await servers.GatewayAsync();
        await story.BeginAsync(mortal);
        await using var holder = new NpgsqlConnection($"{servers.Settings().Single(s => s.Name == "Postgres").Value};Pooling=False");
        await holder.OpenAsync();
        await AskAsync(holder, $"SELECT pg_advisory_lock({HeldLock})");
        await servers.RunAsync(
            $"""
            CREATE FUNCTION held() RETURNS trigger LANGUAGE plpgsql AS
                $$ BEGIN PERFORM pg_advisory_xact_lock({HeldLock}); RETURN NEW; END $$;
            CREATE TRIGGER held BEFORE UPDATE ON visit_checkpoint FOR EACH ROW EXECUTE FUNCTION held()
            """);
        await story.GoOnAsync(mortal);
        await Waiting.Until("a piece waits for the lock", async () => (bool)(await AskAsync(
            holder, $"SELECT EXISTS (SELECT FROM pg_locks WHERE locktype = 'advisory' AND objid = {HeldLock} AND NOT granted)"))!);
        await mortal.KillAsync();
        await using (var steady = await servers.GatewayAsync())
        {
            Assert.Equal(2L, await AskAsync(holder, "SELECT outbox_number FROM visit_checkpoint"));
            await AskAsync(holder, $"SELECT pg_advisory_unlock({HeldLock})");
            await story.EndsAsync(steady);
        }

        await mortal.DisposeAsync();
        await servers.ProvenBooksAsync();
    }

    private static async Task<object?> AskAsync(NpgsqlConnection connection, string sql)
    {
        await using var command = new NpgsqlCommand(sql, connection);
        return await command.ExecuteScalarAsync();
    }

    private async Task BackAsync(Crowd crowd)
    {
        var since = TimeProvider.System.GetTimestamp();
        await crowd.AnswersAsync(Clients);
        report.WriteLine($"served again after {TimeProvider.System.GetElapsedTime(since).TotalMilliseconds:0} ms");
    }

    private async Task EndAsync(SharedServers servers, Crowd crowd, GatewayProcess other)
    {
        await crowd.EndAsync(other);
        report.WriteLine($"{crowd.RequestIds.Count} requests, {crowd.Retries} calls without an answer");
        var books = await servers.ProvenBooksAsync();
        Assert.Equal(crowd.RequestIds.Order(StringComparer.Ordinal), books.Select(b => b.Document.RequestId).Order(StringComparer.Ordinal));

        await other.DisposeAsync();
    }
}
