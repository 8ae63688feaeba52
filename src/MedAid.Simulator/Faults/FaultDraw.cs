using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;

namespace MedAid.Simulator.Faults;

/// <summary>
/// Draws what a call meets. It follows from the seed, the transaction number and how many calls of this number there were: message ids hold the time
/// and would never come again.
/// </summary>
internal sealed class FaultDraw(long seed, long life, FaultPlan first)
{
    private readonly Lock gate = new();
    private readonly Dictionary<string, long> calls = new(StringComparer.Ordinal);
    private FaultPlan plan = first;

    /// <summary>The plan; calls whose faults were told are gone from it.</summary>
    public FaultPlan Plan
    {
        get
        {
            lock (gate)
            {
                return plan;
            }
        }

        set
        {
            lock (gate)
            {
                plan = value;
            }
        }
    }

    /// <summary>Changes the plan.</summary>
    public void Change(Func<FaultPlan, FaultPlan> change)
    {
        lock (gate)
        {
            plan = change(plan);
        }
    }

    /// <summary>What the next call of a number meets, and the plan that it was drawn by.</summary>
    public (FaultSet Faults, FaultPlan Plan) Next(string infno)
    {
        lock (gate)
        {
            var nth = calls[infno] = calls.GetValueOrDefault(infno) + 1;
            var scripted = plan.Scripted.FirstOrDefault(s => s.Infno.Length == 0 || s.Infno == infno);
            if (scripted is not null)
            {
                plan = plan with { Scripted = plan.Scripted.Remove(scripted) };
                return (new FaultSet(scripted.Faults), plan);
            }

            var kinds = plan.Shares.Keys.Select(s => s.Kind).Distinct();
            return (new FaultSet(kinds.Where(kind => Draws(infno, nth, kind) < plan.ShareOf(infno, kind))), plan);
        }
    }

    /// <summary>A number from 0 to below a million.</summary>
    private int Draws(string infno, long nth, FaultKind kind)
    {
        var hash = SHA256.HashData(Encoding.UTF8.GetBytes($"{seed}/{life}/{infno}/{nth}/{FaultNames.NameOf(kind)}"));
        return (int)(BinaryPrimitives.ReadUInt64BigEndian(hash) % FaultPlan.Whole);
    }
}
