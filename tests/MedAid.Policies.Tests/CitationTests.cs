using MedAid.Core.Policy;
using MedAid.Policies.Reading;

namespace MedAid.Policies.Tests;

public sealed class CitationTests
{
    /// <summary>A brief, a page of the web or a report of the press is no law, and a patient cannot ask for it.</summary>
    [Fact]
    public void Bills_of_patients_name_regulations_only()
    {
        var named = RealPacks.Volumes.SelectMany(v => v)
            .SelectMany(p => Below(p.Node, "cite").Select(c => (Cite: c.Text, Named: p.Terms.Sources.OnBills(c.Text)))).Distinct().ToArray();

        Assert.All(named, n => Assert.DoesNotMatch("简报|网页|转载|报道|记者|新闻|问答|新华社|央视|央广|\\.(com|cn)", n.Named));
        Assert.Contains(named, n => n is { Cite: ['S', '3', ..], Named: "" });
        Assert.Contains(named, n => n.Named == "晋医保发〔2019〕46号 七");
    }

    /// <summary>
    /// The notice about uraemia restates the figures of stays; the regulation that set them governs a stay for pneumonia. Temporary aid alone is in
    /// no other document: there the notice speaks of all who are gravely ill.
    /// </summary>
    [Fact]
    public void Nothing_that_applies_to_a_stay_for_pneumonia_cites_the_notice_about_uraemia()
    {
        var named = (
            from pack in RealPacks.Volumes.SelectMany(v => v)
            from identity in Enum.GetValues<IdentityKind>()
            from tier in Enum.GetValues<HospitalTier>()
            from level in new[] { "02", "05" }
            from admission in new[] { 1, 2 }
            from away in new[] { false, true }
            let facts = new Facts
            {
                ServiceDate = pack.Terms.Identity.Effective!.Value, Care = Care.Inpatient, Disease = "J18.900", HospitalTier = tier, HospitalLevel = level,
                Admission = admission, Place = away ? Place.CrossProvince : Place.HomeCounty, Filed = !away, Identities = default(ValueSet).With((int)identity),
            }
            from layer in pack.Terms.Layers
            where layer.Id != "temporary_aid"
            from citation in new[]
            {
                layer.External ? layer.Citation : layer.RuleFor(facts)?.Citation, layer.OneStop.FirstOrDefault(e => e.When.Holds(facts))?.Citation,
            }
            where citation is not null
            select (layer.Id, Named: pack.Terms.Sources.OnBills(citation.Cite))).Distinct().ToArray();

        Assert.All(named, n => Assert.DoesNotContain("尿毒症", n.Named, StringComparison.Ordinal));
        Assert.Contains(("basic", "吕政发〔2017〕31号"), named);
        Assert.Contains(("commercial", "晋医保发〔2019〕46号 七"), named);
    }

    private static IEnumerable<PackNode> Below(PackNode node, string key) =>
        node.Entries.SelectMany(e => e.Key == key ? [e.Value] : Below(e.Value, key)).Concat(node.Items.SelectMany(i => Below(i, key)));
}
