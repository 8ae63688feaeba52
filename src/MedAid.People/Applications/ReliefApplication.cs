using MedAid.Core;
using MedAid.Core.Policy;

namespace MedAid.People.Applications;

/// <summary>
/// An application for medical relief on paper (晋医保发〔2019〕46号 十一), folded from its steps: submission with papers, home visit, display,
/// report, decision by two clerks, publication; or a refusal with its notice and what the applicant does against it.
/// </summary>
public sealed record ReliefApplication
{
    /// <summary>First letter of ids, by which a row of history tells an application from an import.</summary>
    public const char IdLetter = 'A';

    /// <summary>Id, made from the request that submitted it.</summary>
    public required string ApplicationId { get; init; }

    /// <summary>Opaque key of the applicant.</summary>
    public required PersonKey PersonKey { get; init; }

    /// <summary>Everything that was done, in order.</summary>
    public IReadOnlyList<ReliefStep> Steps { get; private init; } = [];

    /// <summary>Where it stands.</summary>
    public ReliefState State { get; internal init; }

    /// <summary>As submitted.</summary>
    public Submission Submission { get; internal init; } = null!;

    /// <summary>Codes of the papers at hand.</summary>
    public IReadOnlyList<string> Papers { get; internal init; } = [];

    /// <summary>Codes of required papers that are still missing.</summary>
    public IReadOnlyList<string> Missing { get; internal init; } = [];

    /// <summary>The home visit.</summary>
    public HomeVisited? Visit { get; internal init; }

    /// <summary>The display.</summary>
    public Publicised? Publicity { get; internal init; }

    /// <summary>The proposal that was last made.</summary>
    public ReliefStep? Proposal { get; internal init; }

    /// <summary>The confirmation that decided it.</summary>
    public ReliefStep? Decision { get; internal init; }

    /// <summary>Day in China of the decision; null: none yet.</summary>
    public DateOnly? DecidedOn => Decision is { Act: Confirmed confirmed } decision ? confirmed.On ?? decision.Head.Today : null;

    /// <summary>What was granted.</summary>
    public ReliefGrant? Grant { get; internal init; }

    /// <summary>The notice of the last refusal.</summary>
    public RefusalNotice? Notice { get; internal init; }

    /// <summary>Appeals against refusals.</summary>
    public IReadOnlyList<Appeal> Appeals { get; internal init; } = [];

    /// <summary>Day in China on which it was handed in.</summary>
    public DateOnly SubmittedOn => Submission.ReceivedOn ?? Steps[0].Head.Today;

    /// <summary>Whether it is still to be decided.</summary>
    public bool IsOpen => State is >= ReliefState.AwaitingPapers and <= ReliefState.AwaitingConfirmation;

    /// <summary>Whether it was granted.</summary>
    public bool IsGranted => State is ReliefState.Granted or ReliefState.Published;

    /// <summary>The identity that its class gives; null: an unfiled visit gives none.</summary>
    public IdentityKind? Identity => Submission.Class switch
    {
        ApplicantClass.LowIncome => IdentityKind.LowIncome,
        ApplicantClass.ImpoverishedByIllness => IdentityKind.ImpoverishedByIllness,
        _ => null,
    };

    /// <summary>Where a proposal that is sent back goes.</summary>
    internal ReliefState Back { get; init; }

    /// <summary>The application of its steps.</summary>
    public static ReliefApplication Of(string applicationId, PersonKey personKey, IEnumerable<ReliefStep> steps) => steps.Aggregate(
        new ReliefApplication { ApplicationId = applicationId, PersonKey = personKey }, (before, step) => before.After(step));

    /// <summary>Whether an id is one of an application.</summary>
    public static bool IsId(string id) => id.Length > 1 && id[0] == IdLetter;

    /// <summary>The application after one more step.</summary>
    internal ReliefApplication After(ReliefStep step) => step.Act.Apply(this with { Steps = [.. Steps, step] }, step);
}
