namespace MedAid.Settlement.People;

/// <summary>
/// Whether two names of staff are one person's, wherever two persons are asked for (四眼原则). Width, case, blanks, marks and letters that cannot be
/// seen make no second person: systems pad and reformat names, and nobody shall pass the check by a blank.
/// </summary>
public static class SamePerson
{
    /// <summary>Whether two names are one person's.</summary>
    public static bool Is(string one, string other) => string.Equals(Plain(one), Plain(other), StringComparison.Ordinal);

    /// <summary>Names of persons, each person once, as first written.</summary>
    public static IEnumerable<string> Distinct(IEnumerable<string> names) => names.DistinctBy(Plain, StringComparer.Ordinal);

    private static string Plain(string name) =>
        string.Concat(SeenText.Plain(name).Select(letter => SameLetters.Of(char.ToUpperInvariant(letter))));
}
