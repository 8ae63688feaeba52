using MedAid.Core;
using MedAid.Core.Calculation;
using MedAid.Core.Policy;

namespace MedAid.Policies.Reading;

/// <summary>
/// Reads a visit, its person and the counters of a worked example or an evaluation line. An item brings its class, ratio,
/// ceiling and restriction itself, as if looked up in the catalogue.
/// </summary>
internal static class VisitReader
{
    private static readonly Component[] Splittable =
        [Component.InScope, Component.FirstSelfPay, Component.OverCeiling, Component.OutOfScope];

    /// <summary>Reads visit and person; null, with problems, if something is wrong.</summary>
    public static VisitInput? Read(PackNode? visitNode, PackNode? personNode, Fields owner, PackProblems problems)
    {
        if (visitNode is null)
        {
            owner.Problem(PackProblemCode.MissingKey, "visit", "缺少 visit，请补上");
            return null;
        }

        var visit = Fields.Open(visitNode, owner.PathOf("visit"), problems);
        if (visit?.Require("date") is null || visit.Date("date") is not { } date)
        {
            return null;
        }

        var facts = Person(personNode, owner, date, problems) with
        {
            Care = visit.Word("care", Vocabulary.Care),
            Mode = visit.Word("mode", Vocabulary.Mode) ?? Mode.Outpatient,
            Disease = visit.Text("disease"),
            Hospital = HospitalCode.OrNull(visit.Text("hospital")),
            HospitalLevel = visit.Text("hospital_level"),
            HospitalTier = visit.Word("hospital_tier", Vocabulary.HospitalTier),
            Place = visit.Word("place", Vocabulary.Place),
            Filed = visit.Boolean("filed") ?? false,
            Accident = visit.Boolean("accident") ?? false,
            Admission = visit.Whole("admission"),
        };
        if (visit.Has("items") == visit.Has("charges"))
        {
            visit.Problem(PackProblemCode.ExactlyOne, "", "items 和 charges 要写其中一个，且只写一个");
        }

        var input = new VisitInput
        {
            Facts = facts,
            Items = Items(visit, problems),
            Charges = visit.Has("charges") ? Charges(visit) : null,
            External = SuppliedPaymentReader.External(visit, problems),
            Upstream = SuppliedPaymentReader.Upstream(visit),
            Stay = Stay(visit),
            Account = SuppliedPaymentReader.Account(visit, problems),
        };
        visit.Finish();
        return problems.FirstError is null ? input : null;
    }

    /// <summary>Reads the counters of a person: key → fen.</summary>
    public static Dictionary<string, long> Counters(Fields owner)
    {
        var counters = new Dictionary<string, long>(StringComparer.Ordinal);
        foreach (var (key, value) in owner.DataMap("counters"))
        {
            counters[key] = owner.Fen(value, $"{owner.PathOf("counters")}.{key}") ?? 0;
        }

        return counters;
    }

    private static string? Stay(Fields visit)
    {
        var stay = visit.Text("stay");
        if (stay is not null && !VisitInput.IsStay(stay))
        {
            visit.Problem(
                PackProblemCode.OutOfRange, "stay", $"住院编号要 1 到 {VisitInput.StayMax} 个字符，只能用字母、数字和 - _ .");
        }

        return stay;
    }

    private static Facts Person(PackNode? node, Fields owner, DateOnly date, PackProblems problems)
    {
        var facts = new Facts { ServiceDate = date };
        if (Fields.Open(node, owner.PathOf("person"), problems) is not { } person)
        {
            return facts;
        }

        facts = facts with
        {
            Age = person.Whole("age"),
            Employment = person.Word("employment", Vocabulary.Employment),
            County = CountyCode.OrNull(person.Text("county")),
            Identities = IdentitySpan.OnDay(Identities(person, problems), date),
        };
        person.Finish();
        return facts;
    }

    private static List<IdentitySpan> Identities(Fields person, PackProblems problems)
    {
        var spans = new List<IdentitySpan>();
        var nodes = person.List("identities");
        for (var i = 0; i < nodes.Count; i++)
        {
            var path = $"{person.PathOf("identities")}[{i}]";
            if (nodes[i].Kind != NodeKind.Map)
            {
                if (person.Word(nodes[i], path, Vocabulary.Identity) is { } bare)
                {
                    spans.Add(new IdentitySpan(bare, null, null));
                }

                continue;
            }

            var fields = Fields.Open(nodes[i], path, problems)!;
            fields.Require("kind");
            if (fields.Word("kind", Vocabulary.Identity) is { } kind)
            {
                spans.Add(new IdentitySpan(kind, fields.Date("from"), fields.Date("until")));
            }

            fields.Finish();
        }

        return spans;
    }

    private static List<Item> Items(Fields visit, PackProblems problems)
    {
        var items = new List<Item>();
        var nodes = visit.List("items");
        for (var i = 0; i < nodes.Count; i++)
        {
            if (Fields.Open(nodes[i], $"{visit.PathOf("items")}[{i}]", problems) is { } fields)
            {
                items.Add(ReadItem(fields));
            }
        }

        return items;
    }

    private static Item ReadItem(Fields fields)
    {
        fields.Require("price");
        fields.Require("quantity");
        var approval = fields.Whole("approval") ?? 0;
        if (approval > 2)
        {
            fields.Problem(PackProblemCode.UnknownWord, "approval", "只能是其中之一：0、1、2");
        }

        var item = new Item
        {
            Code = fields.Text("code") ?? "",
            Category = fields.Text("category"),
            Disease = fields.Text("disease"),
            PriceMillionths = fields.Number("price", 6, "单价") ?? 0,
            QuantityTenThousandths = fields.Number("quantity", 4, "数量") ?? 0,
            GivenAmountFen = fields.Fen("amount"),
            Class = fields.Word("class", Vocabulary.ItemClass) ?? ItemClass.C,
            FirstSelfPay = fields.Ratio("first_self_pay") ?? Rate.Zero,
            CeilingMillionths = fields.Number("ceiling", 6, "限价"),
            Restricted = fields.Boolean("restricted") ?? false,
            Approval = approval,
        };
        fields.Finish();
        return item;
    }

    private static ChargeSplit Charges(Fields visit)
    {
        var amounts = new long[Splittable.Length];
        foreach (var (key, value) in visit.DataMap("charges"))
        {
            var path = $"{visit.PathOf("charges")}.{key}";
            if (!Vocabulary.Component.TryFind(key, out var component) || !Splittable.Contains(component))
            {
                var words = string.Join("、", Splittable.Select(Vocabulary.Component.WordOf));
                visit.Problem(PackProblemCode.UnknownWord, "charges", $"{key} 不能写在这里，只能是其中之一：{words}");
            }
            else
            {
                amounts[(int)component] = visit.Fen(value, path) ?? 0;
            }
        }

        return new ChargeSplit(amounts[0], amounts[1], amounts[2], amounts[3]);
    }
}
