using MedAid.Clearing;
using MedAid.Clearing.Books;
using MedAid.Clearing.Decisions;
using MedAid.Clearing.Proof;
using MedAid.Clearing.Reports;
using MedAid.Core;
using MedAid.Settlement.Ledger;
using MedAid.Settlement.Ports;
using MedAid.Settlement.Sql;
using MedAid.Settlement.Writes;
using MedAid.Stores.Tests.Books;

namespace MedAid.Stores.Tests.Contracts;

/// <summary>The clearing clearing on a real database, whatever it is.</summary>
public abstract partial class ClearingContract : IAsyncLifetime
{
    private const string Hospital = "H14110100001";
    private const string County = "141102";
    private static readonly TimeSpan Patience = Waiting.Longest;
    private static readonly DateOnly March = new(2026, 3, 1);

    private ILedger ledger = null!;
    private ISqlDatabase database = null!;
    private ClearingBookService clearing = null!;

    protected abstract Task<(ILedger Ledger, ISqlDatabase Database)> OpenAsync();

    /// <summary>Runs a statement past the service; what the database says if it refuses, else null.</summary>
    protected abstract Task<string?> RunAsync(string sql);

    /// <summary>Takes away the triggers of the clearing book.</summary>
    protected abstract Task DropGuardsAsync();

    protected abstract Task RemoveAsync();

    public async Task InitializeAsync()
    {
        (ledger, database) = await OpenAsync();
        clearing = Service();
    }

    public async Task DisposeAsync()
    {
        clearing.Dispose();
        await ((IAsyncDisposable)ledger).DisposeAsync();
        await RemoveAsync();
    }

    /// <summary>Relief pays half of 300.00 and of 500.00, advanced: 150.00 and 250.00.</summary>
    [ContractFact]
    public async Task Advances_of_the_ledger_are_owed_claimed_and_paid()
    {
        await SettleAsync(new Visit("R1", 300_00));
        await SettleAsync(new Visit("R2", 500_00) { Person = "P2" });

        Assert.Equal(400_00, await OwedAsync(clearing));
        var claim = (await ClaimAsync(clearing, "c-1")).Record!;
        await ReplyAsync(clearing, claim, acceptedFen: 100_00);
        var paid = await clearing.WriteAsync(Results.Key("p-1", "h"), "李会计", (books, head) => PaymentDecisions.Record(
            books, head, new PaymentNotice("bank-1", new HospitalCode(Hospital), new CountyCode(County), March, 340_00, [claim.ClaimId!], 0, 0)), default).WaitAsync(Patience);

        // 100.00 of the 150.00 and all of the 250.00 accepted: 350.00, of which 340.00 came. 10.00 accepted and 50.00 refused are still owed.
        Assert.Equal(340_00, paid.Record!.Payment!.MatchedFen);
        Assert.Equal(60_00, await OwedAsync(clearing));
        Assert.Equal(50_00, await clearing.ReadAsync(books => books.Receivables.Values.Sum(r => r.Fen(ReceivableStanding.Refused)), default));
        Assert.Empty((await clearing.VerifyAsync(default).WaitAsync(Patience)).Differences);
    }

    /// <summary>The second of three visits is of a day that no book takes. 150.00 of the first and 250.00 of the third are owed.</summary>
    [ContractFact]
    public async Task A_settlement_that_does_not_fit_is_set_aside_by_name_and_the_others_are_taken_over()
    {
        await SettleAsync(new Visit("R1", 300_00));
        var odd = await SettleAsync(new Visit("R2", 200_00) { Person = "P2", ServiceDate = new DateOnly(2300, 1, 1) });
        await SettleAsync(new Visit("R3", 500_00) { Person = "P3" });

        Assert.Equal(400_00, await OwedAsync(clearing));
        Assert.Equal(ClearingRefusal.None, (await ClaimAsync(clearing, "c-1")).Refusal);
        var aside = Assert.Single(clearing.SetAside);
        Assert.Contains(odd.SettlementId.Text, aside.Sentence, StringComparison.Ordinal);
        Assert.Equal([aside.Sentence], (await clearing.VerifyAsync(default).WaitAsync(Patience)).Differences);

        // Undone, it is set aside with its reversal: neither counts. Two persons take both out; another gateway reads the same.
        await ledger.ReverseAsync(new Undoing("U1", odd.SettlementId.Text).Posting(), default).WaitAsync(Patience);
        Assert.Equal(400_00, await OwedAsync(clearing));
        foreach (var number in clearing.SetAside.Select(r => r.Number))
        {
            var voided = await clearing.WriteAsync(
                Results.Key($"v-{number}", "h"), "李会计", (books, head) => VoidDecisions.Take(books, head, number, "赵科长", "已撤销"), default).WaitAsync(Patience);
            Assert.Equal(ClearingRefusal.None, voided.Refusal);
        }

        using var later = Service();
        Assert.Equal(400_00, await OwedAsync(later));
        Assert.Empty(later.SetAside);
        Assert.Empty((await later.VerifyAsync(default).WaitAsync(Patience)).Differences);
    }

    [ContractFact]
    public async Task A_repeated_request_gets_the_record_of_then_and_another_content_is_refused()
    {
        await SettleAsync(new Visit("R1", 300_00));
        var first = await ClaimAsync(clearing, "c-1");
        var again = await ClaimAsync(clearing, "c-1");
        var other = await clearing.WriteAsync(Results.Key("c-1", "other"), "李会计", Build, default).WaitAsync(Patience);
        var nothing = await ClaimAsync(clearing, "c-2");

        Assert.True(again.Replayed);
        Assert.Same(first.Record, again.Record);
        Assert.Equal(ClearingRefusal.RequestIdReused, other.Refusal);
        Assert.Equal(ClearingRefusal.NothingToClaim, nothing.Refusal);
    }

    /// <summary>150.00 are paid and then undone; 50.00 go back. A clearing that reads the book from the start knows that 100.00 are still due.</summary>
    [ContractFact]
    public async Task What_is_due_back_to_a_county_is_paid_back_and_remembered()
    {
        var settled = await SettleAsync(new Visit("R1", 300_00));
        await ReplyAsync(clearing, (await ClaimAsync(clearing, "c-1")).Record!, acceptedFen: 150_00);
        await clearing.WriteAsync(Results.Key("p-1", "h"), "李会计", (books, head) => PaymentDecisions.Record(
            books, head, new PaymentNotice("bank-1", new HospitalCode(Hospital), new CountyCode(County), March, 150_00, [], 0, 0)), default).WaitAsync(Patience);
        await ledger.ReverseAsync(new Undoing("U1", settled.SettlementId.Text).Posting(), default).WaitAsync(Patience);
        Task<Result<ClearingRecord>> BackAsync(string key, long fen) => clearing.WriteAsync(Results.Key(key, "h"), "李会计", (books, head) =>
            RefundDecisions.Pay(books, head, key, new HospitalCode(Hospital), new CountyCode(County), March, fen), default).WaitAsync(Patience);

        Assert.Equal(ClearingRefusal.AboveCountyRefundDue, (await BackAsync("b-1", 150_01)).Refusal);
        Assert.Equal(50_00, (await BackAsync("b-1", 50_00)).Record!.Refund!.AmountFen);
        using var later = Service();
        Assert.Equal(100_00, await later.ReadAsync(books => books.Refunds.DueFen(new HospitalCode(Hospital), new CountyCode(County)), default));
        Assert.Empty((await later.VerifyAsync(default).WaitAsync(Patience)).Differences);
    }

    [ContractFact]
    public async Task A_reversal_unwinds_its_advance_in_whatever_state_it_is()
    {
        var settled = await SettleAsync(new Visit("R1", 300_00));
        var claim = (await ClaimAsync(clearing, "c-1")).Record!;
        await ReplyAsync(clearing, claim, acceptedFen: 100_00);
        await ledger.ReverseAsync(new Undoing("U1", settled.SettlementId.Text).Posting(), default).WaitAsync(Patience);

        Assert.Equal(0, await OwedAsync(clearing));
        Assert.Equal(150_00, await clearing.ReadAsync(books => books.Receivables.Values.Single().Fen(ReceivableStanding.Unwound), default));
        Assert.Empty((await clearing.VerifyAsync(default).WaitAsync(Patience)).Differences);
    }

    /// <summary>Two gateways: each takes over and claims at once; one claim comes of it, and a later clearing reads the same from the start.</summary>
    [ContractFact]
    public async Task Two_desks_write_one_book()
    {
        for (var i = 0; i < 20; i++)
        {
            await SettleAsync(new Visit($"R{i}", 10_00) { Person = $"P{i}" });
        }

        using var other = Service();
        var answers = await Task.WhenAll(Enumerable.Range(0, 8).Select(i => ClaimAsync(i % 2 == 0 ? clearing : other, $"c-{i}"))).WaitAsync(Patience);

        Assert.Single(answers, a => a.Refusal == ClearingRefusal.None);
        Assert.Equal(7, answers.Count(a => a.Refusal == ClearingRefusal.NothingToClaim));
        using var later = Service();
        Assert.Equal(100_00, await later.ReadAsync(books => books.Claims.Values.Single().ClaimedFen, default));
        Assert.Empty((await later.VerifyAsync(default).WaitAsync(Patience)).Differences);
    }

    /// <summary>While settlements go on, nobody is left out and nobody comes twice.</summary>
    [ContractFact]
    public async Task What_is_settled_meanwhile_is_taken_over_once()
    {
        var settling = Enumerable.Range(0, 300).Select(i => SettleAsync(new Visit($"R{i}", 2_00) { Person = $"P{i}" })).ToArray();
        while (!Array.TrueForAll(settling, s => s.IsCompleted))
        {
            await OwedAsync(clearing);
        }

        await Task.WhenAll(settling).WaitAsync(Patience);
        Assert.Equal(300_00, await OwedAsync(clearing));
        Assert.Equal(300, await clearing.ReadAsync(books => books.Receivables.Count, default));
    }

    [ContractFact]
    public async Task The_database_refuses_to_change_delete_or_forge_a_record()
    {
        await SettleAsync(new Visit("R1", 300_00));
        await ClaimAsync(clearing, "c-1");
        string[] forgeries =
        [
            "UPDATE clearing_record SET content = '{}'", "DELETE FROM clearing_record WHERE record_number = 2",
            Forged("9", "'[]'", "(SELECT hash FROM clearing_record WHERE record_number = 2)"),
            Forged("3", "'[]'", "'00'"),
            Forged("3", "'{\"bank\":0}'", "(SELECT hash FROM clearing_record WHERE record_number = 2)"),
            Forged("3", "'[[\"bank\",\"\",\"\",1]]'", "(SELECT hash FROM clearing_record WHERE record_number = 2)"),
            Forged("3", "'[[\"bank\",\"\",\"\",0]]'", "(SELECT hash FROM clearing_record WHERE record_number = 2)"),
        ];
        foreach (var sql in forgeries)
        {
            Assert.True(await RunAsync(sql) is not null, $"was not refused: {sql}");
        }

        // The last one is refused for its idle entry alone.
        Assert.Null(await RunAsync(Forged("3", "'[[\"bank\",\"\",\"\",1],[\"x\",\"\",\"\",-1]]'", "(SELECT hash FROM clearing_record WHERE record_number = 2)")));
    }

    [ContractFact]
    public async Task A_change_past_all_guards_is_found_by_the_chain()
    {
        await SettleAsync(new Visit("R1", 300_00));
        await ClaimAsync(clearing, "c-1");
        var head = (await clearing.VerifyAsync(default).WaitAsync(Patience)).Head;
        await DropGuardsAsync();
        Assert.Null(await RunAsync("UPDATE clearing_record SET content = replace(content, '李会计', '王会计')"));

        using var later = Service();
        var proof = await later.VerifyAsync(default).WaitAsync(Patience);

        Assert.Contains(proof.Differences, d => d.Contains("第 2 条：链条断开", StringComparison.Ordinal));
        Assert.Equal(head, proof.Head);
    }

    /// <summary>Bills of 300.00, half of it advanced; 1,100 of them make a few records, and a statement that is read in pages.</summary>
    [ContractFact]
    public async Task An_account_statement_read_in_pages_ends_at_the_balance()
    {
        foreach (var some in Enumerable.Range(0, 1_100).Chunk(550))
        {
            await Task.WhenAll(some.Select(i => SettleAsync(new Visit($"R{i}", 300_00) { Person = $"P{i}" }))).WaitAsync(Patience);
        }

        await ClaimAsync(clearing, "c-1");
        var statements = new AccountStatements(clearing, ledger, new ClearingBookStore(database));
        var query = new BalanceQuery(new DateOnly(2026, 3, 14), new DateOnly(2099, 12, 31)) { CountyCode = new(County) };
        var (lines, place) = (new List<AccountLine>(), (StatementPlace?)null);
        do
        {
            var page = await statements.ReadAsync(Settlement.Ledger.Account.AdvanceReceivable, query, place, 400, default).WaitAsync(Patience);
            Assert.Equal(0, page.OpeningFen.Value);
            lines.AddRange(page.Lines);
            place = page.Next;
        }
        while (place is not null);

        // 1,100 × 150.00 advanced, then claimed in one entry; the balance runs up to 165,000.00 and back to nothing.
        Assert.Equal(1_101, lines.Count);
        Assert.Equal(Enumerable.Range(1, 1_100).Select(i => i * 150_00L), lines.Take(1_100).Select(l => l.BalanceFen.Value));
        Assert.Equal((-165_000_00, 0, "ClaimBuilt"), (lines[^1].AmountFen.Value, lines[^1].BalanceFen.Value, lines[^1].Kind));
        Assert.Equal(1_100, lines.Select(l => l.Reference).Distinct().Count(r => r.StartsWith('S')));
    }

    /// <summary>Records from before the general ledger was kept say nothing of turnover: it is posted once, by whichever gateway comes first.</summary>
    [ContractFact]
    public async Task A_book_from_before_the_general_ledger_is_posted_once()
    {
        var first = await SettleAsync(new Visit("R1", 300_00));
        await ledger.ReverseAsync(new Undoing("U1", first.SettlementId.Text).Posting(), default).WaitAsync(Patience);
        await SettleAsync(new Visit("R2", 500_00));
        var (old, head) = (new ClearingState(), Chain.Start);
        var messages = (await ledger.ReadOutboxAsync(0, 10, default).WaitAsync(Patience)).Select(m => new OutboxMessage(m.OutboxNumber, m.Document)).ToList();
        while (messages.Count > 0)
        {
            var (record, covered) = TakeOver.Next(old, messages, Fund.Relief, DateTimeOffset.UnixEpoch);
            record = record with { Posted = null };
            var line = Chain.Link(record, head);
            Assert.True(await new ClearingBookStore(database).AppendAsync(line, default).WaitAsync(Patience));
            old.Apply(record);
            head = line.Hash;
            messages.RemoveRange(0, covered);
        }

        await SettleAsync(new Visit("R3", 100_00));
        using var other = Service();
        await Task.WhenAll(OwedAsync(clearing), OwedAsync(other)).WaitAsync(Patience);

        // Three records of then, one that posts them, one of the settlement since. Revenue: 300 - 300 + 500 + 100.
        using var later = Service();
        Assert.Equal(5, await later.ReadAsync(books => books.Number, default).WaitAsync(Patience));
        Assert.Equal(
            -600_00,
            (await later.ReadAsync(
                books => books.GeneralLedger.Turnovers.Where(t => t.Account == Settlement.Ledger.Account.HospitalRevenue).Sum(t => t.DebitFen - t.CreditFen), default)).Value);
        Assert.Empty((await later.VerifyAsync(default).WaitAsync(Patience)).Differences);
    }

    /// <summary>A caller may call its request as it likes; the gateway's own records never meet its key.</summary>
    [ContractFact]
    public async Task A_request_named_as_a_take_over_does_not_stand_in_its_way()
    {
        await SettleAsync(new Visit("R1", 300_00));
        Assert.Equal(ClearingRefusal.None, (await ClaimAsync(clearing, "outbox-2")).Refusal);
        await SettleAsync(new Visit("R2", 500_00) { Person = "P2" });

        Assert.Equal(400_00, await OwedAsync(clearing));
    }

    [ContractFact]
    public async Task A_printed_head_is_found_again_and_a_foreign_one_is_not()
    {
        await SettleAsync(new Visit("R1", 300_00));
        var (number, hash, _) = await clearing.HeadAsync(default).WaitAsync(Patience);
        await ClaimAsync(clearing, "c-1");

        var proof = await BookProver.ProveAsync(ledger, new ClearingBookStore(database), hash, default).WaitAsync(Patience);
        var foreign = await BookProver.ProveAsync(ledger, new ClearingBookStore(database), new string('a', 64), default).WaitAsync(Patience);

        Assert.Equal((1L, 1L, 2L), (number, proof.FoundNumber!.Value, proof.Records));
        Assert.Null(foreign.FoundNumber);
    }

    private static string Forged(string number, string entries, string previous) =>
        $"""
        INSERT INTO clearing_record (
            record_number, request_id, kind, county_code, hospital_code, recorded_us, content, entries, previous_hash, hash)
        VALUES ({number}, 'forged', 1, '', '', 0, '', {entries}, {previous}, 'ff')
        """;

    private static Decision Build(ClearingState books, RecordHead head) => ClaimDecisions.Build(books, head, new HospitalCode(Hospital), new CountyCode(County), March);

    private static Task<Result<ClearingRecord>> ClaimAsync(ClearingBookService at, string requestId) =>
        at.WriteAsync(Results.Key(requestId, "h"), "李会计", Build, default).WaitAsync(Patience);

    /// <summary>The county accepts so much of the first line and all of the others.</summary>
    private static Task<Result<ClearingRecord>> ReplyAsync(ClearingBookService at, ClearingRecord claim, long acceptedFen) => at.WriteAsync(
        Results.Key($"reply-{claim.ClaimId}", "h"), "李会计",
        (books, head) => ClaimDecisions.Reply(
            books, head, claim.ClaimId!,
            [.. claim.Moves.Select(m => m.AmountFen == 150_00 ? new ReplyLine(m.ReceivableId, acceptedFen, "超限价") : new ReplyLine(m.ReceivableId, m.AmountFen, ""))]),
        default).WaitAsync(Patience);

    private static Task<long> OwedAsync(ClearingBookService at) =>
        at.ReadAsync(books => books.Receivables.Values.Sum(r => r.OutstandingFen), default).WaitAsync(Patience);

    private ClearingBookService Service() => new(ledger, new ClearingBookStore(database), TimeProvider.System);

    private async Task<SettlementDocument> SettleAsync(Visit visit) =>
        (await ledger.PostAsync(visit.Posting(), default).WaitAsync(Patience)).Document!;
}
