using System.CommandLine;
using System.Text.Json;
using MedAid.Core;

namespace MedAid.Cli;

/// <summary>The kinds of options and arguments that commands take. What is not given is empty, false or zero, as in a message.</summary>
internal static class Input
{
    // No call takes a larger one; a device has no end.
    private const int FileBytesMax = 64 << 20;
    private const int PieceBytes = 64 << 10;

    /// <summary>What the command is about; scripts give an empty one where a variable was not set.</summary>
    public static Argument<string> Name(string name, string description)
    {
        var argument = new Argument<string>(name) { Description = description };
        argument.Validators.Add(result =>
        {
            if (string.IsNullOrWhiteSpace(result.GetValueOrDefault<string>()))
            {
                result.AddError($"请写明{description}");
            }
        });
        return argument;
    }

    public static Argument<FileInfo> File(string description) => new("file") { Description = description };

    public static Option<string> Text(string name, string description, bool required = false, string otherwise = "") => new(name)
    {
        Description = description, Required = required, DefaultValueFactory = required ? null : _ => otherwise,
    };

    public static Option<string[]> Texts(string name, string description, bool required = false) => new(name)
    {
        Description = description, Required = required, DefaultValueFactory = required ? null : _ => [],
    };

    public static Option<bool> Flag(string name, string description) => new(name) { Description = description };

    public static Option<bool> Json(string description = "输出 JSON") => Flag("--json", description);

    public static Option<string> Hospital(bool required = true, string description = "机构编号") => Text("--hospital", description, required);

    /// <summary>An amount in yuan, as fen.</summary>
    public static Option<long> Yuan(string name, string description, bool required = false) => new(name)
    {
        Description = description,
        HelpName = "元",
        Required = required,
        CustomParser = result =>
        {
            if (ExactNumber.Read(result.Tokens[0].Value, 2, out var fen) == NumberProblem.None)
            {
                return fen;
            }

            result.AddError($"{name} 要写成 115.00 这样的金额，单位是元，最多两位小数");
            return 0;
        },
    };

    /// <summary>One of the words of an enum, in snake_case; unspecified if it is not given.</summary>
    public static Option<T> Word<T>(string name, string description, bool required = false)
        where T : struct, Enum
    {
        var words = Words<T>();
        var option = new Option<T>(name)
        {
            Description = description,
            Required = required,
            CustomParser = result => words.GetValueOrDefault(result.Tokens[0].Value),
        };
        option.AcceptOnlyFromAmong([.. words.Keys]);
        return option;
    }

    /// <summary>The words of an enum, without the unspecified one.</summary>
    public static Dictionary<string, T> Words<T>()
        where T : struct, Enum =>
        Enum.GetValues<T>().Where(v => !v.Equals(default(T))).ToDictionary(v => JsonNamingPolicy.SnakeCaseLower.ConvertName($"{v}"));

    /// <summary>Adds an option or an argument.</summary>
    public static void Add(Command command, Symbol symbol)
    {
        if (symbol is Argument argument)
        {
            command.Arguments.Add(argument);
        }
        else
        {
            command.Options.Add((Option)symbol);
        }
    }

    /// <summary>The content of a file; null, with a sentence to the user, if it cannot be read.</summary>
    public static async Task<byte[]?> ReadAsync(FileInfo file, CancellationToken cancellation)
    {
        try
        {
            using var read = new MemoryStream();
            await using var stream = file.OpenRead();
            var buffer = new byte[PieceBytes];
            while (await stream.ReadAsync(buffer, cancellation) is > 0 and var count)
            {
                if (read.Length + count > FileBytesMax)
                {
                    await Console.Error.WriteLineAsync($"{file}: 文件超过 {FileBytesMax >> 20} MiB，请检查路径，或分成几个文件");
                    return null;
                }

                read.Write(buffer, 0, count);
            }

            return read.ToArray();
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            await Console.Error.WriteLineAsync($"{file}: 文件打不开，请检查路径和权限，并在 Excel 中关闭它");
            return null;
        }
    }
}
