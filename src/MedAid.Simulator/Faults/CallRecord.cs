namespace MedAid.Simulator.Faults;

/// <summary>A call and what was done to it. Nothing personal is in it.</summary>
/// <param name="Number">How many calls there were with it.</param>
/// <param name="At">When it came, by the bureau's clock.</param>
/// <param name="Infno">Transaction number as it was sent; empty where it could not be read.</param>
/// <param name="Hospital">The institution that sent it.</param>
/// <param name="Msgid">Message id, or empty.</param>
/// <param name="Faults">Names of the faults that it met.</param>
/// <param name="Outcome">What it came to: done, refused, unreadable, not_done, held, defect.</param>
/// <param name="Answer">How it was answered: answered, cut, 502, 503, half, nobody.</param>
/// <param name="Text">The sentence of a refusal; of a defect where it is.</param>
public sealed record CallRecord(
    long Number, DateTimeOffset At, string Infno, string Hospital, string Msgid, IReadOnlyList<string> Faults, string Outcome, string Answer,
    string Text);
