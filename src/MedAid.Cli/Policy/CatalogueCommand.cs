using System.CommandLine;
using MedAid.Policies;

namespace MedAid.Cli;

/// <summary>`medaid catalogue check FILE`: reads a catalogue as the gateway would and prints what is wrong, line by line.</summary>
internal static class CatalogueCommand
{
    public static Command Create() => new("catalogue", "医保目录：检查、查看") { Check(), CatalogueShow.Create() };

    private static Command Check()
    {
        var file = new Argument<string>("file") { Description = "目录文件，.csv（UTF-8）或 .xlsx" };
        PolicyCommands.RefuseOptions(file);
        var json = Input.Json();
        var command = new Command("check", "逐行检查目录：每条给出文件、行号和改法；有问题时退出码为 1") { file, json };
        command.SetAction(parsed =>
        {
            var path = parsed.GetRequiredValue(file);
            var problems = new PackProblems(path);
            var count = CatalogueFile.Read(path, problems).Count;
            if (parsed.GetValue(json))
            {
                Terminal.Json(Json(problems.Found, count));
            }
            else
            {
                foreach (var problem in problems.Found)
                {
                    Console.Out.WriteLine(problem);
                }

                Console.Error.WriteLine($"{count} 条可用，{problems.Found.Count} 个问题");
            }

            return problems.Found.Count == 0 ? ExitCode.Done : ExitCode.Failed;
        });
        return command;
    }

    private static object Json(IReadOnlyList<PackProblem> problems, int count) =>
        new { Problems = problems.Select(PolicyCommands.ProblemJson), Entries = count };
}
