using MedAid.Settlement.People;

namespace MedAid.Settlement.Tests.People;

public sealed class PersonTokensTests
{
    private const string Number = "11010519491231002X";

    private static readonly PersonTokens One = new(Key(1));
    private static readonly PersonTokens Two = new(Key(2));

    /// <summary>Reckoned apart: printf 11010519491231002X | openssl dgst -sha256 -mac HMAC -macopt hexkey: and 32 times 01.</summary>
    [Fact]
    public void A_token_is_the_HMAC_SHA_256_of_the_number_in_lower_case_hexadecimal_digits() =>
        Assert.Equal("f532cf1203443ad49f73bb91d9c59c3ecf5003e5d46158e73994648fddd2d2f2", One.Of(Number));

    [Fact]
    public void A_small_x_is_the_same_person() => Assert.Equal(One.Of(Number), One.Of(Number.ToLowerInvariant()));

    [Fact]
    public void Another_key_gives_other_tokens_keys_and_fingerprints()
    {
        Assert.NotEqual(One.Of(Number), Two.Of(Number));
        Assert.NotEqual(One.NewPersonKey(Number), Two.NewPersonKey(Number));
        Assert.NotEqual(One.Fingerprint(), Two.Fingerprint());
    }

    [Fact]
    public void A_person_key_is_P_and_24_capital_digits_and_no_part_of_the_token()
    {
        Assert.Matches("^P[0-9A-F]{24}$", One.NewPersonKey(Number).Text);
        Assert.DoesNotContain(One.NewPersonKey(Number).Text[1..], One.Of(Number), StringComparison.OrdinalIgnoreCase);
    }

    [Fact]
    public void No_part_of_the_number_is_in_a_token() => Assert.DoesNotContain("19491231", One.Of(Number), StringComparison.Ordinal);

    [Theory]
    [InlineData(0)]
    [InlineData(31)]
    [InlineData(33)]
    public void A_key_of_another_length_is_refused(int length) =>
        Assert.Throws<ArgumentException>(() => new PersonTokens(new byte[length]));

    private static byte[] Key(byte value)
    {
        var key = new byte[PersonTokens.KeyBytes];
        Array.Fill(key, value);
        return key;
    }
}
