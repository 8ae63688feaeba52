using System.Globalization;
using MedAid.Core;
using MedAid.Settlement;
using MedAid.Settlement.Ledger;
using MedAid.Stores.Writing;
using Microsoft.Data.Sqlite;

namespace MedAid.Stores.Embedded;

/// <summary>From rows to what they mean; rows stop here.</summary>
internal static class EmbeddedRows
{
    /// <summary>A row of <see cref="EmbeddedLedger.FindRequestSql"/>.</summary>
    public static KnownRequest Request(SqliteDataReader row) => new(
        row.GetFieldValue<byte[]>(0),
        row.IsDBNull(1) ? null : SettlementCodec.Decode(row.GetFieldValue<byte[]>(1)),
        row.IsDBNull(2) ? null : new RefusalRecord((Refusal)row.GetInt32(2), row.GetString(3)));

    /// <summary>A row of document and reversal.</summary>
    public static StoredSettlement Settlement(SqliteDataReader row) => new(
        SettlementCodec.Decode(row.GetFieldValue<byte[]>(0)), row.IsDBNull(1) ? null : new SettlementId(row.GetString(1)));

    /// <summary>A row of columns alone.</summary>
    public static SettlementHead Head(SqliteDataReader row) => new(
        new SettlementId(row.GetString(0)), (SettlementKind)row.GetInt32(1), new HospitalCode(row.GetString(2)), row.GetString(3),
        ReadDay(row.GetString(4)), Instants.OfMicroseconds(row.GetInt64(5)));

    /// <summary>The day of what <see cref="PlainText.Day(DateOnly)"/> stores.</summary>
    public static DateOnly ReadDay(string text) => DateOnly.ParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture);
}
