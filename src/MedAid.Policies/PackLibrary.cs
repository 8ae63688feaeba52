using MedAid.Core.Policy;
using MedAid.Policies.Compiling;
using MedAid.Policies.Reading;
using MedAid.Policies.Linting;

namespace MedAid.Policies;

/// <summary>Result of reading all packs below a path.</summary>
public sealed record PackSet(IReadOnlyList<PolicyTerms> Packs, IReadOnlyList<PackProblem> Problems)
{
    /// <summary>The book of these packs.</summary>
    /// <exception cref="InvalidOperationException">There are problems; the text lists them.</exception>
    public PolicyBook ToBook() => Problems.Count == 0
        ? new PolicyBook(Packs)
        : throw new InvalidOperationException(string.Join(Environment.NewLine, Problems));
}

/// <summary>Reads packs that are to be put in force: every one must be complete, and together they must fit without gap or overlap.</summary>
public static class PackLibrary
{
    /// <summary>Reads every pack below a folder, or one file. Files without a pack (case files) are passed over.</summary>
    public static PackSet Read(string path, ReadingChoices? choices = null)
    {
        var (packs, problems) = ReadFiles(path, choices);
        return new PackSet([.. packs.Select(p => p.Terms)], problems);
    }

    /// <summary>The same, with the text of each pack.</summary>
    internal static (IReadOnlyList<PackOnFile> Packs, IReadOnlyList<PackProblem> Problems) ReadFiles(
        string path, ReadingChoices? choices = null)
    {
        var packs = new List<PackOnFile>();
        var found = new List<PackProblem>();
        foreach (var file in PackFile.Below(path))
        {
            var problems = new PackProblems(file);
            var (node, hash) = PackFile.Read(file, problems);
            if (node is not { Kind: NodeKind.Map } || node["pack"] is not null)
            {
                var terms = PackCompiler.Compile(node, "", hash, problems, choices);
                if (terms is not null)
                {
                    var settled = Readings.Settle(node!, "", choices ?? ReadingChoices.None, problems.Apart()).Pack;
                    PackLint.Inspect(terms, settled, problems);
                    packs.Add(new PackOnFile(file, terms, settled));
                }
            }

            found.AddRange(problems.Found);
        }

        found.AddRange(Clashes(packs));
        found.AddRange(CounterMeanings.Clashes(packs));
        found.AddRange(Strangers(path, packs, choices));
        if (packs.Count == 0 && found.Count == 0)
        {
            found.Add(new PackProblem(PackProblemCode.MissingKey, path, 1, "", "这里没有政策包"));
        }

        return (packs, found);
    }

    /// <summary>A choice that fits no pack would be a slip of the pen that nobody notices.</summary>
    private static IEnumerable<PackProblem> Strangers(string path, List<PackOnFile> packs, ReadingChoices? choices)
    {
        var known = packs.SelectMany(p => p.Terms.Identity.Readings).Select(r => r.Id).ToHashSet(StringComparer.OrdinalIgnoreCase);
        return (choices?.Ids ?? []).Where(id => !known.Contains(id)).Select(id => new PackProblem(
            PackProblemCode.UnknownReference, path, 1, "readings", $"没有一份政策包有“{id}”这个读法，请改正设置里的名字"));
    }

    private static IEnumerable<PackProblem> Clashes(List<PackOnFile> packs)
    {
        var volumes = packs.Where(p => p.Terms.Identity.Effective is not null)
            .GroupBy(p => (p.Terms.Identity.Region, p.Terms.Identity.Scheme));
        foreach (var volume in volumes)
        {
            var inOrder = volume.OrderBy(p => p.Terms.Identity.Effective).ToArray();
            for (var i = 1; i < inOrder.Length; i++)
            {
                var (earlier, later) = (inOrder[i - 1].Terms.Identity, inOrder[i]);
                var clash = PolicyBook.Clash(earlier, later.Terms.Identity);
                if (clash != 0)
                {
                    yield return Clash(earlier, later.File, later.Terms.Identity, clash);
                }
            }
        }
    }

    private static PackProblem Clash(PackIdentity earlier, string file, PackIdentity later, int clash)
    {
        var lastDay = later.Effective!.Value.AddDays(-1).ToString("yyyy-MM-dd");
        return clash > 0
            ? new PackProblem(
                PackProblemCode.DatesGap, file, 1, "effective",
                $"与 {earlier.Pack} 之间空了 {clash} 天没有政策，请把前一份的 ends 写成 {lastDay}，或补上缺的政策包")
            : new PackProblem(
                PackProblemCode.DatesOverlap, file, 1, "effective",
                $"与 {earlier.Pack} 的日期重叠，请把前一份的 ends 写成 {lastDay}");
    }
}
