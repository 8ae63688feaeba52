using Grpc.Core;
using MedAid.Contract.Errors.V1;
using MedAid.Contract.People.V1;
using MedAid.Gateway.Grpc;
using MedAid.People.Ports;
using MedAid.People.Qualifications;
using MedAid.Settlement;
using MedAid.Settlement.People;
using MedAid.Settlement.Reference;
using Application = MedAid.People.Qualifications.QualificationApplication;
using ApplicationState = MedAid.People.Qualifications.ApplicationState;
using DomainEndReason = MedAid.People.Qualifications.QualificationEndReason;
using DomainKind = MedAid.Settlement.People.QualificationKind;
using WireApplication = MedAid.Contract.People.V1.QualificationApplication;

namespace MedAid.Gateway.People;

/// <summary>The calls about qualifications: map in, one use case, map out. Both doors come through here.</summary>
internal sealed class QualificationGrpcService(
    QualificationDesk desk, IQualificationStore store, IPeopleStore people, Callers callers, ReferenceShelf shelf, TimeProvider time)
    : QualificationService.QualificationServiceBase
{
    private const string Purpose = "慢特病资格";

    public override async Task<WireApplication> ApplyQualification(
        ApplyQualificationRequest request, ServerCallContext context)
    {
        var problems = new List<FieldProblem>();
        if (!IdNumber.IsValid(request.IdNumber.ToUpperInvariant()))
        {
            problems.Add(new FieldProblem("id_number", "身份证号码不对，请核对", "CHECKSUM"));
        }

        if (!IsKnown((DomainKind)(int)request.Kind))
        {
            problems.Add(new FieldProblem("kind", "请写明是门诊慢特病还是“两病”", "REQUIRED"));
        }

        var evidence = new EvidenceCheck(shelf.Current, ChinaTime.DayOf(time.GetUtcNow()), problems);
        var level = evidence.Level(request.EvidenceHospitalCode);
        evidence.Doctors(request.DoctorCodes);
        evidence.Code("hospital_code", request.HospitalCode);
        var maker = Operator(context, problems);
        Refuse(problems);
        var draft = new QualificationDraft(
            (DomainKind)(int)request.Kind, request.DiseaseCode, request.HospitalCode, level, request.DoctorCodes, maker);
        return QualificationOut.Of(Written(await desk.ApplyAsync(request.IdNumber, draft, context.CancellationToken))[0]);
    }

    public override async Task<DecideQualificationResponse> DecideQualification(
        DecideQualificationRequest request, ServerCallContext context)
    {
        var problems = new List<FieldProblem>();
        RefusalReason? reason = request.Refusal == QualificationRefusal.Unspecified ? null : (RefusalReason)(int)request.Refusal;
        if (reason is { } given && !IsKnown(given))
        {
            problems.Add(new FieldProblem("refusal", "不予认定的原因不在约定的几种之内", "UNKNOWN_WORD"));
        }

        var checker = Operator(context, problems);
        Refuse(problems);
        var ruling = await desk.DecideAsync(request.ApplicationId, new Verdict(checker, reason), context.CancellationToken);
        return new DecideQualificationResponse { Applications = { Written(ruling).Select(QualificationOut.Of) } };
    }

    public override async Task<EndQualificationResponse> EndQualification(EndQualificationRequest request, ServerCallContext context)
    {
        var fields = new PeopleFields().RequestId(request.RequestId).Text("application_id", request.ApplicationId, "申请编号")
            .Known("reason", request.Reason, "原因").Note("note", request.Note, "说明");
        var (day, by) = (fields.Day("ended_date", request.EndedDate), fields.Operator(callers, context));
        fields.Check();
        var end = new QualificationEnd(day, (DomainEndReason)(int)request.Reason, request.Note, by, default);
        var outcome = await desk.EndAsync(
            new QualificationEnding(request.ApplicationId, request.RequestId, RequestKey.Of(context).ContentHash, end), request.ValidateOnly,
            context.CancellationToken);
        return outcome switch
        {
            { Reused: true } => throw new WireError(ErrorReason.RequestIdReused).ToException(),
            { Fault: { } fault } when fault == QualificationFault.NotFound => throw Error(fault),
            { Fault: { } fault } => throw new WireError(ErrorReason.QualificationNotHeld) { Chinese = fault.Message }.ToException(),
            _ => new EndQualificationResponse
            {
                Application = QualificationOut.Of(outcome.Application!), Marks = outcome.Marks, Replayed = outcome.Replayed,
            },
        };
    }

    public override async Task<ListQualificationsResponse> ListQualifications(
        ListQualificationsRequest request, ServerCallContext context)
    {
        var list = $"qualifications {request.State} {request.PersonKey}";
        var (skip, limit) = Paging.Read(request.PageSize, request.PageToken, list);
        ApplicationState? state = request.State == QualificationState.Unspecified ? null : (ApplicationState)(int)request.State;
        var found = await store.ListAsync(
            state, request.PersonKey.Length > 0 ? request.PersonKey : null, skip, limit + 1, context.CancellationToken);
        var (page, next) = Paging.Cut(found, skip, limit, list);
        var shown = page.ToArray();
        await NoteAsync(shown, context);
        return new ListQualificationsResponse { Applications = { shown.Select(QualificationOut.Of) }, NextPageToken = next };
    }

    public override async Task<ListQualificationRemindersResponse> ListQualificationReminders(
        ListQualificationRemindersRequest request, ServerCallContext context)
    {
        var reminders = await desk.RemindAsync(context.CancellationToken);
        await NoteAsync([.. reminders.Due, .. reminders.Ending], context);
        return new ListQualificationRemindersResponse
        {
            Due = { reminders.Due.Select(QualificationOut.Of) }, Ending = { reminders.Ending.Select(QualificationOut.Of) },
        };
    }

    public override async Task<EnrolTwoDiseaseResponse> EnrolTwoDisease(EnrolTwoDiseaseRequest request, ServerCallContext context)
    {
        var problems = new List<FieldProblem>();
        var maker = Operator(context, problems);
        Refuse(problems);
        var list = await ManagedList.ReadAsync(request.File.ToByteArray(), context.CancellationToken);
        var (result, fault) = await desk.EnrolAsync(list, maker, request.CheckedBy, context.CancellationToken);
        return fault is null
            ? new EnrolTwoDiseaseResponse
            {
                Enrolled = result!.Enrolled,
                Faults = { result.Faults.Select(f => new EnrolmentFault { Line = f.Line, Code = f.Code, Message = f.Message }) },
            }
            : throw Error(fault);
    }

    private static bool IsKnown<T>(T word)
        where T : struct, Enum => Enum.IsDefined(word);

    private string Operator(ServerCallContext context, List<FieldProblem> problems)
    {
        var name = callers.Of(context).Operator;
        if (name == Callers.Unnamed)
        {
            problems.Add(new FieldProblem("medaid-operator", "请在元数据（请求头）里写明经办人", "REQUIRED"));
        }

        return name;
    }

    private Task NoteAsync(IReadOnlyList<Application> shown, ServerCallContext context)
    {
        var viewer = callers.Of(context);
        var now = time.GetUtcNow();
        return people.AuditAsync(
            [
                .. shown.Select(s => s.PersonKey).Distinct(StringComparer.Ordinal)
                    .Select(key => new PersonAccess(now, viewer.Operator, viewer.Role, key, Purpose, context.Method)),
            ],
            context.CancellationToken);
    }

    private static void Refuse(List<FieldProblem> problems)
    {
        if (problems.Count > 0)
        {
            throw WireError.Invalid(problems).ToException();
        }
    }

    private static IReadOnlyList<Application> Written(Ruling ruling) => ruling.Fault is { } fault ? throw Error(fault) : ruling.Written;

    private static RpcException Error(QualificationFault fault) =>
        WireError.Invalid(new FieldProblem("application", fault.Message, fault.Code)).ToException();
}
