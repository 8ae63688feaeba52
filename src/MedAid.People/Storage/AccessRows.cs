using MedAid.Settlement;
using MedAid.Settlement.Sql;

namespace MedAid.People.Storage;

/// <summary>Rows of who read whom. They have no key: of a second try, whose first one may have been committed, the rows are looked for.</summary>
internal static class AccessRows
{
    private const string NotedSql =
        """
        SELECT count(*) FROM person_access
        WHERE accessed_us = @0 AND operator = @1 AND role = @2 AND person_key = @3 AND purpose = @4 AND call = @5
        """;

    /// <summary>Adds the rows of one reading, all or none.</summary>
    public static async Task<int> AddAsync(SqlSession session, IReadOnlyList<PersonAccess> accesses, bool mayBeNoted)
    {
        var isNoted = mayBeNoted && accesses.Count > 0
            && (await session.QueryAsync(NotedSql, row => row.GetInt64(0), Values(accesses[0])))[0] > 0;
        return await session.InsertAsync(
            "INSERT INTO person_access (accessed_us, operator, role, person_key, purpose, call)", isNoted ? [] : [.. accesses.Select(Values)]);
    }

    private static object?[] Values(PersonAccess access) =>
        [Instants.Microseconds(access.At), access.Operator, access.Role, access.PersonKey, access.Purpose, access.Call];
}
