using CsCheck;
using MedAid.Clearing.Tests;
using MedAid.Core;
using MedAid.Settlement.Claims;
using MedAid.Settlement.Ledger;
using MedAid.Settlement.Ports;
using MedAid.Stores.Embedded;
using MedAid.Stores.Tests.Embedded;
using Xunit.Abstractions;

namespace MedAid.Stores.Tests.Histories;

/// <summary>
/// Random years of which items are given back: in one ledger by a refund, in the other by a reversal and a settlement of what is left. Both have to
/// come to the same documents and counters. <c>MEDAID_CASES</c> says how many, for a night.
/// </summary>
public sealed class RefundHistoryTests(ITestOutputHelper report)
{
    private const int Histories = 60;
    private const int RefundsOfHistory = 6;

    private static readonly YearLaw Law = YearLaw.Read();

    private int next;
    private int refunded;
    private int refused;

    [Fact]
    public async Task Items_given_back_come_to_what_a_reversal_and_a_settlement_of_the_rest_do()
    {
        var histories = Environment.GetEnvironmentVariable("MEDAID_CASES") is { Length: > 0 } wanted ? int.Parse(wanted, null) : Histories;
        var (first, second) = (new EmbeddedFolder(), new EmbeddedFolder());
        await using (var refunds = new EmbeddedLedger(first.Database))
        await using (var pairs = new EmbeddedLedger(second.Database))
        {
            await Dice.Histories(8, 40).SampleAsync(steps => RunAsync(refunds, pairs, steps), report.WriteLine, iter: histories, threads: 4);
            report.WriteLine($"{refunded} refunds, {refused} refused alike");
            Assert.True(refunded > histories && refused > 0, "too little is given back");
            foreach (var ledger in (ILedger[])[refunds, pairs])
            {
                Assert.Empty((await ledger.VerifyAsync(CancellationToken.None)).Differences);
            }
        }

        await first.RemoveAsync();
        await second.RemoveAsync();
    }

    private async Task RunAsync(ILedger refunds, ILedger pairs, int[][] steps)
    {
        var number = Interlocked.Increment(ref next);
        var patients = new Patients(number);
        var replay = new Replay(Law, patients);
        var dealer = new Dealer(number, patients, replay);
        var (one, other) = (new HistoryOffice(refunds, Law.Books, patients), new HistoryOffice(pairs, Law.Books, patients));
        foreach (var step in steps)
        {
            if (dealer.Next(new Dice(step)) is { } call)
            {
                replay.Take(call);
                await Task.WhenAll(one.SendAsync(call), other.SendAsync(call)).Within();
            }
        }

        var dice = new Dice(steps[0]);
        for (var i = 0; i < RefundsOfHistory; i++)
        {
            await RefundAsync($"r{number}-{i}", dice, patients, replay, one, other);
        }

        foreach (var (person, scheme, counter) in replay.Counters)
        {
            Assert.Equal(await UsedAsync(pairs, person, scheme, counter), await UsedAsync(refunds, person, scheme, counter));
        }
    }

    /// <summary>Gives items of one of the settlements back whose person is known as then, so that a settlement of now has the same facts.</summary>
    private async Task RefundAsync(string id, Dice dice, Patients patients, Replay replay, HistoryOffice one, HistoryOffice other)
    {
        var able = replay.Written.FindAll(t => t is { Stands: true, Undoes: null, Bill: { Upstream.Count: 0, Items.Count: > 1 } }
            && t.Person!.Version == patients[t.Bill.Person].Version);
        if (able.Count == 0)
        {
            return;
        }

        var told = able[dice.Next(able.Count)];
        var (settlementId, hospital) = (new SettlementId(told.SettlementId), told.Bill!.Hospital.Code);
        var count = 1 + dice.Next(told.Bill.Items.Count - 1);
        ReturnedItem[] returned = [.. Enumerable.Range(1, count).Select(n => new ReturnedItem(n, ""))];
        var draft = told.Bill.ToDraft();
        draft = draft with { Items = [.. draft.Items.Where(i => i.ItemNumber > count)] };

        var tried = await one.RefundAsync($"{id}-a", hospital, settlementId, returned, validateOnly: true).Within();
        var refund = await one.RefundAsync($"{id}-a", hospital, settlementId, returned).Within();
        Assert.Equal(refund.Refusal, tried.Refusal);
        var stood = (await one.Ledger.FindAsync(settlementId, CancellationToken.None))!;
        if (refund.Value is not { } done)
        {
            // Refused: by a later part, because the visit was given back before, or because what others paid is more than what is left.
            Interlocked.Increment(ref refused);
            Assert.True(
                refund.Refusal!.Reason is Refusal.LaterPartStands or Refusal.AlreadyReversed or Refusal.ExternalAboveRoom or Refusal.LayerNotInForce
                    or Refusal.NoRuleForCare or Refusal.ExternalForNotCovered,
                refund.Refusal.Reason.ToString());
            Assert.True(refund.Refusal.Reason == Refusal.AlreadyReversed || stood.ReversedBySettlementId is null);
            return;
        }

        Interlocked.Increment(ref refunded);
        await other.SendAsync(new Call($"{id}-u", null, new Undo(hospital.Text, told.SettlementId, "退费"))).Within();
        var anew = (await other.SettleAsync($"{id}-b", draft).Within()).Value!.Document;
        Assert.Equal(Figures(anew), Figures(done.Settled.Document));
        Assert.Equal(Figures(done.Settled.Document), Figures(tried.Value!.Settled.Document));
        Assert.Equal(done.Reversal.SettlementId, stood.ReversedBySettlementId);
        Assert.Equal(
            stood.Document.Breakdown.CashFen - anew.Breakdown.CashFen, done.CashFen);
    }

    /// <summary>All that a document says, but what it is called and when it was made.</summary>
    private static byte[] Figures(SettlementDocument document) => SettlementCodec.Encode(document with
    {
        SettlementId = default, RequestId = "", RequestHash = null, ReplacesSettlementId = null, SettledTime = DateTimeOffset.UnixEpoch,
    });

    private static async Task<long> UsedAsync(ILedger ledger, string person, string scheme, string counter) =>
        (await ledger.ReadCountersAsync(new PersonKey(person), scheme, [counter], CancellationToken.None))[0];
}
