using System.Text;
using MedAid.Clearing.Books;
using MedAid.Clearing.Decisions;
using MedAid.Clearing.Reports;
using MedAid.Clearing.Sheets;
using MedAid.Core;
using MedAid.Stores.Tests.Books;

namespace MedAid.Stores.Tests.Contracts;

/// <summary>Replies and payments from files, on a real database; relief pays half of 300.00 and of 500.00.</summary>
public abstract partial class ClearingContract
{
    private static readonly Dictionary<string, string> Counties = new() { [County] = "离石区" };

    [ContractFact]
    public async Task A_reply_comes_from_a_file_whole_or_not_at_all_and_once()
    {
        var claim = await ClaimTwoAsync();
        var (first, second) = (claim.Moves[0].ReceivableId, claim.Moves[1].ReceivableId);
        var bad = $"应收编号,核准金额,拒付原因\n{first},100.00,超限价\n{second},250.01,\n";
        var good = $"应收编号,核准金额,拒付原因\n{first},100.00,超限价\n{second},250.00,\n";

        var refused = await ImportReplyAsync("r-1", bad);
        Assert.Equal(("ACCEPTED_ABOVE_CLAIMED", 3), (Assert.Single(refused.Reading.Faults).Code, refused.Reading.Faults[0].Line));
        Assert.False(refused.Written);
        var tried = await ImportReplyAsync("r-2", good, validateOnly: true);
        Assert.Equal((false, 2), (tried.Written, tried.Reading.Good.Count));
        Assert.Equal(400_00, await StandsAsync(ReceivableStanding.Claimed));

        // Good lines alone, then the mended file: what is in the book already is not written again.
        Assert.True((await ImportReplyAsync("r-3", bad, takeGoodLines: true)).Written);
        Assert.Equal((100_00, 50_00, 250_00), await AnsweredAsync());
        var mended = await ImportReplyAsync("r-4", good);
        Assert.Equal((true, 1), (mended.Written, mended.Record!.Moves.Count));
        var again = await ImportReplyAsync("r-5", good);
        Assert.Equal((false, true, 0), (again.Written, again.Replayed, again.Reading.Faults.Count));
        var replayed = await ImportReplyAsync("r-4", good);
        Assert.Equal((true, mended.Record.Number), (replayed.Replayed, replayed.Record!.Number));
        Assert.Equal(ClearingRefusal.RequestIdReused, (await ImportReplyAsync("r-4", bad)).Refusal);
        Assert.Equal((350_00, 50_00, 0), await AnsweredAsync());
        Assert.Empty((await clearing.VerifyAsync(default).WaitAsync(Patience)).Differences);
    }

    [ContractFact]
    public async Task Payments_come_from_a_file_line_by_line_and_a_file_cut_off_is_taken_up()
    {
        var claim = await ClaimTwoAsync();
        await ReplyAsync(clearing, claim, acceptedFen: 150_00);
        const string Head = "流水号,日期,金额,对方户名,摘要\n";
        var cutOff = Head + $"B1,2026-04-01,150.00,离石区财政局,{claim.ClaimId}\n";
        var whole = cutOff + "B2,2026-04-02,240.00,离石区财政局,\nB3,2026-04-03,20.00,离石区财政局,\n";

        var unknown = await ImportPaymentsAsync("p-1", whole + "B4,2026-04-03,1.00,某公司,货款\n");
        Assert.Equal((false, "PAYER_UNKNOWN"), (unknown.Written, Assert.Single(unknown.Faults).Code));
        var tried = await ImportPaymentsAsync("p-2", whole, validateOnly: true);

        // 400.00 accepted: 150.00 leaves 250.00, of which 240.00 come; of 20.00 more, 10.00 find their claim.
        PaymentFit[] fits = [PaymentFit.Under, PaymentFit.Under, PaymentFit.Over];
        Assert.Equal(fits, tried.Lines.Select(l => l.Fit));
        Assert.Equal([150_00, 240_00, 10_00], tried.Lines.Select(l => l.MatchedFen));
        Assert.Equal(0, await clearing.ReadAsync(books => books.Payments.Count, default));

        Assert.True((await ImportPaymentsAsync("p-3", cutOff)).Written);
        var taken = await ImportPaymentsAsync("p-4", whole);
        Assert.Equal([PaymentFit.RecordedBefore, .. fits[1..]], taken.Lines.Select(l => l.Fit));
        Assert.True((await ImportPaymentsAsync("p-5", whole)).Replayed);
        Assert.Equal("RECORDED_OTHERWISE", Assert.Single((await ImportPaymentsAsync("p-6", Head + "B1,2026-04-01,1.00,离石区,\n")).Faults).Code);
        Assert.Equal(ClearingRefusal.RequestIdReused, (await ImportPaymentsAsync("p-4", cutOff + "B2,2026-04-02,1.00,离石区,\n")).Refusal);
        Assert.Equal(400_00, await StandsAsync(ReceivableStanding.Paid));
        Assert.Equal(10_00, await clearing.ReadAsync(books => books.Payments.Values.Sum(p => p.UnmatchedFen), default));
        Assert.Empty((await clearing.VerifyAsync(default).WaitAsync(Patience)).Differences);
    }

    /// <summary>Two gateways take the same file at once; each line is written once.</summary>
    [ContractFact]
    public async Task Two_gateways_that_take_the_same_statement_write_each_line_once()
    {
        var claim = await ClaimTwoAsync();
        await ReplyAsync(clearing, claim, acceptedFen: 150_00);
        var file = "流水号,日期,金额,对方户名\n" + string.Concat(Enumerable.Range(0, 20).Select(i => $"B{i},2026-04-01,20.00,离石区\n"));
        using var other = Service();

        await Task.WhenAll(ImportPaymentsAsync("p-1", file), ImportPaymentsAsync("p-2", file, at: other)).WaitAsync(Patience);

        using var later = Service();
        var (count, paidFen) = await later.ReadAsync(
            books => (books.Payments.Count, books.Receivables.Values.Sum(r => r.Fen(ReceivableStanding.Paid))), default);
        Assert.Equal((20, 400_00), (count, paidFen));
        var statement = await later.ReadAsync(
            books => StatementFold.Of(books, new StatementOrder(new HospitalCode(Hospital), new CountyCode(County), March, new DateOnly(2100, 1, 1))), default);
        Assert.Equal((400_00, 400_00, 0), (statement.AdvancedFen, statement.PaidFen, statement.ClosingFen));
    }

    private async Task<ClearingRecord> ClaimTwoAsync()
    {
        await SettleAsync(new Visit("R1", 300_00));
        await SettleAsync(new Visit("R2", 500_00) { Person = "P2", ServiceDate = new DateOnly(2026, 3, 15) });
        return (await ClaimAsync(clearing, "c-1")).Record!;
    }

    private Task<ReplyImportReport> ImportReplyAsync(string requestId, string text, bool takeGoodLines = false, bool validateOnly = false) =>
        new ReplyImport(clearing).RunAsync(Order(requestId, text, takeGoodLines, validateOnly), $"Q{County}-{Hospital}-2026-03-1", default)
            .WaitAsync(Patience);

    private Task<PaymentImportReport> ImportPaymentsAsync(
        string requestId, string text, bool validateOnly = false, MedAid.Clearing.ClearingBookService? at = null) =>
        new PaymentImport(at ?? clearing, Counties, TimeProvider.System).RunAsync(Order(requestId, text, false, validateOnly), new HospitalCode(Hospital), default).WaitAsync(Patience);

    private static FileOrder Order(string requestId, string text, bool takeGoodLines, bool validateOnly) =>
        new(Results.Key(requestId, text, validateOnly), "李会计", Encoding.UTF8.GetBytes(text), takeGoodLines);

    private Task<long> StandsAsync(ReceivableStanding standing) =>
        clearing.ReadAsync(books => books.Receivables.Values.Sum(r => r.Fen(standing)), default).WaitAsync(Patience);

    private async Task<(long Accepted, long Refused, long Claimed)> AnsweredAsync() =>
        (await StandsAsync(ReceivableStanding.Accepted), await StandsAsync(ReceivableStanding.Refused), await StandsAsync(ReceivableStanding.Claimed));
}
