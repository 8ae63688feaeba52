using MedAid.People.Rosters;

namespace MedAid.People.Tests.Rosters;

public sealed class PartSizeTests
{
    [Fact]
    public void Slow_parts_make_the_next_ones_smaller_and_quick_ones_larger_again()
    {
        var size = new PartSize();
        Assert.Equal(250, size.Next);
        size.Took(TimeSpan.FromMilliseconds(101));
        Assert.Equal(125, size.Next);
        size.Took(TimeSpan.FromMilliseconds(100));
        size.Took(TimeSpan.FromMilliseconds(50));
        Assert.Equal(125, size.Next);
        size.Took(TimeSpan.FromMilliseconds(49));
        size.Took(TimeSpan.FromMilliseconds(1));
        Assert.Equal(250, size.Next);
        for (var i = 0; i < 10; i++)
        {
            size.Took(TimeSpan.FromSeconds(1));
        }

        Assert.Equal(25, size.Next);
    }
}
