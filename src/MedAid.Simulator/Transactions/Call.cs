using System.Text.Json.Nodes;
using MedAid.Bureau.Messages;
using MedAid.Core;
using MedAid.Simulator.Books;
using MedAid.Simulator.Faults;

namespace MedAid.Simulator.Transactions;

/// <summary>A message that is carried out.</summary>
/// <param name="Request">The message.</param>
/// <param name="Input">Its input, as its table reads it.</param>
/// <param name="Faults">What it meets.</param>
/// <param name="Plan">The plan by which that was drawn.</param>
internal sealed record Call(NationalRequest Request, NationalRow Input, FaultSet Faults, FaultPlan Plan)
{
    /// <summary>The node <c>data</c>.</summary>
    public NationalRow Data => Input.Node("data");

    /// <summary>The institution.</summary>
    public HospitalCode Hospital => Request.HospitalCode;

    /// <summary>Whether a settlement is booked though its lines are settled: the message came in twice at once.</summary>
    public bool IsSecond { get; init; }
}

/// <summary>What a message came to.</summary>
/// <param name="Output">The output; null: none.</param>
/// <param name="Events">What is booked.</param>
internal sealed record Carried(JsonObject? Output, params IReadOnlyList<BookEvent> Events)
{
    /// <summary>The file that is the answer; null: the answer is an envelope.</summary>
    public byte[]? File { get; init; }
}

/// <summary>A transaction of the bureau.</summary>
/// <param name="Number">Its number without a letter.</param>
/// <param name="Input">What it reads.</param>
/// <param name="CarryOut">What it does.</param>
internal sealed record Transaction(string Number, NationalTable Input, Func<Call, BookState, Carried> CarryOut)
{
    /// <summary>Whether it needs a sign-in that holds.</summary>
    public bool NeedsSignIn { get; init; } = true;
}
