namespace MedAid.People.Tests.Rosters;

/// <summary>Made-up id numbers with the right check character: county, birth date 1970-01-01 plus a running number.</summary>
internal static class Ids
{
    private static readonly int[] Weights = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2];

    public static string Of(int number, string county = "141123")
    {
        var first = $"{county}{1950 + (number / 1000 % 50)}0101{number % 1000:D3}";
        var sum = first.Select((c, i) => (c - '0') * Weights[i]).Sum();
        return first + "10X98765432"[sum % 11];
    }
}
