using MedAid.Core.Calculation;
using MedAid.Core.Policy;

namespace MedAid.Core.Tests;

/// <summary>大病关怀救助: 5,000 yuan once in a life (晋医保发〔2019〕46号 九).</summary>
public sealed class CareGrantTests
{
    private static readonly CareGrantTerms Listed = new()
    {
        AmountFen = 5_000_00,
        Diseases = ["C34.900"],
        Identities = default(ValueSet).With((int)IdentityKind.ExtremelyPoor).With((int)IdentityKind.SubsistenceAllowance)
            .With((int)IdentityKind.PriorityVeteran).With((int)IdentityKind.RegisteredPoor),
    };

    [Theory]
    [InlineData(IdentityKind.ExtremelyPoor, CareGrantAnswer.Granted)]
    [InlineData(IdentityKind.SubsistenceAllowance, CareGrantAnswer.Granted)]
    [InlineData(IdentityKind.PriorityVeteran, CareGrantAnswer.Granted)]
    [InlineData(IdentityKind.RegisteredPoor, CareGrantAnswer.Granted)]
    [InlineData(IdentityKind.LowIncome, CareGrantAnswer.NoIdentity)]
    [InlineData(IdentityKind.ImpoverishedByIllness, CareGrantAnswer.NoIdentity)]
    public void Key_objects_and_the_registered_poor_may_have_it(IdentityKind kind, CareGrantAnswer answer) =>
        Assert.Equal(answer, CareGrant.Decide(Asked(kind), Listed));

    [Fact]
    public void Who_holds_no_identity_has_none() =>
        Assert.Equal(CareGrantAnswer.NoIdentity, CareGrant.Decide(Asked(IdentityKind.Orphan) with { Identities = default }, Listed));

    [Fact]
    public void A_disease_outside_the_list_gives_none() =>
        Assert.Equal(CareGrantAnswer.DiseaseNotListed, CareGrant.Decide(Poor with { Disease = "J06.900" }, Listed));

    [Fact]
    public void An_empty_list_grants_nobody_anything() =>
        Assert.Equal(CareGrantAnswer.DiseaseNotListed, CareGrant.Decide(Poor, Listed with { Diseases = [] }));

    [Fact]
    public void Before_the_late_stage_there_is_none() =>
        Assert.Equal(CareGrantAnswer.NotLateStage, CareGrant.Decide(Poor with { LateStage = false }, Listed));

    [Fact]
    public void Nobody_has_it_twice() =>
        Assert.Equal(CareGrantAnswer.GrantedBefore, CareGrant.Decide(Poor with { GrantedBefore = true }, Listed));

    [Fact]
    public void It_is_5000_yuan_or_nothing()
    {
        Assert.Equal(500_000, CareGrant.PaidFen(CareGrantAnswer.Granted, Listed));
        Assert.All(Enum.GetValues<CareGrantAnswer>().Skip(1), a => Assert.Equal(0, CareGrant.PaidFen(a, Listed)));
    }

    private static CareGrantCase Poor => Asked(IdentityKind.ExtremelyPoor);

    private static CareGrantCase Asked(IdentityKind kind) =>
        new(default(ValueSet).With((int)kind), "C34.900", LateStage: true, GrantedBefore: false);
}
