using MedAid.Core;
using MedAid.Core.Policy;
using MedAid.Policies.Reading;

namespace MedAid.Policies.Compiling;

/// <summary>Turns one rule of a layer into terms.</summary>
internal sealed class RuleCompiler(CounterSlots slots, PackProblems problems)
{
    private static readonly WordList<Period> Periods = Vocabulary.Period;

    private static readonly string[] WaysToPay = ["ratio", "bands", "ratio_by_class"];

    private readonly HashSet<int> countersOfRule = [];

    /// <summary>Compiles a rule; null if it is not even a map.</summary>
    public LayerRule? Compile(PackNode node, string path, string layer, int number)
    {
        countersOfRule.Clear();
        if (Fields.Open(node, path, problems) is not { } fields)
        {
            return null;
        }

        var rule = new LayerRule
        {
            Id = fields.Text("id") ?? $"{layer}#{number}",
            When = ConditionCompiler.Compile(fields, problems),
            OfCharged = OfCharged(fields),
            Only = OnlyCompiler.Compile(fields, problems),
            BaseCap = BaseCap(fields, layer),
            Deductible = Deductible(fields, layer),
            Caps = Caps(fields, layer),
            OverCapToPatient = OverCapToPatient(fields),
            Citation = fields.Citation(),
        };
        rule = WithPayment(fields, rule, layer);
        fields.Finish();
        return rule;
    }

    private static bool OfCharged(Fields fields)
    {
        if (fields.Text("of") is { } of && of != "charged")
        {
            fields.Problem(PackProblemCode.UnknownWord, "of", "只能写 charged，或不写");
        }

        return fields.Has("of");
    }

    private static bool OverCapToPatient(Fields fields)
    {
        var word = fields.Text("over_cap");
        if (word is not (null or "next_layer" or "patient"))
        {
            fields.Problem(PackProblemCode.UnknownWord, "over_cap", "只能是其中之一：next_layer、patient");
        }

        return word == "patient";
    }

    private BaseCapTerms? BaseCap(Fields rule, string layer)
    {
        if (Fields.Open(rule.Take("base_cap"), rule.PathOf("base_cap"), problems) is not { } fields)
        {
            return null;
        }

        var counts = fields.Text("counts");
        if (counts is not (null or "before_deductible" or "after_deductible"))
        {
            fields.Problem(PackProblemCode.UnknownWord, "counts", "只能是其中之一：before_deductible、after_deductible");
        }

        var limit = Limit(fields, $"{layer}.base_cap");
        fields.Finish();
        return limit is null ? null : new BaseCapTerms(limit, counts == "after_deductible");
    }

    private DeductibleTerms? Deductible(Fields rule, string layer)
    {
        if (Fields.Open(rule.Take("deductible"), rule.PathOf("deductible"), problems) is not { } fields)
        {
            return null;
        }

        var ceiling = fields.Fen("year_ceiling");
        var limit = Limit(fields, $"{layer}.deductible", hasYearCeiling: fields.Has("year_ceiling"));
        if (fields.Has("year_ceiling") && limit is not null and not { Period: Period.Visit })
        {
            fields.Problem(PackProblemCode.NotAllowedHere, "year_ceiling", "只有按次（visit）的起付线才能有年度上限，请删去或改 period");
        }

        fields.Finish();
        return limit is null ? null : new DeductibleTerms(limit, ceiling);
    }

    private List<Limit> Caps(Fields rule, string layer)
    {
        var caps = new List<Limit>();
        var nodes = rule.List("caps");
        for (var i = 0; i < nodes.Count; i++)
        {
            if (Fields.Open(nodes[i], $"{rule.PathOf("caps")}[{i}]", problems) is not { } fields)
            {
                continue;
            }

            if (Limit(fields, $"{layer}.paid") is { } limit)
            {
                caps.Add(limit);
            }

            fields.Finish();
        }

        return caps;
    }

    private static string? Counter(Fields fields)
    {
        var counter = fields.Text("counter");
        if (counter is not null && WaiverCounters.IsOne(counter))
        {
            fields.Problem(PackProblemCode.OutOfRange, "counter", "这样开头的累计名留给医院的费用减免，请换一个名字", onlyInForce: true);
        }

        return counter;
    }

    private Limit? Limit(Fields fields, string defaultCounter, bool hasYearCeiling = false)
    {
        fields.Require("amount");
        fields.Require("period");
        var amount = fields.Fen("amount");
        var period = fields.Word("period", Periods);
        var counter = Counter(fields);
        if (amount is null || period is null)
        {
            return null;
        }

        var staySlot = period == Period.Visit ? slots.StaySlotOf(defaultCounter) : -1;
        var counted = period == Period.Visit && hasYearCeiling ? Period.Year : period.Value;
        if (counted == Period.Visit)
        {
            if (counter is not null)
            {
                fields.Problem(PackProblemCode.NotAllowedHere, "counter", "按次的限额没有累计，不能写 counter，请删去");
            }

            return new Limit(amount.Value, Period.Visit, -1, fields.Citation()) { StaySlot = staySlot };
        }

        var slot = slots.SlotOf(counter ?? defaultCounter, counted);
        if (!countersOfRule.Add(slot))
        {
            fields.Problem(
                PackProblemCode.CounterClash, "counter", "同一条规则里两个限额用了同一个累计，请用 counter 另起一个名字");
        }

        return new Limit(amount.Value, period.Value, slot, fields.Citation()) { StaySlot = staySlot };
    }

    private LayerRule WithPayment(Fields fields, LayerRule rule, string layer)
    {
        string[] ways = [.. WaysToPay.Where(fields.Has)];
        string[] empty = [.. WaysToPay.Where(fields.IsNull)];
        var basis = fields.Word("basis", Periods);
        var ratio = fields.Ratio("ratio");
        var bands = Bands(fields);
        var byClass = ByClass(fields);
        var counter = Counter(fields);
        if (ways.Length == 0 && empty.Length == 1)
        {
            fields.EmptyProblem(empty[0]);
            return rule;
        }

        if (ways.Length != 1)
        {
            fields.Problem(PackProblemCode.ExactlyOne, "", "ratio、bands、ratio_by_class 要写其中一个，且只写一个");
            return rule;
        }

        if (fields.Has("basis") && ways[0] == "ratio_by_class")
        {
            fields.Problem(PackProblemCode.NotAllowedHere, "basis", "按甲乙类分别支付时不能写 basis，请删去");
        }

        var period = basis ?? Period.Visit;
        if (counter is not null && period == Period.Visit)
        {
            fields.Problem(PackProblemCode.NotAllowedHere, "counter", "basis 是月、季或年时才有累计，才能写 counter，请删去或改 basis");
        }

        if (byClass is not null)
        {
            return rule with { ByClass = byClass };
        }

        bands = ratio is { } single ? [(0, single)] : bands;
        if (bands is null)
        {
            return rule;
        }

        var slot = period == Period.Visit ? -1 : slots.SlotOf(counter ?? $"{layer}.base", period);
        var staySlot = period == Period.Visit ? slots.StaySlotOf($"{layer}.base") : -1;
        return rule with { Bands = new BandTerms(bands, period, slot) { StaySlot = staySlot } };
    }

    private List<(long OverFen, Rate Rate)>? Bands(Fields rule)
    {
        if (!rule.Has("bands"))
        {
            return null;
        }

        var bands = new List<(long OverFen, Rate Rate)>();
        var nodes = rule.List("bands");
        for (var i = 0; i < nodes.Count; i++)
        {
            if (Fields.Open(nodes[i], $"{rule.PathOf("bands")}[{i}]", problems) is not { } fields)
            {
                return null;
            }

            fields.Require("over");
            fields.Require("ratio");
            var over = fields.Fen("over");
            var ratio = fields.Ratio("ratio");
            fields.Finish();
            if (over is null || ratio is null)
            {
                return null;
            }

            if (bands.Count > 0 && over <= bands[^1].OverFen)
            {
                fields.Problem(PackProblemCode.BandsNotRising, "over", "各段的起点要逐段升高");
                return null;
            }

            bands.Add((over.Value, ratio.Value));
        }

        if (bands.Count > 0)
        {
            return bands;
        }

        rule.Problem(PackProblemCode.MissingKey, "bands", "至少要有一段");
        return null;
    }

    private static ClassRates? ByClass(Fields fields)
    {
        if (!fields.Has("ratio_by_class"))
        {
            return null;
        }

        Rate[] rates = [Rate.Zero, Rate.Zero, Rate.Zero];
        foreach (var (key, value) in fields.DataMap("ratio_by_class"))
        {
            var path = $"{fields.PathOf("ratio_by_class")}.{key}";
            if (Vocabulary.ItemClass.TryFind(key, out var itemClass))
            {
                rates[(int)itemClass - 1] = fields.Ratio(value, path) ?? Rate.Zero;
            }
            else if (!Fields.Annotations.Contains(key))
            {
                fields.Problem(PackProblemCode.UnknownKey, "ratio_by_class", $"{key} 不是项目类别，只能是 A、B、C");
            }
        }

        return new ClassRates(rates[0], rates[1], rates[2]);
    }
}
