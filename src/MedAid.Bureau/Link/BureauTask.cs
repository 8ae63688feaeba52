using MedAid.Core;
using MedAid.Settlement.Ledger;

namespace MedAid.Bureau.Link;

/// <summary>What is to come about at the bureau.</summary>
public enum TaskKind
{
    /// <summary>A settlement of MedAid stands there with the same figures.</summary>
    Report = 1,

    /// <summary>A settlement that was reversed in MedAid does not stand there any more.</summary>
    Undo = 2,

    /// <summary>The platform splits a visit and MedAid settles it, or neither.</summary>
    SettleThrough = 3,
}

/// <summary>How a task stands.</summary>
public enum TaskState
{
    /// <summary>It is worked on, or waits for its time.</summary>
    Open = 1,

    /// <summary>Both sides agree.</summary>
    Done = 2,

    /// <summary>It came to nothing, on both sides.</summary>
    NotDone = 3,

    /// <summary>It cannot be decided here: a person has to look at it.</summary>
    Parked = 4,
}

/// <summary>How far a task is known to be at the bureau.</summary>
public enum TaskPhase
{
    /// <summary>Nothing is known to stand there.</summary>
    Begin = 0,

    /// <summary>The visit is registered (2201).</summary>
    Registered = 1,

    /// <summary>What the visit is about is there (2203A); lines are uploaded in parts.</summary>
    Described = 2,

    /// <summary>All lines are there (2204).</summary>
    Uploaded = 3,

    /// <summary>The settlement stands there (2207A); its figures have still to be judged.</summary>
    Settled = 4,

    /// <summary>What stands there is to be undone.</summary>
    Undoing = 5,
}

/// <summary>How a message came out.</summary>
public enum MessageState
{
    /// <summary>Intended, and not answered yet. After a crash nobody knows whether it left: it counts as unknown.</summary>
    Intended = 1,

    /// <summary>The bureau did it.</summary>
    Done = 2,

    /// <summary>The bureau refused it.</summary>
    NotDone = 3,

    /// <summary>It may have been done.</summary>
    Unknown = 4,

    /// <summary>It never left: nobody could be reached.</summary>
    NotSent = 5,
}

/// <summary>A write that was sent to the bureau, or was about to be.</summary>
/// <param name="MessageId">Its id (<c>msgid</c>).</param>
/// <param name="Number">Its number (<c>infno</c>).</param>
/// <param name="State">How it came out.</param>
/// <param name="About">Of a 2601, the message that it undoes; of a 2208, the settlement; else empty.</param>
/// <param name="Intended">When it was intended.</param>
/// <param name="Answered">When its outcome was noted, or null.</param>
/// <param name="Said">What the bureau or the line said, without anything personal.</param>
public sealed record BureauMessage(
    string MessageId, string Number, MessageState State, string About, DateTimeOffset Intended, DateTimeOffset? Answered, string Said)
{
    /// <summary>Whether it may have been done without a word.</summary>
    public bool IsOpenEnded => State is MessageState.Intended or MessageState.Unknown;
}

/// <summary>Something that is to come about at the bureau, and how far it is.</summary>
public sealed record BureauTask
{
    /// <summary>Its number; tasks of a visit are worked on in this order.</summary>
    public required long Number { get; init; }

    /// <summary>What is to come about.</summary>
    public required TaskKind Kind { get; init; }

    /// <summary>What it is for, once: the settlement or reversal, or the caller's request.</summary>
    public required string Key { get; init; }

    /// <summary>The link that it goes through.</summary>
    public required string LinkId { get; init; }

    /// <summary>The visit.</summary>
    public required VisitKey Visit { get; init; }

    /// <summary>County of insurance.</summary>
    public required CountyCode CountyCode { get; init; }

    /// <summary>The person.</summary>
    public required PersonKey PersonKey { get; init; }

    /// <summary>The settlement that is reported, undone or made; empty while none is made.</summary>
    public SettlementId SettlementId { get; init; }

    /// <summary>Hash of the content of the caller's request, of a settlement through the platform.</summary>
    public string ContentHash { get; init; } = "";

    /// <summary>The visit as the caller gave it, without the id number, of a settlement through the platform.</summary>
    public string Content { get; init; } = "";

    /// <summary>How it stands.</summary>
    public TaskState State { get; init; } = TaskState.Open;

    /// <summary>How far it is known to be.</summary>
    public TaskPhase Phase { get; init; }

    /// <summary>The visit's id at the bureau (<c>mdtrt_id</c>), or empty.</summary>
    public string MdtrtId { get; init; } = "";

    /// <summary>The settlement's id at the bureau (<c>setl_id</c>), or empty.</summary>
    public string SetlId { get; init; } = "";

    /// <summary>Parts of the lines that are uploaded.</summary>
    public int Parts { get; init; }

    /// <summary>
    /// The last message that does not count any more against the bounds of refusals and of silence: a person has had the task tried again after it.
    /// </summary>
    public string CountedAfter { get; init; } = "";

    /// <summary>Questions about it that got no answer, since the last that did.</summary>
    public int Questions { get; init; }

    /// <summary>Why it is parked or came to nothing: a word of <see cref="LinkReason"/>, or empty.</summary>
    public string Reason { get; init; } = "";

    /// <summary>What was seen, a line each, without anything personal.</summary>
    public string Evidence { get; init; } = "";

    /// <summary>When it was made.</summary>
    public required DateTimeOffset Made { get; init; }

    /// <summary>When it is looked at next.</summary>
    public required DateTimeOffset Due { get; init; }

    /// <summary>The same with a line more of evidence.</summary>
    public BureauTask Noting(string line) => this with { Evidence = Evidence.Length == 0 ? line : $"{Evidence}\n{line}" };
}

/// <summary>Why a task is parked or came to nothing: stable words.</summary>
public static class LinkReason
{
    /// <summary>The bureau refuses a message, again and again.</summary>
    public const string Refused = "REFUSED";

    /// <summary>The bureau's figures are not those of MedAid.</summary>
    public const string Differs = "FIGURES_DIFFER";

    /// <summary>The bureau names a fund that the region's table does not know.</summary>
    public const string FundUnknown = "FUND_UNKNOWN";

    /// <summary>The bureau said that it settled, and does not know the settlement any more.</summary>
    public const string Vanished = "VANISHED";

    /// <summary>More than one settlement of the visit stands at the bureau.</summary>
    public const string StandsTwice = "STANDS_TWICE";

    /// <summary>A reversal was answered as done, and what it undoes still stands.</summary>
    public const string StillStands = "STILL_STANDS";

    /// <summary>So many messages without an answer.</summary>
    public const string NoAnswer = "NO_ANSWER";

    /// <summary>The bureau does not answer what stands.</summary>
    public const string CannotAsk = "CANNOT_ASK";

    /// <summary>Name or number of the person are not on record here.</summary>
    public const string PersonUnknown = "PERSON_UNKNOWN";

    /// <summary>The link names no national code for the kind of care.</summary>
    public const string NoCareType = "NO_CARE_TYPE";

    /// <summary>The message cannot be written: keys of the signature are missing.</summary>
    public const string CannotWrite = "CANNOT_WRITE";

    /// <summary>The link of the task is not in the file any more.</summary>
    public const string LinkGone = "LINK_GONE";

    /// <summary>The link is for out-patients.</summary>
    public const string StayNotCovered = "STAY_NOT_COVERED";

    /// <summary>The settlement cannot be read, or its claim was not kept.</summary>
    public const string CannotRead = "CANNOT_READ";

    /// <summary>MedAid failed by a defect of its own; the log has its cause.</summary>
    public const string Defect = "DEFECT";

    /// <summary>MedAid refused what the platform had settled, and the platform's settlement was undone.</summary>
    public const string RefusedHere = "REFUSED_HERE";
}
