using MedAid.Bureau.Messages;
using MedAid.Bureau.Visits;
using MedAid.Core;
using MedAid.Gateway.Calls;
using MedAid.Settlement.Claims;
using MedAid.Settlement.Ledger;
using MedAid.Settlement.Ports;

namespace MedAid.Gateway.National;

/// <summary>
/// 2206, 2207, 2208 and 5203, by the use cases of Quote, Settle, Reverse and GetSettlement. The key and the content of a message stand in the
/// ledger with what it did, in one transaction: nothing else is kept of it, and the answer is made from there each time.
/// </summary>
internal sealed class SettleTransactions(
    DoorWrites writes, VisitStore visits, VisitTurns turns, SetlInfo info, QuoteVisit quotes, SettleClaim settle, ReverseClaim reverse,
    ILedger ledger) : INationalTransactions
{
    private const string ReversalReason = "医院系统撤销结算（2208）";
    private const string ByItem = "01";
    private const string Used = "1";
    private const string AccountWarning = "本系统不掌握个人账户余额，没有用个人账户支付，应付金额都计入现金";
    private const int WarningMax = 500;

    /// <inheritdoc/>
    public IReadOnlyList<NationalTransaction> All =>
    [
        new("2206", QuoteAsync), new("2207", SettleAsync), new("2208", ReverseAsync), new("5203", FindAsync),
    ];

    private async Task<DoorAnswer> QuoteAsync(NationalRequest request, HttpContext http, CallTimer timer)
    {
        var row = DoorWrites.NodeOf(request, SettleTables.Settle);
        var (visit, lines) = await BillAsync(request, row, timer.Token);
        var draft = DoorClaims.Draft(visit, lines);
        var quoted = DoorClaims.ValueOf(await quotes.QuoteAsync(draft, compare: false, 0, timer.Token), lines);
        var facts = new SetlFacts(visit, PlaceOf(visit), visit.PersonKey, quoted.Breakdown)
        {
            MessageId = request.Envelope["msgid"], Care = visit.Treatment!.Care, Day = lines.Max(l => l.Day),
        };
        return new DoorAnswer(info.Of(facts), WarningOf(row, quoted.Warnings));
    }

    private Task<DoorAnswer> SettleAsync(NationalRequest request, HttpContext http, CallTimer timer)
    {
        var input = DoorWrites.InputOf(request, SettleTables.Settle);
        var row = input.Rows("data")[0];
        var place = new VisitPlace(request.HospitalCode, row["mdtrt_id"]);
        return turns.TakeAsync(place, () => SettleAsync(request, row, writes.HashOf(request, SettleTables.Settle, input), timer), timer.Token);
    }

    private async Task<DoorAnswer> SettleAsync(NationalRequest request, NationalRow row, string hash, CallTimer timer)
    {
        var key = DoorWrites.KeyOf(request);
        if (await ledger.FindRequestAsync(key, timer.Token) is { } known)
        {
            if (known.Settlement is { Document: var done } stored)
            {
                return KeptClaim.Read(done)?.MessageHash != hash ? throw DoorWrites.Reused()
                    : await UndoTransactions.IsUndoneAsync(ledger, stored, timer.Token)
                    ? throw new NationalRefusedException("该报文办理之后已被冲正（2601），没有结算有效；确需办理的，请用新的 msgid 重新提交")
                    : await DoneAsync(row, done, null, timer.Token);
            }

            RequireNotUndone(known);
        }

        var (visit, lines) = await BillAsync(request, row, timer.Token);
        var settled = DoorClaims.ValueOf(
            await settle.SettleAsync(key, DoorClaims.Draft(visit, lines, hash), validateOnly: false, timer.Token), lines);
        return Done(row, visit, settled.Document, null);
    }

    private async Task<DoorAnswer> ReverseAsync(NationalRequest request, HttpContext http, CallTimer timer)
    {
        var row = DoorWrites.NodeOf(request, SettleTables.Reverse);
        var key = DoorWrites.KeyOf(request);
        if (await ledger.FindRequestAsync(key, timer.Token) is { Settlement: null } refused)
        {
            RequireNotUndone(refused);
        }

        var original = (await OwnAsync(request, row, timer.Token)).Document;
        var answer = await reverse.ReverseAsync(
            key, request.HospitalCode, original.SettlementId, ReversalReason, validateOnly: false, timer.Token);
        return await DoneAsync(row, DoorClaims.ValueOf(answer, []).Document, original, timer.Token);
    }

    private async Task<DoorAnswer> FindAsync(NationalRequest request, HttpContext http, CallTimer timer)
    {
        var row = DoorWrites.NodeOf(request, SettleTables.Settlement);
        var stored = await OwnAsync(request, row, timer.Token);
        var original = stored.Document.ReversesSettlementId is { } undone ? (await ledger.FindAsync(undone, timer.Token))?.Document : null;
        var visit = await VisitOfAsync(stored.Document, timer.Token);
        var output = info.Of(SetlFacts.Of(stored.Document, visit, original));
        SetlQuery.Complete(output, stored, info.RegionOf(request.HospitalCode));
        return new DoorAnswer(output);
    }

    /// <summary>
    /// The settlement that a message names, of its own hospital and person. Some clients send the message id of the settlement in the place of its
    /// id; it names the same.
    /// </summary>
    private async Task<StoredSettlement> OwnAsync(NationalRequest request, NationalRow row, CancellationToken cancellationToken)
    {
        var named = row["setl_id"];
        var stored = named.Length == 0
            ? await OnlyOneAsync(request, row, cancellationToken)
            : await ledger.FindAsync(new SettlementId(named), cancellationToken)
                ?? (await ledger.FindRequestAsync(DoorWrites.KeyOf(request, "2207", named), cancellationToken))?.Settlement;
        return stored is { Document: var document } && document.HospitalCode == request.HospitalCode
            && document.PersonKey.Text == row["psn_no"] && (row["mdtrt_id"].Length == 0 || document.VisitId == row["mdtrt_id"])
            ? stored
            : throw new NationalRefusedException("没有这笔结算，请核对结算 ID、就诊 ID 和人员编号");
    }

    private async Task<StoredSettlement?> OnlyOneAsync(NationalRequest request, NationalRow row, CancellationToken cancellationToken)
    {
        var standing = await visits.StandingAsync(new VisitPlace(request.HospitalCode, row["mdtrt_id"]), cancellationToken);
        return standing.Count > 1
            ? throw new NationalRefusedException($"{row.Path}.setl_id 这次就诊有 {standing.Count} 笔结算，请写明结算 ID")
            : standing.Count == 0 ? null : await ledger.FindAsync(standing.Values.First(), cancellationToken);
    }

    /// <summary>A visit with the lines of the bill that a message names, each figure of the message checked against them.</summary>
    private async Task<(RegisteredVisit Visit, IReadOnlyList<FeeLine> Lines)> BillAsync(
        NationalRequest request, NationalRow row, CancellationToken cancellationToken)
    {
        var (found, lines) = await visits.FindWithLinesAsync(
            new VisitPlace(request.HospitalCode, row["mdtrt_id"]), row["chrg_bchno"], cancellationToken);
        var visit = VisitTransactions.VisitOf(found, row);
        if (visit.Treatment is not { } treatment || lines.Count == 0)
        {
            throw new NationalRefusedException(lines.Count == 0
                ? $"{row.Path}.chrg_bchno 这次就诊没有该收费批次的明细，请先上传明细（2204）"
                : "这次就诊还没有就诊信息，请先上传就诊信息（2203）");
        }

        Require(row["insutype"] == visit.Insurance, row, "insutype", $"与挂号时的险种 {visit.Insurance} 不同，请核对");
        Require(row["med_type"] is "" || row["med_type"] == treatment.MedicalType, row, "med_type", $"与就诊信息里的 {treatment.MedicalType} 不同，请核对");
        Require(row["psn_setlway"] is "" or ByItem, row, "psn_setlway", "只办理 01（按项目结算）");
        RequireSum(row, "medfee_sumamt", lines.Sum(l => l.AmountFen), "已上传明细的合计");
        if (SettleTables.Parts.Any(p => row.Fen(p) != 0))
        {
            RequireSum(row, "fulamt_ownpay_amt", lines.Sum(l => l.Split.OutOfScopeFen), "2204 返回的合计");
            RequireSum(row, "overlmt_selfpay", lines.Sum(l => l.Split.OverCeilingFen), "2204 返回的合计");
            RequireSum(row, "preselfpay_amt", lines.Sum(l => l.Split.FirstSelfPayFen), "2204 返回的合计");
            RequireSum(row, "inscp_scp_amt", lines.Sum(l => l.Split.InScopeFen), "2204 返回的合计");
        }

        return (visit, lines);
    }

    private static void RequireSum(NationalRow row, string name, long sumFen, string what) => Require(
        row.Fen(name) == sumFen, row, name, $"是 {ExactNumber.Yuan(row.Fen(name))}，{what}是 {ExactNumber.Yuan(sumFen)}，两者要相等");

    private static void Require(bool holds, NationalRow row, string name, string problem)
    {
        if (!holds)
        {
            throw new NationalRefusedException($"{row.Path}.{name} {problem}");
        }
    }

    private static void RequireNotUndone(RequestRecord known)
    {
        if (known.Refusal?.Reason == Refusal.UndoneBeforehand)
        {
            throw new NationalRefusedException("该报文在到达之前已被冲正（2601），没有办理；确需办理的，请用新的 msgid 重新提交");
        }
    }

    private async Task<DoorAnswer> DoneAsync(
        NationalRow row, SettlementDocument document, SettlementDocument? original, CancellationToken cancellationToken) =>
        Done(row, await VisitOfAsync(document, cancellationToken), document, original);

    private DoorAnswer Done(NationalRow row, RegisteredVisit? visit, SettlementDocument document, SettlementDocument? original) =>
        new(info.Of(SetlFacts.Of(document, visit, original)), WarningOf(row, document.Breakdown.Warnings))
        {
            Done = (document.RequestId, document.SettledTime),
        };

    private async Task<RegisteredVisit?> VisitOfAsync(SettlementDocument document, CancellationToken cancellationToken) =>
        await visits.FindAsync(new VisitPlace(document.HospitalCode, document.VisitId), cancellationToken);

    private static VisitPlace PlaceOf(RegisteredVisit visit) => new(visit.HospitalCode, visit.VisitId);

    private static string WarningOf(NationalRow row, IReadOnlyList<string> warnings)
    {
        var text = string.Join('；', row["acct_used_flag"] == Used ? [AccountWarning, .. warnings] : warnings);
        return text.Length > WarningMax ? $"{text[..(WarningMax - 1)]}…" : text;
    }
}
