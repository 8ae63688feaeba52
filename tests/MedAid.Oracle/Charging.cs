namespace MedAid.Oracle;

/// <summary>Section 1: what the visit is charged, by component, and the in-scope part by class.</summary>
internal sealed class Charging
{
    public Fraction Gross { get; private set; }

    public Fraction Waived { get; private set; }

    public Dictionary<string, Fraction> Charges { get; } = Words.Charges.ToDictionary(name => name, _ => Fraction.Zero);

    /// <summary>Item by item: what it brought in scope.</summary>
    public List<(Item Item, Fraction InScope)> Shares { get; } = [];

    public static Charging Of(Line line, Facts facts, List<Item> items)
    {
        var charging = new Charging();
        foreach (var (component, amount) in line.Charges)
        {
            charging.Charges[component] += amount;
            charging.Gross += amount;
        }

        foreach (var item in items)
        {
            charging.Add(item, line.Pack, facts with
            {
                ItemClass = item.Class, ItemCategory = item.Category, ItemCode = item.Code,
            });
        }

        return charging;
    }

    private void Add(Item item, Pack pack, Facts facts)
    {
        var amount = item.Amount;
        var waiver = pack.Waivers.Find(
            w => w.When.Holds(facts) && item.Category is not null && w.Categories.ContainsKey(item.Category));
        var waived = waiver is null ? Fraction.Zero : (amount * waiver.Categories[item.Category!]).RoundHalfUp();
        Gross += amount;
        Waived += waived;
        var rest = amount - waived;

        var notApproved = item.Restricted && item.Approval != "1";
        if (item.Class == "C" || notApproved || item.Approval == "2")
        {
            Charges[Words.OutOfScope] += rest;
            return;
        }

        var overCeiling = item.Ceiling is { } ceiling && item.Price > ceiling
            ? Fraction.Min(((item.Price - ceiling) * item.Quantity).RoundHalfUp(), rest)
            : Fraction.Zero;
        rest -= overCeiling;
        var ratio = pack.Items.Find(rule => rule.When.Holds(facts))?.FirstSelfPay ?? item.FirstSelfPay;
        var firstSelfPay = (rest * ratio).RoundHalfUp();
        rest -= firstSelfPay;

        Charges[Words.OverCeiling] += overCeiling;
        Charges[Words.FirstSelfPay] += firstSelfPay;
        Charges[Words.InScope] += rest;
        Shares.Add((item, rest));
    }
}
