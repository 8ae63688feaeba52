using System.Data.Common;
using System.Text.Json;
using MedAid.Core;
using MedAid.People.Qualifications;
using MedAid.Settlement;
using MedAid.Settlement.People;
using MedAid.Settlement.Sql;
using MedAid.Settlement.Writes;

namespace MedAid.People.Storage;

/// <summary>From rows of applications to what they mean and back.</summary>
internal static class QualificationRows
{
    public const string Columns =
        """
        application_id, person_key, kind, disease, hospital, source, evidence, signers, applied_by, applied_us, due_by,
        state, decided_by, decided_us, approved_on, valid_until, reason
        """;

    /// <summary>Applications with their ends, as <see cref="Application"/> reads them.</summary>
    public const string SelectSql =
        """
        SELECT a.application_id, a.person_key, a.kind, a.disease, a.hospital, a.source, a.evidence, a.signers, a.applied_by, a.applied_us,
               a.due_by, a.state, a.decided_by, a.decided_us, a.approved_on, a.valid_until, a.reason,
               e.ended_on, e.reason, e.note, e.ended_by, e.ended_us
        FROM qualification_application a LEFT JOIN qualification_end e ON e.application_id = a.application_id
        """;

    private const string OfPersonsSql = $$"""{{SelectSql}} WHERE a.person_key IN {0}""";

    private const string GrantedSql = $$"""{{SelectSql}} WHERE a.state = 2 AND a.person_key IN {0}""";

    /// <summary>A row of <see cref="SelectSql"/>.</summary>
    public static QualificationApplication Application(DbDataReader row) => new()
    {
        ApplicationId = row.GetString(0),
        PersonKey = new(row.GetString(1)),
        Kind = (QualificationKind)row.GetInt32(2),
        Disease = row.GetString(3),
        Hospital = new(row.GetString(4)),
        Source = (ApplicationSource)row.GetInt32(5),
        Evidence = (EvidenceKind)row.GetInt32(6),
        Signers = row.GetString(7),
        AppliedBy = row.GetString(8),
        Applied = Instants.OfMicroseconds(row.GetInt64(9)),
        DueBy = row.GetFieldValue<DateOnly>(10),
        State = (ApplicationState)row.GetInt32(11),
        DecidedBy = row.IsDBNull(12) ? null : row.GetString(12),
        Decided = row.IsDBNull(13) ? null : Instants.OfMicroseconds(row.GetInt64(13)),
        ApprovedOn = row.IsDBNull(14) ? null : row.GetFieldValue<DateOnly>(14),
        Until = row.IsDBNull(15) ? null : row.GetFieldValue<DateOnly>(15),
        Reason = row.IsDBNull(16) ? null : (RefusalReason)row.GetInt32(16),
        End = row.IsDBNull(17)
            ? null
            : new QualificationEnd(
                row.GetFieldValue<DateOnly>(17), (QualificationEndReason)row.GetInt32(18), row.GetString(19), row.GetString(20),
                Instants.OfMicroseconds(row.GetInt64(21))),
    };

    /// <summary>The values of <see cref="Columns"/>.</summary>
    public static object?[] Values(QualificationApplication a) =>
    [
        a.ApplicationId, a.PersonKey, (int)a.Kind, a.Disease, a.Hospital, (int)a.Source, (int)a.Evidence, a.Signers, a.AppliedBy,
        Instants.Microseconds(a.Applied), a.DueBy, (int)a.State, a.DecidedBy,
        a.Decided is { } decided ? Instants.Microseconds(decided) : null, a.ApprovedOn, a.Until, (int?)a.Reason,
    ];

    /// <summary>All applications of persons.</summary>
    public static async Task<ILookup<PersonKey, QualificationApplication>> OfPersonsAsync(
        SqlSession session, IReadOnlyList<PersonKey> personKeys) =>
        (await session.QueryInAsync(OfPersonsSql, personKeys, Application)).ToLookup(a => a.PersonKey);

    /// <summary>What was granted to persons.</summary>
    public static async Task<ILookup<PersonKey, Qualification>> GrantedAsync(SqlSession session, IReadOnlyList<PersonKey> personKeys) =>
        (await session.QueryInAsync(GrantedSql, personKeys, Application)).ToLookup(a => a.PersonKey, a => a.Granted!);

    /// <summary>How an enrolment is begun, and how its answer is read again.</summary>
    public static OnceWork<ManagedEnrolment> Beginning(WriteHead head, string checkedBy) => new(
        _ => Task.FromResult(Result.Done(new ManagedEnrolment(ManagedEnrolment.IdOf(head.Key.RequestId), head.Time, null))),
        async (session, begun) =>
        {
            await session.InsertAsync(
                "INSERT INTO enrolment (enrolment_id, operator, checked_by, begun_us)",
                [[begun.EnrolmentId, head.Operator, checkedBy, Instants.Microseconds(begun.Begun)]]);
            return begun;
        },
        begun => begun.EnrolmentId,
        async (session, id) => (await FindEnrolmentAsync(session, id))!);

    public static async Task<ManagedEnrolment?> FindEnrolmentAsync(SqlSession session, string enrolmentId) => (await session.QueryAsync(
        "SELECT enrolment_id, begun_us, enrolled, faults FROM enrolment WHERE enrolment_id = @0",
        row => new ManagedEnrolment(
            row.GetString(0), Instants.OfMicroseconds(row.GetInt64(1)),
            row.IsDBNull(2)
                ? null
                : new EnrolmentResult(row.GetInt32(2), JsonSerializer.Deserialize<IReadOnlyList<ManagedFault>>(row.GetString(3))!)),
        enrolmentId)).FirstOrDefault();
}
