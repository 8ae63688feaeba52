using MedAid.Core.Policy;

namespace MedAid.Core.Tests.Policy;

public sealed class FactsTests
{
    private static readonly DateOnly From = new(2022, 9, 1);
    private static readonly DateOnly Until = new(2023, 9, 1);

    [Theory]
    [InlineData("2022-08-31", false)]
    [InlineData("2022-09-01", true)]  // the day of the certificate
    [InlineData("2023-08-31", true)]
    [InlineData("2023-09-01", false)] // the end is not included
    public void An_identity_holds_from_its_start_up_to_its_end(string day, bool holds) =>
        Assert.Equal(
            holds, new IdentitySpan(IdentityKind.Orphan, From, Until).HoldsOn(DateOnly.ParseExact(day, "yyyy-MM-dd")));

    [Fact]
    public void An_open_end_does_not_end_it()
    {
        Assert.True(new IdentitySpan(IdentityKind.Orphan, null, Until).HoldsOn(DateOnly.MinValue));
        Assert.True(new IdentitySpan(IdentityKind.Orphan, From, null).HoldsOn(DateOnly.MaxValue));
        Assert.True(new IdentitySpan(IdentityKind.Orphan, null, null).HoldsOn(From));
    }

    [Fact]
    public void An_identity_that_ends_on_its_first_day_never_holds() =>
        Assert.False(new IdentitySpan(IdentityKind.Orphan, From, From).HoldsOn(From));

    [Fact]
    public void Only_the_identities_of_the_day_are_in_the_set()
    {
        IdentitySpan[] spans =
        [
            new(IdentityKind.SubsistenceAllowance, null, From), new(IdentityKind.Orphan, From, Until),
            new(IdentityKind.ExtremelyPoor, null, null),
        ];
        var set = IdentitySpan.OnDay(spans, From);
        Assert.Equal(default(ValueSet).With((int)IdentityKind.Orphan).With((int)IdentityKind.ExtremelyPoor), set);
        Assert.True(IdentitySpan.OnDay([], From).IsEmpty);
    }
}
