using MedAid.Settlement.Sql;

namespace MedAid.People.Storage;

/// <summary>
/// What settling reads of a person, and every state that it ever had: a settlement names the version that it was split by.
/// </summary>
internal static class PersonVersions
{
    // Who made the change: the import, the qualification or its end, or the application on paper.
    private const string OperatorSql =
        """
        coalesce(
            (SELECT operator FROM roster_import WHERE import_id = v.changed_by),
            (SELECT ended_by FROM qualification_end WHERE application_id = v.changed_by AND ended_us <= v.known_from_us),
            (SELECT decided_by FROM qualification_application WHERE application_id = v.changed_by),
            (SELECT operator FROM relief_step
                WHERE application_id = v.changed_by AND recorded_us <= v.known_from_us ORDER BY step_number DESC LIMIT 1),
            '')
        """;

    /// <summary>Every state of a person, oldest first.</summary>
    public const string VersionsSql =
        $"SELECT v.body, v.version, v.known_from_us, v.changed_by, {OperatorSql} FROM person_version v WHERE v.person_key = @0 ORDER BY v.version";

    /// <summary>Every household and place of a person, oldest first.</summary>
    public const string HouseholdsSql =
        $"""
        SELECT v.head_key, v.county_code, v.township, v.village, v.known_from_us, v.changed_by, {OperatorSql}
        FROM household_version v WHERE v.person_key = @0 ORDER BY v.version_number
        """;

    /// <summary>Writes rows of token, key, version and body, and keeps each version with who made it and since when it is known.</summary>
    public static async Task WriteAsync(SqlSession session, IReadOnlyList<object?[]> persons, string changedBy, long nowUs)
    {
        await session.InsertAsync(
            "INSERT INTO person (id_number_hash, person_key, version, body)", persons,
            "ON CONFLICT (id_number_hash) DO UPDATE SET version = excluded.version, body = excluded.body");
        await session.InsertAsync(
            "INSERT INTO person_version (person_key, version, known_from_us, changed_by, body)",
            [.. persons.Select(p => new[] { p[1], p[2], nowUs, changedBy, p[3] })]);
    }
}
