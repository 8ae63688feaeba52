using System.Text;

namespace MedAid.Policies;

/// <summary>Writes the name of an enum value the way codes are printed: UnknownKey → UNKNOWN_KEY.</summary>
public static class UpperSnake
{
    /// <summary>The upper snake case of a Pascal-case name.</summary>
    public static string Of(string name)
    {
        var text = new StringBuilder(name.Length + 8);
        foreach (var letter in name)
        {
            if (char.IsAsciiLetterUpper(letter) && text.Length > 0)
            {
                text.Append('_');
            }

            text.Append(char.ToUpperInvariant(letter));
        }

        return text.ToString();
    }
}
