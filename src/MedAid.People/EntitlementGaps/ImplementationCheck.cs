using MedAid.Core;
using MedAid.People.Storage;

namespace MedAid.People.EntitlementGaps;

/// <summary>A county's findings of one kind by what was done about them; every finding is counted once in each column that it reached.</summary>
/// <param name="Kind">Which kind.</param>
/// <param name="Found">All that were made.</param>
/// <param name="Pushed">Those on a list of any receiver.</param>
/// <param name="Acknowledged">Those that a receiver answered.</param>
/// <param name="NotApplicable">Those that every receiver who answered calls not applicable.</param>
/// <param name="Settled">Those whose qualification is held now, or to whom aid was granted.</param>
/// <param name="Refused">Those whose referral to aid was refused.</param>
/// <param name="Withdrawn">Those that are no longer so.</param>
/// <param name="Pending">Those with an application that is to be decided.</param>
/// <param name="Open">The rest: nothing has come of them.</param>
public sealed record KindCheck(
    FindingKind Kind, int Found, int Pushed, int Acknowledged, int NotApplicable, int Settled, int Refused, int Withdrawn, int Pending,
    int Open);

/// <summary>How benefits due reached those to whom they are due (待遇政策落实情况排查梳理), county by county.</summary>
public sealed record ImplementationCheck(CountyCode CountyCode, IReadOnlyList<KindCheck> Kinds, IReadOnlyList<FindingWithLists> Open)
{
    /// <summary>The check of a county's findings.</summary>
    public static ImplementationCheck Of(CountyCode county, IReadOnlyList<FindingWithLists> findings) => new(
        county, [.. Enum.GetValues<FindingKind>().Select(k => Of(k, [.. findings.Where(s => s.Finding.Snapshot.Kind == k)]))],
        [.. findings.Where(IsOpen)]);

    private static KindCheck Of(FindingKind kind, FindingWithLists[] findings) => new(
        kind, findings.Length, findings.Count(s => s.Lines.Count > 0), findings.Count(s => s.Lines.Any(l => l.Line.Answer is not null)),
        findings.Count(IsNotApplicable), Standing(findings, FindingStanding.Settled), findings.Count(IsRefused),
        Standing(findings, FindingStanding.Withdrawn), Standing(findings, FindingStanding.Pending), findings.Count(IsOpen));

    private static int Standing(FindingWithLists[] findings, FindingStanding standing) => findings.Count(s => s.Finding.Standing == standing);

    private static bool IsOpen(FindingWithLists finding) =>
        finding.Finding.Standing == FindingStanding.Open && !IsNotApplicable(finding) && !IsRefused(finding);

    private static bool IsRefused(FindingWithLists finding) => finding.Referral?.Decision is { GrantedFen: 0 };

    private static bool IsNotApplicable(FindingWithLists finding)
    {
        var answers = finding.Lines.Select(l => l.Line.Answer).OfType<Acknowledgement>().ToArray();
        return answers.Length > 0 && Array.TrueForAll(answers, a => a.Outcome == LineOutcome.NotApplicable);
    }
}
