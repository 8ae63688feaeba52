using System.CommandLine;
using System.Globalization;
using MedAid.Core;
using MedAid.Core.Policy;
using MedAid.Policies;

namespace MedAid.Cli;

/// <summary>Which law a calculation beside a visit goes by: packs, county of insurance, scheme and day.</summary>
internal sealed class LawOptions
{
    private readonly Option<string> packs = new("--packs") { Description = "政策包目录", DefaultValueFactory = _ => "packs" };
    private readonly Option<string> county = new("--county") { Description = "参保县（区）代码，6 位", Required = true };
    private readonly Option<string> scheme = new("--scheme") { Description = "险种：resident 或 employee", DefaultValueFactory = _ => "resident" };
    private readonly Option<DateOnly> date = new("--date")
    {
        Description = "按这一天的政策，如 2019-09-01",
        Required = true,
        CustomParser = result => PolicyLint.Day(result.Tokens[0].Value, result.AddError),
    };

    public void AddTo(Command command)
    {
        command.Add(packs);
        command.Add(county);
        command.Add(scheme);
        command.Add(date);
    }

    public DateOnly Date(ParseResult parsed) => parsed.GetValue(date);

    public string County(ParseResult parsed) => parsed.GetValue(county)!;

    /// <summary>The pack in force; null, and said so, if there is none.</summary>
    public PolicyTerms? Law(ParseResult parsed)
    {
        var library = PackLibrary.Read(parsed.GetValue(packs)!);
        foreach (var problem in library.Problems)
        {
            Console.Error.WriteLine(problem);
        }

        if (library.Problems.Count > 0)
        {
            return null;
        }

        var law = library.ToBook().At(new CountyCode(parsed.GetValue(county))!, parsed.GetValue(scheme)!, parsed.GetValue(date));
        if (law is null)
        {
            Console.Error.WriteLine($"{parsed.GetValue(county)} 在 {parsed.GetValue(date):yyyy-MM-dd} 没有政策包");
        }

        return law;
    }

    /// <summary>An option for an amount of yuan.</summary>
    public static Option<long?> Yuan(string name, string description) => new(name)
    {
        Description = description,
        CustomParser = result =>
        {
            if (Fen(result.Tokens[0].Value) is { } fen)
            {
                return fen;
            }

            result.AddError($"{name} 要写成元，最多两位小数，不能为负");
            return null;
        },
    };

    /// <summary>Yuan as fen; null if the text is no amount.</summary>
    public static long? Fen(string text) =>
        ExactNumber.Read(text, 2, out var fen) == NumberProblem.None && fen >= 0 ? fen : null;

    /// <summary>Identities by their Chinese names or words, apart by comma, semicolon or blank; null if one is unknown.</summary>
    public static ValueSet? Identities(string text)
    {
        var set = default(ValueSet);
        foreach (var name in text.Split([',', '，', ';', ' ', '、'], StringSplitOptions.RemoveEmptyEntries))
        {
            if (Vocabulary.Identity.Words.FirstOrDefault(w => w == name || ChineseOf(w) == name) is not { } word)
            {
                return null;
            }

            _ = Vocabulary.Identity.TryFind(word, out var kind);
            set = set.With((int)kind);
        }

        return set;
    }

    /// <summary>What may be written for an identity: its Chinese name or its word.</summary>
    public static string IdentityNames() => string.Join("、", Vocabulary.Identity.Words.Select(w => $"{ChineseOf(w)}（{w}）"));

    private static string ChineseOf(string word) =>
        Vocabulary.Identity.TryFind(word, out var kind) ? Vocabulary.Identity.ChineseOf(kind) : "";

    /// <summary>A whole number that is not negative, or null.</summary>
    public static int? Whole(string text) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : null;

    /// <summary>The article of a rule and whether it is ours, for people.</summary>
    public static string Basis(PolicyTerms law, Citation citation)
    {
        var cite = citation.Cite.Length > 0 ? $"依据：{law.Sources.Spell(citation.Cite)}" : "无文件依据";
        return $"{cite}{(citation.Assumed ? "（暂设，请核对）" : "")}{(citation.Note.Length > 0 ? $"。{citation.Note}" : "")}";
    }
}
