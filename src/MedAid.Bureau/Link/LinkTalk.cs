using System.Collections.Concurrent;
using System.Text.Json.Nodes;
using MedAid.Bureau.Messages;
using MedAid.Bureau.Regions;
using MedAid.Core;

namespace MedAid.Bureau.Link;

/// <summary>Questions, sign-ins and who persons are at the bureau: what changes no money there.</summary>
public sealed class LinkTalk(LinkStore store, BureauClient client, LinkHealth health, TimeProvider time) : IDisposable
{
    private readonly ConcurrentDictionary<HospitalCode, ConcurrentQueue<string>> ids = new();
    private readonly ConcurrentDictionary<string, SignIn> signIns = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, string> refused = new(StringComparer.Ordinal);
    private readonly BureauPersons persons = new();
    private readonly SemaphoreSlim one = new(1, 1);

    /// <summary>Sends a message that only asks.</summary>
    public async Task<Exchange> AskAsync(
        BureauLink link, Region region, string number, string insuredDistrict, JsonObject input, CancellationToken cancellationToken)
    {
        var exchange = await client.SendAsync(
            link, region, MessageOf(link, number, await NextIdAsync(link.HospitalCode, cancellationToken), insuredDistrict, input), reads: true,
            cancellationToken);
        Note(link, exchange);

        // A question that the sign-in barred says nothing about what was asked.
        return number != Infno.SignIn && IsForSignIn(link, exchange) ? exchange with { State = MessageState.Unknown, Reply = null } : exchange;
    }

    /// <summary>Sends a message that writes, whose intent is kept.</summary>
    public async Task<Exchange> WriteAsync(
        BureauLink link, Region region, string number, string messageId, string insuredDistrict, JsonObject input,
        CancellationToken cancellationToken)
    {
        var exchange = await client.SendAsync(
            link, region, MessageOf(link, number, messageId, insuredDistrict, input), reads: false, cancellationToken);
        Note(link, exchange);
        IsForSignIn(link, exchange);
        return exchange;
    }

    /// <summary>Sees to it that there is a sign-in that holds; false: there is none, and the link rests.</summary>
    public async Task<bool> SignInAsync(BureauLink link, Region region, CancellationToken cancellationToken)
    {
        if (region.Envelope.IsShort || Holds(link.LinkId))
        {
            return true;
        }

        await one.WaitAsync(cancellationToken);
        try
        {
            if (!signIns.ContainsKey(link.LinkId) && await store.FindSignInAsync(link.LinkId, cancellationToken) is { } kept)
            {
                signIns[link.LinkId] = kept;
            }

            return Holds(link.LinkId) || await SignInAnewAsync(link, region, cancellationToken);
        }
        finally
        {
            one.Release();
        }
    }

    /// <summary>Who a person is at the bureau; null with the answer that did not say it.</summary>
    public async Task<(BureauPerson? Person, Exchange? Answer)> PersonAsync(
        BureauLink link, Region region, BureauTask task, string insurance, PersonIdentity identity, CancellationToken cancellationToken)
    {
        if (persons.Find(link.LinkId, task.PersonKey) is { } known && known.Insurance == insurance)
        {
            return (known, null);
        }

        var answer = await AskAsync(
            link, region, Infno.Person, task.CountyCode.Text, LinkMessages.Person(identity, Settlement.ChinaTime.Today(time)), cancellationToken);
        try
        {
            if (answer.Reply is { Outcome: NationalOutcome.Succeeded } reply)
            {
                if (LinkAnswers.PersonOf(reply, insurance, identity, task.CountyCode) is not { } person)
                {
                    return (null, new Exchange(MessageState.NotDone, "该人没有这一险种的参保登记"));
                }

                persons.Keep(link.LinkId, task.PersonKey, person);
                return (person, null);
            }
        }
        catch (NationalRefusedException problem)
        {
            return (null, new Exchange(MessageState.Unknown, problem.Message));
        }

        return (null, answer);
    }

    /// <inheritdoc/>
    public void Dispose() => one.Dispose();

    private NationalMessage MessageOf(BureauLink link, string number, string messageId, string insuredDistrict, JsonObject input) => new()
    {
        Number = number,
        MessageId = messageId,
        HospitalCode = link.HospitalCode,
        HospitalName = link.HospitalName,
        District = link.District,
        InsuredDistrict = insuredDistrict,
        Operator = link.Operator,
        SignNumber = signIns.GetValueOrDefault(link.LinkId)?.SignNo ?? "",
        At = time.GetUtcNow(),
        Input = input,
    };

    /// <summary>
    /// Whether a refusal speaks of the sign-in; then the next message goes under a new one, and whether that was why it was refused shows.
    /// </summary>
    private bool IsForSignIn(BureauLink link, Exchange exchange)
    {
        if (exchange.State != MessageState.NotDone || !exchange.Text.Contains("签到", StringComparison.Ordinal)
            || !signIns.TryGetValue(link.LinkId, out var signIn))
        {
            return false;
        }

        refused[link.LinkId] = signIn.SignNo;
        return true;
    }

    private bool Holds(string linkId) => signIns.TryGetValue(linkId, out var signIn)
        && refused.GetValueOrDefault(linkId) != signIn.SignNo
        && time.GetUtcNow() < signIn.At + LinkLimits.SignInAge - LinkLimits.SignInMargin;

    private async Task<bool> SignInAnewAsync(BureauLink link, Region region, CancellationToken cancellationToken)
    {
        var signed = time.GetUtcNow();
        var answer = await AskAsync(link, region, Infno.SignIn, "", LinkMessages.SignIn(link), cancellationToken);
        if (answer.Reply is not { Outcome: NationalOutcome.Succeeded } reply)
        {
            if (answer.State == MessageState.NotDone)
            {
                health.NotReached(link.LinkId, $"签到被拒绝：{Said.Clean(answer.Text, null, null)}");
            }

            return false;
        }

        try
        {
            var signIn = new SignIn(LinkAnswers.SignNumberOf(reply), signed);
            await store.KeepSignInAsync(link.LinkId, signIn, cancellationToken);
            signIns[link.LinkId] = signIn;
            refused.TryRemove(link.LinkId, out _);
            return true;
        }
        catch (NationalRefusedException)
        {
            return false;
        }
    }

    private async Task<string> NextIdAsync(HospitalCode hospital, CancellationToken cancellationToken)
    {
        var held = ids.GetOrAdd(hospital, _ => new ConcurrentQueue<string>());
        string? id;
        while (!held.TryDequeue(out id))
        {
            foreach (var taken in await store.TakeIdsAsync(hospital, LinkLimits.QuestionIdsTogether, time.GetUtcNow(), cancellationToken))
            {
                held.Enqueue(taken);
            }
        }

        return id;
    }

    private void Note(BureauLink link, Exchange exchange)
    {
        switch (exchange.State)
        {
            case MessageState.Done or MessageState.NotDone:
                health.Answered(link.LinkId);
                break;
            case MessageState.NotSent:
                health.NotReached(link.LinkId, Said.Clean(exchange.Text, null, null));
                break;
            default:
                health.Silent(link.LinkId, Said.Clean(exchange.Text, null, null));
                break;
        }
    }
}
