using MedAid.Core;
using MedAid.Core.Policy;
using MedAid.Policies.Compiling;
using MedAid.Policies.Reading;

namespace MedAid.Policies.Examples;

/// <summary>How one worked example came out: no differences means passed.</summary>
public sealed record ExampleOutcome(string File, string Example, IReadOnlyList<string> Differences)
{
    /// <summary>Whether the split gave what the example expects.</summary>
    public bool Passed => Differences.Count == 0;

    /// <summary>Whether the pack has no rule for this care, and the example does not say that it knows.</summary>
    public bool NoRule { get; init; }
}

/// <summary>Runs the worked examples of files: of packs, or of case files whose examples each bring a pack.</summary>
public static class ExampleFile
{
    /// <summary>
    /// Runs every example of a file, or of the files of a folder that hold packs or examples. A file that cannot be read
    /// counts as one failure.
    /// </summary>
    public static IReadOnlyList<ExampleOutcome> RunBelow(string path) => Directory.Exists(path)
        ? [.. PackFile.Below(path).Where(HoldsExamples).SelectMany(Run)]
        : Run(path);

    /// <summary>Runs every example of a file; a file that cannot be read counts as one failure.</summary>
    public static IReadOnlyList<ExampleOutcome> Run(string path)
    {
        var problems = new PackProblems(path);
        var (node, _) = PackFile.Read(path, problems);
        if (Fields.Open(node, "", problems) is not { } fields)
        {
            return [Failure(path, "", problems)];
        }

        var isPack = node!["pack"] is not null;
        var pack = isPack ? PackCompiler.Compile(node, "", "", problems) : null;
        if (!isPack)
        {
            fields.Require("examples");
        }

        var nodes = fields.List("examples");
        if (!isPack)
        {
            fields.Finish();
        }

        if (problems.FirstError is not null)
        {
            return [Failure(path, "", problems)];
        }

        return [.. nodes.Select((example, i) => Run(path, example, $"examples[{i}]", PackUnder))];

        PolicyTerms? PackUnder(ReadingChoices choices) => pack is null || choices.IsEmpty
            ? pack
            : PackCompiler.Compile(node, "", "", problems, choices);
    }

    private static bool HoldsExamples(string path)
    {
        var (node, _) = PackFile.Read(path, new PackProblems(path));
        return node is null || node["pack"] is not null || node["examples"] is not null;
    }

    private static ExampleOutcome Run(string path, PackNode node, string at, Func<ReadingChoices, PolicyTerms?> pack)
    {
        var problems = new PackProblems(path);
        if (Fields.Open(node, at, problems) is not { } fields)
        {
            return Failure(path, at, problems);
        }

        var name = node["example"] is { IsScalar: true } text ? text.Text : at;
        var expect = Fields.Open(fields.Require("expect"), fields.PathOf("expect"), problems);
        if (Case.Read(fields, pack, problems, packRequired: false) is not { } readCase || expect is null)
        {
            return Failure(path, name, problems);
        }

        var refusal = readCase.Split(out var breakdown);
        if (refusal != Refusal.None)
        {
            return new ExampleOutcome(path, name, [RefusalText.Of(refusal)]);
        }

        var differences = Expectation.Compare(expect, breakdown, readCase.CounterKeys, problems);
        return problems.FirstError is null
            ? new ExampleOutcome(path, name, differences) { NoRule = breakdown.NoRule && !expect.Has("no_rule") }
            : Failure(path, name, problems);
    }

    private static ExampleOutcome Failure(string path, string name, PackProblems problems) =>
        new(path, name, [.. problems.Found.Where(p => !p.OnlyInForce).Select(p => p.ToString())]);
}
