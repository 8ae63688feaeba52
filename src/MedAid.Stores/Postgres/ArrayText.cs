using System.Globalization;
using System.Text;

namespace MedAid.Stores.Postgres;

/// <summary>The text of a PostgreSQL array: every word in quotes, so that none is taken for NULL or a bound.</summary>
internal static class ArrayText
{
    public static string Of<T>(IReadOnlyList<T> items, Func<T, string?> word)
    {
        var text = new StringBuilder("{");
        for (var i = 0; i < items.Count; i++)
        {
            Append(text, i, word(items[i]));
        }

        return text.Append('}').ToString();
    }

    public static string Of<T>(IReadOnlyList<T> items, Func<T, long> amountFen)
    {
        var text = new StringBuilder("{");
        for (var i = 0; i < items.Count; i++)
        {
            text.Append(i == 0 ? "" : ",").Append(CultureInfo.InvariantCulture, $"{amountFen(items[i])}");
        }

        return text.Append('}').ToString();
    }

    private static void Append(StringBuilder text, int position, string? word)
    {
        text.Append(position == 0 ? "" : ",");
        if (word is null)
        {
            text.Append("NULL");
            return;
        }

        text.Append('"');
        foreach (var character in word)
        {
            // A quote or a backslash would end or change the word.
            text.Append(character is '"' or '\\' ? "\\" : "").Append(character);
        }

        text.Append('"');
    }
}
