using System.Security.Cryptography;
using System.Text;
using MedAid.Core;
using MedAid.People.Privacy;

namespace MedAid.People.Tests.Privacy;

public sealed class DetailKeysTests
{
    private static readonly PersonDetail Detail = new("张三", "142701195001010012");
    private static readonly byte[] Old = [.. Enumerable.Repeat((byte)1, DetailKeys.KeyBytes)];
    private static readonly byte[] New = [.. Enumerable.Repeat((byte)2, DetailKeys.KeyBytes)];

    private readonly DetailKeys keys = new([("k1", Old)]);

    [Fact]
    public void What_is_sealed_opens_for_its_person_only()
    {
        var box = keys.Seal(new PersonKey("P1"), Detail);

        Assert.Equal(Detail, keys.Open(new PersonKey("P1"), box));
        Assert.Throws<AuthenticationTagMismatchException>(() => keys.Open(new PersonKey("P2"), box));
    }

    [Fact]
    public void Neither_name_nor_number_can_be_read_and_the_same_never_looks_the_same()
    {
        var box = keys.Seal(new PersonKey("P1"), Detail);
        Assert.True(box.Bytes.AsSpan().IndexOf(Encoding.UTF8.GetBytes("1427")) < 0);
        Assert.NotEqual(box.Bytes, keys.Seal(new PersonKey("P1"), Detail).Bytes);
    }

    [Fact]
    public void Every_changed_byte_is_noticed()
    {
        var box = keys.Seal(new PersonKey("P1"), Detail);
        for (var i = 0; i < box.Bytes.Length; i++)
        {
            var changed = box with { Bytes = [.. box.Bytes] };
            changed.Bytes[i] ^= 1;
            Assert.Throws<AuthenticationTagMismatchException>(() => keys.Open(new PersonKey("P1"), changed));
        }
    }

    [Fact]
    public void A_new_key_seals_and_the_old_one_still_opens()
    {
        var box = keys.Seal(new PersonKey("P1"), Detail);
        var both = new DetailKeys([("k1", Old), ("k2", New)]);

        Assert.Equal(Detail, both.Open(new PersonKey("P1"), box));
        Assert.Equal("k2", both.Seal(new PersonKey("P1"), Detail).KeyId);
        Assert.Throws<CryptographicException>(() => keys.Open(new PersonKey("P1"), both.Seal(new PersonKey("P1"), Detail)));
    }

    [Theory]
    [InlineData("张三", "张*")]
    [InlineData("欧阳修", "欧*")]
    [InlineData("𠮷田", "𠮷*")]
    [InlineData("", "")]
    public void A_masked_name_shows_its_first_character(string name, string shown) =>
        Assert.Equal(shown, new PersonDetail(name, "").MaskedName);

    [Theory]
    [InlineData("142701195001010012", "1427**********0012")]
    [InlineData("1427", "****")]
    public void A_masked_number_shows_four_digits_at_each_end(string number, string shown) =>
        Assert.Equal(shown, new PersonDetail("", number).MaskedIdNumber);
}
