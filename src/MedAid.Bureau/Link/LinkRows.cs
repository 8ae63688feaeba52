using System.Data.Common;
using MedAid.Core;
using MedAid.Settlement;
using MedAid.Settlement.Ledger;

namespace MedAid.Bureau.Link;

/// <summary>Tasks and messages as rows.</summary>
internal static class LinkRows
{
    public const string TaskColumns =
        "task_number, kind, task_key, link_id, hospital_code, visit_id, batch, county_code, person_key, settlement_id, content_hash, content, "
        + "state, phase, bureau_visit_id, bureau_settlement_id, parts, counted_after, questions, reason, evidence, made_us, due_us";

    public const string MessageColumns = "message_id, task_number, number, state, about, intended_us, answered_us, said";

    public const string NewTaskColumns =
        "kind, task_key, link_id, hospital_code, visit_id, batch, county_code, person_key, settlement_id, content_hash, content, "
        + "state, phase, bureau_visit_id, bureau_settlement_id, parts, counted_after, questions, reason, evidence, "
        + "made_us, due_us, lease, lease_until_us";

    public static BureauTask Task(DbDataReader row) => new()
    {
        Number = row.GetInt64(0),
        Kind = (TaskKind)row.GetInt32(1),
        Key = row.GetString(2),
        LinkId = row.GetString(3),
        Visit = new VisitKey(new HospitalCode(row.GetString(4)), row.GetString(5), row.GetString(6)),
        CountyCode = new(row.GetString(7)),
        PersonKey = new(row.GetString(8)),
        SettlementId = new(row.GetString(9)),
        ContentHash = row.GetString(10),
        Content = row.GetString(11),
        State = (TaskState)row.GetInt32(12),
        Phase = (TaskPhase)row.GetInt32(13),
        MdtrtId = row.GetString(14),
        SetlId = row.GetString(15),
        Parts = row.GetInt32(16),
        CountedAfter = row.GetString(17),
        Questions = row.GetInt32(18),
        Reason = row.GetString(19),
        Evidence = row.GetString(20),
        Made = Instants.OfMicroseconds(row.GetInt64(21)),
        Due = Instants.OfMicroseconds(row.GetInt64(22)),
    };

    public static object?[] Values(BureauTask task, string lease, long leaseUntilUs) =>
    [
        (int)task.Kind, task.Key, task.LinkId, task.Visit.HospitalCode, task.Visit.VisitId, task.Visit.Batch, task.CountyCode, task.PersonKey,
        task.SettlementId, task.ContentHash, task.Content, (int)task.State, (int)task.Phase, task.MdtrtId, task.SetlId,
        task.Parts, task.CountedAfter, task.Questions, task.Reason, task.Evidence,
        Instants.Microseconds(task.Made), Instants.Microseconds(task.Due), lease, leaseUntilUs,
    ];

    public static (long TaskNumber, BureauMessage Message) Message(DbDataReader row) => (row.GetInt64(1), new BureauMessage(
        row.GetString(0), row.GetString(2), (MessageState)row.GetInt32(3), row.GetString(4), Instants.OfMicroseconds(row.GetInt64(5)),
        row.IsDBNull(6) ? null : Instants.OfMicroseconds(row.GetInt64(6)), row.GetString(7)));
}
