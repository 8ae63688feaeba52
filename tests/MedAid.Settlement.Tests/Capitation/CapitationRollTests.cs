using MedAid.Core;
using MedAid.Settlement.Capitation;
using MedAid.Settlement.Writes;

namespace MedAid.Settlement.Tests.Capitation;

/// <summary>The roll of the contract of Shanting, 6,250.00 a head and month (S3 经验2 三(三)), and its months worked by hand.</summary>
public sealed class CapitationRollTests
{
    private const long RateFen = 6_250_00;
    private static readonly DateOnly July = new(2020, 7, 1);

    private readonly List<CapitationChange> changes = [];

    /// <summary>
    /// P1 from the 1st on, P2 from the 15th, P3 until the 10th (the 11th is the first day without), P4 of another month, P5 joined and left on
    /// the same day. On the first day P1 and P3 are on the roll: 2 × 6,250 = 12,500. On any day P1, P2, P3: 18,750. By days: P1 31 days
    /// 6,250.00; P2 17 of 31 days 6,250 × 17 ÷ 31 = 3,427.419… → 3,427.42; P3 10 days 2,016.129… → 2,016.13; together 11,693.55.
    /// </summary>
    [Theory]
    [InlineData(CapitationPartMonth.FirstDay, 2, 12_500_00)]
    [InlineData(CapitationPartMonth.AnyDay, 3, 18_750_00)]
    [InlineData(CapitationPartMonth.ByDays, 3, 11_693_55)]
    public void Who_joins_or_leaves_within_the_month_counts_by_the_rule(CapitationPartMonth rule, int heads, long amountFen)
    {
        Join("P1", new DateOnly(2020, 7, 1));
        Join("P2", new DateOnly(2020, 7, 15));
        Join("P3", new DateOnly(2020, 6, 1));
        Leave("P3", new DateOnly(2020, 7, 11));
        Join("P4", new DateOnly(2020, 8, 1));
        Join("P5", new DateOnly(2020, 7, 20));
        Leave("P5", new DateOnly(2020, 7, 20));

        var (counted, lines) = Reckon(rule);
        Assert.Equal((heads, amountFen), (counted, lines.Sum(l => l.AmountFen)));
        Assert.Equal([("P1", 31), ("P2", 17), ("P3", 10)], lines.Select(l => (l.PersonKey.Text, l.Days)));
    }

    /// <summary>Who leaves on the 1st has no day in the month; who joins on the last day has one; a leave on the 1st of August changes nothing.</summary>
    [Fact]
    public void The_first_and_the_last_day_of_a_month_are_days_of_it()
    {
        Join("P1", new DateOnly(2020, 6, 1));
        Leave("P1", new DateOnly(2020, 7, 1));
        Join("P2", new DateOnly(2020, 7, 31));
        Join("P3", new DateOnly(2020, 6, 1));
        Leave("P3", new DateOnly(2020, 8, 1));

        Assert.Equal([("P2", 1), ("P3", 31)], Reckon(CapitationPartMonth.AnyDay).Lines.Select(l => (l.PersonKey.Text, l.Days)));
        Assert.Equal(1, Reckon(CapitationPartMonth.FirstDay).Heads);
    }

    /// <summary>P1 is on the roll and cost 5,200.00; P2 is not and cost 800.00, which nobody pays: 6,250 - 6,000 = 250 are left.</summary>
    [Fact]
    public void Who_is_not_on_the_roll_costs_and_is_not_paid_for()
    {
        Join("P1", July);
        var (heads, lines) = Reckon(CapitationPartMonth.FirstDay, ("P1", 5_200_00), ("P2", 800_00));
        var claim = Claim(heads, lines);
        Assert.Equal((1, 6_250_00, 6_000_00, 800_00, 250_00), (claim.Heads, claim.AmountFen, claim.CostFen, claim.OffRollCostFen, claim.ResultFen));
    }

    /// <summary>P1 changes the hospital on the 16th: 15 days here, and none of the cost elsewhere.</summary>
    [Fact]
    public void Days_at_another_hospital_are_not_counted_here()
    {
        Join("P1", July);
        Leave("P1", new DateOnly(2020, 7, 16));
        Assert.Null(Add("P1", CapitationChangeKind.Join, new DateOnly(2020, 7, 16), hospital: "H2"));

        Assert.Equal([15], Reckon(CapitationPartMonth.ByDays).Lines.Select(l => l.Days));
        Assert.Equal([new CapitationSpan(new HospitalCode("H1"), "resident", July, new DateOnly(2020, 7, 16)),
                new CapitationSpan(new HospitalCode("H2"), "resident", new DateOnly(2020, 7, 16), null)],
            CapitationRoll.SpansOf(changes));
    }

    /// <summary>P2 is under the employees' contract: no head and no day of the residents'.</summary>
    [Fact]
    public void The_heads_of_another_scheme_are_claimed_with_it_alone()
    {
        Join("P1", July);
        Assert.Null(Add("P2", CapitationChangeKind.Join, July, scheme: "employee"));
        var (heads, lines) = Reckon(CapitationPartMonth.FirstDay);
        Assert.Equal((1, "P1"), (heads, Assert.Single(lines).PersonKey.Text));
    }

    [Fact]
    public void Changes_follow_each_other_and_a_mistake_is_taken_back()
    {
        Assert.Equal(CapitationFault.NotEnrolled, Add("P1", CapitationChangeKind.Leave, July));
        Join("P1", new DateOnly(2020, 7, 15));
        Assert.Equal(CapitationFault.EnrolledAlready, Add("P1", CapitationChangeKind.Join, new DateOnly(2020, 7, 20)));
        Assert.Equal(CapitationFault.EnrolledAlready, Add("P1", CapitationChangeKind.Join, new DateOnly(2020, 7, 20), hospital: "H2"));
        Assert.Equal(CapitationFault.NotEnrolled, Add("P1", CapitationChangeKind.Leave, new DateOnly(2020, 7, 20), hospital: "H2"));
        Assert.Equal(CapitationFault.DayBeforeLast, Add("P1", CapitationChangeKind.Leave, new DateOnly(2020, 7, 14)));

        // The 15th was a slip, the 5th was meant. What is taken back stays in the book.
        Assert.Equal(CapitationFault.NotEnrolled, Add("P1", CapitationChangeKind.Withdraw, new DateOnly(2020, 7, 14)));
        Assert.Null(Add("P1", CapitationChangeKind.Withdraw, new DateOnly(2020, 7, 15)));
        Join("P1", new DateOnly(2020, 7, 5));
        Assert.Equal([new CapitationSpan(new HospitalCode("H1"), "resident", new DateOnly(2020, 7, 5), null)], CapitationRoll.SpansOf(changes));
        Assert.Equal(3, changes.Count);
    }

    [Fact]
    public void The_roll_of_a_claimed_month_does_not_change_any_more()
    {
        Join("P1", new DateOnly(2020, 6, 1));
        Assert.Equal(CapitationFault.MonthClaimed, Add("P1", CapitationChangeKind.Leave, new DateOnly(2020, 7, 31), claimed: July));
        Assert.Equal(CapitationFault.MonthClaimed, Add("P1", CapitationChangeKind.Withdraw, new DateOnly(2020, 6, 1), claimed: July));
        Assert.Null(Add("P1", CapitationChangeKind.Leave, new DateOnly(2020, 8, 1), claimed: July));
    }

    private static CapitationClaim Claim(int heads, IReadOnlyList<CapitationLine> lines) => new()
    {
        ClaimId = "c", HospitalCode = new("H1"), CountyCode = new("370406"), Programme = "p", Scheme = "resident", Month = July, Pack = "pack", RateFen = RateFen,
        PartMonth = CapitationPartMonth.FirstDay, Heads = heads, BuiltBy = "李会计", Built = DateTimeOffset.UnixEpoch, Lines = lines,
    };

    private (int Heads, IReadOnlyList<CapitationLine> Lines) Reckon(CapitationPartMonth rule, params (string Person, long Fen)[] costs) =>
        CapitationClaim.Reckon(changes, (new HospitalCode("H1"), "resident"), July, RateFen, rule, costs.ToDictionary(c => new PersonKey(c.Person), c => c.Fen));

    private void Join(string person, DateOnly day) => Assert.Null(Add(person, CapitationChangeKind.Join, day));

    private void Leave(string person, DateOnly day) => Assert.Null(Add(person, CapitationChangeKind.Leave, day));

    private Fault? Add(string person, CapitationChangeKind kind, DateOnly day, string hospital = "H1", DateOnly? claimed = null, string scheme = "resident")
    {
        var change = new CapitationChange
        {
            Number = changes.Count + 1, PersonKey = new(person), HospitalCode = new(hospital), Programme = "p", Scheme = scheme,
            Kind = kind, Day = day, Operator = "王", Noted = DateTimeOffset.UnixEpoch,
        };
        var refusal = CapitationRoll.Check(changes.Where(c => c.PersonKey.Text == person), change, claimed);
        if (refusal is null)
        {
            changes.Add(change);
        }

        return refusal;
    }
}
