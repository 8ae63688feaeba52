using MedAid.Core;

namespace MedAid.Policies.Linting;

/// <summary>Stable codes of what lint finds in compiled law. Printed in upper snake case.</summary>
public enum FindingCode
{
    /// <summary>A combination of facts has no rule in the first layer where its neighbour has one.</summary>
    Gap = 101,

    /// <summary>An entry that several earlier ones hide together.</summary>
    MaskedTogether = 102,

    /// <summary>An entry that is reached only if the visit lacks a fact.</summary>
    OnlyWhenAbsent = 103,

    /// <summary>Two rules hold, the order decides, and what the patient pays depends on it.</summary>
    HiddenByOrder = 104,

    /// <summary>A little more cost makes the patient pay more than that, or less than before.</summary>
    CostCliff = 105,

    /// <summary>A poorer category pays more than a richer one for the same visit.</summary>
    IdentityCliff = 106,

    /// <summary>A later version has a lower cap or ratio or a higher deductible under the same rule id.</summary>
    TermsFall = 107,

    /// <summary>A source has not been looked at again for a year.</summary>
    NotVerified = 108,

    /// <summary>A version published after it took effect changes days that may have been settled.</summary>
    Retroactive = 109,

    /// <summary>An acceptance that accepts nothing.</summary>
    AcceptedNothing = 110,

    /// <summary>A quota of day surgery that says nothing, because the rule that applies does not pay by one ratio.</summary>
    QuotaUnused = 111,
}

/// <summary>How grave a finding is.</summary>
public enum Severity
{
    /// <summary>The pack does not say what it seems to say.</summary>
    Error = 1,

    /// <summary>Somebody has to look: change it, or accept it with the article that wants it so.</summary>
    Warning = 2,

    /// <summary>Worth knowing.</summary>
    Notice = 3,
}

/// <summary>What a sample visit costs its patient, and under which of the alternatives.</summary>
public sealed record SampleOutcome(string What, SampleVisit Visit, long PatientFen)
{
    /// <summary>The outcome as one Chinese sentence.</summary>
    public override string ToString() => $"{What}：{Visit}，个人付 {ExactNumber.Yuan(PatientFen)} 元";
}

/// <summary>One finding: where, what it means, and the visit that shows it. The text is Chinese.</summary>
public sealed record LintFinding(FindingCode Code, Severity Severity, string File, int Line, string Path, string Message)
{
    /// <summary>Visits that show it, with what the patient pays.</summary>
    public IReadOnlyList<SampleOutcome> Samples { get; init; } = [];

    /// <summary>The article that causes it, if the pack's owner has accepted it; or null.</summary>
    public string? AcceptedBy { get; init; }

    /// <summary>The code as printed: COST_CLIFF.</summary>
    public string CodeWord => UpperSnake.Of(Code.ToString());

    /// <summary>The finding as one line for a terminal.</summary>
    public override string ToString() =>
        $"{File}:{Line}: {SeverityWord}: {CodeWord}: {Path}：{Message}"
        + (AcceptedBy is null ? "" : $"（已按 {AcceptedBy} 认可）");

    /// <summary>The severity as printed.</summary>
    public string SeverityWord => Severity switch
    {
        Severity.Error => "error",
        Severity.Warning => "warning",
        Severity.Notice => "notice",
        _ => throw InvariantBrokenException.NoWordFor(Severity),
    };
}
