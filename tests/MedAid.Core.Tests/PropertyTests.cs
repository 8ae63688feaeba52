using MedAid.Core.Calculation;
using MedAid.Core.Policy;

namespace MedAid.Core.Tests;

/// <summary>
/// What holds under every law and for every visit, tried on generated laws and on years of visits under them.
/// </summary>
public sealed class PropertyTests
{
    private const int Seeds = 3_000;
    private const int VisitsOfAYear = 12;

    [Fact]
    public void Parts_sum_to_the_whole_and_none_is_negative() => EachVisit((_, _, split) =>
    {
        var result = split.Result;
        long paid = 0;
        foreach (var line in result.Lines)
        {
            paid += line.PaidFen;
            Assert.True(line is { PaidFen: >= 0, CappedFen: >= 0, DeductibleFen: >= 0, OverCapFen: >= 0 });
            Assert.True(line.PaidFen + line.CappedFen <= Math.Min(line.ComputedFen, line.RoomFen));
            Assert.True(line.EligibleFen <= line.BaseFen && line.AssessedFen <= line.EligibleFen - line.DeductibleFen);
            AssertShares(result, line);
        }

        Assert.True(result.PatientFen >= 0 && result.HospitalBorneFen >= 0);
        Assert.Equal(result.TotalFen, result.HospitalBorneFen + paid + result.PatientFen);
        Assert.Equal(result.GrossFen, result.WaivedFen + result.TotalFen);
        Assert.Equal(result.TotalFen, result.Charges.TotalFen);
        foreach (var item in result.Items)
        {
            Assert.Equal(item.AmountFen - item.WaivedFen, item.Charges.TotalFen);
        }
    });

    [Fact]
    public void Over_a_year_of_visits_no_limit_is_passed() => EachVisit((law, usedBefore, split) =>
    {
        foreach (var (slot, limitFen) in law.Limits)
        {
            Assert.True(usedBefore[slot] + split.Result.CounterAddedFen[slot] <= limitFen, $"limit of slot {slot}");
        }

        foreach (var line in split.Result.Lines)
        {
            var perVisit = line.Rule?.Caps.FirstOrDefault(c => c.Period == Period.Visit);
            Assert.True(perVisit is null || line.PaidFen <= perVisit.AmountFen);
        }
    });

    [Fact]
    public void Many_small_visits_pay_to_the_fen_what_one_large_one_pays() => Seeded.ForEach(Seeds, seed =>
    {
        var dice = new Dice(seed);
        var law = new Law();
        var bands = law.BandsOver(Period.Year, "base", RandomLaw.Bands(dice));
        law.Add("basic", new LayerRule
        {
            Id = "b",
            Deductible = dice.Chance(50)
                ? new DeductibleTerms(law.Per(Period.Year, dice.Between(0, 500_00), "d"), null)
                : null,
            Bands = bands,
        });
        long before = dice.Between(0, 10_000_00), total = 0, paid = 0, borne = 0;
        for (var i = 0; i < 20; i++)
        {
            var small = dice.Between(0, dice.Chance(50) ? 20 : 1_000_00);
            var split = SplitAt(law, small, before + total - borne, borne);
            total += small;
            paid += split.PaidFen("basic");
            borne += split.Line("basic").DeductibleFen;
        }

        Assert.Equal(paid, SplitAt(law, total, before, 0).PaidFen("basic"));
    });

    [Fact]
    public void A_breakdown_used_before_gives_the_same_as_a_new_one() => Seeded.ForEach(Seeds, seed =>
    {
        var dice = new Dice(seed);
        var law = RandomLaw.Make(dice);
        var used = law.RandomCounters(dice);
        var (visit, other) = (RandomLaw.Visit(dice), RandomLaw.Visit(dice));
        var fresh = Said(law, visit, used, new Breakdown(law.Terms, 0));
        var reused = new Breakdown(law.Terms, 0);
        Said(law, other, used, reused);
        Assert.Equal(fresh, Said(law, visit, used, reused));
        Assert.Equal(fresh, Said(law, visit, used, reused));
    });

    [Fact]
    public void Reversing_takes_exactly_off_what_the_visits_added_in_any_order() => Seeded.ForEach(Seeds, seed =>
    {
        var dice = new Dice(seed);
        var law = RandomLaw.Make(dice);
        var start = law.RandomCounters(dice);
        var used = start.ToArray();
        var result = new Breakdown(law.Terms, 0);
        var added = new List<long[]>();
        for (var i = 0; i < VisitsOfAYear; i++)
        {
            Assert.Equal(Refusal.None, Adjudicator.Adjudicate(RandomLaw.Visit(dice), used, result));
            added.Add(result.CounterAddedFen.ToArray());
            Move(used, added[^1], +1);
        }

        foreach (var one in dice.Shuffle(added))
        {
            Assert.All(one, fen => Assert.True(fen >= 0, "a visit only adds"));
            Move(used, one, -1);
            Assert.All(used, fen => Assert.True(fen >= 0, "a counter is never below zero"));
        }

        Assert.Equal(start, used);
    });

    private static void EachVisit(Action<RandomLaw, long[], Split> check) => Seeded.ForEach(Seeds, seed =>
    {
        var dice = new Dice(seed);
        var law = RandomLaw.Make(dice);
        var used = new long[law.Terms.Counters.Count];
        var result = new Breakdown(law.Terms, 0);
        for (var i = 0; i < VisitsOfAYear; i++)
        {
            Assert.Equal(Refusal.None, Adjudicator.Adjudicate(RandomLaw.Visit(dice), used, result));
            check(law, used, new Split(Refusal.None, result, used));
            Move(used, result.CounterAddedFen, +1);
        }
    });

    private static void AssertShares(Breakdown result, in LayerLine line)
    {
        long part = 0, paid = 0;
        foreach (var share in result.SharesOf(line))
        {
            (part, paid) = (part + share.PartFen, paid + share.PaidFen);
        }

        Assert.True(line.Rule is null || paid == line.ComputedFen);
        Assert.True(part <= line.AssessedFen);
    }

    private static Split SplitAt(Law law, long inScopeFen, long baseFen, long borneFen)
    {
        var result = new Breakdown(law.Terms(), 0);
        long[] used = result.Terms.Counters.Count == 1 ? [baseFen] : [baseFen, borneFen];
        return new Split(Adjudicator.Adjudicate(Visits.InScope(inScopeFen), used, result), result, used);
    }

    /// <summary>Everything that a breakdown holds, as one text, the explanation included.</summary>
    private static string Said(RandomLaw law, VisitInput visit, long[] used, Breakdown result)
    {
        var refusal = Adjudicator.Adjudicate(visit, used, result);
        var lines = result.Lines.ToArray().Select(l =>
            $"{l.LayerId} {l.Rule?.Id} {l.BaseFen} {l.RoomFen} {l.EligibleFen} {l.DeductibleFen} {l.AssessedFen}"
            + $" {l.ComputedFen} {l.CappedFen} {l.PaidFen} {l.OverCapFen} {l.BaseCapLeftFen}"
            + $" {l.AssessedBeforeFen} {l.Advanced} {l.QuotaFen} {l.BureauPaysFen}");
        return string.Join(
            '\n',
            [
                $"{refusal} {result.GrossFen} {result.WaivedFen} {result.TotalFen} {result.PatientFen}",
                $"{result.HospitalBorneFen} {result.Charges} {result.Programme?.Id}",
                string.Join(' ', result.CounterAddedFen.ToArray()),
                string.Join(' ', result.Items.ToArray()), string.Join(' ', result.Warnings), law.Terms.Identity.Pack,
                .. lines, .. Explanation.Sentences(result, used),
            ]);
    }

    private static void Move(long[] used, ReadOnlySpan<long> added, int direction)
    {
        for (var slot = 0; slot < used.Length; slot++)
        {
            used[slot] += direction * added[slot];
        }
    }
}
