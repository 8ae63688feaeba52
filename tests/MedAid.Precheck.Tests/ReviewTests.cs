using System.Security.Cryptography;
using System.Text;
using MedAid.Core;
using MedAid.Precheck.Review;

namespace MedAid.Precheck.Tests;

/// <summary>Months of a doctor, the work list over runs and reversals, outcomes, and the draw.</summary>
public sealed class ReviewTests
{
    private static readonly DateOnly Day = new(2026, 2, 10);
    private static readonly Dose Restricted = Ward.Item(Codes.Dapagliflozin, "2", "61.00", approval: 1);

    /// <summary>
    /// Ten buyers at the limit of 28 days, 80 of a hundred of all buyers: 10 of 12 are enough (1000 against 960), 10 of 13 are not (1040). Half a
    /// box is below the limit.
    /// </summary>
    [Fact]
    public async Task Many_buyers_at_the_limit_by_one_doctor_in_a_whole_month_are_found_once()
    {
        await using var ward = Ward.Open(Ward.Patient());
        var office = new ReviewOffice(ward);
        var person = 0;
        foreach (var (doctor, atLimit, others) in new[] { ("D10", 10, 0), ("D9", 9, 0), ("D12", 10, 2), ("D13", 10, 3) })
        {
            for (var i = 0; i < atLimit + others; i++)
            {
                await office.SettleAsync(office.Visit(Day, Ward.Item(Codes.Amlodipine, i < atLimit ? "1" : "0.5")) with
                {
                    IdNumber = ReviewOffice.Person(++person), Doctor = doctor,
                });
            }
        }

        await office.RunAsync(to: ReviewOffice.Last.AddDays(-1));
        Assert.Empty(await office.ListAsync("many-buyers-at-limit"));
        await office.RunAsync();
        await office.RunAsync();
        var found = (await office.ListAsync("many-buyers-at-limit")).Select(f => f.Finding).OrderBy(f => f.Doctor, StringComparer.Ordinal).ToArray();
        Assert.Equal(
            [("D10", 200_00L, 10, 10, ReviewOffice.Last), ("D12", 200_00, 10, 10, ReviewOffice.Last)],
            found.Select(f => (f.Doctor, f.AmountFen, f.Visits.Count, f.VisitsNeeded, f.Day)));
        Assert.Equal("2026年2月给 12 人开苯磺酸氨氯地平片，其中 10 人开到上限", found[1].Text);
        Assert.Equal("吕医保发〔2021〕28号 二（三）2（检查口径暂设，以当地经办机构为准）", found[1].Basis);

        // One of ten is reversed: nine are not enough.
        await ward.ReverseAsync(found[0].Visits[0].SettlementId);
        Assert.Equal([("D10", true), ("D12", false)], (await office.ListAsync("many-buyers-at-limit"))
            .Select(f => (f.Finding.Doctor, f.IsWithdrawn)).Order());
        Assert.Equal(0, (await office.RunAsync()).Sum(p => p.Added));

        // It is settled again: found again, once.
        await office.SettleAsync(office.Visit(Day, Ward.Item(Codes.Amlodipine)) with { IdNumber = ReviewOffice.Person(1), Doctor = "D10" });
        Assert.Equal(1, (await office.RunAsync()).Sum(p => p.Added));
        Assert.Equal(0, (await office.RunAsync()).Sum(p => p.Added));
        Assert.Equal([("D10", 10), ("D12", 10)], (await office.ListAsync("many-buyers-at-limit", open: true))
            .Select(f => (f.Finding.Doctor, f.VisitsStanding)).Order());
    }

    [Theory]
    [InlineData(200, 1000, 100, 1000, 10, 10, true)]
    [InlineData(199, 1000, 100, 1000, 10, 10, false)]
    [InlineData(250, 1000, 150, 1000, 10, 10, false)]
    [InlineData(300, 1000, 150, 1000, 10, 10, true)]
    [InlineData(200, 1000, 100, 1000, 9, 10, false)]
    [InlineData(200, 1000, 100, 1000, 10, 9, false)]
    [InlineData(100, 1000, 0, 1000, 10, 10, true)]
    [InlineData(0, 1000, 0, 1000, 10, 10, false)]
    [InlineData(1000, 1000, 0, 0, 10, 10, false)]
    public void A_share_is_far_above_that_of_the_others_by_ten_points_and_twice(
        long off, long goods, long othersOff, long othersGoods, int visits, int othersVisits, bool far)
    {
        var pattern = Ward.Books().Checks.FindPattern("off-catalogue-share")!;
        Assert.Equal(far, DoctorPatterns.IsFarAbove(
            new DoctorTally("NK", "D1", "") { Visits = visits, OffFen = off, GoodsFen = goods },
            new DoctorTally("NK", "", "") { Visits = othersVisits, OffFen = othersOff, GoodsFen = othersGoods }, pattern));
    }

    /// <summary>Ten visits of 198.00 outside the catalogue beside 20.00 inside it: 1980.00 of 2180.00 are 90.8 %.</summary>
    [Fact]
    public async Task A_doctor_who_gives_far_more_outside_the_catalogue_than_the_department_is_found()
    {
        await using var ward = Ward.Open(Ward.Patient());
        var office = new ReviewOffice(ward);
        for (var i = 1; i <= 10; i++)
        {
            var box = Ward.Item(Codes.Amlodipine);
            await office.SettleAsync(office.Visit(Day, Ward.Item(Codes.PhosphateBinderImported, price: "198.00"), box) with { IdNumber = ReviewOffice.Person(i) });
            await office.SettleAsync(office.Visit(Day, box) with { IdNumber = ReviewOffice.Person(i + 10), Doctor = "D2" });
            await office.SettleAsync(office.Visit(Day, Ward.Item(Codes.PhosphateBinderImported, price: "198.00")) with
            {
                IdNumber = ReviewOffice.Person(i + 20), Doctor = "D3", Department = "SN",
            });
        }

        await office.RunAsync();
        var found = Assert.Single(await office.ListAsync("off-catalogue-share")).Finding;
        Assert.Equal(("NK", "D1", 1980_00L, 10), (found.Department, found.Doctor, found.AmountFen, found.Visits.Count));
        Assert.Equal("2026年2月药品耗材 2180.00 元，目录外 1980.00 元，占 90.8%；同科室其他医师占 0.0%", found.Text);
        Assert.StartsWith("《关于进一步做好尿毒症门诊慢特病医疗保障和医疗服务管理的通知》二（三）", found.Basis, StringComparison.Ordinal);

        // One of ten is reversed, its money went back: 1782.00 can still be deducted.
        await ward.ReverseAsync(found.Visits[0].SettlementId);
        Assert.Equal(
            "扣减不能超过涉及金额 1782.00 元（已撤销的就诊不算）",
            (await office.DecideAsync(found.FindingId, ReviewOutcomeKind.Deducted, 1782_01)).Fault!.Message);
        Assert.Equal(1782_00, (await office.DecideAsync(found.FindingId, ReviewOutcomeKind.Deducted, 1782_00)).Value.Outcomes[0].AmountFen);
    }

    [Fact]
    public async Task A_run_page_by_page_finds_the_same_and_another_adds_nothing_also_beside_it()
    {
        await using var ward = Ward.Open(Ward.Patient());
        var office = new ReviewOffice(ward);
        for (var i = 1; i <= 5; i++)
        {
            await office.SettleAsync(office.Visit(Day, Restricted) with { IdNumber = ReviewOffice.Person(i) });
        }

        Assert.Equal((5, 5), Sum(await office.RunAsync(validateOnly: true)));
        Assert.Empty(await office.ListAsync());
        var pages = new ReviewOffice(ward) { Review = new ReviewWorkflow(ward.Ledger, ward.Opened, ward.Findings, ward.Histories, ward.Signed, ward.Data, ward.Terms, ward.Time) { Together = 2 } };
        var runs = await Task.WhenAll(Task.Run(() => office.RunAsync()), Task.Run(() => pages.RunAsync(to: ReviewOffice.Last)));
        Assert.Equal([5, 5], runs.Select(r => r.Sum(p => p.Found)));
        Assert.Equal(5, runs.Sum(r => r.Sum(p => p.Added)));
        Assert.Equal((5, 0), Sum(await office.RunAsync()));
        Assert.Equal(5, (await office.ListAsync("restricted-drug")).Count);

        static (int Found, int Added) Sum(IReadOnlyList<ReviewPiece> pieces) => (pieces.Sum(p => p.Found), pieces.Sum(p => p.Added));
    }

    [Fact]
    public async Task What_was_reversed_before_is_not_found_and_what_is_reversed_after_is_withdrawn()
    {
        await using var ward = Ward.Open(Ward.Patient());
        var office = new ReviewOffice(ward);
        await ward.ReverseAsync(await office.SettleAsync(office.Visit(Day, Restricted)));
        Assert.Equal(0, (await office.RunAsync()).Sum(p => p.Visits));
        var settlement = await office.SettleAsync(office.Visit(Day, Restricted) with { Diagnoses = [] });
        var found = await office.SettleAsync(office.Visit(Day, Restricted));
        var run = (await office.RunAsync())[0];
        Assert.Equal((2, 1, 0), (run.Visits, run.Undiagnosed, run.Unchecked));
        Assert.Single(await office.ListAsync("restricted-drug", open: true));
        await ward.ReverseAsync(found);
        Assert.Empty(await office.ListAsync("restricted-drug", open: true));
        var id = Assert.Single(await office.ListAsync("restricted-drug")).Finding.FindingId;
        Assert.StartsWith("所涉的就诊已经撤销", (await office.DecideAsync(id, ReviewOutcomeKind.Deducted, 1)).Fault!.Message, StringComparison.Ordinal);
        Assert.Equal(ReviewOutcomeKind.Educated, (await office.DecideAsync(id, ReviewOutcomeKind.Educated)).Value.Outcomes[0].Kind);
        Assert.True(Assert.Single(await office.ListAsync("restricted-drug")).IsWithdrawn);
        Assert.NotEqual(settlement, found);
    }

    /// <summary>Two boxes of 61.00: no more than 122.00 can be deducted.</summary>
    [Fact]
    public async Task An_outcome_is_recorded_once_and_corrected_by_a_later_one_with_its_reason()
    {
        await using var ward = Ward.Open(Ward.Patient());
        var office = new ReviewOffice(ward);
        await office.SettleAsync(office.Visit(Day, Restricted));
        await office.RunAsync();
        var id = Assert.Single(await office.ListAsync("restricted-drug")).Finding.FindingId;

        Assert.Equal("FINDING_NOT_FOUND", (await office.DecideAsync("restricted-drug.000000000000000000000000", ReviewOutcomeKind.NoFault)).Fault!.Code);
        Assert.Equal("correction_reason", (await office.DecideAsync(id, ReviewOutcomeKind.NoFault, reason: "看错")).Fault!.Field);
        Assert.Equal("扣减不能超过涉及金额 122.00 元", (await office.DecideAsync(id, ReviewOutcomeKind.Deducted, 122_01)).Fault!.Message);
        Assert.Single((await office.DecideAsync(id, ReviewOutcomeKind.Deducted, 122_00, validateOnly: true)).Value.Outcomes);
        Assert.Single(await office.ListAsync("restricted-drug", open: true));

        var first = await office.DecideAsync(id, ReviewOutcomeKind.Educated, requestId: "first");
        Assert.True((await office.DecideAsync(id, ReviewOutcomeKind.NoFault, requestId: "first")).Reused);
        var second = await office.DecideAsync(id, ReviewOutcomeKind.Deducted, 122_00);
        Assert.Equal(("REQUIRED", "correction_reason"), (second.Fault!.Code, second.Fault!.Field));
        var corrected = await office.DecideAsync(id, ReviewOutcomeKind.Deducted, 122_00, "复核后应扣减");
        Assert.Equal(
            [(1, ReviewOutcomeKind.Educated, 0L, ""), (2, ReviewOutcomeKind.Deducted, 122_00, "复核后应扣减")],
            corrected.Value.Outcomes.Select(o => (o.Number, o.Kind, o.AmountFen, o.CorrectionReason)));
        var again = await office.DecideAsync(id, ReviewOutcomeKind.Educated, requestId: "first");
        Assert.True(again.Replayed);
        Assert.Equal(first.Value.Outcomes, again.Value.Outcomes);
        Assert.Single(await office.ListAsync(open: false, kind: ReviewOutcomeKind.Deducted));
        Assert.Empty(await office.ListAsync(open: false, kind: ReviewOutcomeKind.Educated));
        foreach (var table in new[] { "review_finding", "review_finding_visit", "review_outcome", "review_piece" })
        {
            await Assert.ThrowsAnyAsync<Exception>(() => ward.Sql.WriteAsync(table, s => s.ExecuteAsync($"DELETE FROM {table}"), default));
        }

        Assert.Equal(2, Assert.Single(await office.ListAsync("restricted-drug")).Outcomes.Count);
    }

    [Fact]
    public async Task A_draw_takes_visits_of_every_doctor_by_the_hash_and_can_be_repeated_and_a_visit_in_it_can_be_decided()
    {
        await using var ward = Ward.Open(
            Ward.Patient(), Ward.Books(change: book => book with { Sampling = book.Sampling with { VisitsMin = 3, Percent = 34 } }));
        var office = new ReviewOffice(ward);
        var settled = new List<(string Doctor, SettlementId Settlement)>();
        foreach (var (doctor, count) in new[] { ("D1", 2), ("D2", 4), ("D3", 12) })
        {
            for (var i = 0; i < count; i++)
            {
                var visit = office.Visit(Day, Ward.Item(Codes.Creatinine, price: "8.00")) with { Doctor = doctor, IdNumber = ReviewOffice.Person(settled.Count + 1) };
                settled.Add((doctor, await office.SettleAsync(visit)));
            }
        }

        async Task<VisitSample> DrawAsync(string seed) => (await office.Review.SampleAsync(new HospitalCode(Ward.County), ReviewOffice.First, seed, default)).Value;
        var early = await office.Review.SampleAsync(new HospitalCode(Ward.County), ReviewOffice.First, "s", default);
        Assert.Equal("month", early.Fault!.Field);
        await office.RunAsync();

        // 34 of a hundred of 12 are 4.08, so 5; of 4 are 1.36, so at least 3; of 2 both.
        var drawn = await DrawAsync("2026-審計");
        Assert.Equal([("D1", 2), ("D2", 3), ("D3", 5)], drawn.Visits.CountBy(v => v.Doctor).Select(c => (c.Key, c.Value)));
        Assert.Equal(18, drawn.OfVisits);
        string Hash(SettlementId settlement) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes($"2026-審計\n2026-02\n{settlement}")));
        Assert.Equal(
            settled.Where(s => s.Doctor == "D3").Select(s => s.Settlement).OrderBy(Hash, StringComparer.Ordinal).Take(5),
            drawn.Visits.Where(v => v.Doctor == "D3").Select(v => v.SettlementId));
        Assert.Equal(drawn.Visits, (await DrawAsync("2026-審計")).Visits);
        Assert.NotEqual(drawn.Visits, (await DrawAsync("another")).Visits);

        var decided = await office.Review.RecordAsync(
            new OutcomeDraft("", drawn.Visits[0].SettlementId, ReviewOutcomeKind.Deducted, 8_00, "没有报告单", ""),
            new(Results.Key("drawn"), "李", ward.Time.Now), default);
        Assert.Equal(("sampled-visit", 8_00L, "抽查：没有报告单"), (decided.Value.Finding.CheckId, decided.Value.Finding.AmountFen, decided.Value.Finding.Text));
        Assert.Equal(8_00, Assert.Single(Assert.Single(await office.ListAsync(kind: ReviewOutcomeKind.Deducted, open: false)).Outcomes).AmountFen);
        await ward.ReverseAsync(drawn.Visits[1].SettlementId);
        var gone = await office.Review.RecordAsync(
            new OutcomeDraft("", drawn.Visits[1].SettlementId, ReviewOutcomeKind.Deducted, 1, "没有报告单", ""),
            new(Results.Key("gone"), "李", ward.Time.Now), default);
        Assert.Equal(("amount_fen", "OUT_OF_RANGE"), (gone.Fault!.Field, gone.Fault!.Code));
        var unknown = await office.Review.RecordAsync(
            new OutcomeDraft("", new SettlementId("S-none"), ReviewOutcomeKind.NoFault, 0, "", ""), new(Results.Key("none"), "李", ward.Time.Now), default);
        Assert.Equal("settlement_id", unknown.Fault!.Field);
    }
}
