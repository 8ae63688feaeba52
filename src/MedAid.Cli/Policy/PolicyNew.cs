using System.CommandLine;
using System.Text;
using MedAid.Policies.Linting;

namespace MedAid.Cli;

/// <summary>`medaid policy new`: the beginning of a pack for a new county, or the pack before under a new date.</summary>
internal static class PolicyNew
{
    public static Command Create()
    {
        var region = PolicyDiff.File("region", "参保县代码的前 2、4 或 6 位，如 141123");
        region.Validators.Add(result =>
        {
            var text = result.Tokens[0].Value;
            if (text.Length is not (2 or 4 or 6) || !text.All(char.IsAsciiDigit))
            {
                result.AddError($"{text} 不是地区代码，要写 2、4 或 6 位数字");
            }
        });
        var scheme = PolicyDiff.File("scheme", "险种：resident 城乡居民，employee 城镇职工");
        var effective = new Argument<DateOnly>("effective")
        {
            Description = "施行的第一天，如 2026-01-01",
            CustomParser = result => PolicyLint.Day(result.Tokens[0].Value, result.AddError),
        };
        var from = new Option<string?>("--from") { Description = "照这份政策包抄一份，只换日期" };
        var output = new Option<string?>("--output", "-o") { Description = "写到这个文件；默认 packs/地区/日期-险种.yaml" };
        var command = new Command("new", "新建政策包：带说明的空白稿，或照上一份抄") { region, scheme, effective, from, output };
        command.SetAction(parsed =>
        {
            var (place, insured, day) = (parsed.GetRequiredValue(region), parsed.GetRequiredValue(scheme), parsed.GetRequiredValue(effective));
            var file = parsed.GetValue(output) ?? Path.Combine("packs", place, $"{day:yyyy-MM-dd}-{insured}.yaml");
            return Write(file, place, insured, day, parsed.GetValue(from));
        });
        return command;
    }

    private static int Write(string file, string region, string scheme, DateOnly effective, string? from)
    {
        if (File.Exists(file))
        {
            Console.Error.WriteLine($"{file} 已经存在，不覆盖；请换一个文件名（-o）");
            return ExitCode.Failed;
        }

        if (from is not null && !File.Exists(from))
        {
            Console.Error.WriteLine($"没有 {from} 这个文件");
            return ExitCode.Failed;
        }

        var (text, ends) = from is null
            ? (PackSkeleton.Blank(region, scheme, effective), null)
            : PackSkeleton.From(File.ReadAllText(from), region, scheme, effective);
        if (Path.GetDirectoryName(Path.GetFullPath(file)) is { } folder)
        {
            Directory.CreateDirectory(folder);
        }

        File.WriteAllText(file, text, new UTF8Encoding(encoderShouldEmitUTF8Identifier: false));
        Console.Out.WriteLine(file);
        Console.Error.WriteLine(ends is null
            ? $"下一步：填数字，然后 medaid policy lint {file}"
            : $"下一步：在 {from} 里写上 {ends}，改本文件里变了的规则，再用 medaid policy diff 核对");
        return ExitCode.Done;
    }
}
