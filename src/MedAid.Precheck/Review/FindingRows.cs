using System.Data.Common;
using System.Globalization;
using MedAid.Core;
using MedAid.Precheck.Cards;
using MedAid.Settlement;
using MedAid.Settlement.Sql;

namespace MedAid.Precheck.Review;

/// <summary>The rows of findings: what they rest on, and how they ended.</summary>
internal static class FindingRows
{
    private const char BeforeCount = '#';

    private const string Columns =
        "finding_id, check_id, hospital_code, department_code, doctor_code, service_date, item_code, text, basis, amount_fen, visits_needed";

    private const string VisitColumns = "finding_id, position, settlement_id, hospital_code, visit_id, service_date, item_number, amount_fen";

    private const string OutcomeColumns = "finding_id, number, kind, amount_fen, note, correction_reason, operator, noted_us";

    // A settlement that was reversed stands no more.
    private const string Standing =
        """
        (SELECT count(*) FROM review_finding_visit v JOIN standing_visit s
            ON s.hospital_code = v.hospital_code AND s.visit_id = v.visit_id AND s.settlement_id = v.settlement_id
        WHERE v.finding_id = f.finding_id)
        """;

    // What of a finding rests on visits that stand no more.
    private const string Gone =
        """
        (SELECT CAST(coalesce(sum(v.amount_fen), 0) AS bigint) FROM review_finding_visit v WHERE v.finding_id = f.finding_id
            AND NOT EXISTS (SELECT 1 FROM standing_visit s
                WHERE s.hospital_code = v.hospital_code AND s.visit_id = v.visit_id AND s.settlement_id = v.settlement_id))
        """;

    private const string LastKind =
        "coalesce((SELECT o.kind FROM review_outcome o WHERE o.finding_id = f.finding_id ORDER BY o.number DESC LIMIT 1), 0)";

    private const string HeadSql = $"SELECT {Columns}, {Standing}, {Gone} FROM review_finding f";

    /// <summary>The id of what was written by an outcome: the finding, and how many outcomes it had then.</summary>
    public static string SubjectOf(string findingId, int outcomes) =>
        string.Create(CultureInfo.InvariantCulture, $"{findingId}{BeforeCount}{outcomes}");

    /// <summary>
    /// Which of these findings are new. One that is there and was withdrawn, because its visits were reversed, and is found again in visits that
    /// stand, is new under an id of its own.
    /// </summary>
    public static async Task<ReviewFinding[]> NewAsync(SqlSession session, IReadOnlyList<ReviewFinding> findings)
    {
        var added = new List<ReviewFinding>();
        for (var asked = findings; asked.Count > 0;)
        {
            var known = (await session.QueryInAsync(
                    $"SELECT f.finding_id, {Standing} < f.visits_needed FROM review_finding f WHERE f.finding_id IN {{0}}",
                    [.. asked.Select(f => f.FindingId)], row => (Id: row.GetString(0), IsWithdrawn: row.GetBoolean(1))))
                .ToDictionary(k => k.Id, k => k.IsWithdrawn, StringComparer.Ordinal);
            added.AddRange(asked.Where(f => !known.ContainsKey(f.FindingId)));
            asked =
            [
                .. asked.Where(f => known.GetValueOrDefault(f.FindingId))
                    .Select(f => f with { FindingId = CardIds.OfFacts(f.CheckId, [f.FindingId]) }),
            ];
        }

        return [.. added];
    }

    public static async Task InsertAsync(
        SqlSession session, IReadOnlyList<ReviewFinding> findings, string operatorName, DateTimeOffset found)
    {
        await session.InsertAsync(
            $"INSERT INTO review_finding ({Columns}, operator, found_us)",
            [
                .. findings.Select(f => new object?[]
                {
                    f.FindingId, f.CheckId, f.HospitalCode, f.Department, f.Doctor, f.Day, f.ItemCode, f.Text, f.Basis, f.AmountFen,
                    f.VisitsNeeded, operatorName, Instants.Microseconds(found),
                }),
            ]);
        await session.InsertAsync(
            $"INSERT INTO review_finding_visit ({VisitColumns})",
            [
                .. findings.SelectMany(f => f.Visits.Select((v, i) => new object?[]
                {
                    f.FindingId, i, v.SettlementId, v.HospitalCode, v.VisitId, v.Day, v.ItemNumber, v.AmountFen,
                })),
            ]);
    }

    public static Task<int> InsertAsync(SqlSession session, string findingId, ReviewOutcome of) => session.InsertAsync(
        $"INSERT INTO review_outcome ({OutcomeColumns})",
        [
            [
                findingId, of.Number, (int)of.Kind, of.AmountFen, of.Note, of.CorrectionReason, of.Operator, Instants.Microseconds(of.Noted),
            ],
        ]);

    /// <summary>A finding with all of it, or null.</summary>
    public static async Task<ListedFinding?> FindAsync(SqlSession session, string findingId) =>
        (await WholeAsync(session, await session.QueryAsync($"{HeadSql} WHERE f.finding_id = @0", Head, findingId))).FirstOrDefault();

    /// <summary>A finding as it was after an outcome.</summary>
    public static async Task<ListedFinding> RecallAsync(SqlSession session, string subject)
    {
        var at = subject.LastIndexOf(BeforeCount);
        var found = (await FindAsync(session, subject[..at]))!;
        return found with { Outcomes = [.. found.Outcomes.Take(int.Parse(subject[(at + 1)..], CultureInfo.InvariantCulture))] };
    }

    public static async Task<List<ListedFinding>> ListAsync(SqlSession session, ReviewFilter filter)
    {
        var (where, values) = (new List<string> { "f.hospital_code = @0" }, new List<object?> { filter.HospitalCode });
        Add(filter.From is not null, "f.service_date >= {0}", filter.From);
        Add(filter.To is not null, "f.service_date <= {0}", filter.To);
        Add(filter.CheckId.Length > 0, "f.check_id = {0}", filter.CheckId);
        Add(filter.Doctor.Length > 0, "f.doctor_code = {0}", filter.Doctor);
        Add(filter.Kind is not null, $"{LastKind} = {{0}}", (int?)filter.Kind);
        Add(filter.Open == true, $"{LastKind} = {{0}} AND {Standing} >= f.visits_needed", 0);
        Add(filter.Open == false && filter.Kind is null, $"{LastKind} > {{0}}", 0);
        if (filter.After is { } after)
        {
            where.Add($"(f.service_date < @{values.Count} OR (f.service_date = @{values.Count} AND f.finding_id > @{values.Count + 1}))");
            values.AddRange([after.Day, after.FindingId]);
        }

        values.Add(filter.Limit);
        var sql = $"{HeadSql} WHERE {string.Join(" AND ", where)} ORDER BY f.service_date DESC, f.finding_id LIMIT @{values.Count - 1}";
        return await WholeAsync(session, await session.QueryAsync(sql, Head, [.. values]));

        void Add(bool wanted, string condition, object? value)
        {
            if (wanted)
            {
                where.Add(condition.Replace("{0}", $"@{values.Count}", StringComparison.Ordinal));
                values.Add(value);
            }
        }
    }

    private static async Task<List<ListedFinding>> WholeAsync(SqlSession session, List<ListedFinding> heads)
    {
        string[] ids = [.. heads.Select(h => h.Finding.FindingId)];
        var visits = (await session.QueryInAsync(
            $"SELECT {VisitColumns} FROM review_finding_visit WHERE finding_id IN {{0}} ORDER BY finding_id, position", ids,
            row => (Id: row.GetString(0), Visit: new ReviewVisit(
                new SettlementId(row.GetString(2)), new HospitalCode(row.GetString(3)), row.GetString(4), row.GetFieldValue<DateOnly>(5),
                row.GetInt32(6), row.GetInt64(7))))).ToLookup(v => v.Id, v => v.Visit, StringComparer.Ordinal);
        var outcomes = (await session.QueryInAsync(
            $"SELECT {OutcomeColumns} FROM review_outcome WHERE finding_id IN {{0}} ORDER BY finding_id, number", ids,
            row => (Id: row.GetString(0), Outcome: new ReviewOutcome(
                row.GetInt32(1), (ReviewOutcomeKind)row.GetInt32(2), row.GetInt64(3), row.GetString(4), row.GetString(5), row.GetString(6),
                Instants.OfMicroseconds(row.GetInt64(7)))))).ToLookup(o => o.Id, o => o.Outcome, StringComparer.Ordinal);
        return
        [
            .. heads.Select(h => h with
            {
                Finding = h.Finding with { Visits = [.. visits[h.Finding.FindingId]] }, Outcomes = [.. outcomes[h.Finding.FindingId]],
            }),
        ];
    }

    private static ListedFinding Head(DbDataReader row) => new(
        new ReviewFinding
        {
            FindingId = row.GetString(0),
            CheckId = row.GetString(1),
            HospitalCode = new(row.GetString(2)),
            Department = row.GetString(3),
            Doctor = row.GetString(4),
            Day = row.GetFieldValue<DateOnly>(5),
            ItemCode = row.GetString(6),
            Text = row.GetString(7),
            Basis = row.GetString(8),
            AmountFen = row.GetInt64(9),
            VisitsNeeded = row.GetInt32(10),
            Visits = [],
        },
        (int)row.GetInt64(11), row.GetInt64(12), []);
}
