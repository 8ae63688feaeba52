using MedAid.Bureau.Messages;
using MedAid.Simulator.Faults;

namespace MedAid.Simulator.Hosting;

/// <summary>A message that has not come in yet, though its sender has lost the connection.</summary>
internal sealed record HeldMessage(NationalRequest Request, FaultSet Faults, FaultPlan Plan)
{
    /// <summary>Whether a 2601 names it.</summary>
    public bool IsNamedBy(NationalRequest reversal) => reversal.PlainNumber == "2601" && Request.HospitalCode == reversal.HospitalCode
        && reversal.Input is { ValueKind: System.Text.Json.JsonValueKind.Object } input && input.TryGetProperty("data", out var data)
        && data.ValueKind == System.Text.Json.JsonValueKind.Object && data.TryGetProperty("omsgid", out var id)
        && id.ValueKind == System.Text.Json.JsonValueKind.String && id.GetString() == Request.MessageId;
}

/// <summary>Messages on their way: each comes in once, behind the 2601 that names it or when its time is over.</summary>
internal sealed class HeldMessages(TimeProvider time, Action<HeldMessage> arrive) : IDisposable
{
    private readonly Lock gate = new();
    private readonly Dictionary<HeldMessage, ITimer> held = new(ReferenceEqualityComparer.Instance);

    /// <summary>How many are on their way.</summary>
    public int Count
    {
        get
        {
            lock (gate)
            {
                return held.Count;
            }
        }
    }

    /// <summary>Holds a message.</summary>
    public void Hold(HeldMessage message, TimeSpan longest)
    {
        lock (gate)
        {
            held.Add(message, time.CreateTimer(_ => Release(message), null, longest, Timeout.InfiniteTimeSpan));
        }
    }

    /// <summary>A 2601 was answered: what it names comes in now.</summary>
    public void ReleaseNamedBy(NationalRequest reversal)
    {
        HeldMessage[] named;
        lock (gate)
        {
            named = [.. held.Keys.Where(m => m.IsNamedBy(reversal))];
        }

        Array.ForEach(named, Release);
    }

    /// <summary>Drops all of them.</summary>
    public void Dispose()
    {
        lock (gate)
        {
            foreach (var timer in held.Values)
            {
                timer.Dispose();
            }

            held.Clear();
        }
    }

    private void Release(HeldMessage message)
    {
        lock (gate)
        {
            if (!held.Remove(message, out var timer))
            {
                return;
            }

            timer.Dispose();
        }

        arrive(message);
    }
}
