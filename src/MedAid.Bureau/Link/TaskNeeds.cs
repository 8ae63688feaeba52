using MedAid.Bureau.Regions;

namespace MedAid.Bureau.Link;

/// <summary>What a task lacks.</summary>
/// <param name="Reason">Why it cannot go on; empty: it lacks it for now.</param>
/// <param name="Remark">What was said, without anything personal.</param>
internal readonly record struct Lack(string Reason, string Remark = "")
{
    /// <summary>Whether it may come by itself.</summary>
    public bool IsForNow => Reason.Length == 0;
}

/// <summary>What has to be at hand before anything is said of a task: a sign-in, the person here and there, and the visit.</summary>
internal sealed class TaskNeeds(RunParts parts, BureauLink link, Region region)
{
    /// <summary>Name and number of the person.</summary>
    public PersonIdentity? Identity { get; private set; }

    /// <summary>The person at the bureau.</summary>
    public BureauPerson? Person { get; private set; }

    /// <summary>The visit.</summary>
    public LinkVisit? Visit { get; private set; }

    /// <summary>What is lacking; null: nothing.</summary>
    public async Task<Lack?> LackAsync(BureauTask task, CancellationToken cancellationToken)
    {
        if (!await parts.Talk.SignInAsync(link, region, cancellationToken))
        {
            return new Lack("");
        }

        Identity ??= await parts.Subjects.FindIdentityAsync(task.PersonKey, cancellationToken);
        if (Identity is null)
        {
            return new Lack(LinkReason.PersonUnknown, "人员登记里没有姓名或证件号码");
        }

        if (Visit is null)
        {
            var (read, why) = await parts.Subjects.VisitAsync(task, Identity, cancellationToken);
            if (read is null)
            {
                return new Lack(task.Kind == TaskKind.SettleThrough ? LinkReason.RefusedHere : LinkReason.CannotRead, why);
            }

            Visit = read;
        }

        return !link.CareTypes.ContainsKey(Visit.Care) ? new Lack(LinkReason.NoCareType)
            : Person is not null ? null
            : await PersonLackAsync(task, cancellationToken);
    }

    private async Task<Lack?> PersonLackAsync(BureauTask task, CancellationToken cancellationToken)
    {
        var (person, answer) = await parts.Talk.PersonAsync(
            link, region, task, LinkMessages.InsuranceOf(Visit!.Scheme), Identity!, cancellationToken);
        Person = person;
        return person is not null ? null
            : answer!.State == MessageState.NotDone ? new Lack(LinkReason.PersonUnknown, $"1101：{Said.Clean(answer.Text, null, Identity)}")
            : new Lack("");
    }
}
