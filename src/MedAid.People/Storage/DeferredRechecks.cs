using System.Text.Json;
using MedAid.Settlement.Sql;

namespace MedAid.People.Storage;

/// <summary>A recheck that is due, and the tokens of its persons.</summary>
internal sealed record DueRecheck(string RecheckId, IReadOnlyList<string> Tokens);

/// <summary>
/// Rechecks that are due: one finds a settlement that was under way with the older version while a change was written. They are
/// noted in the transaction of the change, so that no death of a gateway loses one.
/// </summary>
internal static class DeferredRechecks
{
    private const string TokensSql = "SELECT id_number_hash FROM person_detail WHERE person_key IN {0}";

    /// <summary>Notes that persons are to be rechecked; in one row, however many they are.</summary>
    /// <param name="session">The transaction of the change.</param>
    /// <param name="changedBy">The import or application that made the change.</param>
    /// <param name="touched">Persons, with the days that changed.</param>
    /// <param name="nowUs">When it was made.</param>
    public static Task NoteDueAsync(SqlSession session, string changedBy, IReadOnlyList<TouchedPerson> touched, long nowUs)
    {
        var dueUs = nowUs + ((long)Limits.UnderWayMax.TotalMilliseconds * 1000);
        return touched.Count == 0
            ? Task.CompletedTask
            : session.InsertAsync(
                "INSERT INTO due_recheck (recheck_id, changed_by, due_us, persons)",
                [[Guid.NewGuid().ToString("N"), changedBy, dueUs, JsonSerializer.Serialize(touched)]]);
    }

    /// <summary>The recheck that was due first; null: none is due.</summary>
    public static async Task<DueRecheck?> FindDueAsync(SqlSession session, long nowUs)
    {
        var due = await session.QueryAsync(
            "SELECT recheck_id, persons FROM due_recheck WHERE due_us <= @0 ORDER BY due_us LIMIT 1",
            row => (Id: row.GetString(0), Persons: Persons(row.GetString(1))), nowUs);
        return due is [var (id, persons)]
            ? new DueRecheck(id, await session.QueryInAsync(TokensSql, [.. persons.Select(p => p.PersonKey)], row => row.GetString(0)))
            : null;
    }

    /// <summary>Rechecks, marks what was under way, and removes the note.</summary>
    public static async Task<int> RunAsync(SqlSession session, string recheckId, long nowUs)
    {
        var marks = 0;
        foreach (var (changedBy, persons) in await session.QueryAsync(
            "SELECT changed_by, persons FROM due_recheck WHERE recheck_id = @0", row => (row.GetString(0), Persons(row.GetString(1))), recheckId))
        {
            marks += await new Marks(session).WriteAsync(changedBy, persons, nowUs, late: true);
            await session.ExecuteAsync("UPDATE roster_import SET marks = marks + @0 WHERE import_id = @1", marks, changedBy);
        }

        await session.ExecuteAsync("DELETE FROM due_recheck WHERE recheck_id = @0", recheckId);
        return marks;
    }

    private static TouchedPerson[] Persons(string stored) => JsonSerializer.Deserialize<TouchedPerson[]>(stored)!;
}
