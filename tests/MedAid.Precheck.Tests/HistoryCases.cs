using MedAid.Core;
using MedAid.Core.Policy;
using MedAid.Precheck.Cards;
using MedAid.Settlement.People;

namespace MedAid.Precheck.Tests;

/// <summary>What earlier visits say: how often an examination was done, more than dose and days need, and what is read ahead.</summary>
public sealed class HistoryCases
{
    private static readonly string Token = new PersonTokens(new byte[PersonTokens.KeyBytes]).Of(Ward.IdNumber);

    /// <summary>The path of dialysis has creatinine every 28 days: after February 2 it is due on March 2, after February 3 on March 3.</summary>
    [Theory]
    [InlineData(2, Ward.County, false)]
    [InlineData(3, Ward.County, true)]
    [InlineData(3, Ward.City, true)]
    public async Task An_examination_before_its_interval_is_over_is_told_whatever_the_hospital(int day, string hospital, bool told)
    {
        await using var ward = Ward.Open(Ward.Patient(Ward.Chronic(Codes.Uraemia)));
        await ward.SettleAsync(ward.Claim(Care.Outpatient, null, new DateOnly(2026, 2, day), hospital, Ward.Item(Codes.Creatinine)));
        var draft = ward.Draft(Care.OutpatientChronic, Codes.Uraemia, ["N18.500"], Ward.Item(Codes.Creatinine), Ward.Item(Codes.ChestCt));
        var cards = await ward.CardsAsync("path-interval", draft);
        Assert.Equal(told, cards.Count == 1);
        if (told)
        {
            CardRules.AssertGood(cards[0]);
            Assert.Contains("肌酐测定：2026-02-03 已做过，血液透析照护路径每 28 天一次，写明指征，或改在 2026-03-03 以后做", cards[0].Summary, StringComparison.Ordinal);
            Assert.Contains("《关于进一步做好尿毒症门诊慢特病医疗保障和医疗服务管理的通知》二（四）", cards[0].Source, StringComparison.Ordinal);
            Assert.Equal((Severity: Data.Severity.Info, 1), (cards[0].Severity, cards[0].ItemNumber));
        }

        // Another disease has no path, and another examination was not done.
        await ward.SilentAsync("path-interval", ward.Draft(Care.Outpatient, null, ["I10"], Ward.Item(Codes.Creatinine)));
        await ward.SilentAsync("path-interval", ward.Draft(Care.OutpatientChronic, Codes.Uraemia, [], Ward.Item("002503070010000")));
    }

    /// <summary>A stay's bill covers many days and is no examination of a day; what was reversed was not done.</summary>
    [Fact]
    public async Task An_examination_of_a_stay_or_of_a_reversed_visit_does_not_count()
    {
        await using var ward = Ward.Open(Ward.Patient(Ward.Chronic(Codes.Uraemia)));
        await ward.SettleAsync(ward.Claim(Care.Inpatient, null, new DateOnly(2026, 2, 20), Ward.County, Ward.Item(Codes.Creatinine)));
        var office = new ReviewOffice(ward);
        var reversed = await office.SettleAsync(office.Visit(new DateOnly(2026, 2, 21), Ward.Item(Codes.Creatinine)));
        var draft = ward.Draft(Care.OutpatientChronic, Codes.Uraemia, ["N18.500"], Ward.Item(Codes.Creatinine));
        await ward.CardAsync("path-interval", draft);
        await ward.ReverseAsync(reversed);
        await ward.SilentAsync("path-interval", draft);
    }

    /// <summary>27 days after the first it is found, once, and 28 days after it is not; two visits of one day are one finding.</summary>
    [Fact]
    public async Task An_examination_before_its_interval_is_found_after_settlement()
    {
        await using var ward = Ward.Open(Ward.Patient(Ward.Chronic(Codes.Uraemia)));
        var office = new ReviewOffice(ward);
        foreach (var (month, day) in ((int, int)[])[(1, 5), (2, 2), (2, 2), (2, 28)])
        {
            await office.SettleAsync(office.Visit(new DateOnly(2026, month, day), Ward.Item(Codes.Creatinine, price: "8.00")) with
            {
                Care = (int)Care.OutpatientChronic, DiseaseCode = Codes.Uraemia,
            });
        }

        await office.RunAsync();
        Assert.Equal(
            [(new DateOnly(2026, 2, 28), 8_00L), (new DateOnly(2026, 2, 2), 8_00L)],
            (await office.ListAsync("path-interval")).Select(f => (f.Finding.Day, f.Finding.AmountFen)));
    }

    /// <summary>Three boxes for 28 days of 5 mg: one is needed, two at 20.00 are more than that. For 84 days three are right, for 83 too.</summary>
    [Theory]
    [InlineData(28, 40_00)]
    [InlineData(56, 20_00)]
    [InlineData(57, 0)]
    [InlineData(84, 0)]
    [InlineData(0, 0)]
    public async Task More_than_dose_and_days_need_is_found_after_settlement(int days, long aboveFen)
    {
        await using var ward = Ward.Open(Ward.Patient());
        var office = new ReviewOffice(ward);
        await office.SettleAsync(office.Visit(
            new DateOnly(2026, 2, 10), Ward.Item(Codes.Amlodipine, "3") with { Days = days, DailyMilligrams = 5 }));
        await office.RunAsync();
        Assert.Equal(aboveFen == 0 ? [] : [aboveFen], (await office.ListAsync("over-quantity")).Select(f => f.Finding.AmountFen));
    }

    /// <summary>Seven boxes last 196 days, whatever was said of the days.</summary>
    [Fact]
    public async Task What_was_given_counts_for_what_is_at_hand_and_not_for_how_long_it_was_said_to_be()
    {
        await using var ward = Ward.Open(Ward.Patient());
        var office = new ReviewOffice(ward);
        await office.SettleAsync(office.Visit(new DateOnly(2026, 2, 10), Ward.Item(Codes.Amlodipine, "7") with { Days = 28 }));
        await office.RunAsync();
        Assert.Single(await office.ListAsync("supply-beyond-use"));
    }

    /// <summary>Cards and money are the same read ahead or not, also where a visit was settled between: then nothing that is held is used.</summary>
    [Fact]
    public async Task What_is_read_ahead_changes_neither_cards_nor_money_and_is_not_used_once_something_was_settled()
    {
        await using var ward = Ward.Open(Ward.Patient(Ward.Chronic(Codes.Uraemia)));
        await ward.SettleAsync(ward.Claim(Care.Outpatient, null, new DateOnly(2026, 2, 20), Ward.City, Ward.Item(Codes.Amlodipine), Ward.Item(Codes.Creatinine)));
        var draft = ward.Draft(
            Care.OutpatientChronic, Codes.Uraemia, ["N18.500"], Ward.Item(Codes.Amlodipine), Ward.Item(Codes.Creatinine), Ward.Item(Codes.Metformin));
        var before = Told(await ward.AdviseAsync(draft));
        Assert.Contains(before, c => c.StartsWith("overlapping-supply", StringComparison.Ordinal));
        Assert.Contains(before, c => c.StartsWith("path-interval", StringComparison.Ordinal));

        await PrepareAsync(ward);
        Assert.Equal(before, Told(await ward.AdviseAsync(draft)));
        var held = new Dictionary<string, long>();
        Assert.NotNull(ward.Histories.Find(new("P1"), Ward.Today, true, held));

        // Settled elsewhere meanwhile: metformin and another 400.00 of care, which moves the counters.
        var there = ward.Claim(
            Care.OutpatientChronic, Codes.Uraemia, Ward.Today, Ward.City, Ward.Item(Codes.Metformin), Ward.Item(Codes.Dialysis, price: "400.00"));
        await ward.SettleAsync(there);
        var after = await ward.AdviseAsync(draft);
        Assert.Contains(after.Cards, c => c.CheckId == "overlapping-supply" && c.Summary.Contains("盐酸二甲双胍片", StringComparison.Ordinal));
        Assert.Equal(await ward.QuoteAsync(draft.Claim), after.PatientFen);
        Assert.Null(ward.Histories.Find(new("P1"), Ward.Today, true, held));
    }

    [Fact]
    public async Task What_is_read_ahead_is_held_for_five_minutes_and_for_its_day_and_person_alone()
    {
        await using var ward = Ward.Open(Ward.Patient(Ward.Chronic(Codes.Uraemia)));
        var counters = new Dictionary<string, long>();
        Assert.Null(ward.Histories.Find(new("P1"), Ward.Today, true, counters));
        await PrepareAsync(ward);
        Assert.Null(ward.Histories.Find(new("P1"), Ward.Today.AddDays(-1), true, counters));
        Assert.Null(ward.Histories.Find(new("P2"), Ward.Today, true, counters));
        ward.Time.Advance(TimeSpan.FromMinutes(5));
        Assert.NotNull(ward.Histories.Find(new("P1"), Ward.Today, true, counters));
        ward.Time.Advance(TimeSpan.FromSeconds(1));
        Assert.Null(ward.Histories.Find(new("P1"), Ward.Today, true, counters));

        // Who has no qualification with a path: examinations were not looked for, and are where they are needed.
        await using var other = Ward.Open(Ward.Patient());
        await PrepareAsync(other);
        Assert.Null(other.Histories.Find(new("P1"), Ward.Today, true, counters));
        Assert.NotNull(other.Histories.Find(new("P1"), Ward.Today, false, counters));
    }

    [Fact]
    public async Task No_more_are_held_than_the_bound()
    {
        await using var ward = Ward.Open(Ward.Patient());
        var nothing = new PatientHistory([], []);
        for (var i = 0; i <= Limits.HistoriesHeldMax; i++)
        {
            ward.Histories.Hold(new($"Q{i}"), Ward.Today, nothing, true, new Dictionary<string, long>());
        }

        var counters = new Dictionary<string, long>();
        Assert.Equal(1, Enumerable.Range(0, Limits.HistoriesHeldMax + 1).Count(i => ward.Histories.Find(new($"Q{i}"), Ward.Today, true, counters) is not null));
    }

    private static async Task PrepareAsync(Ward ward) => Assert.Equal(
        Prepared.Ready, await ward.Advisor.PrepareAsync(new HospitalCode(Ward.County), "NK", Token, Ward.Today, CancellationToken.None));

    private static string[] Told(Advice advice) =>
        [.. advice.Cards.Select(c => $"{c.CardId} {c.Summary} {c.Detail} {c.WithoutItemFen} {string.Join(' ', c.Suggestions.Select(s => s.PatientFen))}"), $"{advice.PatientFen}"];
}
