using System.Text.Json;
using MedAid.Settlement.Sql;

namespace MedAid.People.Storage;

/// <summary>
/// Rechecks that are due: one finds a settlement that was under way with the older version while a change was written. They are
/// noted in the transaction of the change, so that no death of a gateway loses one.
/// </summary>
internal static class DeferredRechecks
{
    /// <summary>Notes that persons are to be rechecked; in one row, however many they are.</summary>
    public static Task OweAsync(SqlSession session, string importId, IReadOnlyList<TouchedPerson> touched, long nowUs)
    {
        var dueUs = nowUs + ((long)Limits.UnderWayMax.TotalMilliseconds * 1000);
        return touched.Count == 0
            ? Task.CompletedTask
            : session.InsertAsync(
                "INSERT INTO late_look (look_id, import_id, due_us, persons)",
                [[Guid.NewGuid().ToString("N"), importId, dueUs, JsonSerializer.Serialize(touched)]]);
    }

    /// <summary>Id of the recheck that was due first; null: none is due.</summary>
    public static async Task<string?> DueAsync(SqlSession session, long nowUs) => (await session.QueryAsync(
        "SELECT look_id FROM late_look WHERE due_us <= @0 ORDER BY due_us LIMIT 1", row => row.GetString(0), nowUs)).FirstOrDefault();

    /// <summary>Rechecks, marks what was under way, and removes the note.</summary>
    public static async Task<int> LookAsync(SqlSession session, string lookId, long nowUs)
    {
        var marks = 0;
        foreach (var (importId, persons) in await session.QueryAsync(
            "SELECT import_id, persons FROM late_look WHERE look_id = @0", row => (row.GetString(0), row.GetString(1)), lookId))
        {
            var touched = JsonSerializer.Deserialize<TouchedPerson[]>(persons)!;
            marks += await new Marks(session).WriteAsync(importId, touched, nowUs, late: true);
            await session.ExecuteAsync("UPDATE roster_import SET marks = marks + @0 WHERE import_id = @1", marks, importId);
        }

        await session.ExecuteAsync("DELETE FROM late_look WHERE look_id = @0", lookId);
        return marks;
    }
}
