using System.Text.Json;
using MedAid.Clearing.Books;
using MedAid.Clearing.Ports;
using MedAid.Stores.Sql;

namespace MedAid.Stores.Clearing;

/// <summary>The clearing book on either database. The database itself refuses a record that is out of order or does not balance.</summary>
public sealed class ClearingBookStore(ISqlDatabase database) : IClearingBook
{
    private const string ReadSql =
        "SELECT content, previous_hash, hash FROM clearing_record WHERE record_number > @0 ORDER BY record_number LIMIT @1";

    private const string InsertSql =
        """
        INSERT INTO clearing_record (
            record_number, request_id, kind, county_code, hospital_code, recorded_us, content, entries, previous_hash, hash)
        VALUES (@0, @1, @2, @3, @4, @5, @6, @7, @8, @9)
        """;

    /// <inheritdoc/>
    public Task<IReadOnlyList<BookLine>> ReadAsync(long after, int limit, CancellationToken cancellationToken) =>
        database.ReadAsync<IReadOnlyList<BookLine>>(
            async session => await session.QueryAsync(
                ReadSql, row => Chain.Read(row.GetString(0), row.GetString(1), row.GetString(2)), after, (long)limit),
            cancellationToken);

    /// <inheritdoc/>
    public Task<bool> AppendAsync(BookLine line, CancellationToken cancellationToken) => database.WriteAsync(
        "clearing_record",
        async session =>
        {
            var last = await session.QueryAsync("SELECT coalesce(max(record_number), 0) FROM clearing_record", row => row.GetInt64(0));
            var record = line.Record;
            if (last[0] != record.Number - 1)
            {
                // Written by another gateway, or by this one before its connection died: then the content tells.
                return await IsWrittenAsync(session, line);
            }

            await session.ExecuteAsync(
                InsertSql, record.Number, record.RequestId, (long)record.Kind, record.CountyCode, record.HospitalCode,
                (record.RecordedTime.UtcTicks - DateTime.UnixEpoch.Ticks) / TimeSpan.TicksPerMicrosecond, line.Content, Entries(record),
                line.PreviousHash, line.Hash);
            return true;
        },
        cancellationToken);

    private static async Task<bool> IsWrittenAsync(SqlSession session, BookLine line)
    {
        var hash = await session.QueryAsync("SELECT hash FROM clearing_record WHERE record_number = @0", row => row.GetString(0), line.Record.Number);
        return hash is [var written] && written == line.Hash;
    }

    /// <summary>Entries as the views of the database show them: rows of account, county, fund and fen.</summary>
    private static string Entries(ClearingRecord record) => JsonSerializer.Serialize(
        record.Entries.Select(e => new object[] { e.Account, e.CountyCode, e.Fund, e.AmountFen }));
}
