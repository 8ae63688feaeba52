using System.Globalization;
using MedAid.Core;
using MedAid.Settlement.Ports;
using MedAid.Settlement.Sql;
using MedAid.Settlement.Writes;

namespace MedAid.Settlement.Capitation;

/// <summary>
/// The roll of capitation contracts and their monthly claims, on either database; failures are those of <see cref="ILedger"/>.
/// Nothing is ever changed or deleted.
/// </summary>
public sealed class CapitationStore(ISqlDatabase database)
{
    // Changes and claims are written alone: a claim is built from a roll that stands still.
    private const string Alone = "capitation_change";

    private const string OfNumberSql = $"SELECT {CapitationRows.ChangeColumns} FROM capitation_change WHERE change_number = @0";

    private const string OfPersonSql =
        $"SELECT {CapitationRows.ChangeColumns} FROM capitation_change WHERE programme = @0 AND person_key = @1 ORDER BY change_number";

    private const string OfHospitalSql =
        $"""
        SELECT {CapitationRows.ChangeColumns} FROM capitation_change
        WHERE programme = @0
          AND person_key IN (SELECT person_key FROM capitation_change WHERE programme = @0 AND hospital_code = @1)
        ORDER BY change_number
        """;

    private const string LastClaimedSql =
        "SELECT month FROM capitation_claim WHERE hospital_code = @0 AND programme = @1 AND scheme = @2 ORDER BY month DESC LIMIT 1";

    private const string ClaimSql = $"SELECT {CapitationRows.ClaimColumns} FROM capitation_claim WHERE claim_id = @0";

    private const string NextClaimSql =
        $"SELECT {CapitationRows.ClaimColumns} FROM capitation_claim WHERE claim_number > @0 ORDER BY claim_number LIMIT 1";

    private const string LinesSql =
        "SELECT person_key, days, amount_fen, cost_fen FROM capitation_claim_line WHERE claim_id = @0 ORDER BY person_key";

    /// <summary>Adds a change once, alone, if it may follow (<see cref="CapitationRoll.Check"/>).</summary>
    public Task<Result<CapitationChange>> ChangeAsync(CapitationChange change, WriteKey key, CancellationToken cancellationToken) =>
        Once.WriteAsync(
            database, Alone, new WriteHead(key, change.Operator, change.Noted),
            new OnceWork<CapitationChange>(
                session => DecideAsync(session, change, key.ValidateOnly),
                async (session, next) =>
                {
                    await session.InsertAsync($"INSERT INTO capitation_change ({CapitationRows.ChangeColumns})", [CapitationRows.Values(next)]);
                    return next;
                },
                next => next.Number.ToString(CultureInfo.InvariantCulture),
                (session, number) => FindChangeAsync(session, long.Parse(number, CultureInfo.InvariantCulture))),
            cancellationToken);

    /// <summary>A change by its number.</summary>
    public Task<CapitationChange> FindChangeAsync(long number, CancellationToken cancellationToken) =>
        database.ReadAsync(session => FindChangeAsync(session, number), cancellationToken);

    /// <summary>Every change of a programme of those persons who ever were under the contract of a hospital, in order.</summary>
    public async Task<IReadOnlyList<CapitationChange>> ChangesAsync(
        HospitalCode hospitalCode, string programme, CancellationToken cancellationToken) => await database.ReadAsync(
        session => session.QueryAsync(OfHospitalSql, CapitationRows.Change, programme, hospitalCode), cancellationToken);

    /// <summary>
    /// Adds a claim once, alone, built from the changes as they stand. A month that is claimed already gives the claim that is there.
    /// </summary>
    public Task<Result<CapitationClaim>> ClaimAsync(
        CapitationClaimRequest request, WriteHead head, Func<IReadOnlyList<CapitationChange>, Result<CapitationClaim>> build,
        CancellationToken cancellationToken) => Once.WriteAsync(
        database, Alone, head,
        new OnceWork<CapitationClaim>(
            async session => await FindAsync(session, request.ClaimId) is { } built
                ? Result.Done(built, replayed: true)
                : build(await session.QueryAsync(OfHospitalSql, CapitationRows.Change, request.Programme, request.HospitalCode)),
            KeepAsync,
            claim => claim.ClaimId,
            async (session, claimId) => (await FindAsync(session, claimId))!),
        cancellationToken);

    /// <summary>A claim, or null.</summary>
    public Task<CapitationClaim?> FindClaimAsync(string claimId, CancellationToken cancellationToken) =>
        database.ReadAsync(session => FindAsync(session, claimId), cancellationToken);

    /// <summary>The next claim after a number, with its lines; null if there is none yet.</summary>
    public Task<CapitationClaim?> NextClaimAsync(long after, CancellationToken cancellationToken) =>
        database.ReadAsync(session => WholeAsync(session, NextClaimSql, after), cancellationToken);

    private static async Task<Result<CapitationChange>> DecideAsync(SqlSession session, CapitationChange change, bool validateOnly)
    {
        var before = await session.QueryAsync(OfPersonSql, CapitationRows.Change, change.Programme, change.PersonKey);
        if (change.Kind != CapitationChangeKind.Join && CapitationRoll.Standing(before) is [.., var last])
        {
            // The person's scheme may be another by now; the contract is not.
            change = change with { Scheme = last.Scheme };
        }

        var claimed = await session.QueryAsync(
            LastClaimedSql, row => (DateOnly?)row.GetFieldValue<DateOnly>(0), change.HospitalCode, change.Programme, change.Scheme);
        if (CapitationRoll.Check(before, change, claimed.FirstOrDefault()) is { } fault)
        {
            return Result.Refused<CapitationChange>(fault);
        }

        var number = await session.QueryAsync("SELECT coalesce(max(change_number), 0) FROM capitation_change", row => row.GetInt64(0));
        return Result.Done(change with { Number = validateOnly ? 0 : number[0] + 1 });
    }

    private static async Task<CapitationClaim> KeepAsync(SqlSession session, CapitationClaim built)
    {
        var last = await session.QueryAsync("SELECT coalesce(max(claim_number), 0) FROM capitation_claim", row => row.GetInt64(0));
        var claim = built with { Number = last[0] + 1 };
        await session.InsertAsync($"INSERT INTO capitation_claim ({CapitationRows.ClaimColumns})", [CapitationRows.Values(claim)]);
        await session.InsertAsync(
            "INSERT INTO capitation_claim_line (claim_id, person_key, days, amount_fen, cost_fen)",
            [.. claim.Lines.Select(l => new object?[] { claim.ClaimId, l.PersonKey, l.Days, l.AmountFen, l.CostFen })]);
        return claim;
    }

    private static async Task<CapitationChange> FindChangeAsync(SqlSession session, long number) =>
        (await session.QueryAsync(OfNumberSql, CapitationRows.Change, number))[0];

    private static Task<CapitationClaim?> FindAsync(SqlSession session, string claimId) => WholeAsync(session, ClaimSql, claimId);

    private static async Task<CapitationClaim?> WholeAsync(SqlSession session, string sql, object parameter)
    {
        var found = (await session.QueryAsync(sql, CapitationRows.Claim, parameter)).FirstOrDefault();
        return found is null ? null : found with { Lines = await session.QueryAsync(LinesSql, CapitationRows.Line, found.ClaimId) };
    }
}
