using MedAid.Clearing;
using MedAid.Clearing.Books;
using MedAid.Clearing.Decisions;
using MedAid.Clearing.Proof;
using MedAid.Core;
using MedAid.People.Storage;
using MedAid.Settlement;
using MedAid.Settlement.Capitation;
using MedAid.Settlement.Ledger;
using MedAid.Settlement.Ledger.Proof;
using MedAid.Settlement.Ports;
using MedAid.Settlement.Sql;
using MedAid.Settlement.Writes;
using MedAid.Stores.Tests.Books;

namespace MedAid.Stores.Tests.Contracts;

/// <summary>
/// What the proof of the books sees on a real database, whatever it is. The books: R1 to R4 and U2, which undoes R2, are taken over; a claim, a
/// reply and a payment follow; N1 and the refused request X1 are newer than the book.
/// </summary>
public abstract partial class ProofContract : IAsyncLifetime
{
    private const string Hospital = "H14110100001";
    private const string County = "141102";
    private const int PagesHeld = 2;
    private static readonly TimeSpan Patience = Waiting.Longest;
    private static readonly DateOnly March = new(2026, 3, 1);

    private ILedger ledger = null!;
    private ISqlDatabase database = null!;
    private ClearingBookStore book = null!;
    private string head = "";

    /// <summary>Tables that a case may change, and that are put back after it.</summary>
    protected abstract IReadOnlyList<string> Tables { get; }

    protected abstract Task<(ILedger Ledger, ISqlDatabase Database)> OpenAsync();

    /// <summary>Runs a script; what the database says if it refuses, else null.</summary>
    protected abstract Task<string?> RunAsync(string sql);

    /// <summary>Takes away every trigger and constraint, as a forger with all rights would.</summary>
    protected abstract Task DropGuardsAsync();

    protected abstract Task RemoveAsync();

    /// <summary>Bytes as the database spells them.</summary>
    protected abstract string Blob(byte[] bytes);

    /// <summary>How the instant of settling is moved by a minute in its column, and what the proof says of it.</summary>
    protected abstract (string Change, string Sentence) AMinuteLater { get; }

    /// <summary>What lets rows come back with the numbers that the database gave them.</summary>
    protected abstract string OwnNumbers { get; }

    /// <summary>Cases of this database alone.</summary>
    protected abstract IReadOnlyList<Tamper> OwnTampers { get; }

    public async Task InitializeAsync()
    {
        (ledger, database) = await OpenAsync();
        book = new ClearingBookStore(database);
        await WriteBooksAsync();
    }

    public async Task DisposeAsync()
    {
        await ((IAsyncDisposable)ledger).DisposeAsync();
        await RemoveAsync();
    }

    [ContractFact]
    public async Task Right_books_prove_without_a_difference()
    {
        var proof = await ProveAsync(head);

        // R1 to R4, U2 and N1; R1 with R2, U2, R3 with R4, and claim, reply and payment.
        Assert.Empty(proof.Differences);
        Assert.Equal((6, 6, 6L), (proof.Ledger.Settlements, proof.Records, proof.FoundNumber!.Value));
    }

    /// <summary>The first row behind the last record is looked at with the record, and belongs to those that nobody has taken over.</summary>
    [ContractFact]
    public async Task Settlements_that_no_record_has_taken_over_yet_are_read_each_once()
    {
        await SettleAsync(new Visit("N2", 100_00) { Person = "PN" });
        await SettleAsync(new Visit("N3", 100_00) { Person = "PN" });
        var proof = await ProveAsync(head);

        // The six of before, N2 and N3.
        Assert.Empty(proof.Differences);
        Assert.Equal(8, proof.Ledger.Settlements);
    }

    /// <summary>Each falsification alone, on the same books, which are put back after it.</summary>
    [ContractFact]
    public async Task Every_falsification_is_told_by_its_sentence()
    {
        await DropGuardsAsync();
        foreach (var table in Tables)
        {
            Assert.Null(await RunAsync($"CREATE TABLE saved_{table} AS SELECT * FROM {table}"));
        }

        var unseen = new List<string>();
        foreach (var tamper in Tampers.Concat(DocumentTampers()).Concat(OwnTampers))
        {
            var refused = await RunAsync(tamper.Sql);
            Assert.True(refused is null, $"{tamper.Name}: {refused}");
            var proof = await ProveAsync("");
            if (!proof.Differences.Any(d => d.Contains(tamper.Sentence, StringComparison.Ordinal)))
            {
                unseen.Add($"{tamper.Name}: “{tamper.Sentence}” is not among “{string.Join("；", proof.Differences)}”");
            }

            await PutBackAsync();
        }

        Assert.Empty((await ProveAsync("")).Differences);
        Assert.Empty(unseen);
    }

    /// <summary>A record of more than some ten kilobytes, such as a large claim, is read as a stream, to its last byte.</summary>
    [ContractFact]
    public async Task A_change_at_the_end_of_a_large_record_is_told()
    {
        await Task.WhenAll(Enumerable.Range(0, 400).Select(i => SettleAsync(new Visit($"L{i}", 100_00) { Person = $"P{i}" })));
        await TakeOverInOneRecordAsync();
        var large = (await book.ReadAsync(0, 100, default).WaitAsync(Patience)).MaxBy(l => l.Content.Length)!;
        Assert.True(large.Content.Length > 1.5 * Settlement.Limits.StreamedBytesMin, $"{large.Content.Length} characters");
        Assert.Empty((await ProveAsync(head)).Differences);

        await DropGuardsAsync();

        // A space before the last brace: the same record, and not the same content.
        Assert.Null(await RunAsync(
            $"""
            UPDATE clearing_record SET content = substr(content, 1, length(content) - 1) || ' ' || substr(content, length(content))
            WHERE record_number = {large.Record.Number}
            """));
        Assert.Equal([$"往来账第 {large.Record.Number} 条：链条断开，内容或顺序被改动过"], (await ProveAsync(head)).Differences);

        Assert.Null(await RunAsync(
            $"UPDATE clearing_record SET content = substr(content, 1, length(content) - 20) WHERE record_number = {large.Record.Number}"));
        Assert.Contains($"往来账第 {large.Record.Number} 条：内容损坏，无法读出", (await ProveAsync(head)).Differences);
    }

    /// <summary>One head of 6,250.00 is booked as the claim says; the claim's lines, and then its month, are changed afterwards.</summary>
    [ContractFact]
    public async Task A_claim_of_heads_that_is_not_what_was_booked_is_told()
    {
        var store = new CapitationStore(database);
        await store.ChangeAsync(Join(), Results.Key("in-1", "h"), default).WaitAsync(Patience);
        var claim = (await store.ClaimAsync(
            new CapitationClaimRequest("P1", new HospitalCode(Hospital), "heads"), new WriteHead(Results.Key("claim-1", "h"), "李会计", Join().Noted), c => Result.Done(HeadsOf(c)), default)
            .WaitAsync(Patience)).Value;
        using var clearing = new ClearingBookService(ledger, book, TimeProvider.System, capitation: store);
        var booked = await clearing.ReadAsync(books => books.GeneralLedger.Turnovers.Where(t => t.Fund == new Fund("capitation")).ToArray(), default).WaitAsync(Patience);

        Assert.Equal(
            [("fund_receivable", 6_250_00L, 0L), ("settlement_difference", 0, 6_250_00)],
            booked.OrderBy(t => t.Account).Select(t => (t.Account.Text, t.DebitFen.Value, t.CreditFen.Value)));
        Assert.Empty((await ProveAsync(head)).Differences);
        Assert.Equal(claim.Number, await clearing.ReadAsync(books => books.CapitationNumber, default).WaitAsync(Patience));

        await DropGuardsAsync();
        foreach (var change in new[] { "UPDATE capitation_claim_line SET amount_fen = 1", "DELETE FROM capitation_claim_line", "DELETE FROM capitation_claim" })
        {
            Assert.Null(await RunAsync(change));
            var told = Assert.Single((await ProveAsync(head)).Differences);
            Assert.Matches("^往来账第 [0-9]+ 条：与按人头打包的申报 P1 不符$", told);
        }
    }

    /// <summary>Whoever writes the whole chain anew, and its kept end, is seen by who kept the head outside and by nobody else.</summary>
    [ContractFact]
    public async Task A_chain_that_was_made_anew_is_found_by_the_head_that_was_kept_outside()
    {
        await DropGuardsAsync();
        var previous = Chain.Start;
        foreach (var line in await book.ReadAsync(0, 100, default).WaitAsync(Patience))
        {
            var forged = Chain.Link(line.Record with { Operator = "王会计" }, previous);
            previous = forged.Hash;
            Assert.Null(await RunAsync(
                $"""
                UPDATE clearing_record SET content = '{forged.Content}', previous_hash = '{forged.PreviousHash}', hash = '{forged.Hash}'
                WHERE record_number = {forged.Record.Number}
                """));
        }

        Assert.Null(await RunAsync($"UPDATE clearing_end SET hash = '{previous}'"));
        var proof = await ProveAsync(head);

        Assert.Empty(proof.Differences);
        Assert.Null(proof.FoundNumber);
    }

    /// <summary>Noted after any piece, taken up by another prover: what was found before is still told, what comes later is still seen.</summary>
    [ContractFact]
    public async Task An_interrupted_proof_goes_on_where_it_was()
    {
        await DropGuardsAsync();
        var (r1, r4) = (SettlementIds.Of("R1"), SettlementIds.Of("R4"));
        Assert.Null(await RunAsync($"UPDATE settlement SET patient_fen = patient_fen + 1 WHERE settlement_id IN ('{r1}', '{r4}')"));
        using var noted = new MemoryStream();
        BookProver? first = null;
        first = new BookProver(ledger, book, head) { BetweenPieces = () => Note(noted, first!) };
        var whole = await first.RunAsync(default).WaitAsync(Patience);

        var second = new BookProver(ledger, book, head);
        noted.Position = 0;
        using (var reader = new BinaryReader(noted))
        {
            second.Load(reader);
        }

        Assert.True(second.Progress.Done > 0);
        var resumed = await second.RunAsync(default).WaitAsync(Patience);
        Assert.Equal(2, whole.Differences.Count(d => d.Contains("单据与登记栏不一致", StringComparison.Ordinal)));
        Assert.Equal(whole.Differences, resumed.Differences);
        Assert.Equal((whole.Records, whole.Head, whole.FoundNumber, whole.Ledger.Settlements), (resumed.Records, resumed.Head, resumed.FoundNumber, resumed.Ledger.Settlements));
    }

    [ContractFact]
    public async Task A_proof_whose_caller_left_ends()
    {
        using var left = new CancellationTokenSource();
        var prover = new BookProver(ledger, book, "") { Progressed = left.Cancel };

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => prover.RunAsync(left.Token).WaitAsync(Patience));
        Assert.True(prover.CanGoOn);
        Assert.Empty((await prover.RunAsync(default).WaitAsync(Patience)).Differences);
    }

    private static void Note(MemoryStream noted, BookProver prover)
    {
        noted.SetLength(0);
        using var writer = new BinaryWriter(noted, System.Text.Encoding.UTF8, leaveOpen: true);
        prover.Save(writer);
    }

    private async Task WriteBooksAsync()
    {
        using var clearing = new ClearingBookService(ledger, book, TimeProvider.System);
        await SettleAsync(new Visit("R1", 100_00));
        var undone = await SettleAsync(new Visit("R2", 300_00) { ServiceDate = new DateOnly(2026, 3, 20) });
        await ledger.ReverseAsync(new Undoing("U2", undone.SettlementId.Text).Posting(), default).WaitAsync(Patience);
        await SettleAsync(new Visit("R3", 500_00) { Person = "P2" });
        await SettleAsync(new Visit("R4", 60_00));
        var claim = (await clearing.WriteAsync(Results.Key("c-1", "h"), "李会计", (books, at) => ClaimDecisions.Build(books, at, new HospitalCode(Hospital), new CountyCode(County), March), default)
            .WaitAsync(Patience)).Record!;
        await clearing.WriteAsync(
            Results.Key("a-1", "h"), "李会计",
            (books, at) => ClaimDecisions.Reply(books, at, claim.ClaimId!, [.. claim.Moves.Select(m => new ReplyLine(m.ReceivableId, m.AmountFen, ""))]),
            default).WaitAsync(Patience);
        await clearing.WriteAsync(
            Results.Key("p-1", "h"), "李会计",
            (books, at) => PaymentDecisions.Record(books, at, new PaymentNotice("bank-1", new HospitalCode(Hospital), new CountyCode(County), March, 40_00, [], 0, 0)), default)
            .WaitAsync(Patience);
        Assert.Null(await RunAsync(
            """
            INSERT INTO person (id_number_hash, person_key, version, body) VALUES (
                't1', 'P1', 2,
                '{"person_key":"P1","version":0,"scheme":"resident","county":"141102","birth_date":"1968-05-12","identities":
                [{"kind":"SubsistenceAllowance","from":"2020-01-01"}],"qualifications":[]}');
            INSERT INTO person_version (person_key, version, known_from_us, changed_by, body) SELECT person_key, version, 1, 'import', body FROM person;
            INSERT INTO identity_period (person_key, identity, valid_from, known_from_us, opened_by, opened_line)
            VALUES ('P1', 'subsistence_allowance', '2020-01-01', 1, 'import', 1);
            INSERT INTO person_access (accessed_us, operator, role, person_key, purpose, call) VALUES (1, '甲', 'clerk', 'P1', '核对', 'GetPerson')
            """));
        head = (await clearing.HeadAsync(default).WaitAsync(Patience)).Hash;
        await SettleAsync(new Visit("N1", 80_00) { Person = "P3" });
        await ledger.PostAsync(
            new SettlementPosting
            {
                RequestId = "X1", ContentHash = new byte[32], Visit = new VisitKey(new HospitalCode("H1"), "V1"),
                Prepare = (_, _) => PostingDecision.Of(new RefusalRecord(Refusal.AmountTooLarge)),
            },
            default).WaitAsync(Patience);
    }

    /// <summary>More in one record than the gateway takes over at once.</summary>
    private async Task TakeOverInOneRecordAsync()
    {
        var books = new ClearingState();
        foreach (var line in await book.ReadAsync(0, 100, default).WaitAsync(Patience))
        {
            books.Apply(line.Record);
        }

        var messages = await ledger.ReadOutboxAsync(books.OutboxNumber, 1_000, default).WaitAsync(Patience);
        var (record, covered) = TakeOver.Next(
            books, [.. messages.Select(m => new OutboxMessage(m.OutboxNumber, m.Document))], Fund.Relief, Instants.Now(TimeProvider.System));
        Assert.Equal(messages.Count, covered);
        Assert.True(await book.AppendAsync(Chain.Link(record, head), default).WaitAsync(Patience));
    }

    /// <summary>Proves with so little memory that most of what the proof remembers goes through its scratch file.</summary>
    private async Task<BookProof> ProveAsync(string hash)
    {
        using var scratch = new MemoryStream();
        return await new BookProver(ledger, book, hash, new ProofPages(() => scratch, PagesHeld))
        {
            Beside = given => PeopleProof.DifferencesAsync(database, given), Capitation = new CapitationStore(database),
        }.RunAsync(default).WaitAsync(Patience);
    }

    private static CapitationChange Join() => new()
    {
        PersonKey = new("P1"), HospitalCode = new(Hospital), Programme = "heads", Scheme = "resident", Kind = CapitationChangeKind.Join, Day = March, Operator = "王",
        Noted = new DateTimeOffset(2026, 3, 2, 1, 0, 0, TimeSpan.Zero),
    };

    private static CapitationClaim HeadsOf(IReadOnlyList<CapitationChange> changes)
    {
        var (heads, lines) = CapitationClaim.Reckon(
            changes, (new HospitalCode(Hospital), "resident"), March, 6_250_00, CapitationPartMonth.FirstDay, new Dictionary<PersonKey, long>());
        return new CapitationClaim
        {
            ClaimId = "P1", HospitalCode = new(Hospital), CountyCode = new(County), Programme = "heads", Scheme = "resident", Month = March, Pack = "pack", RateFen = 6_250_00,
            PartMonth = CapitationPartMonth.FirstDay, Heads = heads, BuiltBy = "李会计", Built = Join().Noted, Lines = lines,
        };
    }

    private async Task PutBackAsync()
    {
        foreach (var table in Tables)
        {
            Assert.Null(await RunAsync($"DELETE FROM {table}; INSERT INTO {table} {OwnNumbers} SELECT * FROM saved_{table}"));
        }
    }

    private async Task<SettlementDocument> SettleAsync(Visit visit) =>
        (await ledger.PostAsync(visit.Posting(), default).WaitAsync(Patience)).Document!;

    /// <summary>A way to falsify the books, and what the proof says of it.</summary>
    protected sealed record Tamper(string Name, string Sql, string Sentence);
}
