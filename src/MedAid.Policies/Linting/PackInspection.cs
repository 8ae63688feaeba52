namespace MedAid.Policies.Linting;

/// <summary>Result of looking through packs: problems of form, and findings over everything that the law can be asked.</summary>
public sealed record LintReport(int Packs, IReadOnlyList<PackProblem> Problems, IReadOnlyList<LintFinding> Findings)
{
    /// <summary>Findings of a severity that nobody has accepted.</summary>
    public int Open(Severity severity) => Findings.Count(f => f.Severity == severity && f.AcceptedBy is null);

    /// <summary>Whether the packs may be put in force; strictly, only if nobody has to look at anything any more.</summary>
    public bool Passes(bool strict) => Problems.Count == 0 && Open(Severity.Error) == 0
        && (!strict || Findings.All(f => f.AcceptedBy is not null));
}

/// <summary>
/// Looks through packs as a careful clerk would who tries every visit: holes, hidden rules, cliffs, falling terms. It works on
/// compiled law and on invented visits only, so it needs no data of any person.
/// </summary>
public static class PackInspection
{
    /// <summary>Looks through the packs below some paths, as of a day.</summary>
    public static LintReport Inspect(IEnumerable<string> paths, DateOnly today, ReadingChoices? choices = null)
    {
        var problems = new List<PackProblem>();
        var packs = new List<PackOnFile>();
        foreach (var path in paths)
        {
            var (files, found) = PackLibrary.ReadFiles(path, choices);
            packs.AddRange(files);
            problems.AddRange(found);
        }

        var accepted = packs.ToDictionary(p => p.File, p => AcceptedFile.Beside(p, problems));
        var broken = problems.Select(p => p.File).ToHashSet();
        PackOnFile[] sound = [.. packs.Where(p => !broken.Contains(p.File))];
        var each = sound.AsParallel().AsOrdered().SelectMany(p => Inspect(p, today)).AsSequential();
        var findings = each.Concat(Versions.Inspect(sound)).ToLookup(f => f.File);
        var marked = sound.SelectMany(p => accepted[p.File].Apply(InOrder(findings[p.File])));
        return new LintReport(packs.Count, problems, [.. marked]);
    }

    private static IEnumerable<LintFinding> Inspect(PackOnFile pack, DateOnly today) =>
    [
        .. Gaps.Inspect(pack), .. ReachabilityCheck.Inspect(pack), .. RuleOrder.Inspect(pack), .. CostDiscontinuities.Inspect(pack),
        .. IdentityOrder.Inspect(pack), .. QuotaRules.Inspect(pack), .. Verification.Inspect(pack, today),
    ];

    private static IEnumerable<LintFinding> InOrder(IEnumerable<LintFinding> findings) =>
        findings.OrderBy(f => f.Severity).ThenBy(f => f.Line).ThenBy(f => f.Code).ThenBy(f => f.Path, StringComparer.Ordinal);
}
