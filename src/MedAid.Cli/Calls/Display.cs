using System.Globalization;
using System.Text.RegularExpressions;
using Google.Protobuf.WellKnownTypes;
using MedAid.Core;
using MedAid.Core.Policy;
using MedAid.People.Applications;
using MedAid.Settlement;

namespace MedAid.Cli;

/// <summary>Values of the contract as people read them.</summary>
internal static partial class Display
{
    /// <summary>A sentence without the code at its end, which is for programs.</summary>
    public static string Plain(string sentence) => CodeAtEnd().Replace(sentence, "");

    public static string Yuan(long amountFen) => ExactNumber.Yuan(amountFen);

    /// <summary>An instant in China, to the second.</summary>
    public static string Time(Timestamp? time) =>
        time is null ? "" : ChinaTime.Of(time.ToDateTimeOffset()).ToString("yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture);

    /// <summary>An identity in Chinese; a word that is none as it stands.</summary>
    public static string Identity(string word) => Vocabulary.Identity.TryFind(word, out var kind) ? Vocabulary.Identity.ChineseOf(kind) : word;

    /// <summary>Who said so: an application by its step, or a list by its line, where it has one.</summary>
    public static string Origin(string id, int number) =>
        ReliefApplication.IsId(id) ? $"书面申请 {id} 第 {number} 步" : $"导入 {id}{(number > 0 ? $" 第 {number} 行" : "")}";

    /// <summary>A text with what goes before it; nothing if there is no text.</summary>
    public static string If(string before, string text, string after = "") => text.Length > 0 ? before + text + after : "";

    /// <summary>Where a file is at fault.</summary>
    public static string Place(int line, string column) =>
        line == 0 ? "整个文件" : column.Length > 0 ? $"第 {line} 行 {column} 列" : $"第 {line} 行";

    /// <summary>Prints a line for each.</summary>
    public static void Lines<T>(IEnumerable<T> rows, Func<T, string> line)
    {
        foreach (var row in rows)
        {
            Console.Out.WriteLine(line(row));
        }
    }

    [GeneratedRegex("（[A-Z_]+）$")]
    private static partial Regex CodeAtEnd();
}
