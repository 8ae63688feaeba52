using MedAid.Core.Calculation;
using MedAid.Core.Policy;

namespace MedAid.Core.Tests;

/// <summary>
/// A generated law: one to four layers, each with some of the limits there are, and now and then a package.
/// </summary>
internal sealed class RandomLaw
{
    private static readonly Component[] Covered =
        [Component.InScope, Component.FirstSelfPay, Component.OverCeiling, Component.OutOfScope, Component.Package];

    private readonly Law law = new();
    private readonly Dice dice;
    private readonly Dictionary<int, long> limits = [];

    private RandomLaw(Dice dice)
    {
        this.dice = dice;
        if (dice.Chance(25))
        {
            AddPackage();
        }

        for (var i = 0; i <= dice.Below(4); i++)
        {
            law.Add(Layer($"l{i}"));
        }

        law.AddExternal("insurer", [.. Covered]);
        law.Waivers.Add(new WaiverRule(
            Condition.Always, new Dictionary<string, Rate> { ["drugs"] = Ratio(dice) }, Citation.None));
        Terms = law.Terms();
    }

    public PolicyTerms Terms { get; }

    /// <summary>What no counter may ever pass, by slot.</summary>
    public IReadOnlyDictionary<int, long> Limits => limits;

    public static RandomLaw Make(Dice dice) => new(dice);

    public static (long OverFen, string Ratio)[] Bands(Dice dice)
    {
        var over = dice.Chance(70) ? 0 : dice.Between(1, 1_000_00);
        var bands = new (long, string)[1 + dice.Below(4)];
        for (var i = 0; i < bands.Length; i++)
        {
            bands[i] = (over, Ratio(dice).ToString());
            over += dice.Between(1, dice.Chance(30) ? 10 : 5_000_00);
        }

        return bands;
    }

    public static VisitInput Visit(Dice dice)
    {
        long Part(int percent) => dice.Chance(percent) ? dice.Between(0, dice.Chance(30) ? 100 : 9_000_00) : 0;
        var visit = dice.Chance(50)
            ? Visits.Of(new ChargeSplit(Part(95), Part(50), Part(30), Part(30)))
            : Visits.Of([.. Enumerable.Range(0, dice.Below(8)).Select(_ => Item(dice))]);
        return dice.Chance(30) ? visit with { External = [new LayerPayment("insurer", dice.Between(0, 500_00))] }
            : visit;
    }

    public long[] RandomCounters(Dice dice) =>
        [.. Terms.Counters.Select(_ => dice.Chance(50) ? 0 : dice.Between(0, 9_000_00))];

    private static Item Item(Dice dice) => new()
    {
        Code = "x",
        Category = dice.Pick("drugs", "beds", null),
        PriceMillionths = dice.Between(0, 900_000_000),
        QuantityTenThousandths = dice.Between(0, 30_000),
        Class = dice.Pick(ItemClass.A, ItemClass.B, ItemClass.B, ItemClass.C),
        FirstSelfPay = Ratio(dice),
        CeilingMillionths = dice.Chance(30) ? dice.Between(0, 900_000_000) : null,
        Restricted = dice.Chance(20),
        Approval = dice.Below(3),
    };

    private static Rate Ratio(Dice dice) => Law.Ratio(dice.Pick(
        "0", "1", "0.5", "0.7", "0.85", "0.825", "0.05", "0.333333", $"0.{dice.Between(0, 9_999):0000}"));

    private void AddPackage()
    {
        var amount = dice.Between(0, 8_000_00);
        var per = dice.Pick(Period.Visit, Period.Month, Period.Year);
        law.Programmes.Add(new Programme
        {
            Id = "package",
            Kind = ProgrammeKind.CasePackage,
            AmountFen = amount,
            Per = per,
            ChargedSlot = per == Period.Visit ? -1 : Limited(law.Slot("package.charged", per), amount),
            Layers = [Layer("fund")],
        });
    }

    private Layer Layer(string id) => new()
    {
        Id = id, Covers = [.. dice.Shuffle(Covered).Take(1 + dice.Below(4))], Rules = [Rule(id)],
    };

    private LayerRule Rule(string id)
    {
        var period = dice.Pick(Period.Month, Period.Quarter, Period.Year);
        var byClass = dice.Chance(20);
        return new LayerRule
        {
            Id = id,
            OfCharged = dice.Chance(30),
            BaseCap = dice.Chance(30) ? new BaseCapTerms(SomeLimit($"{id}.base_cap"), dice.Chance(50)) : null,
            Deductible = SomeDeductible(id),
            ByClass = byClass ? new ClassRates(Ratio(dice), Ratio(dice), Rate.Zero) : null,
            Bands = byClass ? null
                : dice.Chance(50) ? Law.Bands(Bands(dice)) : law.BandsOver(period, $"{id}.base", Bands(dice)),
            Caps = [.. Enumerable.Range(0, dice.Below(3)).Select(i =>
                SomeLimit(i == 0 && dice.Chance(50) ? "shared" : $"{id}.paid{i}"))],
            OverCapToPatient = dice.Chance(30),
        };
    }

    private DeductibleTerms? SomeDeductible(string id) => dice.Below(3) switch
    {
        0 => null,
        1 => new DeductibleTerms(SomeLimit($"{id}.deductible"), null),
        _ => law.PerVisitUpTo(
            dice.Between(0, 500_00),
            limits[Limited(law.Slot($"{id}.ceiling", Period.Year), dice.Between(0, 900_00))],
            $"{id}.ceiling"),
    };

    private Limit SomeLimit(string counter)
    {
        var (amount, period) = (dice.Between(0, 3_000_00), dice.Pick(Period.Visit, Period.Month, Period.Year));
        if (period == Period.Visit)
        {
            return Law.PerVisit(amount);
        }

        var limit = law.Per(period, amount, counter);
        return limit with { AmountFen = limits[Limited(limit.Slot, amount)] };
    }

    /// <summary>Notes the limit of a counter; a counter that is shared keeps the limit it was first given.</summary>
    private int Limited(int slot, long amountFen)
    {
        limits.TryAdd(slot, amountFen);
        return slot;
    }
}
