using System.Text.RegularExpressions;
using MedAid.Clearing.Books;
using MedAid.Clearing.Decisions;
using MedAid.Tables;

namespace MedAid.Clearing.Sheets;

/// <summary>Outcome of a line of a reply.</summary>
public enum ReplyLineState
{
    /// <summary>It can be taken, or was taken.</summary>
    Good = 1,

    /// <summary>The book says the same already; nothing is to be done.</summary>
    AnsweredBefore = 2,

    /// <summary>The county has written nothing; the line stays claimed.</summary>
    Unanswered = 3,

    /// <summary>It cannot be taken; its fault says why.</summary>
    Bad = 4,
}

/// <summary>A line of a reply as read.</summary>
public sealed record ReplySheetLine(int Line, string ReceivableId, long AcceptedFen, string Reason, ReplyLineState State);

/// <summary>
/// A county's reply (审核结果) as read from the declaration sheet with its last two columns filled in, or any table with these columns. Lines
/// that the book has already are no fault, so that the same file, or a corrected one, can be handed in again.
/// </summary>
public sealed partial class ReplyReading
{
    private const int ReasonMax = MedAid.Settlement.Limits.ReasonMax;

    private static readonly SheetColumn[] Columns =
    [
        new(DeclarationSheet.Receivable, true), new(DeclarationSheet.Accepted, true, "审核金额", "同意金额"),
        new(DeclarationSheet.Reason, false, "扣减原因", "不予支付原因"),
    ];

    private readonly SheetFaults faults = new();
    private readonly List<ReplySheetLine> lines = [];
    private readonly HashSet<string> seen = new(StringComparer.Ordinal);
    private readonly Dictionary<string, long> claimedFen = new(StringComparer.Ordinal);
    private readonly Dictionary<string, (long AcceptedFen, string Reason)> answered = new(StringComparer.Ordinal);
    private readonly ClearingState books;

    private ReplyReading(ClearingState books) => this.books = books;

    /// <summary>The claim that is answered: the one asked for, else the one in the head of the file; empty if neither says.</summary>
    public string ClaimId { get; private set; } = "";

    /// <summary>The lines in the order of the file.</summary>
    public IReadOnlyList<ReplySheetLine> Lines => lines;

    /// <summary>Every fault.</summary>
    public IReadOnlyList<SheetFault> Faults => faults.Found;

    /// <summary>The lines to be written.</summary>
    public IReadOnlyList<ReplyLine> Good =>
        [.. lines.Where(l => l.State == ReplyLineState.Good).Select(l => new ReplyLine(l.ReceivableId, l.AcceptedFen, l.Reason))];

    /// <summary>Reads a file against the books as they stand; <paramref name="claimId"/> may be empty.</summary>
    public static ReplyReading Of(Table table, ClearingState books, string claimId, CancellationToken cancellationToken = default)
    {
        var reading = new ReplyReading(books);
        reading.faults.Take(table);
        if (table.Lines.Count == 0)
        {
            if (table.Faults.Count == 0)
            {
                reading.faults.OfFile("LIST_EMPTY", "文件是空的");
            }
        }
        else if (SheetColumns.Of(table, Columns, reading.faults) is { } columns && reading.Finds(table, columns, claimId))
        {
            reading.Read(table, columns, cancellationToken);
        }

        return reading;
    }

    private bool Finds(Table table, SheetColumns columns, string claimId)
    {
        var written = table.Lines.Take(columns.HeadIndex).SelectMany(l => l.Cells).Select(c => ClaimIdPattern().Match(c))
            .FirstOrDefault(m => m.Success)?.Value ?? "";
        ClaimId = claimId.Length > 0 ? claimId : written;
        if (ClaimId.Length == 0)
        {
            faults.OfFile("CLAIM_MISSING", "不知道是哪个申报批次的回复，请写明申报批次，或保留表头的批次号");
        }
        else if (written.Length > 0 && written != ClaimId)
        {
            faults.OfFile("CLAIM_DIFFERS", $"文件是批次 {written} 的，与所选的批次不同，请核对后重新导入");
        }
        else if (!books.Claims.TryGetValue(ClaimId, out var claim))
        {
            faults.OfFile("CLAIM_NOT_FOUND", "没有这个申报批次，请核对批次号");
        }
        else if (claim.Withdrawn)
        {
            faults.OfFile("CLAIM_WITHDRAWN", "这个申报批次已撤回，请核对批次号，用重新申报的批次");
        }
        else
        {
            Know(claim);
            return true;
        }

        return false;
    }

    /// <summary>What was claimed, and what the book says of it already.</summary>
    private void Know(Claim claim)
    {
        foreach (var line in claim.Lines)
        {
            claimedFen.Add(line.ReceivableId, line.AmountFen);
        }

        foreach (var record in books.Records.Where(
            r => r.Kind == RecordKind.ReplyRecorded && r.ClaimId == claim.ClaimId && books.Corrections.Stands(r)))
        {
            foreach (var move in record.Moves)
            {
                var before = answered.GetValueOrDefault(move.ReceivableId, (0, ""));
                answered[move.ReceivableId] = move.To == ReceivableStanding.Accepted ? (move.AmountFen, before.Reason) : before;
            }

            foreach (var (id, reason) in record.Refusals)
            {
                answered[id] = (answered[id].AcceptedFen, reason);
            }
        }
    }

    private void Read(Table table, SheetColumns columns, CancellationToken cancellationToken)
    {
        foreach (var line in table.Lines.Skip(columns.HeadIndex + 1))
        {
            cancellationToken.ThrowIfCancellationRequested();
            // Sub-totals, the total and notes stand on lines without a receivable.
            if (faults.TakeNumber(line, columns, DeclarationSheet.Receivable, "RECEIVABLE_NOT_TEXT"))
            {
                continue;
            }

            if (columns.Text(line, DeclarationSheet.Receivable) is { Length: > 0 } id)
            {
                lines.Add(Line(
                    line.Number, WideText.Narrow(id), columns.Text(line, DeclarationSheet.Accepted), columns.Text(line, DeclarationSheet.Reason)));
            }
            else if (columns.Text(line, DeclarationSheet.Accepted).Length > 0 && columns.Text(line, DeclarationSheet.Reason).Length > 0)
            {
                faults.Add(line.Number, DeclarationSheet.Receivable, "RECEIVABLE_MISSING", "这一行没有应收编号，请补上，或清空核准金额和原因");
            }
        }

        if (lines.Count == 0 && faults.Found.Count == 0)
        {
            faults.OfFile("LIST_EMPTY", "表头下面没有明细");
        }
        else if (lines.Count > 0 && lines.TrueForAll(l => l.State == ReplyLineState.Unanswered))
        {
            faults.OfFile("NOTHING_ANSWERED", "没有一行填了核准金额，请填好后再导入");
        }
    }

    private ReplySheetLine Line(int number, string id, string accepted, string reason)
    {
        if (accepted.Length == 0 && reason.Length == 0 && !faults.Has(number))
        {
            return new ReplySheetLine(number, id, 0, "", ReplyLineState.Unanswered);
        }

        var acceptedFen = Amount(number, accepted);
        if (reason.Length > ReasonMax)
        {
            faults.Add(number, DeclarationSheet.Reason, "REASON_TOO_LONG", $"原因最多 {ReasonMax} 个字，请缩短");
        }
        else if (reason.Any(char.IsControl))
        {
            faults.Add(number, DeclarationSheet.Reason, "REASON_FORMAT", "原因里有换行或不能显示的字符，请写成一行");
        }

        if (!seen.Add(id))
        {
            faults.Add(number, DeclarationSheet.Receivable, "LINE_GIVEN_TWICE", "同一笔应收在文件中出现两次，请只保留一行");
        }

        var state = faults.Has(number) ? ReplyLineState.Bad : StateOf(number, id, acceptedFen, reason);
        return new ReplySheetLine(number, id, acceptedFen, reason, state);
    }

    private long Amount(int number, string accepted)
    {
        if (accepted.Length == 0)
        {
            if (!faults.Has(number))
            {
                faults.Add(number, DeclarationSheet.Accepted, "AMOUNT_MISSING", "写了原因而没有核准金额；全部拒付请写 0");
            }

            return 0;
        }

        if (AmountText.Read(accepted, Limits.LineFenMax, out var acceptedFen) is { } problem)
        {
            faults.Add(number, DeclarationSheet.Accepted, problem.Code, problem.Message);
        }
        else if (acceptedFen < 0)
        {
            faults.Add(number, DeclarationSheet.Accepted, "AMOUNT_NEGATIVE", "核准金额不能小于 0");
        }

        return acceptedFen;
    }

    private ReplyLineState StateOf(int number, string id, long acceptedFen, string reason)
    {
        if (!claimedFen.ContainsKey(id))
        {
            return Bad(number, DeclarationSheet.Receivable, "LINE_NOT_IN_CLAIM", "这笔应收不在该申报批次中，请核对应收编号");
        }

        var receivable = books.Receivables[id];
        var openFen = receivable.ClaimId == ClaimId ? receivable.Fen(ReceivableStanding.Claimed) : 0;
        if (openFen == 0)
        {
            return StateOfClosed(number, id, (acceptedFen, acceptedFen < claimedFen[id] ? reason : ""));
        }

        if (acceptedFen > openFen)
        {
            return Bad(number, DeclarationSheet.Accepted, "ACCEPTED_ABOVE_CLAIMED", "核准金额大于申报金额，请核对");
        }

        return acceptedFen < openFen && reason.Length == 0
            ? Bad(number, DeclarationSheet.Reason, "REASON_MISSING", "核准金额小于申报金额，请写明拒付原因")
            : ReplyLineState.Good;
    }

    private ReplyLineState StateOfClosed(int number, string id, (long AcceptedFen, string Reason) answer)
    {
        if (!answered.TryGetValue(id, out var before))
        {
            return Bad(number, DeclarationSheet.Receivable, "LINE_NOT_OPEN_TO_REPLY", "这笔应收的结算已撤销，请删去这一行");
        }

        return before == answer
            ? ReplyLineState.AnsweredBefore
            : Bad(number, DeclarationSheet.Accepted, "ANSWERED_OTHERWISE", "这笔应收已登记过不同的审核结果，请查明后用申诉、更正或冲正处理");
    }

    private ReplyLineState Bad(int number, string column, string code, string message)
    {
        faults.Add(number, column, code, message);
        return ReplyLineState.Bad;
    }

    [GeneratedRegex(@"Q\d{6}-[A-Za-z0-9]+-\d{4}-\d{2}-\d+")]
    private static partial Regex ClaimIdPattern();
}
