namespace MedAid.Oracle.Tests;

public sealed class NumberTests
{
    [Theory]
    [InlineData("12.3", "12.30")]
    [InlineData("\"12.3\"", "12.30")]
    [InlineData("\"10.000\"", "10.00")]
    [InlineData("1.5e3", "1500.00")]
    [InlineData("12345E-2", "123.45")]
    [InlineData("1000e-5", "0.01")]
    [InlineData("0e9999999999", "0.00")]
    [InlineData("90071992547409.93", "90071992547409.93")] // a double would lose the last fen
    public void A_number_is_read_exactly(string written, string amount) =>
        Example.Holds($$$"""{"patient":"{{{amount}}}"}""", visit: Example.Charged($$$"""{"in_scope":{{{written}}}}"""));

    [Theory]
    [InlineData("1.005")]
    [InlineData("1e-3")]
    [InlineData("-0.01")]
    [InlineData("\"1,000\"")]
    [InlineData("\" 1\"")]
    [InlineData("\"\"")]
    [InlineData("null")]
    [InlineData("true")]
    [InlineData("1e400")]
    [InlineData("92233720368547758.08")]
    public void An_amount_that_is_none_is_refused(string written)
    {
        var line = $$$"""
            {"pack":{"pack":"p","scheme":"s","layers":[]},"visit":{"date":"2023-06-15",
             "charges":{"in_scope":{{{written}}} } } }
            """;
        Assert.True(Oracle.Evaluate(line).ContainsKey("error"));
    }

    [Theory]
    [InlineData("")]
    [InlineData("null")]
    [InlineData("[]")]
    [InlineData("{\"pack\":")]
    [InlineData("""{"pack":{"pack":"p","scheme":"","layers":[]},"visit":{"date":"2023-06-15","items":[],"items":[]}}""")]
    [InlineData("""{"pack":{"pack":"\ud800","scheme":"s","layers":[]},"visit":{"date":"2023-06-15","items":[]}}""")]
    public void What_is_no_line_gives_an_error_object(string text)
    {
        var result = Oracle.Evaluate(text);
        Assert.False(string.IsNullOrEmpty(result["error"]?["code"]?.GetValue<string>()));
        Assert.False(string.IsNullOrEmpty(result["error"]?["message"]?.GetValue<string>()));
    }
}
