using MedAid.Core;
using MedAid.Core.Policy;
using MedAid.Precheck.Cards;
using MedAid.Precheck.Checks;
using MedAid.Precheck.Data;
using MedAid.Precheck.Feedback;
using MedAid.Settlement.Writes;

namespace MedAid.Precheck.Tests;

/// <summary>Ten complaints that physicians elsewhere have about prompts, each as a test.</summary>
public sealed class ComplaintTests
{
    /// <summary>After an order changes nobody knows whether old cards stay, go or double.</summary>
    [Fact]
    public async Task C01_after_a_change_of_quantity_cards_of_unchanged_facts_keep_their_ids_and_none_comes_twice()
    {
        await using var ward = Ward.Open(Ward.Patient());
        OrderDraft Packs(string packs) => ward.Draft(
            Care.Outpatient, null, ["I10"], Ward.Item(Codes.Dapagliflozin, price: "61.00"),
            Ward.Item(Codes.Amlodipine, packs) with { Days = 28, DailyMilligrams = 5 });
        string[] Ids(Advice advice, string check) => [.. advice.Cards.Where(c => c.CheckId == check).Select(c => c.CardId)];

        var (three, again, two, one) = (
            await ward.AdviseAsync(Packs("3")), await ward.AdviseAsync(Packs("3")), await ward.AdviseAsync(Packs("2")), await ward.AdviseAsync(Packs("1")));
        Assert.Equal(three.Cards.Select(c => c.CardId), again.Cards.Select(c => c.CardId));
        Assert.Equal(Ids(three, "restricted-drug"), Ids(two, "restricted-drug"));
        Assert.NotEqual(Ids(three, "over-quantity"), Ids(two, "over-quantity"));
        Assert.Empty(Ids(one, "over-quantity"));
        Assert.Distinct(three.Cards.Select(c => c.CardId));
    }

    /// <summary>Too many cards; must all be shown?</summary>
    [Fact]
    public async Task C02_of_twenty_faults_at_most_the_budget_is_shown_and_the_rest_is_counted_in_one_line()
    {
        await using var ward = Ward.Open(Ward.Patient(), Ward.Books(cards: 5));
        var codes = new[]
        {
            "XC08CAA001A001010199102", "XA10BKD001A001010100015", "XB03ACZ055B002010100003", "XA11CCG014A003010100009", "XV03AES170A001010100010",
            "XV03AEX001A001010100011", "XA16AAZ021B002010100006", "ZC06ABN0389010100389", "XB01AEA103B002010120000", "XB03XAR106A001010120000",
            "XB03ACY107B002010120000", "XV03AEL113A001010120001", "XH05BXX115A001010120001", "XH05BXY116B002010120001", "XH05BXZ117B002010120001",
            "XV03AEJ119A001010120001", "XV03AEZ120A001010120002", "XV06DDF131A001010120003", "XC09DXS146A001010120004", "XA10BHX167A001010120006",
        };
        var draft = ward.Draft(Care.Outpatient, null, ["J00"], [.. codes.Select(c => Ward.Item(c, price: "500.00"))]);
        var advice = await ward.AdviseAsync(draft);
        Assert.Equal(5, advice.Cards.Count);
        Assert.True(advice.RestCount >= 15, advice.RestLine);
        Assert.StartsWith($"另有 {advice.RestCount} 条提示未展开：", advice.RestLine, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', advice.RestLine);
    }

    /// <summary>Override reasons too many, or none.</summary>
    [Fact]
    public async Task C03_a_card_has_at_most_five_reasons_and_each_is_true_of_it()
    {
        await using var ward = Ward.Open(Ward.Patient());
        await ward.SettleAsync(ward.Claim(Care.Outpatient, null, new DateOnly(2026, 2, 10), Ward.County, Ward.Item(Codes.Amlodipine)));
        var here = await ward.CardAsync("overlapping-supply", ward.Draft(Care.Outpatient, null, ["I10"], Ward.Item(Codes.Amlodipine)));
        Assert.Equal(["lost_or_damaged", "dose_changed", "travelling", "noted"], here.Reasons.Select(r => r.Code));
        var inHospital = await ward.CardAsync("overlapping-supply", ward.Draft(Care.Inpatient, null, ["I10"], Ward.Item(Codes.Amlodipine)));
        Assert.DoesNotContain(inHospital.Reasons, r => r.Code == "travelling");
        var without = await ward.CardAsync("outside-catalogue", ward.Draft(Care.Outpatient, null, [], Ward.Item("C9999000000000000001")));
        Assert.DoesNotContain(without.Reasons, r => r.Code is "substitute_unfit" or "substitute_out");
    }

    /// <summary>The alert stays after the order was removed.</summary>
    [Fact]
    public async Task C04_an_order_that_was_removed_has_no_card()
    {
        await using var ward = Ward.Open(Ward.Patient());
        var plain = Ward.Item(Codes.Creatinine, price: "6.00");
        Assert.NotEmpty((await ward.AdviseAsync(ward.Draft(Care.Outpatient, null, ["I10"], plain, Ward.Item(Codes.Dapagliflozin)))).Cards);
        Assert.Empty((await ward.AdviseAsync(ward.Draft(Care.Outpatient, null, ["J00"], plain))).Cards);
    }

    /// <summary>A stop date in the future counts as stopped; a second path lacked the check.</summary>
    [Fact]
    public async Task C05_an_order_that_stops_tomorrow_still_counts_and_one_that_stopped_yesterday_does_not()
    {
        await using var ward = Ward.Open(Ward.Patient());
        OrderDraft Running(DateOnly? last) => ward.Draft(Care.Outpatient, null, ["I10"], Ward.Item(Codes.Amlodipine)) with
        {
            Running = [new RunningOrder(Codes.Amlodipine, "氨氯地平", last, default)],
        };
        foreach (var last in new DateOnly?[] { null, Ward.Today, Ward.Today.AddDays(1), Ward.Today.AddDays(90) })
        {
            await ward.CardAsync("overlapping-supply", Running(last));
        }

        await ward.SilentAsync("overlapping-supply", Running(Ward.Today.AddDays(-1)));
    }

    /// <summary>A wrong amount in the warning.</summary>
    [Fact]
    public async Task C06_the_amounts_of_a_card_are_those_of_a_quote_to_the_fen()
    {
        await using var ward = Ward.Open(Ward.Patient(Ward.Chronic(Codes.Uraemia)));
        var draft = ward.Draft(
            Care.OutpatientChronic, Codes.Uraemia, ["N18.500"], Ward.Item(Codes.Dialysis, price: "400.00"), Ward.Item(Codes.Dialyser, price: "128.33"),
            Ward.Item(Codes.PhosphateBinderImported, price: "198.07"));
        var advice = await ward.AdviseAsync(draft);
        Assert.Equal(await ward.QuoteAsync(draft.Claim), advice.PatientFen);
        Assert.NotEmpty(advice.Cards.SelectMany(c => c.Suggestions));
        foreach (var suggestion in advice.Cards.SelectMany(c => c.Suggestions).Where(s => s.Kind != SuggestionKind.AddQualification))
        {
            Assert.Equal(await ward.QuoteAsync(suggestion.Visit), suggestion.PatientFen);
        }

        Assert.Contains(advice.Cards, c => c.Detail.Contains(
            $"现在这样个人负担 {Core.ExactNumber.Yuan(advice.PatientFen)} 元", StringComparison.Ordinal));
    }

    /// <summary>No warning when an old prescription is used again.</summary>
    [Fact]
    public async Task C07_a_copied_prescription_is_checked_like_a_new_one()
    {
        await using var ward = Ward.Open(Ward.Patient());
        var old = ward.Claim(Care.Outpatient, null, new DateOnly(2026, 2, 20), Ward.County, Ward.Item(Codes.Amlodipine), Ward.Item(Codes.Creatinine));
        await ward.SettleAsync(old);
        var copy = new OrderDraft { Claim = old with { VisitId = "COPY", ServiceDate = Ward.Today } };
        await ward.CardAsync("overlapping-supply", copy);
    }

    /// <summary>The prompt does not name the drug, or the largest quantity allowed.</summary>
    [Fact]
    public async Task C08_the_text_names_the_item_and_the_number_that_would_be_right()
    {
        await using var ward = Ward.Open(Ward.Patient(Ward.TwoDisease(Codes.Hypertension)));
        var quantity = await ward.CardAsync(
            "over-quantity", ward.Draft(Care.Outpatient, null, [], Ward.Item(Codes.Amlodipine, "5") with { Days = 56, DailyMilligrams = 5 }));
        Assert.Equal("苯磺酸氨氯地平片：开 5 份，56 天只要 2 份，减到 2 份", quantity.Summary);

        // 8 days are left of a box of February 10; of 12 weeks 76 days remain: two boxes of the four ordered.
        await ward.SettleAsync(ward.Claim(Care.TwoDisease, Codes.Hypertension, new DateOnly(2026, 2, 10), Ward.County, Ward.Item(Codes.Amlodipine)));
        var overlap = await ward.CardAsync(
            "overlapping-supply",
            ward.Draft(Care.TwoDisease, Codes.Hypertension, ["I10"], Ward.Item(Codes.Amlodipine, "3")) with { Stable = true });
        Assert.Equal("苯磺酸氨氯地平片：手里的药可用到 2026-03-09，减到 2 份，或到期后再开", overlap.Summary);
        Assert.Equal(20_000, overlap.Suggestions[0].Item!.QuantityTenThousandths);
    }

    /// <summary>The same drug in another strength, or a repeat, is legitimate.</summary>
    [Fact]
    public async Task C09_five_and_two_and_a_half_milligrams_have_no_card_and_a_repeat_is_a_remark()
    {
        await using var ward = Ward.Open(Ward.Patient());
        var dose = ward.Draft(Care.Outpatient, null, [], Ward.Item(Codes.Amlodipine), Ward.Item(Codes.AmlodipineHalf));
        Assert.DoesNotContain((await ward.AdviseAsync(dose)).Cards, c => c.CheckId is "same-ingredient" or "duplicate-in-list" or "overlapping-supply");
        await ward.SettleAsync(ward.Claim(Care.Outpatient, null, new DateOnly(2026, 2, 4), Ward.County, Ward.Item(Codes.Amlodipine)));
        Assert.Equal(
            Severity.Info, (await ward.CardAsync("overlapping-supply", ward.Draft(Care.Outpatient, null, [], Ward.Item(Codes.Amlodipine)))).Severity);
        await ward.SilentAsync("overlapping-supply", ward.Draft(Care.Outpatient, null, [], Ward.Item(Codes.AmlodipineHalf)));
        await ward.SilentAsync("same-ingredient", ward.Draft(Care.Outpatient, null, [], Ward.Item(Codes.AmlodipineHalf)));
    }

    /// <summary>An empty card; wording that misfits; a dismissal without reason; an endless snooze.</summary>
    [Fact]
    public async Task C10_a_dismissal_keeps_its_reason_and_its_end_and_is_not_without_either()
    {
        await using var ward = Ward.Open(Ward.Patient());
        OrderDraft Draft(int day) => new()
        {
            Claim = ward.Claim(Care.Outpatient, null, new DateOnly(2026, 3, day), Ward.County, Ward.Item(Codes.Dapagliflozin)) with { Diagnoses = ["I10"] },
        };
        ward.Time.MoveTo(new DateTimeOffset(2026, 3, 1, 9, 0, 0, TimeSpan.FromHours(8)));
        var card = await ward.CardAsync("restricted-drug", Draft(1));
        CardRules.AssertGood(card);
        var answer = new CardAnswer(card.CardId, Disposition.GoOn, "", "", "", new DateOnly(2026, 3, 1));
        Assert.Equal("answers[0].reason_code REQUIRED", await RefusedAsync(ward, answer));
        Assert.Equal("answers[0].reason_code UNKNOWN_WORD", await RefusedAsync(ward, answer with { ReasonCode = "lost_or_damaged" }));
        Assert.Equal(
            "answers[0].until_date OUT_OF_RANGE", await RefusedAsync(ward, answer with { ReasonCode = "patient_agreed", Until = new DateOnly(2027, 3, 3) }));
        Assert.Equal("answers[0].card_id UNKNOWN_WORD", await RefusedAsync(ward, answer with { CardId = "restricted-drug.1", ReasonCode = "urgent" }));

        await RecordAsync(ward, "V-other", answer with { ReasonCode = "patient_agreed" });
        await ward.SilentAsync("restricted-drug", Draft(1));
        await ward.CardAsync("restricted-drug", Draft(2));
    }

    internal static async Task<CardFeedback> RecordAsync(Ward ward, string visitId, params CardAnswer[] answers)
    {
        var recorded = await ward.Feedback.RecordAsync(
            new FeedbackDraft(new HospitalCode(Ward.County), "", "D1", visitId, WarnType.Before, answers, "王医生"), new WriteKey(Guid.NewGuid().ToString("N"), "h"),
            CancellationToken.None);
        return recorded.Match((done, _) => done, () => throw new InvalidOperationException(), f => throw new InvalidOperationException(f.Message));
    }

    private static async Task<string> RefusedAsync(Ward ward, CardAnswer answer)
    {
        var refused = await ward.Feedback.RecordAsync(
            new FeedbackDraft(new HospitalCode(Ward.County), "", "D1", "V", WarnType.Before, [answer], "王医生"), new WriteKey("r", "h"), CancellationToken.None);
        return refused.Match((_, _) => "done", () => "reused", f => $"{f.Field} {f.Code}");
    }
}
