using MedAid.Core;
using MedAid.Core.Policy;

namespace MedAid.Policies.Tests;

/// <summary>How paying is arranged: the files beside the packs, and what is wrong with others.</summary>
public sealed class ArrangementTests
{
    private static readonly DateOnly Day = new(2026, 3, 2);

    /// <summary>Who: 晋医保发〔2019〕46号 一(一); where and for what: 四(十五); from its publication on.</summary>
    [Fact]
    public void Paying_later_stands_as_the_notice_of_Shanxi_has_it()
    {
        var arrangements = Real();
        var rule = arrangements.PayLaterFor(new CountyCode("141123"), Day)!;
        Assert.Equal("晋医保发〔2019〕46号 四(十五)、一(一)", rule.Citation.Cite);
        foreach (var identity in Enum.GetValues<IdentityKind>())
        {
            Assert.Equal(
                identity is IdentityKind.SubsistenceAllowance or IdentityKind.ExtremelyPoor or IdentityKind.PriorityVeteran,
                rule.When.Identity.Allows((int)identity));
        }

        Assert.True(rule.When.Care.Allows((int)Care.Inpatient));
        Assert.False(rule.When.Care.Allows((int)Care.OutpatientChronic));
        Assert.Null(arrangements.PayLaterFor(new CountyCode("141123"), new DateOnly(2019, 6, 24)));
        Assert.Null(arrangements.PayLaterFor(new CountyCode("370406"), Day));
    }

    [Fact]
    public void The_soldiers_clinics_claim_and_nobody_else_does()
    {
        var arrangements = Real();
        Assert.True(arrangements.IsClaimedByHospital(new CountyCode("370406"), Day, "soldier_clinic", new Fund("610200")));
        Assert.False(arrangements.IsClaimedByHospital(new CountyCode("370404"), Day, "soldier_clinic", new Fund("610200")));
        Assert.False(arrangements.IsClaimedByHospital(new CountyCode("370406"), Day, "veterans_aid", new Fund("610200")));
        Assert.False(arrangements.IsClaimedByHospital(new CountyCode("370406"), new DateOnly(2019, 12, 31), "soldier_clinic", new Fund("610200")));
        Assert.NotNull(arrangements.DepositFor(new CountyCode("141123"), Day));
        Assert.Null(arrangements.DepositFor(new CountyCode("140106"), Day));
        Assert.Equal(["M07800", "M07803", "M07804"], arrangements.StatementFor(new CountyCode("141123"), Day)!.Diseases);
        Assert.All(["141123", "370406"], county => Assert.Equal(90, arrangements.LongStayFor(new CountyCode(county), Day)!.Days));
        Assert.Null(arrangements.LongStayFor(new CountyCode("990101"), Day));
    }

    [Fact]
    public void Every_problem_is_named_with_its_place()
    {
        var folder = Directory.CreateTempSubdirectory("medaid-arrangements-");
        File.WriteAllText(Path.Combine(folder.FullName, "bad.arrangements.yaml"), """
            region: "14"
            pay_later:
              - {from: 2020-01-01, ends: 2019-01-01, when: {identity: nobody}, cite: x}
            hospital_claims:
              - {layer: a, from: soon}
            long_stays:
              - {days: 0, from: 2020-01-01}
            extra: 1
            """);
        var found = new List<PackProblem>();
        ArrangementFile.ReadAll(folder.FullName, found);
        Assert.Equal(
            ["pay_later[0].when.identity", "pay_later[0].when", "pay_later[0].ends", "hospital_claims[0].fund", "hospital_claims[0].from", "hospital_claims[0].cite", "long_stays[0].days", "long_stays[0].cite", "extra"],
            found.Select(p => p.Path));
        folder.Delete(recursive: true);
    }

    private static Arrangements Real()
    {
        var found = new List<PackProblem>();
        var arrangements = ArrangementFile.ReadAll(Path.Combine(AppContext.BaseDirectory, "packs"), found);
        Assert.Empty(found);
        return arrangements;
    }
}
