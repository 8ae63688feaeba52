using System.Globalization;
using System.Text.Json;
using MedAid.Gateway.Tests.EndToEnd;

namespace MedAid.Gateway.Tests.Sharing;

/// <summary>Invented residents of 兴县 without identity, as many as a test wants, in a reference folder of their own.</summary>
internal sealed class HotPatients : IDisposable
{
    private const string CheckCharacters = "10X98765432";
    private static readonly int[] Weights = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2];

    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("medaid-hot-");

    public HotPatients(int count)
    {
        IdNumbers = [.. Enumerable.Range(0, count).Select(IdNumber)];
        folder.CreateSubdirectory("hospitals");
        foreach (var name in (string[])["catalogue.csv", "hospitals/H14112300101.yaml"])
        {
            File.Copy(Clone.Sample(name), Path.Combine(folder.FullName, name));
        }

        var people = IdNumbers.Select((number, i) => new
        {
            id_number = number, name = $"样例{i}", scheme = "resident", county = "141123", identities = Array.Empty<object>(),
            qualifications = Array.Empty<object>(),
        });
        People = JsonSerializer.Serialize(people);
        File.WriteAllText(Path.Combine(folder.FullName, "people.json"), People);
    }

    /// <summary>The roster of them all.</summary>
    public string People { get; }

    public IReadOnlyList<string> IdNumbers { get; }

    public (string Name, string Value) Setting => ("ReferenceFolder", folder.FullName);

    public void Dispose() => folder.Delete(recursive: true);

    private static string IdNumber(int i)
    {
        var body = string.Create(CultureInfo.InvariantCulture, $"14112319800101{i:000}");
        var sum = body.Select((digit, place) => (digit - '0') * Weights[place]).Sum();
        return body + CheckCharacters[sum % 11];
    }
}
