namespace MedAid.Bureau.Regions;

/// <summary>How a message is signed.</summary>
public enum SigningAlgorithm
{
    /// <summary>Not at all.</summary>
    None,

    /// <summary>SM2 over the sorted envelope without <c>cainfo</c> and <c>input</c>, in <c>cainfo</c>.</summary>
    Sm2Envelope,

    /// <summary>SM2 with SM3 over the plain input, in <c>cainfo</c>.</summary>
    Sm2Input,

    /// <summary>HMAC by SM3 over time and body, in the headers <c>x-ca-key</c> and <c>x-ca-signature</c>.</summary>
    HmacSm3,

    /// <summary>SHA-256 over time, secret and nonce, in the headers <c>x-tif-…</c>.</summary>
    XTif,

    /// <summary>HMAC by SHA-1 over the sorted headers <c>_api_…</c> of a service bus.</summary>
    Csb,
}

/// <summary>How messages are signed.</summary>
/// <param name="Algorithm">The algorithm.</param>
/// <param name="IsGbk">Whether it is over the bytes of GBK, although UTF-8 is sent.</param>
/// <param name="IsMilliseconds">Whether its time is in milliseconds; else in seconds.</param>
/// <param name="IsRaw">Whether a signature by SM2 is the two numbers of 32 bytes; else DER.</param>
/// <param name="ApiName">The name of the service on a service bus, with <c>{infno}</c> for the number.</param>
/// <param name="ApiVersion">Its version.</param>
public sealed record SigningForm(SigningAlgorithm Algorithm, bool IsGbk, bool IsMilliseconds, bool IsRaw, string ApiName, string ApiVersion);
