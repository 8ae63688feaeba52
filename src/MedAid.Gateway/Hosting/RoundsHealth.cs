using System.Collections.Concurrent;

namespace MedAid.Gateway.Hosting;

/// <summary>Which work beside the calls fails by a defect now.</summary>
internal sealed class RoundsHealth
{
    private readonly ConcurrentDictionary<string, bool> failing = new(StringComparer.Ordinal);

    /// <summary>Names of what fails, in order.</summary>
    public string[] Failing => [.. failing.Keys.Order(StringComparer.Ordinal)];

    /// <summary>Notes how a round ended.</summary>
    public void Report(string name, bool isWell)
    {
        if (isWell)
        {
            failing.TryRemove(name, out _);
        }
        else
        {
            failing[name] = true;
        }
    }
}
