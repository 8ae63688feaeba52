using MedAid.Core.Calculation;
using MedAid.Core.Policy;
using MedAid.Policies.Examples;

namespace MedAid.Policies.Tests;

/// <summary>A sentence that can be read in several ways stands once in the pack, with a figure for each way.</summary>
public sealed class ReadingsTests
{
    private const string Pack = """
        pack: probe
        scheme: resident
        readings:
          - id: plus_ten
            title: “高10%”
            chosen: points
            choices: {points: 高10个百分点, times: 乘以1.10}
            cite: 附件二
        layers:
          - id: basic
            title: 基本医保
            covers: [in_scope]
            rules:
              - {id: a, ratio: {reading: plus_ten, points: 0.85, times: 0.825}}
        examples:
          - example: 按百分点
            visit: {date: 2022-07-12, care: outpatient, charges: {in_scope: 400}}
            expect: {layers: {basic: 340}, patient: 60}
          - example: 按倍数
            visit: {date: 2022-07-12, care: outpatient, charges: {in_scope: 400}}
            readings: {plus_ten: times}
            expect: {layers: {basic: 330}, patient: 70}
        """;

    /// <summary>400 × 85 % = 340; 400 × 82.5 % = 330.</summary>
    [Fact]
    public void Examples_of_both_readings_stand_in_one_pack()
    {
        using var folder = new PackFolder();
        var outcomes = ExampleFile.Run(folder.Write("p.yaml", Pack));
        Assert.Equal([true, true], outcomes.Select(o => o.Passed));
        var swapped = ExampleFile.Run(folder.Write("q.yaml", Pack.Replace("plus_ten: times", "plus_ten: points", StringComparison.Ordinal)));
        Assert.Equal([true, false], swapped.Select(o => o.Passed));
    }

    [Fact]
    public void The_choice_is_part_of_the_digest_and_the_usual_one_leaves_it_alone()
    {
        using var folder = new PackFolder();
        var path = folder.Write("p.yaml", Pack);
        var plain = Compile(path, ReadingChoices.None);
        Assert.Equal(plain.Identity.ContentHash, Compile(path, Choose("plus_ten", "points")).Identity.ContentHash);
        Assert.NotEqual(plain.Identity.ContentHash, Compile(path, Choose("plus_ten", "times")).Identity.ContentHash);
        Assert.Equal(("times", false), (Compile(path, Choose("PLUS_TEN", "times")).Identity.Readings[0] is var r) ? (r.Choice, r.Usual) : default);
    }

    [Theory]
    [InlineData("points", "“高10%”按“高10个百分点”理解")]
    [InlineData("times", "“高10%”按“乘以1.10”理解")]
    public void The_sentence_of_the_rule_says_how_the_notice_was_read(string choice, string said)
    {
        using var folder = new PackFolder();
        var terms = Compile(folder.Write("p.yaml", Pack), Choose("plus_ten", choice));
        var visit = new VisitInput
        {
            Facts = new Facts { ServiceDate = new DateOnly(2022, 7, 12) }, Charges = new ChargeSplit(400_00, 0, 0, 0),
        };
        var breakdown = new Breakdown(terms, 0);
        Adjudicator.Adjudicate(visit, new long[terms.Counters.Count], breakdown);
        Assert.Contains(said, breakdown.Lines[0].Rule!.Citation.Reading, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("times: 0.825}", "times: 0.825, third: 0.8}", "EXACTLY_ONE")]
    [InlineData(", times: 0.825}", "}", "EXACTLY_ONE")]
    [InlineData("{reading: plus_ten,", "{reading: other,", "UNKNOWN_REFERENCE")]
    [InlineData("chosen: points", "chosen: half", "UNKNOWN_WORD")]
    [InlineData("{points: 高10个百分点, times: 乘以1.10}", "{points: 高10个百分点}", "OUT_OF_RANGE")]
    [InlineData("cite: 附件二", "site: 附件二", "UNKNOWN_KEY")]
    public void A_reading_that_does_not_hold_together_is_refused(string was, string wrong, string code)
    {
        using var folder = new PackFolder();
        var path = folder.Write("p.yaml", Pack.Replace(was, wrong, StringComparison.Ordinal));
        var problems = new PackProblems(path);
        Assert.Null(PackFile.Compile(path, problems));
        Assert.Contains(problems.Found, p => p.CodeWord == code);
    }

    [Fact]
    public void A_choice_that_no_pack_knows_is_a_problem()
    {
        using var folder = new PackFolder();
        var path = folder.Write("p.yaml", Pack);
        Assert.Contains(PackLibrary.Read(path, Choose("plus_tne", "times")).Problems, p => p.Message.Contains("plus_tne", StringComparison.Ordinal));
        Assert.Contains(PackLibrary.Read(path, Choose("plus_ten", "half")).Problems, p => p.CodeWord == "UNKNOWN_WORD");
    }

    [Fact]
    public void A_line_of_eval_chooses_for_its_own_pack()
    {
        const string Line = """
            {"pack": {"pack": "p", "scheme": "resident",
              "readings": [{"id": "x", "chosen": "a", "choices": {"a": "甲", "b": "乙"}}],
              "layers": [{"id": "basic", "covers": ["in_scope"], "rules": [{"ratio": {"reading": "x", "a": 0.5, "b": 0.6}}]}]},
             "visit": {"date": "2022-07-12", "care": "outpatient", "charges": {"in_scope": 100}}, "readings": {"x": "b"}}
            """;
        Assert.Contains("\"patient\":\"40.00\"", Evaluation.Evaluate(Line, []), StringComparison.Ordinal);
        Assert.Contains(
            "\"patient\":\"50.00\"", Evaluation.Evaluate(Line.Replace("\"b\"}}", "\"a\"}}", StringComparison.Ordinal), []), StringComparison.Ordinal);
        Assert.Contains(
            "UNKNOWN_REFERENCE", Evaluation.Evaluate(Line.Replace("{\"x\": \"b\"}}", "{\"y\": \"b\"}}", StringComparison.Ordinal), []), StringComparison.Ordinal);
    }

    private static ReadingChoices Choose(string id, string choice) => new([KeyValuePair.Create(id, choice)]);

    private static PolicyTerms Compile(string path, ReadingChoices choices) => PackFile.Compile(path, new PackProblems(path), choices)!;
}
