using System.Text;
using MedAid.Bureau.Messages;
using Org.BouncyCastle.Asn1.GM;
using Org.BouncyCastle.Crypto;
using Org.BouncyCastle.Crypto.Digests;
using Org.BouncyCastle.Crypto.Engines;
using Org.BouncyCastle.Crypto.Macs;
using Org.BouncyCastle.Crypto.Paddings;
using Org.BouncyCastle.Crypto.Parameters;
using Org.BouncyCastle.Crypto.Signers;
using Org.BouncyCastle.Math;

namespace MedAid.Bureau.Signing;

/// <summary>SM2, SM3 and SM4 (GB/T 32918, 32905, 32907), as platforms use them.</summary>
public static class ChineseCrypto
{
    private static readonly ECDomainParameters Curve = new(GMNamedCurves.GetByName("sm2p256v1"));

    /// <summary>The user id that the standard names where none is agreed on.</summary>
    private static readonly byte[] UserId = "1234567812345678"u8.ToArray();

    /// <summary>SM3 of bytes.</summary>
    public static byte[] Sm3(ReadOnlySpan<byte> bytes)
    {
        var digest = new SM3Digest();
        digest.BlockUpdate(bytes);
        var hash = new byte[digest.GetDigestSize()];
        digest.DoFinal(hash, 0);
        return hash;
    }

    /// <summary>HMAC by SM3.</summary>
    public static byte[] HmacSm3(byte[] key, ReadOnlySpan<byte> bytes) => Hmac(new SM3Digest(), key, bytes);

    /// <summary>HMAC by SHA-1, which a service bus still wants.</summary>
    public static byte[] HmacSha1(byte[] key, ReadOnlySpan<byte> bytes) => Hmac(new Sha1Digest(), key, bytes);

    /// <summary>SM2 with SM3 over bytes.</summary>
    /// <param name="privateKey">32 bytes.</param>
    /// <param name="bytes">What is signed.</param>
    /// <param name="isRaw">Whether the signature is the two numbers of 32 bytes; else DER.</param>
    public static byte[] Sm2Sign(byte[] privateKey, byte[] bytes, bool isRaw)
    {
        var signer = new SM2Signer(EncodingOf(isRaw), new SM3Digest());
        signer.Init(forSigning: true, new ParametersWithID(new ECPrivateKeyParameters(new BigInteger(1, privateKey), Curve), UserId));
        signer.BlockUpdate(bytes);
        return signer.GenerateSignature();
    }

    /// <summary>Whether a signature is one of these bytes by the owner of a public key (65 bytes from 04, or 33).</summary>
    public static bool Sm2Verify(byte[] publicKey, byte[] bytes, byte[] signature, bool isRaw)
    {
        try
        {
            var signer = new SM2Signer(EncodingOf(isRaw), new SM3Digest());
            signer.Init(forSigning: false, new ParametersWithID(new ECPublicKeyParameters(Curve.Curve.DecodePoint(publicKey), Curve), UserId));
            signer.BlockUpdate(bytes);
            return signer.VerifySignature(signature);
        }
        catch (Exception e) when (e is ArgumentException or FormatException or IOException or CryptoException)
        {
            return false;
        }
    }

    /// <summary>Whether 32 bytes are a private key of the curve.</summary>
    public static bool IsSm2PrivateKey(byte[] bytes) =>
        new BigInteger(1, bytes) is var number && number.SignValue > 0 && number.CompareTo(Curve.N.Subtract(BigInteger.One)) < 0;

    /// <summary>Whether 65 bytes are a point of the curve.</summary>
    public static bool IsSm2PublicKey(byte[] bytes)
    {
        try
        {
            return Curve.Curve.DecodePoint(bytes).IsValid();
        }
        catch (Exception e) when (e is ArgumentException or FormatException)
        {
            return false;
        }
    }

    /// <summary>The public key of a private one, 65 bytes from 04.</summary>
    public static byte[] Sm2PublicKey(byte[] privateKey) => Curve.G.Multiply(new BigInteger(1, privateKey)).Normalize().GetEncoded(compressed: false);

    /// <summary>Base64 of a text enciphered by SM4, block by block (ECB) with padding by PKCS #7.</summary>
    public static string Sm4Encipher(byte[] key, string text) =>
        Convert.ToBase64String(Sm4(key, forEncryption: true).DoFinal(Encoding.UTF8.GetBytes(text)));

    /// <summary>The text of Base64 that was enciphered so; refused if it is none.</summary>
    public static string Sm4Decipher(byte[] key, string base64)
    {
        try
        {
            return MessageText.Decode(Sm4(key, forEncryption: false).DoFinal(Convert.FromBase64String(base64.Trim())));
        }
        catch (Exception e) when (e is FormatException or CryptoException or ArgumentException)
        {
            throw new NationalRefusedException("加密的内容无法解开，请检查密钥和加密方式（SM4）");
        }
    }

    private static PaddedBufferedBlockCipher Sm4(byte[] key, bool forEncryption)
    {
        var cipher = new PaddedBufferedBlockCipher(new SM4Engine(), new Pkcs7Padding());
        cipher.Init(forEncryption, new KeyParameter(key));
        return cipher;
    }

    private static byte[] Hmac(IDigest digest, byte[] key, ReadOnlySpan<byte> bytes)
    {
        var hmac = new HMac(digest);
        hmac.Init(new KeyParameter(key));
        hmac.BlockUpdate(bytes);
        var code = new byte[hmac.GetMacSize()];
        hmac.DoFinal(code, 0);
        return code;
    }

    private static IDsaEncoding EncodingOf(bool isRaw) => isRaw ? PlainDsaEncoding.Instance : StandardDsaEncoding.Instance;
}
