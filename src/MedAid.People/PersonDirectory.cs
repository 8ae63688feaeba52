using MedAid.Core;
using MedAid.People.Identities;
using MedAid.People.Privacy;
using MedAid.People.Storage;
using MedAid.Settlement.Claims;
using MedAid.Settlement.People;

namespace MedAid.People;

/// <summary>Who asks, in which role, by which call, and whether that role may see names and numbers.</summary>
public sealed record Viewer(string Operator, string Role, string Call, bool SeesAll);

/// <summary>A person as shown: name and number are masked unless the role may see them; null where none is on record.</summary>
public sealed record PersonView(
    PersonFacts Facts, string? Name, string? IdNumber, IReadOnlyList<HistoryRow> History, IReadOnlyList<PersonVersion> Versions,
    IReadOnlyList<HouseholdVersion> Households);

/// <summary>Name and number as shown.</summary>
public readonly record struct ShownPerson(string? Name, string? IdNumber);

/// <summary>A row of history with the name and number of its person as shown.</summary>
public sealed record ChangeView(HistoryRow Row, string? Name, string? IdNumber);

/// <summary>
/// Shows persons. Whoever reads a person is noted before the answer is given, with the purpose; a reader that cannot be noted gets
/// nothing.
/// </summary>
public sealed class PersonDirectory(PeopleStore store, PersonTokens tokens, DetailVault vault, TimeProvider time)
{
    /// <summary>
    /// A person by key or id number as known now, or at a moment: what did we know when we settled? Null value: not on record.
    /// </summary>
    public async Task<Answer<PersonView>?> GetAsync(
        PersonKey personKey, string idNumber, DateTimeOffset? knownAt, string purpose, Viewer viewer, CancellationToken cancellationToken)
    {
        var violations = new List<FieldViolation>();
        ClaimValidation.CheckText("purpose", purpose, Limits.WordMax, "查询事由", violations);
        if (personKey.IsEmpty != (idNumber.Length > 0))
        {
            violations.Add(new FieldViolation("person_key", FieldRule.Required, "请写明人员编号或身份证号码，只写一个"));
        }

        if (violations.Count > 0)
        {
            return Answer<PersonView>.Invalid(violations);
        }

        var facts = await store.FindAsync(!personKey.IsEmpty ? personKey.Text : tokens.Of(idNumber), knownAt, cancellationToken);
        if (facts is null)
        {
            return null;
        }

        var key = facts.PersonKey;
        await NoteAsync([key], purpose, viewer, cancellationToken);
        var (name, number) = Shown(key, facts.Detail, viewer);
        var history = await store.HistoryAsync(key, cancellationToken);
        var versions = await store.VersionsAsync(key, cancellationToken);
        var households = await store.HouseholdsAsync(key, cancellationToken);
        return Answer<PersonView>.Of(new PersonView(facts, name, number, history, versions, households));
    }

    /// <summary>What an import opened and closed, with the persons as shown.</summary>
    public async Task<IReadOnlyList<ChangeView>> ChangesAsync(
        string importId, int skip, int limit, Viewer viewer, CancellationToken cancellationToken)
    {
        var rows = await store.ListChangesAsync(importId, skip, limit, cancellationToken);
        var shown = await LabelAsync(rows.Select(r => r.PersonKey), $"import {importId}", viewer, cancellationToken);
        return [.. rows.Select(r => new ChangeView(r, shown[r.PersonKey].Name, shown[r.PersonKey].IdNumber))];
    }

    /// <summary>Names and numbers of persons as shown; those of whom nothing is sealed have neither. Noted like every other reading.</summary>
    public async Task<IReadOnlyDictionary<PersonKey, ShownPerson>> LabelAsync(
        IEnumerable<PersonKey> personKeys, string purpose, Viewer viewer, CancellationToken cancellationToken)
    {
        PersonKey[] keys = [.. personKeys.Distinct()];
        if (keys.Length > 0)
        {
            await NoteAsync(keys, purpose, viewer, cancellationToken);
        }

        var details = await store.DetailsAsync(keys, cancellationToken);
        return keys.ToDictionary(k => k, k => Shown(k, details.GetValueOrDefault(k), viewer));
    }

    /// <summary>Seals everything anew under the current key, in parts; returns how many.</summary>
    public async Task<int> RotateAsync(CancellationToken cancellationToken)
    {
        var sealedAnew = 0;
        int part;
        do
        {
            part = await store.ResealAsync(vault.Keys.Current, Limits.ResealMax, vault.Reseal, cancellationToken);
            sealedAnew += part;
        }
        while (part > 0);
        return sealedAnew;
    }

    /// <summary>Notes that persons were read.</summary>
    public Task NoteAsync(IReadOnlyList<PersonKey> keys, string purpose, Viewer viewer, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        return store.AuditAsync(
            [
                .. keys.Distinct()
                    .Select(key => new PersonAccess(now, viewer.Operator, viewer.Role, key, purpose, viewer.Call)),
            ],
            cancellationToken);
    }

    private ShownPerson Shown(PersonKey personKey, SealedDetail? box, Viewer viewer)
    {
        var detail = box is null ? null : vault.TryOpen(personKey, box);
        return viewer.SeesAll ? new(detail?.Name, detail?.IdNumber) : new(detail?.MaskedName, detail?.MaskedIdNumber);
    }
}
