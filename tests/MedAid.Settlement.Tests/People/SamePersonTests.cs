using MedAid.Settlement.People;

namespace MedAid.Settlement.Tests.People;

/// <summary>A second pair of eyes must belong to a second person, however the first one's name is written.</summary>
public sealed class SamePersonTests
{
    [Theory]
    [InlineData("收费员甲", "收费员甲 ")]
    [InlineData("收费员甲", "　收费员　甲\t")]
    [InlineData("收费员甲", "收费员\u200B甲\uFEFF")]
    [InlineData("收费员甲", "\u3164收费员甲")]
    [InlineData("收费员甲", "收费员\u2800甲\uFFA0")]
    [InlineData("收费员甲", "收费员甲\U000E0041")]
    [InlineData("li.wei", "LI.WEI")]
    [InlineData("li.wei01", "ｌｉ．ＷＥＩ０１")]
    [InlineData("Müller", "MU\u0308LLER")]
    [InlineData("金会计", "\uF90A会计")]
    [InlineData("一号窗口", "\u2F00号窗口")]
    public void A_name_written_otherwise_is_the_same_person(string one, string other)
    {
        Assert.True(SamePerson.Is(one, other));
        Assert.True(SamePerson.Is(other, one));
        Assert.Equal([one, "王会计"], SamePerson.Distinct([one, other, "王会计"]));
    }

    [Theory]
    [InlineData("收费员甲", "收费员乙")]
    [InlineData("li.wei", "liwei")]
    [InlineData("李会计1", "李会计2")]
    public void Other_names_are_other_persons(string one, string other) => Assert.False(SamePerson.Is(one, other));
}
