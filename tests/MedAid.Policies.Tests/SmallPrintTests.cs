using System.Text.Json.Nodes;
using MedAid.Policies.Examples;

namespace MedAid.Policies.Tests;

/// <summary>The sentences of the format that are rules, one by one, each on a line as a caller would send it.</summary>
public sealed class SmallPrintTests
{
    /// <summary>100 in scope at one half: the layer pays 50.00, the patient 50.00.</summary>
    private const string Plain = """
        {"pack":{"pack":"p","scheme":"resident",
          "layers":[{"id":"basic","covers":["in_scope"],"rules":[{"when":{},"ratio":0.5}]}]},
         "visit":{"date":"2023-06-15","care":"inpatient","charges":{"in_scope":100}},
         "person":{"age":60,"identities":[]}}
        """;

    private const string Items = "\"items\":[{\"price\":10,\"quantity\":10,\"class\":\"A\"}]";

    [Theory]
    [InlineData("nothing changed", "\"age\":60", "\"age\":60", "50.00")]
    [InlineData("numbers and their text are equal: amounts", "\"in_scope\":100", "\"in_scope\":\"100.00\"", "50.00")]
    [InlineData("numbers and their text are equal: ratios", "\"ratio\":0.5", "\"ratio\":\"0.50\"", "50.00")]
    [InlineData("numbers are read exactly, exponents too", "\"in_scope\":100", "\"in_scope\":1e2", "50.00")]
    [InlineData(
        "numbers and their text are equal: free words", "\"when\":{}", "\"when\":{\"disease\":[5,7]}", "100.00")]
    [InlineData("an absent when holds", "\"when\":{},", "", "50.00")]
    [InlineData(
        "every key of when must hold", "\"when\":{}", "\"when\":{\"care\":\"inpatient\",\"age\":{\"to\":59}}",
        "100.00")]
    [InlineData("a list means any of", "\"when\":{}", "\"when\":{\"care\":[\"outpatient\",\"inpatient\"]}", "50.00")]
    [InlineData("both ends of a range are included: from", "\"when\":{}", "\"when\":{\"age\":{\"from\":60}}", "50.00")]
    [InlineData("both ends of a range are included: to", "\"when\":{}", "\"when\":{\"age\":{\"to\":60}}", "50.00")]
    [InlineData("below a range", "\"when\":{}", "\"when\":{\"age\":{\"from\":61}}", "100.00")]
    [InlineData("an absent end of a range is open", "\"when\":{}", "\"when\":{\"age\":{}}", "50.00")]
    [InlineData("mode is outpatient when absent", "\"when\":{}", "\"when\":{\"mode\":\"outpatient\"}", "50.00")]
    [InlineData("filed is false when absent", "\"when\":{}", "\"when\":{\"filed\":false}", "50.00")]
    [InlineData(
        "any other absent fact fails", "\"when\":{}",
        "\"when\":{\"hospital_tier\":[\"township\",\"county\",\"city\",\"province\"]}", "100.00")]
    [InlineData(
        "an absent fact fails even an open range", "\"when\":{}", "\"when\":{\"admission\":{\"from\":0}}", "100.00")]
    [InlineData("person may be missing", ",\n \"person\":{\"age\":60,\"identities\":[]}", "", "50.00")]
    [InlineData(
        "counters may be missing or have unknown keys", "\"person\"", "\"counters\":{\"zzz@2023\":5},\"person\"",
        "50.00")]
    [InlineData(
        "a line may carry example, source, expect", "\"person\"",
        "\"example\":\"x\",\"source\":\"y\",\"expect\":{},\"person\"", "50.00")]
    [InlineData(
        "annotations may stand everywhere", "\"ratio\":0.5",
        "\"ratio\":0.5,\"title\":\"t\",\"note\":\"n\",\"cite\":\"c\",\"source\":\"s\",\"confidence\":\"A\",\"assumed\":true",
        "50.00")]
    [InlineData("the form of sources is open", "\"pack\":\"p\"", "\"pack\":\"p\",\"sources\":[\"a notice\"]", "50.00")]
    [InlineData(
        "the visit's date is not compared with the pack's", "\"pack\":\"p\"",
        "\"pack\":\"p\",\"effective\":\"2030-01-01\"", "50.00")]
    [InlineData(
        "below the first band the ratio is 0", "\"ratio\":0.5", "\"bands\":[{\"over\":60,\"ratio\":1}]", "60.00")]
    [InlineData("a class that is not named has ratio 0", "\"ratio\":0.5", "\"ratio_by_class\":{\"A\":1}", "100.00")]
    [InlineData(
        "per defaults to month for a capitation", "\"layers\"",
        "\"programmes\":[{\"id\":\"c\",\"kind\":\"capitation\",\"rate\":1}],\"layers\"", "0.00")]
    [InlineData(
        "an external entry for a layer not in force is ignored", "\"charges\"",
        "\"external\":[{\"layer\":\"x\",\"amount\":1}],\"charges\"", "50.00")]
    [InlineData(
        "an external entry for a layer that is not external is ignored", "\"charges\"",
        "\"external\":[{\"layer\":\"basic\",\"amount\":1}],\"charges\"", "50.00")]
    [InlineData(
        "an upstream amount is used as it stands", "\"charges\"", "\"upstream\":{\"basic\":99.99},\"charges\"",
        "0.01")]
    [InlineData("a bare identity is always valid", "\"identities\":[]", "\"identities\":[\"orphan\"]", "50.00")]
    public void What_the_format_allows_is_taken(string rule, string old, string replacement, string patient)
    {
        var result = Evaluate(old, replacement);
        Assert.True(result["patient"]?.GetValue<string>() == patient, $"{rule}: {result.ToJsonString()}");
    }

    [Theory]
    [InlineData("a visit's date is required", "\"date\":\"2023-06-15\",", "", "MISSING_KEY")]
    [InlineData("exactly one of items and charges: both", "\"charges\"", Items + ",\"charges\"", "EXACTLY_ONE")]
    [InlineData("exactly one of items and charges: none", ",\"charges\":{\"in_scope\":100}", "", "EXACTLY_ONE")]
    [InlineData(
        "an item's price is required", "\"charges\":{\"in_scope\":100}", "\"items\":[{\"quantity\":1}]",
        "MISSING_KEY")]
    [InlineData(
        "an item's quantity is required", "\"charges\":{\"in_scope\":100}", "\"items\":[{\"price\":1}]",
        "MISSING_KEY")]
    [InlineData(
        "a price has at most six decimals", "\"charges\":{\"in_scope\":100}",
        "\"items\":[{\"price\":0.0000001,\"quantity\":1}]", "TOO_MANY_DECIMALS")]
    [InlineData(
        "a quantity has at most four decimals", "\"charges\":{\"in_scope\":100}",
        "\"items\":[{\"price\":1,\"quantity\":0.00001}]", "TOO_MANY_DECIMALS")]
    [InlineData(
        "a given amount that differs is refused", "\"charges\":{\"in_scope\":100}",
        "\"items\":[{\"price\":1,\"quantity\":1,\"amount\":1.01}]", "ITEM_AMOUNT_DIFFERS")]
    [InlineData(
        "approval is 0, 1 or 2", "\"charges\":{\"in_scope\":100}",
        "\"items\":[{\"price\":1,\"quantity\":1,\"approval\":3}]", "UNKNOWN_WORD")]
    [InlineData("unknown keys are errors in visits", "\"care\"", "\"car\"", "UNKNOWN_KEY")]
    [InlineData("unknown keys are errors in persons", "\"age\"", "\"aged\"", "UNKNOWN_KEY")]
    [InlineData("unknown keys are errors in lines", "\"person\"", "\"persons\"", "UNKNOWN_KEY")]
    [InlineData(
        "unknown keys are errors in items", "\"charges\":{\"in_scope\":100}",
        "\"items\":[{\"price\":1,\"quantity\":1,\"colour\":1}]", "UNKNOWN_KEY")]
    [InlineData("only the four components stand in charges", "\"in_scope\":100", "\"package\":100", "UNKNOWN_WORD")]
    [InlineData("amounts have at most two decimals", "\"in_scope\":100", "\"in_scope\":100.001", "TOO_MANY_DECIMALS")]
    [InlineData("amounts are not negative", "\"in_scope\":100", "\"in_scope\":-1", "NEGATIVE")]
    [InlineData("a word must be in its list", "\"inpatient\"", "\"Inpatient\"", "UNKNOWN_WORD")]
    [InlineData("an identity must be in its list", "\"identities\":[]", "\"identities\":[\"king\"]", "UNKNOWN_WORD")]
    [InlineData(
        "an identity needs its kind", "\"identities\":[]", "\"identities\":[{\"from\":\"2023-01-01\"}]",
        "MISSING_KEY")]
    [InlineData("scheme is not a condition", "\"when\":{}", "\"when\":{\"scheme\":\"resident\"}", "UNKNOWN_KEY")]
    [InlineData("an empty list in when is an error", "\"when\":{}", "\"when\":{\"care\":[]}", "EMPTY_CONDITION")]
    [InlineData("a null in when is an error", "\"when\":{}", "\"when\":{\"care\":null}", "EMPTY_CONDITION")]
    [InlineData(
        "upstream above what remains is an error", "\"charges\"", "\"upstream\":{\"basic\":100.01},\"charges\"",
        "UPSTREAM_ABOVE_ROOM")]
    [InlineData(
        "external and upstream for one layer is an error", "\"charges\"",
        "\"external\":[{\"layer\":\"basic\",\"amount\":1}],\"upstream\":{\"basic\":1},\"charges\"",
        "LAYER_GIVEN_TWICE")]
    [InlineData(
        "an error counts whether or not the rule would apply", "\"ratio\":0.5}",
        "\"ratio\":0.5},{\"when\":{\"age\":{\"from\":200}},\"ratio\":1.1}", "OUT_OF_RANGE")]
    [InlineData("pack is required", "\"pack\":\"p\",", "", "MISSING_KEY")]
    [InlineData("scheme is required", "\"scheme\":\"resident\",", "", "MISSING_KEY")]
    [InlineData("the same key twice is an error", "\"age\":60", "\"age\":60,\"age\":61", "DUPLICATE_KEY")]
    public void What_the_format_forbids_is_refused_by_code(string rule, string old, string replacement, string code)
    {
        var result = Evaluate(old, replacement);
        Assert.True(result["error"]?["code"]?.GetValue<string>() == code, $"{rule}: {result.ToJsonString()}");
        Assert.Matches(@"\p{IsCJKUnifiedIdeographs}", result["error"]!["message"]!.GetValue<string>());
    }

    [Fact]
    public void A_refused_visit_of_an_example_is_told_with_file_and_example()
    {
        using var folder = new PackFolder();
        var line = Plain.Replace("2023-06-15", "2023-02-29", StringComparison.Ordinal).Trim();
        var file = folder.Write("bad.json", $$"""{"examples":[{"example":"no such day","expect":{},{{line[1..]}}]}""");
        var outcome = Assert.Single(ExampleFile.Run(file));
        Assert.Equal((file, "no such day", false), (outcome.File, outcome.Example, outcome.Passed));
        Assert.Contains("BAD_DATE", Assert.Single(outcome.Differences), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("{\"patient\":50}", true)]
    [InlineData("{}", true)]
    [InlineData(
        "{\"layers\":{\"nobody\":0},\"counters\":{\"x@2023\":0},\"charges\":{\"over_ceiling\":0},\"programme\":null}", true)]
    [InlineData("{\"patient\":50.01}", false)]
    [InlineData("{\"layers\":{\"nobody\":0.01}}", false)]
    [InlineData("{\"counters\":{\"x@2023\":0.01}}", false)]
    [InlineData("{\"programme\":\"capitation\"}", false)]
    [InlineData("{\"layers\":{\"basic\":{\"advanced\":true}}}", false)]
    [InlineData("{\"patients\":50}", false)]
    public void An_expectation_compares_only_what_it_names_and_a_missing_line_or_counter_is_zero(string expect, bool passes)
    {
        using var folder = new PackFolder();
        var file = folder.Write("case.json", $$"""{"examples":[{"example":"x","expect":{{expect}},{{Plain.Trim()[1..]}}]}""");
        Assert.Equal(passes, Assert.Single(ExampleFile.Run(file)).Passed);
    }

    [Fact]
    public void An_example_without_pack_uses_the_files_own_and_one_with_a_pack_its_own()
    {
        using var folder = new PackFolder();
        var file = folder.Write("own.yaml", """
            pack: own
            scheme: resident
            layers: [{id: basic, covers: [in_scope], rules: [{ratio: 0.8}]}]
            examples:
              - {example: the file's, visit: {date: 2023-01-01, charges: {in_scope: 100}}, expect: {patient: 20}}
              - example: its own
                pack: {pack: other, scheme: resident, layers: []}
                visit: {date: 2023-01-01, charges: {in_scope: 100}}
                expect: {patient: 100}
            """);
        Assert.All(ExampleFile.Run(file), o => Assert.True(o.Passed, string.Join('；', o.Differences)));
        Assert.Equal(2, ExampleFile.Run(file).Count);
    }

    private static JsonObject Evaluate(string old, string replacement)
    {
        Assert.Contains(old, Plain, StringComparison.Ordinal);
        var at = Plain.IndexOf(old, StringComparison.Ordinal);
        var line = string.Concat(Plain.AsSpan(0, at), replacement, Plain.AsSpan(at + old.Length));
        return JsonNode.Parse(Evaluation.Evaluate(line, []))!.AsObject();
    }
}
