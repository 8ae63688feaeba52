using MedAid.Core;
using MedAid.Core.Policy;
using MedAid.Settlement.Sql;

namespace MedAid.Reports.Figures;

/// <summary>Which visits: of a region or a county, booked in some days, by two filters, of one hospital or of all.</summary>
public sealed record VisitScope(
    string Region, CountyCode CountyCode, DateOnly From, DateOnly To, ReportFilter Row, ReportFilter Group, HospitalCode HospitalCode = default);

/// <summary>Sums over visits. <see cref="DrugsUnknown"/>: visits of which it is not known what is a drug.</summary>
public sealed record VisitSums(
    long GrossFen, long InScopeFen, long DrugFen, long DrugInScopeFen, long DrugsUnknown, long PatientFen, long WaivedFen, long HospitalBorneFen);

/// <summary>
/// Sums and counts over the facts, worked out by the database: the gateway holds none of the visits. What a reversal took back counts no more, from
/// its day on.
/// </summary>
internal sealed class VisitQuery
{
    private readonly List<object?> values = [];
    private readonly List<string> conditions = [];
    private readonly SqlSession session;
    private readonly VisitScope scope;

    public VisitQuery(SqlSession session, VisitScope scope)
    {
        (this.session, this.scope) = (session, scope);
        conditions.Add($"v.booked_day >= {Next(scope.From)} AND v.booked_day <= {Next(scope.To)}");
        conditions.Add(scope.CountyCode.IsEmpty ? Begins("v.county_code", scope.Region) : $"v.county_code = {Next(scope.CountyCode)}");
        if (!scope.HospitalCode.IsEmpty)
        {
            conditions.Add($"v.hospital_code = {Next(scope.HospitalCode)}");
        }

        Add(scope.Row);
        Add(scope.Group);
        if (scope.Row.NamesPayments)
        {
            conditions.Add(
                $"EXISTS (SELECT 1 FROM report_payment p WHERE p.outbox_number = v.outbox_number AND p.paid_fen <> 0 AND {Payments(scope.Row)})");
        }
    }

    private string Where => string.Join(" AND ", conditions);

    public async Task<VisitSums> SumsAsync() => (await session.QueryAsync(
        $"""
        SELECT {Sum("v.gross_fen")}, {Sum("v.in_scope_fen")}, {Sum("v.drug_fen")}, {Sum("v.drug_in_scope_fen")},
            {Sum("CASE WHEN v.drug_fen IS NULL THEN v.visits ELSE 0 END")}, {Sum("v.patient_fen")}, {Sum("v.waived_fen")},
            {Sum("v.hospital_borne_fen")}
        FROM report_visit v WHERE {Where}
        """,
        row => new VisitSums(
            row.GetInt64(0), row.GetInt64(1), row.GetInt64(2), row.GetInt64(3), row.GetInt64(4), row.GetInt64(5), row.GetInt64(6), row.GetInt64(7)),
        [.. values]))[0];

    /// <summary>Persons of whom a visit counts.</summary>
    public Task<long> PeopleAsync() => CountAsync("DISTINCT person_key");

    /// <summary>Visits that were not undone.</summary>
    public Task<long> VisitsAsync() => CountAsync("*");

    /// <summary>What the payments come to that a column names, else the row, else all.</summary>
    public async Task<long> PaidAsync(ReportFilter column, bool due)
    {
        var payments = column.NamesPayments ? column : scope.Row;
        var own = new List<object?>(values);
        var condition = payments.NamesPayments ? $" AND {Payments(payments)}" : "";
        var paid = await session.QueryAsync(
            $"SELECT {Sum(due ? "p.due_fen" : "p.paid_fen")} FROM report_visit v JOIN report_payment p ON p.outbox_number = v.outbox_number "
            + $"WHERE {Where}{condition}",
            row => row.GetInt64(0), [.. values]);
        values.RemoveRange(own.Count, values.Count - own.Count);
        return paid[0];
    }

    /// <summary>Hospitals or counties that there are, in the order of their codes.</summary>
    public Task<List<string>> CodesAsync(ReportEach each, int limit)
    {
        var column = each == ReportEach.Hospital ? "v.hospital_code" : "v.county_code";
        return session.QueryAsync(
            $"SELECT DISTINCT {column} FROM report_visit v WHERE {Where} ORDER BY {column} LIMIT {limit}", row => row.GetString(0), [.. values]);
    }

    /// <summary>The first day on which anything was booked at all; null: never.</summary>
    public static async Task<DateOnly?> FirstDayAsync(SqlSession session) => (await session.QueryAsync(
        "SELECT booked_day FROM report_visit ORDER BY booked_day LIMIT 1", row => row.GetFieldValue<DateOnly>(0))) is [var day] ? day : null;

    private static string Sum(string what) => $"CAST(COALESCE(SUM({what}), 0) AS BIGINT)";

    /// <summary>Counts over the visits of which more was settled than undone in these days.</summary>
    private async Task<long> CountAsync(string what) => (await session.QueryAsync(
        $"""
        SELECT COUNT({what}) FROM (
            SELECT v.person_key FROM report_visit v WHERE {Where} GROUP BY v.person_key, v.hospital_code, v.visit HAVING SUM(v.visits) > 0) counted
        """,
        row => row.GetInt64(0), [.. values]))[0];

    private void Add(ReportFilter filter)
    {
        AddAny(filter.Care.Select(c => $"v.care = {Next((int)c)}"));
        AddAny(filter.Diseases.Select(d => Begins("v.disease", d)));
        AddAny(filter.Schemes.Select(s => $"v.scheme = {Next(s)}"));
        AddAny(filter.Programmes.Select(p => Begins("v.programme", p)));
    }

    private void AddAny(IEnumerable<string> any)
    {
        string[] all = [.. any];
        if (all.Length > 0)
        {
            conditions.Add($"({string.Join(" OR ", all)})");
        }
    }

    private string Payments(ReportFilter filter)
    {
        string[] parts =
        [
            string.Join(" OR ", filter.Layers.Select(l => $"p.layer = {Next(l)}")),
            string.Join(" OR ", filter.Rules.Select(r => Begins("p.rule", r))),
        ];
        return string.Join(" AND ", parts.Where(p => p.Length > 0).Select(p => $"({p})"));
    }

    /// <summary>A code, or all that begin as it does before its asterisk; a region is a beginning without one.</summary>
    private string Begins(string column, string pattern)
    {
        var begins = pattern.EndsWith('*') || pattern == scope.Region;
        var text = pattern.TrimEnd('*');
        return begins ? $"substr({column}, 1, {text.Length}) = {Next(text)}" : $"{column} = {Next(text)}";
    }

    private string Next(object value)
    {
        values.Add(value);
        return $"@{values.Count - 1}";
    }
}
