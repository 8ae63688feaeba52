using System.Text.Encodings.Web;
using System.Text.Json;

namespace MedAid.Simulator.Faults;

/// <summary>Every call and what was done to it, in memory and in a file of JSON lines.</summary>
internal sealed class Recording : IDisposable
{
    /// <summary>Calls that are held in memory; the file has all of them.</summary>
    public const int HeldMax = 500_000;

    private static readonly JsonSerializerOptions Options = new(JsonSerializerDefaults.Web)
    {
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    private readonly Lock gate = new();
    private readonly Queue<CallRecord> held = [];
    private readonly StreamWriter? file;
    private long number;

    public Recording(string? path)
    {
        if (path is not null)
        {
            file = new StreamWriter(path, append: true) { AutoFlush = true, NewLine = "\n" };
        }
    }

    /// <summary>The calls, in the order in which they came to an end.</summary>
    public IReadOnlyList<CallRecord> Calls
    {
        get
        {
            lock (gate)
            {
                return [.. held];
            }
        }
    }

    /// <summary>A call as a line of the file.</summary>
    public static string Line(CallRecord call) => JsonSerializer.Serialize(call, Options);

    public void Add(CallRecord call)
    {
        lock (gate)
        {
            var counted = call with { Number = ++number };
            held.Enqueue(counted);
            if (held.Count > HeldMax)
            {
                held.Dequeue();
            }

            file?.WriteLine(Line(counted));
        }
    }

    /// <summary>Forgets the calls in memory.</summary>
    public void Clear()
    {
        lock (gate)
        {
            held.Clear();
        }
    }

    public void Dispose()
    {
        lock (gate)
        {
            file?.Dispose();
        }
    }
}
