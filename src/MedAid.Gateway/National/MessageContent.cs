using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using MedAid.Bureau.Messages;
using MedAid.Core;
using MedAid.Settlement.People;

namespace MedAid.Gateway.National;

/// <summary>
/// Tells one content of a message from another: a keyed hash over the number and the fields that are read of the input, in the order of their
/// names, numbers by their value. The envelope does not count: a client that sends a message again stamps it with another time.
/// </summary>
internal sealed class MessageContent(PersonTokens tokens)
{
    private readonly byte[] key = tokens.DeriveKey("national messages");

    public string HashOf(string number, NationalTable table, NationalRow input)
    {
        var text = new StringBuilder(number).Append('\n');
        Append(text, table, input);
        return Convert.ToHexStringLower(HMACSHA256.HashData(key, Encoding.UTF8.GetBytes(text.ToString())));
    }

    private static void Append(StringBuilder text, NationalTable table, NationalRow row)
    {
        foreach (var field in table.Fields.OrderBy(f => f.Name, StringComparer.Ordinal))
        {
            if (field.Kind is NationalKind.Node or NationalKind.List)
            {
                foreach (var node in row.Rows(field.Name))
                {
                    text.Append(field.Name).Append("{\n");
                    Append(text, field.Table!, node);
                    text.Append("}\n");
                }
            }
            else if (row[field.Name] is { Length: > 0 } value)
            {
                var plain = field.Kind == NationalKind.Number && ExactNumber.Read(value, field.Size, out var scaled) == NumberProblem.None
                    ? scaled.ToString(CultureInfo.InvariantCulture)
                    : value;
                text.Append(CultureInfo.InvariantCulture, $"{field.Name} {plain.Length} {plain}\n");
            }
        }
    }
}
