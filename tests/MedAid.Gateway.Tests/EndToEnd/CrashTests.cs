using MedAid.Core;
using MedAid.Settlement.Ledger;
using MedAid.Settlement.Ports;
using MedAid.Stores.Embedded;
using Microsoft.Data.Sqlite;

namespace MedAid.Gateway.Tests.EndToEnd;

/// <summary>
/// The gateway is killed without warning twenty times while eight hospital systems settle and reverse. They do what the contract asks:
/// keep the request id, and send it again until there is an answer.
/// </summary>
public sealed class CrashTests
{
    private const int Kills = 20;
    private const int Clients = 8;
    private const string LaterVisits = "以后就诊复核";

    [Fact]
    public async Task After_twenty_kills_under_load_nothing_acknowledged_is_lost_or_doubled_and_the_books_are_right()
    {
        var data = GatewayProcess.NewDataFolder();
        var clients = Enumerable.Range(0, Clients).Select(number => new StubbornClient(number)).ToArray();
        for (var round = 0; round < Kills; round++)
        {
            await using var gateway = await GatewayProcess.StartAsync(data);

            // At another place of the work every time: after 25 to 120 answers.
            var until = new AnswersAwaited(25 + (round * 37 % 96));
            var work = clients.Select(c => c.WorkAsync(gateway, until)).ToArray();
            await until.Reached.WaitAsync(GatewayProcess.Patience);
            await gateway.KillAsync();
            await Task.WhenAll(work).WaitAsync(GatewayProcess.Patience);
        }

        await using (var gateway = await GatewayProcess.StartAsync(data))
        {
            await Task.WhenAll(clients.Select(c => c.SettleAccountsAsync(gateway))).Within();
        }

        await ProveTheBooksAsync(Path.Combine(data.FullName, "medaid.db"), clients);
        data.Delete(recursive: true);
    }

    /// <summary>The second piece of the outbox cannot be written as long as a trigger stands in its way; there the gateway is killed.</summary>
    [Fact]
    public async Task A_kill_between_two_pieces_of_later_visits_changes_no_mark()
    {
        var data = GatewayProcess.NewDataFolder();
        var story = new LaterVisitsStory();
        await using (var mortal = await GatewayProcess.StartAsync(data))
        {
            await story.BeginAsync(mortal);
            await AskAsync(data, "CREATE TRIGGER held BEFORE UPDATE ON visit_checkpoint BEGIN SELECT RAISE(ABORT, 'held'); END");
            await story.GoOnAsync(mortal);
            mortal.Declare("LaterVisitsWorker[1402]");
            await mortal.SaysAsync(LaterVisits);
            await mortal.KillAsync();
        }

        Assert.Equal(2L, await AskAsync(data, "SELECT outbox_number FROM visit_checkpoint"));
        await AskAsync(data, "DROP TRIGGER held");
        await using (var after = await GatewayProcess.InsideAsync(data))
        {
            await story.EndsAsync(after);
        }

        data.Delete(recursive: true);
        var undisturbed = new LaterVisitsStory();
        await using var gateway = await GatewayProcess.InsideAsync();
        await undisturbed.BeginAsync(gateway);
        await undisturbed.GoOnAsync(gateway);
        await undisturbed.EndsAsync(gateway);
    }

    private static async Task<object?> AskAsync(DirectoryInfo data, string sql)
    {
        await using var connection = new SqliteConnection($"Data Source={Path.Combine(data.FullName, "medaid.db")};Pooling=False");
        await connection.OpenAsync();
        await using var command = connection.CreateCommand();
        command.CommandText = sql;
        return await command.ExecuteScalarAsync();
    }

    private static async Task ProveTheBooksAsync(string path, StubbornClient[] clients)
    {
        using var database = EmbeddedDatabase.Open(path);
        await using var ledger = new EmbeddedLedger(database);
        var proof = await ledger.VerifyAsync(CancellationToken.None);
        Assert.Empty(proof.Differences);

        // Nothing more and nothing less than the clients know of.
        var all = await ledger.ListAsync(new SettlementFilter { Limit = 1_000_000 }, CancellationToken.None);
        Assert.Equal(proof.Settlements, all.Count);
        Assert.Equal(
            clients.SelectMany(c => c.RequestIds).Order(StringComparer.Ordinal),
            all.Select(s => s.Document.RequestId).Order(StringComparer.Ordinal));
        Assert.True(all.Count > Kills * 25, $"only {all.Count} records");
        Assert.True(clients.Sum(c => c.Retries) >= Kills, "the kills met no call in flight");
        foreach (var client in clients)
        {
            var standing = all.Where(s => s.Document.PersonKey.Text == client.PersonKey).Sum(s => Added(s.Document));
            var counter = await ledger.ReadCountersAsync(
                new PersonKey(client.PersonKey), "resident", [StubbornClient.Counter], CancellationToken.None);
            Assert.Equal(standing, counter[0]);
            Assert.InRange(counter[0], 0, 300_00);
        }
    }

    private static long Added(SettlementDocument document) =>
        document.Breakdown.Counters.Where(c => c.Counter == StubbornClient.Counter).Sum(c => c.AddedFen);
}

/// <summary>Counts answers, and says when there are enough.</summary>
internal sealed class AnswersAwaited(int wanted)
{
    private readonly TaskCompletionSource reached = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private int left = wanted;

    public Task Reached => reached.Task;

    public void Answered()
    {
        if (Interlocked.Decrement(ref left) == 0)
        {
            reached.TrySetResult();
        }
    }
}
