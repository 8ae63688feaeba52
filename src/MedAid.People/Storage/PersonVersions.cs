using MedAid.Settlement.Sql;

namespace MedAid.People.Storage;

/// <summary>
/// What settling reads of a person, and every state that it ever had: a settlement names the version that it was split by.
/// </summary>
internal static class PersonVersions
{
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
