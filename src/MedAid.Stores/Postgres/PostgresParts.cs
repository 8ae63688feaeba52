using MedAid.Core;
using MedAid.Settlement.Ledger;
using MedAid.Settlement.Ledger.Proof;
using Npgsql;

namespace MedAid.Stores.Postgres;

/// <summary>The parts of a settlement that lie in arrays of its row: entries, layer lines, changes of counters.</summary>
internal static class PostgresParts
{
    public static JournalEntry[] Entries(NpgsqlDataReader row, int column)
    {
        var accounts = row.GetFieldValue<string[]>(column);
        var counties = row.GetFieldValue<string[]>(column + 1);
        var funds = row.GetFieldValue<string[]>(column + 2);
        var fen = row.GetFieldValue<long[]>(column + 3);
        return [.. fen.Select((amount, i) => new JournalEntry(
            Account.FromText(accounts[i]), new CountyCode(counties[i]), new Fund(funds[i]), new Fen(amount)))];
    }

    public static LineColumns[] Lines(NpgsqlDataReader row, int column)
    {
        var layers = row.GetFieldValue<string[]>(column);
        var funds = row.GetFieldValue<string[]>(column + 1);
        var rules = row.GetFieldValue<string?[]>(column + 2);
        var paid = row.GetFieldValue<long[]>(column + 3);
        var advanced = row.GetFieldValue<bool[]>(column + 4);
        return [.. paid.Select((fen, i) => new LineColumns(layers[i], new Fund(funds[i]), rules[i], fen, advanced[i]))];
    }

    public static CounterChange[] Changes(NpgsqlDataReader row, int column)
    {
        var counters = row.GetFieldValue<string[]>(column);
        var added = row.GetFieldValue<long[]>(column + 1);
        return [.. added.Select((fen, i) => new CounterChange(counters[i], fen))];
    }
}
