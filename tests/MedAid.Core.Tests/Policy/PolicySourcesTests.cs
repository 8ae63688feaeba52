using MedAid.Core.Policy;

namespace MedAid.Core.Tests.Policy;

public sealed class PolicySourcesTests
{
    private static readonly PolicySources Sources = new(
    [
        new PolicySource
        {
            Id = "S0", Title = "通知", Number = "吕医保发〔2022〕1号", Issuer = "医保局", Published = new(2022, 7, 12),
        },
        new PolicySource { Id = "W1", Title = "网页" },
    ]);

    [Theory]
    [InlineData("", "")]
    [InlineData("S0", "吕医保发〔2022〕1号")]
    [InlineData("S0 附件 ¶1; W1", "吕医保发〔2022〕1号 附件 ¶1; 《网页》")]
    [InlineData("S0；W1", "吕医保发〔2022〕1号；《网页》")]
    [InlineData("X9 第三条", "X9 第三条")]                 // unknown: as it is written
    [InlineData("见 S0", "见 S0")]                       // an id stands first or after a semicolon
    [InlineData("S", "S")]
    [InlineData("S0a", "S0a")]
    public void Ids_are_spelled_out_where_an_id_stands(string cite, string spelled) =>
        Assert.Equal(spelled, Sources.Spell(cite));

    [Fact]
    public void Papers_have_the_title_without_its_brackets_and_full_width_type()
    {
        var sources = new PolicySources([.. Sources.Documents, new PolicySource { Id = "S1", Title = "透析的通知（附件：告知书）" }]);
        Assert.Equal("《透析的通知》附件第一段；吕医保发〔2022〕1号 一（二）", sources.OnPapers("S1 附件第一段; S0 一(二)"));
    }

    [Theory]
    [InlineData("", "")]
    [InlineData("S0 一(二); J1 简讯1", "吕医保发〔2022〕1号 一（二）")]
    [InlineData("J1 简讯1(三)、简讯3", "")]
    [InlineData("吕政发〔2017〕31号；J1 简讯1", "吕政发〔2017〕31号")]
    [InlineData("W1", "《网页》")]
    public void A_bill_names_regulations_only(string cite, string named)
    {
        var sources = new PolicySources([.. Sources.Documents, new PolicySource { Id = "J1", Title = "工作简报", IsRegulation = false }]);
        Assert.Equal(named, sources.OnBills(cite));
    }

    [Fact]
    public void The_ids_of_a_citation_are_found() => Assert.Equal(["S0", "X9"], PolicySources.IdsIn("S0 附件; 其他; X9"));

    [Theory]
    [InlineData("S0", "", "吕医保发〔2022〕1号", "《通知》（吕医保发〔2022〕1号，医保局，2022-07-12）")]
    [InlineData("S0", "W1", "吕医保发〔2022〕1号（数字出处：《网页》）", "《通知》（吕医保发〔2022〕1号，医保局，2022-07-12）；《网页》")]
    [InlineData("", "W1", "（数字出处：《网页》）", "《网页》")]
    [InlineData("", "公报第3页", "（数字出处：公报第3页）", "公报第3页")]
    public void Where_figures_were_found_is_named_for_who_checks_them(string cite, string source, string spelled, string references)
    {
        var citation = new Citation { Cite = cite, Source = source };
        Assert.Equal((spelled, references), (Sources.SpellAll(citation), Sources.ReferencesOf(citation)));
    }

    [Fact]
    public void A_reference_names_all_that_is_known()
    {
        Assert.Equal("《通知》（吕医保发〔2022〕1号，医保局，2022-07-12）；《网页》", Sources.References("S0; W1; S0; X9"));
        Assert.Equal("", PolicySources.None.References("S0"));
    }
}
