using MedAid.Bureau.Link;
using MedAid.Core;

namespace MedAid.Bureau.Tests.Link;

/// <summary>Ids of messages rise, whatever the clock does.</summary>
public sealed class MessageIdTests
{
    private static readonly DateTimeOffset Midnight = new(2026, 12, 31, 23, 59, 59, TimeSpan.FromHours(8));

    [Fact]
    public void An_id_has_thirty_characters_in_the_form_of_the_interface()
    {
        var place = MessageIds.Next(null, Midnight);
        Assert.Equal("H14112300101202612312359590000", MessageIds.Of(new HospitalCode("H14112300101"), place));
    }

    [Fact]
    public void More_ids_than_a_second_has_go_on_in_the_next_second_across_the_year()
    {
        MessagePlace? place = null;
        var seen = new HashSet<MessagePlace>();
        for (var i = 0; i <= MessageIds.IdsOfSecond; i++)
        {
            place = MessageIds.Next(place, Midnight);
            Assert.True(seen.Add(place.Value));
        }

        Assert.Equal(new MessagePlace(20270101000000, 0), place);
    }

    [Fact]
    public void A_clock_that_is_set_back_gives_no_id_twice() =>
        Assert.Equal(new MessagePlace(20261231235959, 6), MessageIds.Next(new MessagePlace(20261231235959, 5), Midnight.AddHours(-3)));
}
