using MedAid.Core;
using MedAid.People.Storage;
using MedAid.Settlement;
using MedAid.Settlement.People;
using MedAid.Settlement.Writes;

namespace MedAid.People.EntitlementGaps;

/// <summary>
/// The register of uremia patients (尿毒症患者建档立卡, 吕梁 2022-07-12, 一(三): 所有尿毒症患者建档立卡管理). Whoever is treated or qualified is on
/// it by itself; what somebody does by hand is added, never changed.
/// </summary>
public sealed class UremiaRegister(
    FactsFollower follower, SearchSource source, FindingStore store, PeopleStore people, PersonTokens tokens, TimeProvider time)
{
    private DateOnly Today => ChinaTime.Today(time);

    /// <summary>Files of a county, or of all if it is empty, the oldest first.</summary>
    public async Task<IReadOnlyList<UremiaFile>> ListAsync(CountyCode county, bool includeEnded, CancellationToken cancellationToken)
    {
        await follower.CatchUpAsync(null, cancellationToken);
        var visits = (await source.VisitsForAsync(UremiaFile.Disease, null, cancellationToken))
            .ToDictionary(v => v.PersonKey);
        var acts = (await store.UremiaActsAsync(null, cancellationToken)).ToLookup(a => a.PersonKey);
        var qualified = (await source.QualifiedAsync(county, cancellationToken))
            .Where(p => p.Qualifications.Any(q => IndicatorRules.Covers(q.Disease, UremiaFile.Disease))).Select(p => p.PersonKey);
        PersonKey[] keys = [.. visits.Keys.Concat(acts.Select(a => a.Key)).Concat(qualified).Distinct()];
        var persons = await source.PersonsAsync(keys, cancellationToken);
        return
        [
            .. from key in keys
               let file = UremiaFile.Of(key, persons[key], visits.GetValueOrDefault(key), [.. acts[key]], Today)
               where file is not null && (county.IsEmpty || file.CountyCode == county) && (includeEnded || file.Ended is null)
               orderby file.Since, file.PersonKey
               select file,
        ];
    }

    /// <summary>One person's file; null: they are not on the register.</summary>
    public async Task<UremiaFile?> FindAsync(PersonKey personKey, CancellationToken cancellationToken)
    {
        await follower.CatchUpAsync(null, cancellationToken);
        return (await MakerAsync(personKey, cancellationToken))(await store.UremiaActsAsync(personKey, cancellationToken));
    }

    /// <summary>The act that opens somebody's file, by key or id number; null: nobody is on record.</summary>
    public async Task<UremiaAct?> OpeningAsync(
        WriteHead head, PersonKey personKey, string idNumber, DateOnly since, string note, CancellationToken cancellationToken) =>
        await people.FindAsync(!personKey.IsEmpty ? personKey.Text : tokens.Of(idNumber), null, cancellationToken) is { } found
            ? new UremiaAct(
                found.PersonKey, found.Insured?.County ?? found.Household?.County ?? default, since, null, note, head.Operator, head.Time)
            : null;

    /// <summary>Opens a file by hand, for somebody who is treated elsewhere.</summary>
    public Task<Result<string>> FileAsync(WriteHead head, UremiaAct act, CancellationToken cancellationToken) =>
        ActAsync(head, act, file => file is { Ended: null } ? EntitlementGapFault.OnUremiaRegister(act.PersonKey) : null, cancellationToken);

    /// <summary>Ends a file with its reason.</summary>
    public Task<Result<string>> EndAsync(WriteHead head, UremiaAct act, CancellationToken cancellationToken) => ActAsync(
        head, act, file => file is { Ended: null } ? null : EntitlementGapFault.NotOnUremiaRegister(act.PersonKey), cancellationToken);

    private async Task<Result<string>> ActAsync(
        WriteHead head, UremiaAct act, Func<UremiaFile?, Fault?> rule, CancellationToken cancellationToken)
    {
        await follower.CatchUpAsync(null, cancellationToken);
        var make = await MakerAsync(act.PersonKey, cancellationToken);
        return await store.ActOnUremiaAsync(head, act, acts => rule(make(acts)), cancellationToken);
    }

    private async Task<Func<IReadOnlyList<UremiaAct>, UremiaFile?>> MakerAsync(PersonKey personKey, CancellationToken cancellationToken)
    {
        var visits = await source.VisitsForAsync(UremiaFile.Disease, personKey, cancellationToken) is [var only] ? only : null;
        var person = (await source.PersonsAsync([personKey], cancellationToken))[personKey];
        var today = Today;
        return acts => UremiaFile.Of(personKey, person, visits, acts, today);
    }
}
