using System.Text.Json;
using MedAid.Core;
using MedAid.People.Applications;
using MedAid.People.Identities;
using MedAid.People.Rosters;
using MedAid.Settlement.Ledger;
using MedAid.Settlement.Sql;

namespace MedAid.People.Storage;

/// <summary>Decides and writes one part of an import inside one transaction.</summary>
internal sealed class ImportBatchWriter(SqlSession session, ImportBatch part, long nowUs)
{
    private const string FactsSql = $"{PeopleRows.FactsSql} WHERE d.id_number_hash IN {{0}}";

    private const string PeriodsSql =
        $$"""
        SELECT {{PeopleRows.PeriodColumns}}, (SELECT kind FROM roster_import WHERE import_id = opened_by) AS source, opened_by
        FROM identity_period WHERE known_to_us IS NULL AND person_key IN {0}
        """;

    private const string LatestSql =
        "SELECT max(coalesce(known_to_us, known_from_us)) FROM identity_period WHERE person_key IN {0}";

    private const string CloseSql =
        """
        UPDATE identity_period SET known_to_us = @0, closed_by = @1, closed_line = @2
        WHERE person_key = @3 AND identity = @4 AND valid_from = @5 AND known_to_us IS NULL
        """;

    private const string TakeTurnSql =
        "UPDATE roster_import SET parts_done = @0 WHERE import_id = @1 AND run_id = @2 AND parts_done = @0 - 1";

    private const string ProgressSql =
        """
        UPDATE roster_import
        SET touched_us = @0, lines_done = lines_done + @1, lines_changed = lines_changed + @2, lines_bad = lines_bad + @3,
            lines_warned = lines_warned + @4, marks = marks + @5
        WHERE import_id = @6
        """;

    private readonly List<(Known Before, PersonChange Change)> changes = [];

    /// <summary>Writes the part, unless its run has written it before or another run has taken the import over.</summary>
    public async Task<PartOutcome> WriteAsync()
    {
        if (part.Of is { } turn && await session.ExecuteAsync(TakeTurnSql, turn.Number, part.ImportId, turn.RunId) == 0)
        {
            return new PartOutcome(part.Tokens, 0, [], IsTakenOver: await RunAsync() != turn.RunId);
        }

        await DecideAsync();
        await WriteDetailsAsync();
        await WritePeriodsAsync();
        await WriteHouseholdsAsync();
        var versions = await WritePersonsAsync();
        var touched = Touched(versions);
        await DeferredRechecks.NoteDueAsync(session, part.ImportId, touched, nowUs);
        var marks = await new Marks(session).WriteAsync(part.ImportId, touched, nowUs, late: false);
        await WriteProgressAsync(marks);
        return new PartOutcome([.. versions.Keys], marks, touched);
    }

    /// <summary>Only decides.</summary>
    public async Task<(RosterCounts Counts, IReadOnlyList<RosterFault> Faults)> TryAsync()
    {
        await DecideAsync();
        return part.Progress();
    }

    internal static Task WriteFaultsAsync(SqlSession session, string importId, IReadOnlyList<RosterFault> faults) => session.InsertAsync(
        "INSERT INTO roster_fault (import_id, line, column_name, code, message, refused)",
        [.. faults.Select(f => new object?[] { importId, f.Line, f.Column, f.Code, f.Message, f.Refused ? 1 : 0 })]);

    private async Task<string> RunAsync() =>
        (await session.QueryAsync("SELECT run_id FROM roster_import WHERE import_id = @0", row => row.GetString(0), part.ImportId))[0];

    private async Task DecideAsync()
    {
        var known = await KnownAsync();
        foreach (var wish in part.Persons)
        {
            var before = known.TryGetValue(wish.IdNumberHash, out var found)
                ? found
                : new Known(new PersonFacts { PersonKey = wish.NewPersonKey, IdNumberHash = wish.IdNumberHash }, null, 0);
            if (part.Decide(before.Facts) is { } change)
            {
                changes.Add((before, change));
            }
        }
    }

    private async Task<Dictionary<string, Known>> KnownAsync()
    {
        var rows = await session.QueryInAsync(FactsSql, [.. part.Persons.Select(p => p.IdNumberHash)], row => new Known(
            PeopleRows.Facts(row),
            row.IsDBNull(5) ? null : row.GetString(5),
            row.IsDBNull(6) ? 0 : row.GetInt64(6)));
        PersonKey[] keys = [.. rows.Select(r => r.Facts.PersonKey)];
        var periods = (await session.QueryInAsync(PeriodsSql, keys, row => (
            Key: new PersonKey(row.GetString(0)), Period: PeopleRows.Period(row),
            ByRoster: row.IsDBNull(5)
                ? ReliefApplication.IsId(row.GetString(6))
                : (RosterKind)row.GetInt32(5) != RosterKind.Insured))).ToLookup(p => p.Key);

        var granted = await QualificationRows.GrantedAsync(session, keys);

        // A clock that was set back must not make two states known at once.
        var latest = (await session.QueryInAsync(LatestSql, keys, row => row.IsDBNull(0) ? 0 : row.GetInt64(0))).DefaultIfEmpty().Max();
        nowUs = Math.Max(nowUs, latest + 1);
        return rows.ToDictionary(
            r => r.Facts.IdNumberHash, r => r with
            {
                Facts = r.Facts with
                {
                    Periods = [.. periods[r.Facts.PersonKey].Select(p => p.Period)],
                    ByRoster = [.. periods[r.Facts.PersonKey].Where(p => p.ByRoster).Select(p => p.Period)],
                    Granted = [.. granted[r.Facts.PersonKey]],
                },
            });
    }

    private Task<int> WriteDetailsAsync() => session.InsertAsync(
        "INSERT INTO person_detail (person_key, id_number_hash, key_id, sealed, entry_hash)",
        [.. from c in changes
            where !c.Before.Facts.Known || c.Change.Detail is not null || c.Change.EntryHash is not null
            let facts = c.Before.Facts
            let detail = c.Change.Detail ?? facts.Detail
            select new object?[] { facts.PersonKey, facts.IdNumberHash, detail?.KeyId, detail?.Bytes, c.Change.EntryHash ?? facts.EntryHash }],
        """
        ON CONFLICT (id_number_hash)
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

    private Task WriteHouseholdsAsync() => Households.WriteAsync(
        session, part.ImportId, nowUs,
        [.. from c in changes
            where c.Change.Household is not null && c.Change.Household != c.Before.Facts.Household
            select (c.Before.Facts.PersonKey, c.Change.Household!)]);

    /// <summary>What settling reads is made anew from insurance, identities and qualifications; its version rises only if it is another.</summary>
    private async Task<Dictionary<string, long>> WritePersonsAsync()
    {
        var written = new List<object?[]>();
        foreach (var (before, change) in changes)
        {
            if ((change.Insured ?? before.Facts.Insured) is not { } insured)
            {
                continue;
            }

            var facts = before.Facts;
            var entitled = Entitled.By(
                insured with { PersonKey = facts.PersonKey, Version = 0 }, change.Periods ?? facts.Periods, facts.Granted);
            var body = JsonSerializer.Serialize(entitled, StoredJson.Default.Eligibility);
            if (body != before.Body)
            {
                written.Add([facts.IdNumberHash, facts.PersonKey, before.Version + 1, body]);
            }
        }

        await PersonVersions.WriteAsync(session, written, part.ImportId, nowUs);
        return written.ToDictionary(w => (string)w[0]!, w => (long)w[2]!);
    }

    private List<TouchedPerson> Touched(Dictionary<string, long> versions) =>
    [
        .. from c in changes
           where c.Before.Facts.Known && c.Change.Periods is not null
           let days = IdentityTimeline.ChangedDays(c.Before.Facts.Periods, c.Change.Periods!)
           where days.Count > 0
           let version = versions.GetValueOrDefault(c.Before.Facts.IdNumberHash, c.Before.Version)
           select new TouchedPerson(c.Before.Facts.PersonKey, version, c.Change.Line, days),
    ];

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
