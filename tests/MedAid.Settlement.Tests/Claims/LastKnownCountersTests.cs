using MedAid.Core;
using MedAid.Core.Policy;
using MedAid.Settlement.Claims;
using MedAid.Settlement.Ports;

namespace MedAid.Settlement.Tests.Claims;

/// <summary>
/// The sample visit as in-patient in December, worked in <see cref="QuoteVisitTests"/>: 226.38 while the yearly deductible of 400 is to
/// be taken, 136.38 when it is used up.
/// </summary>
public sealed class LastKnownCountersTests
{
    private static ClaimDraft December { get; } =
        Visits.Sample with { ServiceDate = "2025-12-01", Mode = (int)Mode.InpatientReferenced };

    [Fact]
    public async Task Without_a_ledger_a_quote_starts_from_what_the_last_settlement_left_and_says_as_of_when()
    {
        await using var office = await Office.OpenAsync(Visits.OnSubsistence);
        await SettleAsync(office);
        var settledTime = office.Time.Now;
        office.Time.Advance(TimeSpan.FromMinutes(1));
        await office.LoseLedgerAsync();

        var quoted = (await QuoteAsync(office)).Value!;

        Assert.Equal(136_38, quoted.Breakdown.PatientFen);
        Assert.Equal(settledTime, quoted.AsOf);
        Assert.Equal(["账本暂时连不上，按 2026-03-02 09:00:00 的累计试算，结算时以账本为准。", .. quoted.Breakdown.Warnings], quoted.Warnings);
    }

    [Fact]
    public async Task Without_a_ledger_a_quote_starts_from_what_a_reversal_left()
    {
        await using var office = await Office.OpenAsync(Visits.OnSubsistence);
        var settlementId = await SettleAsync(office);
        await office.Reversals.ReverseAsync("r-2", Visits.Sample.HospitalCode, new SettlementId(settlementId), "试", false, CancellationToken.None).WaitAsync(Office.Patience);
        await office.LoseLedgerAsync();
        Assert.Equal(226_38, (await QuoteAsync(office)).Value!.Breakdown.PatientFen);
    }

    [Fact]
    public async Task Without_a_ledger_a_person_whose_counters_were_never_seen_gets_no_quote()
    {
        await using var office = await Office.OpenAsync(Visits.OnSubsistence);
        Assert.NotNull((await QuoteAsync(office)).Value);
        await office.LoseLedgerAsync();
        Assert.Single((await QuoteAsync(office)).Value!.Warnings, w => w.StartsWith("账本暂时连不上", StringComparison.Ordinal));

        var otherYear = December with { ServiceDate = "2026-01-05" };
        await Assert.ThrowsAsync<LedgerUnavailableException>(
            () => office.Quotes.QuoteAsync(otherYear, false, 0, CancellationToken.None).WaitAsync(Office.Patience));
    }

    private static Task<Answer<Quoted>> QuoteAsync(Office office) =>
        office.Quotes.QuoteAsync(December, false, 0, CancellationToken.None).WaitAsync(Office.Patience);

    private static async Task<string> SettleAsync(Office office)
    {
        var answer = await office.Settlements.SettleAsync("r-1", December, false, CancellationToken.None).WaitAsync(Office.Patience);
        Assert.Equal(226_38, answer.Value!.Document.Breakdown.PatientFen);
        return answer.Value.Document.SettlementId.Text;
    }
}
