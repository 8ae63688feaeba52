using MedAid.Core.Policy;
using MedAid.Policies.Reading;

namespace MedAid.Policies.Compiling;

/// <summary>Turns the entries of <c>one_stop</c> into terms.</summary>
internal static class OneStopCompiler
{
    private static readonly string[] OnlineKeys = ["online_from", "counties"];

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
            var atWindow = AtWindow(fields);
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

            entries.Add(new OneStopEntry(when, onlineFrom, counties, fields.Citation()) { AtWindow = atWindow });
        }

        return oneStop;
    }

    private static bool AtWindow(Fields fields)
    {
        var atWindow = fields.Boolean("at_window") ?? true;
        foreach (var key in OnlineKeys.Where(key => !atWindow && fields.Stands(key)))
        {
            fields.Problem(PackProblemCode.NotAllowedHere, key, "不在窗口结算（at_window: false）的不能再写联网日期，请删去其中一个");
        }

        return atWindow;
    }
}
