namespace MedAid.Oracle.Tests;

/// <summary>Amounts that come from outside: external entries, upstream payments, and who advances what.</summary>
public sealed class OutsideTests
{
    private const string BasicThenExternal = """
        [{"id":"basic","covers":["in_scope"],"rules":[{"ratio":"0.9","caps":[{"amount":5000,"period":"year"}]}]},
         {"id":"mutual","covers":["in_scope","out_of_scope"],"kind":"external"}]
        """;

    private static string Visit(string more) => Example.Charged("""{"in_scope":"1000","out_of_scope":"50"}""", more);

    [Fact]
    public void External_entries_are_summed_and_cut_to_the_room()
    {
        // basic 900, room 100 + 50 = 150; 60 + 80.01 = 140.01 fits; 60 + 100 = 160 is cut to 150, and not `capped`
        Example.Holds("""{"layers":{"mutual":{"base":"150.00","paid":"140.01"}},"patient":"9.99"}""", BasicThenExternal,
            Visit(""","external":[{"layer":"mutual","amount":60},{"layer":"mutual","amount":"80.01"}]"""));
        Example.Holds("""{"layers":{"mutual":{"paid":"150.00","capped":"0.00","advanced":false}},"patient":"0.00"}""",
            BasicThenExternal, Visit("""
            ,"external":[{"layer":"mutual","amount":60},{"layer":"mutual","amount":"100"}]
            """));
    }

    [Fact]
    public void An_external_layer_has_a_line_only_if_the_visit_brings_an_entry()
    {
        Assert.Equal(["basic"], Ids(""));
        Assert.Equal(["basic", "mutual"], Ids(""","external":[{"layer":"mutual","amount":0}]"""));
        Assert.Equal(["basic"], Ids(""","external":[{"layer":"nowhere","amount":9},{"layer":"basic","amount":9}]"""));
    }

    [Fact]
    public void An_upstream_amount_stands_and_only_caps_grow_by_it()
    {
        // 700 of room 1000 as it stands; base = room; the cap grows by 700 although 5000 − 4900 = 100 were left
        Example.Holds(
            """
            {"layers":{"basic":{"base":"1000.00","deductible":"0.00","paid":"700.00","capped":"0.00"}},
             "patient":"350.00",
             "counters":{"basic.paid@2023":"700.00","basic.deductible@2023":"0.00","basic.base@2023":"0.00"}}
            """,
            Example.Basic("""
                {"when":{"filed":true},"ratio":1},
                {"deductible":{"amount":100,"period":"year"},"basis":"year","ratio":1,"caps":[{"amount":5000,
                 "period":"year"}]}
                """),
            Visit(""","upstream":{"basic":"700"}"""), counters: """{"basic.paid@2023":"4900"}""");
    }

    [Fact]
    public void An_upstream_layer_always_has_a_line_and_an_unknown_one_is_ignored()
    {
        var result = Oracle.Evaluate(Example.Line(
            Example.Basic("""{"when":{"filed":true},"ratio":1}"""),
            Visit(""","upstream":{"basic":0,"nowhere":"99999999"}"""),
            "{}", "{}", "{}", "{}").ToJsonString());
        var line = Assert.Single(result["layers"]!.AsArray())!;
        Assert.Equal("basic", line["id"]!.GetValue<string>());
        Assert.Null(line["rule"]);
        Assert.Equal("1000.00", line["base"]!.GetValue<string>());
    }

    [Theory]
    [InlineData("2023-06-15", "{}", false)] // the day itself is online
    [InlineData("2023-06-16", "{}", true)]
    [InlineData("2023-06-14", """{"320281":"2023-06-16"}""", true)] // the county decides, either way
    [InlineData("2023-06-16", """{"320281":"2023-06-15"}""", false)]
    [InlineData("2023-06-14", """{"320281":null}""", true)]
    [InlineData("2023-06-14", """{"140581":null}""", false)]
    public void Before_its_date_a_layer_is_advanced(string from, string counties, bool advanced) =>
        Example.Holds($$$"""{"layers":{"basic":{"paid":"500.00","advanced":{{{(advanced ? "true" : "false")}}} } } }""",
            Example.Basic("""{"ratio":"0.5"}"""), person: """{"county":320281}""",
            more: $$$"""{"one_stop":[{"layer":"basic","online_from":"{{{from}}}","counties":{{{counties}}}}]}""");

    [Fact]
    public void The_first_entry_of_the_layer_whose_condition_holds_decides()
    {
        const string Entries = """
            {"one_stop":[{"layer":"other","online_from":"2020-01-01"},{"layer":"basic","when":{"care":"outpatient"},
              "online_from":"2020-01-01"},{"layer":"basic"},{"layer":"basic","online_from":"2020-01-01"}]}
            """;
        Example.Holds(
            """{"layers":{"basic":{"advanced":true}}}""", Example.Basic("""{"ratio":"0.5"}"""), more: Entries);
        // no entry for the layer, or nothing paid: not advanced
        Example.Holds("""{"layers":{"basic":{"advanced":false}}}""", Example.Basic("""{"ratio":"0"}"""), more: Entries);
        Example.Holds("""{"layers":{"basic":{"advanced":false}}}""", Example.Basic("""{"ratio":"1"}"""));
    }

    private static IEnumerable<string> Ids(string more) =>
        Oracle.Evaluate(Example.Line(BasicThenExternal, Visit(more), "{}", "{}", "{}", "{}").ToJsonString())["layers"]!
            .AsArray().Select(line => line!["id"]!.GetValue<string>());
}
