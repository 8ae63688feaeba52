using System.Collections.Concurrent;
using System.Data.Common;
using MedAid.Core;
using MedAid.Precheck.Data;
using MedAid.Settlement.Claims;
using MedAid.Settlement.Ledger;
using MedAid.Settlement.Sql;

namespace MedAid.Precheck;

/// <summary>An examination that an out-patient had.</summary>
/// <param name="Code">The item.</param>
/// <param name="Day">When.</param>
/// <param name="HospitalCode">Where.</param>
/// <param name="VisitId">In which visit of the hospital.</param>
/// <param name="SettlementId">How it was settled.</param>
public sealed record GivenExamination(string Code, DateOnly Day, HospitalCode HospitalCode, string VisitId, SettlementId SettlementId);

/// <summary>What checks need of a patient's earlier visits, whatever the hospital: never money.</summary>
/// <param name="Visits">Those whose drugs may not have run out.</param>
/// <param name="Examinations">Those of care paths.</param>
public sealed record PatientHistory(IReadOnlyList<VisitFacts> Visits, IReadOnlyList<GivenExamination> Examinations);

/// <summary>
/// Reads what earlier visits of a patient gave, and holds it for a few minutes where it was read ahead when a visit was opened. What is held is
/// used only while the person's counters, which every call reads anew, stand where they stood before it was read: whatever was settled or reversed
/// since, at any gateway, has moved them, unless no fund and no limit took part in it.
/// </summary>
public sealed class PatientHistories(OpenVisits visits, ISqlDatabase database, TimeProvider time)
{
    // By the index of a person's days, the youngest first.
    private const string ExaminedSql =
        """
        SELECT s.settlement_id, s.document FROM settlement s JOIN standing_visit v
            ON v.hospital_code = s.hospital_code AND v.visit_id = s.visit_id AND v.settlement_id = s.settlement_id
        WHERE s.person_key = @0 AND s.service_date >= @1 AND s.service_date <= @2
        ORDER BY s.service_date DESC LIMIT @3
        """;

    private readonly ConcurrentDictionary<(PersonKey PersonKey, DateOnly Day), Held> held = new();

    /// <summary>Reads it.</summary>
    /// <param name="personKey">The person.</param>
    /// <param name="day">The day of the visit.</param>
    /// <param name="paths">Examinations to look for; none: not looked for.</param>
    /// <param name="cancellationToken">Ends it.</param>
    public async Task<PatientHistory> ReadAsync(
        PersonKey personKey, DateOnly day, IReadOnlyList<PathItem> paths, CancellationToken cancellationToken)
    {
        var supplies = visits.SuppliesAsync(personKey, day, cancellationToken);
        var examinations = paths.Count == 0 ? NoneAsync : ExaminationsAsync(personKey, day, paths, cancellationToken);
        await Task.WhenAll(supplies, examinations);
        return new PatientHistory(await supplies, await examinations);
    }

    /// <summary>Holds what was read after these counters were.</summary>
    public void Hold(
        PersonKey personKey, DateOnly day, PatientHistory history, bool hasExaminations, IReadOnlyDictionary<string, long> countersBefore)
    {
        if (held.Count >= Limits.HistoriesHeldMax)
        {
            held.Clear();
        }

        held[(personKey, day)] = new Held(time.GetUtcNow() + Limits.HistoryHeldFor, history, hasExaminations, countersBefore);
    }

    /// <summary>What is held for a visit, if it is still to be used with these counters; null: it has to be read.</summary>
    public PatientHistory? Find(PersonKey personKey, DateOnly day, bool needsExaminations, Dictionary<string, long> counters)
    {
        if (!held.TryGetValue((personKey, day), out var known))
        {
            return null;
        }

        if (known.Until >= time.GetUtcNow()
            && known.CountersBefore.All(before => !counters.TryGetValue(before.Key, out var now) || now == before.Value))
        {
            return needsExaminations && !known.HasExaminations ? null : known.History;
        }

        held.TryRemove(new KeyValuePair<(PersonKey, DateOnly), Held>((personKey, day), known));
        return null;
    }

    /// <summary>Whether something is held for a person and a day, so that the counters have to be known first.</summary>
    public bool IsHeld(PersonKey personKey, DateOnly day) => held.ContainsKey((personKey, day));

    private static readonly Task<IReadOnlyList<GivenExamination>> NoneAsync = Task.FromResult<IReadOnlyList<GivenExamination>>([]);

    private async Task<IReadOnlyList<GivenExamination>> ExaminationsAsync(
        PersonKey personKey, DateOnly day, IReadOnlyList<PathItem> paths, CancellationToken cancellationToken)
    {
        var codes = paths.Where(p => p.EveryDays is not null).Select(p => p.Code).ToHashSet(StringComparer.Ordinal);
        var from = day.AddDays(1 - paths.Max(p => p.EveryDays ?? 1));
        var claims = await database.ReadAsync(
            session => session.QueryAsync(ExaminedSql, Claim, personKey, from, day, Limits.ExaminedVisitsMax), cancellationToken);
        return
        [
            .. from known in claims
               where known.Claim is { IsStay: false }
               from item in known.Claim.Items
               where codes.Contains(item.Code)
               select new GivenExamination(
                   item.Code, known.Claim.ServiceDate, known.Claim.HospitalCode, known.Claim.VisitId, known.SettlementId),
        ];
    }

    /// <summary>The kept claim of a settlement; none where its document cannot be read, which stops no advice.</summary>
    private static (SettlementId SettlementId, VisitClaim? Claim) Claim(DbDataReader row)
    {
        var settlementId = new SettlementId(row.GetString(0));
        try
        {
            return (settlementId, KeptClaim.Read(SettlementCodec.Decode(row.GetFieldValue<byte[]>(1))));
        }
        catch (InvalidDataException)
        {
            return (settlementId, null);
        }
    }

    private sealed record Held(
        DateTimeOffset Until, PatientHistory History, bool HasExaminations, IReadOnlyDictionary<string, long> CountersBefore);
}
