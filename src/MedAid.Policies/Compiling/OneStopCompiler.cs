using MedAid.Core.Policy;
using MedAid.Policies.Reading;

namespace MedAid.Policies.Compiling;

/// <summary>Turns the entries of <c>one_stop</c> into terms.</summary>
internal static class OneStopCompiler
{
    /// <summary>The entries of a pack by layer, in order.</summary>
    public static Dictionary<string, List<OneStopEntry>> Compile(Fields owner, PackProblems problems)
    {
        var oneStop = new Dictionary<string, List<OneStopEntry>>(StringComparer.Ordinal);
        var nodes = owner.List("one_stop");
        for (var i = 0; i < nodes.Count; i++)
        {
            if (Fields.Open(nodes[i], $"{owner.PathOf("one_stop")}[{i}]", problems) is not { } fields)
            {
                continue;
            }

            var layer = fields.RequireText("layer") ?? "";
            var when = ConditionCompiler.Compile(fields, problems);
            var onlineFrom = fields.Date("online_from");
            var counties = new Dictionary<string, DateOnly?>(StringComparer.Ordinal);
            foreach (var (county, value) in fields.DataMap("counties"))
            {
                counties[county] = value.Kind == NodeKind.Null
                    ? null
                    : fields.Date(value, $"{fields.PathOf("counties")}.{county}");
            }

            fields.Finish();
            if (!oneStop.TryGetValue(layer, out var entries))
            {
                oneStop.Add(layer, entries = []);
            }

            entries.Add(new OneStopEntry(when, onlineFrom, counties, fields.Citation()));
        }

        return oneStop;
    }
}
