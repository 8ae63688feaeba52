namespace MedAid.Core.Tests;

public sealed class InvariantTests
{
    [Fact]
    public void What_holds_passes() => Invariant.Holds(true, "one is one");

    [Fact]
    public void What_does_not_hold_stops_the_call_and_names_the_rule()
    {
        var broken = Assert.Throws<InvariantBrokenException>(() => Invariant.Holds(false, "one is two"));
        Assert.Equal("one is two", broken.Message);
    }

    [Fact]
    public void The_exception_keeps_its_cause()
    {
        var cause = new OverflowException();
        Assert.Same(cause, new InvariantBrokenException("too much", cause).InnerException);
        Assert.NotEmpty(new InvariantBrokenException().Message);
    }
}
