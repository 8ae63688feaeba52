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

    private static IEnumerable<PackNode> Below(PackNode node, string key) =>
        node.Entries.SelectMany(e => e.Key == key ? [e.Value] : Below(e.Value, key)).Concat(node.Items.SelectMany(i => Below(i, key)));
}
