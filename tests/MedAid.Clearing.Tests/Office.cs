using System.Globalization;
using MedAid.Clearing.Books;
using MedAid.Clearing.Decisions;
using MedAid.Clearing.Proof;
using MedAid.Core;
using MedAid.Core.Policy;
using MedAid.Settlement.Ledger;
using MedAid.Settlement.Ledger.Proof;

namespace MedAid.Clearing.Tests;

/// <summary>A finance office with its book, in memory: takes visits over, decides, and keeps every entry of both journals.</summary>
internal sealed class Office
{
    private readonly List<ClearingRecord> records = [];
    private readonly List<JournalEntry> entries = [];
    private readonly List<(string Hospital, JournalEntry Entry)> booked = [];
    private long outbox;
    private int requests;

    public ClearingState Books { get; } = new();

    /// <summary>Every record of the book.</summary>
    public IReadOnlyList<ClearingRecord> Records => records;

    /// <summary>What a proof folds from the same records.</summary>
    public BookFold Fold { get; } = new(new ProofPages());

    public DateTimeOffset Now { get; set; } = new(2022, 9, 1, 2, 0, 0, TimeSpan.Zero);

    /// <summary>What the region's notices arrange.</summary>
    public Arrangements Arrangements { get; init; } = Arrangements.None;

    /// <summary>The entries of both journals by hospital; each names its county, as the general ledger takes it.</summary>
    public IReadOnlyList<(string Hospital, JournalEntry Entry)> Booked => booked;

    /// <summary>The entries of settlements and of clearing records.</summary>
    public IReadOnlyList<JournalEntry> Entries => entries;

    public void Take(params SettlementDocument[] documents)
    {
        var messages = documents.Select(d => new OutboxMessage(++outbox, d)).ToList();
        foreach (var document in documents)
        {
            entries.AddRange(document.Entries);
            booked.AddRange(document.Entries.Select(e => (document.HospitalCode.Text, InCounty(e, document.CountyCode.Text))));
        }

        while (messages.Count > 0)
        {
            var (record, covered) = TakeOver.Next(Books, messages, new Fund(Visits.ReliefFund), Now, Arrangements);
            Keep(record);
            messages.RemoveRange(0, covered);
        }
    }

    public RecordHead Head(string operatorName = "李会计") =>
        new(string.Create(CultureInfo.InvariantCulture, $"q-{++requests}"), "hash", operatorName, Now);

    /// <summary>Writes a record, or returns why not; then nothing may have changed.</summary>
    public ClearingRefusal Do(Func<ClearingState, RecordHead, Decision> decide, string operatorName = "李会计")
    {
        var decision = decide(Books, Head(operatorName));
        if (decision.Record is { } record)
        {
            Keep(record);
        }

        return decision.Refusal;
    }

    public ClearingRefusal Claim(string county, string month) => Do((books, head) =>
        ClaimDecisions.Build(books, head, new HospitalCode(Visits.Hospital), new CountyCode(county), DateOnly.ParseExact(month, "yyyy-MM", CultureInfo.InvariantCulture)));

    public ClearingRefusal Pay(
        string id, string county, long fen, long retainedFen = 0, long deductedFen = 0, string day = "2022-09-20", long setOffFen = 0,
        params string[] claims) =>
        Do((books, head) => PaymentDecisions.Record(books, head, new PaymentNotice(
            id, new HospitalCode(Visits.Hospital), new CountyCode(county), DateOnly.Parse(day, CultureInfo.InvariantCulture), fen, claims, retainedFen, deductedFen, setOffFen)));

    public long Balance(Account account, string county = "") =>
        entries.Where(e => e.Account.Text == account.Text && (county.Length == 0 || e.CountyCode.Text == county)).Sum(e => e.AmountFen).Value;

    /// <summary>Whether trying a record is looked at closely: it must leave no trace.</summary>
    public bool Careful { get; init; }

    private string Pictures() => RandomHistoryTests.Picture(Books) + Patients.RandomAccountTests.Picture(this);

    private void Keep(ClearingRecord record)
    {
        var before = Careful ? Pictures() : "";
        Assert.Null(Books.Misfit(record));
        Assert.Equal(before, Careful ? Pictures() : "");
        Books.Apply(record);
        records.Add(record);
        if (Clearing.Books.Corrections.IsCounter(record))
        {
            Assert.Null(CounterCheck.Difference(Fold, records[(int)record.Correction!.RecordNumber - 1], record));
        }

        Assert.Null(Fold.Apply(record));
        entries.AddRange(record.Entries);
        booked.AddRange(record.Entries.Select(e => (record.HospitalCode.Text, InCounty(e, record.CountyCode.Text))));
    }

    private static JournalEntry InCounty(JournalEntry entry, string county) =>
        !entry.CountyCode.IsEmpty ? entry : entry with { CountyCode = new(county) };
}
