using MedAid.Settlement.Capitation;
using MedAid.Settlement.Ports;
using MedAid.Stores.Sql;

namespace MedAid.Stores.Capitation;

/// <summary>The roll of capitation contracts and their claims on either database. The database itself refuses to change what is kept.</summary>
public sealed class CapitationStore(ISqlDatabase database) : ICapitationStore
{
    // Changes and claims are written alone: a claim is built from a roll that stands still.
    private const string Alone = "capitation_change";

    private const string OfRequestSql = $"SELECT {CapitationRows.ChangeColumns} FROM capitation_change WHERE request_id = @0";

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
        "SELECT month FROM capitation_claim WHERE hospital_code = @0 AND programme = @1 ORDER BY month DESC LIMIT 1";

    private const string ClaimSql = $"SELECT {CapitationRows.ClaimColumns} FROM capitation_claim WHERE claim_id = @0";

    private const string LinesSql =
        "SELECT person_key, days, amount_fen, cost_fen FROM capitation_claim_line WHERE claim_id = @0 ORDER BY person_key";

    /// <inheritdoc/>
    public Task<CapitationOutcome<CapitationChange>> ChangeAsync(
        CapitationChange change, bool validateOnly, CancellationToken cancellationToken) =>
        database.WriteAsync(Alone, session => ChangeAsync(session, change, validateOnly), cancellationToken);

    /// <inheritdoc/>
    public Task<CapitationOutcome<CapitationChange>?> RecallChangeAsync(
        string requestId, string contentHash, CancellationToken cancellationToken) =>
        database.ReadAsync(session => KnownChangeAsync(session, requestId, contentHash), cancellationToken);

    /// <inheritdoc/>
    public Task<CapitationOutcome<CapitationClaim>?> RecallClaimAsync(
        string requestId, string contentHash, CancellationToken cancellationToken) =>
        database.ReadAsync(session => KnownClaimAsync(session, requestId, contentHash), cancellationToken);

    /// <inheritdoc/>
    public async Task<IReadOnlyList<CapitationChange>> ChangesAsync(
        string hospitalCode, string programme, CancellationToken cancellationToken) => await database.ReadAsync(
        session => session.QueryAsync(OfHospitalSql, CapitationRows.Change, programme, hospitalCode), cancellationToken);

    /// <inheritdoc/>
    public Task<CapitationOutcome<CapitationClaim>> ClaimAsync(
        CapitationClaimRequest request, Func<IReadOnlyList<CapitationChange>, CapitationClaim> build, bool validateOnly,
        CancellationToken cancellationToken) =>
        database.WriteAsync(Alone, session => ClaimAsync(session, request, build, validateOnly), cancellationToken);

    /// <inheritdoc/>
    public Task<CapitationClaim?> FindClaimAsync(string claimId, CancellationToken cancellationToken) =>
        database.ReadAsync(session => FindAsync(session, claimId), cancellationToken);

    private static async Task<CapitationOutcome<CapitationChange>> ChangeAsync(SqlSession session, CapitationChange change, bool validateOnly)
    {
        if (await KnownChangeAsync(session, change.RequestId, change.ContentHash) is { } known)
        {
            return known;
        }

        var before = await session.QueryAsync(OfPersonSql, CapitationRows.Change, change.Programme, change.PersonKey);
        var claimed = await session.QueryAsync(
            LastClaimedSql, row => (DateOnly?)row.GetFieldValue<DateOnly>(0), change.HospitalCode, change.Programme);
        var refusal = CapitationRoll.Check(before, change, claimed.FirstOrDefault());
        if (refusal != CapitationRefusal.None || validateOnly)
        {
            return new CapitationOutcome<CapitationChange>(refusal == CapitationRefusal.None ? change : null, false, refusal);
        }

        var last = await session.QueryAsync("SELECT coalesce(max(change_number), 0) FROM capitation_change", row => row.GetInt64(0));
        var kept = change with { Number = last[0] + 1 };
        await session.InsertAsync($"INSERT INTO capitation_change ({CapitationRows.ChangeColumns})", [CapitationRows.Values(kept)]);
        return new CapitationOutcome<CapitationChange>(kept, false, CapitationRefusal.None);
    }

    private static async Task<CapitationOutcome<CapitationClaim>> ClaimAsync(
        SqlSession session, CapitationClaimRequest request, Func<IReadOnlyList<CapitationChange>, CapitationClaim> build, bool validateOnly)
    {
        if (await KnownClaimAsync(session, request.RequestId, request.ContentHash) is { } known)
        {
            return known;
        }

        if (await FindAsync(session, request.ClaimId) is { } built)
        {
            return new CapitationOutcome<CapitationClaim>(built, true, CapitationRefusal.CapitationMonthClaimed);
        }

        var claim = build(await session.QueryAsync(OfHospitalSql, CapitationRows.Change, request.Programme, request.HospitalCode));
        if (!validateOnly)
        {
            await session.InsertAsync(
                $"INSERT INTO capitation_claim ({CapitationRows.ClaimColumns}, request_id, content_hash)",
                [[.. CapitationRows.Values(claim), request.RequestId, request.ContentHash]]);
            await session.InsertAsync(
                "INSERT INTO capitation_claim_line (claim_id, person_key, days, amount_fen, cost_fen)",
                [.. claim.Lines.Select(l => new object?[] { claim.ClaimId, l.PersonKey, l.Days, l.AmountFen, l.CostFen })]);
        }

        return new CapitationOutcome<CapitationClaim>(claim, false, CapitationRefusal.None);
    }

    private static async Task<CapitationOutcome<CapitationChange>?> KnownChangeAsync(
        SqlSession session, string requestId, string contentHash) =>
        await session.QueryAsync(OfRequestSql, CapitationRows.Change, requestId) is not [var known] ? null
            : known.ContentHash == contentHash ? new CapitationOutcome<CapitationChange>(known, true, CapitationRefusal.None)
            : new CapitationOutcome<CapitationChange>(null, false, CapitationRefusal.RequestIdReused);

    private static async Task<CapitationOutcome<CapitationClaim>?> KnownClaimAsync(
        SqlSession session, string requestId, string contentHash)
    {
        var known = await session.QueryAsync(
            "SELECT claim_id, content_hash FROM capitation_claim WHERE request_id = @0", row => (row.GetString(0), row.GetString(1)), requestId);
        return known is not [var (claimId, hash)] ? null
            : hash == contentHash ? new CapitationOutcome<CapitationClaim>(await FindAsync(session, claimId), true, CapitationRefusal.None)
            : new CapitationOutcome<CapitationClaim>(null, false, CapitationRefusal.RequestIdReused);
    }

    private static async Task<CapitationClaim?> FindAsync(SqlSession session, string claimId)
    {
        var found = (await session.QueryAsync(ClaimSql, CapitationRows.Claim, claimId)).FirstOrDefault();
        return found is null ? null : found with { Lines = await session.QueryAsync(LinesSql, CapitationRows.Line, claimId) };
    }
}
