using System.Text;
using MedAid.Bureau.Messages;
using MedAid.Bureau.Signing;
using Org.BouncyCastle.Crypto.Engines;
using Org.BouncyCastle.Crypto.Parameters;

namespace MedAid.Bureau.Tests;

/// <summary>The examples that the standards print.</summary>
public sealed class CryptoTests
{
    private const string Key = "0123456789abcdeffedcba9876543210";

    [Theory]
    [InlineData("abc", "66c7f0f462eeedd9d1f2d46bdc10e4e24167c4875cf2f7a2297da02b8f4ba8e0")]
    [InlineData(
        "abcdabcdabcdabcdabcdabcdabcdabcdabcdabcdabcdabcdabcdabcdabcdabcd", "debe9ff92275b8a138604889c18e5a4d6fdb70e5387e5765293dcba39c0c5732")]
    public void SM3_gives_the_values_of_GB_T_32905(string text, string hash) =>
        Assert.Equal(hash, Convert.ToHexStringLower(ChineseCrypto.Sm3(Encoding.ASCII.GetBytes(text))));

    [Fact]
    public void SM4_gives_the_value_of_GB_T_32907_in_its_first_block_and_takes_it_back()
    {
        // The example's plain text is the key itself; as text it would not be UTF-8, so the engine is asked for the block.
        var engine = new SM4Engine();
        engine.Init(true, new KeyParameter(Convert.FromHexString(Key)));
        var block = Convert.FromHexString(Key);
        engine.ProcessBlock(block, 0, block, 0);
        Assert.Equal("681edf34d206965e86b3e94f536e4246", Convert.ToHexStringLower(block));

        // Sixteen bytes are followed by a block of padding;
        var cipher = ChineseCrypto.Sm4Encipher(Convert.FromHexString(Key), "0123456789abcdef");
        // openssl enc -sm4-ecb gives the same.
        Assert.Equal("5oh7d9urtXL/oH/tdUixkgAqik76hjzK0CSsAwC7QNI=", cipher);
        Assert.Equal("0123456789abcdef", ChineseCrypto.Sm4Decipher(Convert.FromHexString(Key), cipher));
        Assert.Throws<NationalRefusedException>(() => ChineseCrypto.Sm4Decipher(Convert.FromHexString(Key), cipher[..20]));
        Assert.Throws<NationalRefusedException>(() => ChineseCrypto.Sm4Decipher(new byte[16], cipher));
        Assert.Throws<NationalRefusedException>(() => ChineseCrypto.Sm4Decipher(new byte[16], "不是 Base64"));
    }

    [Fact]
    public void SM2_holds_for_the_signature_of_GB_T_32918_part_5_and_for_no_other()
    {
        var privateKey = Convert.FromHexString("3945208F7B2144B13F36E38AC6D39F95889393692860B51A42FB81EF4DF7C5B8");
        var publicKey = Convert.FromHexString(
            "0409F9DF311E5421A150DD7D161E4BC5C672179FAD1833FC076BB08FF356F35020CCEA490CE26775A52DC6EA718CC1AA600AED05FBF35E084A6632F6072DA9AD13");
        var signature = Convert.FromHexString(
            "F5A03B0648D2C4630EEAC513E1BB81A15944DA3827D5B74143AC7EACEEE720B3B1B6AA29DF212FD8763182BC0D421CA1BB9038FD1F7F42D4840B69C485BBC1AA");
        var text = "message digest"u8.ToArray();
        Assert.Equal(publicKey, ChineseCrypto.Sm2PublicKey(privateKey));
        Assert.True(ChineseCrypto.Sm2Verify(publicKey, text, signature, isRaw: true));
        Assert.False(ChineseCrypto.Sm2Verify(publicKey, "message digesu"u8.ToArray(), signature, isRaw: true));
        Assert.False(ChineseCrypto.Sm2Verify(publicKey, text, signature, isRaw: false));
        Assert.False(ChineseCrypto.Sm2Verify(publicKey[..64], text, signature, isRaw: true));
        Assert.False(ChineseCrypto.Sm2Verify(publicKey, text, [], isRaw: true));
        foreach (var isRaw in new[] { true, false })
        {
            Assert.True(ChineseCrypto.Sm2Verify(publicKey, text, ChineseCrypto.Sm2Sign(privateKey, text, isRaw), isRaw));
        }
    }

    [Fact]
    public void HMAC_is_that_of_another_implementation()
    {
        // openssl dgst -sm3 -hmac key, openssl dgst -sha1 -hmac key
        var text = "The quick brown fox jumps over the lazy dog"u8;
        Assert.Equal(
            "bd4a34077888162b210645b8ebf74b9af357303789357a27c7fc457244ebd398", Convert.ToHexStringLower(ChineseCrypto.HmacSm3("key"u8.ToArray(), text)));
        Assert.Equal("de7c9b85b8b78aa6bc8a7a36f70a90701c9db4d9", Convert.ToHexStringLower(ChineseCrypto.HmacSha1("key"u8.ToArray(), text)));
    }
}
