using MedAid.Core;
using MedAid.Settlement.Claims;
using MedAid.Settlement.Sql;
using MedAid.Settlement.Writes;

namespace MedAid.Bureau.Visits;

/// <summary>
/// Keeps what comes of a visit before it is settled, on either database: its registration, what it is for, its lines; and the answers to these
/// messages, by their keys. What stands settled is the ledger's to say: its table standing_visit is read in the same transaction.
/// </summary>
public sealed class VisitStore(ISqlDatabase database)
{
    /// <summary>The batch of 2205 that stands for all unsettled lines.</summary>
    public const string AllBatches = "0000";

    // Lines are removed only while no settlement of theirs stands, and a line id is unique in its visit: so these writes go one after the other.
    private const string Alone = "national_visit";

    /// <summary>The answer that was given under a key before, or that the key stands for another content; null: it is new.</summary>
    public async Task<Result<KeptAnswer>?> RecallAsync(WriteKey key, CancellationToken cancellationToken)
    {
        var known = await new Once(database).FindAsync(key, cancellationToken);
        return known is null ? null : await known.Match(
            async (id, _) => Result.Done(await database.ReadAsync(session => VisitRows.AnswerAsync(session, id), cancellationToken), replayed: true),
            () => Task.FromResult(Result.KeyReused<KeptAnswer>()),
            fault => Task.FromResult(Result.Refused<KeptAnswer>(fault)));
    }

    /// <summary>Keeps nothing but the answer under its key.</summary>
    public Task<Result<KeptAnswer>> AnswerAsync(WriteHead head, string output, CancellationToken cancellationToken) =>
        WriteAsync(head, output, _ => Task.FromResult<Fault?>(null), _ => Task.CompletedTask, cancellationToken);

    /// <summary>Registers a visit (2201).</summary>
    public Task<Result<KeptAnswer>> RegisterAsync(
        RegisteredVisit visit, WriteHead head, string output, CancellationToken cancellationToken) => WriteAsync(
        head, output, _ => Task.FromResult<Fault?>(null), session => VisitRows.AddAsync(session, visit, head.Time), cancellationToken);

    /// <summary>Says what a visit is for (2203); what was said last counts for what is not settled yet.</summary>
    public Task<Result<KeptAnswer>> DescribeAsync(
        VisitPlace place, Treatment treatment, WriteHead head, string output, CancellationToken cancellationToken) => WriteAsync(
        head, output, async session => await OpenFaultAsync(session, place),
        session => VisitRows.DescribeAsync(session, place, treatment), cancellationToken);

    /// <summary>Adds lines (2204).</summary>
    public Task<Result<KeptAnswer>> AddLinesAsync(
        VisitPlace place, IReadOnlyList<FeeLine> lines, WriteHead head, string output, CancellationToken cancellationToken) => WriteAsync(
        head, output,
        async session => await OpenFaultAsync(session, place) ?? await LinesFaultAsync(session, place, lines),
        session => VisitRows.AddLinesAsync(session, place, lines, head.Time), cancellationToken);

    /// <summary>Removes the lines of a batch, or of all that do not stand settled (2205).</summary>
    public Task<Result<KeptAnswer>> RemoveLinesAsync(
        VisitPlace place, string batch, WriteHead head, string output, CancellationToken cancellationToken) => WriteAsync(
        head, output,
        async session => await OpenFaultAsync(session, place) ?? await RemovalFaultAsync(session, place, batch),
        session => VisitRows.RemoveLinesAsync(session, place, batch), cancellationToken);

    /// <summary>Cancels a registration (2202): only where nothing of it stands settled and no line is left.</summary>
    public Task<Result<KeptAnswer>> EndAsync(VisitPlace place, WriteHead head, string output, CancellationToken cancellationToken) => WriteAsync(
        head, output,
        async session => await OpenFaultAsync(session, place)
            ?? ((await VisitRows.StandingAsync(session, place)).Values.FirstOrDefault() is { IsEmpty: false } settled ? Settled("mdtrt_id", settled)
                : (await VisitRows.LinesAsync(session, place, null)).Count > 0
                ? Fault.Of(FieldRule.AlreadyDecided, "还有没有结算的费用明细，请先用 2205 撤销明细，再撤销挂号", "mdtrt_id")
                : null),
        session => VisitRows.EndAsync(session, place, head.Time), cancellationToken);

    /// <summary>Keeps a file (9101, 3202); files whose time is over go.</summary>
    public Task<Result<KeptAnswer>> KeepFileAsync(
        StatementFile file, WriteHead head, string output, CancellationToken cancellationToken) => WriteAsync(
        head, output, _ => Task.FromResult<Fault?>(null), session => VisitRows.KeepFileAsync(session, file, head.Time), cancellationToken);

    /// <summary>A file of a hospital, or null.</summary>
    public Task<StatementFile?> FindFileAsync(HospitalCode hospitalCode, string fileId, CancellationToken cancellationToken) =>
        database.ReadAsync(session => VisitRows.FindFileAsync(session, hospitalCode, fileId), cancellationToken);

    /// <summary>A visit, or null.</summary>
    public Task<RegisteredVisit?> FindAsync(VisitPlace place, CancellationToken cancellationToken) =>
        database.ReadAsync(session => VisitRows.FindAsync(session, place), cancellationToken);

    /// <summary>A visit with the lines of a batch (null: all), in the order in which they came.</summary>
    public Task<(RegisteredVisit? Visit, IReadOnlyList<FeeLine> Lines)> FindWithLinesAsync(
        VisitPlace place, string? batch, CancellationToken cancellationToken) => database.ReadAsync(
        async session => (
            await VisitRows.FindAsync(session, place), (IReadOnlyList<FeeLine>)await VisitRows.LinesAsync(session, place, batch)),
        cancellationToken);

    /// <summary>Of a visit the settlements that stand, by their batches.</summary>
    public Task<IReadOnlyDictionary<string, SettlementId>> StandingAsync(VisitPlace place, CancellationToken cancellationToken) =>
        database.ReadAsync(session => VisitRows.StandingAsync(session, place), cancellationToken);

    private Task<Result<KeptAnswer>> WriteAsync(
        WriteHead head, string output, Func<SqlSession, Task<Fault?>> refuse, Func<SqlSession, Task> keep, CancellationToken cancellationToken)
    {
        var answer = new KeptAnswer(output, head.Time);
        return Once.WriteAsync(
            database, Alone, head,
            new OnceWork<KeptAnswer>(
                async session => await refuse(session) is { } fault ? Result.Refused<KeptAnswer>(fault) : Result.Done(answer),
                async (session, made) =>
                {
                    await keep(session);
                    await VisitRows.KeepAnswerAsync(session, head.Key.RequestId, made);
                    return made;
                },
                _ => head.Key.RequestId, VisitRows.AnswerAsync),
            cancellationToken);
    }

    private static async Task<Fault?> OpenFaultAsync(SqlSession session, VisitPlace place) => await VisitRows.FindAsync(session, place) switch
    {
        null => Fault.Of(FieldRule.UnknownWord, "没有这次就诊，请照 2201 给出的就诊 ID 填写", "mdtrt_id"),
        { Ended: true } => Fault.Of(FieldRule.AlreadyDecided, "这次就诊的挂号已经撤销（2202），请重新挂号", "mdtrt_id"),
        _ => null,
    };

    private static async Task<Fault?> LinesFaultAsync(SqlSession session, VisitPlace place, IReadOnlyList<FeeLine> lines)
    {
        var standing = await VisitRows.StandingAsync(session, place);
        if (lines.FirstOrDefault(l => standing.ContainsKey(l.Batch)) is { } settled)
        {
            return Settled("chrg_bchno", standing[settled.Batch]);
        }

        var known = await VisitRows.LinesAsync(session, place, null);
        var ids = known.Select(l => l.LineId).ToHashSet(StringComparer.Ordinal);
        if (lines.FirstOrDefault(l => !ids.Add(l.LineId)) is { } twice)
        {
            return Fault.Of(
                FieldRule.Duplicate, $"费用明细流水号 {twice.LineId} 在这次就诊里已经有了，每条明细要有自己的流水号；要改正的，先用 2205 撤销", "feedetl_sn");
        }

        var fullest = known.Concat(lines).CountBy(l => l.Batch, StringComparer.Ordinal).MaxBy(b => b.Value);
        return fullest.Value > Settlement.Limits.ItemsMax
            ? Fault.Of(FieldRule.TooMany, $"一个收费批次最多 {Settlement.Limits.ItemsMax} 条明细，请分批次结算", "chrg_bchno")
            : null;
    }

    private static async Task<Fault?> RemovalFaultAsync(SqlSession session, VisitPlace place, string batch)
    {
        if (batch == AllBatches)
        {
            return null;
        }

        var standing = await VisitRows.StandingAsync(session, place);
        return standing.GetValueOrDefault(batch) is { IsEmpty: false } settled ? Settled("chrg_bchno", settled)
            : (await VisitRows.LinesAsync(session, place, batch)).Count == 0
            ? Fault.Of(FieldRule.UnknownWord, "这次就诊没有该收费批次的明细，没有可撤销的", "chrg_bchno")
            : null;
    }

    private static Fault Settled(string field, SettlementId settlementId) => Fault.Of(
        FieldRule.AlreadyDecided, $"已经结算（结算 ID {settlementId}），不能改动明细；确需改动的，先用 2208 撤销结算", field);
}
