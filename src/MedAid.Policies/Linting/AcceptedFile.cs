using MedAid.Core.Policy;
using MedAid.Policies.Reading;

namespace MedAid.Policies.Linting;

/// <summary>
/// The findings that the owner of a pack has accepted, in a file beside it: <c>NAME.accepted.yaml</c>, a list <c>accept</c> of
/// <c>{code, path, cite, why}</c>. A path may end in <c>*</c>. What the law wants is accepted by its article, never silently.
/// </summary>
internal sealed class AcceptedFile
{
    private readonly List<Entry> entries = [];
    private readonly string file;

    private AcceptedFile(string file) => this.file = file;

    /// <summary>Reads the file beside a pack; without one nothing is accepted.</summary>
    public static AcceptedFile Beside(PackOnFile pack, List<PackProblem> found)
    {
        var path = Path.ChangeExtension(pack.File, PackFile.AcceptedEnding);
        var accepted = new AcceptedFile(path);
        if (File.Exists(path))
        {
            var problems = new PackProblems(path);
            accepted.Read(PackFile.Read(path, problems).Node, pack.Terms.Sources, problems);
            found.AddRange(problems.Found);
        }

        return accepted;
    }

    /// <summary>The findings with those that are accepted marked; entries that fit nothing are findings themselves.</summary>
    public IEnumerable<LintFinding> Apply(IEnumerable<LintFinding> findings)
    {
        var used = new HashSet<Entry>();
        foreach (var finding in findings)
        {
            var entry = finding.Severity == Severity.Error ? null : entries.Find(e => e.Fits(finding));
            if (entry is not null)
            {
                used.Add(entry);
            }

            yield return entry is null ? finding : finding with { AcceptedBy = entry.Cite };
        }

        foreach (var entry in entries.Where(e => !used.Contains(e)))
        {
            yield return new LintFinding(
                FindingCode.AcceptedNothing, Severity.Warning, file, entry.Line, entry.Path, $"没有 {entry.Code} 可认可，请删去这一条");
        }
    }

    private void Read(PackNode? node, PolicySources sources, PackProblems problems)
    {
        if (Fields.Open(node, "", problems) is not { } fields)
        {
            return;
        }

        fields.Require("accept");
        foreach (var (item, i) in fields.List("accept").Select((n, i) => (n, i)))
        {
            if (Fields.Open(item, $"accept[{i}]", problems) is { } entry)
            {
                ReadEntry(entry, sources);
            }
        }

        fields.Finish();
    }

    private void ReadEntry(Fields fields, PolicySources sources)
    {
        var code = fields.RequireText("code") ?? "";
        var path = fields.RequireText("path") ?? "";
        var cite = fields.RequireText("cite") ?? "";
        fields.RequireText("why");
        fields.Finish();
        if (code.Length > 0 && !Enum.GetValues<FindingCode>().Any(c => UpperSnake.Of(c.ToString()) == code))
        {
            fields.Problem(PackProblemCode.UnknownWord, "code", $"没有 {code} 这个代码");
        }

        string[] ids = [.. PolicySources.IdsIn(cite)];
        if (cite.Length > 0 && (ids.Length == 0 || ids.Any(id => sources.Find(id) is null)))
        {
            fields.Problem(PackProblemCode.UnknownReference, "cite", "要写明政策包 sources 里的文件编号和条款，如 S1 二(一)");
        }

        entries.Add(new Entry(code, path, sources.Spell(cite), fields.Line));
    }

    private sealed record Entry(string Code, string Path, string Cite, int Line)
    {
        public bool Fits(LintFinding finding) => finding.CodeWord == Code && (Path.EndsWith('*')
            ? finding.Path.StartsWith(Path[..^1], StringComparison.Ordinal)
            : finding.Path == Path);
    }
}
