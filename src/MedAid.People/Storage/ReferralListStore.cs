using System.Globalization;
using MedAid.Core;
using MedAid.People.EntitlementGaps;
using MedAid.Settlement;
using MedAid.Settlement.Sql;
using MedAid.Settlement.Writes;

namespace MedAid.People.Storage;

/// <summary>
/// The lists that went to receivers, and their answers: a matter of record, on either database; failures are exceptions of the
/// store (LedgerUnavailableException).
/// </summary>
public sealed class ReferralListStore(ISqlDatabase database)
{
    private const string HeadsSql = $"SELECT {GapFindingRows.HeadColumns} FROM gap_list l";

    private const string UnansweredSql =
        "built_us < @2 AND EXISTS (SELECT 1 FROM gap_line n WHERE n.list_id = l.list_id AND n.outcome IS NULL)";

    private const string NewForSql =
        $"""
        SELECT {GapFindingRows.FindingColumns} FROM gap_finding f
        WHERE county_code = @0 AND kind = @1 AND standing = 1
          AND NOT EXISTS (SELECT 1 FROM gap_line n WHERE n.receiver = @2 AND n.finding_id = f.finding_id)
        ORDER BY since_date, finding_id
        """;

    /// <summary>Open findings of a county that are on no list of a receiver yet, the oldest first.</summary>
    public Task<IReadOnlyList<GapFinding>> NewForAsync(Receiver receiver, CountyCode county, CancellationToken cancellationToken) =>
        database.ReadAsync<IReadOnlyList<GapFinding>>(session => NewForAsync(session, receiver, county), cancellationToken);

    /// <summary>
    /// Puts open findings of a county that are among <paramref name="candidates"/>, and on no list of the receiver yet, on a new one.
    /// </summary>
    public Task<Result<ReferralList>> BuildListAsync(
        WriteHead head, Receiver receiver, CountyCode county, IReadOnlyDictionary<string, IReadOnlyList<ProvingVisit>> candidates,
        CancellationToken cancellationToken) => Once.WriteAsync(
        database, "gap_list", head,
        new OnceWork<ReferralList>(
            async session => await DraftAsync(session, head, receiver, county, candidates) is { Lines.Count: > 0 } list
                ? Result.Done(list)
                : Result.Refused<ReferralList>(EntitlementGapFault.NothingToPush(county)),
            async (session, list) =>
            {
                await InsertAsync(session, list);
                return list;
            },
            list => list.Head.ListId,
            async (session, listId) => (await ReadListAsync(session, listId))!),
        cancellationToken);

    /// <summary>A list with its lines; null: there is none of this id.</summary>
    public Task<ReferralList?> FindListAsync(string listId, CancellationToken cancellationToken) =>
        database.ReadAsync(session => ReadListAsync(session, listId), cancellationToken);

    /// <summary>
    /// Heads of lists, oldest first; where a day is given, only those that were made before it and have lines without an answer.
    /// </summary>
    public Task<IReadOnlyList<ReferralListHead>> ListListsAsync(
        Receiver? receiver, CountyCode county, DateOnly? builtBefore, int skip, int limit, CancellationToken cancellationToken) =>
        database.ReadAsync<IReadOnlyList<ReferralListHead>>(
            async session => await session.QueryAsync(
                $"""
                {HeadsSql}
                WHERE {(receiver is null ? "@0 = 0" : "receiver = @0")} AND {(county.IsEmpty ? "@1 = ''" : "county_code = @1")}
                  AND {(builtBefore is null ? "@2 = 0" : UnansweredSql)}
                ORDER BY built_us, list_id LIMIT @3 OFFSET @4
                """,
                GapFindingRows.Head, (int)(receiver ?? 0), county, builtBefore is { } day ? StartOf(day) : 0L, limit, skip),
            cancellationToken);

    /// <summary>Notes the receiver's answers to lines, all or none; the id of the list.</summary>
    public Task<Result<string>> AcknowledgeAsync(
        WriteHead head, string listId, IReadOnlyList<(int LineNumber, LineOutcome Outcome, string Note)> answers,
        CancellationToken cancellationToken) => Once.WriteAsync(
        database, "gap_line", head, listId,
        async session => await ReadListAsync(session, listId) is { } list
            ? FaultOf(list, answers.Select(a => a.LineNumber))
            : EntitlementGapFault.FindingListNotFound(listId),
        session => session.ExecuteEachAsync(
            """
            UPDATE gap_line SET outcome = @0, note = @1, answered_by = @2, answered_us = @3
            WHERE list_id = @4 AND line_number = @5 AND outcome IS NULL
            """,
            [.. answers.Select(a => new object?[]
            {
                (int)a.Outcome, a.Note, head.Operator, Instants.Microseconds(head.Time), listId, a.LineNumber,
            })]),
        cancellationToken);

    /// <summary>Why lines may not be answered, the first of them; null: they may.</summary>
    private static Fault? FaultOf(ReferralList list, IEnumerable<int> numbers)
    {
        var lines = list.Lines.ToDictionary(l => l.LineNumber);
        return numbers.Select(n => lines.GetValueOrDefault(n) is not { } line ? EntitlementGapFault.LineNotOnList(n)
            : line.Answer is not null ? EntitlementGapFault.LineAnswered(n)
            : null).FirstOrDefault(f => f is not null);
    }

    private static async Task<ReferralList> DraftAsync(
        SqlSession session, WriteHead head, Receiver receiver, CountyCode county, IReadOnlyDictionary<string, IReadOnlyList<ProvingVisit>> candidates)
    {
        var open = await NewForAsync(session, receiver, county);
        var lines = open.Where(f => candidates.ContainsKey(f.FindingId)).Take(Limits.ListLinesMax)
            .Select((f, i) => new ReferralLine(i + 1, f.Snapshot, [.. candidates[f.FindingId].Select(p => p.SettlementId)], null)).ToArray();
        var last = await session.QueryAsync(
            "SELECT coalesce(max(number), 0) FROM gap_list WHERE receiver = @0 AND county_code = @1", row => row.GetInt32(0),
            (int)receiver, county);
        var number = last[0] + 1;
        var listId = string.Create(CultureInfo.InvariantCulture, $"{Receivers.WordOf(receiver)}-{county}-{number}");
        return new ReferralList(new ReferralListHead(listId, receiver, county, number, head.Time, head.Operator, lines.Length, 0), lines);
    }

    private static async Task<IReadOnlyList<GapFinding>> NewForAsync(SqlSession session, Receiver receiver, CountyCode county) =>
        await session.QueryAsync(NewForSql, GapFindingRows.Finding, county, (int)Receivers.KindOf(receiver), (int)receiver);

    /// <summary>When a day of China begins.</summary>
    private static long StartOf(DateOnly day) =>
        Instants.Microseconds(new DateTimeOffset(day.ToDateTime(TimeOnly.MinValue), TimeSpan.FromHours(8)));

    private static async Task InsertAsync(SqlSession session, ReferralList list)
    {
        var head = list.Head;
        await session.InsertAsync(
            "INSERT INTO gap_list (list_id, receiver, county_code, number, built_us, operator)",
            [[head.ListId, (int)head.Receiver, head.CountyCode, head.Number, Instants.Microseconds(head.BuiltTime), head.Operator]]);
        await session.InsertAsync(
            $"INSERT INTO gap_line ({GapFindingRows.LineColumns})",
            [.. list.Lines.Select(l => GapFindingRows.Values(head.ListId, head.Receiver, l))]);
    }

    private static async Task<ReferralList?> ReadListAsync(SqlSession session, string listId)
    {
        var heads = await session.QueryAsync($"{HeadsSql} WHERE list_id = @0", GapFindingRows.Head, listId);
        return heads is not [var head]
            ? null
            : new ReferralList(
                head,
                [
                    .. (await session.QueryAsync(
                        $"SELECT {GapFindingRows.LineColumns} FROM gap_line WHERE list_id = @0 ORDER BY line_number", GapFindingRows.Line,
                        listId)).Select(l => l.Line),
                ]);
    }
}
