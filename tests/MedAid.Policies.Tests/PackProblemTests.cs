using System.Text.RegularExpressions;
using MedAid.Policies.Reading;

namespace MedAid.Policies.Tests;

/// <summary>Everything that can be wrong with a pack: one problem of that code, in that file, on that line, and what to do about it.</summary>
public sealed partial class PackProblemTests
{
    private const PackProblemCode Missing = PackProblemCode.MissingKey;
    private const PackProblemCode Unknown = PackProblemCode.UnknownKey;
    private const PackProblemCode Type = PackProblemCode.WrongType;
    private const PackProblemCode Word = PackProblemCode.UnknownWord;
    private const PackProblemCode Range = PackProblemCode.OutOfRange;
    private const PackProblemCode Place = PackProblemCode.NotAllowedHere;

    /// <summary>Code, what stands in the whole pack, what takes its place; the mark is on the line to be reported.</summary>
    public static TheoryData<PackProblemCode, string, string> Broken { get; } = new()
    {
        { PackProblemCode.Malformed, "pack: probe", "pack: [probe" + "\n# no end" },
        { PackProblemCode.Malformed, "pack: probe", "pack: &a probe #<" },
        { PackProblemCode.Malformed, "pack: probe", "pack: !!str probe #<" },
        { Unknown, "pack: probe", "pack: probe\ncolour: red #<" },
        { Unknown, "    fund: \"390100\"", "    fund: \"390100\"\n    colour: #<\n      dark: red" },
        { Unknown, "        over_cap: next_layer", "        over_cap: next_layer\n        colour: red #<" },
        { Unknown, "when: {care: two_disease}", "when: {care: two_disease, colour: red} #<" },
        { Unknown, "when: {care: two_disease}", "when: {care: two_disease, county: \"141123\"} #<" },
        { Unknown, "when: {care: two_disease}", "when: {care: two_disease, scheme: resident} #<" },
        { Unknown, "when: {care: two_disease}", "when: {care: two_disease, item_class: A} #<" },
        { Unknown, "{from: 0, to: 17}", "{from: 0, until: 17} #<\n              " },
        { Unknown, "caps: [{amount: 70000, period: year}]", "caps: [{amount: 70000, period: year, counts: 1}] #<" },
        { Unknown, "year_ceiling: 800}", "year_ceiling: 800, counts: before_deductible} #<" },
        { Unknown, "{over: 0, ratio: 0.5}", "{over: 0, ratio: 0.5, to: 9} #<" },
        { Unknown, "{A: 0.6, B: 0.5}", "{A: 0.6, D: 0.5} #<" },
        { Unknown, "rate: 6250,", "rate: 6250, price_cap: 1, #<\n    " },
        { Unknown, "quotas: {H25: 5000},", "quotas: {H25: 5000}, per: month, #<\n    " },
        { Unknown, "    online_from: 2022-07-01", "    online_from: 2022-07-01\n    until: 2023-01-01 #<" },
        { Unknown, "    title: 试验通知", "    title: 试验通知\n    author: 某人 #<" },
        { PackProblemCode.LeftEmpty, "pack: probe\ntitle: 试验", "pack: #<\ntitle: 试验" },
        { Missing, "pack: probe\ntitle: 试验", "pack: probe #<" },
        { Missing, "  - id: basic\n    fund: \"390100\"", "  - fund: \"390100\" #<" },
        { Missing, "    covers: [in_scope, first_self_pay]\n", "" },
        { Missing, "{amount: 400, period: visit,", "{amount: 400, #<\n         " },
        { Missing, "amount: 5000, period: month,", "period: month, #<\n        " },
        { Missing, "{over: 1000, ratio: 0.6}", "{over: 1000} #<" },
        { Missing, "{over: 1000, ratio: 0.6}", "{ratio: 0.6} #<" },
        { Missing, "    price_cap: 10000\n", "" },
        { Missing, "rate: 6250, ", "" },
        { Missing, "quotas: {H25: 5000}, ", "" },
        { Missing, "    first_self_pay: 0\n", "" },
        { Missing, "    categories: {bed: 0.5}\n", "" },
        { Missing, "  - layer: basic\n    online_from", "  - online_from" },
        { PackProblemCode.DuplicateKey, "region: \"1411\"", "region: \"1411\"\nregion: \"1411\" #<" },
        { Type, "    covers: [in_scope, first_self_pay]", "    covers: in_scope #<" },
        { Type, "base_cap: {amount: 5000, period: month, counts: after_deductible}", "base_cap: 5000 #<" },
        { Type, "filed: true", "filed: 1 #<\n              " },
        { Type, "quotas: {H25: 5000}", "quotas: [5000] #<\n    " },
        { Type, "    cite: S1 四", "    cite: S1 四\n    assumed: perhaps #<\n    note: 试" },
        { Word, "kind: external", "kind: internal #<\n    rules: [{ratio: 0, cite: S1}]" },
        { Word, "of: charged", "of: total #<\n              " },
        { Word, "over_cap: next_layer", "over_cap: nobody #<" },
        { Word, "basis: year", "basis: week #<" },
        { Word, "counts: after_deductible", "counts: twice #<\n       " },
        { Word, "kind: case_package", "kind: lottery #<" },
        { Word, "[in_scope, first_self_pay]", "[in_scope, tips] #<" },
        { Word, "care: two_disease", "care: teatime #<\n              " },
        { Word, "item_class: B", "item_class: D #<\n          " },
        { Word, "    cite: S1 四", "    cite: S1 四\n    confidence: E #<" },
        { PackProblemCode.NotANumber, "price_cap: 10000", "price_cap: much #<" },
        { PackProblemCode.NotANumber, "categories: {bed: 0.5}", "categories: {bed: } #<" },
        { PackProblemCode.NotANumber, "ratio: 0.75", "ratio: 75% #<" },
        { PackProblemCode.TooManyDecimals, "{amount: 400,", "{amount: 400.005, #<\n         " },
        { PackProblemCode.TooManyDecimals, "over: 1000", "over: 1000.001 #<\n            " },
        { PackProblemCode.TooManyDecimals, "to: 17}", "to: 17.5} #<\n              " },
        { PackProblemCode.Negative, "price_cap: 10000", "price_cap: -1 #<" },
        { PackProblemCode.Negative, "year_ceiling: 800", "year_ceiling: -0.01 #<\n        " },
        { PackProblemCode.Negative, "ratio: 0.75", "ratio: -0.1 #<" },
        { Range, "ratio: 0.75", "ratio: 1.000001 #<" },
        { Range, "ratio: 0.75", "ratio: 75 #<" },
        { Range, "{A: 0.6, B: 0.5}", "{A: 0.6, B: 1.5} #<" },
        { Range, "first_self_pay: 0\n", "first_self_pay: 2 #<\n" },
        { Range, "{bed: 0.5}", "{bed: 1.5} #<" },
        { Range, "price_cap: 10000", "price_cap: 1e30 #<" },
        { Range, "ends: 2022-12-31", "ends: 2021-12-31 #<" },
        { PackProblemCode.BadDate, "published: 2021-12-01", "published: 2021-02-29 #<" },
        { PackProblemCode.BadDate, "online_from: 2022-07-01", "online_from: soon #<" },
        { PackProblemCode.BadDate, "\"141124\": 2022-08-01", "\"141124\": 2022-8-1 #<\n       " },
        { PackProblemCode.EmptyCondition, "disease: [I10, E11]", "disease: [] #<\n              " },
        { PackProblemCode.EmptyCondition, "disease: [I10, E11]", "disease: [I10, null] #<\n              " },
        { PackProblemCode.EmptyCondition, "when: {care: two_disease}", "when: {care: null} #<" },
        { PackProblemCode.BandsNotRising, "{over: 1000, ratio: 0.6}", "{over: 0.00, ratio: 0.6} #<" },
        { PackProblemCode.Duplicate, "[in_scope, first_self_pay]", "[in_scope, in_scope] #<" },
        { PackProblemCode.Duplicate, "  - id: commercial", "  - id: basic #<" },
        { PackProblemCode.Duplicate, "id: heads", "id: package #<\n    " },
        { PackProblemCode.Duplicate, "      - id: plain", "      - id: young #<" },
        {
            PackProblemCode.CounterClash, "caps: [{amount: 70000, period: year}]",
            "caps:\n          - {amount: 70000, period: year}\n          - {amount: 1, period: year} #<"
        },
        {
            PackProblemCode.CounterClash, "caps: [{amount: 70000, period: year}]",
            "caps: [{amount: 70000, period: year, counter: basic.deductible}] #<"
        },
        { Place, "basis: year", "basis: visit\n        counter: own #<" },
        { Place, "caps: [{amount: 70000, period: year}]", "caps: [{amount: 70000, period: visit, counter: own}] #<" },
        { Place, "{amount: 400, period: visit,", "{amount: 400, period: year," },
        { Place, "    kind: external", "    kind: external\n    rules: [] #<" },
        { Place, "ratio_by_class: {A: 0.6, B: 0.5}", "ratio_by_class: {A: 0.6}\n        basis: visit #<" },
        { Place, "  - id: commercial", "  - id: capitation #<" },
        {
            Place, "    covers: [in_scope, first_self_pay]\n    rules:\n      - id: young",
            "    covers: [in_scope, over_cap] #<\n    rules:\n      - {ratio: 0.1, over_cap: patient, when: {admission: {from: 9}}, cite: S1}\n      - id: young"
        },
        {
            PackProblemCode.ExactlyOne, "      - id: plain",
            "      - id: plain #<\n        bands: [{over: 0, ratio: 1}]"
        },
        {
            PackProblemCode.ExactlyOne,
            "      - id: plain\n        when: {care: [inpatient, outpatient]}\n        ratio: 0.75",
            "      - id: plain #<"
        },
        { PackProblemCode.LeftEmpty, "fund: \"390100\"", "fund: #<" },
        { PackProblemCode.LeftEmpty, "over_cap: next_layer", "over_cap: ~ #<" },
        {
            PackProblemCode.Unreachable, "      - id: plain",
            "      - {id: wide, ratio: 0, cite: S1}\n      - id: plain #<"
        },
        {
            PackProblemCode.Unreachable, "kind: capitation, when: {disease: N18}",
            "kind: capitation, when: {disease: [C50]}"
        },
        {
            PackProblemCode.NoSource,
            "      - id: plain\n        when: {care: [inpatient, outpatient]}\n        ratio: 0.75\n        cite: S1 三",
            "      - id: plain #<\n        ratio: 0.75"
        },
        { PackProblemCode.NoSource, "    first_self_pay: 0\n    cite: S1 四", "    first_self_pay: 0" },
        { PackProblemCode.NoSource, "rate: 6250, cite: S1 六}", "rate: 6250} #<" },
        { PackProblemCode.NoSource, "    cite: S1 八", "    assumed: false" },
        { PackProblemCode.NoSource, "    cite: S1 九", "    title: 床位费减半" },
        { PackProblemCode.NoSource, "    cite: S1 九", "    assumed: true #<" },
        { PackProblemCode.UnknownReference, "layer: basic", "layer: relief #<" },
        { Type, "    title: 试验通知", "    title: 试验通知\n  - S2 #<" },
        { PackProblemCode.UnknownReference, "    cite: S1 九", "    cite: S7 九 #<" },
        { Word, Plain, Plain + "        only: {codes: [\"7*\"]}\n        rest: nobody #<\n" },
        { Place, Plain, Plain + "        rest: aside #<\n" },
        { Missing, Plain, Plain + "        only: {} #<\n" },
        { Missing, Plain, Plain + "        only: {codes: []} #<\n" },
        { PackProblemCode.Duplicate, Plain, Plain + "        only: {codes: [\"7\", 7]} #<\n" },
        { PackProblemCode.Duplicate, "when: {care: two_disease}", "when: {care: two_disease, hospital: [H1, H1]} #<" },
        { Unknown, "when: {care: two_disease}", "when: {care: two_disease, item_code: A} #<" },
        { Unknown, "  - id: basic\n    fund", "  - id: basic\n    when: {care: inpatient} #<\n    fund" },
        { Place, "    online_from: 2022-07-01", "    at_window: false\n    online_from: 2022-07-01 #<" },
        { Word, "    price_cap: 10000", "    price_cap: 10000\n    components: [package] #<" },
        { Missing, Head, Head + "account: {} #<\n" },
        { PackProblemCode.Duplicate, Head, Head + "account: {covers: [aside, aside]} #<\n" },
        { Missing, Head, Head + "nothing_paid: [] #<\n" },
        { PackProblemCode.NoSource, Head, Head + "nothing_paid: [{when: {care: day_surgery}, text: 不支付}] #<\n" },
        {
            PackProblemCode.Duplicate, Head,
            Head + "nothing_paid:\n  - {when: {age: {from: 1}}, cite: S1}\n  - {when: {age: {from: \"1\"}}, cite: S1} #<\n"
        },
        {
            PackProblemCode.Unreachable, Plain,
            "      - {id: wide, when: {disease: \"I10*\"}, ratio: 0, cite: S1}\n"
            + "      - {id: narrow, when: {disease: [I10.x, \"I10.2*\"]}, ratio: 0, cite: S1} #<\n" + Plain
        },
        {
            PackProblemCode.CounterClash, "      - id: by-class",
            "      - id: by-class #<\n        caps: [{amount: 9, period: year, counter: basic.deductible}]"
        },
    };

    private const string Plain = "      - id: plain\n";
    private const string Head = "title: 试验\nregion: \"1411\"\n";

    [Fact]
    public void The_pack_that_the_others_are_made_of_has_no_problem()
    {
        using var folder = new PackFolder();
        var library = PackLibrary.Read(folder.Write("whole.yaml", PackText.Whole));
        Assert.Empty(library.Problems);
        Assert.Equal("probe", Assert.Single(library.Packs).Identity.Pack);
    }

    [Theory]
    [MemberData(nameof(Broken))]
    public void A_broken_pack_is_reported_with_code_file_line_and_what_to_do(PackProblemCode code, string old, string replacement)
    {
        using var folder = new PackFolder();
        var text = PackText.With(old, replacement);
        var path = folder.Write("broken.yaml", text);

        var found = PackLibrary.Read(path).Problems;

        var problem = Assert.Single(found.DistinctBy(p => p.Code), p => p.Code == code);
        Assert.True(
            found.All(p => p.Code == code || p.Code == PackProblemCode.LeftEmpty), string.Join('\n', found));
        AssertHelps(problem, path);
        if (text.Contains(PackText.Mark, StringComparison.Ordinal))
        {
            Assert.Equal(PackText.MarkedLine(text), problem.Line);
        }
    }

    [Fact]
    public void Every_code_has_a_broken_pack_or_a_test_of_its_own()
    {
        PackProblemCode[] between = [PackProblemCode.DatesGap, PackProblemCode.DatesOverlap];
        var shown = Broken.Select(row => (PackProblemCode)row[0]).Concat(between).Distinct();
        Assert.Equal(Enum.GetValues<PackProblemCode>().Order(), shown.Order());
    }

    [Theory]
    [InlineData("2022-12-31", PackProblemCode.DatesOverlap, 1)]
    [InlineData("2022-07-01", PackProblemCode.DatesOverlap, 184)]
    [InlineData("2023-01-02", PackProblemCode.DatesGap, 1)]
    [InlineData("2023-02-01", PackProblemCode.DatesGap, 31)]
    public void Packs_of_one_region_and_scheme_that_overlap_or_leave_a_gap_are_reported(
        string effective, PackProblemCode code, int days)
    {
        using var folder = new PackFolder();
        folder.Write("a.yaml", PackText.Whole);
        var later = folder.Write(
            "b.yaml", PackText.With("pack: probe", "pack: later").Replace("2022-12-31", "2023-12-31", StringComparison.Ordinal)
                .Replace("effective: 2022-01-01", $"effective: {effective}", StringComparison.Ordinal));

        var problem = Assert.Single(PackLibrary.Read(folder.Path).Problems);

        Assert.Equal(code, problem.Code);
        AssertHelps(problem, later);
        var before = DateOnly.ParseExact(effective, "yyyy-MM-dd").AddDays(-1);
        Assert.Contains($"{before:yyyy-MM-dd}", problem.Message, StringComparison.Ordinal);
        Assert.Equal(code == PackProblemCode.DatesGap, problem.Message.Contains($" {days} 天", StringComparison.Ordinal));
    }

    [Fact]
    public void Packs_that_follow_one_another_or_are_of_another_scheme_do_not_clash()
    {
        using var folder = new PackFolder();
        folder.Write("a.yaml", PackText.Whole);
        folder.Write("b.yaml", PackText.Whole.Replace("2022-01-01", "2023-01-01", StringComparison.Ordinal)
            .Replace("ends: 2022-12-31\n", "", StringComparison.Ordinal));
        folder.Write("c.yaml", PackText.With("scheme: resident", "scheme: employee"));
        folder.Write("d.yaml", PackText.With("\"1411\"", "\"141123\""));
        Assert.Empty(PackLibrary.Read(folder.Path).Problems);
    }

    [Fact]
    public void A_pack_without_end_overlaps_whatever_follows_it()
    {
        using var folder = new PackFolder();
        folder.Write("a.yaml", PackText.With("ends: 2022-12-31\n", ""));
        folder.Write("b.yaml", PackText.Whole.Replace("2022-01-01", "2030-01-01", StringComparison.Ordinal)
            .Replace("2022-12-31", "2030-12-31", StringComparison.Ordinal));
        Assert.Equal(PackProblemCode.DatesOverlap, Assert.Single(PackLibrary.Read(folder.Path).Problems).Code);
    }

    [Theory]
    [InlineData("empty.yaml", "")]
    [InlineData("two.yaml", "a: 1\n---\nb: 2\n")]
    [InlineData("cut.json", "{\"pack\": \"x\"")]
    [InlineData("tail.json", "{\"pack\": \"x\"} 1")]
    public void A_file_that_is_no_single_document_is_malformed(string name, string text)
    {
        using var folder = new PackFolder();
        var path = folder.Write(name, text);
        var problem = Assert.Single(PackLibrary.Read(path).Problems);
        Assert.Equal(PackProblemCode.Malformed, problem.Code);
        AssertHelps(problem, path);
    }

    [Fact]
    public void No_slip_of_the_keyboard_makes_the_reader_throw()
    {
        const string Slips = "[]{}:\"'#,-&*!|>%@`\t\n?";
        for (var at = 0; at < PackText.Whole.Length; at++)
        {
            var slip = Slips[at % Slips.Length];
            string[] texts = [PackText.Whole.Insert(at, $"{slip}"), PackText.Whole[..at], PackText.Whole.Remove(at, 1)];
            foreach (var text in texts)
            {
                var problems = new PackProblems("slip.yaml");
                var node = YamlSource.Read(text, problems);
                Assert.True(node is not null || problems.FirstError?.Code == PackProblemCode.Malformed, $"{at}: {slip}");
            }
        }
    }

    /// <summary>A person has one counter of a name under all packs of a scheme, so a later pack may not count another thing in it.</summary>
    [Fact]
    public void A_counter_that_means_something_else_in_a_later_pack_of_the_scheme_is_reported()
    {
        using var folder = new PackFolder();
        folder.Write("a.yaml", PackText.Whole);
        var later = PackText.With("    ratio: 0.75", "    ratio: 0.75\n        caps: [{amount: 9, period: year, counter: basic.base}]")
            .Replace("basis: year", "basis: month", StringComparison.Ordinal)
            .Replace("2022-01-01", "2023-01-01", StringComparison.Ordinal).Replace("ends: 2022-12-31\n", "", StringComparison.Ordinal);
        var path = folder.Write("b.yaml", later);
        var problem = Assert.Single(PackLibrary.Read(folder.Path).Problems);
        Assert.Equal((PackProblemCode.CounterClash, "layers.basic.rules.plain"), (problem.Code, problem.Path));
        AssertHelps(problem, path);
        Assert.Contains("basic.base", problem.Message, StringComparison.Ordinal);
        folder.Write("b.yaml", later.Replace("scheme: resident", "scheme: employee", StringComparison.Ordinal));
        Assert.Empty(PackLibrary.Read(folder.Path).Problems);
    }

    [Fact]
    public void A_JSON_pack_is_read_like_YAML_and_its_problems_have_lines_too()
    {
        using var folder = new PackFolder();
        var path = folder.Write("a.json", "{\"pack\": \"x\",\n \"scheme\": \"resident\",\n \"layers\": [],\n \"colour\":\n 1}");
        var problems = new PackProblems(path);
        Assert.Null(PackFile.Compile(path, problems));
        var problem = Assert.Single(problems.Found);
        Assert.Equal((PackProblemCode.UnknownKey, 4, "colour"), (problem.Code, problem.Line, problem.Path));
    }

    [Fact]
    public void A_file_that_is_not_UTF_8_or_not_there_is_reported_and_does_not_throw()
    {
        using var folder = new PackFolder();
        var path = System.IO.Path.Combine(folder.Path, "gbk.yaml");
        File.WriteAllBytes(path, [.. "title: "u8, 0xca, 0xd4]);
        Assert.Equal(PackProblemCode.Malformed, Assert.Single(PackLibrary.Read(path).Problems).Code);
        var absent = System.IO.Path.Combine(folder.Path, "absent.yaml");
        Assert.Equal(PackProblemCode.Malformed, Assert.Single(PackLibrary.Read(absent).Problems).Code);
    }

    [Fact]
    public void A_folder_without_packs_is_a_problem_and_not_an_empty_book()
    {
        using var folder = new PackFolder();
        Assert.Equal(PackProblemCode.MissingKey, Assert.Single(PackLibrary.Read(folder.Path).Problems).Code);
    }

    private static void AssertHelps(PackProblem problem, string path)
    {
        Assert.Equal(path, problem.File);
        Assert.InRange(problem.Line, 1, int.MaxValue);
        Assert.Matches(Advice(), problem.Message);
        Assert.Matches(@"^[A-Z_]+$", problem.CodeWord);
        Assert.StartsWith($"{path}:{problem.Line}: {problem.CodeWord}: ", problem.ToString(), StringComparison.Ordinal);
    }

    /// <summary>Chinese that says what to do: please, must, may only, at most, should.</summary>
    [GeneratedRegex(@"请|要|只能|最多|应|不能有")]
    private static partial Regex Advice();
}
