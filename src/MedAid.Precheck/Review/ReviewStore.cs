using System.Data.Common;
using MedAid.Core;
using MedAid.Settlement;
using MedAid.Settlement.Ledger;
using MedAid.Settlement.Sql;
using MedAid.Settlement.Writes;

namespace MedAid.Precheck.Review;

/// <summary>Keeps what reviews of settled visits read and found, on either database. Findings are only added.</summary>
public sealed class ReviewStore(ISqlDatabase database)
{
    // Who runs a review waits for another run: both would find the same.
    private const string Alone = "review_piece";

    private const string PieceColumns =
        "piece_id, hospital_code, from_date, to_date, next_place, visits, unchecked, undiagnosed, found, added, operator, noted_us, unreadable";

    private const string LineColumns =
        "settlement_id, item_code, hospital_code, service_date, department_code, doctor_code, visit_id, person_key, amount_fen, goods_fen, off_fen, "
        + "days, days_max";

    private static readonly string OfLine = string.Join(", ", LineColumns.Split(", ").Select(c => $"l.{c}"));

    private static readonly string DrawnSql =
        $"""
        SELECT {OfLine}, s.settlement_id FROM review_line l LEFT JOIN standing_visit s
            ON s.hospital_code = l.hospital_code AND s.visit_id = l.visit_id AND s.settlement_id = l.settlement_id
        WHERE l.settlement_id = @0 AND l.item_code = ''
        """;

    private const string LineSql = $"INSERT INTO review_line ({LineColumns})";

    private const string LineAgain =
        """
        ON CONFLICT (settlement_id, item_code) DO UPDATE SET department_code = excluded.department_code, doctor_code = excluded.doctor_code,
            amount_fen = excluded.amount_fen, goods_fen = excluded.goods_fen, off_fen = excluded.off_fen, days = excluded.days,
            days_max = excluded.days_max
        """;

    // What was reversed since it was read is no part of a month.
    private const string OfMonth =
        """
        FROM review_line l JOIN standing_visit s
            ON s.hospital_code = l.hospital_code AND s.visit_id = l.visit_id AND s.settlement_id = l.settlement_id
        WHERE l.hospital_code = @0 AND l.service_date >= @1 AND l.service_date <= @2
        """;

    private const string BuyersSql =
        $"""
        SELECT max(l.department_code), l.doctor_code, l.item_code, count(DISTINCT l.person_key),
            count(DISTINCT CASE WHEN l.days * 100 >= l.days_max * @3 THEN l.person_key END)
        {OfMonth} AND l.item_code <> '' AND l.doctor_code <> ''
        GROUP BY l.doctor_code, l.item_code ORDER BY l.doctor_code, l.item_code
        """;

    private const string AtLimitSql =
        $"""
        SELECT l.settlement_id, l.hospital_code, l.visit_id, l.service_date, l.amount_fen, l.person_key
        {OfMonth} AND l.doctor_code = @3 AND l.item_code = @4 AND l.days * 100 >= l.days_max * @5 ORDER BY l.service_date, l.settlement_id
        """;

    private const string SharesSql =
        $"""
        SELECT l.department_code, l.doctor_code, count(*), CAST(sum(l.goods_fen) AS bigint), CAST(sum(l.off_fen) AS bigint)
        {OfMonth} AND l.item_code = '' AND l.department_code <> '' AND l.goods_fen > 0
        GROUP BY l.department_code, l.doctor_code ORDER BY l.department_code, l.doctor_code
        """;

    private const string OffCatalogueSql =
        $"""
        SELECT l.settlement_id, l.hospital_code, l.visit_id, l.service_date, l.off_fen, l.person_key
        {OfMonth} AND l.department_code = @3 AND l.doctor_code = @4 AND l.item_code = '' AND l.off_fen > 0
        ORDER BY l.off_fen DESC, l.settlement_id LIMIT @5
        """;

    // By the index of a person's days; stays elsewhere may end later.
    private const string ElsewhereSql =
        """
        SELECT s.settlement_id, s.document FROM settlement s JOIN standing_visit v
            ON v.hospital_code = s.hospital_code AND v.visit_id = s.visit_id AND v.settlement_id = s.settlement_id
        WHERE s.person_key = @0 AND s.service_date >= @1 AND s.service_date <= @2 AND s.hospital_code <> @3
            AND coalesce(s.admission_day, s.service_date) <= @4
        ORDER BY s.service_date, s.settlement_id LIMIT @5
        """;

    /// <summary>Notes once, under its key, what one call of a review read and found. A finding that is there already is not added again.</summary>
    public Task<Result<ReviewPiece>> WriteAsync(
        ReviewPiece piece, IReadOnlyList<ReviewFinding> findings, IReadOnlyList<ReviewLine> lines, WriteKey key,
        CancellationToken cancellationToken)
    {
        ReviewFinding[] added = [];
        return Once.WriteAsync(
            database, Alone, new WriteHead(key, piece.Operator, piece.Noted),
            new OnceWork<ReviewPiece>(
                async session =>
                {
                    added = await FindingRows.NewAsync(session, findings);
                    return Result.Done(piece with { Found = findings.Count, Added = added.Length });
                },
                async (session, made) =>
                {
                    await session.InsertAsync(LineSql, [.. lines.Select(Row)], LineAgain);
                    await FindingRows.InsertAsync(session, added, made.Operator, made.Noted);
                    await session.InsertAsync($"INSERT INTO review_piece ({PieceColumns})", [Row(made)]);
                    return made;
                },
                made => made.PieceId, FindPieceAsync), cancellationToken);
    }

    /// <summary>What one call of a review did.</summary>
    public Task<ReviewPiece> FindPieceAsync(string pieceId, CancellationToken cancellationToken) =>
        database.ReadAsync(session => FindPieceAsync(session, pieceId), cancellationToken);

    /// <summary>When a review last read these days to their end, or null.</summary>
    public Task<DateTimeOffset?> ReviewedAsync(ReviewDays days, CancellationToken cancellationToken) => database.ReadAsync<DateTimeOffset?>(
        async session => (await session.QueryAsync(
            "SELECT max(noted_us) FROM review_piece WHERE hospital_code = @0 AND from_date <= @1 AND to_date >= @2 AND next_place = ''",
            row => row.IsDBNull(0) ? (DateTimeOffset?)null : Instants.OfMicroseconds(row.GetInt64(0)), days.HospitalCode, days.From, days.To))[0],
        cancellationToken);

    /// <summary>
    /// The visits of the days that were read and stand, whole. They are held together: some hundred bytes each, at most those of a month.
    /// </summary>
    public Task<List<ReviewLine>> VisitsAsync(ReviewDays days, CancellationToken cancellationToken) => database.ReadAsync(
        session => session.QueryAsync(
            $"SELECT {OfLine} {OfMonth} AND l.item_code = ''", Line, days.HospitalCode,
            days.From, days.To),
        cancellationToken);

    /// <summary>
    /// Settlements of a person at other hospitals that stand and may be at the same time as a visit; one that cannot be read without document.
    /// </summary>
    public Task<List<(SettlementId SettlementId, SettlementDocument? Document)>> ElsewhereAsync(
        SettlementDocument visit, CancellationToken cancellationToken)
    {
        var first = visit.AdmissionDay ?? visit.ServiceDate;
        return database.ReadAsync(
            session => session.QueryAsync(
                ElsewhereSql, Elsewhere, visit.PersonKey, first,
                visit.ServiceDate.AddDays(VisitSearch.ReachDays), visit.HospitalCode, visit.ServiceDate, Limits.VisitsElsewhereMax),
            cancellationToken);
    }

    /// <summary>A page of the work list, the youngest day first.</summary>
    public Task<List<ListedFinding>> ListAsync(ReviewFilter filter, CancellationToken cancellationToken) =>
        database.ReadAsync(session => FindingRows.ListAsync(session, filter), cancellationToken);

    /// <summary>A finding as it was when it had so many outcomes.</summary>
    public Task<ListedFinding> FindAsync(string subject, CancellationToken cancellationToken) =>
        database.ReadAsync(session => FindingRows.RecallAsync(session, subject), cancellationToken);

    /// <summary>
    /// Records an outcome once. <paramref name="decide"/> gets the finding as it stands, or null, and says what it is with its new outcome.
    /// </summary>
    public Task<Result<ListedFinding>> RecordAsync(
        string findingId, SettlementId settlementId, WriteHead head, Func<ListedFinding?, DrawnVisit?, Result<ListedFinding>> decide,
        CancellationToken cancellationToken) => Once.WriteAsync(
        database, "review_outcome", head,
        new OnceWork<ListedFinding>(
            async session =>
            {
                var visit = settlementId.IsEmpty ? null
                    : (await session.QueryAsync(DrawnSql, row => new DrawnVisit(Line(row), !row.IsDBNull(13)), settlementId)).FirstOrDefault();
                return decide(await FindingRows.FindAsync(session, findingId), visit);
            },
            async (session, made) =>
            {
                if (made.Outcomes.Count == 1 && await FindingRows.FindAsync(session, findingId) is null)
                {
                    await FindingRows.InsertAsync(session, [made.Finding], head.Operator, head.Time);
                }

                await FindingRows.InsertAsync(session, findingId, made.Outcomes[^1]);
                return made;
            },
            made => FindingRows.SubjectOf(findingId, made.Outcomes.Count), FindingRows.RecallAsync), cancellationToken);

    internal Task<List<DoctorTally>> BuyersAsync(MonthCase month, int percentOfLimit) => database.ReadAsync(
        session => session.QueryAsync(
            BuyersSql,
            row => new DoctorTally(row.GetString(0), row.GetString(1), row.GetString(2))
            {
                Buyers = (int)row.GetInt64(3), AtLimit = (int)row.GetInt64(4),
            },
            month.HospitalCode, month.Month, month.LastDay, percentOfLimit),
        month.Cancellation);

    internal Task<List<DoctorTally>> SharesAsync(MonthCase month) => database.ReadAsync(
        session => session.QueryAsync(
            SharesSql,
            row => new DoctorTally(row.GetString(0), row.GetString(1), "")
            {
                Visits = (int)row.GetInt64(2), GoodsFen = row.GetInt64(3), OffFen = row.GetInt64(4),
            },
            month.HospitalCode, month.Month, month.LastDay),
        month.Cancellation);

    /// <summary>Of each person the first visit at which the drug was given up to its limit.</summary>
    internal async Task<IReadOnlyList<ReviewVisit>> AtLimitAsync(MonthCase month, DoctorTally of, int percentOfLimit) =>
    [
        .. (await EvidenceAsync(AtLimitSql, month, of.Doctor, of.ItemCode, percentOfLimit)).DistinctBy(e => e.PersonKey).Select(e => e.Visit),
    ];

    internal async Task<IReadOnlyList<ReviewVisit>> OffCatalogueAsync(MonthCase month, DoctorTally of) =>
        [.. (await EvidenceAsync(OffCatalogueSql, month, of.Department, of.Doctor, Limits.VisitsOfFindingMax)).Select(e => e.Visit)];

    private static async Task<ReviewPiece> FindPieceAsync(SqlSession session, string pieceId) =>
        (await session.QueryAsync($"SELECT {PieceColumns} FROM review_piece WHERE piece_id = @0", Piece, pieceId))[0];

    private static object?[] Row(ReviewPiece piece) =>
    [
        piece.PieceId, piece.Days.HospitalCode, piece.Days.From, piece.Days.To, piece.Next, piece.Visits, piece.Unchecked, piece.Undiagnosed,
        piece.Found, piece.Added, piece.Operator, Instants.Microseconds(piece.Noted), string.Join(' ', piece.Unreadable),
    ];

    private static ReviewPiece Piece(DbDataReader row) => new()
    {
        PieceId = row.GetString(0),
        Days = new ReviewDays(new HospitalCode(row.GetString(1)), row.GetFieldValue<DateOnly>(2), row.GetFieldValue<DateOnly>(3)),
        Next = row.GetString(4),
        Visits = row.GetInt32(5),
        Unchecked = row.GetInt32(6),
        Undiagnosed = row.GetInt32(7),
        Found = row.GetInt32(8),
        Added = row.GetInt32(9),
        Operator = row.GetString(10),
        Noted = Instants.OfMicroseconds(row.GetInt64(11)),
        Unreadable = [.. row.GetString(12).Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(id => new SettlementId(id))],
    };

    private static (SettlementId SettlementId, SettlementDocument? Document) Elsewhere(DbDataReader row)
    {
        var settlementId = new SettlementId(row.GetString(0));
        try
        {
            return (settlementId, SettlementCodec.Decode(row.GetFieldValue<byte[]>(1)));
        }
        catch (InvalidDataException)
        {
            return (settlementId, null);
        }
    }

    private static object?[] Row(ReviewLine line) =>
    [
        line.SettlementId, line.ItemCode, line.HospitalCode, line.Day, line.Department, line.Doctor, line.VisitId, line.PersonKey, line.AmountFen,
        line.GoodsFen, line.OffFen, line.Days, line.DaysMax,
    ];

    private static ReviewLine Line(DbDataReader row) => new(
        new SettlementId(row.GetString(0)), row.GetString(1), new HospitalCode(row.GetString(2)), row.GetFieldValue<DateOnly>(3), row.GetString(4),
        row.GetString(5), row.GetString(6), new PersonKey(row.GetString(7)))
    {
        AmountFen = row.GetInt64(8), GoodsFen = row.GetInt64(9), OffFen = row.GetInt64(10), Days = row.GetInt32(11), DaysMax = row.GetInt32(12),
    };

    private Task<List<(ReviewVisit Visit, PersonKey PersonKey)>> EvidenceAsync(string sql, MonthCase month, params object?[] values) =>
        database.ReadAsync(
            session => session.QueryAsync(
                sql,
                row => (new ReviewVisit(
                    new SettlementId(row.GetString(0)), new HospitalCode(row.GetString(1)), row.GetString(2), row.GetFieldValue<DateOnly>(3), 0,
                    row.GetInt64(4)), new PersonKey(row.GetString(5))),
                [month.HospitalCode, month.Month, month.LastDay, .. values]),
            month.Cancellation);
}
