using System.Data.Common;

namespace MedAid.Stores.Proof;

/// <summary>
/// Where settlements and the table of what stands of visits disagree. Both databases ask alike; <c>isReversed</c> is a condition on a row
/// <c>s</c> of settlement.
/// </summary>
internal static class StandingVisitChecks
{
    /// <summary>Settlements that stand and are not kept as standing: as a rule because another of the same visit is.</summary>
    public static string NotKeptSql(string isReversed) =>
        $"""
        SELECT s.settlement_id, v.settlement_id FROM settlement s
        LEFT JOIN standing_visit v ON v.hospital_code = s.hospital_code AND v.visit_id = s.visit_id AND v.batch = s.batch
        WHERE s.kind = 1 AND NOT {isReversed} AND (v.settlement_id IS NULL OR v.settlement_id <> s.settlement_id)
        """;

    /// <summary>What is kept as standing and does not stand, or is not there.</summary>
    public static string NotStandingSql(string isReversed) =>
        $"""
        SELECT v.settlement_id FROM standing_visit v
        WHERE NOT EXISTS (SELECT 1 FROM settlement s WHERE s.settlement_id = v.settlement_id AND s.kind = 1 AND NOT {isReversed})
        """;

    /// <summary>The sentence for a row of <see cref="NotKeptSql"/>.</summary>
    public static string NotKept(DbDataReader row) => row.IsDBNull(1)
        ? $"结算 {row.GetString(0)}：有效，但没有登记为该次就诊的有效结算"
        : $"结算 {row.GetString(0)}：同一次就诊另有有效结算 {row.GetString(1)}，重复结算";

    /// <summary>The sentence for a row of <see cref="NotStandingSql"/>.</summary>
    public static string NotStanding(DbDataReader row) => $"结算 {row.GetString(0)}：登记为某次就诊的有效结算，但已撤销或不存在";
}
