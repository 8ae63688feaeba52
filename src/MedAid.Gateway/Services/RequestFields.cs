using System.Globalization;
using Google.Protobuf;
using Grpc.Core;
using MedAid.Contract.Files.V1;
using MedAid.Core;
using MedAid.Gateway.Calls;
using MedAid.Settlement;
using MedAid.Settlement.Claims;
using MedAid.Settlement.People;
using MedAid.Settlement.Writes;
using MedAid.Tables;

namespace MedAid.Gateway.Services;

/// <summary>The fields of a request, checked; every bad one is named at once, and none is repeated.</summary>
internal sealed class RequestFields
{
    private const int CountyDigits = 6;
    private static readonly DateOnly FirstDay = Settlement.Limits.ServiceDateMin;
    private static readonly string DayRange = $"日期要在 {FirstDay:yyyy-MM-dd} 和 {Clearing.Limits.DayMax:yyyy-MM-dd} 之间";

    private readonly List<FieldViolation> violations = [];

    /// <summary>What every writing call has to bring: its request id and its operator.</summary>
    public RequestFields Write(ServerCallContext context)
    {
        ClaimValidation.CheckWrite(RequestKey.Of(context).RequestId, Callers.OperatorOf(context), violations);
        return this;
    }

    /// <summary>Who calls, of a call that writes nothing that has a key.</summary>
    public RequestFields Operator(ServerCallContext context)
    {
        ClaimValidation.CheckOperator(Callers.OperatorOf(context), violations);
        return this;
    }

    public RequestFields Text(string field, string value, string name, int lengthMax = Settlement.Limits.CodeMax)
    {
        ClaimValidation.CheckText(field, value, lengthMax, name, violations);
        return this;
    }

    /// <summary>A key under which something is recorded once: letters that are seen, of plain width, and no blank.</summary>
    public RequestFields Key(string field, string value, string name)
    {
        ClaimValidation.CheckKey(field, value, Settlement.Limits.CodeMax, name, violations);
        return this;
    }

    /// <summary>A key or a code that may be left out.</summary>
    public RequestFields KeyOrNone(string field, string value, string name) => value.Length == 0 ? this : Key(field, value, name);

    public RequestFields That(bool holds, string field, FieldRule rule, string description)
    {
        if (!holds)
        {
            violations.Add(new FieldViolation(field, rule, description));
        }

        return this;
    }

    /// <summary>A text that may be left out.</summary>
    public RequestFields TextOrNone(string field, string value, string name, int lengthMax = Settlement.Limits.CodeMax) =>
        value.Length == 0 ? this : Text(field, value, name, lengthMax);

    /// <summary>Keys and codes, each of which must be there.</summary>
    public RequestFields Texts(string field, IReadOnlyList<string> values, string name)
    {
        That(values.Count <= Clearing.Limits.LinesMax, field, FieldRule.TooMany, $"{name}一次最多 {Clearing.Limits.LinesMax} 个");
        for (var i = 0; i < Math.Min(values.Count, Clearing.Limits.LinesMax); i++)
        {
            Text($"{field}[{i}]", values[i], name, Settlement.Limits.ReasonMax);
        }

        return this;
    }

    /// <summary>Free words about a person that must be there.</summary>
    public RequestFields Words(string field, string value, string name, int lengthMax = People.Limits.NoteMax) =>
        That(SeenText.IsAny(value), field, FieldRule.Required, $"{name}不能空").Note(field, value, name, lengthMax);

    /// <summary>Free words about a person that may be empty. Nobody's number is kept in them.</summary>
    public RequestFields Note(string field, string value, string name, int lengthMax = People.Limits.NoteMax) => That(
            value.Length <= lengthMax && !value.Any(char.IsControl), field, FieldRule.Format, $"{name}最多 {lengthMax} 个字，不能有控制字符")
        .That(!MedAid.Settlement.People.IdNumber.IsInside(value), field, FieldRule.IdNumberInside, $"{name}里不能写身份证号码");

    /// <summary>Why something of the search was decided or done.</summary>
    public RequestFields Reason(string field, string reason, bool needed) => That(
        reason.Length <= Settlement.Limits.ReasonMax && !reason.Any(char.IsControl) && (reason.Trim().Length > 0 || !needed), field,
        needed && reason.Trim().Length == 0 ? FieldRule.Required : FieldRule.Format,
        $"请写明情况，最多 {Settlement.Limits.ReasonMax} 个字，不要换行");

    /// <summary>The id number in capitals.</summary>
    public string IdNumber(string field, string value)
    {
        var number = value.ToUpperInvariant();
        if (IdNumberProblem.Of(number) is { } problem)
        {
            That(false, field, problem.Rule, problem.Text);
        }

        return number;
    }

    /// <summary>A hospital that is known; one that is left out, or is no code, is not checked here.</summary>
    public RequestFields Hospital(HospitalCode hospitalCode, Func<HospitalCode, bool> isKnown) => That(
        hospitalCode.IsEmpty || violations.Exists(v => v.Field == "hospital_code") || isKnown(hospitalCode), "hospital_code",
        FieldRule.UnknownHospital, $"没有编号为{KnownHospitalsAndCounties.Shown(hospitalCode.Text)}的机构，请核对机构编号");

    /// <summary>A county, six digits; empty only where all counties may be meant.</summary>
    public RequestFields County(string county, bool optional = false) => That(
        (optional && county.Length == 0) || (county.Length == CountyDigits && county.All(char.IsAsciiDigit)),
        "county_code", FieldRule.Format, "县区编码要写 6 位行政区划代码");

    /// <summary>A word of an enumeration other than the unspecified one.</summary>
    public RequestFields Known<T>(string field, T word, string name = "是哪一种")
        where T : struct, Enum => That(
        Enum.IsDefined(word) && !EqualityComparer<T>.Default.Equals(word, default), field, FieldRule.Required, $"请写明{name}");

    /// <summary>A word of an enumeration; the unspecified one means any.</summary>
    public RequestFields KnownOrAny<T>(string field, T word)
        where T : struct, Enum => That(Enum.IsDefined(word), field, FieldRule.UnknownWord, "请选约定的一种");

    /// <summary>Fen of one line: up to 10 million yuan.</summary>
    public RequestFields LineAmount(string field, long fen) =>
        That(fen is >= 0 and <= Clearing.Limits.LineFenMax, field, FieldRule.OutOfRange, "金额要在 0 和 1000 万元之间");

    /// <summary>Fen of a payment or a deposit: up to 100 million yuan.</summary>
    public RequestFields Amount(string field, long fen) =>
        That(fen is >= 0 and <= Clearing.Limits.PaymentFenMax, field, FieldRule.OutOfRange, "金额要在 0 和 1 亿元之间");

    /// <summary>Two amounts that are added up.</summary>
    public RequestFields Amounts(string field, long fen, string otherField, long otherFen) =>
        Amount(field, fen).Amount(otherField, otherFen).That(
            (Int128)fen + otherFen <= Clearing.Limits.PaymentFenMax
                || fen > Clearing.Limits.PaymentFenMax || otherFen > Clearing.Limits.PaymentFenMax,
            otherField, FieldRule.OutOfRange, "两项金额之和不能超过 1 亿元");

    /// <summary>A day, ISO 8601.</summary>
    public DateOnly Day(string field, string value)
    {
        var day = ClaimValidation.ReadDay(field, value, violations);
        That(day is null || (day >= FirstDay && day <= Clearing.Limits.DayMax), field, FieldRule.OutOfRange, DayRange);
        return day.GetValueOrDefault();
    }

    /// <summary>A day that may be left out.</summary>
    public DateOnly? DayOrNone(string field, string value) => value.Length == 0 ? null : Day(field, value);

    /// <summary>A day on which something happened, so not one to come.</summary>
    public DateOnly PastDay(string field, string value, DateOnly today)
    {
        var day = Day(field, value);
        That(day <= today || day > Clearing.Limits.DayMax, field, FieldRule.OutOfRange, "日期不能晚于今天");
        return day;
    }

    /// <summary>A month, given by its first day; the next one at most.</summary>
    public DateOnly Month(string field, string value, DateOnly today)
    {
        var isMonth = DateOnly.TryParseExact(value, "yyyy-MM", CultureInfo.InvariantCulture, DateTimeStyles.None, out var month);
        That(isMonth, field, FieldRule.Date, "月份要写成 2026-03 的形式");
        var last = new DateOnly(today.Year, today.Month, 1).AddMonths(1);
        That(!isMonth || (month >= FirstDay && month <= last), field, FieldRule.OutOfRange, $"月份要在 2019-01 和 {last:yyyy-MM} 之间");
        return month;
    }

    /// <summary>The kind of the file that the request asks for, out of those that the call makes.</summary>
    public OutputFormat Format(FileFormat format, IReadOnlyList<OutputFormat> made) => FileFormats.KindOf(format, made, violations);

    /// <summary>The page of a list that the request asks for.</summary>
    public Page Page(IMessage request, Func<string, bool>? isPlace = null) => MedAid.Gateway.Calls.Page.Of(request, violations, isPlace);

    /// <summary>Bad fields that were found elsewhere.</summary>
    public RequestFields All(IEnumerable<FieldViolation> others)
    {
        violations.AddRange(others);
        return this;
    }

    /// <summary>Throws if any was bad.</summary>
    public void Check()
    {
        if (violations.Count > 0)
        {
            throw ApiError.Invalid(violations).ToException();
        }
    }

    /// <summary>The head of a write; throws if the operator, or anything that was checked before, is wrong.</summary>
    public WriteHead Head(ServerCallContext context, TimeProvider time)
    {
        Write(context).Check();
        return new WriteHead(RequestKey.Of(context), Callers.OperatorOf(context), Instants.Now(time));
    }
}
