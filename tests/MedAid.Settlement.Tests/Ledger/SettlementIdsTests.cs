using MedAid.Settlement.Ledger;

namespace MedAid.Settlement.Tests.Ledger;

public sealed class SettlementIdsTests
{
    /// <summary>SHA-256 of abc, from FIPS 180-2: ba7816bf 8f01cfea 414140de 5dae2223 b00361a3 …; the first 24 digits.</summary>
    [Fact]
    public void An_id_is_S_and_24_digits_of_the_hash_of_the_request_id()
    {
        Assert.Equal("SBA7816BF8F01CFEA414140DE", SettlementIds.Of("abc").Text);
        Assert.Equal(25, SettlementIds.Of("demo-0001").Text.Length);
        Assert.NotEqual(SettlementIds.Of("demo-0001"), SettlementIds.Of("demo-0002"));
    }

    [Fact]
    public void A_stamp_has_whole_microseconds()
    {
        var time = new HandClock(new DateTimeOffset(2026, 3, 2, 9, 0, 0, TimeSpan.FromHours(8)).AddTicks(129));
        Assert.Equal(new DateTimeOffset(2026, 3, 2, 1, 0, 0, TimeSpan.Zero).AddTicks(120), Instants.Now(time));
    }
}
