using System.Reflection;
using Microsoft.Extensions.Logging;

namespace MedAid.Gateway.Tests.Hosting;

/// <summary>What the gateway logs.</summary>
public sealed class LogTests
{
    /// <summary>docs/OPERATIONS.md sends people to an event by its id.</summary>
    [Fact]
    public void The_id_of_an_event_stands_for_one_event()
    {
        var events = typeof(Log).GetMethods(BindingFlags.Static | BindingFlags.Public)
            .Select(m => (m.Name, m.GetCustomAttribute<LoggerMessageAttribute>()?.EventId)).Where(e => e.EventId is not null).ToArray();
        Assert.True(events.Length > 20, "the events were not found");
        Assert.Empty(events.GroupBy(e => e.EventId).Where(g => g.Count() > 1).Select(g => $"{g.Key}: {string.Join(", ", g.Select(e => e.Name))}"));
    }
}
