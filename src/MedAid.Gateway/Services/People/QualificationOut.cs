using Google.Protobuf.WellKnownTypes;
using MedAid.Contract.People.V1;
using MedAid.Core;
using MedAid.People.Qualifications;

namespace MedAid.Gateway.Services;

/// <summary>Qualifications as messages of the contract.</summary>
internal static class QualificationOut
{
    private const string Date = "yyyy-MM-dd";

    public static PeopleV1.QualificationApplication Of(People.Qualifications.QualificationApplication application) => new()
    {
        ApplicationId = application.ApplicationId,
        PersonKey = application.PersonKey.Text,
        Kind = (QualificationKind)(int)application.Kind,
        DiseaseCode = application.Disease,
        HospitalCode = application.Hospital.Text,
        Source = application.Source switch
        {
            ApplicationSource.Renewal => "renewal",
            ApplicationSource.ManagedList => "managed_list",
            ApplicationSource.FailedChronic => "failed_chronic",
            ApplicationSource.Application => "application",
            _ => throw InvariantBrokenException.NoWordFor(application.Source),
        },
        DoctorCodes = { application.Signers.Split(' ', StringSplitOptions.RemoveEmptyEntries) },
        AppliedBy = application.AppliedBy,
        AppliedTime = application.Applied.ToTimestamp(),
        DueDate = PlainText.Day(application.DueBy),
        State = (QualificationState)(int)application.State,
        DecidedBy = application.DecidedBy ?? "",
        DecidedTime = application.Decided?.ToTimestamp(),
        FromDate = PlainText.Day(application.ApprovedOn?.AddDays(1)),
        UntilDate = PlainText.Day(application.Until),
        Refusal = (QualificationRefusal)(int)(application.Reason ?? 0),
        EndedDate = PlainText.Day(application.End?.EndedOn),
        EndReason = (PeopleV1.QualificationEndReason)(int)(application.End?.Reason ?? 0),
        EndNote = application.End?.Note ?? "",
        EndedBy = application.End?.EndedBy ?? "",
        EndedTime = application.End?.Ended.ToTimestamp(),
    };
}
