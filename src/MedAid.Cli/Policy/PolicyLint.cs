using System.CommandLine;
using System.Globalization;
using MedAid.Core;
using MedAid.Policies.Linting;

namespace MedAid.Cli;

/// <summary>`medaid policy lint`: problems of form, and what the law does that nobody may have meant.</summary>
internal static class PolicyLint
{
    public static Command Create()
    {
        var paths = PolicyCommands.Paths("要查的文件或目录");
        var json = Input.Json();
        var strict = new Option<bool>("--strict") { Description = "未认可的警告和提示也算不通过" };
        var today = new Option<DateOnly?>("--today")
        {
            Description = "以这一天为准判断依据是否过期，如 2026-03-01；默认今天",
            CustomParser = result => Day(result.Tokens[0].Value, result.AddError),
        };
        var reading = PolicyCommands.ReadingOption();
        var command = new Command("lint", "查政策包：格式、空档、先后、断崖、倒挂；每条给出文件、行号、例子和改法")
        {
            paths, strict, today, reading, json,
        };
        command.SetAction(parsed =>
        {
            var day = parsed.GetValue(today) ?? Today(TimeProvider.System);
            var report = PackInspection.Inspect(parsed.GetRequiredValue(paths), day, parsed.GetValue(reading));
            if (parsed.GetValue(json))
            {
                Terminal.Json(Json(report));
            }
            else
            {
                Print(report);
            }

            return report.Passes(parsed.GetValue(strict)) ? ExitCode.Done : ExitCode.Failed;
        });
        return command;
    }

    /// <summary>Today in China, whatever the machine's zone.</summary>
    internal static DateOnly Today(TimeProvider clock) =>
        DateOnly.FromDateTime(clock.GetUtcNow().ToOffset(TimeSpan.FromHours(8)).DateTime);

    /// <summary>A day as it is written everywhere, or an error.</summary>
    internal static DateOnly Day(string text, Action<string> error)
    {
        if (!DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day))
        {
            error($"{text} 不是日期，要写成 2022-07-12 这样");
        }

        return day;
    }

    private static void Print(LintReport report)
    {
        foreach (var problem in report.Problems)
        {
            Console.Out.WriteLine(problem);
        }

        foreach (var finding in report.Findings.Where(f => f.AcceptedBy is null))
        {
            Console.Out.WriteLine(finding);
            foreach (var sample in finding.Samples)
            {
                Console.Out.WriteLine($"  {sample}");
            }
        }

        Console.Error.WriteLine(
            $"{report.Packs} 份政策包，{report.Problems.Count + report.Open(Severity.Error)} 个问题，"
            + $"{report.Open(Severity.Warning)} 个警告，{report.Open(Severity.Notice)} 个提示，"
            + $"{report.Findings.Count(f => f.AcceptedBy is not null)} 个已认可");
    }

    private static object Json(LintReport report) => new
    {
        Problems = report.Problems.Select(PolicyCommands.ProblemJson),
        Findings = report.Findings.Select(f => new
        {
            Code = f.CodeWord,
            Severity = f.SeverityWord,
            File = f.File,
            Line = f.Line,
            Path = f.Path,
            Message = f.Message,
            AcceptedBy = f.AcceptedBy,
            Samples = Samples(f.Samples),
        }),
    };

    /// <summary>Sample visits as `policy eval` takes them, with what the patient pays.</summary>
    internal static object Samples(IEnumerable<SampleOutcome> samples) => samples.Select(s => new
    {
        What = s.What,
        Case = s.Visit.ToJson(),
        Patient = ExactNumber.Yuan(s.PatientFen),
    });
}
