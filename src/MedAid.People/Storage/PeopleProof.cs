using System.Text.Json;
using MedAid.Core.Policy;
using MedAid.People.Identities;
using MedAid.Settlement.Ledger;
using MedAid.Settlement.Ledger.Proof;
using MedAid.Settlement.Sql;

namespace MedAid.People.Storage;

/// <summary>
/// Proves what is kept of persons as far as it is kept twice: what settling reads is the last version of the history and has the identities
/// that are known, and no note of a reading is missing. Reads in pieces; a person who is just being changed is looked at again.
/// </summary>
public static class PeopleProof
{
    private const int Together = 500;
    private const int RechecksMax = 5;

    private const string PersonsSql =
        """
        SELECT p.person_key, p.version, p.body, v.body, (SELECT max(w.version) FROM person_version w WHERE w.person_key = p.person_key)
        FROM person p LEFT JOIN person_version v ON v.person_key = p.person_key AND v.version = p.version
        WHERE p.person_key > @0 AND p.person_key <= @1 ORDER BY p.person_key LIMIT @2
        """;

    private const string PeriodsSql =
        $"""
        SELECT {PeopleRows.PeriodColumns} FROM identity_period
        WHERE known_to_us IS NULL AND person_key > @0 AND person_key <= @1
        """;

    private const string LostSql =
        """
        SELECT v.person_key FROM person_version v WHERE NOT EXISTS (SELECT 1 FROM person p WHERE p.person_key = v.person_key)
        GROUP BY v.person_key ORDER BY v.person_key LIMIT 100
        """;

    // The database counts the notes as they are written.
    private const string NotesSql =
        """
        SELECT (SELECT coalesce(sum(notes), 0) FROM access_count), (SELECT count(*) FROM person_access)
        """;

    /// <summary>What disagrees, in Chinese; none if all is right.</summary>
    public static async Task<IReadOnlyList<string>> DifferencesAsync(ISqlDatabase database, CancellationToken cancellationToken)
    {
        var differences = new List<string>();
        for (var after = ""; after is not null && differences.Count < Settlement.Limits.DifferencesMax;)
        {
            var (next, suspects) = await LookAsync(database, after, "\uffff", cancellationToken);
            foreach (var (key, _) in suspects)
            {
                differences.AddRange(await RecheckAsync(database, key, cancellationToken));
            }

            after = next;
        }

        differences.AddRange(await database.ReadAsync(
            session => session.QueryAsync(LostSql, row => $"人员 {row.GetString(0)}：有版本记录，登记册里没有了"), cancellationToken));
        var notes = await database.ReadAsync(
            session => session.QueryAsync(NotesSql, row => (Written: Convert.ToInt64(row.GetValue(0)), There: row.GetInt64(1))), cancellationToken);
        if (notes[0].There < notes[0].Written)
        {
            differences.Add($"查阅记录应有 {notes[0].Written} 条，实有 {notes[0].There} 条：有记录被删除过");
        }

        return differences;
    }

    private static async Task<IReadOnlyList<string>> RecheckAsync(ISqlDatabase database, string key, CancellationToken cancellationToken)
    {
        // Rows of one person are read by two statements, between which a roster may have changed them.
        IReadOnlyList<(string Key, string Difference)> found = [];
        for (var look = 0; look < RechecksMax; look++)
        {
            (_, found) = await LookAsync(database, key[..^1], key, cancellationToken);
            found = [.. found.Where(f => f.Key == key)];
            if (found.Count == 0)
            {
                break;
            }
        }

        return [.. found.Select(f => f.Difference)];
    }

    private static Task<(string? Next, IReadOnlyList<(string Key, string Difference)> Found)> LookAsync(
        ISqlDatabase database, string after, string through, CancellationToken cancellationToken) => database.ReadAsync(
        async session =>
        {
            var persons = await session.QueryAsync(
                PersonsSql,
                row => (Key: row.GetString(0), Version: row.GetInt64(1), Body: row.GetString(2), Kept: row.IsDBNull(3) ? null : row.GetString(3),
                    Last: row.IsDBNull(4) ? 0 : row.GetInt64(4)),
                after, through, (long)Together);
            if (persons.Count == 0)
            {
                return ((string?)null, (IReadOnlyList<(string, string)>)[]);
            }

            var periods = (await session.QueryAsync(PeriodsSql, Period, after, persons[^1].Key)).ToLookup(p => p.Key, p => p.Period);
            var found = new List<(string, string)>();
            foreach (var person in persons)
            {
                if (person.Kept != person.Body || person.Last != person.Version)
                {
                    found.Add((person.Key, $"人员 {person.Key}：现行版本 {person.Version} 与版本记录不一致"));
                }
                else if (!HasThese(person.Body, periods[person.Key]))
                {
                    found.Add((person.Key, $"人员 {person.Key}：现行身份与身份期间记录不一致"));
                }
            }

            return (persons.Count < Together ? null : persons[^1].Key, found);
        },
        cancellationToken);

    private static (string Key, IdentityPeriod? Period) Period(System.Data.Common.DbDataReader row)
    {
        try
        {
            return (row.GetString(0), PeopleRows.Period(row));
        }
        catch (Exception e) when (Damage.IsOfContent(e))
        {
            return (row.GetString(0), null);
        }
    }

    private static bool HasThese(string body, IEnumerable<IdentityPeriod?> periods)
    {
        try
        {
            // Spans of no day are older than the history, which does not keep them.
            var known = JsonSerializer.Deserialize(body, StoredJson.Default.Eligibility)!.Identities
                .Where(i => i.Until is not { } until || i.From is not { } from || from < until).ToHashSet();
            var spans = new HashSet<IdentitySpan>();
            foreach (var period in periods)
            {
                if (period is null)
                {
                    return false;
                }

                spans.Add(period.Span);
            }

            return known.SetEquals(spans);
        }
        catch (JsonException)
        {
            return false;
        }
    }
}
