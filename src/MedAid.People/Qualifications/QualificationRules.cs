using System.Security.Cryptography;
using System.Text;
using MedAid.Core;
using MedAid.Settlement;
using MedAid.Settlement.People;
using MedAid.Settlement.Writes;

namespace MedAid.People.Qualifications;

/// <summary>An application as made.</summary>
/// <param name="Kind">Chronic or two-disease.</param>
/// <param name="Disease">National code.</param>
/// <param name="Hospital">Hospital to be bound to; empty: none.</param>
/// <param name="HospitalLevel">Level, 1 to 3, of the hospital whose records are the evidence; 0: two doctors sign.</param>
/// <param name="Doctors">Codes of the doctors who sign.</param>
/// <param name="Operator">Who takes it in.</param>
public sealed record QualificationDraft(
    QualificationKind Kind, string Disease, HospitalCode Hospital, int HospitalLevel, IReadOnlyList<string> Doctors, string Operator);

/// <summary>A decision on an application; <paramref name="Reason"/> is null if it is approved.</summary>
public sealed record Verdict(string Operator, RefusalReason? Reason);

/// <summary>
/// Who gets a qualification. What is decided at once, when the benefit begins, whose records or signatures count, and which chronic
/// benefit bars the two-disease one is said by the region's disease list. No benefit begins before the day of the decision.
/// </summary>
public static class QualificationRules
{
    /// <summary>Days before its end from which a qualification may be renewed, and from which its holder is reminded.</summary>
    public const int RenewalDays = 60;

    private const int SignersNeeded = 2;
    private const int IdDigits = 24;
    private const string Resident = "resident";

    /// <summary>Takes an application in.</summary>
    public static Result<IReadOnlyList<QualificationApplication>> Apply(
        QualificationFacts facts, QualificationDraft draft, DiseaseList diseases, DateTimeOffset now)
    {
        if (facts.Person.Insured is null)
        {
            return Refuse(QualificationFault.NotInsured);
        }

        var today = ChinaTime.DayOf(now);
        var disease = diseases.Find(draft.Disease);
        if (disease is null || !(draft.Kind == QualificationKind.Chronic ? disease.Chronic : disease.TwoDisease))
        {
            return Refuse(QualificationFault.NotListed);
        }

        var held = facts.Lasting(draft.Kind, draft.Disease, today);
        var fault = CheckEvidence(facts, draft, disease, today) ?? CheckPerson(facts, draft.Kind, disease, today) ?? CheckRenewal(held, today);
        if (fault is not null)
        {
            return Refuse(fault);
        }

        if (facts.Applications.Any(a => a.IsFor(draft.Kind, draft.Disease) && a.State == ApplicationState.Open))
        {
            return Refuse(QualificationFault.AlreadyApplied);
        }

        return Write(New(facts, draft.Kind, draft.Disease, draft.Operator, now) with
        {
            Hospital = draft.Hospital,
            Source = held is null ? ApplicationSource.Application : ApplicationSource.Renewal,
            Evidence = draft.HospitalLevel > 0 ? EvidenceKind.HospitalRecord : EvidenceKind.TownshipDoctors,
            Signers = draft.HospitalLevel > 0 ? "" : string.Join(' ', SamePerson.Distinct(draft.Doctors)),
            DueBy = disease.IsAtOnce(draft.Kind == QualificationKind.Chronic) ? today : today.AddMonths(disease.DecisionMonths),
        });
    }

    /// <summary>Decides an application.</summary>
    public static Result<IReadOnlyList<QualificationApplication>> Decide(
        QualificationFacts facts, string applicationId, Verdict verdict, DiseaseList diseases, DateTimeOffset now)
    {
        if (facts.Applications.FirstOrDefault(a => a.ApplicationId == applicationId) is not { } application)
        {
            return Refuse(QualificationFault.NotFound);
        }

        if (application.State != ApplicationState.Open)
        {
            return Refuse(QualificationFault.AlreadyDecided);
        }

        if (SamePerson.Is(application.AppliedBy, verdict.Operator))
        {
            return Refuse(QualificationFault.SameOperator);
        }

        return diseases.Find(application.Disease) is { } disease
            ? verdict.Reason is { } reason
                ? Refuse(facts, application, verdict.Operator, reason, disease, now)
                : Approve(facts, application, verdict.Operator, disease, now)
            : Refuse(QualificationFault.NotListed);
    }

    /// <summary>
    /// Whether a qualification may end on a day: one of the days on which it holds, once. A death has happened: the first day without
    /// benefit is tomorrow at the latest.
    /// </summary>
    public static Fault? End(QualificationFacts facts, string applicationId, QualificationEnd end, DateOnly today) =>
        facts.Applications.FirstOrDefault(a => a.ApplicationId == applicationId) switch
        {
            null => QualificationFault.NotFound,
            { End: not null } => QualificationFault.EndedBefore,
            _ when end.Reason == QualificationEndReason.Deceased && end.EndedOn > today.AddDays(1) => QualificationFault.DeathToCome,
            { Granted: { } granted } when granted.HoldsOn(end.EndedOn) => null,
            _ => QualificationFault.NotHeld,
        };

    /// <summary>Takes a managed patient who is on drugs into two-disease, unless they have a chronic benefit.</summary>
    public static Result<IReadOnlyList<QualificationApplication>> Enrol(
        QualificationFacts facts, ManagedPatient patient, string maker, string checker, DiseaseList diseases, DateTimeOffset now)
    {
        if (facts.Person.Insured is null)
        {
            return Refuse(QualificationFault.NotInsured);
        }

        // An enrolment that goes on after it broke off finds its own applications.
        if (facts.Applications.FirstOrDefault(a => IsOf(a, patient, maker, now)) is { } own)
        {
            return Write(own);
        }

        var today = ChinaTime.DayOf(now);
        if (diseases.Find(patient.Disease) is not { TwoDisease: true } disease)
        {
            return Refuse(QualificationFault.NotListed);
        }

        var fault = patient.OnDrugs ? CheckPerson(facts, QualificationKind.TwoDisease, disease, today) : QualificationFault.NotOnDrugs;
        fault ??= CheckRenewal(facts.Lasting(QualificationKind.TwoDisease, patient.Disease, today), today);
        if (fault is not null)
        {
            return Refuse(fault);
        }

        return facts.Applications.Any(a => a.IsFor(QualificationKind.TwoDisease, patient.Disease) && a.State == ApplicationState.Open)
            ? Refuse(QualificationFault.AlreadyApplied)
            : Approve(
                facts,
                New(facts, QualificationKind.TwoDisease, patient.Disease, maker, now) with
                {
                    Hospital = patient.Hospital, Source = ApplicationSource.ManagedList, Evidence = EvidenceKind.ManagedList,
                },
                checker, disease, now);
    }

    private static bool IsOf(QualificationApplication application, ManagedPatient patient, string maker, DateTimeOffset begun) =>
        application.IsFor(QualificationKind.TwoDisease, patient.Disease) && application.Source == ApplicationSource.ManagedList
        && application.AppliedBy == maker && application.Applied == begun;

    private static Result<IReadOnlyList<QualificationApplication>> Refuse(Fault fault) =>
        Result.Refused<IReadOnlyList<QualificationApplication>>(fault);

    private static Result<IReadOnlyList<QualificationApplication>> Write(params QualificationApplication[] applications) =>
        Result.Done<IReadOnlyList<QualificationApplication>>(applications);

    private static Fault? CheckEvidence(
        QualificationFacts facts, QualificationDraft draft, ListedDisease disease, DateOnly today)
    {
        if (draft.HospitalLevel > 0 || draft.Kind == QualificationKind.TwoDisease)
        {
            return draft.HospitalLevel >= disease.LowestLevel ? null : QualificationFault.LevelTooLow(disease.LowestLevel);
        }

        if (!disease.TwoDoctors)
        {
            return QualificationFault.DoctorsDoNotCount;
        }

        var signers = SamePerson.Distinct(draft.Doctors.Where(d => d.Length > 0)).Count();
        return signers < SignersNeeded
            ? QualificationFault.TwoDoctorsNeeded
            : facts.IsPoorOn(today) ? null : QualificationFault.NotPoor;
    }

    private static Fault? CheckPerson(
        QualificationFacts facts, QualificationKind kind, ListedDisease disease, DateOnly today) => facts switch
    {
        { Person.Insured: null } => QualificationFault.NotInsured,
        _ when kind == QualificationKind.Chronic => null,
        { Person.Insured.Scheme: not Resident } => QualificationFault.NotResident,
        _ => facts.HasChronic(disease.AnyChronicBars ? null : disease.Code, disease.EveOf(chronic: false, today).AddDays(1))
            ? QualificationFault.ChronicHeld
            : null,
    };

    private static Fault? CheckRenewal(Qualification? held, DateOnly today) =>
        held is null || held.Until?.AddDays(-RenewalDays) <= today ? null : QualificationFault.AlreadyQualified;

    private static Result<IReadOnlyList<QualificationApplication>> Approve(
        QualificationFacts facts, QualificationApplication application, string checker, ListedDisease disease, DateTimeOffset now)
    {
        var today = ChinaTime.DayOf(now);
        if (CheckPerson(facts, application.Kind, disease, today) is { } fault)
        {
            return Refuse(fault);
        }

        // A renewal begins where the old one ends: no day is lost and none counts twice.
        var lastDay = facts.Lasting(application.Kind, application.Disease, today)?.Until?.AddDays(-1);
        var eve = disease.EveOf(application.Kind == QualificationKind.Chronic, today);
        var approved = lastDay > eve ? lastDay.Value : eve;
        return Write(application with
        {
            State = ApplicationState.Approved, DecidedBy = checker, Decided = now, ApprovedOn = approved,
            Until = disease.Months is { } months ? approved.AddDays(1).AddMonths(months) : null,
        });
    }

    private static Result<IReadOnlyList<QualificationApplication>> Refuse(
        QualificationFacts facts, QualificationApplication application, string checker, RefusalReason reason, ListedDisease disease,
        DateTimeOffset now)
    {
        var refused = application with
        {
            State = ApplicationState.Refused, DecidedBy = checker, Decided = now, Reason = reason,
        };
        var falls = application.Kind == QualificationKind.Chronic && reason == RefusalReason.CriteriaNotMet && disease.TwoDisease
            && application.Evidence == EvidenceKind.HospitalRecord;
        var patient = new ManagedPatient(application.Disease, application.Hospital, OnDrugs: true);
        return falls
            ? Enrol(facts, patient, application.AppliedBy, checker, new DiseaseList([disease]), now).Match(
                (moved, _) => Write(refused, moved[0] with { Source = ApplicationSource.FailedChronic, Evidence = application.Evidence }),
                () => Write(refused), _ => Write(refused))
            : Write(refused);
    }

    private static QualificationApplication New(
        QualificationFacts facts, QualificationKind kind, string disease, string maker, DateTimeOffset now)
    {
        var before = facts.Applications.Count(a => a.IsFor(kind, disease));
        var hash = SHA256.HashData(Encoding.UTF8.GetBytes($"{facts.Person.PersonKey} {kind} {disease} {before}"));
        return new QualificationApplication
        {
            ApplicationId = "Q" + Convert.ToHexString(hash)[..IdDigits],
            PersonKey = facts.Person.PersonKey, Kind = kind, Disease = disease, Hospital = default, Source = ApplicationSource.Application,
            Evidence = EvidenceKind.HospitalRecord, AppliedBy = maker, Applied = now, DueBy = ChinaTime.DayOf(now),
        };
    }
}
