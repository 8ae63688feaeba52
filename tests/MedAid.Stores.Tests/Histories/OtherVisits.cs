using MedAid.Core.Policy;

namespace MedAid.Stores.Tests.Histories;

/// <summary>Which warnings a bill has beside the visits of its person that stand, worked out from the bills alone.</summary>
internal static class OtherVisits
{
    /// <summary>How many days a unit of the drug lasts that the catalogue knows of.</summary>
    public const int DaysOfUnit = 14;

    private const string Dialysis = "A2";
    private const string Drug = "B1";
    private const int ReachDays = 366;

    /// <summary>The codes that the warnings end with, in their order.</summary>
    public static IReadOnlyList<string> Codes { get; } = ["DIALYSIS_TOO_OFTEN", "VISIT_DURING_STAY", "DRUG_AGAIN_EARLY"];

    /// <summary>The codes of a bill, once each.</summary>
    public static string[] Of(Bill own, IEnumerable<Told> standing)
    {
        Bill[] others = [.. standing.Where(t => !IsSameStay(own, t.Bill!)).OrderBy(t => t.Bill!.Date).Select(t => t.Bill!)];
        var dialyses = Dialyses(own) + others.Where(o => o.Date == own.Date).Sum(Dialyses);
        bool[] holds =
        [
            Dialyses(own) > 0 && dialyses >= 3,
            others.Any(o => (o.AdmittedOn ?? o.Date) < own.Date && o.Date > (own.AdmittedOn ?? own.Date)),
            IsEarly(own, others),
        ];
        return [.. Codes.Where((_, i) => holds[i])];
    }

    /// <summary>A drug that others left over, or that another visit gives again before this one has run out.</summary>
    private static bool IsEarly(Bill own, Bill[] others)
    {
        if (Days(own) == 0)
        {
            return false;
        }

        var end = DateOnly.MinValue;
        foreach (var before in others.Where(o => o.Date <= own.Date && o.Date >= own.Date.AddDays(-ReachDays) && Days(o) > 0))
        {
            end = (before.Date > end ? before.Date : end).AddDays(Days(before));
        }

        return end > own.Date || others.Any(o => Days(o) > 0 && o.Date > own.Date && o.Date < own.Date.AddDays(Days(own)));
    }

    private static bool IsSameStay(Bill own, Bill other) =>
        own.Hospital.Code == other.Hospital.Code && (own.VisitId == other.VisitId || (own.Stay.Length > 0 && own.Stay == other.Stay));

    private static int Dialyses(Bill bill) => (int)Math.Ceiling(Given(bill, Dialysis));

    private static int Days(Bill bill) => (int)(Given(bill, Drug) * DaysOfUnit);

    private static decimal Given(Bill bill, string code) =>
        bill.Care is Care.Inpatient or Care.DaySurgery ? 0 : bill.Items.Where(i => i.Code == code).Sum(i => i.Quantity);
}
