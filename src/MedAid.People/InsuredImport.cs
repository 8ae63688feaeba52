using System.Security.Cryptography;
using System.Text.Json;
using MedAid.Core.Policy;
using MedAid.People.Identities;
using MedAid.People.Privacy;
using MedAid.People.Rosters;
using MedAid.People.Storage;
using MedAid.Settlement.Ledger;
using MedAid.Settlement.People;
using MedAid.Settlement.Ports;

namespace MedAid.People;

/// <summary>A person as the register of insured persons has them; the detail is null where a test or a tool knows none.</summary>
public sealed record InsuredPerson(string IdNumberHash, Eligibility Person, PersonDetail? Detail = null);

/// <summary>
/// Takes insured persons in, with the identities and qualifications that their source gives. An entry that was taken before and has not
/// changed is left alone. A changed one replaces what this source said before; what rosters say of an identity stands.
/// </summary>
public sealed class InsuredImport(PeopleStore store, IEligibilityCache cache, DetailVault vault, TimeProvider time)
{
    /// <summary>Writes persons and lets every memory of them go; returns the tokens of those whose eligibility is another now, or may be.</summary>
    public async Task<IReadOnlyList<string>> ImportAsync(IReadOnlyList<InsuredPerson> persons, CancellationToken cancellationToken)
    {
        if (persons.Count == 0)
        {
            return [];
        }

        // Of two entries for one person the last counts.
        var latest = persons.GroupBy(p => p.IdNumberHash, StringComparer.Ordinal).Select(g => (Person: g.Last(), Hash: HashOf(g.Last()))).ToArray();
        var id = ImportIds.Of(latest.SelectMany(l => l.Hash).ToArray());
        var import = new RosterImport
        {
            ImportId = id, RequestId = id, Kind = RosterKind.Insured, County = default, Operator = "", Started = time.GetUtcNow(),
            Touched = time.GetUtcNow(), Counts = new RosterCounts(latest.Length), RunId = Guid.NewGuid().ToString("N"),
        };
        var isNew = await store.AddImportAsync(import, cancellationToken);
        import = isNew ? import : (await store.FindImportAsync(id, cancellationToken))!;

        // One that broke off may have changed persons before any memory of them went; who they are can no longer be seen.
        var brokeOff = !isNew && import.State == RosterState.Running;
        var changed = new List<string>();
        foreach (var (index, part) in latest.Chunk(Limits.PartPersonsMax).Index())
        {
            var batch = PartOf(id, part, isNew ? new PartOfRun(import.RunId, index + 1) : null);
            var outcome = await store.ChangeAsync(batch, cancellationToken);
            var gone = brokeOff ? batch.Tokens : outcome.Changed;
            await cache.ForgetAsync(gone, cancellationToken);
            changed.AddRange(gone);
        }

        await store.FinishImportAsync(import with { State = RosterState.Done }, [], cancellationToken);
        return changed;
    }

    private ImportBatch PartOf(string importId, (InsuredPerson Person, byte[] Hash)[] part, PartOfRun? place)
    {
        var wanted = part.ToDictionary(p => p.Person.IdNumberHash, StringComparer.Ordinal);
        var taken = new HashSet<string>(StringComparer.Ordinal);
        return new ImportBatch(
            importId,
            [.. part.Select(p => new PersonUpsert(p.Person.IdNumberHash, p.Person.Person.PersonKey))],
            facts =>
            {
                var (entry, hash) = wanted[facts.IdNumberHash];
                if (facts.EntryHash is { } before && before.AsSpan().SequenceEqual(hash))
                {
                    return null;
                }

                taken.Add(facts.IdNumberHash);
                return new PersonChange
                {
                    EntryHash = hash,
                    Insured = entry.Person,
                    Periods = PeriodsOf(facts, entry.Person.Identities),
                    Detail = entry.Detail is { } detail ? vault.Seal(facts.PersonKey, detail) : null,
                };
            },
            () => (new RosterCounts(0, place is null ? 0 : part.Length, taken.Count), []),
            place);
    }

    /// <summary>An identity on which a roster has spoken is the roster's: its certificate outranks this source.</summary>
    private static IReadOnlyList<IdentityPeriod> PeriodsOf(PersonFacts facts, IReadOnlyList<IdentitySpan> spans)
    {
        var spoken = facts.ByRoster.Select(p => p.Kind).ToHashSet();
        return
        [
            .. facts.Periods.Where(p => spoken.Contains(p.Kind)),
            .. PeriodsOf(spans).Where(p => !spoken.Contains(p.Kind)),
        ];
    }

    private static List<IdentityPeriod> PeriodsOf(IReadOnlyList<IdentitySpan> spans)
    {
        var periods = new List<IdentityPeriod>();
        foreach (var span in spans.OrderBy(s => s.Kind).ThenBy(s => s.From))
        {
            var period = new IdentityPeriod(span.Kind, span.From ?? IdentityPeriod.Always, span.Until);
            var before = periods.FindLast(p => p.Kind == period.Kind);
            if (period.Until <= period.From)
            {
                continue;
            }

            // Two entries of one identity that touch the same days are one.
            if (before is not null && !(before.Until < period.From))
            {
                periods.Remove(before);
                period = before with { Until = before.Until is null || period.Until is null ? null : Later(before.Until, period.Until) };
            }

            periods.Add(period);
        }

        return periods;
    }

    private static DateOnly? Later(DateOnly? one, DateOnly? other) => one > other ? one : other;

    private static byte[] HashOf(InsuredPerson person) => SHA256.HashData(
    [
        .. JsonSerializer.SerializeToUtf8Bytes(person.Person with { Version = 0 }, StoredJson.Default.Eligibility),
        .. person.Detail is { } detail ? JsonSerializer.SerializeToUtf8Bytes(detail) : [],
    ]);
}
