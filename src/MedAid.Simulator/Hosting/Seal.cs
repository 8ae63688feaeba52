using MedAid.Bureau.Messages;
using MedAid.Bureau.Regions;
using MedAid.Bureau.Signing;

namespace MedAid.Simulator.Hosting;

/// <summary>Signatures and SM4 as the region wants them. Without keys no signature is checked, and SM4 has a key that everybody knows.</summary>
internal sealed class Seal(Region region, BureauKeys? keys)
{
    private static readonly byte[] SampleKey = Convert.FromHexString(SimulatorOptions.SampleKey);

    private readonly MessageSigner signer = new(region, keys);

    /// <summary>Refuses a message whose signature does not hold.</summary>
    public void Check(ReadOnlyMemory<byte> body, Func<string, string?> header)
    {
        if (keys is not null && !signer.Holds(body, header))
        {
            throw new NationalRefusedException("签名验证不通过，请检查密钥和签名方法");
        }
    }

    /// <summary>Enciphers an output.</summary>
    public string Encipher(string text) => keys?.Encipher(text) ?? ChineseCrypto.Sm4Encipher(SampleKey, text);

    /// <summary>Deciphers an input.</summary>
    public string Decipher(string base64) => keys?.Decipher(base64) ?? ChineseCrypto.Sm4Decipher(SampleKey, base64);
}
