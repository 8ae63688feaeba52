using System.Text.Json.Nodes;

namespace MedAid.Oracle;

/// <summary>Writes a whole line: visit and person first, then a pack with thresholds about what they bring.</summary>
internal sealed class CaseWriter
{
    private readonly Dice dice;
    private readonly Figures figures;
    private readonly VisitWriter visits;
    private readonly ConditionWriter conditions;
    private readonly LayerWriter layers;

    public CaseWriter(Dice dice)
    {
        this.dice = dice;
        figures = new Figures(dice);
        visits = new VisitWriter(dice, figures);
        conditions = new ConditionWriter(dice, visits);
        layers = new LayerWriter(dice, figures, conditions);
    }

    /// <summary>A valid line; without upstream amounts if it is to be changed further.</summary>
    public JsonObject Write(bool withUpstream)
    {
        var visit = visits.Visit();
        var person = visits.Person();
        var pack = new JsonObject { ["pack"] = "generated", ["scheme"] = dice.Pick("resident", "employee") };
        var line = new JsonObject { ["pack"] = pack, ["visit"] = visit };
        if (person.Count > 0 || dice.Chance(50))
        {
            line["person"] = person;
        }

        pack["layers"] = new JsonArray();
        WriteItemRules(pack);
        SetLandmarks(line);
        pack["layers"] = layers.Layers(ofPackage: false);
        WriteProgrammes(pack);
        WriteOneStop(pack);
        WriteAccount(pack);
        WriteRemarks(line, pack);
        WriteCounters(line);

        WriteQuotas(line);
        var tuning = new Tuning(dice, figures, line);
        tuning.MoveThresholds();
        tuning.BringExternal();
        if (withUpstream)
        {
            tuning.BringUpstream();
        }

        return line;
    }

    private void SetLandmarks(JsonObject line)
    {
        var plain = Oracle.Evaluate(line.ToJsonString());
        var charges = plain["charges"]?.AsObject()
            ?? throw new InvalidOperationException("an invalid line was generated: " + plain.ToJsonString());
        figures.Landmarks.Add(Figures.Fen(plain["total"]!.GetValue<string>()));
        figures.Landmarks.AddRange(charges.Select(entry => Figures.Fen(entry.Value!.GetValue<string>())));
    }

    private void WriteItemRules(JsonObject pack)
    {
        if (dice.Chance(35))
        {
            pack["items"] = Many(3, () =>
            {
                var rule = new JsonObject { ["first_self_pay"] = figures.Ratio() };
                conditions.Maybe(rule, 85, underItems: true);
                return rule;
            });
        }

        if (dice.Chance(35))
        {
            pack["waivers"] = Many(3, () =>
            {
                var waiver = new JsonObject();
                conditions.Maybe(waiver, 60);
                waiver["categories"] = new JsonObject([.. dice.Some(VisitWriter.Categories, 3).Select(
                    category => KeyValuePair.Create<string, JsonNode?>(category, figures.Ratio()))]);
                return waiver;
            });
        }
    }

    private void WriteProgrammes(JsonObject pack)
    {
        if (!dice.Chance(35))
        {
            return;
        }

        var number = 0;
        pack["programmes"] = Many(2, () =>
        {
            var programme = new JsonObject { ["id"] = $"programme-{++number}" };
            conditions.Maybe(programme, 75);
            switch (dice.Below(10))
            {
                case < 6:
                    WritePackage(programme);
                    break;
                case < 8:
                    programme["kind"] = "capitation";
                    programme["rate"] = figures.Money(dice.Between(0, 1_000_000));
                    break;
                default:
                    programme["kind"] = "day_surgery";
                    programme["quotas"] = new JsonObject([.. dice.Some(VisitWriter.Diseases, 3).Select(
                        name => KeyValuePair.Create<string, JsonNode?>(name, figures.Money(figures.Threshold())))]);
                    break;
            }

            return programme;
        });
    }

    private void WritePackage(JsonObject programme)
    {
        var per = dice.Pick(Words.Periods);
        var cap = figures.Threshold();
        programme["kind"] = "case_package";
        programme["price_cap"] = figures.Money(cap);
        if (per != "visit" || dice.Chance(50))
        {
            programme["per"] = per;
        }

        layers.Counters.Add(($"{programme["id"]}.charged", per, cap));
        if (dice.Chance(35))
        {
            programme["components"] = new JsonArray([.. dice.Some(Words.Charges, 4).Select(word => (JsonNode)word)]);
        }

        programme["layers"] = layers.Layers(ofPackage: true);
    }

    private void WriteOneStop(JsonObject pack)
    {
        if (!dice.Chance(45))
        {
            return;
        }

        pack["one_stop"] = Many(5, () =>
        {
            var entry = new JsonObject { ["layer"] = dice.Pick(LayerWriter.Ids) };
            conditions.Maybe(entry, 35);
            if (dice.Chance(30))
            {
                entry["at_window"] = dice.Chance(20);
                if (!entry["at_window"]!.GetValue<bool>())
                {
                    return entry;
                }
            }

            if (dice.Chance(85))
            {
                entry["online_from"] = DateOrNull();
            }

            if (dice.Chance(60))
            {
                entry["counties"] = new JsonObject([.. dice.Some(VisitWriter.Counties, 3).Select(
                    county => KeyValuePair.Create<string, JsonNode?>(county, DateOrNull()))]);
            }

            return entry;
        });
    }

    private void WriteAccount(JsonObject pack)
    {
        if (dice.Chance(60))
        {
            var covers = dice.Chance(50) ? dice.Some([Words.InScope, Words.FirstSelfPay], 2) : dice.Some(Words.Components, 5);
            pack["account"] = new JsonObject { ["covers"] = new JsonArray([.. covers.Select(word => (JsonNode)word)]) };
        }

        if (dice.Chance(45))
        {
            var number = 0;
            pack["nothing_paid"] = Many(2, () =>
            {
                var entry = new JsonObject { ["text"] = $"nothing {++number}" };
                conditions.Maybe(entry, 85);
                return entry;
            });
        }
    }

    private JsonValue? DateOrNull() => dice.Chance(25) ? null : JsonValue.Create(visits.DayBeside());

    private void WriteRemarks(JsonObject line, JsonObject pack)
    {
        if (dice.Chance(30))
        {
            pack["title"] = "generated pack";
            pack["region"] = "320281";
            pack["effective"] = "2022-01-01";
            pack["sources"] = new JsonArray("a document");
        }

        if (dice.Chance(20))
        {
            line["example"] = "generated";
            line["source"] = "generator";
            line["expect"] = new JsonObject { ["patient"] = "0.00" };
        }
    }

    /// <summary>Counters stand about the limits that they serve; some are of another year and do not matter.</summary>
    private void WriteCounters(JsonObject line)
    {
        if (!dice.Chance(85))
        {
            return;
        }

        var counters = new JsonObject();
        foreach (var (name, period, amount) in layers.Counters.Where(_ => dice.Chance(55)))
        {
            var used = dice.Below(4) switch
            {
                0 => figures.Beside(amount),
                1 => figures.Beside(amount / 2),
                2 => figures.Threshold(),
                _ => dice.Between(0, amount + 1),
            };
            var date = dice.Chance(90) ? visits.Date : visits.Date.AddYears(-1);
            counters[period == "visit" ? StayKey(name) : Counters.Key(name, period, date)] = figures.Money(used);
        }

        line["counters"] = counters;
    }

    /// <summary>Where no programme is in the way, now and then a day surgery of every disease, of which earlier bills of the stay took something.</summary>
    private void WriteQuotas(JsonObject line)
    {
        var pack = line["pack"]!.AsObject();
        if (pack["programmes"] is not null || pack["nothing_paid"] is not null || !dice.Chance(50))
        {
            return;
        }

        var quotas = VisitWriter.Diseases.ToDictionary(name => name, _ => figures.Threshold());
        pack["programmes"] = new JsonArray(new JsonObject
        {
            ["id"] = "programme-1",
            ["kind"] = "day_surgery",
            ["quotas"] = new JsonObject(quotas.Select(q => KeyValuePair.Create<string, JsonNode?>(q.Key, figures.Money(q.Value)))),
        });
        if (dice.Chance(50))
        {
            pack["programmes"]![0]!["quota_at_limit"] = dice.Chance(70) ? "whole" : "in_proportion";
        }

        if (dice.Chance(70) && line["counters"] is JsonObject counters)
        {
            counters[StayKey("basic.quota")] = figures.Money(figures.Beside(dice.Pick([.. quotas.Values])));
        }
    }

    /// <summary>Of the visit's own stay; of another one if it has none, which does not matter.</summary>
    private string StayKey(string name) =>
        $"{name}@stay:{(visits.Stay is { } own && dice.Chance(90) ? own : "another")}";

    private JsonArray Many(int most, Func<JsonObject> write) =>
        new([.. Enumerable.Range(0, 1 + dice.Below(most)).Select(_ => write())]);
}
