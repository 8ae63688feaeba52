using MedAid.Clearing.Books;
using MedAid.Clearing.Decisions;
using MedAid.Clearing.Patients;
using MedAid.Clearing.Tests.Patients;
using MedAid.Core;
using MedAid.Settlement.Ledger;

namespace MedAid.Clearing.Tests;

/// <summary>
/// A record that does not fit changes nothing, is set aside when it stands in the book already, and the book goes on; two persons take it out.
/// </summary>
public sealed class SetAsideTests
{
    private const string County = Ward.County;
    private static readonly DateOnly Day = new(2022, 8, 1);

    private readonly Office office = new();

    /// <summary>The bank's account overflows with the second; with the first alone every sum over counties would.</summary>
    [Theory]
    [InlineData(long.MaxValue, "超出范围")]
    [InlineData(Limits.PaymentFenMax + 1, "超出范围")]
    [InlineData(-1, "超出范围")]
    public void A_payment_beyond_all_bounds_does_not_fit_and_leaves_no_trace(long fen, string reason)
    {
        office.Pay("B0", County, 1_00);
        var before = RandomHistoryTests.Picture(office.Books);

        Assert.Contains(reason, office.Books.Misfit(Payment("B1", fen)), StringComparison.Ordinal);
        Assert.Throws<RecordUnfitException>(() => office.Books.Apply(Payment("B1", fen)));

        Assert.Equal(before, RandomHistoryTests.Picture(office.Books));
        Assert.Equal(ClearingRefusal.None, office.Pay("B1", County, 1_00));
    }

    /// <summary>Each fails at another step, after some of the record was taken up.</summary>
    [Fact]
    public void A_record_is_taken_up_whole_or_not_at_all()
    {
        office.Take(Visits.Visit("v1", County, Day, 30_00));
        office.TakeDeposit(50_00);
        var receivable = office.Books.Receivables.Values.Single();
        var open = new Move(receivable.ReceivableId, ReceivableStanding.Open, ReceivableStanding.Claimed, 30_00);
        var good = Next(RecordKind.ClaimBuilt) with { ClaimId = "Q1", Period = "2022-08", Moves = [open] };
        ClearingRecord[] bad =
        [
            good with { Moves = [open, open] },
            good with { Moves = [open with { To = (ReceivableStanding)99 }] },
            good with { Moves = [open with { ReceivableId = "none" }] },
            good with { Moves = null! },
            good with { Number = 99 },
            good with { RequestId = office.Books.Records[0].RequestId, Refusals = [new RefusedLine("none", "x")] },
            good with { Refund = new CountyRefund("b", Day, [new RefundedFund(new Fund("610100"), 1)]) },
            good with { Payment = new PaymentFact("b", Day, 1_00, 2_00) },
            good with { Payment = new PaymentFact("b", new DateOnly(9999, 12, 31), 1_00, 0) },
            good with { Entries = [new JournalEntry(Account.Bank, new CountyCode(County), default, new Fen(1))] },
            good with { Entries = [new JournalEntry(Account.Bank, new CountyCode(County), default, new Fen(1)), new JournalEntry(Account.Bank, new CountyCode("141102"), default, new Fen(-1))] },
            good with
            {
                Entries =
                [
                    new JournalEntry(Account.FromText("cash_box"), new CountyCode(County), default, new Fen(1)),
                    new JournalEntry(Account.Bank, new CountyCode(County), default, new Fen(-1)),
                ],
            },
            good with { Patient = new PatientFact { PersonKey = new("P1"), Deposits = [new DepositPart(new CountyCode(County), 1)] } },
            Next(RecordKind.DepositReturned) with { Patient = new PatientFact { PersonKey = new("P1"), Deposits = [new DepositPart(new CountyCode(County), -50_01)] } },
            good with { Posted = [], PostedThrough = 0 },
        ];
        var before = Pictures();
        foreach (var record in bad)
        {
            Assert.NotNull(office.Books.Misfit(record));
            Assert.Throws<RecordUnfitException>(() => office.Books.Apply(record));
            Assert.Equal(before, Pictures());
        }

        Assert.Null(office.Books.Misfit(good));
        Assert.Equal(before, Pictures());
        office.Books.Apply(good);
        Assert.Equal(30_00, receivable.Fen(ReceivableStanding.Claimed));
    }

    /// <summary>
    /// 2 is beyond all bounds, 3 rests on it; 4 is a good payment of 40.00 and counts. What is missing or cannot be read is told like it.
    /// </summary>
    [Fact]
    public void What_does_not_fit_is_set_aside_with_what_rests_on_it_and_the_rest_counts()
    {
        var books = office.Books;
        books.Read(Payment("B1", 10_00));
        books.Read(Payment("B2", long.MaxValue));
        books.Read(Next(RecordKind.PaymentMatched) with { Payment = new PaymentFact("B2", Day, 1_00, 1_00) });
        books.Read(Payment("B3", 40_00));
        books.Read(Payment("B4", 1_00) with { Number = 7 });

        Assert.Equal([2L, 3, 5], books.SetAside.Select(r => r.Number));
        Assert.Equal(["B1", "B3", "B4"], books.Payments.Keys);
        Assert.Equal("往来账第 2 条（到账）与前面的记录不相容，已搁置，未计入账：到账 B2 的金额超出范围", books.SetAside[0].Sentence);
        Assert.Contains("账里没有第 5 至 6 条", books.SetAside[2].Sentence, StringComparison.Ordinal);
        Assert.Equal(7, books.Number);
    }

    [Fact]
    public void Two_persons_take_a_record_out_and_the_book_is_clean()
    {
        var books = office.Books;
        books.Read(Payment("B1", long.MaxValue) with { RequestId = "bad" });

        Assert.Equal(ClearingRefusal.SecondOperatorNeeded, Void(1, "李会计 "));
        Assert.Equal(ClearingRefusal.RecordNotSetAside, Void(2, "赵科长"));
        Assert.Equal(ClearingRefusal.None, Void(1, "赵科长"));
        Assert.Equal(ClearingRefusal.RecordNotSetAside, Void(1, "赵科长"));
        Assert.Empty(books.SetAside);
        Assert.NotNull(books.SetAsideRequest("bad"));
        Assert.NotNull(books.SetAsideAt(1));
        Assert.Equal(ClearingRefusal.None, office.Pay("B1", County, 1_00));
    }

    [Fact]
    public void A_row_that_cannot_be_read_is_a_record_like_any_other_that_does_not_fit()
    {
        var line = Chain.Link(Payment("B1", 10_00), Chain.Start);
        Assert.Equal(RecordKind.PaymentRecorded, Chain.Read(1, "r", line.Content, line.PreviousHash, line.Hash).Record.Kind);
        string[] contents = [line.Content.Replace("PaymentRecorded", "Unheard", StringComparison.Ordinal), "{", "", "null", "[]"];
        foreach (var content in contents)
        {
            var read = Chain.Read(1, "r", content, line.PreviousHash, line.Hash).Record;
            Assert.Equal((1L, RecordKind.Unreadable, "r"), (read.Number, read.Kind, read.RequestId));
        }

        // The content of another row.
        Assert.Equal(RecordKind.Unreadable, Chain.Read(2, "r", line.Content, line.PreviousHash, line.Hash).Record.Kind);
        office.Books.Read(Chain.Read(1, "r", "{", line.PreviousHash, line.Hash).Record);
        Assert.Equal("内容无法读取", Assert.Single(office.Books.SetAside).Reason);
    }

    private ClearingRefusal Void(long number, string second) =>
        office.Do((books, head) => VoidDecisions.Take(books, head, number, second, "录入错误"));

    private string Pictures() => RandomHistoryTests.Picture(office.Books) + RandomAccountTests.Picture(office);

    private ClearingRecord Next(RecordKind kind) => Decision.Next(office.Books, office.Head(), kind) with
    {
        CountyCode = new(County), HospitalCode = new(Visits.Hospital),
    };

    private ClearingRecord Payment(string id, long fen) => Next(RecordKind.PaymentRecorded) with
    {
        Payment = new PaymentFact(id, Day, fen, 0),
        Entries = fen == 0
            ? []
            : [new JournalEntry(Account.Bank, new CountyCode(County), default, new Fen(fen)), new JournalEntry(Account.UnmatchedReceipt, new CountyCode(County), default, new Fen(-fen))],
    };
}
