using MedAid.Core;
using MedAid.Core.Calculation;
using MedAid.Policies.Examples;
using MedAid.Policies.Reading;

namespace MedAid.Policies.Tests;

/// <summary>What the packs of this repository say to patients, by every worked example.</summary>
public sealed class SentenceTests
{
    [Fact]
    public void Every_example_of_every_pack_is_told_without_codes_unofficial_sources_and_half_width_punctuation()
    {
        var told = new HashSet<string>(StringComparer.Ordinal);
        foreach (var pack in RealPacks.Volumes.SelectMany(v => v))
        {
            foreach (var example in pack.Node["examples"]?.Items ?? [])
            {
                told.UnionWith(Told(pack, example));
            }
        }

        Assert.True(told.Count > 300, $"{told.Count} sentences");
        Assert.Empty(told.SelectMany(PaperText.Faults));
    }

    private static IEnumerable<string> Told(PackBeside pack, PackNode example)
    {
        var problems = new PackProblems("");
        var read = Case.Read(Fields.Open(example, "", problems)!, _ => pack.Terms, problems, packRequired: false);
        return read is null || read.Split(out var breakdown) != Refusal.None ? []
            : Explanation.Sentences(breakdown, new long[read.CounterKeys.Count]).Where(s => !Explanation.IsSilent(s));
    }
}
