using System.Globalization;
using Google.Protobuf;
using Grpc.Core;
using MedAid.Contract.Files.V1;
using MedAid.Gateway.Calls;
using MedAid.Settlement.Claims;

namespace MedAid.Gateway.Services;

/// <summary>The fields of a clearing request, checked; every bad one is named at once.</summary>
internal sealed class ClearingFields
{
    private static readonly DateOnly FirstDay = Settlement.Limits.ServiceDateMin;
    private static readonly string DayRange = $"日期要在 {FirstDay:yyyy-MM-dd} 和 {Clearing.Limits.DayMax:yyyy-MM-dd} 之间";

    private readonly List<FieldViolation> violations = [];

    /// <summary>What every writing call has to bring: its request id and its operator.</summary>
    public ClearingFields Write(ServerCallContext context)
    {
        ClaimValidation.CheckWrite(RequestKey.Of(context).RequestId, Callers.OperatorOf(context), violations);
        return this;
    }

    /// <summary>Who calls, of a call that writes nothing that has a key.</summary>
    public ClearingFields Operator(ServerCallContext context)
    {
        ClaimValidation.CheckOperator(Callers.OperatorOf(context), violations);
        return this;
    }

    public ClearingFields Text(string field, string value, string name, int lengthMax = Settlement.Limits.CodeMax)
    {
        ClaimValidation.CheckText(field, value, lengthMax, name, violations);
        return this;
    }

    /// <summary>A key under which something is recorded once: letters that are seen, of plain width, and no blank.</summary>
    public ClearingFields Key(string field, string value, string name)
    {
        ClaimValidation.CheckKey(field, value, Settlement.Limits.CodeMax, name, violations);
        return this;
    }

    public ClearingFields That(bool holds, string field, FieldRule rule, string description)
    {
        if (!holds)
        {
            violations.Add(new FieldViolation(field, rule, description));
        }

        return this;
    }

    /// <summary>A text that may be left out.</summary>
    public ClearingFields TextOrNone(string field, string value, string name, int lengthMax = Settlement.Limits.CodeMax) =>
        value.Length == 0 ? this : Text(field, value, name, lengthMax);

    /// <summary>Keys and codes, each of which must be there.</summary>
    public ClearingFields Texts(string field, IReadOnlyList<string> values, string name)
    {
        That(values.Count <= Clearing.Limits.LinesMax, field, FieldRule.TooMany, $"{name}一次最多 {Clearing.Limits.LinesMax} 个");
        for (var i = 0; i < Math.Min(values.Count, Clearing.Limits.LinesMax); i++)
        {
            Text($"{field}[{i}]", values[i], name, Settlement.Limits.ReasonMax);
        }

        return this;
    }

    /// <summary>Fen of one line: up to 10 million yuan.</summary>
    public ClearingFields LineAmount(string field, long fen) =>
        That(fen is >= 0 and <= Clearing.Limits.LineFenMax, field, FieldRule.OutOfRange, "金额要在 0 和 1000 万元之间");

    /// <summary>Fen of a payment or a deposit: up to 100 million yuan.</summary>
    public ClearingFields Amount(string field, long fen) =>
        That(fen is >= 0 and <= Clearing.Limits.PaymentFenMax, field, FieldRule.OutOfRange, "金额要在 0 和 1 亿元之间");

    /// <summary>Two amounts that are added up.</summary>
    public ClearingFields Amounts(string field, long fen, string otherField, long otherFen) =>
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

    /// <summary>The ending of the file that the request asks for, out of those that the call makes.</summary>
    public string Format(FileFormat format, IReadOnlyList<string> made) => FileFormats.EndingOf(format, made, violations);

    /// <summary>The page of a list that the request asks for.</summary>
    public Page Page(IMessage request, Func<string, bool>? isPlace = null) => MedAid.Gateway.Calls.Page.Of(request, violations, isPlace);

    /// <summary>Throws if any was bad.</summary>
    public void Check() => ClearingErrors.ThrowIfAny(violations);
}
