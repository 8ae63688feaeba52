using MedAid.Core.Policy;
using MedAid.Policies.Reading;

namespace MedAid.Policies.Compiling;

/// <summary>Turns layers, of a pack or of a case package, into terms.</summary>
internal sealed class LayerCompiler(
    CounterSlots slots, IReadOnlyDictionary<string, List<OneStopEntry>> oneStop, PackProblems problems)
{
    private const string CapitationLine = "capitation";

    private readonly RuleCompiler rules = new(slots, problems);

    /// <summary>Compiles the layers of a list.</summary>
    public List<Layer> Compile(Fields owner, string key)
    {
        var layers = MapList.Each(owner, key, problems, (fields, _) => Layer(fields));
        MapList.ReportDuplicates(owner, key, layers.Select(l => l.Id));
        return layers;
    }

    private Layer Layer(Fields fields)
    {
        var id = fields.RequireText("id") ?? "";
        if (id == CapitationLine)
        {
            fields.Problem(PackProblemCode.NotAllowedHere, "id", "capitation 是按人头包干的名字，层次请另起一个");
        }

        var kind = fields.Text("kind");
        if (kind is not (null or "external"))
        {
            fields.Problem(PackProblemCode.UnknownWord, "kind", "只能写 external，或不写");
        }

        var layer = new Layer
        {
            Id = id,
            Fund = new(fields.Text("fund") ?? ""),
            Covers = Covers(fields),
            External = kind == "external",
            When = kind == "external" ? ConditionCompiler.Compile(fields, problems) : Condition.Always,
            Rules = Rules(fields, id, kind == "external"),
            OneStop = oneStop.TryGetValue(id, out var entries) ? entries : [],
            Citation = fields.Citation(),
        };
        if (layer.Covers.Contains(Component.OverCap) && layer.Rules.Any(r => r.OverCapToPatient))
        {
            fields.Problem(PackProblemCode.NotAllowedHere, "covers", "有 over_cap: patient 的层次不能再覆盖 over_cap，请删去其中一个");
        }

        if (!layer.Covers.Contains(Component.InScope) && layer.Rules.Any(r => r.Only is not null))
        {
            fields.Problem(PackProblemCode.NotAllowedHere, "covers", "有 only 的层次要覆盖 in_scope，请补上或删去 only");
        }

        fields.Finish();
        return layer;
    }

    private List<LayerRule> Rules(Fields fields, string layer, bool external)
    {
        if (external)
        {
            if (fields.Take("rules") is not null)
            {
                fields.Problem(PackProblemCode.NotAllowedHere, "rules", "外来支付的层次（external）没有规则，请删去 rules");
            }

            return [];
        }

        fields.Require("rules");
        var nodes = fields.List("rules");
        var compiled = new List<LayerRule>();
        for (var i = 0; i < nodes.Count; i++)
        {
            if (rules.Compile(nodes[i], $"{fields.PathOf("rules")}[{i}]", layer, i + 1) is { } rule)
            {
                compiled.Add(rule);
            }
        }

        MapList.ReportDuplicates(fields, "rules", compiled.Select(r => r.Id), onlyInForce: true);
        return compiled;
    }

    private static List<Component> Covers(Fields fields)
    {
        fields.Require("covers");
        var covers = new List<Component>();
        var nodes = fields.List("covers");
        for (var i = 0; i < nodes.Count; i++)
        {
            if (fields.Word(nodes[i], $"{fields.PathOf("covers")}[{i}]", Vocabulary.Component) is { } component)
            {
                covers.Add(component);
            }
        }

        MapList.ReportDuplicates(fields, "covers", covers.Select(Vocabulary.Component.WordOf));
        return covers;
    }
}
