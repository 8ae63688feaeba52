using System.Text;
using System.Text.Json;
using MedAid.Core;
using MedAid.Settlement.Ledger;
using MedAid.Settlement.Ledger.Proof;

namespace MedAid.Stores.Embedded;

/// <summary>
/// Entries, layer lines and counter changes inside a settlement's row: JSON arrays of rows, which the views of the database show as
/// rows. The order of the values in a row is that of the views' columns.
/// </summary>
internal static class PackedRows
{
    public static string Of(IReadOnlyList<JournalEntry> entries) => Write(entries, static (row, entry) =>
    {
        row.WriteStringValue(entry.Account.Text);
        row.WriteStringValue(entry.CountyCode.Text);
        row.WriteStringValue(entry.Fund.Text);
        row.WriteNumberValue(entry.AmountFen.Value);
    });

    public static string Of(IReadOnlyList<LineDocument> lines) => Write(lines, static (row, line) =>
    {
        row.WriteStringValue(line.Layer);
        row.WriteStringValue(line.Fund.Text);
        row.WriteStringValue(line.Rule);
        row.WriteNumberValue(line.PaidFen);
        row.WriteNumberValue(line.Advanced ? 1 : 0);
    });

    public static string Of(IReadOnlyList<CounterChange> changes) => Write(changes, static (row, change) =>
    {
        row.WriteStringValue(change.Counter);
        row.WriteNumberValue(change.AddedFen);
    });

    public static List<JournalEntry> Entries(string packed) => Read(packed, static (ref reader) =>
        new JournalEntry(Account.FromText(Text(ref reader)), new CountyCode(Text(ref reader)), new Fund(Text(ref reader)),
            new Fen(Number(ref reader))));

    public static List<LineColumns> Lines(string packed) => Read(packed, static (ref reader) =>
        new LineColumns(Text(ref reader)!, new Fund(Text(ref reader)), Text(ref reader), Number(ref reader), Number(ref reader) != 0));

    public static List<CounterChange> Changes(string packed) =>
        Read(packed, static (ref reader) => new CounterChange(Text(ref reader)!, Number(ref reader)));

    private static string Write<T>(IReadOnlyList<T> rows, Action<Utf8JsonWriter, T> write)
    {
        using var packed = new MemoryStream();
        using (var json = new Utf8JsonWriter(packed))
        {
            json.WriteStartArray();
            foreach (var row in rows)
            {
                json.WriteStartArray();
                write(json, row);
                json.WriteEndArray();
            }

            json.WriteEndArray();
        }

        return Encoding.UTF8.GetString(packed.GetBuffer(), 0, (int)packed.Length);
    }

    private delegate T RowOf<T>(ref Utf8JsonReader reader);

    private static List<T> Read<T>(string packed, RowOf<T> row)
    {
        var reader = new Utf8JsonReader(Encoding.UTF8.GetBytes(packed));
        var rows = new List<T>();
        Expect(ref reader, JsonTokenType.StartArray);
        while (reader.Read() && reader.TokenType == JsonTokenType.StartArray)
        {
            rows.Add(row(ref reader));
            Expect(ref reader, JsonTokenType.EndArray);
        }

        return rows;
    }

    private static void Expect(ref Utf8JsonReader reader, JsonTokenType token)
    {
        if (!reader.Read() || reader.TokenType != token)
        {
            throw new JsonException("packed rows are arrays in an array");
        }
    }

    private static string? Text(ref Utf8JsonReader reader)
    {
        reader.Read();
        return reader.GetString();
    }

    private static long Number(ref Utf8JsonReader reader)
    {
        reader.Read();
        return reader.GetInt64();
    }
}
