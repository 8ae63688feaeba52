using System.Text;
using MedAid.Core;
using MedAid.People.EntitlementGaps;
using MedAid.Settlement.People;

namespace MedAid.People.Tests.EntitlementGaps;

public sealed class IndicatorListTests
{
    private const string Head = "病种编码,线索,编码前缀,最少天数,最少相隔天数,依据,暂设\n";

    private static readonly DateOnly Today = new(2026, 3, 16);

    [Fact]
    public void A_line_names_the_disease_where_to_look_how_often_and_on_what_it_rests()
    {
        var (indicators, faults) = Read("M03900,药品,XC08 XC09,3,60,长期用药,是\nM07800,病种,M078,1,0,病种表,否\n");
        Assert.Empty(faults);
        Assert.Equal(
            [("M03900", IndicatorKind.Drug, "XC08 XC09", 3, 60, true), ("M07800", IndicatorKind.Disease, "M078", 1, 0, false)],
            indicators.Select(s => (s.Disease, s.Kind, string.Join(' ', s.Prefixes), s.DaysMin, s.SpanDaysMin, s.Assumed)));
    }

    [Theory]
    [InlineData("M03900,用药,XC08,3,60,,是")]
    [InlineData("M03900,药品,,3,60,,是")]
    [InlineData("M03900,药品,XC08,0,60,,是")]
    [InlineData("M03900,药品,XC08,3,-1,,是")]
    [InlineData("M03900,药品,XC08,3,1001,,是")]
    [InlineData("M03900,药品,XC08,3,60,,")]
    [InlineData(",药品,XC08,3,60,,是")]
    public void A_bad_line_is_named_and_nothing_is_taken(string line)
    {
        var (indicators, faults) = Read($"M01600,药品,XA10,3,60,,是\n{line}\n");
        Assert.Empty(indicators);
        Assert.StartsWith("第 3 行", Assert.Single(faults), StringComparison.Ordinal);
    }

    [Fact]
    public void The_same_first_prefix_twice_for_a_disease_and_another_head_are_faults()
    {
        Assert.Single(Read("M01600,药品,XA10,3,60,,是\nM01600,药品,XA10 XA11,3,60,,是\n").Faults);
        Assert.Single(IndicatorList.Read(Encoding.UTF8.GetBytes("病种,线索\n")).Faults);
    }

    [Fact]
    public void The_sign_with_the_most_days_that_suffices_is_shown()
    {
        DiseaseIndicator[] indicators = [new("M03900", IndicatorKind.Drug, ["XC08"], 3, 60, "", true), new("M03900", IndicatorKind.Disease, ["M039"], 1, 0, "", false)];
        var often = new IndicatorSeen(new PersonKey("P"), "M03900", "drug:XC08", new DateOnly(2026, 1, 1), new DateOnly(2026, 3, 2), 3);
        var once = new IndicatorSeen(new PersonKey("P"), "M03900", "disease:M039", Today, Today, 1);
        Assert.Equal(often, IndicatorRules.Strongest([once, often], indicators));

        // From 1 January to 1 March are 59 days.
        Assert.Equal(once, IndicatorRules.Strongest([once, often with { Last = new DateOnly(2026, 3, 1) }], indicators));
        Assert.Null(IndicatorRules.Strongest([often with { Days = 2 }], indicators));
        Assert.Null(IndicatorRules.Strongest([often], []));
    }

    [Fact]
    public void A_qualification_of_the_same_family_answers_a_sign_until_it_ends()
    {
        Assert.True(IsHeld(new Qualification(QualificationKind.Chronic, "M07801", Today, null)));
        Assert.False(IsHeld(new Qualification(QualificationKind.Chronic, "M03900", Today, null)));
        Assert.True(IsHeld(new Qualification(QualificationKind.Chronic, "M07800", new DateOnly(2020, 1, 1), Today.AddDays(1))));
        Assert.False(IsHeld(new Qualification(QualificationKind.Chronic, "M07800", new DateOnly(2020, 1, 1), Today)));
    }

    private static bool IsHeld(Qualification qualification) => IndicatorRules.IsHeld([qualification], "M07800", Today);

    private static (IReadOnlyList<DiseaseIndicator> Indicators, IReadOnlyList<string> Faults) Read(string lines) =>
        IndicatorList.Read(Encoding.UTF8.GetBytes(Head + lines));
}
