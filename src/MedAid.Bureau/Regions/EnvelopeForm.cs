namespace MedAid.Bureau.Regions;

/// <summary>How input or output is written.</summary>
public enum ContentForm
{
    /// <summary>A JSON object.</summary>
    Json,

    /// <summary>A text with JSON in it.</summary>
    Text,

    /// <summary>A text with the Base64 of JSON enciphered by SM4.</summary>
    Sm4,
}

/// <summary>How a message is written.</summary>
/// <param name="IsShort">Whether the envelope has <c>medins_code</c> and no operator.</param>
/// <param name="Version"><c>infver</c>.</param>
/// <param name="Receiver"><c>recer_sys_code</c>.</param>
/// <param name="CipherField">The field that says that the content is enciphered.</param>
/// <param name="HasHospitalInId">Whether <c>msgid</c> begins with the institution's code.</param>
/// <param name="SequenceDigits">Digits of its number, behind the time.</param>
/// <param name="AreNumbersText">Whether figures are written as text.</param>
/// <param name="Input">How the input is written.</param>
/// <param name="Output">How the output is written.</param>
/// <param name="ContentType">The content type.</param>
/// <param name="Path">The address below the platform's, with <c>{infno}</c> for the number.</param>
/// <param name="Paths">The address of a number that has one of its own.</param>
/// <param name="Letters">The letter behind a number.</param>
public sealed record EnvelopeForm(
    bool IsShort, string Version, string Receiver, string CipherField, bool HasHospitalInId, int SequenceDigits, bool AreNumbersText,
    ContentForm Input, ContentForm Output, string ContentType, string Path,
    IReadOnlyDictionary<string, string> Paths, IReadOnlyDictionary<string, string> Letters);
