using System.Text;
using System.Text.Json;

namespace MedAid.Testing;

/// <summary>Samples of stored formats in tests/frozen, made once and never again: what a hospital stored with one version, the next one reads.</summary>
public static class Frozen
{
    public static byte[] Bytes(string file) => File.ReadAllBytes(PathOf(file));

    public static string[] Lines(string file) => File.ReadAllLines(PathOf(file));

    public static string PathOf(string file) => Path.Combine(Root(), "tests", "frozen", file);

    /// <summary>The names and the words of JSON texts: what a renamed property or member of an enumeration would change.</summary>
    public static IReadOnlySet<string> WordsOf(IEnumerable<string> texts)
    {
        var words = new HashSet<string>(StringComparer.Ordinal);
        foreach (var text in texts)
        {
            var reader = new Utf8JsonReader(Encoding.UTF8.GetBytes(text));
            while (reader.Read())
            {
                if (reader.TokenType == JsonTokenType.PropertyName)
                {
                    words.Add($"{reader.GetString()}:");
                }
                else if (reader.TokenType == JsonTokenType.String && reader.GetString()!.All(c => char.IsAsciiLetter(c) || c == '_'))
                {
                    words.Add(reader.GetString()!);
                }
            }
        }

        return words;
    }

    private static string Root()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(folder.FullName, "MedAid.sln")))
        {
            folder = folder.Parent ?? throw new DirectoryNotFoundException("the tests do not run in the repository");
        }

        return folder.FullName;
    }
}
