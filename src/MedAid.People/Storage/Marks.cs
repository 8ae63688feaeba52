using MedAid.Core;
using MedAid.Settlement.Ledger;
using MedAid.Settlement.Sql;

namespace MedAid.People.Storage;

/// <summary>Which settlements a change of identities touches.</summary>
internal sealed class Marks(SqlSession session)
{
    private const string SettlementsSql =
        "SELECT settlement_id, person_key, service_date, reverses_settlement_id FROM settlement WHERE person_key IN {0}";

    private const string DocumentsSql = "SELECT document FROM settlement WHERE settlement_id IN {0}";

    /// <summary>
    /// Marks settlements on the changed days; a late look takes those only that were made with an older version. Returns how many are new.
    /// </summary>
    public async Task<int> WriteAsync(string importId, IReadOnlyList<TouchedPerson> persons, long nowUs, bool late)
    {
        var touched = persons.ToDictionary(t => t.PersonKey);
        var rows = await session.QueryInAsync(SettlementsSql, [.. touched.Keys], row => (
            Id: new SettlementId(row.GetString(0)), PersonKey: new PersonKey(row.GetString(1)), Day: row.GetFieldValue<DateOnly>(2),
            Reverses: SettlementId.OrNull(row.IsDBNull(3) ? null : row.GetString(3))));

        // A reversal has its original's person, so it is among the rows: what is undone already needs no recheck.
        var undone = rows.Select(s => s.Reverses).OfType<SettlementId>().ToHashSet();
        var found = rows
            .Where(s => s.Reverses is null && !undone.Contains(s.Id) && touched[s.PersonKey].Days.Any(d => d.Holds(s.Day)))
            .Select(s => (s.Id, Person: touched[s.PersonKey])).ToList();
        if (late)
        {
            var versions = await VersionsAsync([.. found.Select(f => f.Id)]);
            found.RemoveAll(f => versions[f.Id] >= f.Person.Version);
        }

        return await session.InsertAsync(
            "INSERT INTO readjudication_mark (settlement_id, import_id, line, person_key, noted_us)",
            [.. found.Select(f => new object?[] { f.Id, importId, f.Person.Line, f.Person.PersonKey, nowUs })],
            "ON CONFLICT (settlement_id, import_id, line) DO NOTHING");
    }

    private async Task<Dictionary<SettlementId, long>> VersionsAsync(SettlementId[] settlementIds) =>
        (await session.QueryInAsync(DocumentsSql, settlementIds, row => SettlementCodec.Decode(row.GetFieldValue<byte[]>(0))))
            .ToDictionary(d => d.SettlementId, d => d.EligibilityVersion);
}
