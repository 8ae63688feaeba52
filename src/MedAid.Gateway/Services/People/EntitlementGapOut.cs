using Google.Protobuf.WellKnownTypes;
using MedAid.Contract.People.V1;
using MedAid.Core;
using MedAid.People;
using MedAid.People.EntitlementGaps;
using MedAid.People.Storage;

namespace MedAid.Gateway.Services;

/// <summary>Findings, lists and files as messages of the contract. The numbers of the enumerations are the same in both.</summary>
internal static class EntitlementGapOut
{
    public static PeopleV1.Finding Finding(People.EntitlementGaps.GapFinding finding, IReadOnlyDictionary<PersonKey, ShownPerson> labels)
    {
        var shown = finding.Snapshot;
        var (name, number) = labels.GetValueOrDefault(shown.PersonKey);
        return new PeopleV1.Finding
        {
            FindingId = finding.FindingId,
            Kind = (PeopleV1.FindingKind)(int)shown.Kind,
            PersonKey = shown.PersonKey.Text,
            Name = name ?? "",
            IdNumber = number ?? "",
            CountyCode = shown.CountyCode.Text,
            Subject = shown.Subject,
            SinceDate = PlainText.Day(shown.Since),
            AmountFen = shown.AmountFen,
            LineFen = shown.LineFen,
            Days = shown.Days,
            IndicatorId = shown.IndicatorId,
            FoundTime = finding.FoundTime.ToTimestamp(),
            Standing = (PeopleV1.FindingStanding)(int)finding.Standing,
            StandingTime = finding.StandingTime.ToTimestamp(),
        };
    }

    public static PeopleV1.Finding Whole(FindingWithLists found, IReadOnlyList<ProvingVisit> proofs,
        IReadOnlyDictionary<PersonKey, ShownPerson> labels)
    {
        var finding = Finding(found.Finding, labels);
        finding.Proofs.AddRange(proofs.Select(p => new FindingProof
        {
            SettlementId = p.SettlementId.Text, ServiceDate = PlainText.Day(p.ServiceDate), BurdenFen = p.BurdenFen,
        }));
        finding.Lists.AddRange(found.Lines.Select(l => new FindingListed
        {
            ListId = l.ListId,
            Receiver = (GapAuthority)(int)l.Receiver,
            LineNumber = l.Line.LineNumber,
            Outcome = (PeopleV1.LineOutcome)(int)(l.Line.Answer?.Outcome ?? 0),
            Note = l.Line.Answer?.Note ?? "",
        }));
        finding.Referral = found.Referral is { } referral ? Aid(referral) : null;
        return finding;
    }

    public static FindingList List(ReferralList list, EntitlementGapTerms terms, DateOnly today, IReadOnlyDictionary<PersonKey, ShownPerson> labels,
        IReadOnlyDictionary<PersonKey, (string Township, string Village)> places) => new()
    {
        Head = Head(list.Head, terms, today),
        Lines = { list.Lines.Select(l => Line(l, labels, places.GetValueOrDefault(l.Snapshot.PersonKey, ("", "")))) },
    };

    public static FindingListHead Head(ReferralListHead head, EntitlementGapTerms terms, DateOnly today) => new()
    {
        ListId = head.ListId,
        Receiver = (GapAuthority)(int)head.Receiver,
        CountyCode = head.CountyCode.Text,
        Number = head.Number,
        BuiltTime = head.BuiltTime.ToTimestamp(),
        Operator = head.Operator,
        Lines = head.Lines,
        Acknowledged = head.Acknowledged,
        DueDate = PlainText.Day(head.DueDate(terms)),
        Overdue = head.IsOverdue(terms, today),
    };

    public static PeopleV1.UremiaFile File(People.EntitlementGaps.UremiaFile file, IReadOnlyDictionary<PersonKey, ShownPerson> labels)
    {
        var (name, number) = labels.GetValueOrDefault(file.PersonKey);
        return new PeopleV1.UremiaFile
        {
            PersonKey = file.PersonKey.Text,
            Name = name ?? "",
            IdNumber = number ?? "",
            CountyCode = file.CountyCode.Text,
            SinceDate = PlainText.Day(file.Since),
            VisitDays = file.Visits?.Days ?? 0,
            LastVisitDate = PlainText.Day(file.Visits?.Last),
            QualifiedDiseaseCode = file.Qualification?.Disease ?? "",
            QualifiedFromDate = PlainText.Day(file.Qualification?.Approved.AddDays(1)),
            QualifiedUntilDate = PlainText.Day(file.Qualification?.Until),
            Applied = file.IsApplied,
            FiledBy = file.Filed?.Operator ?? "",
            FiledNote = file.Filed?.Note ?? "",
            End = (PeopleV1.UremiaEnd)(int)(file.Ended?.End ?? 0),
            EndDate = PlainText.Day(file.Ended?.Day),
            EndedBy = file.Ended?.Operator ?? "",
            EndNote = file.Ended?.Note ?? "",
        };
    }

    public static ImplementationKind Kind(KindCheck check) => new()
    {
        Kind = (PeopleV1.FindingKind)(int)check.Kind,
        Found = check.Found,
        Pushed = check.Pushed,
        Acknowledged = check.Acknowledged,
        NotApplicable = check.NotApplicable,
        Settled = check.Settled,
        Refused = check.Refused,
        Withdrawn = check.Withdrawn,
        Pending = check.Pending,
        Open = check.Open,
    };

    public static PeopleV1.BenefitMeasure Measure(People.EntitlementGaps.BenefitMeasure measure) => new()
    {
        CountyCode = measure.CountyCode.Text,
        Kind = (QualificationKind)(int)measure.Kind,
        Enrolled = measure.Enrolled,
        Served = measure.Served,
        SharePerTenThousand = measure.SharePerTenThousand,
    };

    private static FindingListLine Line(ReferralLine line, IReadOnlyDictionary<PersonKey, ShownPerson> labels,
        (string Township, string Village) place)
    {
        var shown = line.Snapshot;
        var (name, number) = labels.GetValueOrDefault(shown.PersonKey);
        return new FindingListLine
        {
            LineNumber = line.LineNumber,
            FindingId = line.FindingId,
            PersonKey = shown.PersonKey.Text,
            Name = name ?? "",
            IdNumber = number ?? "",
            Subject = shown.Subject,
            SinceDate = PlainText.Day(shown.Since),
            AmountFen = shown.AmountFen,
            LineFen = shown.LineFen,
            Days = shown.Days,
            SettlementIds = { line.SettlementIds.Select(id => id.Text) },
            Outcome = (PeopleV1.LineOutcome)(int)(line.Answer?.Outcome ?? 0),
            Note = line.Answer?.Note ?? "",
            AnsweredBy = line.Answer?.Operator ?? "",
            AnsweredTime = line.Answer?.Time.ToTimestamp(),
            Township = place.Township,
            Village = place.Village,
        };
    }

    private static AidReferral Aid(Referral referral) => new()
    {
        ReferredBy = referral.Operator,
        ReferredTime = referral.ReferredTime.ToTimestamp(),
        Note = referral.Note,
        Decided = referral.Decision is not null,
        GrantedFen = referral.Decision?.GrantedFen ?? 0,
        Reason = referral.Decision?.Reason ?? "",
        DecidedBy = referral.Decision?.Operator ?? "",
        DecidedTime = referral.Decision?.Time.ToTimestamp(),
    };
}
