using System.Net;
using MedAid.Bureau.Regions;
using MedAid.Bureau.Signing;
using MedAid.Simulator.Faults;

namespace MedAid.Simulator;

/// <summary>How a bureau in the box is set up.</summary>
public sealed record SimulatorOptions
{
    /// <summary>The key of SM4 where no keys are named, in hexadecimal. It is a sample and no secret.</summary>
    public const string SampleKey = "00112233445566778899aabbccddeeff";

    /// <summary>Where it listens; port 0 takes any that is free. It has no locks on its doors, so it listens on this machine alone.</summary>
    public IPEndPoint Listen { get; init; } = new(IPAddress.Loopback, 0);

    /// <summary>The folder of its books, which then outlive the process; null: in memory.</summary>
    public string? DataFolder { get; init; }

    /// <summary>Its region; null: the national baseline.</summary>
    public Region? Region { get; init; }

    /// <summary>From what the faults are drawn: the same seed gives the same ones.</summary>
    public long Seed { get; init; } = 1;

    /// <summary>What goes wrong.</summary>
    public FaultPlan Faults { get; init; } = FaultPlan.None;

    /// <summary>The file that each call and what was done to it is added to; null: memory alone.</summary>
    public string? RecordFile { get; init; }

    /// <summary>A file of persons, of the form of <c>samples/people.json</c>; null: the samples, and two employees.</summary>
    public string? PeopleFile { get; init; }

    /// <summary>A file of figures of its own split; null: the samples.</summary>
    public string? FiguresFile { get; init; }

    /// <summary>Whether a message that comes again under its message id is answered as before. Real platforms promise nothing of the kind.</summary>
    public bool IsIdempotent { get; init; }

    /// <summary>Whether messages need the number of a sign-in.</summary>
    public bool NeedsSignIn { get; init; } = true;

    /// <summary>The hospital's keys, for a region that signs or enciphers; null: nothing is checked, and SM4 has <see cref="SampleKey"/>.</summary>
    public BureauKeys? Keys { get; init; }

    /// <summary>The clock below its own, which <c>/control/clock</c> moves.</summary>
    public TimeProvider Time { get; init; } = TimeProvider.System;
}
