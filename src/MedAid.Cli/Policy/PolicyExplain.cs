using System.CommandLine;
using System.Text;
using MedAid.Policies;
using MedAid.Policies.Linting;

namespace MedAid.Cli;

/// <summary>`medaid policy explain`: a pack as one Chinese page to read, print and show to the bureau.</summary>
internal static class PolicyExplain
{
    public static Command Create()
    {
        var path = PolicyDiff.File("pack", "政策包文件");
        var output = new Option<string?>("--output", "-o") { Description = "写到这个文件；不写就输出到屏幕" };
        var reading = PolicyCommands.ReadingOption();
        var command = new Command("explain", "把政策包写成一页中文网页：规则、依据、可信度、算例，可打印") { path, output, reading };
        command.SetAction(parsed =>
        {
            var problems = new PackProblems(parsed.GetRequiredValue(path));
            if (PackPage.Of(parsed.GetRequiredValue(path), problems, parsed.GetValue(reading)) is not { } page)
            {
                problems.Found.Where(p => !p.OnlyInForce).ToList().ForEach(Console.Error.WriteLine);
                return ExitCode.Configuration;
            }

            if (parsed.GetValue(output) is { } file)
            {
                File.WriteAllText(file, page, new UTF8Encoding(encoderShouldEmitUTF8Identifier: false));
                Console.Error.WriteLine($"已写到 {file}");
            }
            else
            {
                Console.Out.Write(page);
            }

            return ExitCode.Done;
        });
        return command;
    }
}
