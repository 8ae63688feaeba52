using System.Globalization;
using System.Text.Json.Nodes;
using MedAid.Core.Policy;

namespace MedAid.Policies.Tests;

/// <summary>Random visits of one person under real packs, many of them with amounts at the very figures of the law.</summary>
internal sealed class RandomYear(Random random, PackBeside[] volume)
{
    private static readonly string[] Levels = ["01", "02", "05", "08", "11"];
    private static readonly string[] Stays = ["S1", "S2"];
    private static readonly string[] Categories = ["treatment", "materials", "western_medicine", "bed", "registration"];
    private static readonly string[] Ratios = ["0", "0.05", "0.1", "0.3", "1"];
    private static readonly string[] Cares = [.. Vocabulary.Care.Words];
    private static readonly string[] Modes = [.. Vocabulary.Mode.Words];
    private static readonly string[] Tiers = [.. Vocabulary.HospitalTier.Words];
    private static readonly string[] Places = [.. Vocabulary.Place.Words];
    private static readonly string[] Classes = [.. Vocabulary.ItemClass.Words];
    private static readonly string[] Identities = [.. Vocabulary.Identity.Words];
    private static readonly DateOnly Today = new(2026, 6, 30);

    private readonly JsonObject person = Person(random, volume[0].Terms.Identity.Region);

    /// <summary>Days of visits, in order, from a random one of a random pack on: a pack of one month has its share too.</summary>
    public IEnumerable<DateOnly> Days(int visits)
    {
        var pack = volume[random.Next(volume.Length)].Terms.Identity;
        var first = pack.Effective!.Value;
        var day = first.AddDays(random.Next((pack.Ends ?? Today).DayNumber - first.DayNumber));
        for (var i = 0; i < visits; i++)
        {
            yield return day;
            day = day.AddDays(random.Next(random.Next(4) == 0 ? 90 : 20));
        }
    }

    /// <summary>What has been used before the first visit, often just short of a figure or just above it.</summary>
    public Dictionary<string, long> Used(PackBeside pack, DateOnly day) => pack.Terms.Counters
        .Where(_ => random.Next(3) == 0)
        .ToDictionary(c => c.KeyOn(day), _ => NearFigure(pack));

    /// <summary>One line for a pack that is given beside it; the same line with its items in another order.</summary>
    public (string Line, string Shuffled) Visit(PackBeside pack, DateOnly day, Dictionary<string, long> counters)
    {
        var visit = new JsonObject { ["date"] = day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture) };
        Put(visit, "care", Cares, 95);
        Put(visit, "mode", Modes, 40);
        Put(visit, "disease", pack.Diseases, 80);
        Put(visit, "hospital_level", Levels, 90);
        Put(visit, "hospital_tier", Tiers, 95);
        Put(visit, "place", Places, 85);
        visit["filed"] = random.Next(2) == 0;
        if (random.Next(2) == 0)
        {
            visit["admission"] = random.Next(4);
        }

        Put(visit, "stay", Stays, 25);
        SuppliedPayments(visit, pack);
        if (random.Next(3) > 0)
        {
            visit["charges"] = Charges(pack);
            var line = Line(visit, counters);
            return (line, line);
        }

        // Several diseases are parts in the order of the bill, so then the order of the items matters.
        var several = !visit.ContainsKey("upstream") && random.Next(5) == 0;
        var items = Enumerable.Range(0, random.Next(1, 8)).Select(_ => Item(pack, several).ToJsonString()).ToArray();
        visit["items"] = new JsonArray([.. items.Select(i => JsonNode.Parse(i))]);
        var given = Line(visit, counters);
        if (several)
        {
            return (given, given);
        }

        random.Shuffle(items);
        visit["items"] = new JsonArray([.. items.Select(i => JsonNode.Parse(i))]);
        return (given, Line(visit, counters));
    }

    private static JsonObject Person(Random random, string region)
    {
        var identities = new JsonArray();
        for (var i = random.Next(3); i > 0; i--)
        {
            var kind = Identities[random.Next(Identities.Length)];
            identities.Add(random.Next(4) > 0
                ? JsonValue.Create(kind)
                : new JsonObject { ["kind"] = kind, ["from"] = $"{random.Next(2019, 2025)}-03-01", ["until"] = "2025-09-01" });
        }

        return new JsonObject
        {
            ["age"] = random.Next(3) == 0 ? random.Next(13, 17) : random.Next(90),
            ["county"] = random.Next(4) == 0 ? (region + "0223")[..6] : (region + "2324")[..6],
            ["identities"] = identities,
        };
    }

    private string Line(JsonObject visit, Dictionary<string, long> counters) => new JsonObject
    {
        ["visit"] = visit.DeepClone(),
        ["person"] = person.DeepClone(),
        ["counters"] = new JsonObject(counters.Select(c => KeyValuePair.Create(c.Key, (JsonNode?)Yuan(c.Value)))),
    }.ToJsonString();

    private JsonObject Charges(PackBeside pack)
    {
        var charges = new JsonObject { ["in_scope"] = Yuan(Cost(pack)) };
        foreach (var other in Vocabulary.Component.Words.Skip(1).Take(3).Where(_ => random.Next(3) == 0))
        {
            charges[other] = Yuan(random.Next(200_000));
        }

        return charges;
    }

    private JsonObject Item(PackBeside pack, bool withDisease)
    {
        var item = Item(pack);
        if (withDisease)
        {
            Put(item, "disease", pack.Diseases, 60);
        }

        return item;
    }

    private JsonObject Item(PackBeside pack) => new()
    {
        ["category"] = Categories[random.Next(Categories.Length)],
        ["price"] = random.Next(3) == 0 ? Yuan(Cost(pack)) : $"{random.Next(500)}.{random.Next(1_000_000):000000}",
        ["quantity"] = random.Next(3) == 0 ? $"{random.Next(20)}.{random.Next(10_000):0000}" : $"{random.Next(1, 5)}",
        ["class"] = Classes[random.Next(Classes.Length)],
        ["first_self_pay"] = Ratios[random.Next(Ratios.Length)],
        ["ceiling"] = $"{random.Next(100, 900)}.5",
        ["restricted"] = random.Next(5) == 0,
        ["approval"] = random.Next(3),
    };

    private void SuppliedPayments(JsonObject visit, PackBeside pack)
    {
        if (random.Next(6) == 0)
        {
            var layer = pack.Layers[random.Next(pack.Layers.Count)];
            visit["external"] = new JsonArray(new JsonObject { ["layer"] = layer, ["amount"] = Yuan(random.Next(1_000_000)) });
        }
        else if (random.Next(12) == 0)
        {
            visit["upstream"] = new JsonObject { [pack.Layers[random.Next(pack.Layers.Count)]] = Yuan(random.Next(50_000)) };
        }
    }

    private void Put(JsonObject visit, string key, IReadOnlyList<string> words, int percent)
    {
        if (random.Next(100) < percent)
        {
            visit[key] = words[random.Next(words.Count)];
        }
    }

    /// <summary>A figure of the law, a fen less, a fen more, two figures together; or any cost, small ones as often as large ones.</summary>
    private long Cost(PackBeside pack) => random.Next(3) switch
    {
        0 => NearFigure(pack),
        1 => NearFigure(pack) + NearFigure(pack),
        _ => (long)Math.Pow(10, 2 + (random.NextDouble() * 6)),
    };

    private long NearFigure(PackBeside pack) =>
        Math.Max(0, pack.Figures[random.Next(pack.Figures.Count)] + random.Next(-1, 2));

    private static string Yuan(long fen) => Core.ExactNumber.Yuan(fen);
}
