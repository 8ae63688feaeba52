using MedAid.Bureau.Messages;
using MedAid.Bureau.Visits;
using MedAid.Core;
using MedAid.Gateway.Calls;
using MedAid.Settlement.Claims;
using MedAid.Settlement.Ledger;
using MedAid.Settlement.Ports;

namespace MedAid.Gateway.National;

/// <summary>
/// 2601 冲正: undoes a message of which the hospital does not know what came of it. What it did is reversed; what has not come yet is forestalled by
/// a refusal under its key in the ledger, so that whichever of the two is first there, the other finds it.
/// </summary>
internal sealed class UndoTransactions(
    DoorWrites writes, DoorPatients patients, VisitStore visits, SetlInfo info, ForestallRequest forestall, ReverseClaim reverse, ILedger ledger)
    : INationalTransactions
{
    private const string Number = "2601";
    private const string Settle = "2207";
    private const string Reason = "医院系统冲正（2601）";
    private const int NumberDigits = 4;
    private const int MessageIdMin = 18;

    private static readonly string[] Offered = [Settle, "2208"];

    /// <inheritdoc/>
    public IReadOnlyList<NationalTransaction> All => [new(Number, UndoAsync)];

    /// <summary>Whether a record of the ledger is a reversal by 2601: then neither it nor what it undoes is counted in a reconciliation.</summary>
    public static bool IsUndo(SettlementDocument document) =>
        document.RequestId.StartsWith($"{document.HospitalCode}-{Number}-", StringComparison.Ordinal);

    /// <summary>Whether a settlement was undone by 2601; what 2208 or a refund of items has reversed was not.</summary>
    public static async Task<bool> IsUndoneAsync(ILedger ledger, StoredSettlement stored, CancellationToken cancellationToken) =>
        stored.ReversedBySettlementId is { } reversal && await ledger.FindAsync(reversal, cancellationToken) is { Document: var by } && IsUndo(by);

    private async Task<DoorAnswer> UndoAsync(NationalRequest request, HttpContext http, CallTimer timer)
    {
        var input = DoorWrites.InputOf(request, SettleTables.Undo);
        var row = input.Rows("data")[0];
        return await writes.OnceAsync(request, SettleTables.Undo, input, async head =>
        {
            var number = NumberOf(request, row);
            var key = DoorWrites.KeyOf(request, number, MessageIdOf(row));
            await patients.RequireAsync(row, timer.Token);
            var done = (await ledger.FindRequestAsync(key, timer.Token)) is { } known
                ? known.Settlement
                : await forestall.ForestallAsync(key, request.HospitalCode, timer.Token);
            if (done is not null)
            {
                await UndoAsync(request, row, number, done, timer.Token);
            }

            return await visits.AnswerAsync(head, "", timer.Token);
        }, timer.Token);
    }

    private static string MessageIdOf(NationalRow row) => row["omsgid"] is { Length: >= MessageIdMin } id
        ? id
        : throw new NationalRefusedException($"{row.Path}.omsgid 应是原交易的 msgid，{MessageIdMin} 到 30 位");

    /// <summary>The number of the message to be undone, with or without its letter, if it can be.</summary>
    private string NumberOf(NationalRequest request, NationalRow row)
    {
        var number = row["oinfno"];
        var plain = number.Length > NumberDigits ? number[..NumberDigits] : number;
        var reversible = info.RegionOf(request.HospitalCode).Reversible;
        return !NationalRequest.IsNumber(number) || !reversible.Contains(plain)
            ? throw new NationalRefusedException($"{row.Path}.oinfno 不是可以冲正的交易，可冲正 {string.Join('、', reversible)}")
            : !Offered.Contains(plain)
            ? throw new NationalRefusedException($"{row.Path}.oinfno 本系统不办理交易 {plain}，没有可冲正的")
            : plain;
    }

    private async Task UndoAsync(
        NationalRequest request, NationalRow row, string number, StoredSettlement done, CancellationToken cancellationToken)
    {
        if (done.Document.PersonKey.Text != row["psn_no"])
        {
            throw new NationalRefusedException($"{row.Path}.psn_no 与原交易的人员不同，请核对");
        }

        if (number != Settle)
        {
            throw new NationalRefusedException(
                $"2208 已经撤销了结算（撤销结算 ID {done.Document.SettlementId}），撤销不能冲正；需要恢复的，请用 2207 重新结算");
        }

        if (done.ReversedBySettlementId is not null)
        {
            await RequireUndoneAsync(done, cancellationToken);
            return;
        }

        var key = DoorWrites.KeyOf(request, Number, $"{number}-{row["omsgid"]}");
        var answer = await reverse.ReverseAsync(
            key, request.HospitalCode, done.Document.SettlementId, Reason, validateOnly: false, cancellationToken);
        if (answer.Refusal?.Reason != Refusal.AlreadyReversed)
        {
            DoorClaims.ValueOf(answer, []);
            return;
        }

        // Another was first: if it was not a 2601, it did something else.
        await RequireUndoneAsync((await ledger.FindAsync(done.Document.SettlementId, cancellationToken))!, cancellationToken);
    }

    /// <summary>
    /// What was reversed in another way is not undone. Where something else of the batch stands, as after a refund of items, it is named: it has not
    /// been undone either.
    /// </summary>
    private async Task RequireUndoneAsync(StoredSettlement reversed, CancellationToken cancellationToken)
    {
        if (await IsUndoneAsync(ledger, reversed, cancellationToken))
        {
            return;
        }

        var (document, reversal) = (reversed.Document, reversed.ReversedBySettlementId);
        var standing = await visits.StandingAsync(new VisitPlace(document.HospitalCode, document.VisitId), cancellationToken);
        throw new NationalRefusedException(standing.GetValueOrDefault(document.Batch) is { IsEmpty: false } other
            ? $"该结算已经撤销（撤销结算 ID {reversal}），不能再冲正；同一批次另有一笔结算有效（结算 ID {other}），这笔也要撤销的，请用 2208"
            : $"该结算已由 2208 撤销（撤销结算 ID {reversal}），不能再冲正，不必再办");
    }
}
