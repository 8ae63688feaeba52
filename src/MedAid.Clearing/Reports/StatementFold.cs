using MedAid.Clearing.Books;
using MedAid.Core;
using MedAid.Settlement;

namespace MedAid.Clearing.Reports;

/// <summary>
/// Reads the clearing book once and keeps, for one county, what stood where before the period, what moved in it, and what stands at its end.
/// Whatever the history, what stood plus what came less what went is what stands; every statement is checked for it. A record that was
/// corrected is left out with its counter-record.
/// </summary>
public sealed class StatementFold
{
    private static readonly ReceivableStanding[] Owed =
        [ReceivableStanding.Open, ReceivableStanding.Claimed, ReceivableStanding.Accepted, ReceivableStanding.Refused,
            ReceivableStanding.Disputed, ReceivableStanding.Retained];

    private static readonly ReceivableStanding[] Expected = [ReceivableStanding.Open, ReceivableStanding.Claimed, ReceivableStanding.Accepted];

    private readonly StatementOrder order;
    private readonly long recordNumber;
    private readonly Dictionary<string, NewReceivable> origins = new(StringComparer.Ordinal);
    private readonly Dictionary<(string ReceivableId, ReceivableStanding Standing), long> stands = [];
    private readonly Dictionary<ReceivableStanding, long> opening = [];
    private readonly Dictionary<(ReceivableStanding From, ReceivableStanding To), long> moved = [];
    private readonly Dictionary<(Fund Fund, ReceivableStanding From, ReceivableStanding To), long> movedOfFund = [];
    private readonly Dictionary<Fund, long> incurred = [];
    private readonly List<(DateOnly ServiceDate, DateOnly PaidDate, long AmountFen)> paid = [];
    private readonly Dictionary<string, (int Lines, long AmountFen)> refusals = new(StringComparer.Ordinal);
    private readonly Dictionary<string, PaymentRow> payments = new(StringComparer.Ordinal);
    private long advancedFen;
    private long matchedFen;
    private long unmatchedOpeningFen;
    private long refundOpeningFen;
    private long refundPaidFen;
    private long refundSetOffFen;

    private StatementFold(StatementOrder order, long recordNumber) => (this.order, this.recordNumber) = (order, recordNumber);

    /// <summary>The statement of a county; with nothing known of the county, all its figures are zero.</summary>
    public static CountyStatement Of(ClearingState books, StatementOrder order)
    {
        var fold = new StatementFold(order, order.RecordNumber == 0 ? books.Number : Math.Min(order.RecordNumber, books.Number));
        foreach (var record in books.Records)
        {
            if (record.Number > fold.recordNumber)
            {
                break;
            }

            if (books.Corrections.Stands(record, fold.recordNumber))
            {
                fold.Read(record);
            }
        }

        var statement = fold.Close();
        Check(statement);
        return statement;
    }

    private bool IsOurs(CountyCode county, HospitalCode hospital) =>
        county == order.CountyCode && (order.HospitalCode.IsEmpty || hospital == order.HospitalCode);

    private void Read(ClearingRecord record)
    {
        foreach (var origin in record.Receivables.Where(r => IsOurs(r.CountyCode, r.HospitalCode) && r.ServiceDate <= order.To))
        {
            Open(origin);
        }

        var day = ChinaTime.DayOf(record.RecordedTime);
        if (day > order.To)
        {
            return;
        }

        foreach (var move in record.Kind == RecordKind.Unwound ? Unwinding(record) : record.Moves)
        {
            if (origins.TryGetValue(move.ReceivableId, out var origin))
            {
                Move(record, day, origin, move);
            }
        }

        ReadRefusals(record, day);
        if (record.Payment is { } payment && IsOurs(record.CountyCode, record.HospitalCode))
        {
            Pay(payment, day, record.Kind != RecordKind.PaymentMatched);
        }

        if (record.Refund is { } refund && IsOurs(record.CountyCode, record.HospitalCode))
        {
            GiveBack(refund.AmountFen, day, record.Kind != RecordKind.CountyRefunded);
        }
    }

    private void GiveBack(long amountFen, DateOnly day, bool isSetOff)
    {
        if (day < order.From)
        {
            refundOpeningFen -= amountFen;
            return;
        }

        refundPaidFen = checked(refundPaidFen + (isSetOff ? 0 : amountFen));
        refundSetOffFen = checked(refundSetOffFen + (isSetOff ? amountFen : 0));
    }

    private void Open(NewReceivable origin)
    {
        origins.Add(origin.ReceivableId, origin);
        Add(stands, (origin.ReceivableId, ReceivableStanding.Open), origin.AmountFen);
        if (origin.ServiceDate < order.From)
        {
            Add(opening, ReceivableStanding.Open, origin.AmountFen);
            return;
        }

        Add(incurred, origin.Fund, origin.AmountFen);
        advancedFen = checked(advancedFen + (origin.Advanced ? origin.AmountFen : 0));
    }

    private void Move(ClearingRecord record, DateOnly day, NewReceivable origin, Move move)
    {
        Add(stands, (move.ReceivableId, move.From), -move.AmountFen);
        Add(stands, (move.ReceivableId, move.To), move.AmountFen);
        if (move.To == ReceivableStanding.Paid)
        {
            paid.Add((origin.ServiceDate, record.Payment!.PaidDate, move.AmountFen));
        }

        if (day >= order.From)
        {
            Add(moved, (move.From, move.To), move.AmountFen);
            Add(movedOfFund, (origin.Fund, move.From, move.To), move.AmountFen);
            return;
        }

        Add(opening, move.From, -move.AmountFen);
        Add(opening, move.To, move.AmountFen);
        refundOpeningFen += move is { From: ReceivableStanding.Paid, To: ReceivableStanding.Unwound } ? move.AmountFen : 0;
    }

    /// <summary>An undoing takes what stands, which is not what stood if something before it was corrected since.</summary>
    private Move[] Unwinding(ClearingRecord record) =>
    [
        .. from id in record.Moves.Select(m => m.ReceivableId).Distinct()
           from standing in Enum.GetValues<ReceivableStanding>()
           let amountFen = stands.GetValueOrDefault((id, standing))
           where amountFen > 0
           select new Move(id, standing, ReceivableStanding.Unwound, amountFen),
    ];

    private void ReadRefusals(ClearingRecord record, DateOnly day)
    {
        if (day < order.From || record.Kind != RecordKind.ReplyRecorded)
        {
            return;
        }

        var reasons = record.Refusals.ToDictionary(r => r.ReceivableId, r => r.Reason, StringComparer.Ordinal);
        foreach (var move in record.Moves.Where(m => m.To == ReceivableStanding.Refused && origins.ContainsKey(m.ReceivableId)))
        {
            var sum = refusals.GetValueOrDefault(reasons[move.ReceivableId]);
            refusals[reasons[move.ReceivableId]] = (sum.Lines + 1, checked(sum.AmountFen + move.AmountFen));
        }
    }

    private void Pay(PaymentFact payment, DateOnly day, bool isNew)
    {
        var (receivedFen, setOffFen, matched) = (isNew ? payment.ReceivedFen : 0, isNew ? payment.SetOffFen : 0, payment.MatchedFen);
        if (day < order.From)
        {
            unmatchedOpeningFen = checked(unmatchedOpeningFen + receivedFen + setOffFen - matched);
        }
        else
        {
            matchedFen = checked(matchedFen + matched);
        }

        if (isNew && day >= order.From)
        {
            payments.Add(payment.PaymentId, new PaymentRow(payment.PaymentId, payment.PaidDate, day, receivedFen, matched, setOffFen));
        }
        else if (payments.TryGetValue(payment.PaymentId, out var row))
        {
            payments[payment.PaymentId] = row with { MatchedFen = checked(row.MatchedFen + matched) };
        }
    }

    private CountyStatement Close()
    {
        StandingFlow[] flows = [.. Enum.GetValues<ReceivableStanding>().Select(Flow)];
        var receivedFen = payments.Values.Sum(p => p.ReceivedFen);
        return new CountyStatement(order)
        {
            OpeningFen = flows.Where(f => Owed.Contains(f.Standing)).Sum(f => f.OpeningFen),
            AdvancedFen = advancedFen,
            OtherFen = incurred.Values.Sum() - advancedFen,
            PaidFen = OutOfOwed(ReceivableStanding.Paid),
            DeductedFen = OutOfOwed(ReceivableStanding.Deducted),
            ChargedFen = OutOfOwed(ReceivableStanding.Charged),
            WrittenOffFen = OutOfOwed(ReceivableStanding.WrittenOff),
            UnwoundFen = OutOfOwed(ReceivableStanding.Unwound),
            ClosingFen = flows.Where(f => Owed.Contains(f.Standing)).Sum(f => f.ClosingFen),
            ClaimedFen = moved.GetValueOrDefault((ReceivableStanding.Open, ReceivableStanding.Claimed)),
            AcceptedFen = moved.Where(m => m.Key.To == ReceivableStanding.Accepted).Sum(m => m.Value),
            RefusedFen = moved.GetValueOrDefault((ReceivableStanding.Claimed, ReceivableStanding.Refused)),
            RetainedFen = moved.GetValueOrDefault((ReceivableStanding.Accepted, ReceivableStanding.Retained)),
            Standings = flows,
            Funds = Funds(),
            Refusals =
            [
                .. refusals.Select(r => new RefusalSum(r.Key, r.Value.Lines, r.Value.AmountFen))
                    .OrderByDescending(r => r.AmountFen).ThenBy(r => r.Reason, StringComparer.Ordinal),
            ],
            Payments = [.. payments.Values.OrderBy(p => p.BookedDate).ThenBy(p => p.PaymentId, StringComparer.Ordinal)],
            UnmatchedOpeningFen = unmatchedOpeningFen,
            ReceivedFen = receivedFen,
            UnmatchedClosingFen = checked(unmatchedOpeningFen + receivedFen + refundSetOffFen - matchedFen),
            RefundOpeningFen = refundOpeningFen,
            RefundNewFen = moved.GetValueOrDefault((ReceivableStanding.Paid, ReceivableStanding.Unwound)),
            RefundPaidFen = refundPaidFen,
            RefundSetOffFen = refundSetOffFen,
            Forecast = Forecast(),
            RecordNumber = recordNumber,
        };
    }

    private StandingFlow Flow(ReceivableStanding standing) => new(
        standing,
        opening.GetValueOrDefault(standing),
        checked(moved.Where(m => m.Key.To == standing).Sum(m => m.Value) + (standing == ReceivableStanding.Open ? incurred.Values.Sum() : 0)),
        moved.Where(m => m.Key.From == standing).Sum(m => m.Value),
        stands.Where(s => s.Key.Standing == standing).Sum(s => s.Value));

    private long OutOfOwed(ReceivableStanding to) => moved.Where(m => m.Key.To == to && Owed.Contains(m.Key.From)).Sum(m => m.Value);

    private FundFlow[] Funds() =>
    [
        .. origins.Values.Select(o => o.Fund).Distinct().Order().Select(fund => new FundFlow(
            fund,
            incurred.GetValueOrDefault(fund),
            movedOfFund.Where(m => m.Key.Fund == fund && m.Key.To == ReceivableStanding.Accepted).Sum(m => m.Value),
            movedOfFund.Where(m => m.Key.Fund == fund && m.Key.To == ReceivableStanding.Paid).Sum(m => m.Value),
            stands.Where(s => origins[s.Key.ReceivableId].Fund == fund && Owed.Contains(s.Key.Standing)).Sum(s => s.Value))),
    ];

    private CashForecast Forecast() => CashForecast.Of(
        CashForecast.DaysOf(paid), order.To,
        [
            .. stands.Where(s => s.Value != 0 && Expected.Contains(s.Key.Standing))
                .Select(s => (origins[s.Key.ReceivableId].ServiceDate, s.Value)),
        ],
        stands.Where(s => Owed.Contains(s.Key.Standing) && !Expected.Contains(s.Key.Standing)).Sum(s => s.Value));

    private static void Check(CountyStatement s)
    {
        Invariant.Holds(
            s.Standings.All(f => f.OpeningFen + f.InFen - f.OutFen == f.ClosingFen), "every standing closes with what stood, came and went");
        Invariant.Holds(
            s.OpeningFen + s.AdvancedFen + s.OtherFen - s.PaidFen - s.DeductedFen - s.ChargedFen - s.WrittenOffFen - s.UnwoundFen
                == s.ClosingFen,
            "the statement of a county ties");
        Invariant.Holds(s.Funds.Sum(f => f.ClosingFen) == s.ClosingFen, "the funds owe what the county owes");
        Invariant.Holds(s.Refusals.Sum(r => r.AmountFen) == s.RefusedFen, "every refusal has its reason");
        Invariant.Holds(
            s.Funds.Sum(f => f.PaidFen) == s.UnmatchedOpeningFen + s.ReceivedFen + s.RefundSetOffFen - s.UnmatchedClosingFen,
            "what is paid is what was matched");
        Invariant.Holds(
            s.Forecast.OverdueFen + s.Forecast.Months.Sum(m => m.AmountFen) + s.Forecast.NotExpectedFen == s.ClosingFen,
            "what is owed is expected or is not");
    }

    private static void Add<TKey>(Dictionary<TKey, long> sums, TKey key, long amountFen)
        where TKey : notnull => sums[key] = checked(sums.GetValueOrDefault(key) + amountFen);
}
