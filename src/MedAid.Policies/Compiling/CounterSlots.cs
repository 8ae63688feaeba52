using MedAid.Core.Policy;

namespace MedAid.Policies.Compiling;

/// <summary>Gives every counter of a pack its slot; the same name and period is the same counter.</summary>
internal sealed class CounterSlots
{
    private readonly List<CounterName> names = [];
    private readonly Dictionary<CounterName, int> slots = [];

    public IReadOnlyList<CounterName> Names => names;

    public int SlotOf(string name, Period period)
    {
        var counter = new CounterName(name, period);
        if (!slots.TryGetValue(counter, out var slot))
        {
            slot = names.Count;
            slots.Add(counter, slot);
            names.Add(counter);
        }

        return slot;
    }
}
