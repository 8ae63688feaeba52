using Google.Protobuf.WellKnownTypes;
using MedAid.Contract.People.V1;
using MedAid.Core;
using MedAid.Core.Policy;
using MedAid.People;
using MedAid.People.Identities;
using MedAid.People.Storage;
using MedAid.Settlement.LaterVisits;
using MedAid.Settlement.People;

namespace MedAid.Gateway.Services;

/// <summary>From what is known to wire messages, field by field.</summary>
internal static class PeopleOut
{
    public static Person Person(PersonView view)
    {
        var person = new Person
        {
            PersonKey = view.Facts.PersonKey.Text,
            Name = view.Name ?? "",
            IdNumber = view.IdNumber ?? "",
            Scheme = view.Facts.Insured?.Scheme ?? "",
            CountyCode = (view.Facts.Insured?.County ?? default).Text,
            EligibilityVersion = view.Facts.Insured?.Version ?? 0,
            HouseholdHeadKey = (view.Facts.Household?.HeadKey ?? default).Text,
            Township = view.Facts.Household?.Township ?? "",
            Village = view.Facts.Household?.Village ?? "",
        };
        person.Identities.AddRange(view.Facts.Periods.Select(Identity));
        person.IdentityChanges.AddRange(view.History.Select(History));
        person.Versions.AddRange(view.Versions.Select(Version));
        person.Households.AddRange(view.Households.Select(Household));
        return person;
    }

    public static IdentityHistory Change(ChangeView change)
    {
        var row = History(change.Row);
        row.Name = change.Name ?? "";
        row.IdNumber = change.IdNumber ?? "";
        return row;
    }

    public static PeopleV1.RosterImport Import(MedAid.People.Rosters.RosterImport import) => new()
    {
        ImportId = import.ImportId,
        RequestId = import.RequestId,
        Kind = (PeopleV1.RosterKind)(int)import.Kind,
        CountyCode = import.County.Text,
        Identity = import.Identity is { } kind ? Vocabulary.Identity.WordOf(kind) : "",
        ListDate = PlainText.Day(import.ListDate),
        Operator = import.Operator,
        State = (PeopleV1.RosterState)(int)import.State,
        StartedTime = Timestamp.FromDateTimeOffset(import.Started),
        TouchedTime = Timestamp.FromDateTimeOffset(import.Touched),
        Lines = import.Counts.Lines,
        LinesDone = import.Counts.Done,
        LinesChanged = import.Counts.Changed,
        LinesBad = import.Counts.Bad,
        LinesWarned = import.Counts.Warned,
        Marks = import.Counts.Marks,
    };

    public static PeopleV1.RosterFault Fault(MedAid.People.Rosters.RosterFault fault) => new()
    {
        Line = fault.Line, Column = fault.Column, Code = fault.Code, Message = fault.Message, Refused = fault.Refused,
    };

    public static PeopleV1.ReadjudicationMark Mark(MedAid.People.Storage.ReadjudicationMark mark) => new()
    {
        SettlementId = mark.SettlementId.Text,
        PersonKey = mark.PersonKey.Text,
        ImportId = mark.Difference is null ? mark.ImportId : "",
        Line = mark.Difference is null ? mark.Line : 0,
        LaterVisit = mark.Difference is { } difference ? Later(mark, difference) : null,
        NotedTime = Timestamp.FromDateTimeOffset(mark.Noted),
        ResolvedTime = mark.Resolved is { } at ? Timestamp.FromDateTimeOffset(at) : null,
        Resolution = mark.Resolution is { } made ? MarkOutcomes.Words.WordOf(made.Outcome) : "",
        AgainSettlementId = (mark.Resolution?.AgainSettlementId ?? default).Text,
        Reason = mark.Resolution?.Reason ?? "",
        ResolvedBy = mark.Resolution?.Operator ?? "",
        OpenAgain = mark.Again,
    };

    private static LaterVisit Later(MedAid.People.Storage.ReadjudicationMark mark, VisitDifference difference) => new()
    {
        CauseSettlementId = mark.ImportId,
        CauseUndone = mark.Line == 1,
        PatientStandsFen = difference.PatientStandsFen,
        PatientRightFen = difference.PatientRightFen,
        PatientBackFen = difference.BackFen,
        Payers =
        {
            difference.Payers.Select(p => new LaterVisitPayer
            {
                Kind = (LaterVisitPayer.Types.Kind)(int)p.Kind, Layer = p.Layer, Name = p.Name, StandsFen = p.StandsFen, RightFen = p.RightFen,
            }),
        },
    };

    private static PeopleV1.PersonVersion Version(MedAid.People.Storage.PersonVersion version) => new()
    {
        Version = version.Person.Version,
        KnownFromTime = Timestamp.FromDateTimeOffset(version.KnownFrom),
        ChangedBy = version.ChangedBy,
        Operator = version.Operator,
        Scheme = version.Person.Scheme,
        CountyCode = version.Person.County.Text,
        Identities =
        {
            version.Person.Identities.Select(i => new Identity
            {
                Identity_ = Vocabulary.Identity.WordOf(i.Kind), FromDate = PlainText.Day(i.From), UntilDate = PlainText.Day(i.Until),
            }),
        },
        Qualifications = { version.Person.Qualifications.Select(Qualification) },
    };

    private static HeldQualification Qualification(Qualification held) => new()
    {
        Kind = QualificationKinds.Words.WordOf(held.Kind),
        DiseaseCode = held.Disease,
        FromDate = PlainText.Day(held.Approved.AddDays(1)),
        UntilDate = PlainText.Day(held.Until),
        HospitalCode = (held.Hospital ?? default).Text,
    };

    private static PeopleV1.HouseholdVersion Household(MedAid.People.Storage.HouseholdVersion version) => new()
    {
        HeadKey = version.Place.HeadKey.Text,
        CountyCode = version.Place.County.Text,
        Township = version.Place.Township,
        Village = version.Place.Village,
        KnownFromTime = Timestamp.FromDateTimeOffset(version.KnownFrom),
        ChangedBy = version.ChangedBy,
        Operator = version.Operator,
    };

    private static IdentityHistory History(HistoryRow row) => new()
    {
        PersonKey = row.PersonKey.Text,
        Identity = Identity(row.Period),
        KnownFromTime = Timestamp.FromDateTimeOffset(row.KnownFrom),
        KnownToTime = row.KnownTo is { } to ? Timestamp.FromDateTimeOffset(to) : null,
        OpenedByImportId = row.OpenedBy,
        OpenedLine = row.OpenedLine,
        ClosedByImportId = row.ClosedBy ?? "",
        ClosedLine = row.ClosedLine ?? 0,
    };

    private static Identity Identity(IdentityPeriod period) => new()
    {
        Identity_ = Vocabulary.Identity.WordOf(period.Kind),
        FromDate = PlainText.Day(period.Span.From),
        UntilDate = PlainText.Day(period.Until),
        CertifyByDate = PlainText.Day(period.CertifyBy),
    };
}
