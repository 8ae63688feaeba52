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
