using System.Globalization;
using Google.Protobuf.WellKnownTypes;
using MedAid.Core.Policy;
using MedAid.Gateway.Wire.People.V1;
using MedAid.People;
using MedAid.People.Identities;
using MedAid.People.Ports;
using FaultMessage = MedAid.Gateway.Wire.People.V1.RosterFault;
using ImportMessage = MedAid.Gateway.Wire.People.V1.RosterImport;
using KindMessage = MedAid.Gateway.Wire.People.V1.RosterKind;
using MarkMessage = MedAid.Gateway.Wire.People.V1.ReadjudicationMark;
using StateMessage = MedAid.Gateway.Wire.People.V1.RosterState;

namespace MedAid.Gateway.People;

/// <summary>From what is known to wire messages, field by field.</summary>
internal static class PeopleOut
{
    public static Person Person(PersonView view)
    {
        var person = new Person
        {
            PersonKey = view.Facts.PersonKey,
            Name = view.Name ?? "",
            IdNumber = view.IdNumber ?? "",
            Scheme = view.Facts.Insured?.Scheme ?? "",
            CountyCode = view.Facts.Insured?.County ?? "",
            EligibilityVersion = view.Facts.Insured?.Version ?? 0,
            HouseholdHeadKey = view.Facts.Household?.HeadKey ?? "",
            Township = view.Facts.Household?.Township ?? "",
            Village = view.Facts.Household?.Village ?? "",
        };
        person.Identities.AddRange(view.Facts.Periods.Select(Identity));
        person.History.AddRange(view.History.Select(History));
        return person;
    }

    public static IdentityHistory Change(ChangeView change)
    {
        var row = History(change.Row);
        row.Name = change.Name ?? "";
        row.IdNumber = change.IdNumber ?? "";
        return row;
    }

    public static ImportMessage Import(MedAid.People.Rosters.RosterImport import) => new()
    {
        ImportId = import.ImportId,
        RequestId = import.RequestId,
        Kind = (KindMessage)(int)import.Kind,
        CountyCode = import.County,
        Identity = import.Identity is { } kind ? Vocabulary.Identity.WordOf(kind) : "",
        ListDate = Day(import.ListDate),
        Operator = import.Operator,
        State = (StateMessage)(int)import.State,
        StartedTime = Timestamp.FromDateTimeOffset(import.Started),
        TouchedTime = Timestamp.FromDateTimeOffset(import.Touched),
        Lines = import.Counts.Lines,
        LinesDone = import.Counts.Done,
        LinesChanged = import.Counts.Changed,
        LinesBad = import.Counts.Bad,
        LinesWarned = import.Counts.Warned,
        Marks = import.Counts.Marks,
    };

    public static FaultMessage Fault(MedAid.People.Rosters.RosterFault fault) => new()
    {
        Line = fault.Line, Column = fault.Column, Code = fault.Code, Message = fault.Message, Refused = fault.Refused,
    };

    public static MarkMessage Mark(MedAid.People.Ports.ReadjudicationMark mark) => new()
    {
        SettlementId = mark.SettlementId,
        PersonKey = mark.PersonKey,
        ImportId = mark.ImportId,
        Line = mark.Line,
        NotedTime = Timestamp.FromDateTimeOffset(mark.Noted),
        ResolvedTime = mark.Resolved is { } at ? Timestamp.FromDateTimeOffset(at) : null,
        Resolution = mark.Resolution ?? "",
    };

    private static IdentityHistory History(HistoryRow row) => new()
    {
        PersonKey = row.PersonKey,
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
        FromDate = Day(period.Span.From),
        UntilDate = Day(period.Until),
        CertifyByDate = Day(period.CertifyBy),
    };

    private static string Day(DateOnly? day) => day?.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture) ?? "";
}
