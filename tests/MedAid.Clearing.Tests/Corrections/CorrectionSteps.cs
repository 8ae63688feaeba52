using MedAid.Clearing.Books;
using MedAid.Clearing.Decisions;
using MedAid.Clearing.Patients;
using MedAid.Core;

namespace MedAid.Clearing.Tests.Corrections;

/// <summary>Corrections as steps of a history, and the book as it would be without what was corrected.</summary>
internal static class CorrectionSteps
{
    /// <summary>Every kind of record that can be corrected.</summary>
    public static RecordKind[] Kinds { get; } =
        [.. Enum.GetValues<RecordKind>().Where(k => Books.Corrections.CanCorrect(Example(k)))];

    /// <summary>One random step: mostly a proposal that is decided at once.</summary>
    public static ClearingRefusal Step(Office office, Dice random)
    {
        if (random.Next(8) == 0)
        {
            return Withdraw(office, office.Books.Claims.Keys.ElementAtOrDefault(random.Next(office.Books.Claims.Count + 1)) ?? "Q-unknown");
        }

        // A kind first, so that the rare ones have their turn.
        var kinds = office.Records.Where(r => Books.Corrections.CanCorrect(r) && office.Books.Corrections.Stands(r)).ToLookup(r => r.Kind);
        var kind = kinds.ElementAtOrDefault(random.Next(kinds.Count + 1));
        var number = kind?.ElementAt(random.Next(kind.Count())).Number ?? random.NextInt64(office.Books.Number + 2);
        var isNew = office.Books.Corrections.OpenFor(number) is null;
        var refusal = isNew ? Propose(office, number, random.Next(20) == 0 ? "" : "录入错误") : ClearingRefusal.None;
        if (refusal != ClearingRefusal.None || random.Next(10) == 0)
        {
            return refusal;
        }

        var decided = Decide(
            office, office.Books.Corrections.OpenFor(number)!.CorrectionId, random.Next(8) > 0, random.Next(8) == 0 ? "王会计" : "赵科长");
        return isNew ? ClearingRefusal.None : decided;
    }

    public static ClearingRefusal Propose(Office office, long number, string reason = "录入错误") =>
        office.Do((books, head) => CorrectionDecisions.Propose(books, head, number, reason), "王会计");

    public static ClearingRefusal Decide(Office office, string id, bool approved = true, string operatorName = "赵科长") =>
        office.Do((books, head) => CorrectionDecisions.Decide(books, head, id, approved, "核对属实"), operatorName);

    public static ClearingRefusal Withdraw(Office office, string claimId) =>
        office.Do((books, head) => CorrectionDecisions.Withdraw(books, head, claimId, "漏了一笔"));

    /// <summary>Corrects a record, or tells which one has to be corrected first.</summary>
    public static long Correct(Office office, ClearingRecord record)
    {
        var tried = CorrectionDecisions.Propose(office.Books, office.Head("王会计"), record.Number, "录入错误");
        if (tried.Later is { } later)
        {
            Assert.Equal(ClearingRefusal.LaterRecordFirst, tried.Refusal);
            return later.Number;
        }

        Assert.Equal(ClearingRefusal.None, Propose(office, record.Number));
        Assert.Equal(ClearingRefusal.None, Decide(office, office.Books.Corrections.OpenFor(record.Number)!.CorrectionId));
        return 0;
    }

    /// <summary>
    /// The books without what was corrected and without what corrected it: every record that stands read once more, an undoing with what
    /// stands then.
    /// </summary>
    public static ClearingState AsIfNeverWritten(Office office)
    {
        var books = new ClearingState();
        foreach (var record in office.Records)
        {
            var fact = record.Patient;
            var some = record with { Entries = [], Correction = null };
            if (record.Correction is not null || !office.Books.Corrections.Stands(record))
            {
                // The share that came into the book with it stays.
                some = some with
                {
                    Kind = fact?.Share is null ? RecordKind.TurnoverPosted : record.Kind, Moves = [], Refusals = [], Payment = null, Refund = null,
                    Patient = fact?.Share is null ? null : new PatientFact { PersonKey = fact.PersonKey, Share = fact.Share },
                };
            }
            else if (record.Kind == RecordKind.Unwound)
            {
                some = some with
                {
                    Moves =
                    [
                        .. record.Moves.Select(m => m.ReceivableId).Distinct().SelectMany(id => books.Receivables[id].Standings
                            .Select(s => new Move(id, s.Standing, ReceivableStanding.Unwound, s.AmountFen))),
                    ],
                    Patient = Undone(books.Patients, fact!),
                };
            }

            books.Apply(some);
        }

        return books;
    }

    /// <summary>What books say of money, without their records.</summary>
    public static string Picture(ClearingState books) => string.Join(
        '\n',
        [
            .. books.Receivables.Values.OrderBy(r => r.ReceivableId, StringComparer.Ordinal).Select(
                r => $"{r.ReceivableId} {r.ClaimId} {r.RefusalReason} {string.Join(',', r.Payments)} {r.Unwound} {string.Join(',', r.Standings)}"),
            .. books.Payments.Values.OrderBy(p => p.PaymentId, StringComparer.Ordinal).Select(
                p => $"{p.PaymentId} {p.CountyCode} {p.PaidDate} {p.ReceivedFen} {p.SetOffFen} {p.MatchedFen}"),
            .. books.Claims.Values.Where(c => !c.Withdrawn).Select(c => $"{c.ClaimId} {c.ClaimedFen}").Order(StringComparer.Ordinal),
            .. RandomHistoryTests.Counties.Select(c => $"{c} {string.Join(',', books.Refunds.FundsOf(new HospitalCode(Visits.Hospital), new CountyCode(c)))}"),
            .. books.Patients.Deposits.Select(d => d.ToString()).Order(StringComparer.Ordinal),
            .. books.Patients.Shares.Values.OrderBy(s => s.SettlementId).Select(
                s => $"{s.SettlementId} {s.Undone} {string.Join(',', s.Standings)}"),
        ]);

    private static PatientFact Undone(PatientAccounts accounts, PatientFact fact)
    {
        if (!accounts.Shares.TryGetValue(fact.UndoneSettlementId!.Value, out var share))
        {
            return fact with { Moves = [], Deposits = [] };
        }

        var fromDepositFen = share.Fen(ShareStanding.FromDeposit);
        return fact with
        {
            Moves =
            [
                .. share.Standings.Select(s => new ShareMove(
                    share.SettlementId, s.Standing, s.Standing == ShareStanding.Paid ? ShareStanding.RefundDue : ShareStanding.Unwound, s.AmountFen)),
            ],
            Deposits = fromDepositFen == 0 ? [] : [new DepositPart(share.Origin.CountyCode, fromDepositFen)],
        };
    }

    private static ClearingRecord Example(RecordKind kind) => new()
    {
        Number = 1, Kind = kind, RequestId = "", ContentHash = "", RecordedTime = default, Operator = "",
        Patient = new PatientFact { PersonKey = new("P1"), Moves = [new ShareMove(new SettlementId("S1"), ShareStanding.Owed, ShareStanding.WrittenOff, 1)] },
    };
}
