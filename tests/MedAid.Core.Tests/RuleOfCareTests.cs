using MedAid.Core.Calculation;
using MedAid.Core.Policy;

namespace MedAid.Core.Tests;

/// <summary>Care of which the law says nothing is not settled: basic has a rule for in-patients only, the visit is out-patient.</summary>
public sealed class RuleOfCareTests
{
    [Fact]
    public void Care_without_a_rule_is_told_in_a_quote_and_refused_in_a_settlement()
    {
        var quote = InpatientsOnly().Split(Visits.InScope(100_00));
        Assert.True(quote.Settled.NoRule);
        Assert.Equal(100_00, quote.PatientFen);
        Assert.Contains(Explanation.Sentences(quote.Settled, []), s => s.Contains("不能结算", StringComparison.Ordinal));
        Assert.Equal(Refusal.NoRuleForCare, Settle(InpatientsOnly()).Refusal);
    }

    [Fact]
    public void Care_for_which_the_pack_says_that_nothing_is_paid_is_settled()
    {
        var law = InpatientsOnly();
        law.NothingPaid.Add(new NothingPaidRule(Only(Care.Outpatient), "普通门诊不支付", Citation.None));
        var split = Settle(law);
        Assert.False(split.Settled.NoRule);
        Assert.Equal(100_00, split.PatientFen);
        Assert.Contains("普通门诊不支付。", Explanation.Sentences(split.Settled, []));
    }

    [Fact]
    public void A_later_layer_is_no_rule_of_care_but_an_upstream_amount_for_the_first_is()
    {
        var law = InpatientsOnly().Add("relief", new LayerRule { Id = "r", Bands = Law.Flat("0.5") });
        Assert.Equal(Refusal.NoRuleForCare, Settle(law).Refusal);
        Assert.False(law.Split(Visits.InScope(100_00) with { Upstream = [new LayerPayment("basic", 0)] }).Settled.NoRule);
        Assert.True(law.Split(Visits.InScope(100_00) with { Upstream = [new LayerPayment("relief", 0)] }).Settled.NoRule);
    }

    [Fact]
    public void A_programme_is_a_rule_of_care()
    {
        var law = InpatientsOnly();
        law.Programmes.Add(new Programme { Id = "head", Kind = ProgrammeKind.Capitation });
        Assert.False(Settle(law).Settled.NoRule);
    }

    [Fact]
    public void A_pack_of_external_layers_only_has_no_rule_of_care() =>
        Assert.True(new Law().AddExternal("insurer").Split(Visits.InScope(1)).Settled.NoRule);

    private static Split Settle(Law law) => law.Split(Visits.InScope(100_00) with { Purpose = Purpose.Settle });

    private static Law InpatientsOnly() =>
        new Law().Add("basic", new LayerRule { Id = "b", When = Only(Care.Inpatient), Bands = Law.Flat("0.6") });

    private static Condition Only(Care care) => new() { Care = default(ValueSet).With((int)care) };
}
