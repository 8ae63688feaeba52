using MedAid.Settlement.People;

namespace MedAid.Gateway.Calls;

/// <summary>
/// Errors repeat a key of the request where that helps; somebody who types an id number into the wrong field must not find it in a log of errors.
/// </summary>
internal static class NumbersOut
{
    private const int Length = 18;
    private const string Mask = "******************";

    /// <summary>The text with a mask for every id number in it.</summary>
    public static string Of(string text)
    {
        for (var at = 0; at + Length <= text.Length; at++)
        {
            if (IdNumber.IsValid(text.Substring(at, Length)))
            {
                text = $"{text[..at]}{Mask}{text[(at + Length)..]}";
            }
        }

        return text;
    }
}
