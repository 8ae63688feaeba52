using System.Globalization;
using MedAid.Clearing.Books;
using MedAid.Clearing.Decisions;
using MedAid.Core;
using MedAid.Settlement;
using MedAid.Tables;

namespace MedAid.Clearing.Sheets;

/// <summary>A line of a bank statement and what it came to, or would come to.</summary>
public sealed record PaymentLine(BankLine Bank, PaymentFit Fit, IReadOnlyList<string> ClaimIds, long MatchedFen);

/// <summary>Outcome of a bank statement's file.</summary>
/// <param name="Lines">The good lines.</param>
/// <param name="PassedOver">Lines without money that came in.</param>
/// <param name="Faults">Every fault.</param>
/// <param name="Written">Whether the lines stand in the book.</param>
/// <param name="Refusal">Why the request as such was refused.</param>
public sealed record PaymentImportReport(
    IReadOnlyList<PaymentLine> Lines, int PassedOver, IReadOnlyList<SheetFault> Faults, bool Written, ClearingRefusal Refusal)
{
    /// <summary>Money that went out to counties, with what it may undo.</summary>
    public IReadOnlyList<BankDebit> Debits { get; init; } = [];

    /// <summary>Whether the book had all of it before.</summary>
    public bool Replayed => Faults.Count == 0 && Lines.Count > 0 && Lines.All(l => l.Fit == PaymentFit.RecordedBefore);
}

/// <summary>
/// Takes payments from a bank statement's file. The whole file is tried first, each line after the ones before it, on a copy of the books; only
/// if every line is good (or good lines are wanted alone) they are written, a record each. A file that was cut off half-way is taken up by
/// the same file: what the book has already is not written again.
/// </summary>
public sealed class PaymentImport(ClearingBookService clearing, IReadOnlyDictionary<string, string> counties, TimeProvider time)
{
    /// <summary>Takes a file into the account of a hospital.</summary>
    public async Task<PaymentImportReport> RunAsync(FileOrder order, HospitalCode hospitalCode, CancellationToken cancellationToken)
    {
        var table = await TableFile.ReadAsync(order.File, cancellationToken);
        var trial = await clearing.ReadAsync(books => Try(table, books, order, hospitalCode, cancellationToken), cancellationToken);
        if (order.Key.ValidateOnly || trial.Refusal != ClearingRefusal.None || (trial.Faults.Count > 0 && !order.TakeGoodLines))
        {
            return trial;
        }

        var written = new List<PaymentLine>();
        var faults = new List<SheetFault>(trial.Faults);
        foreach (var line in trial.Lines)
        {
            var (now, refusal) = line.Fit == PaymentFit.RecordedBefore ? (line, default) : await WriteAsync(order, line.Bank, cancellationToken);
            if (now is null)
            {
                faults.Add(Fault(line.Bank.Line, refusal));
            }
            else
            {
                written.Add(now);
            }
        }

        return trial with { Lines = written, Faults = [.. faults.OrderBy(f => f.Line)], Written = true };
    }

    /// <summary>The request id of a line's record.</summary>
    private static string KeyOf(FileOrder order, int line) => string.Create(CultureInfo.InvariantCulture, $"{order.Key.RequestId}-{line}");

    /// <summary>Today, or the day on which the same request first took lines of the file: what was no day to come then is none now.</summary>
    private DateOnly DayOf(Table table, ClearingState books, FileOrder order)
    {
        var today = ChinaTime.Today(time);
        var taken = table.Lines.Select(l => books.Request(KeyOf(order, l.Number))).OfType<ClearingRecord>()
            .Where(r => r.ContentHash == order.Key.ContentHash).Select(r => ChinaTime.DayOf(r.RecordedTime));
        return taken.Append(today).Max();
    }

    private PaymentImportReport Try(Table table, ClearingState books, FileOrder order, HospitalCode hospitalCode, CancellationToken cancellationToken)
    {
        var reading = PaymentReading.Of(table, books, hospitalCode, counties, DayOf(table, books, order), cancellationToken);
        if (reading.Lines.Any(l => books.Request(KeyOf(order, l.Line)) is { } known && known.ContentHash != order.Key.ContentHash))
        {
            return new PaymentImportReport([], 0, [], false, ClearingRefusal.RequestIdReused);
        }

        var copy = BookCopy.OfCounties(books, hospitalCode, reading.Lines.Select(l => l.Notice.CountyCode).ToHashSet());
        var faults = new List<SheetFault>(reading.Faults);
        var lines = new List<PaymentLine>();
        foreach (var bank in reading.Lines)
        {
            cancellationToken.ThrowIfCancellationRequested();
            var head = new RecordHead($"trial-{bank.Line}", "", order.Operator, DateTimeOffset.UnixEpoch);
            var match = PaymentMatch.Of(copy, head, bank.Notice);
            if (match.Decision is { Record: null } refused)
            {
                faults.Add(Fault(bank.Line, refused.Refusal));
                continue;
            }

            lines.Add(Line(bank, match));
            if (match.Decision?.Record is { } record)
            {
                copy.Apply(record);
            }
        }

        return new PaymentImportReport(lines, reading.PassedOver, [.. faults.OrderBy(f => f.Line)], false, ClearingRefusal.None)
        {
            Debits = [.. reading.Debits.Select(d => d.Against(books, copy, hospitalCode))],
        };
    }

    /// <summary>Writes a line; null, with the refusal, if somebody else has recorded its reference otherwise since it was tried.</summary>
    private async Task<(PaymentLine? Line, ClearingRefusal Refusal)> WriteAsync(
        FileOrder order, BankLine bank, CancellationToken cancellationToken)
    {
        PaymentMatch? match = null;
        Decision Decide(ClearingState books, RecordHead head)
        {
            match = PaymentMatch.Of(books, head, bank.Notice);
            return match.Decision ?? new Decision(null);
        }

        var key = order.Key with { RequestId = KeyOf(order, bank.Line) };
        var refusal = (await clearing.WriteAsync(key, order.Operator, Decide, cancellationToken)).Match(
            (_, _) => ClearingRefusal.None, () => ClearingRefusal.RequestIdReused, fault => ((ClearingFault)fault).Refusal);
        return refusal != ClearingRefusal.None ? (null, refusal)
            : (match is null ? new PaymentLine(bank, PaymentFit.RecordedBefore, [], 0) : Line(bank, match), default);
    }

    private static PaymentLine Line(BankLine bank, PaymentMatch match) =>
        new(bank, match.Fit, match.ClaimIds, match.Decision?.Record?.Payment?.MatchedFen ?? 0);

    private static SheetFault Fault(int line, ClearingRefusal refusal) =>
        refusal is ClearingRefusal.PaymentRecordedBefore or ClearingRefusal.RefundRecordedBefore
        ? new SheetFault(line, "银行流水号", "RECORDED_OTHERWISE", "这个流水号已登记过不同的县区、日期或金额，请核对银行回单")
        : new SheetFault(line, "", "NOT_ACCEPTED", "这一行不能登记，请核对金额和申报批次");
}
