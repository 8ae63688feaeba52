using Google.Protobuf;
using Grpc.Core;
using MedAid.Contract.People.V1;
using MedAid.Core;
using MedAid.Gateway.Calls;
using MedAid.People.Qualifications;
using MedAid.People.Storage;
using MedAid.Settlement;
using MedAid.Settlement.Reference;
using MedAid.Settlement.Writes;

namespace MedAid.Gateway.Services;

/// <summary>The calls about qualifications: map in, one use case, map out. For gRPC and HTTP/JSON alike.</summary>
internal sealed class QualificationGrpcService(
    QualificationWorkflow workflow, QualificationStore store, PersonReader persons, ReferenceDataHolder reference, TimeProvider time,
    IRequestLog requests)
    : QualificationService.QualificationServiceBase, IRecall
{
    private const string Purpose = "慢特病资格";

    public IRequestLog Requests => requests;

    public async Task<IMessage?> AnswerAsync(IMessage request, string subject, ServerCallContext context)
    {
        if (request is EnrolTwoDiseaseRequest)
        {
            return await store.FindEnrolmentAsync(subject, context.CancellationToken) is { Result: { } result }
                ? Response(result, replayed: true) : null;
        }

        var made = await store.FindAsync(subject.Split(' '), context.CancellationToken);
        return request switch
        {
            ApplyQualificationRequest => QualificationOut.Of(made[0]),
            DecideQualificationRequest => Response(made, replayed: true),
            _ => Response(new Recorded<People.Qualifications.QualificationApplication>(made[0], [], 0), replayed: true),
        };
    }

    public override async Task<PeopleV1.QualificationApplication> ApplyQualification(
        ApplyQualificationRequest request, ServerCallContext context)
    {
        var fields = new RequestFields().Write(context);
        fields.IdNumber("id_number", request.IdNumber);
        fields.Known("kind", request.Kind, "是门诊慢特病还是“两病”");
        var evidence = new EvidenceCheck(reference.Current, ChinaTime.DayOf(time.GetUtcNow()), fields);
        var level = evidence.Level(new HospitalCode(request.EvidenceHospitalCode));
        evidence.Doctors(request.DoctorCodes);
        evidence.Code("hospital_code", request.HospitalCode);
        fields.Check();
        var draft = new QualificationDraft(
            (Settlement.People.QualificationKind)(int)request.Kind, request.DiseaseCode, new HospitalCode(request.HospitalCode), level,
            request.DoctorCodes,
            Callers.OperatorOf(context));
        return QualificationOut.Of(
            Faults.ValueOf(await workflow.ApplyAsync(request.IdNumber, draft, RequestKey.Of(context), context.CancellationToken)).Value[0]);
    }

    public override async Task<DecideQualificationResponse> DecideQualification(
        DecideQualificationRequest request, ServerCallContext context)
    {
        new RequestFields().Write(context).KnownOrAny("refusal", request.Refusal).Check();
        RefusalReason? reason = request.Refusal == QualificationRefusal.Unspecified ? null : (RefusalReason)(int)request.Refusal;
        var (made, replayed) = Faults.DoneOf(await workflow.DecideAsync(
            request.ApplicationId, new Verdict(Callers.OperatorOf(context), reason), RequestKey.Of(context), context.CancellationToken));
        return Response(made.Value, replayed);
    }

    public override async Task<EndQualificationResponse> EndQualification(EndQualificationRequest request, ServerCallContext context)
    {
        var fields = new RequestFields().Write(context).Words("application_id", request.ApplicationId, "申请编号")
            .Known("reason", request.Reason, "原因").Note("note", request.Note, "说明");
        var day = fields.Day("ended_date", request.EndedDate);
        fields.Check();
        var end = new QualificationEnd(day, (People.Qualifications.QualificationEndReason)(int)request.Reason, request.Note,
            Callers.OperatorOf(context), default);
        var (made, replayed) = Faults.DoneOf(await workflow.EndAsync(
            request.ApplicationId, end, RequestKey.Of(context), context.CancellationToken));
        return Response(made, replayed);
    }

    public override async Task<ListQualificationsResponse> ListQualifications(
        ListQualificationsRequest request, ServerCallContext context)
    {
        var fields = new RequestFields();
        var page = fields.Page(request);
        fields.Check();
        People.Qualifications.ApplicationState? state = request.State == QualificationState.Unspecified
            ? null : (People.Qualifications.ApplicationState)(int)request.State;
        var found = await store.ListAsync(
            state, request.PersonKey.Length > 0 ? new PersonKey(request.PersonKey) : null, page.Skip, page.Size + 1, context.CancellationToken);
        var (shown, next) = page.Cut(found);
        await NoteAsync(shown, context);
        return new ListQualificationsResponse { Applications = { shown.Select(QualificationOut.Of) }, NextPageToken = next };
    }

    public override async Task<GetQualificationRemindersResponse> GetQualificationReminders(
        GetQualificationRemindersRequest request, ServerCallContext context)
    {
        var reminders = await workflow.RemindAsync(context.CancellationToken);
        await NoteAsync([.. reminders.Due, .. reminders.Ending], context);
        return new GetQualificationRemindersResponse
        {
            DueApplications = { reminders.Due.Select(QualificationOut.Of) }, EndingApplications = { reminders.Ending.Select(QualificationOut.Of) },
        };
    }

    public override async Task<EnrolTwoDiseaseResponse> EnrolTwoDisease(EnrolTwoDiseaseRequest request, ServerCallContext context)
    {
        new RequestFields().Write(context).Words("checked_by", request.CheckedBy, "复核人").Check();
        var list = await ManagedList.ReadAsync(request.File.ToByteArray(), context.CancellationToken);
        var (result, replayed) = Faults.DoneOf(await workflow.EnrolAsync(
            list, Callers.OperatorOf(context), request.CheckedBy, RequestKey.Of(context), context.CancellationToken));
        return Response(result, replayed);
    }

    private static DecideQualificationResponse Response(IReadOnlyList<People.Qualifications.QualificationApplication> made, bool replayed) =>
        new() { Applications = { made.Select(QualificationOut.Of) }, Replayed = replayed };

    private static EndQualificationResponse Response(Recorded<People.Qualifications.QualificationApplication> made, bool replayed) =>
        new() { Application = QualificationOut.Of(made.Value), Marks = made.Marks, Replayed = replayed };

    private static EnrolTwoDiseaseResponse Response(EnrolmentResult result, bool replayed) => new()
    {
        Enrolled = result.Enrolled,
        Faults = { result.Faults.Select(f => new EnrolmentFault { Line = f.Line, Code = f.Code, Message = f.Message }) },
        Replayed = replayed,
    };

    private Task NoteAsync(IReadOnlyList<People.Qualifications.QualificationApplication> shown, ServerCallContext context) =>
        persons.NoteAsync(shown.Select(s => s.PersonKey), Purpose, context);
}
