using MedAid.Core;
using MedAid.Settlement.Ledger;
using MedAid.Settlement.Ports;

namespace MedAid.Stores.Tests.Books;

/// <summary>Books that were filled before a step: R1 settled, R2 of P2 settled and reversed by U2. And what has to hold after it.</summary>
internal static class OlderBooks
{
    private static readonly Visit First = new("R1", 300_00);
    private static readonly Visit Second = new("R2", 500_00) { Person = "P2" };

    public static async Task WriteAsync(ILedger ledger)
    {
        await PostAsync(ledger, First);
        await PostAsync(ledger, Second);
        await ledger.ReverseAsync(new Undoing("U2", Second.Settled().SettlementId.Text).Posting(), CancellationToken.None).Within();
    }

    /// <summary>What stood when they were filled stands, is settled once, and can be reversed and settled anew like anything since.</summary>
    public static async Task AssertStandingAsync(ILedger ledger)
    {
        Assert.Equal(First.Settled().SettlementId, await ledger.FindStandingAsync(First.Key, new PersonKey(First.Person), CancellationToken.None).Within());
        Assert.Equal(First.Settled().SettlementId, await ledger.FindStandingAsync(First.Key with { Batch = "1" }, new PersonKey(First.Person), CancellationToken.None).Within());
        Assert.Null(await ledger.FindStandingAsync(Second.Key, new PersonKey(Second.Person), CancellationToken.None).Within());
        Assert.Null(await ledger.FindLaterPartAsync(First.Settled(), CancellationToken.None).Within());

        var twice = await PostAsync(ledger, First with { RequestId = "R1-again", VisitId = First.VisitId });
        Assert.Equal(new RefusalRecord(Refusal.VisitAlreadySettled, First.Settled().SettlementId.Text), twice.Refusal);
        await ledger.ReverseAsync(new Undoing("U1", First.Settled().SettlementId.Text).Posting(), CancellationToken.None).Within();
        var anew = await PostAsync(ledger, First with { RequestId = "R1-anew", VisitId = First.VisitId });
        var other = await PostAsync(ledger, Second with { RequestId = "R2-anew", VisitId = Second.VisitId });

        Assert.Equal(anew.Document!.SettlementId, await ledger.FindStandingAsync(First.Key, new PersonKey(First.Person), CancellationToken.None).Within());
        Assert.Equal(other.Document!.SettlementId, await ledger.FindStandingAsync(Second.Key, new PersonKey(Second.Person), CancellationToken.None).Within());
        Assert.Empty((await ledger.VerifyAsync(CancellationToken.None).Within()).Differences);
    }

    private static Task<PostingResult> PostAsync(ILedger ledger, Visit visit) => ledger.PostAsync(visit.Posting(), CancellationToken.None).Within();
}
