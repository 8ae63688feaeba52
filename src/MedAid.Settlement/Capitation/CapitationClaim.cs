using MedAid.Core;

namespace MedAid.Settlement.Capitation;

/// <summary>
/// How a person counts who joins or leaves within a month. The notice says only 每人每月 6250 元 (S3 经验2 三(三)): which of these the bureau
/// means is assumed until it says so.
/// </summary>
public enum CapitationPartMonth
{
    /// <summary>Who is on the roll on the first day of the month counts whole; who joins later counts from the next month on.</summary>
    FirstDay = 1,

    /// <summary>Who is on the roll on any day of the month counts whole.</summary>
    AnyDay = 2,

    /// <summary>Each day counts: rate × days ÷ days of the month, rounded half-up once for each person.</summary>
    ByDays = 3,
}

/// <summary>One person of a monthly claim: days on the roll, what is claimed, what the contract's lines of the visits paid. Fen.</summary>
public readonly record struct CapitationLine(PersonKey PersonKey, int Days, long AmountFen, long CostFen);

/// <summary>The claim of a hospital for a month of a capitation contract: heads, amount, and what the care cost. Built once.</summary>
public sealed record CapitationClaim
{
    /// <summary>Id: county, hospital, scheme, programme and month.</summary>
    public required string ClaimId { get; init; }

    /// <summary>Number among all claims, from 1 without a gap; 0 while it is only tried.</summary>
    public long Number { get; init; }

    /// <summary>Hospital.</summary>
    public required HospitalCode HospitalCode { get; init; }

    /// <summary>County of the hospital, which pays.</summary>
    public required CountyCode CountyCode { get; init; }

    /// <summary>Programme of the pack.</summary>
    public required string Programme { get; init; }

    /// <summary>Scheme whose pack has the programme.</summary>
    public required string Scheme { get; init; }

    /// <summary>First day of the month.</summary>
    public required DateOnly Month { get; init; }

    /// <summary>Pack whose rate was taken: that of the first day of the month.</summary>
    public required string Pack { get; init; }

    /// <summary>Rate of a head and month, fen.</summary>
    public required long RateFen { get; init; }

    /// <summary>How part months counted.</summary>
    public required CapitationPartMonth PartMonth { get; init; }

    /// <summary>Persons that count.</summary>
    public required int Heads { get; init; }

    /// <summary>Who built it.</summary>
    public required string BuiltBy { get; init; }

    /// <summary>When it was built.</summary>
    public required DateTimeOffset Built { get; init; }

    /// <summary>A line a person, by key: everybody with a day on the roll or a visit under the programme.</summary>
    public required IReadOnlyList<CapitationLine> Lines { get; init; }

    /// <summary>What is claimed, fen.</summary>
    public long AmountFen => Lines.Sum(l => l.AmountFen);

    /// <summary>What the visits of the month cost: what the contract's lines paid, fen.</summary>
    public long CostFen => Lines.Sum(l => l.CostFen);

    /// <summary>Of the cost, that of persons without a day on the roll: nobody pays for it.</summary>
    public long OffRollCostFen => Lines.Where(l => l.Days == 0).Sum(l => l.CostFen);

    /// <summary>Surplus, or loss if negative.</summary>
    public long ResultFen => checked(AmountFen - CostFen);

    /// <summary>The id of a claim.</summary>
    public static string IdOf(CountyCode county, HospitalCode hospital, string scheme, string programme, DateOnly month) =>
        $"P{county}-{hospital}-{scheme}-{programme}-{month:yyyy-MM}";

    /// <summary>The persons who count in a month and their lines, from the changes of the roll and the costs by person.</summary>
    public static (int Heads, IReadOnlyList<CapitationLine> Lines) Reckon(
        IEnumerable<CapitationChange> changes, (HospitalCode Hospital, string Scheme) contract, DateOnly month, long rateFen,
        CapitationPartMonth partMonth,
        IReadOnlyDictionary<PersonKey, long> costsFen)
    {
        var lines = new SortedDictionary<PersonKey, CapitationLine>();
        var heads = 0;
        foreach (var (person, spans) in CapitationRoll.SpansByPerson(changes, contract))
        {
            var days = spans.Sum(s => s.DaysIn(month));
            if (days > 0)
            {
                var counts = partMonth != CapitationPartMonth.FirstDay || spans.Any(s => s.Holds(month));
                heads += counts ? 1 : 0;
                lines.Add(person, new CapitationLine(person, days, counts ? AmountOf(rateFen, days, month, partMonth) : 0, 0));
            }
        }

        foreach (var (key, costFen) in costsFen)
        {
            lines[key] = lines.GetValueOrDefault(key, new CapitationLine(key, 0, 0, 0)) with { CostFen = costFen };
        }

        return (heads, [.. lines.Values]);
    }

    private static long AmountOf(long rateFen, int days, DateOnly month, CapitationPartMonth partMonth) =>
        partMonth == CapitationPartMonth.ByDays
            ? Rounding.HalfUp((Int128)rateFen * days, DateTime.DaysInMonth(month.Year, month.Month))
            : rateFen;
}
