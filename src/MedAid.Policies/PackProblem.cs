namespace MedAid.Policies;

/// <summary>Stable codes of what can be wrong with a pack, a visit or an example. Printed in upper snake case.</summary>
public enum PackProblemCode
{
    /// <summary>Not YAML or JSON.</summary>
    Malformed = 1,

    /// <summary>A key that the format does not have.</summary>
    UnknownKey = 2,

    /// <summary>A key that must be there is not.</summary>
    MissingKey = 3,

    /// <summary>The same key twice.</summary>
    DuplicateKey = 4,

    /// <summary>A list where a map belongs, a text where a number belongs …</summary>
    WrongType = 5,

    /// <summary>A word that is not in the list of words for this place.</summary>
    UnknownWord = 6,

    /// <summary>Not a decimal number.</summary>
    NotANumber = 7,

    /// <summary>More decimals than allowed.</summary>
    TooManyDecimals = 8,

    /// <summary>Below zero.</summary>
    Negative = 9,

    /// <summary>Outside the range of this place.</summary>
    OutOfRange = 10,

    /// <summary>Not a date of the form 2022-07-12.</summary>
    BadDate = 11,

    /// <summary>An empty list or a null in a condition.</summary>
    EmptyCondition = 12,

    /// <summary>Thresholds of bands do not rise.</summary>
    BandsNotRising = 13,

    /// <summary>An id or a word twice where it must be unique.</summary>
    Duplicate = 14,

    /// <summary>Two limits of one rule share counter and period, or rules of a scheme count different things in one counter.</summary>
    CounterClash = 15,

    /// <summary>The key may not stand here.</summary>
    NotAllowedHere = 16,

    /// <summary>Exactly one of several keys must stand.</summary>
    ExactlyOne = 17,

    /// <summary>A key without a value.</summary>
    LeftEmpty = 18,

    /// <summary>A rule that can never apply because an earlier one always does.</summary>
    Unreachable = 19,

    /// <summary>Two packs of one region and scheme overlap.</summary>
    DatesOverlap = 20,

    /// <summary>Between two packs of one region and scheme there is a gap.</summary>
    DatesGap = 21,

    /// <summary>A figure without source that is not marked as assumed, or assumed without saying why.</summary>
    NoSource = 22,

    /// <summary>A name that refers to nothing.</summary>
    UnknownReference = 23,
}

/// <summary>One thing wrong: where, what, and what to do. The text is Chinese and holds no personal data.</summary>
public sealed record PackProblem(PackProblemCode Code, string File, int Line, string Path, string Message)
{
    /// <summary>Whether only a pack that is to be put in force is refused for it.</summary>
    public bool OnlyInForce { get; init; }

    /// <summary>The code as printed: UNKNOWN_KEY.</summary>
    public string CodeWord => UpperSnake.Of(Code.ToString());

    /// <summary>The problem as one line for a terminal.</summary>
    public override string ToString() =>
        $"{(File.Length > 0 ? $"{File}:{Line}: " : "")}{CodeWord}: {(Path.Length > 0 ? Path + "：" : "")}{Message}";
}

/// <summary>Collects problems of one file.</summary>
public sealed class PackProblems(string file)
{
    private readonly List<PackProblem> found = [];

    /// <summary>Everything that was found.</summary>
    public IReadOnlyList<PackProblem> Found => found;

    /// <summary>The first problem that forbids any use, or null.</summary>
    public PackProblem? FirstError => found.Find(p => !p.OnlyInForce);

    /// <summary>An empty collection for the same file.</summary>
    public PackProblems Apart() => new(file);

    /// <summary>Takes over what was found apart, as problems of a pack that is to be put in force only.</summary>
    public void AddInForceOnly(PackProblems apart) => found.AddRange(apart.found.Select(p => p with { OnlyInForce = true }));

    /// <summary>Adds a problem. That a key is left empty stands once, however often it was asked for; as what forbids any use, if one does.</summary>
    public void Add(PackProblemCode code, int line, string path, string message, bool onlyInForce = false)
    {
        var problem = new PackProblem(code, file, line, path, message) { OnlyInForce = onlyInForce };
        var same = code == PackProblemCode.LeftEmpty ? found.FindIndex(p => p.Code == code && p.Line == line && p.Path == path) : -1;
        if (same < 0)
        {
            found.Add(problem);
        }
        else if (!onlyInForce)
        {
            found[same] = problem;
        }
    }
}
