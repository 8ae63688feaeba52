using MedAid.Settlement.Ledger;
using MedAid.Settlement.Ports;
using MedAid.Stores.Postgres;
using MedAid.Stores.Tests.Books;
using MedAid.Stores.Tests.Contracts;
using MedAid.Stores.Tests.Embedded;
using Npgsql;

namespace MedAid.Stores.Tests.Postgres;

/// <summary>A server that is killed and a line that is cut: what the caller is told is true, and the ledger recovers by itself.</summary>
[NeedsPostgres]
[System.Diagnostics.CodeAnalysis.SuppressMessage("Design", "CA1001", Justification = "xunit calls DisposeAsync of IAsyncLifetime.")]
public sealed class PostgresOutageTests : IAsyncLifetime
{
    private static readonly TimeSpan Patience = Waiting.Longest;

    private CutServer cut = null!;
    private PostgresLedger ledger = null!;

    public async Task InitializeAsync()
    {
        cut = await CutServer.CreateAsync();
        ledger = new PostgresLedger(cut.Database);
    }

    public async Task DisposeAsync()
    {
        await ledger.DisposeAsync().AsTask().WaitAsync(Patience);
        await cut.DisposeAsync();
    }

    [ContractFact]
    public async Task A_server_that_comes_up_after_the_gateway_is_used_as_soon_as_it_is_there()
    {
        var refused = await Assert.ThrowsAsync<LedgerUnavailableException>(() => PostAsync("R1"));
        Assert.False(refused.Busy);
        Assert.Contains("PostgreSQL", await ProbeAsync(), StringComparison.Ordinal);

        await cut.Server.StartAsync();

        Assert.Equal(PostingEffect.Done, (await PostAsync("R1")).Result);
        Assert.Null(await ProbeAsync());
    }

    [ContractFact]
    public async Task Killed_between_two_settlements_the_server_keeps_the_first_and_takes_the_second_when_it_is_back()
    {
        await cut.Server.StartAsync();
        var first = await PostAsync("R1");
        await cut.Server.KillAsync();
        await Assert.ThrowsAsync<LedgerUnavailableException>(() => PostAsync("R2"));
        await Assert.ThrowsAsync<LedgerUnavailableException>(() => FindRequestAsync("R1"));
        Assert.NotNull(await ProbeAsync());

        await cut.Server.StartAsync();

        Assert.Equal(first.Document!.SettlementId, (await FindRequestAsync("R1"))!.Settlement!.Document.SettlementId);
        Assert.Null(await FindRequestAsync("R2"));
        Assert.Equal(PostingEffect.Replayed, (await PostAsync("R1")).Result);
        Assert.Equal(PostingEffect.Done, (await PostAsync("R2")).Result);
        await AssertProvenAsync(2);
    }

    [ContractFact]
    public async Task A_restart_that_nobody_noticed_costs_no_caller_an_error()
    {
        await cut.Server.StartAsync();
        await PostAsync("R1");
        await cut.Server.StopAsync();
        await cut.Server.StartAsync();

        Assert.Equal(PostingEffect.Done, (await PostAsync("R2")).Result);
        await AssertProvenAsync(2);
    }

    [ContractFact]
    public async Task Killed_while_many_settle_what_was_acknowledged_is_there_and_everything_can_be_resolved()
    {
        await cut.Server.StartAsync();
        await PostAsync("first");
        var settling = Enumerable.Range(0, 400).Select(i => (Id: $"R{i}", Task: TryAsync($"R{i}"))).ToArray();
        await settling[40].Task;
        await cut.Server.KillAsync();
        var acknowledged = new List<string>();
        foreach (var (id, task) in settling)
        {
            if (await task is { Result: PostingEffect.Done })
            {
                acknowledged.Add(id);
            }
        }

        await cut.Server.StartAsync();
        foreach (var id in acknowledged)
        {
            Assert.NotNull((await FindRequestAsync(id))?.Settlement);
        }

        // Each is sent again under its id, whatever was heard of it: all are settled, none twice.
        foreach (var (id, _) in settling)
        {
            await PostAsync(id);
        }

        await AssertProvenAsync(401);
    }

    [ContractFact]
    public async Task An_answer_to_the_commit_that_is_lost_is_unknown_and_the_same_id_tells_that_it_was_done()
    {
        await cut.Server.StartAsync();
        await PostAsync("warm");
        await Assert.ThrowsAsync<LedgerUnknownException>(() => PostAsync("R1", Cut.Answer));

        Assert.NotNull((await FindRequestAsync("R1"))?.Settlement);
        Assert.Equal(PostingEffect.Replayed, (await PostAsync("R1")).Result);
        await AssertProvenAsync(2);
    }

    [ContractFact]
    public async Task A_commit_that_never_arrived_is_unknown_and_the_same_id_tells_that_it_was_not_done()
    {
        await cut.Server.StartAsync();
        await PostAsync("warm");
        await Assert.ThrowsAsync<LedgerUnknownException>(() => PostAsync("R1", Cut.Question));

        Assert.Null(await FindRequestAsync("R1"));
        Assert.Equal(PostingEffect.Done, (await PostAsync("R1")).Result);
        await AssertProvenAsync(2);
    }

    [ContractFact]
    public async Task A_line_that_is_cut_before_anything_was_asked_is_opened_again_unnoticed()
    {
        await cut.Server.StartAsync();
        await PostAsync("warm");
        cut.Line.Cut = Cut.Question;

        Assert.Equal(PostingEffect.Done, (await PostAsync("R1")).Result);
        await AssertProvenAsync(2);
    }

    [ContractFact]
    public async Task A_line_that_stays_cut_means_that_nothing_was_done()
    {
        await cut.Server.StartAsync();
        await PostAsync("warm");
        cut.Line.Cut = Cut.Everything;
        await Assert.ThrowsAsync<LedgerUnavailableException>(() => PostAsync("R1"));
        cut.Line.Cut = Cut.Nothing;

        Assert.Null(await FindRequestAsync("R1"));
        Assert.Equal(PostingEffect.Done, (await PostAsync("R1")).Result);
    }

    [ContractFact]
    public async Task A_server_that_became_read_only_is_an_outage_and_heals()
    {
        await cut.Server.StartAsync();
        await PostAsync("warm");
        await cut.Server.StopAsync();
        await cut.Server.StartAsync("default_transaction_read_only=on");
        await Assert.ThrowsAsync<LedgerUnavailableException>(() => PostAsync("R1"));
        Assert.Contains("只读", await ProbeAsync(), StringComparison.Ordinal);
        await cut.Server.StopAsync();
        await cut.Server.StartAsync();

        Assert.Equal(PostingEffect.Done, (await PostAsync("R1")).Result);
    }

    [ContractFact]
    public async Task A_server_that_would_lose_what_it_acknowledged_is_refused_with_what_to_set()
    {
        await cut.Server.StartAsync("fsync=off", "full_page_writes=off");
        var refused = await Assert.ThrowsAsync<UnfitDatabaseException>(() => cut.Database.ReadyAsync(CancellationToken.None));
        Assert.Contains("fsync = on；full_page_writes = on", refused.Message, StringComparison.Ordinal);
        Assert.Equal(refused.Message, await ProbeAsync());
        var posting = await Assert.ThrowsAsync<LedgerUnavailableException>(() => PostAsync("R1"));
        Assert.IsType<UnfitDatabaseException>(posting.InnerException);
    }

    [ContractFact]
    public async Task A_server_that_became_unsafe_by_a_restart_is_refused_too()
    {
        await cut.Server.StartAsync();
        await PostAsync("R1");
        await cut.Server.StopAsync();
        await cut.Server.StartAsync("synchronous_commit=off");
        var posting = await Assert.ThrowsAsync<LedgerUnavailableException>(() => PostAsync("R2"));

        Assert.Contains("synchronous_commit = on", posting.Message, StringComparison.Ordinal);
        Assert.Contains("synchronous_commit = on", await ProbeAsync(), StringComparison.Ordinal);
    }

    [ContractFact]
    public async Task Every_reason_why_a_server_lets_nobody_in_is_told_by_its_name()
    {
        await cut.Server.StartAsync();
        await PostAsync("R1");
        await RunAsync("CREATE ROLE clerk LOGIN PASSWORD 'right'");
        await cut.Server.AskForPasswordsAsync();

        Assert.Contains("密码不对", await ProbeAsAsync("Username=clerk;Password=wrong;Database=postgres"), StringComparison.Ordinal);
        Assert.Contains("没有连接串所写的数据库", await ProbeAsAsync("Username=medaid;Database=nowhere"), StringComparison.Ordinal);
        var rightless = await ProbeAsAsync("Username=clerk;Password=right;Database=postgres");
        Assert.Contains("权限不足", rightless, StringComparison.Ordinal);

        await RunAsync("GRANT SELECT, INSERT, UPDATE ON ALL TABLES IN SCHEMA public TO clerk");
        Assert.Null(await ProbeAsAsync("Username=clerk;Password=right;Database=postgres"));
        await RunAsync("REVOKE INSERT ON settlement FROM clerk");
        Assert.Contains("写入权限", await ProbeAsAsync("Username=clerk;Password=right;Database=postgres"), StringComparison.Ordinal);
    }

    [ContractFact]
    public async Task Backends_that_stand_still_keep_the_probe_waiting_and_it_heals()
    {
        await cut.Server.StartAsync();
        await PostAsync("R1");
        await cut.Server.FreezeAsync(true);
        var before = cut.Line.Questions;
        var probe = ProbeAsync();
        await Waiting.Until("the server is asked", () => cut.Line.Questions > before);
        Assert.False(probe.IsCompleted);

        await cut.Server.FreezeAsync(false);

        Assert.Null(await probe);
    }

    [MountFact(postgres: true)]
    public async Task A_disk_that_is_full_is_told_by_its_name_until_settlements_fit_again()
    {
        using var disk = SmallDisk.Mount(200_000);
        await using var small = await PrivateServer.CreateAsync(Path.Combine(disk.Folder, "server"));
        await small.StartAsync();
        await using var other = new PostgresDatabase($"{small.Address};SSL Mode=Disable");
        await using var own = new PostgresLedger(other);
        await own.PostAsync(new Visit("R0", 10_00).Posting(), CancellationToken.None).WaitAsync(Patience);
        disk.Fill();

        var refused = await Assert.ThrowsAsync<LedgerUnavailableException>(async () =>
        {
            for (var i = 1; i < 5_000; i++)
            {
                await own.PostAsync(new Visit($"R{i}", 10_00).Posting(), CancellationToken.None).WaitAsync(Patience);
            }
        });

        Assert.True(refused.Full, refused.Message);
        Assert.Equal(refused.Message, await own.ProbeAsync(CancellationToken.None).WaitAsync(Patience));
        disk.MakeRoom();
        await own.PostAsync(new Visit("last", 10_00).Posting(), CancellationToken.None).WaitAsync(Patience);
        Assert.Null(await own.ProbeAsync(CancellationToken.None).WaitAsync(Patience));
    }

    private async Task<string?> ProbeAsAsync(string login)
    {
        await using var other = new PostgresDatabase($"Host=127.0.0.1;Port={cut.Server.Port};SSL Mode=Disable;{login}");
        await using var own = new PostgresLedger(other);
        return await own.ProbeAsync(CancellationToken.None).WaitAsync(Patience);
    }

    private async Task RunAsync(string sql)
    {
        await using var connection = new NpgsqlConnection($"{cut.Server.Address};Pooling=False");
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync();
    }

    /// <summary>Settles; the cut is made ready between the reading and the writing of the batch.</summary>
    private Task<PostingResult> PostAsync(string requestId, Cut during = Cut.Nothing)
    {
        var visit = new Visit(requestId, 10_00);
        var posting = new SettlementPosting
        {
            RequestId = requestId,
            ContentHash = visit.ContentHash,
            Visit = visit.Key,
            PersonKey = new(visit.Person),
            Scheme = Visit.Scheme,
            CounterKeys = [Visit.Counter],
            Prepare = (usedFen, _) =>
            {
                if (during != Cut.Nothing)
                {
                    cut.Line.Cut = during;
                }

                return visit.Prepare(usedFen);
            },
        };
        return ledger.PostAsync(posting, CancellationToken.None).WaitAsync(Patience);
    }

    private async Task<PostingResult?> TryAsync(string requestId)
    {
        try
        {
            return await PostAsync(requestId);
        }
        catch (Exception e) when (e is LedgerUnavailableException or LedgerUnknownException)
        {
            return null;
        }
    }

    private Task<RequestRecord?> FindRequestAsync(string requestId) =>
        ledger.FindRequestAsync(requestId, CancellationToken.None).WaitAsync(Patience);

    private Task<string?> ProbeAsync() => ledger.ProbeAsync(CancellationToken.None).WaitAsync(Patience);

    private async Task AssertProvenAsync(long settlements)
    {
        var proof = await ledger.VerifyAsync(CancellationToken.None).WaitAsync(Patience);
        Assert.Empty(proof.Differences);
        Assert.Equal(settlements, proof.Settlements);
    }
}
