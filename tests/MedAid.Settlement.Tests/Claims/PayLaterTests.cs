using MedAid.Core;
using MedAid.Core.Policy;
using MedAid.Settlement.Claims;
using MedAid.Settlement.Ports;

namespace MedAid.Settlement.Tests.Claims;

/// <summary>A visit under an agreement to pay later: the same split, nothing to pay now. The sample visit leaves the patient 158.46.</summary>
public sealed class PayLaterTests
{
    private static readonly PayLaterAgreement Agreement = new(
        "H.1", new PersonKey("P1"), new HospitalCode(Office.CountyHospital), new DateOnly(2026, 3, 1), null, [Care.OutpatientChronic], "晋医保发〔2019〕46号 四(十五)");

    [Fact]
    public async Task The_split_is_the_same_and_the_document_says_what_was_arranged()
    {
        await using var office = await Office.OpenAsync(Visits.OnSubsistence);
        office.Agreements.Signed["H.1"] = Agreement;
        var plain = (await office.Quotes.QuoteAsync(Visits.Sample, true, 0, default)).Value!;
        var later = (await office.Quotes.QuoteAsync(Under("H.1"), true, 0, default)).Value!;
        Assert.Equal((158_46, 0), (plain.PayNowFen, later.PayNowFen));
        Assert.Equal(plain.Breakdown.Lines.Select(l => l.PaidFen), later.Breakdown.Lines.Select(l => l.PaidFen));
        Assert.Equal(plain.Alternatives.Select(a => a.PatientFen), later.Alternatives.Select(a => a.PatientFen));

        var settled = (await office.Settlements.SettleAsync("r-1", Under("H.1"), false, default)).Value!.Document;
        var read = (await office.Ledger.FindAsync(settled.SettlementId, default))!.Document;
        Assert.Equal(
            ("H.1", Care.OutpatientChronic, Mode.Outpatient, Visits.Uraemia, 0), (read.AgreementId, read.Care, read.Mode, read.DiseaseCode, read.PayNowFen));
        Assert.Equal(158_46, read.Breakdown.PatientFen);

        // A sentence for each layer stands where it did before.
        Assert.Equal(plain.Breakdown.SentenceOf(0), read.Breakdown.SentenceOf(0));
        var undone = (await office.Reversals.ReverseAsync("u-1", settled.HospitalCode, settled.SettlementId, "录入错误", false, default)).Value!.Document;
        Assert.Equal((0, "H.1"), (undone.PayNowFen, undone.AgreementId));
        Assert.Contains("窗口退 0.00 元，欠款 158.46 元注销", undone.Breakdown.Sentences[0], StringComparison.Ordinal);
    }

    /// <summary>The person and the counters as last known; the agreement as this gateway remembers it.</summary>
    [Fact]
    public async Task A_quote_while_the_ledger_is_away_still_asks_for_nothing_now()
    {
        await using var office = await Office.OpenAsync(Visits.OnSubsistence);
        office.Agreements.Signed["H.1"] = Agreement;
        await office.Quotes.QuoteAsync(Under("H.1"), false, 0, default);
        await office.LoseLedgerAsync();
        office.Time.Advance(TimeSpan.FromMinutes(6));
        var quote = (await office.Quotes.QuoteAsync(Under("H.1"), false, 0, default)).Value!;
        Assert.Equal((0, 158_46, "H.1"), (quote.PayNowFen, quote.Breakdown.PatientFen, quote.AgreementId));
        Assert.Equal(Refusal.AgreementNotFound, (await office.Quotes.QuoteAsync(Under("none"), false, 0, default)).Refusal!.Reason);
    }

    [Fact]
    public async Task An_agreement_that_does_not_cover_the_visit_refuses_it()
    {
        await using var office = await Office.OpenAsync(Visits.OnSubsistence);
        office.Agreements.Signed["person"] = Agreement with { PersonKey = new("P2") };
        office.Agreements.Signed["hospital"] = Agreement with { HospitalCode = new(Office.CityHospital) };
        office.Agreements.Signed["care"] = Agreement with { Care = [Care.Inpatient] };
        office.Agreements.Signed["early"] = Agreement with { SignedDate = new DateOnly(2026, 3, 3) };
        office.Agreements.Signed["ended"] = Agreement with { LastDate = new DateOnly(2026, 3, 1) };
        office.Agreements.Signed["last-day"] = Agreement with { LastDate = new DateOnly(2026, 3, 2) };
        foreach (var (id, cause) in new[]
        {
            ("person", "该协议是另一位患者签订的"), ("hospital", "该协议是与另一家医疗机构签订的"), ("care", "该协议只用于“住院”"),
            ("early", "该协议 2026-03-03 签订，就诊日期在签订之前"), ("ended", "该协议最后一天是 2026-03-01，就诊日期在此之后"),
        })
        {
            var refusal = (await office.Settlements.SettleAsync($"r-{id}", Under(id), false, default)).Refusal!;
            Assert.Equal(Refusal.AgreementNotForVisit, refusal.Reason);
            Assert.StartsWith(cause, AgreementText.Of(refusal.Subject)!.Sentence, StringComparison.Ordinal);
        }

        Assert.Equal(Refusal.AgreementNotFound, (await office.Settlements.SettleAsync("r-none", Under("none"), false, default)).Refusal!.Reason);
        Assert.NotNull((await office.Settlements.SettleAsync("r-last", Under("last-day"), false, default)).Value);
        Assert.Equal("visit.agreement_id", (await office.Quotes.QuoteAsync(Under("不 对"), false, 0, default)).Violations.Single().Field);
    }

    private static ClaimDraft Under(string agreementId) => Visits.Sample with { AgreementId = agreementId };
}
