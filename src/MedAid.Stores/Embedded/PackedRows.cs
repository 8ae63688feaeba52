using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using MedAid.Settlement.Ledger;
using MedAid.Stores.Proof;

namespace MedAid.Stores.Embedded;

/// <summary>
/// Entries, layer lines and counter changes inside a settlement's row: JSON arrays of rows, which the views of the database show as
/// rows. The order of the values in a row is that of the views' columns.
/// </summary>
internal static class PackedRows
{
    public static string Of(IReadOnlyList<JournalEntry> entries) => Write(entries, static (row, entry) =>
    {
        row.WriteStringValue(entry.Account);
        row.WriteStringValue(entry.CountyCode);
        row.WriteStringValue(entry.Fund);
        row.WriteNumberValue(entry.AmountFen);
    });

    public static string Of(IReadOnlyList<LineDocument> lines) => Write(lines, static (row, line) =>
    {
        row.WriteStringValue(line.Layer);
        row.WriteStringValue(line.Fund);
        row.WriteStringValue(line.Rule);
        row.WriteNumberValue(line.PaidFen);
        row.WriteNumberValue(line.Advanced ? 1 : 0);
    });

    public static string Of(IReadOnlyList<CounterChange> changes) => Write(changes, static (row, change) =>
    {
        row.WriteStringValue(change.Counter);
        row.WriteNumberValue(change.AddedFen);
    });

    public static JournalEntry[] Entries(string packed) => Read(packed, static row =>
        new JournalEntry(Text(row[0])!, Text(row[1])!, Text(row[2])!, Number(row[3])));

    public static LineColumns[] Lines(string packed) => Read(packed, static row =>
        new LineColumns(Text(row[0])!, Text(row[1])!, Text(row[2]), Number(row[3]), Number(row[4]) != 0));

    public static CounterChange[] Changes(string packed) => Read(packed, static row => new CounterChange(Text(row[0])!, Number(row[1])));

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

    private static T[] Read<T>(string packed, Func<JsonArray, T> row) =>
        [.. JsonNode.Parse(packed)!.AsArray().Select(r => row(r!.AsArray()))];

    private static string? Text(JsonNode? value) => value?.GetValue<string>();

    private static long Number(JsonNode? value) => value!.GetValue<long>();
}
