using MedAid.People.Applications;
using MedAid.People.Identities;

namespace MedAid.People.Storage;

/// <summary>Of what a step is to be recorded.</summary>
/// <param name="ApplicationId">The application.</param>
/// <param name="IdNumberHash">Of a submission, the applicant's token; null: the application is there already.</param>
public sealed record ReliefEntry(string ApplicationId, string? IdNumberHash)
{
    /// <summary>Year in which a notice of this step is numbered; null: this year.</summary>
    public int? NoticeYear { get; init; }
}

/// <summary>What is known when a step is decided.</summary>
/// <param name="Person">The applicant; null: nothing is on record about them.</param>
/// <param name="Application">The application; null: there is none, or none yet.</param>
/// <param name="Others">The applicant's other applications.</param>
/// <param name="NextNotice">Number of the township's next notice of the year.</param>
public sealed record ReliefFacts(
    PersonFacts? Person, ReliefApplication? Application, IReadOnlyList<ReliefApplication> Others, int NextNotice);

/// <summary>What a step makes of it: the application after it and, if they change, the applicant's identities.</summary>
public sealed record ReliefChange(ReliefApplication Application, Func<PersonFacts, IReadOnlyList<IdentityPeriod>>? Identities = null);
