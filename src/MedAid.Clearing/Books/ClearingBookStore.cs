using System.Data.Common;
using MedAid.Core;
using MedAid.Settlement;
using MedAid.Settlement.Ledger.Proof;
using MedAid.Settlement.Ports;
using MedAid.Settlement.Sql;

namespace MedAid.Clearing.Books;

/// <summary>
/// The clearing book: numbered records that are only ever added. Failures are the ledger's exceptions: it is in the same database.
/// </summary>
public sealed class ClearingBookStore(ISqlDatabase database)
{
    private const string ReadSql =
        """
        SELECT record_number, request_id, content, previous_hash, hash
        FROM clearing_record WHERE record_number > @0 ORDER BY record_number LIMIT @1
        """;

    // By the numbers of the kinds, as the index of the table has them.
    private const string AgreementsSql =
        """
        SELECT record_number, request_id, content, previous_hash, hash
        FROM clearing_record WHERE kind IN (20, 21) AND record_number > @0 ORDER BY record_number LIMIT @1
        """;

    private const string RowsSql =
        """
        SELECT record_number, request_id, kind, county_code, hospital_code, recorded_us, entries, previous_hash, hash, octet_length(content), content
        FROM clearing_record WHERE record_number > @0 AND record_number <= @1 ORDER BY record_number LIMIT @2
        """;

    private const string EndSql =
        """
        SELECT (SELECT coalesce(max(record_number), 0) FROM clearing_record), coalesce(max(record_number), 0), coalesce(max(hash), '')
        FROM clearing_end
        """;

    private const string InsertSql =
        """
        INSERT INTO clearing_record (
            record_number, request_id, kind, county_code, hospital_code, recorded_us, content, entries, previous_hash, hash)
        VALUES (@0, @1, @2, @3, @4, @5, @6, @7, @8, @9)
        """;

    /// <summary>Records after a number, in order.</summary>
    public Task<IReadOnlyList<BookLine>> ReadAsync(long after, int limit, CancellationToken cancellationToken) =>
        LinesAsync(ReadSql, after, limit, cancellationToken);

    /// <summary>Records after a number that sign or end an agreement to pay later, in order; found without reading the others.</summary>
    public Task<IReadOnlyList<BookLine>> ReadAgreementsAsync(long after, int limit, CancellationToken cancellationToken) =>
        LinesAsync(AgreementsSql, after, limit, cancellationToken);

    private Task<IReadOnlyList<BookLine>> LinesAsync(string sql, long after, int limit, CancellationToken cancellationToken) =>
        database.ReadAsync<IReadOnlyList<BookLine>>(
            async session => await session.QueryAsync(
                sql, row => Chain.Read(row.GetInt64(0), row.GetString(1), row.GetString(2), row.GetString(3), row.GetString(4)),
                after, (long)limit),
            cancellationToken);

    /// <summary>
    /// For a proof: rows after a number, up to another, in order; the answer says how far it went. What is damaged comes as a row that says so.
    /// </summary>
    public async Task<BookPiece> ReadRowsAsync(long after, long through, int limit, CancellationToken cancellationToken)
    {
        try
        {
            var rows = await RowsAsync(after, through, limit, cancellationToken);
            return new BookPiece(rows, rows.Count < limit && !IsFull(rows) ? through : rows[^1].Number);
        }
        catch (LedgerDamagedException)
        {
            var (rows, last) = (new List<BookRow>(), Math.Min(through, after + limit));
            for (var number = after + 1; number <= last; number++)
            {
                rows.AddRange(await OneAsync(number, cancellationToken));
            }

            return new BookPiece(rows, last);
        }
    }

    /// <summary>Where the book ends.</summary>
    public async Task<BookEnd> ReadEndAsync(CancellationToken cancellationToken)
    {
        var ends = await database.ReadAsync(
            session => session.QueryAsync(EndSql, row => new BookEnd(row.GetInt64(0), row.GetInt64(1), row.GetString(2))), cancellationToken);
        return ends[0];
    }

    private async Task<IReadOnlyList<BookRow>> OneAsync(long number, CancellationToken cancellationToken)
    {
        try
        {
            return await RowsAsync(number - 1, number, 1, cancellationToken);
        }
        catch (LedgerDamagedException)
        {
            return [new BookRow(number, "", 0, default, default, 0, "", "", "", default, Damage.OfPages)];
        }
    }

    private Task<List<BookRow>> RowsAsync(long after, long through, int limit, CancellationToken cancellationToken) => database.ReadAsync(
        session => session.QueryUntilAsync(RowsSql, Row, IsFull, after, through, (long)limit), cancellationToken);

    /// <summary>The columns are read one after the other, the content last: a large one is never held.</summary>
    private static BookRow Row(DbDataReader row)
    {
        var read = new BookRow(
            row.GetInt64(0), row.GetString(1), row.GetInt64(2), new CountyCode(row.GetString(3)), new HospitalCode(row.GetString(4)),
                row.GetInt64(5), row.GetString(6),
            row.GetString(7), row.GetString(8), default);
        var isLarge = row.GetInt64(9) > Settlement.Limits.StreamedBytesMin;
        using var content = isLarge ? row.GetStream(10) : new MemoryStream(row.GetFieldValue<byte[]>(10), writable: false);
        return read with { Content = Chain.Read(content, read.PreviousHash) };
    }

    private static bool IsFull(List<BookRow> rows) => rows.Sum(r => r.Content.Length) >= Settlement.Limits.ProofBytesTogetherMax;

    /// <summary>Adds the next record; false if that number has been written meanwhile, by this gateway or another: nothing was done.</summary>
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
                Instants.Microseconds(record.RecordedTime), line.Content, Chain.EntriesOf(record),
                line.PreviousHash, line.Hash);
            return true;
        },
        cancellationToken);

    private static async Task<bool> IsWrittenAsync(SqlSession session, BookLine line)
    {
        var hash = await session.QueryAsync("SELECT hash FROM clearing_record WHERE record_number = @0", row => row.GetString(0), line.Record.Number);
        return hash is [var written] && written == line.Hash;
    }
}
