using MedAid.Core;
using MedAid.Settlement.Ledger;
using MedAid.Stores.Proof;
using Npgsql;
using NpgsqlTypes;

namespace MedAid.Stores.Postgres;

/// <summary>From rows to what they mean, and parameters by their types; rows stop here.</summary>
internal static class PostgresRows
{
    /// <summary>A row of document and reversal.</summary>
    public static StoredSettlement Settlement(NpgsqlDataReader row) => new(
        SettlementCodec.Decode(row.GetFieldValue<byte[]>(0)), row.IsDBNull(1) ? null : row.GetString(1));

    /// <summary>A refusal in two columns, or null.</summary>
    public static RefusalRecord? Refusal(NpgsqlDataReader row, int column) => row.IsDBNull(column)
        ? null
        : new RefusalRecord((Refusal)row.GetInt16(column), row.GetString(column + 1));

    /// <summary>A row of <see cref="PostgresProof.RowsSql"/> without its documents.</summary>
    public static SettlementColumns Columns(NpgsqlDataReader row) => new()
    {
        SettlementId = row.GetString(0),
        RequestId = row.GetString(1),
        Kind = (SettlementKind)row.GetInt16(2),
        ReversesSettlementId = row.IsDBNull(3) ? null : row.GetString(3),
        HospitalCode = row.GetString(4),
        VisitId = row.GetString(5),
        PersonKey = row.GetString(6),
        Scheme = row.GetString(7),
        CountyCode = row.GetString(8),
        ServiceDate = row.GetFieldValue<DateOnly>(9),
        SettledTime = row.GetFieldValue<DateTimeOffset>(10),
        GrossFen = row.GetInt64(11),
        WaivedFen = row.GetInt64(12),
        HospitalBorneFen = row.GetInt64(13),
        PatientFen = row.GetInt64(14),
        Entries = Entries(row, 15),
        Lines = Lines(row, 19),
        Changes = Changes(row, 24),
    };

    public static NpgsqlParameter Text(string? value) => Of(NpgsqlDbType.Text, value);

    public static NpgsqlParameter Texts(string?[] values) => Of(NpgsqlDbType.Array | NpgsqlDbType.Text, values);

    public static NpgsqlParameter Longs(long[] values) => Of(NpgsqlDbType.Array | NpgsqlDbType.Bigint, values);

    public static NpgsqlParameter Shorts(short?[] values) => Of(NpgsqlDbType.Array | NpgsqlDbType.Smallint, values);

    public static NpgsqlParameter Days(DateOnly[] values) => Of(NpgsqlDbType.Array | NpgsqlDbType.Date, values);

    public static NpgsqlParameter Instants(DateTime?[] values) => Of(NpgsqlDbType.Array | NpgsqlDbType.TimestampTz, values);

    public static NpgsqlParameter Bytes(byte[][] values) => Of(NpgsqlDbType.Array | NpgsqlDbType.Bytea, values);

    private static NpgsqlParameter<T> Of<T>(NpgsqlDbType type, T value) => new() { NpgsqlDbType = type, TypedValue = value };

    private static JournalEntry[] Entries(NpgsqlDataReader row, int column)
    {
        var accounts = row.GetFieldValue<string[]>(column);
        var counties = row.GetFieldValue<string[]>(column + 1);
        var funds = row.GetFieldValue<string[]>(column + 2);
        return [.. row.GetFieldValue<long[]>(column + 3).Select((fen, i) => new JournalEntry(accounts[i], counties[i], funds[i], fen))];
    }

    private static LineColumns[] Lines(NpgsqlDataReader row, int column)
    {
        var layers = row.GetFieldValue<string[]>(column);
        var funds = row.GetFieldValue<string[]>(column + 1);
        var rules = row.GetFieldValue<string?[]>(column + 2);
        var advanced = row.GetFieldValue<bool[]>(column + 4);
        return
        [
            .. row.GetFieldValue<long[]>(column + 3)
                .Select((fen, i) => new LineColumns(layers[i], funds[i], rules[i], fen, advanced[i])),
        ];
    }

    private static CounterChange[] Changes(NpgsqlDataReader row, int column)
    {
        var counters = row.GetFieldValue<string[]>(column);
        return [.. row.GetFieldValue<long[]>(column + 1).Select((fen, i) => new CounterChange(counters[i], fen))];
    }
}
