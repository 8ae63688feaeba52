using MedAid.Core;
using MedAid.Core.Policy;

namespace MedAid.People.Rosters;

/// <summary>Kinds of import.</summary>
public enum RosterKind
{
    /// <summary>The register of insured persons (people.json).</summary>
    Insured = 1,

    /// <summary>重点救助对象名单, the full list (附件 2).</summary>
    FullList = 2,

    /// <summary>重点救助对象动态调整名单, the changes of a month or quarter (附件 3).</summary>
    Changes = 3,
}

/// <summary>How far an import is.</summary>
public enum RosterState
{
    /// <summary>At work.</summary>
    Running = 1,

    /// <summary>Every line was taken or reported.</summary>
    Done = 2,

    /// <summary>The file as a whole cannot be used; no line was taken.</summary>
    Refused = 3,
}

/// <summary>One import: what was sent, by whom, how far it is and its outcome.</summary>
public sealed record RosterImport
{
    /// <summary>Id, derived from the content, so that the same file is the same import.</summary>
    public required string ImportId { get; init; }

    /// <summary>The caller's key.</summary>
    public required string RequestId { get; init; }

    /// <summary>What it is.</summary>
    public required RosterKind Kind { get; init; }

    /// <summary>County that sent it, six digits.</summary>
    public required CountyCode County { get; init; }

    /// <summary>Identity that it is about; null of the register of insured persons.</summary>
    public IdentityKind? Identity { get; init; }

    /// <summary>Date of the list and of its certificate.</summary>
    public DateOnly? ListDate { get; init; }

    /// <summary>Who sent it.</summary>
    public required string Operator { get; init; }

    /// <summary>The run that carries it out; whoever takes it over begins another one.</summary>
    public string RunId { get; init; } = "";

    /// <summary>Whether it is at work, done or refused.</summary>
    public RosterState State { get; init; } = RosterState.Running;

    /// <summary>When it began.</summary>
    public DateTimeOffset Started { get; init; }

    /// <summary>When it last got on.</summary>
    public DateTimeOffset Touched { get; init; }

    /// <summary>Counts.</summary>
    public RosterCounts Counts { get; init; } = new();
}

/// <summary>Outcome of the lines.</summary>
/// <param name="Lines">Lines with a person.</param>
/// <param name="Done">Lines worked through, good or bad.</param>
/// <param name="Changed">Lines that changed something.</param>
/// <param name="Bad">Lines not taken.</param>
/// <param name="Warned">Lines taken with a remark.</param>
/// <param name="Marks">Settlements marked for re-adjudication.</param>
public sealed record RosterCounts(int Lines = 0, int Done = 0, int Changed = 0, int Bad = 0, int Warned = 0, int Marks = 0)
{
    /// <summary>Both together; the number of lines is known from the start.</summary>
    public RosterCounts Plus(RosterCounts more) => this with
    {
        Done = Done + more.Done, Changed = Changed + more.Changed, Bad = Bad + more.Bad, Warned = Warned + more.Warned,
        Marks = Marks + more.Marks,
    };
}

/// <summary>What is wrong with a line, where, and what to do.</summary>
/// <param name="Line">Line as the clerk's program numbers it; 0: the file as a whole.</param>
/// <param name="Column">Column by its letter, e.g. D; empty: the line as a whole.</param>
/// <param name="Code">Stable code, e.g. ID_NUMBER_INVALID.</param>
/// <param name="Message">Chinese sentence that says what to do; never a name or an id number.</param>
/// <param name="Refused">True: the line was not taken; false: it was, and this is a remark.</param>
public sealed record RosterFault(int Line, string Column, string Code, string Message, bool Refused);
