using MedAid.Core.Policy;

namespace MedAid.Policies.Compiling;

/// <summary>Gives every counter of a pack its slot; the same name and period is the same counter.</summary>
internal sealed class CounterSlots
{
    private readonly List<CounterName> names = [];
    private readonly Dictionary<CounterName, int> slots = [];

    private readonly List<string> stayNames = [];

    public IReadOnlyList<CounterName> Names => names;

    /// <summary>Names of the counters of a stay, by stay slot.</summary>
    public IReadOnlyList<string> StayNames => stayNames;

    /// <summary>The stay slot of what is reckoned per visit; <c>counter:</c> does not rename it.</summary>
    public int StaySlotOf(string name)
    {
        var slot = stayNames.IndexOf(name);
        if (slot < 0)
        {
            slot = stayNames.Count;
            stayNames.Add(name);
        }

        return slot;
    }

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
