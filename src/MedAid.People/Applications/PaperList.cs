using MedAid.Tables;

namespace MedAid.People.Applications;

/// <summary>A paper of a region's list.</summary>
/// <param name="Code">Stable code, e.g. diagnosis.</param>
/// <param name="Name">Name as shown.</param>
/// <param name="Class">For whom; null: for everybody.</param>
/// <param name="Purpose">For what; null: for both.</param>
/// <param name="Required">Whether an application cannot go on without it.</param>
/// <param name="Cite">The article that asks for it.</param>
public sealed record ListedPaper(string Code, string Name, ApplicantClass? Class, ReliefPurpose? Purpose, bool Required, string Cite)
{
    /// <summary>Whether it is asked of such an application.</summary>
    public bool IsAskedOf(ApplicantClass applicant, ReliefPurpose purpose) =>
        (Class ?? applicant) == applicant && (Purpose ?? purpose) == purpose;
}

/// <summary>The papers that a region asks for: data with its article, because regions ask for different ones.</summary>
public sealed class PaperList(IReadOnlyList<ListedPaper> papers)
{
    private const string All = "全部";

    private static readonly string[] Columns = ["材料编码", "材料名称", "申请人类别", "申请事项", "是否必须", "依据"];

    private static readonly Dictionary<string, ApplicantClass?> Classes = new(StringComparer.Ordinal)
    {
        [All] = null, ["低收入"] = ApplicantClass.LowIncome, ["因病致贫"] = ApplicantClass.ImpoverishedByIllness,
        ["未备案"] = ApplicantClass.UnfiledOutOfArea,
    };

    private static readonly Dictionary<string, ReliefPurpose?> Purposes = new(StringComparer.Ordinal)
    {
        [All] = null, ["身份"] = ReliefPurpose.Identity, ["金额"] = ReliefPurpose.Amount,
    };

    /// <summary>The papers, in the order of the file.</summary>
    public IReadOnlyList<ListedPaper> Papers { get; } = papers;

    /// <summary>Codes of required papers that are not among those handed in.</summary>
    public IReadOnlyList<string> MissingOf(ApplicantClass applicant, ReliefPurpose purpose, IReadOnlyList<string> handedIn) =>
    [
        .. Papers.Where(p => p.Required && p.IsAskedOf(applicant, purpose)).Select(p => p.Code).Except(handedIn, StringComparer.Ordinal),
    ];

    /// <summary>The name of a paper; its code if it is not on the list.</summary>
    public string NameOf(string code) => Papers.FirstOrDefault(p => p.Code == code)?.Name ?? code;

    /// <summary>Whether every code is on the list.</summary>
    public bool Knows(IReadOnlyList<string> codes) => codes.All(c => Papers.Any(p => p.Code == c));

    /// <summary>Reads a region's file; without a list there are faults that say what to do.</summary>
    public static (PaperList? List, IReadOnlyList<string> Faults) Read(byte[] file)
    {
        var table = TableFile.Read(file);
        if (table.Faults.Count > 0)
        {
            return (null, [.. table.Faults.Select(f => $"第 {f.Line} 行：{f.Message}")]);
        }

        if (table.Lines.Count == 0 || !table.Lines[0].Cells.Take(Columns.Length).SequenceEqual(Columns))
        {
            return (null, [$"材料清单的第一行应为 {string.Join(',', Columns)}"]);
        }

        var faults = new List<string>();
        var found = new List<ListedPaper>();
        foreach (var line in table.Lines.Skip(1))
        {
            if (Paper(line.Cells) is not { } paper)
            {
                faults.Add($"第 {line.Number} 行：编码、名称和依据不能空，申请人类别只能是 {string.Join('、', Classes.Keys)}，"
                    + $"申请事项只能是 {string.Join('、', Purposes.Keys)}，是否必须要填是或否");
            }
            else if (found.Exists(p => (p.Code, p.Class, p.Purpose) == (paper.Code, paper.Class, paper.Purpose)))
            {
                faults.Add($"第 {line.Number} 行：同一材料写了两次");
            }
            else
            {
                found.Add(paper);
            }
        }

        return faults.Count > 0 ? (null, faults) : (new PaperList(found), []);
    }

    private static ListedPaper? Paper(IReadOnlyList<string> cells)
    {
        var padded = cells.Concat(Enumerable.Repeat("", Columns.Length)).Take(Columns.Length).ToArray();
        return Classes.TryGetValue(padded[2], out var applicant) && Purposes.TryGetValue(padded[3], out var purpose)
            && padded[4] is "是" or "否" && padded[0].Length > 0 && padded[1].Length > 0 && padded[5].Length > 0
            ? new ListedPaper(padded[0], padded[1], applicant, purpose, padded[4] == "是", padded[5])
            : null;
    }
}
