using System.Reflection;
using System.Text.Json;

namespace MedAid.Core.Tests;

public sealed class FenTests
{
    [Fact]
    public void Sums_and_differences_that_overflow_are_refused()
    {
        var most = new Fen(long.MaxValue);
        Assert.Throws<OverflowException>(() => most + new Fen(1));
        Assert.Throws<OverflowException>(() => -most - new Fen(2));
        Assert.Throws<OverflowException>(() => -new Fen(long.MinValue));
        Assert.Throws<OverflowException>(() => new[] { most, new Fen(1) }.Sum(f => f));
        Assert.Equal(new Fen(-1_50), new[] { new Fen(2_00), new Fen(-3_50) }.Sum(f => f));
    }

    [Fact]
    public void Amounts_compare_by_their_number()
    {
        Assert.True(new Fen(-1) < Fen.Zero && new Fen(1) > Fen.Zero && new Fen(1) >= new Fen(1) && new Fen(1) <= new Fen(1));
        Assert.Equal(new Fen(2), Fen.Max(new Fen(-3), new Fen(2)));
        Assert.Equal([new(-2), new(0), new Fen(5)], new[] { new Fen(5), new Fen(-2), default }.Order());
    }

    [Fact]
    public void A_number_becomes_an_amount_and_an_amount_a_number_only_where_it_is_said() => Assert.DoesNotContain(
        typeof(Fen).GetMethods(BindingFlags.Public | BindingFlags.Static), m => m.Name is "op_Implicit" or "op_Explicit");

    [Fact]
    public void In_JSON_an_amount_is_its_bare_number()
    {
        Assert.Equal("[-825,0]", JsonSerializer.Serialize(new[] { new Fen(-825), Fen.Zero }));
        Assert.Equal(new Fen(12_34), JsonSerializer.Deserialize<Fen>("1234"));
        Assert.Throws<JsonException>(() => JsonSerializer.Deserialize<Fen>("12.34"));
    }
}
