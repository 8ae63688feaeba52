using System.Text.Json.Nodes;

namespace MedAid.Oracle;

/// <summary>
/// Looks at what a finished line gives and moves its thresholds onto the figures met, or one fen beside them; then adds
/// external and upstream amounts that fit the room.
/// </summary>
internal sealed class Tuning(Dice dice, Figures figures, JsonObject line)
{
    private JsonObject Pack => line["pack"]!.AsObject();

    private JsonObject Visit => line["visit"]!.AsObject();

    public void MoveThresholds()
    {
        var layers = InForce();
        var lines = Lines();
        for (var i = 0; i < lines.Count; i++)
        {
            if (dice.Chance(65) && RuleOf(layers, lines[i]!) is { } rule)
            {
                MoveOne(rule, lines[i]!);
                lines = Lines(); // the same lines with other figures, for the thresholds of the later layers
            }
        }
    }

    public void BringExternal()
    {
        var external = new JsonArray();
        foreach (var layer in InForce().Where(layer => layer!["kind"] is not null && dice.Chance(80)))
        {
            var id = layer!["id"]!.GetValue<string>();
            for (var more = dice.Pick(1, 1, 1, 2, 3); more > 0; more--)
            {
                var entry = Entry(layer.AsObject(), id);
                external.Add((JsonNode)entry);
                Visit["external"] = external.DeepClone();
                entry["amount"] = figures.Money(
                    dice.Chance(75) ? PartOf(RoomOf(id), mayExceed: true) : dice.Below(5000));
            }
        }

        if (dice.Chance(8))
        {
            // Ignored if the layer is not in force or not external, whatever the amount.
            var id = dice.Chance(50) ? "nowhere" : Pack["layers"]![0]!["id"]!.GetValue<string>();
            external.Add((JsonNode)new JsonObject { ["layer"] = id, ["amount"] = "3" });
        }

        if (external.Count > 0)
        {
            Visit["external"] = external.DeepClone();
        }
    }

    /// <summary>An entry of nothing yet; often for some components or one disease, seldom for one that the visit lacks.</summary>
    private JsonObject Entry(JsonObject layer, string id)
    {
        var entry = new JsonObject { ["layer"] = id, ["amount"] = "0" };
        var covers = layer["covers"]!.AsArray().Select(word => word!.GetValue<string>()).ToList();
        if (covers.Count > 0 && Pack["programmes"] is null && dice.Chance(40))
        {
            entry["for"] = new JsonArray([.. dice.Some(covers, 3).Select(word => (JsonNode)word)]);
        }

        if (dice.Chance(20))
        {
            var met = Diseases().OfType<string>().ToList();
            entry["disease"] = met.Count > 0 && dice.Chance(85) ? dice.Pick(met) : dice.Pick(VisitWriter.Diseases);
        }

        return entry;
    }

    private List<string?> Diseases()
    {
        var own = Visit["disease"]?.ToString();
        var items = Visit["items"]?.AsArray() ?? [];
        return items.Count == 0 ? [own] : [.. items.Select(item => item!["disease"]?.ToString() ?? own).Distinct()];
    }

    public void BringUpstream()
    {
        if (Diseases().Count > 1 || !dice.Chance(30))
        {
            return;
        }

        var brought = Visit["external"]?.AsArray().Select(entry => entry!["layer"]!.GetValue<string>()).ToList() ?? [];
        var upstream = new JsonObject();
        Visit["upstream"] = upstream;
        foreach (var layer in InForce())
        {
            var id = layer!["id"]!.GetValue<string>();
            if (!brought.Contains(id) && dice.Chance(40))
            {
                upstream[id] = "0";
                upstream[id] = figures.Money(PartOf(RoomOf(id), mayExceed: false)); // nothing if it is not in force
            }
        }

        if (dice.Chance(10))
        {
            upstream["elsewhere"] = "12.34";
        }
    }

    /// <summary>The programme's layers or the plain ones; with a capitation there are none.</summary>
    private JsonArray InForce()
    {
        var name = Result()["programme"]?.GetValue<string>();
        var programme = Pack["programmes"]?.AsArray().FirstOrDefault(p => p!["id"]!.GetValue<string>() == name);
        return programme?["kind"]?.GetValue<string>() switch
        {
            "case_package" => programme["layers"]!.AsArray(),
            "capitation" => [],
            _ => Pack["layers"]!.AsArray(),
        };
    }

    private JsonObject Result()
    {
        var result = Oracle.Evaluate(line.ToJsonString());
        return result.ContainsKey("error")
            ? throw new InvalidOperationException($"an invalid line was generated: {result} for {line.ToJsonString()}")
            : result;
    }

    private JsonArray Lines() => Result()["layers"]!.AsArray();

    /// <summary>A line that was brought from outside shows the room as its base.</summary>
    private long RoomOf(string id) => Lines().Where(met => met!["id"]!.GetValue<string>() == id)
        .Sum(met => Figures.Fen(met!["base"]!.GetValue<string>()));

    private long PartOf(long room, bool mayExceed) => dice.Below(5) switch
    {
        0 => room,
        1 => mayExceed ? room + 1 : room,
        2 => Math.Max(0, room - 1),
        3 => 0,
        _ => dice.Between(0, room),
    };

    private static JsonObject? RuleOf(JsonArray layers, JsonNode met)
    {
        var id = met["id"]!.GetValue<string>();
        if (met["rule"]?.GetValue<string>() is not { } name)
        {
            return null;
        }

        // Parts of other diseases may be under another programme.
        var rules = layers.FirstOrDefault(layer => layer!["id"]!.GetValue<string>() == id)?["rules"]?.AsArray() ?? [];
        return rules.Where((rule, i) => (rule!["id"]?.GetValue<string>() ?? $"{id}#{i + 1}") == name)
            .FirstOrDefault()?.AsObject();
    }

    private void MoveOne(JsonObject rule, JsonNode met)
    {
        long Met(string key) => Figures.Fen(met[key]!.GetValue<string>());
        var x = Met("base") - Met("deductible");
        List<Action> moves = [];
        if (rule["deductible"] is JsonObject deductible)
        {
            moves.Add(() => Set(deductible, "amount", Met("base")));
            if (deductible.ContainsKey("year_ceiling"))
            {
                moves.Add(() => Set(deductible, "year_ceiling", Met("deductible")));
            }
        }

        if (rule["base_cap"] is JsonObject baseCap)
        {
            moves.Add(() => Set(baseCap, "amount", x));
            moves.Add(() => Set(baseCap, "amount", Met("base")));
        }

        moves.AddRange((rule["caps"]?.AsArray() ?? []).Select(
            cap => (Action)(() => Set(cap!.AsObject(), "amount", Met("paid") + Met("capped")))));
        if (rule["bands"] is JsonArray bands)
        {
            moves.Add(() => MoveBands(bands, x));
        }

        if (moves.Count > 0)
        {
            dice.Pick(moves)();
        }
    }

    /// <summary>Puts a limit where this visit just meets it, on top of what its counter holds.</summary>
    private void Set(JsonObject limit, string key, long fen)
    {
        var used = 0L;
        if (limit["counter"] is { } counter && limit["period"]!.GetValue<string>() != "visit")
        {
            var date = DateOnly.ParseExact(Visit["date"]!.GetValue<string>(), "yyyy-MM-dd");
            var name = Counters.Key(counter.GetValue<string>(), limit["period"]!.GetValue<string>(), date);
            var given = line["counters"]?[name] is { } amount ? Fraction.Parse(amount.ToString()) : null;
            used = given is null ? 0 : Figures.Fen(given.Value.ToString());
        }

        limit[key] = figures.Money(figures.Beside(used + fen));
    }

    /// <summary>Two bands that meet at the figure.</summary>
    private void MoveBands(JsonArray bands, long x)
    {
        bands.Clear();
        if (x > 1)
        {
            bands.Add((JsonNode)new JsonObject { ["over"] = "0", ["ratio"] = figures.Ratio() });
        }

        var over = figures.Money(figures.Beside(x));
        bands.Add((JsonNode)new JsonObject { ["over"] = over, ["ratio"] = figures.Ratio() });
    }
}
