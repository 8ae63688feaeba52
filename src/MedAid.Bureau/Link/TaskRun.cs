using System.Text.Json.Nodes;
using MedAid.Bureau.Messages;
using MedAid.Bureau.Regions;

namespace MedAid.Bureau.Link;

/// <summary>What a task needs to be worked on.</summary>
/// <param name="Store">Rows.</param>
/// <param name="Talk">The bureau.</param>
/// <param name="Subjects">What tasks are about.</param>
/// <param name="Time">The clock.</param>
public sealed record RunParts(LinkStore Store, LinkTalk Talk, LinkSubjects Subjects, TimeProvider Time);

/// <summary>
/// Works on one task under its lease, step by step, until it is over, or has to wait. Before each message its intent is committed; how it came out
/// is committed with the next step.
/// </summary>
internal sealed class TaskRun(RunParts parts, BureauLink link, Region region, TaskHistory history, TaskHistory? original, TaskLease lease)
{
    private readonly List<BureauMessage> messages = [.. history.Messages];
    private BureauTask task = history.Task;
    private MessageEnd? ended;
    private Standing? found;
    private IReadOnlyList<BureauSplit> standing = [];
    private int unanswered;
    private string refused = "";
    private readonly TaskNeeds needs = new(parts, link, region);

    /// <summary>Works until it is over, or has to wait; the task as it is then.</summary>
    public async Task<BureauTask> GoAsync(CancellationToken cancellationToken)
    {
        if (task.Kind == TaskKind.Undo && task.SetlId.Length == 0)
        {
            task = task with { SetlId = original?.Task.SetlId ?? "" };
        }

        var goesOn = true;
        while (goesOn)
        {
            var step = LinkDecision.Next(task, messages, found, original);
            goesOn = step.Kind switch
            {
                StepKind.Send => await SendAsync(step, cancellationToken),
                StepKind.Ask => await AskAsync(cancellationToken),
                StepKind.Take => Take(),
                StepKind.Judge => await JudgeAsync(cancellationToken),
                StepKind.Done => await EndAsync(TaskState.Done, "", cancellationToken),
                StepKind.NotDone => await EndAsync(TaskState.NotDone, step.Reason, cancellationToken),
                _ => await EndAsync(TaskState.Parked, step.Reason, cancellationToken),
            };
        }

        return task;
    }

    private string MdtrtId => task.MdtrtId.Length > 0 ? task.MdtrtId : original?.Task.MdtrtId ?? "";

    private bool IsUndoing => task.Kind == TaskKind.Undo || task.Phase == TaskPhase.Undoing;

    private async Task<bool> SendAsync(LinkStep step, CancellationToken cancellationToken)
    {
        if (refused.Length > 0 && (step.Number == refused || (refused == Infno.Upload && step.Number == Infno.TakeBack)))
        {
            return await PauseAsync(messages.Count(m => m.State == MessageState.NotDone), cancellationToken);
        }

        if (!await IsReadyAsync(cancellationToken))
        {
            return false;
        }

        if (step.Number == Infno.Settle && task.Kind == TaskKind.Report
            && needs.Visit!.Figures.Funds.Keys.Where(f => region.Funds.Write(f) is null).ToArray() is { Length: > 0 } unwritten)
        {
            task = task.Noting($"地区的基金对照表里没有这些基金的代码，没有上报：{string.Join('、', unwritten)}");
            return await EndAsync(TaskState.Parked, LinkReason.FundUnknown, cancellationToken);
        }

        step = step.Number == Infno.Cancel ? step with { About = Surplus() } : step;
        var input = InputOf(step);
        var now = parts.Time.GetUtcNow();
        var id = await parts.Store.StepAsync(
            lease, task, ended, (step.Number, step.About), now, now + link.TimeLimit + LinkLimits.LeaseMargin, cancellationToken);
        (ended, found) = (null, null);
        messages.Add(new BureauMessage(id, step.Number, MessageState.Intended, step.About, now, null, ""));

        // Held up so long that the lease may be over while the message is under way, it is not sent at all.
        var exchange = parts.Time.GetUtcNow() - now < LinkLimits.LeaseMargin / 2
            ? await parts.Talk.WriteAsync(link, region, step.Number, id, needs.Person!.InsuredDistrict, input, cancellationToken)
            : new Exchange(MessageState.NotSent, "没有赶上发送的时间");
        var state = Note(step.Number, exchange);
        var said = state == MessageState.Done ? "" : Said.Clean(exchange.Text, needs.Person, needs.Identity);
        ended = new MessageEnd(id, state, said);
        messages[^1] = messages[^1] with { State = state, Said = said };
        refused = state == MessageState.NotDone ? step.Number : "";
        return state switch
        {
            MessageState.NotSent => await PauseAsync(1, cancellationToken),
            MessageState.Unknown when ++unanswered > 1 => await PauseAsync(messages.Count(m => m.IsOpenEnded), cancellationToken),
            _ => true,
        };
    }

    /// <summary>Takes an answer over into the task; one that lacks what it has to say is unknown.</summary>
    private MessageState Note(string number, Exchange exchange)
    {
        try
        {
            switch (exchange.State, number)
            {
                case (MessageState.Done, Infno.Register):
                    task = task with { MdtrtId = LinkAnswers.VisitIdOf(exchange.Reply!), Phase = TaskPhase.Registered, Parts = 0 };
                    break;
                case (MessageState.Done, Infno.Describe):
                    task = task with { Phase = TaskPhase.Described };
                    break;
                case (MessageState.Done, Infno.Upload):
                    var sent = task.Parts + 1;
                    var all = sent * LinkLimits.LinesOfUploadMax >= needs.Visit!.Lines.Count;
                    task = task with { Parts = sent, Phase = all ? TaskPhase.Uploaded : TaskPhase.Described };
                    break;
                case (MessageState.Done or MessageState.NotDone, Infno.TakeBack):
                    task = task with { Parts = 0, Phase = TaskPhase.Described };
                    break;
                case (MessageState.Done, Infno.Settle):
                    var split = LinkAnswers.SplitOf(exchange.Reply!, region);
                    task = task with { SetlId = split.SetlId, Phase = TaskPhase.Settled };
                    break;
                default:
                    break;
            }

            return exchange.State;
        }
        catch (NationalRefusedException)
        {
            return MessageState.Unknown;
        }
    }

    private JsonObject InputOf(LinkStep step)
    {
        var say = new LinkMessages(link, region, task, needs.Person!);
        return step.Number switch
        {
            Infno.Register => say.Register(needs.Visit!),
            Infno.Describe => say.Describe(needs.Visit!),
            Infno.Upload => say.Upload(needs.Visit!),
            Infno.TakeBack => say.TakeBack(),
            Infno.Settle => say.Settle(needs.Visit!),
            Infno.Cancel => say.Cancel(step.About, MdtrtId),
            _ => say.Reverse(step.About),
        };
    }

    /// <summary>Asks what stands; false: there was no answer.</summary>
    private async Task<bool> AskAsync(CancellationToken cancellationToken)
    {
        if (!await IsReadyAsync(cancellationToken))
        {
            return false;
        }

        var input = new LinkMessages(link, region, task, needs.Person!).Question(MdtrtId);
        var exchange = await parts.Talk.AskAsync(link, region, Infno.Question, needs.Person!.InsuredDistrict, input, cancellationToken);
        if (exchange.State == MessageState.Done && StandingOf(exchange) is { } stands)
        {
            standing = stands;
            found = stands.Count switch { 0 => Standing.Nothing, 1 => Standing.One, _ => Standing.Several };
            task = task with { Questions = 0 };
            return true;
        }

        task = task with { Questions = task.Questions + (exchange.State == MessageState.NotSent ? 0 : 1) };
        if (task.Questions < LinkLimits.QuestionsMax)
        {
            return await PauseAsync(task.Questions, cancellationToken);
        }

        task = task.Noting($"查询（5203）没有得到答复：{Said.Clean(exchange.Text, needs.Person, needs.Identity)}");
        return await EndAsync(TaskState.Parked, LinkReason.CannotAsk, cancellationToken);
    }

    private IReadOnlyList<BureauSplit>? StandingOf(Exchange exchange)
    {
        try
        {
            return LinkAnswers.StandingOf(exchange.Reply!, region);
        }
        catch (NationalRefusedException)
        {
            return null;
        }
    }

    private bool Take()
    {
        task = task with { SetlId = standing[0].SetlId, Phase = TaskPhase.Settled };
        return true;
    }

    /// <summary>What is to be undone: of several that stand, one that is not the task's own; else what stands, or what was answered.</summary>
    private string Surplus() => IsUndoing
        ? standing.Count > 0 ? standing[0].SetlId : task.SetlId
        : standing.Last(s => s.SetlId != task.SetlId).SetlId;

    /// <summary>Judges the figures of the one settlement that stands, as the bureau's books have it.</summary>
    private async Task<bool> JudgeAsync(CancellationToken cancellationToken)
    {
        if (!await IsReadyAsync(cancellationToken))
        {
            return false;
        }

        task = task with { SetlId = standing[0].SetlId };
        var judged = BureauJudgement.Of(task.Kind, link, needs.Visit!, standing[0]);
        if (judged.Remarks.Count == 0)
        {
            return task.Kind == TaskKind.Report
                ? await EndAsync(TaskState.Done, "", cancellationToken)
                : await SettleHereAsync(judged, cancellationToken);
        }

        task = judged.Remarks.Aggregate(task, (t, remark) => t.Noting(remark));
        if (task.Kind == TaskKind.Report)
        {
            return await EndAsync(TaskState.Parked, judged.Reason, cancellationToken);
        }

        (task, found) = (task with { Phase = TaskPhase.Undoing, Reason = judged.Reason }, null);
        return true;
    }

    /// <summary>Settles in MedAid what the platform has split; refused here, it is undone there.</summary>
    private async Task<bool> SettleHereAsync(BureauJudgement judged, CancellationToken cancellationToken)
    {
        var answer = await parts.Subjects.SettleAsync(task, needs.Identity!, judged.Upstream, judged.Account, cancellationToken);
        if (answer.Value is { } settled)
        {
            task = task with { SettlementId = settled.Document.SettlementId };
            return await EndAsync(TaskState.Done, "", cancellationToken);
        }

        task = task.Noting($"本系统没有结算（{LinkSubjects.WhyOf(answer)}），撤销平台的结算") with
        {
            Phase = TaskPhase.Undoing, Reason = LinkReason.RefusedHere,
        };
        found = null;
        return true;
    }

    /// <summary>Sees to it that everything is at hand; false: it is not to be had now, and the task waits or is over.</summary>
    private async Task<bool> IsReadyAsync(CancellationToken cancellationToken)
    {
        if (await needs.LackAsync(task, cancellationToken) is not { } lack)
        {
            return true;
        }

        if (lack.IsForNow)
        {
            return await PauseAsync(1, cancellationToken);
        }

        // A settlement through the platform of which nothing was sent yet comes to nothing, and the window is told.
        task = lack.Remark.Length == 0 ? task : task.Noting(lack.Remark);
        var nothing = task.Kind == TaskKind.SettleThrough && messages.TrueForAll(m => m.Number != Infno.Settle);
        return await EndAsync(nothing ? TaskState.NotDone : TaskState.Parked, lack.Reason, cancellationToken);
    }

    private async Task<bool> PauseAsync(int failures, CancellationToken cancellationToken)
    {
        var now = parts.Time.GetUtcNow();
        task = task with { Due = now + Pauses.After(failures) };
        await parts.Store.StepAsync(lease, task, ended, null, now, DateTimeOffset.UnixEpoch, cancellationToken);
        ended = null;
        return false;
    }

    private async Task<bool> EndAsync(TaskState state, string reason, CancellationToken cancellationToken)
    {
        task = task with { State = state, Reason = reason };
        await parts.Store.StepAsync(lease, task, ended, null, parts.Time.GetUtcNow(), DateTimeOffset.UnixEpoch, cancellationToken);
        ended = null;
        return false;
    }
}
