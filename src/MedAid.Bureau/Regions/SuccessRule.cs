namespace MedAid.Bureau.Regions;

/// <summary>What <c>infcode</c> 0 means with a text that is not known to go with success.</summary>
public enum OtherText
{
    /// <summary>Nobody knows; it has to be asked.</summary>
    Unknown,

    /// <summary>Refused: nothing is done.</summary>
    Refused,

    /// <summary>Done: the text is a remark.</summary>
    Done,
}

/// <summary>What an answer of the platform has to look like to mean success.</summary>
/// <param name="Codes">Values of <c>infcode</c>.</param>
/// <param name="Texts">Values of <c>err_msg</c> that go with it, besides none; the first is written.</param>
/// <param name="OtherText">What success with another text means.</param>
/// <param name="CodeIsText">Whether <c>infcode</c> is written as text.</param>
public sealed record SuccessRule(IReadOnlyList<string> Codes, IReadOnlyList<string> Texts, OtherText OtherText, bool CodeIsText);
