using System.Data.Common;
using System.Text.Json;
using MedAid.Core;
using MedAid.Settlement;
using MedAid.Settlement.LaterVisits;
using MedAid.Settlement.Ledger;
using MedAid.Settlement.People;
using MedAid.Settlement.Sql;

namespace MedAid.People.LaterVisits;

/// <summary>
/// Where visits that stand have their positions, up to a number of the outbox, and the marks of those that would come out differently.
/// </summary>
public sealed class LaterVisitStore(ISqlDatabase database)
{
    private const string Columns =
        "person_key, scheme, outbox_number, settlement_id, service_date, first_day, stay, stay_part, admits, said_admission";

    private const string PositionsSql = $"SELECT {Columns} FROM visit_position WHERE person_key = @0 AND service_date >= @1";

    /// <summary>By the index of a person's days: of the id alone the months would have to be searched.</summary>
    private const string DocumentsSql =
        "SELECT settlement_id, document FROM settlement WHERE person_key = @0 AND service_date >= @1 AND service_date <= @2";

    /// <summary>The number of the outbox up to which everything is taken over.</summary>
    public Task<long> CheckpointAsync(CancellationToken cancellationToken) => database.ReadAsync(CheckpointAsync, cancellationToken);

    /// <summary>The positions of a person's visits from a day on.</summary>
    public Task<IReadOnlyList<VisitPosition>> PositionsAsync(PersonKey personKey, DateOnly from, CancellationToken cancellationToken) =>
        database.ReadAsync<IReadOnlyList<VisitPosition>>(
            async session => await session.QueryAsync(PositionsSql, Position, personKey, from), cancellationToken);

    /// <summary>
    /// Of some persons, the positions of their visits from a day on, and since which year the visits of those who are unordered do not stand in
    /// their order.
    /// </summary>
    public Task<(ILookup<PersonKey, VisitPosition> Positions, Dictionary<PersonKey, int> Unordered)> LookUpAsync(
        IReadOnlyList<PersonKey> personKeys, DateOnly from, CancellationToken cancellationToken) => database.ReadAsync(
        async session =>
        {
            var positions = await session.QueryInAsync(
                $"SELECT {Columns} FROM visit_position WHERE person_key IN {{0}} AND service_date >= {{1}}", personKeys, Position, from);
            var unordered = await session.QueryInAsync(
                "SELECT person_key, since_year FROM unordered_person WHERE person_key IN {0}", personKeys,
                row => KeyValuePair.Create(new PersonKey(row.GetString(0)), row.GetInt32(1)));
            return (positions.ToLookup(p => p.PersonKey), unordered.ToDictionary());
        },
        cancellationToken);

    /// <summary>What settling read of a person in a version, or null.</summary>
    public Task<Eligibility?> FindPersonAsync(PersonKey personKey, long version, CancellationToken cancellationToken) => database.ReadAsync(
        async session => (await session.QueryAsync(
            "SELECT body, version FROM person_version WHERE person_key = @0 AND version = @1",
            row => JsonSerializer.Deserialize(row.GetString(0), StoredJson.Default.Eligibility)! with { Version = row.GetInt64(1) },
            personKey, version)).FirstOrDefault(),
        cancellationToken);

    /// <summary>The settlements at some positions of one person.</summary>
    public async Task<IReadOnlyList<SettlementDocument>> ReadAsync(IReadOnlyList<VisitPosition> positions, CancellationToken cancellationToken)
    {
        var wanted = positions.Select(p => p.SettlementId).ToHashSet();
        var rows = await database.ReadAsync(
            session => session.QueryAsync(
                DocumentsSql,
                row => wanted.Contains(new SettlementId(row.GetString(0))) ? SettlementCodec.Decode(row.GetFieldValue<byte[]>(1)) : null,
                positions[0].PersonKey, positions.Min(p => p.ServiceDate), positions.Max(p => p.ServiceDate)),
            cancellationToken);
        return [.. rows.OfType<SettlementDocument>()];
    }

    /// <summary>
    /// Takes over what a piece of the outbox did, with the marks that follow from it, all or nothing; false if somebody else took it over. A mark
    /// that says nothing new is not written, and one that no longer holds is closed with the reason.
    /// </summary>
    public Task<bool> WriteAsync(LaterVisitsPiece piece, DateTimeOffset now, CancellationToken cancellationToken) => database.WriteAsync(
        "readjudication_mark",
        async session =>
        {
            if (await CheckpointAsync(session) != piece.After)
            {
                return false;
            }

            await session.InsertAsync(
                $"INSERT INTO visit_position ({Columns})",
                [
                    .. piece.Settled.Select(p => new object?[]
                    {
                        p.PersonKey, p.Scheme, p.Number, p.SettlementId, p.ServiceDate, p.FirstDay, p.Stay, p.StayPart,
                        p.Admits ? 1 : 0, p.SaidAdmission,
                    }),
                ]);
            await session.ExecuteEachAsync(
                "DELETE FROM visit_position WHERE person_key = @0 AND service_date = @1 AND settlement_id = @2",
                [.. piece.Undone.Select(u => new object?[] { u.PersonKey, u.Day, u.SettlementId })]);
            foreach (var replayed in piece.Replays)
            {
                if (replayed.Differences is { } differences)
                {
                    await new LaterMarks(session, replayed, Instants.Microseconds(now)).WriteAsync(differences);
                }

                await NoteOrderAsync(session, replayed);
            }

            await session.ExecuteAsync("UPDATE visit_checkpoint SET outbox_number = @0", piece.Reached);
            return true;
        },
        cancellationToken);

    private static async Task<long> CheckpointAsync(SqlSession session) =>
        (await session.QueryAsync("SELECT outbox_number FROM visit_checkpoint", row => row.GetInt64(0)))[0];

    private static Task<int> NoteOrderAsync(SqlSession session, PersonReplay replayed) => replayed.UnorderedSince is { } year
        ? session.InsertAsync(
            "INSERT INTO unordered_person (person_key, since_year)", [[replayed.PersonKey, year]],
            "ON CONFLICT (person_key) DO UPDATE SET since_year = excluded.since_year")
        : session.ExecuteAsync("DELETE FROM unordered_person WHERE person_key = @0", replayed.PersonKey);

    private static VisitPosition Position(DbDataReader row) => new(
        new PersonKey(row.GetString(0)), row.GetString(1), row.GetInt64(2), new SettlementId(row.GetString(3)),
        row.GetFieldValue<DateOnly>(4), row.GetFieldValue<DateOnly>(5),
        row.GetString(6), row.GetInt32(7), row.GetInt32(8) == 1, row.GetInt32(9));
}
