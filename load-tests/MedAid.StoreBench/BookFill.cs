using System.Diagnostics;
using MedAid.Clearing.Books;
using MedAid.Clearing.Decisions;
using MedAid.Clearing.Patients;
using MedAid.Core;
using MedAid.Settlement;
using MedAid.Settlement.Ledger;
using MedAid.Settlement.Ports;
using MedAid.Settlement.Sql;
using MedAid.Stores.Embedded;
using MedAid.Stores.Postgres;

namespace MedAid.StoreBench;

/// <summary>
/// A large clearing book of real rows: settlements and reversals through the ledger's own writer, records as the gateway decides and chains
/// them. Of ten settlements six are debts under an agreement, three are paid at the window and one is a reversal; debts are paid, and after
/// every 5,000 of them all that is open is claimed, answered and paid. Only the insertion of records is in bulk.
/// </summary>
internal sealed class BookFill(ILedger ledger, ISqlDatabase database, int wanted)
{
    private const int Agreements = 2_000;
    private const int Persons = 20_000;
    private const int ChunkOfSettlements = 5_000;
    private const int ChunksOfNews = 20;
    private const int InFlight = 128;

    // A claim then has about as many lines as one reply may bring.
    private const int ChunksOfClaim = 1;

    private const string Into =
        """
        INSERT INTO clearing_record (
            record_number, request_id, kind, county_code, hospital_code, recorded_us, content, entries, previous_hash, hash)
        """;

    private static readonly DateOnly March = new(2026, 3, 1);

    private readonly ClearingState books = new();
    private readonly List<object?[]> rows = [];
    private readonly List<string> standing = [];
    private readonly Random random = new(7);
    private string head = Chain.Start;
    private int settled;

    /// <summary>Fills a folder's ledger file, or the database of a connection string.</summary>
    public static async Task RunAsync(int records, string place)
    {
        if (place.Contains('=', StringComparison.Ordinal))
        {
            await using var shared = new PostgresDatabase(place);
            await using var ledger = new PostgresLedger(shared);
            await new BookFill(ledger, new PostgresSql(shared), records).FillAsync();
            return;
        }

        using var file = EmbeddedDatabase.Open(Path.Combine(place, "medaid.db"));
        await using var embedded = new EmbeddedLedger(file);
        await new BookFill(embedded, new EmbeddedSql(file), records).FillAsync();
    }

    private static string Agreement(int person) => $"{Dialysis.Hospital}.{person}";

    private async Task FillAsync()
    {
        var watch = Stopwatch.StartNew();
        for (var person = 0; person < Agreements; person++)
        {
            Keep(Signed(person));
        }

        for (var chunk = 1; books.Number < wanted; chunk++)
        {
            await SettleAsync();
            await TakeOverAsync();
            PayDebts();
            if (chunk % ChunksOfClaim == 0)
            {
                Claim(chunk);
            }

            if (chunk % ChunksOfNews == 0)
            {
                Console.WriteLine($"{books.Number} records, {settled} settlements and reversals, {watch.Elapsed}");
            }

            await InsertAsync();
        }

        Console.WriteLine($"{books.Number} records, {settled} settlements and reversals, {watch.Elapsed}; head {head}");
    }

    private async Task SettleAsync()
    {
        var waiting = new List<Task<PostingResult>>(InFlight);
        for (var i = 0; i < ChunkOfSettlements; i++, settled++)
        {
            waiting.Add(Post(random.Next(10)));
            if (waiting.Count == InFlight)
            {
                standing.AddRange((await Task.WhenAll(waiting)).Select(o => o.Document!).Where(d => d.ReversesSettlementId is null)
                    .Select(d => d.SettlementId.Text));
                waiting.Clear();
            }
        }

        await Task.WhenAll(waiting);
    }

    private Task<PostingResult> Post(int kind)
    {
        var id = $"fill-{settled}";
        if (kind == 0 && standing.Count > 0)
        {
            var at = random.Next(standing.Count);
            var undone = standing[at];
            standing[at] = standing[^1];
            standing.RemoveAt(standing.Count - 1);
            return ledger.ReverseAsync(Dialysis.Undoing(id, undone), CancellationToken.None);
        }

        var person = kind > 6 ? random.Next(Persons) : random.Next(Agreements);
        return ledger.PostAsync(
            Dialysis.Posting(id, $"P{person}", kind > 6 ? null : Agreement(person)), CancellationToken.None);
    }

    private async Task TakeOverAsync()
    {
        while (await ledger.ReadOutboxAsync(books.OutboxNumber, ChunkOfSettlements, CancellationToken.None) is { Count: > 0 } read)
        {
            var messages = read.Select(m => new OutboxMessage(m.OutboxNumber, m.Document)).ToList();
            for (var done = 0; done < messages.Count;)
            {
                var some = messages.GetRange(done, Math.Min(messages.Count - done, 500));
                var (record, covered) = TakeOver.Next(books, some, Fund.Relief, Instants.Now(TimeProvider.System));
                Keep(record);
                done += covered;
            }
        }
    }

    private void PayDebts()
    {
        for (var i = 0; i < ChunkOfSettlements / 3 && books.Number < wanted; i++)
        {
            var account = new AccountKey(new PersonKey($"P{random.Next(Agreements)}"), new HospitalCode(Dialysis.Hospital));
            Keep(DebtDecisions.Pay(books, Head(), account, [], random.Next(1, 80_00), March).Record);
        }
    }

    private void Claim(int chunk)
    {
        var claim = ClaimDecisions.Build(books, Head(), new HospitalCode(Dialysis.Hospital), new CountyCode(Dialysis.County), March).Record;
        Keep(claim);
        if (claim is null)
        {
            return;
        }

        Keep(ClaimDecisions.Reply(
            books, Head(), claim.ClaimId!,
            [.. claim.Moves.Select(m => new ReplyLine(m.ReceivableId, random.Next(20) == 0 ? 0 : m.AmountFen, "超限价"))]).Record);
        Keep(PaymentDecisions.Record(
            books, Head(),
            new PaymentNotice($"bank-{chunk}", new HospitalCode(Dialysis.Hospital), new CountyCode(Dialysis.County), March, claim.Moves.Sum(m => m.AmountFen) / 2, [], 0, 0)).Record);
    }

    private RecordHead Head() => new($"fill-{books.Number + 1}", "h", "李会计", Instants.Now(TimeProvider.System));

    private ClearingRecord Signed(int person) => new()
    {
        Number = books.Number + 1,
        Kind = RecordKind.AgreementSigned,
        RequestId = $"sign-{person}",
        ContentHash = "h",
        RecordedTime = Instants.Now(TimeProvider.System),
        Operator = "李会计",
        HospitalCode = new(Dialysis.Hospital),
        Patient = new PatientFact
        {
            PersonKey = new($"P{person}"),
            NewAgreement = new SignedAgreement(Agreement(person), new DateOnly(2026, 1, 1), [], [], "四(十五)"),
        },
    };

    private void Keep(ClearingRecord? record)
    {
        if (record is null)
        {
            return;
        }

        books.Apply(record);
        var line = Chain.Link(record, head);
        head = line.Hash;
        rows.Add([
            record.Number, record.RequestId, (long)record.Kind, record.CountyCode, record.HospitalCode,
            (record.RecordedTime.UtcTicks - DateTime.UnixEpoch.Ticks) / TimeSpan.TicksPerMicrosecond, line.Content, Chain.EntriesOf(record),
            line.PreviousHash, line.Hash,
        ]);
    }

    private async Task InsertAsync()
    {
        foreach (var some in rows.Chunk(1_000))
        {
            await database.WriteAsync("clearing_record", session => session.InsertAsync(Into, some), CancellationToken.None);
        }

        rows.Clear();
    }
}
