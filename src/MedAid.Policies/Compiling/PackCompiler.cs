using MedAid.Core.Policy;
using MedAid.Policies.Reading;

namespace MedAid.Policies.Compiling;

/// <summary>Turns a pack, as read, into compiled law, and reports everything wrong with its form.</summary>
internal sealed class PackCompiler
{
    private const string CapitationLine = "capitation";

    private readonly CounterSlots slots = new();
    private readonly PackProblems problems;
    private readonly RuleCompiler rules;
    private readonly Dictionary<string, List<OneStopEntry>> oneStop = new(StringComparer.Ordinal);

    private PackCompiler(PackProblems problems)
    {
        this.problems = problems;
        rules = new RuleCompiler(slots, problems);
    }

    /// <summary>Compiles a pack; null if a problem forbids any use of it.</summary>
    public static PolicyTerms? Compile(PackNode? node, string path, string contentHash, PackProblems problems)
    {
        if (Fields.Open(node, path, problems) is not { } fields)
        {
            return null;
        }

        var terms = new PackCompiler(problems).Compile(fields, contentHash);
        return problems.FirstError is null ? terms : null;
    }

    private PolicyTerms Compile(Fields fields, string contentHash)
    {
        var identity = Identity(fields, contentHash);
        ReadOneStop(fields);
        fields.Require("layers");
        var terms = new PolicyTerms
        {
            Identity = identity,
            Layers = Layers(fields, "layers"),
            ItemRules = Each(fields, "items", ItemRule),
            Programmes = Programmes(fields),
            Waivers = Each(fields, "waivers", WaiverCompiler(problems)),
            Counters = slots.Names,
            Sources = Sources(fields),
        };
        fields.Take("examples");
        fields.Finish();
        return terms;
    }

    private static PackIdentity Identity(Fields fields, string contentHash) => new()
    {
        Pack = fields.RequireText("pack") ?? "",
        Scheme = fields.RequireText("scheme") ?? "",
        Title = fields.Citation().Title,
        Region = fields.Text("region") ?? "",
        Effective = fields.Date("effective"),
        Ends = fields.Date("ends"),
        Published = fields.Date("published"),
        ContentHash = contentHash,
    };

    /// <summary>The format leaves open what a source looks like, so only a pack in force is held to our form.</summary>
    private PolicySources Sources(Fields fields)
    {
        if (fields.Take("sources") is not { } list)
        {
            return PolicySources.None;
        }

        if (list.Kind != NodeKind.List)
        {
            fields.Problem(PackProblemCode.WrongType, "sources", "这里应是列表", onlyInForce: true);
        }

        var apart = problems.Apart();
        var sources = list.Items
            .Select((item, i) => Fields.Open(item, $"{fields.PathOf("sources")}[{i}]", apart))
            .OfType<Fields>().Select(Source).ToArray();
        problems.AddInForceOnly(apart);
        return new PolicySources(sources);
    }

    private static PolicySource Source(Fields fields)
    {
        var source = new PolicySource
        {
            Id = fields.RequireText("id") ?? "",
            Title = fields.Citation().Title,
            Number = fields.Text("number") ?? "",
            Issuer = fields.Text("issuer") ?? "",
            Published = fields.Date("published"),
            Link = fields.Text("link") ?? "",
        };
        fields.Finish();
        return source;
    }

    private List<Layer> Layers(Fields owner, string key)
    {
        var layers = Each(owner, key, Layer);
        ReportDuplicates(owner, key, layers.Select(l => l.Id));
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
            Fund = fields.Text("fund") ?? "",
            Covers = Covers(fields),
            External = kind == "external",
            Rules = Rules(fields, id, kind == "external"),
            OneStop = oneStop.TryGetValue(id, out var entries) ? entries : [],
            Citation = fields.Citation(),
        };
        if (layer.Covers.Contains(Component.OverCap) && layer.Rules.Any(r => r.OverCapToPatient))
        {
            fields.Problem(PackProblemCode.NotAllowedHere, "covers", "有 over_cap: patient 的层次不能再覆盖 over_cap，请删去其中一个");
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

        ReportDuplicates(fields, "rules", compiled.Select(r => r.Id), onlyInForce: true);
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

        ReportDuplicates(fields, "covers", covers.Select(Vocabulary.Component.WordOf));
        return covers;
    }

    private static ItemRule? ItemRule(Fields fields, int number, PackProblems problems)
    {
        fields.Require("first_self_pay");
        var when = ConditionCompiler.Compile(fields, problems, forItems: true);
        var rate = fields.Ratio("first_self_pay");
        fields.Finish();
        return rate is { } value ? new ItemRule($"items#{number}", when, value, fields.Citation()) : null;
    }

    private List<Programme> Programmes(Fields owner)
    {
        var programmes = Each(owner, "programmes", Programme);
        ReportDuplicates(owner, "programmes", programmes.Select(p => p.Id));
        return programmes;
    }

    private Programme? Programme(Fields fields)
    {
        var id = fields.RequireText("id") ?? "";
        var when = ConditionCompiler.Compile(fields, problems);
        var programme = fields.RequireText("kind") switch
        {
            "case_package" => CasePackage(fields, id),
            "capitation" => new Programme
            {
                Id = id,
                Kind = ProgrammeKind.Capitation,
                AmountFen = fields.Require("rate") is null ? 0 : fields.Fen("rate") ?? 0,
                Per = fields.Word("per", Vocabulary.Period) ?? Period.Month,
            },
            "day_surgery" => new Programme { Id = id, Kind = ProgrammeKind.DaySurgery, Quotas = Quotas(fields) },
            _ => null,
        };
        if (programme is null)
        {
            fields.Problem(PackProblemCode.UnknownWord, "kind", "只能是其中之一：case_package、capitation、day_surgery");
            return null;
        }

        fields.Finish();
        return programme with { When = when, Citation = fields.Citation() };
    }

    private Programme CasePackage(Fields fields, string id)
    {
        fields.Require("price_cap");
        var per = fields.Word("per", Vocabulary.Period) ?? Period.Visit;
        return new Programme
        {
            Id = id,
            Kind = ProgrammeKind.CasePackage,
            AmountFen = fields.Fen("price_cap") ?? 0,
            Per = per,
            ChargedSlot = per == Period.Visit ? -1 : slots.SlotOf($"{id}.charged", per),
            Layers = Layers(fields, "layers"),
        };
    }

    private static Dictionary<string, long> Quotas(Fields fields)
    {
        fields.Require("quotas");
        var quotas = new Dictionary<string, long>(StringComparer.Ordinal);
        foreach (var (disease, value) in fields.DataMap("quotas"))
        {
            quotas[disease] = fields.Fen(value, $"{fields.PathOf("quotas")}.{disease}") ?? 0;
        }

        return quotas;
    }

    private void ReadOneStop(Fields owner)
    {
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
    }

    /// <summary>Compiles waivers, which stand in a pack or in a hospital's own file.</summary>
    public static Func<Fields, int, WaiverRule?> WaiverCompiler(PackProblems problems) => (fields, _) =>
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
    };

    private List<T> Each<T>(Fields owner, string key, Func<Fields, T?> compile)
        where T : class => Each(owner, key, problems, (fields, _) => compile(fields));

    private List<ItemRule> Each(Fields owner, string key, Func<Fields, int, PackProblems, ItemRule?> compile) =>
        Each(owner, key, problems, (fields, number) => compile(fields, number, problems));

    private List<WaiverRule> Each(Fields owner, string key, Func<Fields, int, WaiverRule?> compile) =>
        Each(owner, key, problems, compile);

    /// <summary>Compiles every map of a list.</summary>
    public static List<T> Each<T>(Fields owner, string key, PackProblems problems, Func<Fields, int, T?> compile)
        where T : class
    {
        var nodes = owner.List(key);
        var compiled = new List<T>();
        for (var i = 0; i < nodes.Count; i++)
        {
            if (Fields.Open(nodes[i], $"{owner.PathOf(key)}[{i}]", problems) is { } fields && compile(fields, i + 1) is { } one)
            {
                compiled.Add(one);
            }
        }

        return compiled;
    }

    private static void ReportDuplicates(
        Fields fields, string key, IEnumerable<string> names, bool onlyInForce = false)
    {
        var seen = new HashSet<string>(StringComparer.Ordinal);
        foreach (var (name, index) in names.Select((name, index) => (name, index)))
        {
            if (name.Length > 0 && !seen.Add(name))
            {
                fields.ItemProblem(PackProblemCode.Duplicate, key, index, $"{name} 出现了不止一次，请改名或删去一个", onlyInForce);
            }
        }
    }
}
