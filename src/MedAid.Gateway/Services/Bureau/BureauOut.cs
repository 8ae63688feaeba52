using Google.Protobuf.WellKnownTypes;
using MedAid.Bureau.Link;
using MedAid.Contract.Bureau.V1;

namespace MedAid.Gateway.Services;

/// <summary>From tasks of the link to wire messages.</summary>
internal static class BureauOut
{
    public static PendingTask Task(TaskHistory history)
    {
        var task = history.Task;
        return new PendingTask
        {
            TaskNumber = task.Number,
            Kind = (PendingTaskKind)(int)task.Kind,
            State = (PendingTaskState)(int)task.State,
            LinkId = task.LinkId,
            HospitalCode = task.Visit.HospitalCode.Text,
            VisitId = task.Visit.VisitId,
            PersonKey = task.PersonKey.Text,
            SettlementId = task.SettlementId.Text,
            BureauVisitId = task.MdtrtId,
            BureauSettlementId = task.SetlId,
            Reason = task.Reason,
            Evidence = { task.Evidence.Split('\n', StringSplitOptions.RemoveEmptyEntries) },
            Messages = { history.Messages.Select(Message) },
            MadeTime = Timestamp.FromDateTimeOffset(task.Made),
            DueTime = task.State == TaskState.Open ? Timestamp.FromDateTimeOffset(task.Due) : null,
        };
    }

    public static BureauLinkStatus Link(string linkId, BureauLink? link, LinkSight sight, IReadOnlyList<LinkCount> counts) => new()
    {
        LinkId = linkId,
        HospitalCode = link?.HospitalCode.Text ?? "",
        Way = (BureauWay)(int)(link?.Way ?? 0),
        Away = sight.AwaySince is not null,
        AwaySinceTime = sight.AwaySince is { } since ? Timestamp.FromDateTimeOffset(since) : null,
        Said = sight.Said,
        OpenTasks = counts.Where(c => c.State == TaskState.Open).Sum(c => c.Count),
        ParkedTasks = counts.Where(c => c.State == TaskState.Parked).Sum(c => c.Count),
        OldestTime = counts.Count == 0 ? null : Timestamp.FromDateTimeOffset(counts.Min(c => c.Oldest)),
    };

    private static PendingMessage Message(BureauMessage message) => new()
    {
        MessageId = message.MessageId,
        Number = message.Number,
        State = (PendingMessageState)(int)message.State,
        AboutId = message.About,
        Said = message.Said,
        IntendedTime = Timestamp.FromDateTimeOffset(message.Intended),
    };
}
