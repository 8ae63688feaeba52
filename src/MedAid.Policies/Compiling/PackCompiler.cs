using MedAid.Core.Policy;
using MedAid.Policies.Reading;

namespace MedAid.Policies.Compiling;

/// <summary>Turns a pack, as read, into compiled law, and reports everything wrong with its form.</summary>
internal sealed class PackCompiler
{
    private readonly PackProblems problems;

    private PackCompiler(PackProblems problems) => this.problems = problems;

    /// <summary>Compiles a pack; null if a problem forbids any use of it.</summary>
    public static PolicyTerms? Compile(
        PackNode? node, string path, string contentHash, PackProblems problems, ReadingChoices? choices = null)
    {
        var (settled, chosen) = node is null ? (null, []) : Readings.Settle(node, path, choices ?? ReadingChoices.None, problems);
        if (Fields.Open(settled, path, problems) is not { } fields)
        {
            return null;
        }

        var terms = new PackCompiler(problems).Compile(fields, ReadingChoices.Digest(contentHash, chosen), chosen);
        return problems.FirstError is null ? terms : null;
    }

    private PolicyTerms Compile(Fields fields, string contentHash, IReadOnlyList<ReadingChosen> readings)
    {
        var identity = Identity(fields, contentHash) with { Readings = readings };
        var slots = new CounterSlots();
        var layers = new LayerCompiler(slots, OneStopCompiler.Compile(fields, problems), problems);
        fields.Require("layers");
        var account = AccountCovers(fields);
        var terms = new PolicyTerms
        {
            Identity = identity,
            Layers = layers.Compile(fields, "layers"),
            ItemRules = MapList.Each(fields, "items", problems, ItemRule),
            Programmes = new ProgrammeCompiler(slots, layers, problems).Compile(fields),
            Prescriptions = PrescriptionCompiler.Compile(fields, problems),
            Waivers = WaiverCompiler.Compile(fields, problems),
            PremiumAid = EntitlementCompiler.PremiumAid(fields, problems),
            CareGrant = EntitlementCompiler.CareGrant(fields, problems),
            Counters = slots.Names,
            StayCounters = slots.StayNames,
            AccountCovers = account,
            NothingPaid = NothingPaidCompiler.Compile(fields, problems),
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
            Verified = fields.Date("verified"),
            IsRegulation = fields.Boolean("regulation") ?? true,
            Link = fields.Text("link") ?? "",
        };
        fields.Finish();
        return source;
    }

    private List<Component>? AccountCovers(Fields owner)
    {
        if (owner.IsNull("account"))
        {
            owner.Problem(PackProblemCode.WrongType, "account", "这里应是“键: 值”的映射");
        }

        if (Fields.Open(owner.Take("account"), owner.PathOf("account"), problems) is not { } fields)
        {
            return null;
        }

        fields.Require("covers");
        var covers = EntryList.Components(fields, "covers");
        fields.Finish();
        return covers;
    }

    private ItemRule? ItemRule(Fields fields, int number)
    {
        fields.Require("first_self_pay");
        var when = ConditionCompiler.Compile(fields, problems, forItems: true);
        var rate = fields.Ratio("first_self_pay");
        fields.Finish();
        return rate is { } value ? new ItemRule($"items#{number}", when, value, fields.Citation()) : null;
    }
}
