using System.Collections.Immutable;

namespace MedAid.Simulator.Faults;

/// <summary>What goes wrong, and how often.</summary>
public sealed record FaultPlan
{
    /// <summary>A share of all calls, in millionths.</summary>
    public const int Whole = 1_000_000;

    /// <summary>Nothing goes wrong.</summary>
    public static FaultPlan None { get; } = new();

    /// <summary>Shares in millionths, by fault and number without a letter; an empty number is any that has no share of its own.</summary>
    public ImmutableDictionary<(string Infno, FaultKind Kind), int> Shares { get; init; } = ImmutableDictionary<(string, FaultKind), int>.Empty;

    /// <summary>How long a message waits that is delayed.</summary>
    public TimeSpan Delay { get; init; } = TimeSpan.FromSeconds(2);

    /// <summary>How long a very late answer takes.</summary>
    public TimeSpan LateAnswer { get; init; } = TimeSpan.FromSeconds(90);

    /// <summary>How long a message that is overtaken stays away where no 2601 comes.</summary>
    public TimeSpan Overtaken { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>When it does not answer, by its clock.</summary>
    public ImmutableArray<Outage> Outages { get; init; } = [];

    /// <summary>Whether an outage is HTTP 503; else the connection is cut.</summary>
    public bool IsOutageAnswered { get; init; }

    /// <summary>The code of a fund that nobody knows.</summary>
    public string UnknownFundCode { get; init; } = "987654";

    /// <summary>What the next calls meet, before anything is drawn.</summary>
    public ImmutableList<ScriptedCall> Scripted { get; init; } = [];

    /// <summary>The same plan with a share, from 0 to 1 million, of a fault.</summary>
    public FaultPlan With(FaultKind kind, int share, string infno = "") => this with { Shares = Shares.SetItem((infno, kind), share) };

    /// <summary>The same plan with one more call whose faults are told.</summary>
    public FaultPlan Next(string infno, params FaultKind[] faults) => this with { Scripted = Scripted.Add(new ScriptedCall(infno, faults)) };

    /// <summary>The share of a fault for a number.</summary>
    public int ShareOf(string infno, FaultKind kind) => Shares.TryGetValue((infno, kind), out var own) ? own : Shares.GetValueOrDefault(("", kind));
}
