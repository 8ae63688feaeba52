using MedAid.Core;
using MedAid.Settlement.Ledger;
using Npgsql;
using NpgsqlTypes;

namespace MedAid.Stores.Postgres;

/// <summary>From rows to what they mean, and parameters by their types; rows stop here.</summary>
internal static class PostgresRows
{
    /// <summary>A row of document and reversal.</summary>
    public static StoredSettlement Settlement(NpgsqlDataReader row) => new(
        SettlementCodec.Decode(row.GetFieldValue<byte[]>(0)), row.IsDBNull(1) ? null : new SettlementId(row.GetString(1)));

    /// <summary>A row of columns alone.</summary>
    public static SettlementHead Head(NpgsqlDataReader row) => new(
        new SettlementId(row.GetString(0)), (SettlementKind)row.GetInt16(1), new HospitalCode(row.GetString(2)), row.GetString(3),
        row.GetFieldValue<DateOnly>(4), row.GetFieldValue<DateTimeOffset>(5));

    /// <summary>A refusal in two columns, or null.</summary>
    public static RefusalRecord? Refusal(NpgsqlDataReader row, int column) => row.IsDBNull(column)
        ? null
        : new RefusalRecord((Refusal)row.GetInt16(column), row.GetString(column + 1));

    public static NpgsqlParameter Text(string? value) => Of(NpgsqlDbType.Text, value);

    public static NpgsqlParameter Texts(string?[] values) => Of(NpgsqlDbType.Array | NpgsqlDbType.Text, values);

    public static NpgsqlParameter Longs(long[] values) => Of(NpgsqlDbType.Array | NpgsqlDbType.Bigint, values);

    public static NpgsqlParameter Integers(int?[] values) => Of(NpgsqlDbType.Array | NpgsqlDbType.Integer, values);

    public static NpgsqlParameter Shorts(short?[] values) => Of(NpgsqlDbType.Array | NpgsqlDbType.Smallint, values);

    public static NpgsqlParameter Days(DateOnly[] values) => Of(NpgsqlDbType.Array | NpgsqlDbType.Date, values);

    public static NpgsqlParameter DaysOrNone(DateOnly?[] values) => Of(NpgsqlDbType.Array | NpgsqlDbType.Date, values);

    public static NpgsqlParameter Instants(DateTime?[] values) => Of(NpgsqlDbType.Array | NpgsqlDbType.TimestampTz, values);

    public static NpgsqlParameter Bytes(byte[][] values) => Of(NpgsqlDbType.Array | NpgsqlDbType.Bytea, values);

    private static NpgsqlParameter<T> Of<T>(NpgsqlDbType type, T value) => new() { NpgsqlDbType = type, TypedValue = value };
}
