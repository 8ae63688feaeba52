using MedAid.Core.Policy;
using MedAid.Policies.Reading;

namespace MedAid.Policies.Compiling;

/// <summary>Turns waivers, which stand in a pack or in a hospital's own file, into terms.</summary>
internal static class WaiverCompiler
{
    /// <summary>Compiles the waivers of a file.</summary>
    public static List<WaiverRule> Compile(Fields owner, PackProblems problems) =>
        MapList.Each(owner, "waivers", problems, (fields, _) => Waiver(fields, problems));

    private static WaiverRule Waiver(Fields fields, PackProblems problems)
    {
        fields.Require("categories");
        var when = ConditionCompiler.Compile(fields, problems);
        var categories = new Dictionary<string, Core.Rate>(StringComparer.Ordinal);
        foreach (var (category, value) in fields.DataMap("categories"))
        {
            categories[category] = fields.Ratio(value, $"{fields.PathOf("categories")}.{category}") ?? Core.Rate.Zero;
        }

        fields.Finish();
        return new WaiverRule(when, categories, fields.Citation());
    }
}
