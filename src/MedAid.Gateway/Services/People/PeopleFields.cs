using System.Globalization;
using Google.Protobuf;
using Grpc.Core;
using MedAid.Contract.Files.V1;
using MedAid.Gateway.Calls;
using MedAid.Settlement.Claims;
using MedAid.Settlement.People;

namespace MedAid.Gateway.Services;

/// <summary>The fields of a request about people, checked; every bad one is named at once, and none is repeated.</summary>
internal sealed class PeopleFields
{
    private const string Form = "yyyy-MM-dd";
    private static readonly string DayRange =
        $"日期要在 {Settlement.Limits.ServiceDateMin:yyyy-MM-dd} 和 {People.Limits.DayMax:yyyy-MM-dd} 之间";

    private const int CountyDigits = 6;

    private readonly List<FieldViolation> violations = [];

    /// <summary>A day as the wire has it; empty where there is none.</summary>
    public static string DayText(DateOnly? day) => day?.ToString(Form, CultureInfo.InvariantCulture) ?? "";

    public PeopleFields That(bool holds, string field, FieldRule rule, string description)
    {
        if (!holds)
        {
            violations.Add(new FieldViolation(field, rule, description));
        }

        return this;
    }

    /// <summary>What every writing call has to bring: its request id and its operator.</summary>
    public PeopleFields Write(ServerCallContext context)
    {
        ClaimValidation.CheckWrite(RequestKey.Of(context).RequestId, Callers.OperatorOf(context), violations);
        return this;
    }

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

    public PeopleFields County(string field, string value) => That(
        value.Length == CountyDigits && value.All(char.IsAsciiDigit), field, FieldRule.Format, "要写 6 位行政区划代码");

    /// <summary>A text that must be there.</summary>
    public PeopleFields Text(string field, string value, string name) =>
        That(SeenText.IsAny(value), field, FieldRule.Required, $"{name}不能空").Note(field, value, name);

    /// <summary>A text that may be empty. Nobody's number is kept in it.</summary>
    public PeopleFields Note(string field, string value, string name) => That(
        value.Length <= People.Limits.NoteMax && !value.Any(char.IsControl), field, FieldRule.Format, $"{name}最多 {People.Limits.NoteMax} 个字，不能有控制字符")
        .That(!MedAid.Settlement.People.IdNumber.IsInside(value), field, FieldRule.IdNumberInside, $"{name}里不能写身份证号码");

    /// <summary>A day that must be there.</summary>
    public DateOnly Day(string field, string value)
    {
        var day = ClaimValidation.ReadDay(field, value, violations);
        That(day is null || (day >= Settlement.Limits.ServiceDateMin && day <= People.Limits.DayMax), field, FieldRule.OutOfRange, DayRange);
        return day.GetValueOrDefault();
    }

    /// <summary>A day that may be left out.</summary>
    public DateOnly? DayOrNone(string field, string value) => value.Length == 0 ? null : Day(field, value);

    public PeopleFields Known<T>(string field, T word, string name)
        where T : struct, Enum => That(
            Enum.IsDefined(word) && Convert.ToInt32(word, CultureInfo.InvariantCulture) != 0, field, FieldRule.Required, $"请写明{name}");

    /// <summary>The ending of the file that the request asks for, out of those that the call makes.</summary>
    public string Format(FileFormat format, IReadOnlyList<string> made) => FileFormats.EndingOf(format, made, violations);

    /// <summary>The page of a list that the request asks for.</summary>
    public Page Page(IMessage request, Func<string, bool>? isPlace = null) => MedAid.Gateway.Calls.Page.Of(request, violations, isPlace);

    /// <summary>Throws if any was bad.</summary>
    public void Check()
    {
        if (violations.Count > 0)
        {
            throw ApiError.Invalid(violations).ToException();
        }
    }
}
