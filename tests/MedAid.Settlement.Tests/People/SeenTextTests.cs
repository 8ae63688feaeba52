using MedAid.Settlement.People;

namespace MedAid.Settlement.Tests.People;

/// <summary>What a reader does not see makes no name, and no second key.</summary>
public sealed class SeenTextTests
{
    [Theory]
    [InlineData("")]
    [InlineData(" 　\u00A0")]
    [InlineData("\u200B\uFEFF\u202E")]
    [InlineData("\u3164\u2800\u115F")]
    [InlineData("\U000E0041")]
    public void A_text_of_which_nothing_is_seen_is_none(string text) => Assert.False(SeenText.IsAny(text));

    [Theory]
    [InlineData("MZ20260302001")]
    [InlineData("住院-2026_第1号")]
    [InlineData("\U00020BB7")]
    public void A_text_of_letters_that_are_seen_is_plain_already(string text)
    {
        Assert.True(SeenText.IsAny(text));
        Assert.True(SeenText.IsPlain(text));
        Assert.Same(text, SeenText.Plain(text));
    }

    [Theory]
    [InlineData("20260410-0001 ")]
    [InlineData("　２０２６０４１０－０００１")]
    [InlineData("2026 0410\u200B-0001\u3164")]
    public void Two_keys_that_look_alike_are_one(string text)
    {
        Assert.False(SeenText.IsPlain(text));
        Assert.Equal("20260410-0001", SeenText.Plain(text));
    }
}
