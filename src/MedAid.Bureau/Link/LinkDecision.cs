namespace MedAid.Bureau.Link;

/// <summary>Kinds of step.</summary>
internal enum StepKind
{
    /// <summary>Send a message that writes.</summary>
    Send,

    /// <summary>Ask what stands (5203).</summary>
    Ask,

    /// <summary>Take what was found standing for the task's own.</summary>
    Take,

    /// <summary>Judge the figures of what stands.</summary>
    Judge,

    /// <summary>Both sides agree.</summary>
    Done,

    /// <summary>It came to nothing.</summary>
    NotDone,

    /// <summary>A person has to look at it.</summary>
    Park,
}

/// <summary>What is to be done next for a task.</summary>
/// <param name="Kind">Kind of step.</param>
/// <param name="Number">Of a message, its number.</param>
/// <param name="About">Of a 2601, the message that it undoes.</param>
/// <param name="Reason">Of an end, why.</param>
internal readonly record struct LinkStep(StepKind Kind, string Number = "", string About = "", string Reason = "")
{
    /// <summary>Send a message.</summary>
    public static LinkStep Send(string number, string about = "") => new(StepKind.Send, number, about);

    /// <summary>Park.</summary>
    public static LinkStep Park(string reason) => new(StepKind.Park, Reason: reason);
}

/// <summary>What a question found standing at the bureau for a visit or a settlement.</summary>
internal enum Standing
{
    /// <summary>Nothing, or what stood was undone.</summary>
    Nothing,

    /// <summary>One settlement.</summary>
    One,

    /// <summary>More than one.</summary>
    Several,
}

/// <summary>
/// What to do next, from what is known alone. A message without an answer is never sent again before it is certain that the first one neither
/// did nor will do anything; and what a refusal means is found by a question, not from its words.
/// </summary>
internal static class LinkDecision
{
    /// <summary>The next step of a task that is open.</summary>
    /// <param name="task">The task.</param>
    /// <param name="messages">Its messages, in their order.</param>
    /// <param name="found">What a question has found since the last message; null: nothing was asked.</param>
    /// <param name="original">Of a reversal, the task that it undoes; null: there is none.</param>
    public static LinkStep Next(BureauTask task, IReadOnlyList<BureauMessage> messages, Standing? found, TaskHistory? original = null)
    {
        var left = messages.Where(m => m.State != MessageState.NotSent).ToArray();
        return left.Count(m => Counts(task, m) && m.IsOpenEnded) > LinkLimits.UnknownMax ? LinkStep.Park(LinkReason.NoAnswer)
            : task.Kind == TaskKind.Undo || task.Phase == TaskPhase.Undoing ? Undo(task, left, found, original)
            : Stand(task, left, found);
    }

    /// <summary>It is to stand. Whatever the answer to the settlement said, what stands is asked for before it is believed.</summary>
    private static LinkStep Stand(BureauTask task, BureauMessage[] messages, Standing? found) => task.Phase >= TaskPhase.Settled
        ? found switch
        {
            null => new LinkStep(StepKind.Ask),
            Standing.One => new LinkStep(StepKind.Judge),
            Standing.Nothing => LinkStep.Park(LinkReason.Vanished),
            _ => Cancelled(task, messages, LinkReason.StandsTwice),
        }
        : Towards(task, messages, found);

    private static LinkStep Towards(BureauTask task, BureauMessage[] messages, Standing? found)
    {
        if (messages.LastOrDefault() is not { } last)
        {
            return Forward(task.Phase);
        }

        return (last.Number, last.State) switch
        {
            (Infno.Register or Infno.Describe or Infno.Upload, MessageState.Done) => Forward(task.Phase),
            (Infno.Register or Infno.Describe, MessageState.Intended or MessageState.Unknown) => LinkStep.Send(last.Number),
            (Infno.Upload or Infno.TakeBack, MessageState.Intended or MessageState.Unknown) => LinkStep.Send(Infno.TakeBack),

            // Refused, there was nothing to take back.
            (Infno.TakeBack, _) => LinkStep.Send(Infno.Upload),
            (Infno.Settle, MessageState.NotDone) => Asked(found, nothing: Refused(task, messages)),
            (Infno.Settle, _) => Asked(found, nothing: LinkStep.Send(Infno.Reverse, last.MessageId)),
            (Infno.Reverse, MessageState.Intended or MessageState.Unknown) => LinkStep.Send(Infno.Reverse, last.About),
            (Infno.Reverse, MessageState.Done) => Reversed(task, messages, found),
            (Infno.Reverse, _) => Asked(found, nothing: LinkStep.Send(Infno.Settle)),
            _ => Refused(task, messages),
        };
    }

    /// <summary>The next message of a visit of which everything before is certain.</summary>
    private static LinkStep Forward(TaskPhase phase) => phase switch
    {
        TaskPhase.Begin => LinkStep.Send(Infno.Register),
        TaskPhase.Registered => LinkStep.Send(Infno.Describe),
        TaskPhase.Described => LinkStep.Send(Infno.Upload),
        _ => LinkStep.Send(Infno.Settle),
    };

    /// <summary>Asks, takes what stands, or goes on.</summary>
    private static LinkStep Asked(Standing? found, LinkStep nothing) => found switch
    {
        null => new LinkStep(StepKind.Ask),
        Standing.Nothing => nothing,
        _ => new LinkStep(StepKind.Take),
    };

    /// <summary>The bureau says that it undid the message; only then it is certain that it will not settle late.</summary>
    private static LinkStep Reversed(BureauTask task, BureauMessage[] messages, Standing? found) => found switch
    {
        null => new LinkStep(StepKind.Ask),
        Standing.Nothing => LinkStep.Send(Infno.Settle),
        _ => Count(task, messages, Infno.Reverse, MessageState.Done) < LinkLimits.RefusalsMax
            ? LinkStep.Send(Infno.Reverse, messages[^1].About)
            : LinkStep.Park(LinkReason.StillStands),
    };

    /// <summary>The bureau refused. The window that waits for a settlement through the platform is told; a report is tried a few times.</summary>
    private static LinkStep Refused(BureauTask task, BureauMessage[] messages)
    {
        var number = messages[^1].Number;
        return task.Kind == TaskKind.SettleThrough ? new LinkStep(StepKind.NotDone, Reason: LinkReason.Refused)
            : Count(task, messages, number, MessageState.NotDone) >= LinkLimits.RefusalsMax
            ? LinkStep.Park(LinkReason.Refused)
            : LinkStep.Send(number == Infno.Upload ? Infno.TakeBack : number);
    }

    /// <summary>It is not to stand any more. That it does not is found by a question, also where the bureau says that it undid it.</summary>
    private static LinkStep Undo(BureauTask task, BureauMessage[] messages, Standing? found, TaskHistory? original)
    {
        if (task.SetlId.Length == 0 && original?.Messages.All(m => m.Number != Infno.Settle) != false)
        {
            return End(task);
        }

        return found switch
        {
            null when task.SetlId.Length > 0 && messages.All(m => m.Number != Infno.Cancel) => LinkStep.Send(Infno.Cancel),
            null => new LinkStep(StepKind.Ask),
            Standing.Nothing => End(task),
            _ => Cancelled(task, messages, LinkReason.StillStands),
        };
    }

    /// <summary>Undoes something that stands, unless the bureau will not have it.</summary>
    private static LinkStep Cancelled(BureauTask task, BureauMessage[] messages, string otherwise) =>
        Count(task, messages, Infno.Cancel, MessageState.NotDone) >= LinkLimits.RefusalsMax
            || Count(task, messages, Infno.Cancel, MessageState.Done) > LinkLimits.RefusalsMax
            ? LinkStep.Park(otherwise)
            : LinkStep.Send(Infno.Cancel);

    private static int Count(BureauTask task, BureauMessage[] messages, string number, MessageState state) =>
        messages.Count(m => m.Number == number && m.State == state && Counts(task, m));

    private static bool Counts(BureauTask task, BureauMessage message) => string.CompareOrdinal(message.MessageId, task.CountedAfter) > 0;

    private static LinkStep End(BureauTask task) => task.Kind == TaskKind.Undo
        ? new LinkStep(StepKind.Done)
        : new LinkStep(StepKind.NotDone, Reason: task.Reason);
}

/// <summary>A task with its messages.</summary>
/// <param name="Task">The task.</param>
/// <param name="Messages">Its messages, in their order.</param>
public sealed record TaskHistory(BureauTask Task, IReadOnlyList<BureauMessage> Messages);

/// <summary>The numbers of messages that the link sends.</summary>
internal static class Infno
{
    public const string Person = "1101";
    public const string Register = "2201";
    public const string Describe = "2203";
    public const string Upload = "2204";
    public const string TakeBack = "2205";
    public const string Settle = "2207";
    public const string Cancel = "2208";
    public const string Reverse = "2601";
    public const string Question = "5203";
    public const string SignIn = "9001";
}
