using System.Globalization;
using System.Text.Json.Nodes;

namespace MedAid.Oracle;

/// <summary>Writes a random visit and person, and remembers the facts so that conditions can be made to hold.</summary>
internal sealed class VisitWriter(Dice dice, Figures figures)
{
    public static readonly string[] Diseases = ["M01600", "I10", "I10.x02", "A17.0+G07.0", "7"];
    public static readonly string[] Levels = ["1", "2", "3"];
    public static readonly string[] Counties = ["320281", "140581", "620922"];
    public static readonly string[] Hospitals = ["H14112300101", "H37040600201", "7"];
    public static readonly string[] Stays = ["S1", "2026-11.b_Z", "77", "S12345678901234567890123456789"];
    public static readonly string[] Codes = ["XC03AB", "XC03", "XC07", "D-77", "7"];
    public static readonly string[] Categories = ["western_medicine", "registration", "bed", "诊查费"];

    private static readonly string[] EdgeDays = ["01-01", "03-31", "04-01", "06-30", "09-30", "10-01", "12-31"];

    public DateOnly Date { get; private set; }

    public Dictionary<string, string> Words { get; } = [];

    public bool Filed { get; private set; }

    public long? Admission { get; private set; }

    public long? Age { get; private set; }

    public bool Accident { get; private set; }

    public string? Stay { get; private set; }

    /// <summary>Diseases that the items of the visit name, or null if they do not.</summary>
    private List<string>? ItemDiseases { get; set; }

    public List<string> Identities { get; } = [];

    public JsonObject Visit()
    {
        Date = AnyDate();
        var visit = new JsonObject { ["date"] = Text(Date) };
        Word(visit, "care", MedAid.Oracle.Words.Cares, 85);
        Word(visit, "mode", MedAid.Oracle.Words.Modes, 40);
        Word(visit, "disease", Diseases, 60);
        Word(visit, "hospital", Hospitals, 40);
        Word(visit, "hospital_level", Levels, 50);
        Word(visit, "hospital_tier", MedAid.Oracle.Words.Tiers, 50);
        Word(visit, "place", MedAid.Oracle.Words.Places, 50);
        if (dice.Chance(50))
        {
            visit["filed"] = Filed = dice.Chance(60);
        }

        if (dice.Chance(35))
        {
            visit["accident"] = Accident = dice.Chance(60);
        }

        if (dice.Chance(25))
        {
            Stay = dice.Pick(Stays);
            visit["stay"] = AsWordOrNumber(Stay);
        }

        if (dice.Chance(30))
        {
            visit["account"] = Account();
        }

        if (dice.Chance(60))
        {
            Admission = dice.Between(1, 4);
            visit["admission"] = figures.Whole(Admission.Value);
        }

        if (dice.Chance(60))
        {
            ItemDiseases = dice.Chance(30) ? dice.Some(Diseases, 3) : null;
            var count = dice.Chance(4) ? 0 : 1 + dice.Below(6);
            visit["items"] = new JsonArray([.. Enumerable.Range(0, count).Select(_ => Item())]);
        }
        else
        {
            visit["charges"] = Charges();
        }

        return visit;
    }

    public JsonObject Person()
    {
        var person = new JsonObject();
        if (dice.Chance(75))
        {
            Age = dice.Pick<long>(0, 6, 17, 18, 35, 59, 60, 61, 80, 101);
            person["age"] = figures.Whole(Age.Value);
        }

        Word(person, "employment", MedAid.Oracle.Words.Employments, 50);
        Word(person, "county", Counties, 65);
        if (dice.Chance(65))
        {
            var kinds = dice.Some(MedAid.Oracle.Words.Identities, 3);
            Identities.AddRange(kinds);
            person["identities"] = new JsonArray([.. kinds.Select(Identity)]);
        }

        return person;
    }

    /// <summary>The service date, or a day beside it.</summary>
    public string DayBeside() => Text(Date.AddDays(dice.Pick(0, 0, -1, 1, -400, 400)));

    private static string Text(DateOnly date) => date.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

    private DateOnly AnyDate()
    {
        if (dice.Chance(5))
        {
            return new DateOnly(2024, 2, 29);
        }

        var year = (int)dice.Between(2022, 2026);
        return dice.Chance(50)
            ? DateOnly.ParseExact($"{year}-{dice.Pick(EdgeDays)}", "yyyy-MM-dd", CultureInfo.InvariantCulture)
            : new DateOnly(year, 1, 1).AddDays(dice.Below(365));
    }

    /// <summary>A free word that looks like a number is now and then written as one, which is the same.</summary>
    private void Word(JsonObject owner, string key, string[] list, int percent)
    {
        if (dice.Chance(percent))
        {
            Words[key] = dice.Pick(list);
            owner[key] = AsWordOrNumber(Words[key]);
        }
    }

    public JsonNode AsWordOrNumber(string word) =>
        word.All(char.IsAsciiDigit) && dice.Chance(50) ? JsonNode.Parse(word)! : JsonValue.Create(word);

    private JsonNode Identity(string kind)
    {
        if (dice.Chance(50))
        {
            return JsonValue.Create(kind);
        }

        var identity = new JsonObject { ["kind"] = kind };
        if (dice.Chance(60))
        {
            identity["from"] = DayBeside();
        }

        if (dice.Chance(50))
        {
            identity["until"] = DayBeside();
        }

        return identity;
    }

    private JsonObject Account()
    {
        var account = new JsonObject { ["use"] = dice.Chance(50) ? "all" : figures.Money(dice.Between(0, 200_000)) };
        foreach (var key in new[] { "balance", "helper" }.Where(_ => dice.Chance(75)))
        {
            account[key] = figures.Money(dice.Pick(0, dice.Between(0, 50_000), dice.Between(0, 2_000_000)));
        }

        return account;
    }

    private JsonObject Charges()
    {
        var charges = new JsonObject();
        foreach (var component in dice.Some(MedAid.Oracle.Words.Charges, 4).Append(MedAid.Oracle.Words.InScope))
        {
            var fen = dice.Below(4) switch
            {
                0 => dice.Between(0, 20000),
                1 => dice.Between(0, 30_000_000),
                2 => dice.Pick<long>(0, 1, 30000, 130000, 1200000, 15000000),
                _ => dice.Between(0, 1_000_000) | 1, // odd, so that a half rounds
            };
            charges[component] = figures.Money(fen);
        }

        return charges;
    }

    private JsonObject Item()
    {
        var price = Price();
        var quantity = dice.Below(5) switch
        {
            0 => dice.Between(1, 9) * 10000,
            1 => dice.Pick<long>(5000, 15000, 25000, 1, 0),
            2 => dice.Between(0, 100_000),
            _ => 10000,
        };
        var item = new JsonObject
        {
            ["price"] = figures.Write(price, 6),
            ["quantity"] = figures.Write(quantity, 4),
        };
        if (dice.Chance(85))
        {
            item["category"] = dice.Pick(Categories);
        }

        if (dice.Chance(85))
        {
            item["code"] = AsWordOrNumber(dice.Pick(Codes));
        }

        if (ItemDiseases is not null && dice.Chance(80))
        {
            item["disease"] = AsWordOrNumber(dice.Pick(ItemDiseases));
        }

        if (dice.Chance(30))
        {
            item["amount"] = figures.Money((long)((((Int128)price * quantity) + 50_000_000) / 100_000_000));
        }

        Catalogue(item, price);
        return item;
    }

    /// <summary>In millionths of a yuan; often with half a fen.</summary>
    private long Price() => dice.Below(6) switch
    {
        0 => dice.Between(0, 3_000_000_000),
        1 => dice.Between(0, 200_000) * 10_000,
        2 => (dice.Between(0, 100_000) * 10_000) + 5_000,
        3 => dice.Between(0, 3_000) * 1_000_000,
        4 => dice.Between(0, 1_000_000) * 12_500,
        _ => ((dice.Between(0, 100_000) * 2) + 1) * 10_000, // an odd fen
    };

    private void Catalogue(JsonObject item, long price)
    {
        if (dice.Chance(92))
        {
            item["class"] = dice.Pick("A", "A", "B", "B", "B", "C");
        }

        if (dice.Chance(50))
        {
            item["first_self_pay"] = figures.Ratio();
        }

        if (dice.Chance(40))
        {
            var below = dice.Pick<long>(0, 0, -1, 1, 5_000, 10_000, 15_000, 1_000_000, price / 2, price);
            item["ceiling"] = figures.Write(Math.Max(0, price - below), 6);
        }

        if (dice.Chance(25))
        {
            item["restricted"] = dice.Chance(70);
        }

        if (dice.Chance(25))
        {
            item["approval"] = figures.Whole(dice.Below(3));
        }
    }
}
