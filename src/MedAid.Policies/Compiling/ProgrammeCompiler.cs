using MedAid.Core.Policy;
using MedAid.Policies.Reading;

namespace MedAid.Policies.Compiling;

/// <summary>Turns programmes into terms.</summary>
internal sealed class ProgrammeCompiler(CounterSlots slots, LayerCompiler layers, PackProblems problems)
{
    /// <summary>Compiles the programmes of a pack.</summary>
    public List<Programme> Compile(Fields owner)
    {
        var programmes = MapList.Each(owner, "programmes", problems, (fields, _) => Programme(fields));
        MapList.ReportDuplicates(owner, "programmes", programmes.Select(p => p.Id));
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
            "day_surgery" => new Programme
            {
                Id = id,
                Kind = ProgrammeKind.DaySurgery,
                Quotas = Quotas(fields),
                QuotaAtLimit = fields.Word("quota_at_limit", Vocabulary.QuotaAtLimit) ?? QuotaAtLimit.InProportion,
                QuotaStaySlot = slots.StaySlotOf("basic.quota"),
            },
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
            ChargedStaySlot = per == Period.Visit ? slots.StaySlotOf($"{id}.charged") : -1,
            Components = fields.Stands("components") ? Components(fields) : Core.Policy.Programme.AllCharges,
            Layers = layers.Compile(fields, "layers"),
        };
    }

    private static List<Component> Components(Fields fields)
    {
        var components = EntryList.Components(fields, "components");
        if (!components.TrueForAll(Core.Policy.Programme.AllCharges.Contains))
        {
            var words = string.Join("、", Core.Policy.Programme.AllCharges.Select(Vocabulary.Component.WordOf));
            fields.Problem(PackProblemCode.UnknownWord, "components", $"只能是其中之一：{words}");
        }

        return components;
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
}
