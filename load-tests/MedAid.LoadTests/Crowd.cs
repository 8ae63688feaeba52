using System.Globalization;
using System.Text.Json;

namespace MedAid.LoadTests;

/// <summary>
/// Invented patients for a load run: valid check characters, a dialysis qualification, half of them on subsistence allowance. The same
/// number gives the same crowd.
/// </summary>
internal static class Crowd
{
    private const string CheckCharacters = "10X98765432";
    private static readonly int[] Weights = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2];

    /// <summary>The id number of a patient.</summary>
    public static string IdNumber(int patient)
    {
        var birth = new DateOnly(1940, 1, 1).AddDays(patient % 20_000);
        var body = $"141123{birth:yyyyMMdd}{patient / 20_000 % 1000:000}";
        var sum = 0;
        for (var i = 0; i < Weights.Length; i++)
        {
            sum += (body[i] - '0') * Weights[i];
        }

        return body + CheckCharacters[sum % 11];
    }

    /// <summary>Puts the checks of orders and their lists into a reference folder; without them nothing is checked.</summary>
    public static void CopyChecks(string samples, string folder)
    {
        var to = Directory.CreateDirectory(Path.Combine(folder, "precheck")).FullName;
        foreach (var file in Directory.EnumerateFiles(Path.Combine(samples, "precheck")))
        {
            File.Copy(file, Path.Combine(to, Path.GetFileName(file)), overwrite: true);
        }
    }

    /// <summary>Writes a reference folder: the samples' hospitals and catalogue, and the crowd as its people.</summary>
    public static void WriteReference(string samples, string folder, int patients)
    {
        Directory.CreateDirectory(Path.Combine(folder, "hospitals"));
        File.Copy(Path.Combine(samples, "catalogue.csv"), Path.Combine(folder, "catalogue.csv"), overwrite: true);
        foreach (var file in Directory.EnumerateFiles(Path.Combine(samples, "hospitals")))
        {
            File.Copy(file, Path.Combine(folder, "hospitals", Path.GetFileName(file)), overwrite: true);
        }

        var people = Enumerable.Range(0, patients).Select(p => new
        {
            id_number = IdNumber(p),
            name = "压测" + p.ToString(CultureInfo.InvariantCulture),
            scheme = "resident",
            county = "141123",
            identities = p % 2 == 0 ? new[] { new { kind = "subsistence_allowance", from = "2021-01-01" } } : [],
            qualifications = new[] { new { kind = "chronic", disease = "M07800", approved = "2021-01-01" } },
        });
        File.WriteAllText(Path.Combine(folder, "people.json"), JsonSerializer.Serialize(people));
    }
}
