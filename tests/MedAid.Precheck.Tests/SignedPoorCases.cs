using MedAid.Core.Policy;
using MedAid.Precheck.Checks;
using MedAid.Precheck.Data;
using MedAid.Settlement.People;

namespace MedAid.Precheck.Tests;

/// <summary>
/// 鲁医保发〔2020〕39号 二（三）: the poor with a chronic disease who have signed with a family doctor may have a prescription of at most 12
/// weeks, 84 days. The sample's box of amlodipine lasts 28 days.
/// </summary>
public sealed class SignedPoorCases
{
    private const string Check = "long-prescription";
    private static readonly Qualification Chronic = Ward.Chronic(Codes.Hypertension);

    [Theory]
    [InlineData(IdentityKind.RegisteredPoor)]
    [InlineData(IdentityKind.SubsistenceAllowance)]
    [InlineData(IdentityKind.ExtremelyPoor)]
    [InlineData(IdentityKind.PovertyMonitored)]
    public async Task Who_is_poor_and_signed_may_have_twelve_weeks(IdentityKind kind)
    {
        await using var ward = Ward.Open(Patient(Chronic, Identity(kind)));
        await ward.SilentAsync(Check, Boxes(ward, "3", signed: true));
        var card = await ward.CardAsync(Check, Boxes(ward, "4", signed: true));
        Assert.Contains("苯磺酸氨氯地平片：可用 112 天，一张处方最长 84 天，减到 3 份", card.Summary, StringComparison.Ordinal);
        Assert.Contains("鲁医保发〔2020〕39号", card.Source, StringComparison.Ordinal);
        Assert.Equal(30_000, card.Suggestions.Single().Item!.QuantityTenThousandths);
        CardRules.AssertGood(card);

        // 84 days are allowed, 85 are not.
        OrderDraft Days(int days) => ward.DraftAt(
            Ward.Rizhao, Care.OutpatientChronic, Codes.Hypertension, ["I10"], Ward.Item(Codes.Amlodipine, "3") with { Days = days }) with
        {
            HasFamilyDoctor = true,
        };
        await ward.SilentAsync(Check, Days(84));
        Assert.Contains("可用 85 天", (await ward.CardAsync(Check, Days(85))).Summary, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Who_is_poor_and_not_signed_has_four_weeks()
    {
        await using var ward = Ward.Open(Patient(Chronic, Identity(IdentityKind.RegisteredPoor)));
        await ward.SilentAsync(Check, Boxes(ward, "1", signed: false));
        var card = await ward.CardAsync(Check, Boxes(ward, "2", signed: false));
        Assert.Contains("可用 56 天，一张处方最长 28 天，减到 1 份", card.Summary, StringComparison.Ordinal);
        Assert.Contains("没有签约家庭医生的，最长 4 周（28 天）", card.Detail, StringComparison.Ordinal);
    }

    /// <summary>The paper is about the poor alone: of others it says nothing, and nothing is said, signed or not.</summary>
    [Fact]
    public async Task Of_who_is_not_poor_nothing_is_said()
    {
        await using var ward = Ward.Open(Patient(Chronic));
        await ward.SilentAsync(Check, Boxes(ward, "4", signed: true));
        await ward.SilentAsync(Check, Boxes(ward, "4", signed: false));

        // A group that the paper does not name.
        await using var marginal = Ward.Open(Patient(Chronic, Identity(IdentityKind.MarginalLowIncome)));
        await marginal.SilentAsync(Check, Boxes(marginal, "4", signed: false));
    }

    /// <summary>Until is the first day without the identity: until March 3 today is its last day, until March 2 it is over.</summary>
    [Fact]
    public async Task Who_is_poor_is_told_by_the_day_of_the_visit()
    {
        await using var last = Ward.Open(Patient(Chronic, Identity(IdentityKind.RegisteredPoor) with { Until = Ward.Today.AddDays(1) }));
        await last.CardAsync(Check, Boxes(last, "4", signed: true));
        await using var over = Ward.Open(Patient(Chronic, Identity(IdentityKind.RegisteredPoor) with { Until = Ward.Today }));
        await over.SilentAsync(Check, Boxes(over, "4", signed: true));
    }

    [Fact]
    public async Task Whether_the_patient_is_signed_counts_where_a_paper_says_so_alone()
    {
        await using var ward = Ward.Open(Ward.Patient(Ward.TwoDisease(Codes.Hypertension)));
        OrderDraft Boxes(bool signed) =>
            ward.Draft(Care.TwoDisease, Codes.Hypertension, ["I10"], Ward.Item(Codes.Amlodipine, "3")) with { Stable = true, HasFamilyDoctor = signed };
        await ward.SilentAsync(Check, Boxes(signed: false));
        await ward.SilentAsync(Check, Boxes(signed: true));
    }

    /// <summary>
    /// A box of February 20 lasts to March 19: 18 days are left. With 28 more they are 46: within twelve weeks for the signed, beyond four for others.
    /// </summary>
    [Fact]
    public async Task What_is_at_hand_is_measured_by_the_same_weeks()
    {
        await using var ward = Ward.Open(Patient(Chronic, Identity(IdentityKind.RegisteredPoor)));
        await ward.SettleAsync(ward.Claim(Care.OutpatientChronic, Codes.Hypertension, new DateOnly(2026, 2, 20), Ward.Rizhao, Ward.Item(Codes.Amlodipine)));
        Assert.Equal(Severity.Info, (await ward.CardAsync("overlapping-supply", Boxes(ward, "1", signed: true))).Severity);
        var unsigned = await ward.CardAsync("overlapping-supply", Boxes(ward, "1", signed: false));
        Assert.Equal(Severity.Warning, unsigned.Severity);
        Assert.Contains("连同本次共 46 天，一次最长 28 天", unsigned.Detail, StringComparison.Ordinal);
    }

    private static Eligibility Patient(Qualification qualification, params IdentitySpan[] identities) =>
        Ward.Patient(qualification) with { County = new(Ward.RizhaoCounty), Identities = identities };

    private static IdentitySpan Identity(IdentityKind kind) => new(kind, new DateOnly(2025, 1, 1), null);

    private static OrderDraft Boxes(Ward ward, string count, bool signed) =>
        ward.DraftAt(Ward.Rizhao, Care.OutpatientChronic, Codes.Hypertension, ["I10"], Ward.Item(Codes.Amlodipine, count)) with
        {
            HasFamilyDoctor = signed,
        };
}
