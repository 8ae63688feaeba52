using MedAid.Core;
using MedAid.People.Identities;
using MedAid.Settlement.Sql;

namespace MedAid.People.Storage;

/// <summary>Where persons live and whose household they belong to, now and before.</summary>
internal static class Households
{
    private const string CountSql = "SELECT person_key, max(version_number) FROM household_version WHERE person_key IN {0} GROUP BY person_key";

    /// <summary>Writes places that are other ones now, and keeps what they were.</summary>
    public static async Task WriteAsync(
        SqlSession session, string changedBy, long nowUs, IReadOnlyList<(PersonKey PersonKey, HouseholdPlace Place)> moved)
    {
        var counts = (await session.QueryInAsync(
            CountSql, [.. moved.Select(m => m.PersonKey)], row => (Key: new PersonKey(row.GetString(0)), Count: row.GetInt32(1))))
            .ToDictionary(c => c.Key, c => c.Count);
        await session.InsertAsync(
            "INSERT INTO household_member (person_key, head_key, county_code, township, village)",
            [.. moved.Select(m => new object?[] { m.PersonKey, m.Place.HeadKey, m.Place.County, m.Place.Township, m.Place.Village })],
            """
            ON CONFLICT (person_key) DO UPDATE
            SET head_key = excluded.head_key, county_code = excluded.county_code, township = excluded.township, village = excluded.village
            """);
        await session.InsertAsync(
            """
            INSERT INTO household_version
                (person_key, version_number, known_from_us, changed_by, head_key, county_code, township, village)
            """,
            [
                .. moved.Select(m => new object?[]
                {
                    m.PersonKey, counts.GetValueOrDefault(m.PersonKey) + 1, nowUs, changedBy, m.Place.HeadKey, m.Place.County,
                    m.Place.Township, m.Place.Village,
                }),
            ]);
    }
}
