using MedAid.Core.Policy;
using MedAid.Precheck.Checks;
using MedAid.Precheck.Data;

namespace MedAid.Precheck.Tests;

/// <summary>The edges of the same code on two lines, and of examinations outside the care path.</summary>
public sealed class EdgeCases
{
    [Fact]
    public async Task Every_line_of_one_code_is_named_and_the_last_may_be_left_out()
    {
        await using var ward = Ward.Open(Ward.Patient());
        var card = await ward.CardAsync("duplicate-in-list", ward.Draft(
            Care.Outpatient, null, ["I10"], Ward.Item(Codes.Metformin, "0.5"), Ward.Item(Codes.Amlodipine), Ward.Item(Codes.Metformin, "1.5"),
            Ward.Item(Codes.Metformin)));
        Assert.Contains("第 1、3、4 项是同一种药，共 3 份", card.Summary, StringComparison.Ordinal);
        var without = card.Suggestions.Single();
        Assert.Equal((4, "删去第 4 项"), (without.ItemNumber, without.Label));
        Assert.Equal([1, 2, 3], without.Visit.Items.Select(i => i.ItemNumber));
        Assert.Equal(await ward.QuoteAsync(without.Visit), without.PatientFen);
        CardRules.AssertGood(card);
    }

    /// <summary>Morning and evening in two ways of taking it: it stays a remark, with a reason for going on.</summary>
    [Fact]
    public async Task One_code_in_two_ways_of_taking_it_is_a_remark_that_may_be_gone_on_with()
    {
        await using var ward = Ward.Open(Ward.Patient());
        var card = await ward.CardAsync("duplicate-in-list", ward.Draft(
            Care.Outpatient, null, ["E11.900"], Ward.Item(Codes.Metformin) with { Days = 20, DailyMilligrams = 500 },
            Ward.Item(Codes.Metformin) with { Days = 10, DailyMilligrams = 1_000 }));
        Assert.Equal(Severity.Info, card.Severity);
        Assert.Contains("不同用法", card.Detail, StringComparison.Ordinal);
        Assert.Contains(card.Reasons, r => r.Code == "dose_needed");
    }

    /// <summary>Tablets and sustained tablets have two codes: the same substance, not the same line.</summary>
    [Fact]
    public async Task The_same_substance_under_another_code_is_not_the_same_line()
    {
        await using var ward = Ward.Open(Ward.Patient());
        var forms = ward.Draft(Care.Outpatient, null, ["I10"], Ward.Item(Codes.NifedipineTablet), Ward.Item(Codes.NifedipineSustained));
        await ward.SilentAsync("duplicate-in-list", forms);
        await ward.CardAsync("same-ingredient", forms);
    }

    /// <summary>20 days of metformin, of February 20 and of today, last beyond today; the draft itself has it once.</summary>
    [Theory]
    [InlineData(20, 2, Ward.County)]
    [InlineData(2, 3, Ward.City)]
    public async Task The_same_code_on_another_day_or_elsewhere_is_at_hand_and_not_twice_in_the_list(int day, int month, string hospital)
    {
        await using var ward = Ward.Open(Ward.Patient());
        await ward.SettleAsync(ward.Claim(Care.Outpatient, null, new DateOnly(2026, month, day), hospital, Ward.Item(Codes.Metformin)));
        var draft = ward.Draft(Care.Outpatient, null, ["E11.900"], Ward.Item(Codes.Metformin));
        await ward.SilentAsync("duplicate-in-list", draft);
        await ward.CardAsync("overlapping-supply", draft);
    }

    [Fact]
    public async Task A_path_says_which_examinations_and_not_how_many()
    {
        await using var ward = Ward.Open(Ward.Patient(Ward.Chronic(Codes.Uraemia)));
        OrderDraft Of(params Dose[] items) => ward.Draft(Care.OutpatientChronic, Codes.Uraemia, ["N18.500"], items);
        await ward.SilentAsync("off-path", Of(Ward.Item(Codes.Creatinine), Ward.Item(Codes.Creatinine, "3")));
        await ward.SettleAsync(Of(Ward.Item(Codes.Creatinine)).Claim);
        await ward.SilentAsync("off-path", Of(Ward.Item(Codes.Creatinine)));

        // Two lines outside it are one card.
        Assert.Equal(1, (await ward.CardAsync("off-path", Of(Ward.Item(Codes.ChestCt), Ward.Item(Codes.ChestCt)))).ItemNumber);
    }

    [Fact]
    public async Task A_path_is_about_examinations_and_about_its_own_disease()
    {
        await using var ward = Ward.Open(Ward.Patient(Ward.Chronic(Codes.Uraemia), Ward.Chronic(Codes.Hypertension)));
        OrderDraft Of(string disease, params Dose[] items) => ward.Draft(Care.OutpatientChronic, disease, ["N18.500"], items);
        await ward.SilentAsync("off-path", Of(Codes.Uraemia, Ward.Item(Codes.Amlodipine), Ward.Item(Codes.Dialysis), Ward.Item("X0")));
        await ward.SilentAsync("off-path", Of(Codes.Hypertension, Ward.Item(Codes.ChestCt)));

        // The disease that was asked for counts, also without the qualification, and with every code under M078.
        await using var without = Ward.Open(Ward.Patient());
        await without.CardAsync("off-path", without.Draft(Care.OutpatientChronic, Codes.Uraemia, [], Ward.Item(Codes.ChestCt)));
        await without.CardAsync("off-path", without.Draft(Care.OutpatientChronic, "M07801", [], Ward.Item(Codes.ChestCt)));
    }

    /// <summary>The check begins on 2022-07-12, the day of the notice.</summary>
    [Fact]
    public async Task A_path_holds_from_the_day_of_its_paper()
    {
        await using var ward = Ward.Open(Ward.Patient(Ward.Chronic(Codes.Uraemia)));
        OrderDraft On(int day) => new()
        {
            Claim = ward.Claim(Care.OutpatientChronic, Codes.Uraemia, new DateOnly(2022, 7, day), Ward.County, Ward.Item(Codes.ChestCt)),
        };
        await ward.SilentAsync("off-path", On(11));
        await ward.CardAsync("off-path", On(12));
    }
}
