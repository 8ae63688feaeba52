using MedAid.Clearing;
using MedAid.Clearing.Books;
using MedAid.Clearing.Decisions;
using MedAid.Clearing.Patients;
using MedAid.Core;
using MedAid.Core.Policy;
using MedAid.Stores.Tests.Books;

namespace MedAid.Stores.Tests.Contracts;

/// <summary>Patients' accounts on a real database: relief pays half of a bill, the patient the other half.</summary>
public abstract partial class ClearingContract
{
    private const string Agreement = $"{Hospital}.2026-001";
    private static readonly AccountKey Account = new(new PersonKey("P1"), new HospitalCode(Hospital));
    private static readonly DateOnly Day = new(2026, 3, 14);

    /// <summary>300.00 and 100.00 under the agreement: 150.00 + 50.00 owed, 120.00 paid; the first is undone: 120.00 due back, 50.00 owed.</summary>
    [ContractFact]
    public async Task A_debt_is_opened_paid_undone_and_read_by_another_desk()
    {
        await SignAsync(clearing);
        var first = await SettleAsync(new Visit("R1", 300_00) { AgreementId = Agreement });
        await SettleAsync(new Visit("R2", 100_00) { AgreementId = Agreement });
        await SettleAsync(new Visit("R3", 80_00));
        Assert.Equal(200_00, await FenAsync(clearing, ShareStanding.Owed));
        await DoAsync(clearing, "p-1", (books, head) => DebtDecisions.Pay(books, head, Account, [first.SettlementId], 120_00, Day));
        await ledger.ReverseAsync(new Undoing("U1", first.SettlementId.Text).Posting(), default).WaitAsync(Patience);

        using var other = Service();
        Assert.Equal((50_00, 120_00), (await FenAsync(other, ShareStanding.Owed), await FenAsync(other, ShareStanding.RefundDue)));
        await DoAsync(other, "b-1", (books, head) => DebtDecisions.Refund(books, head, Account, 120_00, Day));
        Assert.Equal(0, await FenAsync(clearing, ShareStanding.RefundDue));
        Assert.Empty((await clearing.VerifyAsync(default).WaitAsync(Patience)).Differences);
    }

    /// <summary>Both services pay 100.00 of 150.00 at once: one is taken, the other would be more than is owed.</summary>
    [ContractFact]
    public async Task Two_desks_never_take_more_than_is_owed_or_deposited()
    {
        await SignAsync(clearing);
        await SettleAsync(new Visit("R1", 300_00) { AgreementId = Agreement });
        using var other = Service();
        var paid = await Task.WhenAll(Enumerable.Range(0, 6).Select(i => (i % 2 == 0 ? clearing : other).WriteAsync(
            Results.Key($"p-{i}", "h"), "李会计", (books, head) => DebtDecisions.Pay(books, head, Account, [], 100_00, Day), default))).WaitAsync(Patience);
        Assert.Single(paid, a => a.Refusal == ClearingRefusal.None);
        Assert.Equal(5, paid.Count(a => a.Refusal == ClearingRefusal.AboveDebt));
        Assert.Equal(50_00, await FenAsync(other, ShareStanding.Owed));
    }

    [ContractFact]
    public async Task An_agreement_is_found_from_memory_and_its_end_the_next_day()
    {
        var clock = new HandClock(new DateTimeOffset(2026, 3, 14, 1, 0, 0, TimeSpan.Zero));
        using var memory = new AgreementCache(new ClearingBookStore(database), clock);
        Assert.Null(await memory.FindAgreementAsync(Agreement, default));
        using var other = Service();
        await SignAsync(other);
        Assert.Null((await memory.FindAgreementAsync(Agreement, default))!.LastDate);
        await DoAsync(other, "e-1", (books, head) => AgreementDecisions.End(books, head, Agreement, Day, "出院"));

        // Its last day is today at the earliest: what this gateway remembers is true for today.
        Assert.True((await memory.FindAgreementAsync(Agreement, default))!.HoldsOn(Day));
        clock.Advance(TimeSpan.FromDays(1));
        Assert.False((await memory.FindAgreementAsync(Agreement, default))!.HoldsOn(Day.AddDays(1)));
    }

    /// <summary>A report may hold the service as long as it likes: a settlement under an agreement does not wait for it.</summary>
    [ContractFact]
    public async Task A_cashier_finds_an_agreement_while_a_report_holds_the_desk()
    {
        await SignAsync(clearing);
        var (begun, enough) = (new TaskCompletionSource(), new ManualResetEventSlim());
        var report = Task.Run(() => clearing.ReadAsync(
            _ =>
            {
                begun.SetResult();
                return enough.Wait(Patience);
            },
            default));
        await begun.Task.WaitAsync(Patience);
        using var memory = new AgreementCache(new ClearingBookStore(database), TimeProvider.System);

        var found = await memory.FindAgreementAsync(Agreement, default).AsTask().WaitAsync(Patience);

        Assert.Equal(("P1", Hospital), (found!.PersonKey.Text, found.HospitalCode.Text));
        Assert.False(report.IsCompleted);
        enough.Set();
        Assert.True(await report.WaitAsync(Patience));
    }

    /// <summary>Deposited 200.00; the bill of 300.00 leaves the patient 150.00 of it; 50.00 go back.</summary>
    [ContractFact]
    public async Task A_deposit_pays_a_stay_and_the_rest_goes_back()
    {
        await DoAsync(clearing, "d-1", (books, head) => DepositDecisions.Take(books, head, Account, new CountyCode(County), 200_00, Day));
        var stay = await SettleAsync(new Visit("R1", 300_00));
        await DoAsync(clearing, "d-2", (books, head) => DepositDecisions.Apply(books, head, Account, stay, stay.SettlementId, 0));
        await DoAsync(clearing, "d-3", (books, head) => DepositDecisions.Return(books, head, Account, 0, Day));
        using var other = Service();
        Assert.Equal(0, await other.ReadAsync(books => books.Patients.DepositFen(new PersonKey("P1"), new HospitalCode(Hospital)), default));
        Assert.Equal(150_00, await FenAsync(other, ShareStanding.FromDeposit));
        Assert.Empty((await other.VerifyAsync(default).WaitAsync(Patience)).Differences);
    }

    [ContractFact]
    public async Task A_debt_without_its_agreement_is_found_by_the_proof()
    {
        await SignAsync(clearing);
        await SettleAsync(new Visit("R1", 300_00) { AgreementId = Agreement, Person = "P2" });
        await SettleAsync(new Visit("R2", 300_00) { AgreementId = $"{Hospital}.none" });
        Assert.Equal(2, (await clearing.VerifyAsync(default).WaitAsync(Patience)).Differences.Count(d => d.Contains("所依据的协议", StringComparison.Ordinal)));
    }

    private static Task<long> FenAsync(ClearingBookService at, ShareStanding standing) =>
        at.ReadAsync(books => books.Patients.Fen(new PersonKey("P1"), new HospitalCode(Hospital), standing), default).WaitAsync(Patience);

    private static async Task DoAsync(ClearingBookService at, string requestId, Func<ClearingState, RecordHead, Decision> decide) =>
        Assert.Equal(ClearingRefusal.None, (await at.WriteAsync(Results.Key(requestId, "h"), "李会计", decide, default).WaitAsync(Patience)).Refusal);

    private static Task SignAsync(ClearingBookService at) => DoAsync(at, "s-1", (books, head) => AgreementDecisions.Sign(books, head, new Signing(
        new PersonKey("P1"), new HospitalCode(Hospital), "2026-001", Day,
        new PayLaterRule { Region = "14", From = new DateOnly(2019, 6, 25), When = new Condition { Care = default(ValueSet).With((int)Care.Inpatient) }, Citation = Citation.None },
        new Facts { ServiceDate = Day })));
}
