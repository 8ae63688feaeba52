using System.CommandLine;
using MedAid.Policies;
using MedAid.Policies.Linting;

namespace MedAid.Cli;

/// <summary>`medaid policy diff A B`: what changes for whom, from when, with visits that show it.</summary>
internal static class PolicyDiff
{
    public static Command Create()
    {
        var before = File("before", "原来的政策包");
        var after = File("after", "新的政策包");
        var json = Input.Json();
        var command = new Command("diff", "逐条说明两份政策包的差别：谁、从何时、怎么变，并给出算例") { before, after, json };
        command.SetAction(parsed =>
        {
            var problems = new List<PackProblem>();
            var (old, now) = (One(parsed.GetRequiredValue(before), problems), One(parsed.GetRequiredValue(after), problems));
            problems.ForEach(Console.Error.WriteLine);
            if (old is null || now is null)
            {
                return ExitCode.Configuration;
            }

            var diff = PackDiff.Of(old, now);
            if (parsed.GetValue(json))
            {
                Terminal.Json(Json(diff));
            }
            else
            {
                Print(diff);
            }

            return ExitCode.Done;
        });
        return command;
    }

    /// <summary>The pack of a file, or null with its problems.</summary>
    internal static Core.Policy.PolicyTerms? One(string path, List<PackProblem> found)
    {
        var problems = new PackProblems(path);
        var terms = PackFile.Compile(path, problems);
        found.AddRange(problems.Found.Where(p => !p.OnlyInForce));
        return terms;
    }

    internal static Argument<string> File(string name, string description)
    {
        var argument = new Argument<string>(name) { Description = description };
        PolicyCommands.RefuseOptions(argument);
        return argument;
    }

    private static void Print(PackDiff diff)
    {
        Console.Out.WriteLine(diff.Headline);
        foreach (var change in diff.Changes)
        {
            Console.Out.WriteLine($"{change.Title}（{change.Path}）");
            foreach (var sentence in change.Sentences)
            {
                Console.Out.WriteLine($"  {sentence}");
            }

            foreach (var sample in change.Samples)
            {
                Console.Out.WriteLine($"  例 {sample}");
            }
        }
    }

    private static object Json(PackDiff diff) => new
    {
        Before = diff.Before.Pack,
        After = diff.After.Pack,
        Effective = diff.After.Effective?.ToString("yyyy-MM-dd"),
        Changes = diff.Changes.Select(c => new
        {
            Path = c.Path,
            Title = c.Title,
            Sentences = c.Sentences,
            Samples = PolicyLint.Samples(c.Samples),
        }),
    };
}
