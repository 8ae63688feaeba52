using MedAid.Core.Policy;

namespace MedAid.Policies.Tests;

/// <summary>A hospital's own file: its fee reductions as programmes, and what is refused in them.</summary>
public sealed class HospitalFileTests : IDisposable
{
    private const string Head =
        """
        hospital: H1
        name: 样例医院
        county: "141123"
        tier: county
        level: "05"
        waivers:

        """;

    private readonly string file = Path.Combine(Path.GetTempPath(), $"hospital-{Guid.NewGuid():N}.yaml");

    public void Dispose() => File.Delete(file);

    [Fact]
    public void A_programme_has_an_id_a_title_shares_fixed_amounts_and_limits()
    {
        var waiver = Read(
            """
              - id: dialysis
                title: 透析减免
                when: {care: outpatient_chronic, disease: M07800}
                categories: {bed: 0.5, nursing: 0.3}
                fixed: {registration: 5}
                limits: {visit: 60, patient_month: 300.50, year_budget: 50000, warn_at: 0.75}
            """).Single();

        Assert.Equal(("dialysis", "透析减免"), (waiver.Id, waiver.Citation.Title));
        Assert.Equal(["0.3", "0.5"], waiver.Categories.Values.Select(r => r.ToString()).Order());
        Assert.Equal(5_00, waiver.FixedFen["registration"]);
        Assert.Equal((60_00, 300_50, 50_000_00), (waiver.Limits.VisitFen, waiver.Limits.PatientMonthFen, waiver.Limits.YearBudgetFen));
        Assert.Equal("0.75", waiver.Limits.WarnAt.ToString());
        Assert.True(waiver.IsLimited);
    }

    [Fact]
    public void Without_warn_at_the_cashier_is_warned_at_four_fifths() =>
        Assert.Equal("0.8", Read(Programme("limits: {year_budget: 1000}")).Single().Limits.WarnAt.ToString());

    [Fact]
    public void A_waiver_without_an_id_is_read_as_ever_and_named_by_its_place()
    {
        var waivers = Read(
            """
              - categories: {laboratory: 0.1}
              - when: {care: inpatient}
                categories: {bed: 0.2}
            """);
        Assert.Equal(["waiver#1", "waiver#2"], waivers.Select(w => w.Id));
        Assert.All(waivers, w => Assert.False(w.IsLimited));
    }

    [Fact]
    public void A_head_outside_the_notices_seven_needs_its_reason()
    {
        Assert.Equal(PackProblemCode.UnknownWord, Refused(Programme("", heads: "{bed: 0.5, laboratory: 0.1}")));
        Assert.Equal(0, Problems(Programme("other_heads: {laboratory: 院长办公会纪要 2026 年第 3 号}", heads: "{bed: 0.5, laboratory: 0.1}")));
        Assert.Equal(PackProblemCode.UnknownReference, Refused(Programme("other_heads: {laboratory: 纪要}")));
        Assert.Equal(PackProblemCode.WrongType, Refused(Programme("other_heads: {laboratory: ''}", heads: "{laboratory: 0.1}")));
    }

    [Theory]
    [InlineData("fixed: {bed: 5}", PackProblemCode.ExactlyOne)]
    [InlineData("fixed: {nursing: -5}", PackProblemCode.Negative)]
    [InlineData("fixed: {nursing: 5.005}", PackProblemCode.TooManyDecimals)]
    [InlineData("limits: {visit: 60, warn_at: 0.8}", PackProblemCode.NotAllowedHere)]
    [InlineData("limits: {warn_at: 0.8}", PackProblemCode.NotAllowedHere)]
    [InlineData("limits: {year_budget: 100, warn_at: 1.2}", PackProblemCode.OutOfRange)]
    [InlineData("limits: {year_budget: -1}", PackProblemCode.Negative)]
    [InlineData("limits: {}", PackProblemCode.MissingKey)]
    [InlineData("limits: {day: 5}", PackProblemCode.UnknownKey)]
    [InlineData("limit: {visit: 5}", PackProblemCode.UnknownKey)]
    public void What_is_wrong_with_a_limit_is_named(string line, PackProblemCode expected) => Assert.Equal(expected, Refused(Programme(line)));

    [Theory]
    [InlineData("Dialysis")]
    [InlineData("dialysis/2026")]
    [InlineData("透析")]
    [InlineData("a_name_that_is_longer_than_forty_characters")]
    public void An_id_that_could_not_name_a_counter_is_refused(string id) =>
        Assert.Equal(PackProblemCode.OutOfRange, Refused(Programme("", id: id)));

    [Fact]
    public void An_id_stands_once_and_a_programme_has_a_title()
    {
        Assert.Equal(PackProblemCode.Duplicate, Refused(Programme("") + Programme("")));
        Assert.Equal(PackProblemCode.MissingKey, Refused(Programme("", title: "''")));
    }

    [Fact]
    public void Only_a_programme_with_an_id_has_limits() =>
        Assert.Equal(PackProblemCode.NotAllowedHere, Refused("  - {categories: {bed: 0.5}, limits: {visit: 5}}\n"));

    [Fact]
    public void A_pack_has_waivers_without_limits_only()
    {
        var text = """{"pack": "p", "scheme": "resident", "layers": [], "waivers": [{"id": "x", "categories": {"bed": 0.5}}]}""";
        File.WriteAllText(file, text);
        var problems = new PackProblems(file);
        PackFile.Compile(file, problems);
        Assert.Contains(problems.Found, p => p is { Code: PackProblemCode.UnknownKey, Path: "waivers[0].id" });
    }

    [Fact]
    public void The_check_names_heads_sources_and_what_can_never_apply()
    {
        File.WriteAllText(
            file, Head + "  - categories: {bed: 0.5, laboratory: 0.1}\n  - when: {care: inpatient}\n    categories: {bed: 0.9}\n    cite: 纪要\n");
        var problems = new PackProblems(file);
        Assert.NotNull(HospitalFile.Check(file, problems));
        Assert.Equal(
            [PackProblemCode.NoSource, PackProblemCode.UnknownWord, PackProblemCode.Unreachable], problems.Found.Select(p => p.Code));
    }

    /// <summary>The first hospital of the third level in a county-level city would be paid 75 % with a line of 400 instead of 60 % and 1,000.</summary>
    [Theory]
    [InlineData("county", "02", PackProblemCode.OutOfRange)]
    [InlineData("township", "04", PackProblemCode.OutOfRange)]
    [InlineData("province", "08", PackProblemCode.OutOfRange)]
    [InlineData("county", "12", PackProblemCode.UnknownWord)]
    [InlineData("county", "5", PackProblemCode.UnknownWord)]
    [InlineData("city", "02", null)]
    [InlineData("city", "05", null)]
    [InlineData("county", "11", null)]
    [InlineData("township", "07", null)]
    public void A_tier_fits_the_level(string tier, string level, PackProblemCode? expected)
    {
        var found = Found("  - {categories: {bed: 0.5}}\n", Head.Replace("tier: county", $"tier: {tier}", StringComparison.Ordinal)
            .Replace("\"05\"", $"\"{level}\"", StringComparison.Ordinal));
        Assert.Equal(expected, found.Count == 0 ? null : Assert.Single(found).Code);
    }

    [Fact]
    public void An_agreement_holds_on_its_first_and_last_day_and_none_recorded_holds_always()
    {
        var open = Hospital("");
        Assert.True(open.IsDesignatedOn(new DateOnly(2019, 1, 1)));
        var agreed = Hospital("agreement: {from: 2019-10-31, ends: 2026-11-29, cite: 定点协议}\n");
        Assert.Equal(
            [false, true, true, false],
            new[] { "2019-10-30", "2019-10-31", "2026-11-29", "2026-11-30" }.Select(d => agreed.IsDesignatedOn(DateOnly.Parse(d, null))));
        Assert.True(Hospital("agreement: {from: 2019-10-31}\n").IsDesignatedOn(new DateOnly(2030, 1, 1)));
    }

    [Theory]
    [InlineData("agreement: {ends: 2026-01-01}", PackProblemCode.MissingKey)]
    [InlineData("agreement: {from: 2026-01-02, ends: 2026-01-01}", PackProblemCode.OutOfRange)]
    [InlineData("agreement: {from: 2026-01-02, until: 2027-01-01}", PackProblemCode.UnknownKey)]
    public void What_is_wrong_with_an_agreement_is_named(string line, PackProblemCode expected) =>
        Assert.Equal(expected, Found("  - {categories: {bed: 0.5}}\n", $"{line}\n{Head}")[0].Code);

    [Theory]
    [InlineData("hospitals/H14112300101.yaml")]
    [InlineData("hospitals/H14110200102.yaml")]
    [InlineData("waivers/H14112300101.yaml")]
    public void The_samples_pass_the_check(string name)
    {
        var sample = Path.Combine(AppContext.BaseDirectory, "samples", name);
        var problems = new PackProblems(sample);
        Assert.NotNull(HospitalFile.Check(sample, problems));
        Assert.Empty(problems.Found);
    }

    private static string Programme(string line, string id = "dialysis", string title = "透析减免", string heads = "{bed: 0.5}") =>
        $"  - id: {id}\n    title: {title}\n    categories: {heads}\n    {line}\n";

    private IReadOnlyList<WaiverRule> Read(string waivers)
    {
        File.WriteAllText(file, Head + waivers);
        var problems = new PackProblems(file);
        var hospital = HospitalFile.Read(file, problems);
        Assert.Empty(problems.Found);
        return hospital!.Waivers;
    }

    private int Problems(string waivers) => Found(waivers).Count;

    private PackProblemCode Refused(string waivers) => Found(waivers)[0].Code;

    private Hospital Hospital(string agreement)
    {
        File.WriteAllText(file, agreement + Head + "  - {categories: {bed: 0.5}}\n");
        return HospitalFile.Read(file, new PackProblems(file))!;
    }

    private IReadOnlyList<PackProblem> Found(string waivers, string head = Head)
    {
        File.WriteAllText(file, head + waivers);
        var problems = new PackProblems(file);
        HospitalFile.Read(file, problems);
        return problems.Found;
    }
}
