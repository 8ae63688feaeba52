using System.Text.Json;
using MedAid.People.Identities;
using MedAid.People.Ports;
using MedAid.People.Rosters;
using MedAid.Settlement.Ledger;
using MedAid.Stores.Sql;

namespace MedAid.Stores.People;

/// <summary>Decides and writes one part of an import inside one transaction.</summary>
internal sealed class PartWriter(SqlSession session, PeoplePart part, long nowUs)
{
    private const string FactsSql =
        """
        SELECT d.person_key, d.id_token, d.key_id, d.sealed, d.entry_hash, p.body, p.version
        FROM person_detail d LEFT JOIN person p ON p.id_token = d.id_token
        WHERE d.id_token IN {0}
        """;

    private const string PeriodsSql =
        $"SELECT {PeopleRows.PeriodColumns} FROM identity_period WHERE known_to_us IS NULL AND person_key IN {{0}}";

    private const string LatestSql =
        "SELECT max(coalesce(known_to_us, known_from_us)) FROM identity_period WHERE person_key IN {0}";

    private const string CloseSql =
        """
        UPDATE identity_period SET known_to_us = @0, closed_by = @1, closed_line = @2
        WHERE person_key = @3 AND identity = @4 AND valid_from = @5 AND known_to_us IS NULL
        """;

    private const string SettlementsSql =
        "SELECT settlement_id, person_key, service_date, reverses_settlement_id FROM settlement WHERE person_key IN {0}";

    private const string ProgressSql =
        """
        UPDATE roster_import
        SET touched_us = @0, lines_done = lines_done + @1, lines_changed = lines_changed + @2, lines_bad = lines_bad + @3,
            lines_warned = lines_warned + @4, marks = marks + @5
        WHERE import_id = @6
        """;

    private readonly List<(Known Before, PersonChange Change)> changes = [];

    public async Task<PartOutcome> WriteAsync()
    {
        await DecideAsync();
        await WriteDetailsAsync();
        await WritePeriodsAsync();
        await WriteHouseholdsAsync();
        var changed = await WritePersonsAsync();
        var marks = await WriteMarksAsync();
        await WriteProgressAsync(marks);
        return new PartOutcome(changed, marks);
    }

    internal static Task WriteFaultsAsync(SqlSession session, string importId, IReadOnlyList<RosterFault> faults) => session.InsertAsync(
        "INSERT INTO roster_fault (import_id, line, column_name, code, message, refused)",
        [.. faults.Select(f => new object?[] { importId, f.Line, f.Column, f.Code, f.Message, f.Refused ? 1 : 0 })]);

    private async Task DecideAsync()
    {
        var known = await KnownAsync();
        foreach (var wish in part.Persons)
        {
            var before = known.TryGetValue(wish.IdToken, out var found)
                ? found
                : new Known(new PersonFacts { PersonKey = wish.NewPersonKey, IdToken = wish.IdToken }, null, 0);
            if (part.Decide(before.Facts) is { } change)
            {
                changes.Add((before, change));
            }
        }
    }

    private async Task<Dictionary<string, Known>> KnownAsync()
    {
        var rows = await session.QueryInAsync(FactsSql, [.. part.Persons.Select(p => p.IdToken)], row => new Known(
            new PersonFacts
            {
                PersonKey = row.GetString(0),
                IdToken = row.GetString(1),
                Known = true,
                Detail = PeopleRows.Detail(row, 2),
                EntryHash = row.IsDBNull(4) ? null : row.GetFieldValue<byte[]>(4),
                Insured = row.IsDBNull(5)
                    ? null
                    : JsonSerializer.Deserialize(row.GetString(5), StoredJson.Default.Eligibility)! with { Version = row.GetInt64(6) },
            },
            row.IsDBNull(5) ? null : row.GetString(5),
            row.IsDBNull(6) ? 0 : row.GetInt64(6)));
        string[] keys = [.. rows.Select(r => r.Facts.PersonKey)];
        var periods = (await session.QueryInAsync(PeriodsSql, keys, row => (Key: row.GetString(0), Period: PeopleRows.Period(row))))
            .ToLookup(p => p.Key, p => p.Period);

        // A clock that was set back must not make two states known at once.
        var latest = (await session.QueryInAsync(LatestSql, keys, row => row.IsDBNull(0) ? 0 : row.GetInt64(0))).DefaultIfEmpty().Max();
        nowUs = Math.Max(nowUs, latest + 1);
        return rows.ToDictionary(
            r => r.Facts.IdToken, r => r with { Facts = r.Facts with { Periods = [.. periods[r.Facts.PersonKey]] } });
    }

    private Task<int> WriteDetailsAsync() => session.InsertAsync(
        "INSERT INTO person_detail (person_key, id_token, key_id, sealed, entry_hash)",
        [.. from c in changes
            where !c.Before.Facts.Known || c.Change.Detail is not null || c.Change.EntryHash is not null
            let facts = c.Before.Facts
            let detail = c.Change.Detail ?? facts.Detail
            select new object?[] { facts.PersonKey, facts.IdToken, detail?.KeyId, detail?.Bytes, c.Change.EntryHash ?? facts.EntryHash }],
        """
        ON CONFLICT (id_token)
        DO UPDATE SET key_id = excluded.key_id, sealed = excluded.sealed, entry_hash = excluded.entry_hash
        """);

    private async Task WritePeriodsAsync()
    {
        var moved = changes.Where(c => c.Change.Periods is not null).ToArray();
        await session.ExecuteEachAsync(CloseSql,
        [
            .. from c in moved
               from p in c.Before.Facts.Periods.Except(c.Change.Periods!)
               select new object?[]
               {
                   nowUs, part.ImportId, c.Change.Line, c.Before.Facts.PersonKey, PeopleRows.Word(p.Kind), p.From,
               },
        ]);
        await session.InsertAsync(
            $"INSERT INTO identity_period ({PeopleRows.PeriodColumns}, known_from_us, opened_by, opened_line)",
            [
                .. from c in moved
                   from p in c.Change.Periods!.Except(c.Before.Facts.Periods)
                   select new object?[]
                   {
                       c.Before.Facts.PersonKey, PeopleRows.Word(p.Kind), p.From, p.Until, p.CertifyBy, nowUs, part.ImportId,
                       c.Change.Line,
                   },
            ]);
    }

    private Task<int> WriteHouseholdsAsync() => session.InsertAsync(
        "INSERT INTO household_member (person_key, head_key, county_code, township, village)",
        [.. from c in changes
            let place = c.Change.Household
            where place is not null
            select new object?[] { c.Before.Facts.PersonKey, place.HeadKey, place.County, place.Township, place.Village }],
        """
        ON CONFLICT (person_key) DO UPDATE
        SET head_key = excluded.head_key, county_code = excluded.county_code, township = excluded.township, village = excluded.village
        """);

    /// <summary>What settling reads is made anew from insurance and identities; its version rises only if it is another.</summary>
    private async Task<IReadOnlyList<string>> WritePersonsAsync()
    {
        var written = new List<object?[]>();
        foreach (var (before, change) in changes)
        {
            if ((change.Insured ?? before.Facts.Insured) is not { } insured)
            {
                continue;
            }

            var facts = before.Facts;
            var entitled = Entitled.By(insured with { PersonKey = facts.PersonKey, Version = 0 }, change.Periods ?? facts.Periods);
            var body = JsonSerializer.Serialize(entitled, StoredJson.Default.Eligibility);
            if (body != before.Body)
            {
                written.Add([facts.IdToken, facts.PersonKey, before.Version + 1, body]);
            }
        }

        await session.InsertAsync(
            "INSERT INTO person (id_token, person_key, version, body)", written,
            "ON CONFLICT (id_token) DO UPDATE SET version = excluded.version, body = excluded.body");
        return [.. written.Select(w => (string)w[0]!)];
    }

    private async Task<int> WriteMarksAsync()
    {
        var touched = changes
            .Where(c => c.Before.Facts.Known && c.Change.Periods is not null)
            .Select(c => (c.Before.Facts.PersonKey, c.Change.Line, Days: IdentityTimeline.ChangedDays(c.Before.Facts.Periods, c.Change.Periods!)))
            .Where(t => t.Days.Count > 0)
            .ToDictionary(t => t.PersonKey);
        var settlements = await session.QueryInAsync(SettlementsSql, [.. touched.Keys], row => (
            Id: row.GetString(0), PersonKey: row.GetString(1), Day: row.GetFieldValue<DateOnly>(2),
            Reverses: row.IsDBNull(3) ? null : row.GetString(3)));

        // A reversal has its original's person, so it is among the rows: what is undone already needs no second look.
        var undone = settlements.Select(s => s.Reverses).OfType<string>().ToHashSet(StringComparer.Ordinal);
        return await session.InsertAsync(
            "INSERT INTO readjudication_mark (settlement_id, import_id, line, person_key, noted_us)",
            [
                .. from s in settlements
                   where s.Reverses is null && !undone.Contains(s.Id) && touched[s.PersonKey].Days.Any(d => d.Holds(s.Day))
                   select new object?[] { s.Id, part.ImportId, touched[s.PersonKey].Line, s.PersonKey, nowUs },
            ],
            "ON CONFLICT (settlement_id, import_id, line) DO NOTHING");
    }

    private async Task WriteProgressAsync(int marks)
    {
        var (counts, faults) = part.Progress();
        await session.ExecuteAsync(
            ProgressSql, nowUs, counts.Done, counts.Changed, counts.Bad, counts.Warned, counts.Marks + marks, part.ImportId);
        await WriteFaultsAsync(session, part.ImportId, faults);
    }

    /// <summary>A person with the stored form of what settling reads.</summary>
    private sealed record Known(PersonFacts Facts, string? Body, long Version);
}
