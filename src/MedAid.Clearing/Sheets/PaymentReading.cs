using System.Globalization;
using System.Text.RegularExpressions;
using MedAid.Clearing.Books;
using MedAid.Clearing.Decisions;
using MedAid.Core;
using MedAid.Settlement.People;
using MedAid.Tables;

namespace MedAid.Clearing.Sheets;

/// <summary>A line of a bank statement as read: money of a county and what it is for.</summary>
public sealed record BankLine(int Line, PaymentNotice Notice);

/// <summary>
/// A bank's statement (银行流水) as read from CSV or XLSX. Each line with money that came in needs its reference, its day, and the county: by a
/// column, by the payer's name, or by the claims in the remark. Money that went out to a county is named (<see cref="BankDebit"/>): a bank shows so
/// that a payment was taken back. Other lines without money that came in are passed over.
/// </summary>
public sealed partial class PaymentReading
{
    private const string Reference = "银行流水号";
    private const string Day = "到账日期";
    private const string Amount = "到账金额";
    private const string Payer = "付款人";
    private const string County = "县区编码";
    private const string Remark = "摘要";
    private const string Debit = "支出金额";
    private const string Direction = "借贷标志";
    private const int CodeMax = MedAid.Settlement.Limits.CodeMax;

    // As banks write which way money went.
    private static readonly string[] In = ["贷", "贷方", "收", "收入", "来账", "C", "CR", "+"];
    private static readonly string[] Out = ["借", "借方", "支", "支出", "往账", "D", "DR", "-"];

    private static readonly string[] DayForms = ["yyyy-MM-dd", "yyyyMMdd", "yyyy/M/d", "yyyy-M-d", "yyyy年M月d日"];

    private static readonly SheetColumn[] Columns =
    [
        new(Reference, true, "流水号", "交易流水号", "凭证号"), new(Day, true, "交易日期", "入账日期", "日期"),
        new(Amount, true, "贷方金额", "贷方发生额", "收入金额", "金额", "交易金额"), new(Payer, false, "付款人名称", "对方户名", "对方名称", "付款单位"),
        new(County, false, "县区", "参保县（市、区）"), new(Remark, false, "附言", "用途", "备注", "交易附言"),
        new(Debit, false, "借方金额", "借方发生额", "支出"), new(Direction, false, "借贷", "借贷方向", "收支", "收支标志", "收支方向", "交易方向"),
    ];

    private readonly SheetFaults faults = new();
    private readonly List<BankLine> lines = [];
    private readonly List<BankDebit> debits = [];
    private readonly HashSet<string> seen = new(StringComparer.Ordinal);
    private readonly HospitalCode hospitalCode;
    private readonly IReadOnlyDictionary<string, string> counties;
    private readonly (string ClaimId, string Bare)[] claims;
    private readonly HashSet<string> known;
    private readonly ClearingState books;
    private readonly DateOnly today;

    private PaymentReading(ClearingState books, HospitalCode hospitalCode, IReadOnlyDictionary<string, string> counties, DateOnly today)
    {
        this.books = books;
        this.hospitalCode = hospitalCode;
        this.counties = counties;
        this.today = today;
        known = books.Receivables.Values.Select(r => r.CountyCode.Text).Concat(counties.Keys).ToHashSet(StringComparer.Ordinal);
        claims = [.. books.Claims.Values.Where(c => c.HospitalCode == hospitalCode && !c.Withdrawn).Select(c => (c.ClaimId, Bare(c.ClaimId)))];
    }

    /// <summary>The good lines in the order of the file.</summary>
    public IReadOnlyList<BankLine> Lines => lines;

    /// <summary>Lines without money that came in.</summary>
    public int PassedOver { get; private set; }

    /// <summary>Money that went out to counties.</summary>
    public IReadOnlyList<BankDebit> Debits => debits;

    /// <summary>Every fault.</summary>
    public IReadOnlyList<SheetFault> Faults => faults.Found;

    /// <summary>Reads a file; counties are known by their codes and names, and no day is after today.</summary>
    public static PaymentReading Of(
        Table table, ClearingState books, HospitalCode hospitalCode, IReadOnlyDictionary<string, string> counties, DateOnly today,
        CancellationToken cancellationToken = default)
    {
        var reading = new PaymentReading(books, hospitalCode, counties, today);
        reading.faults.Take(table);
        if (table.Lines.Count == 0)
        {
            if (table.Faults.Count == 0)
            {
                reading.faults.OfFile("LIST_EMPTY", "文件是空的");
            }
        }
        else if (SheetColumns.Of(table, Columns, reading.faults) is { } columns)
        {
            foreach (var line in table.Lines.Skip(columns.HeadIndex + 1))
            {
                cancellationToken.ThrowIfCancellationRequested();
                reading.Read(line, columns);
            }
        }

        return reading;
    }

    private void Read(TableLine line, SheetColumns columns)
    {
        var number = line.Number;
        if (!faults.Has(number) && (Text(Amount).Length == 0 || WentOut(Text(Amount), Text(Debit), Text(Direction))))
        {
            ReadDebit(line, columns);
            return;
        }

        if (Text(Direction) is { Length: > 0 } direction && !In.Contains(WideText.Narrow(direction)))
        {
            faults.Add(number, Direction, "DIRECTION_UNKNOWN", "看不出是收入还是支出，请写 贷（收入）或 借（支出）");
        }

        var paymentId = faults.TakeNumber(line, columns, Reference, "REFERENCE_NOT_TEXT") ? "" : ReferenceOf(number, Text(Reference));
        var paidDate = DayOf(number, Text(Day));
        if (AmountText.Read(Text(Amount), Limits.PaymentFenMax, out var receivedFen) is { } problem)
        {
            faults.Add(number, Amount, problem.Code, problem.Message);
        }
        else if (receivedFen <= 0)
        {
            faults.Add(number, Amount, "AMOUNT_NOT_POSITIVE", "到账金额要大于 0；支出请删去这一行");
        }

        var claimIds = ClaimsOf(number, Text(Remark));
        var county = CountyOf(number, Text(County), Text(Payer), claimIds);
        if (!faults.Has(number))
        {
            lines.Add(new BankLine(number, new PaymentNotice(
                paymentId, hospitalCode, new CountyCode(county), paidDate, receivedFen, claimIds, 0, 0)));
        }

        string Text(string title) => columns.Text(line, title);
    }

    private void ReadDebit(TableLine line, SheetColumns columns)
    {
        string Text(string title) => columns.Text(line, title);
        var paymentId = WideText.Narrow(Text(Reference));
        var negative = WideText.Narrow(Text(Amount)).StartsWith('-');
        if (CountyOfDebit(paymentId, Text(County), Text(Payer), Text(Remark)) is not { } county)
        {
            if (negative)
            {
                faults.Add(line.Number, Payer, "PAYER_UNKNOWN", "负数金额是冲回的款，看不出是哪个县区的，请在“县区编码”列写六位编码");
            }

            PassedOver += !negative && line.Cells.Any(c => c.Trim().Length > 0) ? 1 : 0;
            return;
        }

        var written = IsNothing(Text(Debit)) ? WideText.Narrow(Text(Amount)).TrimStart('-') : Text(Debit).TrimStart('-');
        var day = DayOf(line.Number, Text(Day));
        var amountFen = 0L;
        if (written.Length > 0 && AmountText.Read(written, Limits.PaymentFenMax, out amountFen) is { } problem)
        {
            faults.Add(line.Number, Amount, problem.Code, problem.Message);
        }

        if (!faults.Has(line.Number))
        {
            debits.Add(new BankDebit(line.Number, paymentId, new CountyCode(county), day, amountFen));
        }
    }

    /// <summary>The county to which money went: by the reference of its payment, as written, by its name, or by the claims in the remark.</summary>
    private string? CountyOfDebit(string paymentId, string written, string payer, string remark)
    {
        if (books.Payments.TryGetValue(paymentId, out var taken) && taken.HospitalCode == hospitalCode)
        {
            return taken.CountyCode.Text;
        }

        string[] found =
        [
            .. known.Contains(Written(written)) ? [Written(written)] : Array.Empty<string>(),
            .. counties.Where(c => payer.Contains(c.Value, StringComparison.Ordinal)).Select(c => c.Key),
            .. claims.Where(c => Names(Bare(remark), c.Bare)).Select(c => books.Claims[c.ClaimId].CountyCode.Text),
        ];
        return found.FirstOrDefault();
    }

    private static bool WentOut(string amount, string debit, string direction) =>
        Out.Contains(WideText.Narrow(direction)) || WideText.Narrow(amount).StartsWith('-') || (IsNothing(amount) && !IsNothing(debit));

    /// <summary>Whether a cell says that no money went this way.</summary>
    private static bool IsNothing(string amount) =>
        amount.Length == 0 || (AmountText.Read(amount, Limits.PaymentFenMax, out var fen) is null && fen == 0);

    private DateOnly DayOf(int number, string text)
    {
        if (!DateOnly.TryParseExact(WideText.Narrow(text), DayForms, CultureInfo.InvariantCulture, DateTimeStyles.None, out var day))
        {
            faults.Add(number, Day, "DATE", "日期要写成 2026-03-31 的形式");
        }
        else if (day > today)
        {
            faults.Add(number, Day, "DATE_IN_FUTURE", "到账日期在今天之后，请核对");
        }
        else if (day < Settlement.Limits.ServiceDateMin)
        {
            faults.Add(number, Day, "DATE_TOO_EARLY", $"到账日期早于 {Settlement.Limits.ServiceDateMin:yyyy-MM-dd}，请核对");
        }

        return day;
    }

    private string ReferenceOf(int number, string text)
    {
        // The same key as by hand, where blanks and wide letters are refused: banks' programs write both.
        var paymentId = SeenText.Plain(text);
        if (paymentId.Length == 0)
        {
            faults.Add(number, Reference, "REFERENCE_MISSING", "没有银行流水号，请补上，同一笔到账才不会登记两次");
        }
        else if (paymentId.Length > CodeMax)
        {
            faults.Add(number, Reference, "REFERENCE_TOO_LONG", $"银行流水号最多 {CodeMax} 位，请核对是否填错了列");
        }
        else if (!seen.Add(paymentId))
        {
            faults.Add(number, Reference, "REFERENCE_GIVEN_TWICE", "同一流水号在文件中出现两次，请只保留一行");
        }

        return paymentId;
    }

    /// <summary>
    /// The claims that a remark names. Banks drop hyphens and blanks, so both are left out on both sides; a digit behind the number belongs to
    /// a longer number.
    /// </summary>
    private string[] ClaimsOf(int number, string remark)
    {
        var bare = Bare(remark);
        string[] named = [.. claims.Where(c => Names(bare, c.Bare)).Select(c => c.ClaimId)];
        if (named.Length < BatchPattern().Count(bare))
        {
            faults.Add(number, Remark, "CLAIM_NOT_FOUND", "摘要中的申报批次有本院没有的，请核对；不能确定的请删去批次号，按县区核销");
        }

        return named;
    }

    private string CountyOf(int number, string written, string payer, string[] claimIds)
    {
        string[] ofClaims = [.. claimIds.Select(c => books.Claims[c].CountyCode.Text).Distinct()];
        string[] ofPayer = [.. counties.Where(c => payer.Contains(c.Value, StringComparison.Ordinal)).Select(c => c.Key)];
        var told = written.Length > 0 ? Written(written) : ofPayer.Length == 1 ? ofPayer[0] : "";
        if (ofClaims.Length > 1 || (ofClaims.Length == 1 && told.Length > 0 && told != ofClaims[0]))
        {
            faults.Add(number, Remark, "CLAIM_OF_ANOTHER_COUNTY", "摘要中的申报批次不是付款县区的，请核对，必要时分成几行");
        }
        else if (told.Length == 0 && ofClaims.Length == 0)
        {
            faults.Add(
                number, Payer, "PAYER_UNKNOWN", "看不出是哪个县区的款，请在“县区编码”列写六位编码，或在摘要中写申报批次");
        }
        else if (told.Length > 0 && !known.Contains(told))
        {
            faults.Add(number, County, "COUNTY_UNKNOWN", "没有这个县区，请核对六位编码");
        }

        return ofClaims.Length == 1 ? ofClaims[0] : told;
    }

    /// <summary>A county as written into its column, by code or by name; empty if there is none such.</summary>
    private string Written(string text) => WideText.Narrow(text) is { Length: 6 } code && code.All(char.IsAsciiDigit)
        ? code
        : counties.FirstOrDefault(c => c.Value == text).Key ?? "";

    private static bool Names(string remark, string claim)
    {
        for (var at = 0; (at = remark.IndexOf(claim, at, StringComparison.Ordinal)) >= 0; at += claim.Length)
        {
            if (at + claim.Length == remark.Length || !char.IsAsciiDigit(remark[at + claim.Length]))
            {
                return true;
            }
        }

        return false;
    }

    private static string Bare(string text) =>
        string.Concat(WideText.Narrow(text).ToUpperInvariant().Where(c => c != '-' && !char.IsWhiteSpace(c)));

    [GeneratedRegex(@"Q\d{6}[A-Z0-9]+")]
    private static partial Regex BatchPattern();
}
