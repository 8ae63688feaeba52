using MedAid.Core.Policy;

namespace MedAid.People.Identities;

/// <summary>
/// What a certificate, a deadline or an exit makes of a person's periods. The periods of one identity never touch the same day twice.
/// Saying the same again changes nothing, so a file that is sent twice does no harm.
/// </summary>
public static class IdentityTimeline
{
    /// <summary>
    /// The identity holds from a day on, certified. A certificate that reaches further back than what is known extends it; one for a
    /// provisional identity takes its deadline away.
    /// </summary>
    public static IReadOnlyList<IdentityPeriod> Begin(IReadOnlyList<IdentityPeriod> periods, IdentityKind kind, DateOnly from)
    {
        var known = periods.FirstOrDefault(p => p.Kind == kind && p.HoldsOn(from));
        if (known is not null)
        {
            return known.CertifyBy is null ? periods : Replace(periods, known, Certified(periods, known));
        }

        var next = Next(periods, kind, from);
        return next is null
            ? [.. periods, new IdentityPeriod(kind, from, null)]
            : Replace(periods, next, Certified(periods, next) with { From = from });
    }

    /// <summary>
    /// The identity holds from a day on although its certificate is still to come, at the latest on <paramref name="certifyBy"/>.
    /// </summary>
    public static IReadOnlyList<IdentityPeriod> BeginProvisionally(
        IReadOnlyList<IdentityPeriod> periods, IdentityKind kind, DateOnly from, DateOnly certifyBy)
    {
        var lapsesOn = certifyBy.AddDays(1);
        if (periods.FirstOrDefault(p => p.Kind == kind && p.HoldsOn(from)) is { } known)
        {
            var longer = known.Lapses && known.CertifyBy < certifyBy;
            return longer
                ? Replace(periods, known, known with { CertifyBy = certifyBy, Until = Earlier(lapsesOn, Next(periods, kind, known.From)) })
                : periods;
        }

        return [.. periods, new IdentityPeriod(kind, from, Earlier(lapsesOn, Next(periods, kind, from)), certifyBy)];
    }

    /// <summary>The identity no longer holds from a day on; null if it did not hold on the day before and no exit on that day is known.</summary>
    public static IReadOnlyList<IdentityPeriod>? End(IReadOnlyList<IdentityPeriod> periods, IdentityKind kind, DateOnly on)
    {
        if (periods.FirstOrDefault(p => p.Kind == kind && p.HoldsOn(on)) is { } known)
        {
            // Who leaves on the day of entry was never in it.
            return known.From == on
                ? [.. periods.Where(p => p != known)]
                : Replace(periods, known, known with { Until = on });
        }

        return periods.Any(p => p.Kind == kind && p.Until == on) ? periods : null;
    }

    /// <summary>
    /// The identity holds on days that a decision grants, certified: added to what is known. Certified periods that share a day with them
    /// become one; of a provisional one only the days outside stay provisional.
    /// </summary>
    public static IReadOnlyList<IdentityPeriod> Add(IReadOnlyList<IdentityPeriod> periods, IdentityKind kind, DateOnly from, DateOnly? until)
    {
        bool Meets(IdentityPeriod p) => p.Kind == kind && !(p.Until <= from) && !(until <= p.From);

        var met = periods.Where(Meets).ToArray();
        var certified = met.Where(p => p.CertifyBy is null).ToArray();
        var added = new IdentityPeriod(
            kind, certified.Select(p => p.From).Append(from).Min(),
            until is null || certified.Any(p => p.Until is null) ? null : certified.Select(p => p.Until!.Value).Append(until.Value).Max());
        return certified is [{ } only] && only == added && met.Length == 1
            ? periods
            : [.. periods.Except(met), .. met.Except(certified).SelectMany(p => Outside(p, added)), added];
    }

    /// <summary>The days whose identities differ between two states, kind by kind, in order and possibly touching.</summary>
    public static IReadOnlyList<DaySpan> ChangedDays(IReadOnlyList<IdentityPeriod> before, IReadOnlyList<IdentityPeriod> after)
    {
        var changed = new List<DaySpan>();
        foreach (var kind in before.Except(after).Concat(after.Except(before)).Select(p => p.Kind).Distinct())
        {
            IdentityPeriod[] was = [.. before.Where(p => p.Kind == kind)];
            IdentityPeriod[] now = [.. after.Where(p => p.Kind == kind)];
            DateOnly[] edges = [.. was.Concat(now).SelectMany(Edges).Distinct().Order()];
            for (var i = 0; i < edges.Length; i++)
            {
                if (was.Any(p => p.HoldsOn(edges[i])) != now.Any(p => p.HoldsOn(edges[i])))
                {
                    changed.Add(new DaySpan(edges[i], i + 1 < edges.Length ? edges[i + 1] : null));
                }
            }
        }

        return changed;
    }

    private static IEnumerable<IdentityPeriod> Outside(IdentityPeriod provisional, IdentityPeriod added)
    {
        if (provisional.From < added.From)
        {
            yield return provisional with { Until = added.From };
        }

        if (added.Until is { } end && !(provisional.Until <= end))
        {
            yield return provisional with { From = end };
        }
    }

    private static IEnumerable<DateOnly> Edges(IdentityPeriod period) =>
        period.Until is { } until ? [period.From, until] : [period.From];

    private static IdentityPeriod Certified(IReadOnlyList<IdentityPeriod> periods, IdentityPeriod known) => known with
    {
        CertifyBy = null,
        Until = known.Lapses ? Next(periods, known.Kind, known.From)?.From : known.Until,
    };

    private static IdentityPeriod? Next(IReadOnlyList<IdentityPeriod> periods, IdentityKind kind, DateOnly after) =>
        periods.Where(p => p.Kind == kind && p.From > after).MinBy(p => p.From);

    private static DateOnly Earlier(DateOnly day, IdentityPeriod? next) => next is { } n && n.From < day ? n.From : day;

    private static IReadOnlyList<IdentityPeriod> Replace(
        IReadOnlyList<IdentityPeriod> periods, IdentityPeriod old, IdentityPeriod with) =>
        old == with ? periods : [.. periods.Select(p => p == old ? with : p)];
}
