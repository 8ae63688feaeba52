using MedAid.Core;
using MedAid.Settlement.Writes;

namespace MedAid.Settlement.Capitation;

/// <summary>
/// The roll of a capitation contract (按人头打包签约名册), folded from its changes. A person is under one contract of a programme at a time;
/// changes follow each other by day, and the last can be taken back. Pure.
/// </summary>
public static class CapitationRoll
{
    /// <summary>The changes of one person that stand, in order: those taken back are gone, and what took them back.</summary>
    public static List<CapitationChange> Standing(IEnumerable<CapitationChange> changesOfPerson)
    {
        var standing = new List<CapitationChange>();
        foreach (var change in changesOfPerson)
        {
            if (change.Kind == CapitationChangeKind.Withdraw)
            {
                standing.RemoveAt(standing.Count - 1);
            }
            else
            {
                standing.Add(change);
            }
        }

        return standing;
    }

    /// <summary>The spans of one person.</summary>
    public static IReadOnlyList<CapitationSpan> SpansOf(IEnumerable<CapitationChange> changesOfPerson)
    {
        var spans = new List<CapitationSpan>();
        foreach (var change in Standing(changesOfPerson))
        {
            if (change.Kind == CapitationChangeKind.Join)
            {
                spans.Add(new CapitationSpan(change.HospitalCode, change.Scheme, change.Day, null));
            }
            else
            {
                spans[^1] = spans[^1] with { Until = change.Day };
            }
        }

        return spans;
    }

    /// <summary>The spans of every person under the contract of a hospital and scheme.</summary>
    public static Dictionary<PersonKey, CapitationSpan[]> SpansByPerson(
        IEnumerable<CapitationChange> changes, (HospitalCode Hospital, string Scheme) contract) =>
        changes.GroupBy(c => c.PersonKey).ToDictionary(
            person => person.Key,
            person => SpansOf(person.OrderBy(c => c.Number)).Where(s => (s.HospitalCode, s.Scheme) == contract).ToArray());

    /// <summary>
    /// Why a person's next change may not be noted; null: it may. <paramref name="claimedMonth"/> is the last month that was claimed, or null.
    /// </summary>
    public static Fault? Check(IEnumerable<CapitationChange> changesOfPerson, CapitationChange next, DateOnly? claimedMonth)
    {
        var last = Standing(changesOfPerson).LastOrDefault();
        var follows = next.Kind switch
        {
            CapitationChangeKind.Join => last?.Kind == CapitationChangeKind.Join ? CapitationFault.EnrolledAlready : null,
            CapitationChangeKind.Leave => last is { Kind: CapitationChangeKind.Join } && last.HospitalCode == next.HospitalCode
                ? null
                : CapitationFault.NotEnrolled,
            CapitationChangeKind.Withdraw => last is not null && last.Day == next.Day && last.HospitalCode == next.HospitalCode
                ? null
                : CapitationFault.NotEnrolled,
            _ => throw InvariantBrokenException.NoWordFor(next.Kind),
        };
        return follows is not null ? follows
            : next.Day < last?.Day ? CapitationFault.DayBeforeLast
            : claimedMonth is { } claimed && next.Day < claimed.AddMonths(1) ? CapitationFault.MonthClaimed
            : null;
    }
}
