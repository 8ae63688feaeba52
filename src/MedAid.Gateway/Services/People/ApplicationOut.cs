using Google.Protobuf.WellKnownTypes;
using MedAid.Contract.People.V1;
using MedAid.Core;
using MedAid.People.Applications;

namespace MedAid.Gateway.Services;

/// <summary>Applications on paper as messages of the contract. The numbers of words are the same in both.</summary>
internal static class ApplicationOut
{
    public static Application Of(ReliefApplication application, PaperList? papers, bool withSteps, string name = "")
    {
        var (submission, notice) = (application.Submission, application.Notice);
        var message = new Application
        {
            ApplicationId = application.ApplicationId,
            PersonKey = application.PersonKey.Text,
            Name = name,
            ApplicantClass = (PeopleV1.ApplicantClass)(int)submission.Class,
            Purpose = (ApplicationPurpose)(int)submission.Purpose,
            State = (ApplicationState)(int)application.State,
            CountyCode = submission.County.Text,
            Township = submission.Township,
            Village = submission.Village,
            SubmittedDate = PlainText.Day(application.SubmittedOn),
            Papers = { application.Papers },
            MissingPapers = { application.Missing },
            MissingPaperNames = { application.Missing.Select(code => papers?.NameOf(code) ?? code) },
            Receipts = submission.Receipts is { } paid ? Receipts(paid) : null,
            FromDate = PlainText.Day(application.Grant?.From),
            UntilDate = PlainText.Day(application.Grant?.Until),
            GrantedFen = application.Grant?.AmountFen ?? 0,
            NoticeNumber = notice?.Number.ToString() ?? "",
            ReviewByDate = PlainText.Day(notice?.ReviewBy),
            SuitByDate = PlainText.Day(notice?.SuitBy),
            Appeals = { application.Appeals.Select(Appeal) },
        };
        if (withSteps)
        {
            message.Steps.AddRange(application.Steps.Select(Step));
        }

        return message;
    }

    public static Paper Paper(ListedPaper paper) => new()
    {
        Code = paper.Code,
        Name = paper.Name,
        ApplicantClass = (PeopleV1.ApplicantClass)(int)(paper.Class ?? 0),
        Purpose = (ApplicationPurpose)(int)(paper.Purpose ?? 0),
        Required = paper.Required,
        Cite = paper.Cite,
    };

    private static Receipts Receipts(ReliefReceipts receipts) => new()
    {
        HospitalCode = receipts.HospitalCode.Text,
        ServiceDate = PlainText.Day(receipts.ServiceDate),
        TotalFen = receipts.TotalFen,
        ReimbursedFen = receipts.ReimbursedFen,
    };

    private static PeopleV1.Appeal Appeal(MedAid.People.Applications.Appeal appeal) => new()
    {
        NoticeNumber = appeal.Notice.ToString(),
        Kind = (PeopleV1.AppealKind)(int)appeal.Filing.Kind,
        FiledDate = PlainText.Day(appeal.Filing.FiledOn),
        InTime = appeal.InTime,
        Outcome = (PeopleV1.AppealOutcome)(int)(appeal.Result?.Outcome ?? 0),
    };

    private static ApplicationStep Step(ReliefStep step) => new()
    {
        Number = step.Number,
        Title = step.Act.Title,
        Operator = step.Head.Operator,
        RecordedTime = step.Head.Now.ToTimestamp(),
        Content = step.Act.ToJson(),
    };
}
