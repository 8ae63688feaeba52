using System.CommandLine;
using MedAid.Core;
using MedAid.Policies;
using MedAid.Policies.Examples;

namespace MedAid.Cli;

/// <summary>`medaid policy …`: test, eval, lint, show, diff, explain and new.</summary>
internal static class PolicyCommands
{
    private const string DefaultPath = "packs";

    public static Command Create() => new("policy", "政策包：检验、试算、查错、查看、比较、解读、新建")
    {
        Test(), Eval(), PolicyLint.Create(), PolicyShow.Create(), PolicyDiff.Create(), PolicyExplain.Create(),
        PolicyNew.Create(),
    };

    private static Command Test()
    {
        var paths = Paths("要检验的文件或目录");
        var json = Input.Json();
        var command = new Command("test", "运行例题，最后一行是 N passed, N failed；有失败或一题未跑时退出码为 1") { paths, json };
        command.SetAction(parsed =>
        {
            var outcomes = parsed.GetRequiredValue(paths).SelectMany(ExampleFile.RunBelow).ToArray();
            var failed = outcomes.Count(o => !o.Passed);
            if (parsed.GetValue(json))
            {
                Terminal.Json(OutcomesJson(outcomes, failed));
            }
            else
            {
                Print(outcomes, failed);
            }

            return failed == 0 && outcomes.Length > 0 ? ExitCode.Done : ExitCode.Failed;
        });
        return command;
    }

    private static void Print(ExampleOutcome[] outcomes, int failed)
    {
        foreach (var outcome in outcomes.Where(o => !o.Passed))
        {
            Console.Out.WriteLine($"FAILED {outcome.File}: {outcome.Example}");
            foreach (var difference in outcome.Differences)
            {
                Console.Out.WriteLine($"  {difference}");
            }
        }

        foreach (var outcome in outcomes.Where(o => o.NoRule))
        {
            Console.Error.WriteLine($"NO_RULE_FOR_CARE {outcome.File}: {outcome.Example}: {RefusalText.Of(Refusal.NoRuleForCare)}");
        }

        Console.Out.WriteLine($"{outcomes.Length - failed} passed, {failed} failed");
    }

    private static object OutcomesJson(ExampleOutcome[] outcomes, int failed) => new
    {
        Passed = outcomes.Length - failed,
        Failed = failed,
        Examples = outcomes.Select(o => new
        {
            File = o.File,
            Example = o.Example,
            Passed = o.Passed,
            Differences = o.Differences,
            NoRule = o.NoRule,
        }),
    };

    private static Command Eval()
    {
        var json = Input.Json("输出本来就是 JSON，此项只为各命令写法一致");
        var command = new Command("eval", "从标准输入逐行读 {pack, visit, person, counters}，逐行输出结果") { json };
        command.SetAction(_ =>
        {
            using var output = new StreamWriter(Console.OpenStandardOutput()) { AutoFlush = true };
            var warnings = new List<string>();
            for (var number = 1; Console.In.ReadLine() is { } line; number++)
            {
                if (string.IsNullOrWhiteSpace(line))
                {
                    continue;
                }

                output.WriteLine(Evaluation.Evaluate(line, warnings));
                warnings.ForEach(warning => Console.Error.WriteLine($"line {number}: {warning}"));
                warnings.Clear();
            }

            return ExitCode.Done;
        });
        return command;
    }

    internal static object ProblemsJson(IEnumerable<PackProblem> problems) => new { Problems = problems.Select(ProblemJson) };

    internal static object ProblemJson(PackProblem problem) =>
        new { Code = problem.CodeWord, problem.File, problem.Line, problem.Path, problem.Message };

    internal static Argument<string[]> Paths(string description)
    {
        var paths = new Argument<string[]>("path")
        {
            Description = description,
            Arity = ArgumentArity.ZeroOrMore,
            DefaultValueFactory = _ => [DefaultPath],
        };
        RefuseOptions(paths);
        return paths;
    }

    /// <summary>An argument takes whatever no option takes, so a mistyped option would be looked for as a file.</summary>
    internal static void RefuseOptions(Argument argument) => argument.Validators.Add(result =>
    {
        foreach (var token in result.Tokens.Where(t => t.Value.StartsWith('-')))
        {
            result.AddError($"没有 {token.Value} 这个选项，用法见 --help");
        }
    });

    /// <summary>Chooses against a pack how an ambiguous sentence is read: <c>--reading ID=CHOICE</c>, as often as wanted.</summary>
    internal static Option<ReadingChoices> ReadingOption() => new("--reading")
    {
        Description = "有几种读法的规定按哪种算，写成 读法=选择，如 dialysis_plus_ten=times；可写多个，不写按政策包",
        Arity = ArgumentArity.ZeroOrMore,
        DefaultValueFactory = _ => ReadingChoices.None,
        CustomParser = result =>
        {
            if (ReadingChoices.Parse(result.Tokens.Select(t => t.Value)) is { } choices)
            {
                return choices;
            }

            result.AddError("--reading 要写成 读法=选择，每个读法只写一次");
            return null;
        },
    };
}
