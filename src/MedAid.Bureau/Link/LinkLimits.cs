namespace MedAid.Bureau.Link;

/// <summary>Every bound of the link, listed in docs/OPERATIONS.md.</summary>
public static class LinkLimits
{
    /// <summary>Refusals of one message after which a person has to look at it.</summary>
    public const int RefusalsMax = 3;

    /// <summary>Messages of a task without an answer after which a person has to look at it.</summary>
    public const int UnknownMax = 30;

    /// <summary>Visits of a gateway that are worked on at the same time.</summary>
    public const int VisitsAtOnceMax = 8;

    /// <summary>Tasks that are taken together.</summary>
    public const int TasksTogetherMax = 16;

    /// <summary>Messages of the outbox that are taken over together.</summary>
    public const int OutboxTogetherMax = 200;

    /// <summary>Lines of one upload.</summary>
    public const int LinesOfUploadMax = 100;

    /// <summary>Bytes of an answer of the bureau; a longer one is none.</summary>
    public const int AnswerBytesMax = 4 * 1024 * 1024;

    /// <summary>Characters that are kept of what the bureau says to a refusal.</summary>
    public const int SaidMax = 200;

    /// <summary>Characters of evidence that are kept of a task.</summary>
    public const int EvidenceMax = 4_000;

    /// <summary>Messages without an answer, one after the other, after which the bureau counts as away.</summary>
    public const int SilentMax = 10;

    /// <summary>Persons whose numbers at the bureau are held in memory.</summary>
    public const int PersonsHeldMax = 20_000;

    /// <summary>Ids of questions that are taken from the counter together.</summary>
    public const int QuestionIdsTogether = 100;

    /// <summary>Questions about a task without an answer after which a person has to look at it.</summary>
    public const int QuestionsMax = 30;

    /// <summary>Longest time that one message may be given.</summary>
    public static readonly TimeSpan MessageTimeMax = TimeSpan.FromMinutes(10);

    /// <summary>How long before its end a sign-in is renewed.</summary>
    public static readonly TimeSpan SignInMargin = TimeSpan.FromMinutes(10);

    /// <summary>How long a sign-in holds.</summary>
    public static readonly TimeSpan SignInAge = TimeSpan.FromHours(24);

    /// <summary>What a gateway adds to the time of a message before another may take its task.</summary>
    public static readonly TimeSpan LeaseMargin = TimeSpan.FromSeconds(15);

    /// <summary>First pause after a message that got no answer or was refused; it doubles.</summary>
    public static readonly TimeSpan PauseFirst = TimeSpan.FromSeconds(1);

    /// <summary>Longest pause.</summary>
    public static readonly TimeSpan PauseMax = TimeSpan.FromMinutes(5);
}
