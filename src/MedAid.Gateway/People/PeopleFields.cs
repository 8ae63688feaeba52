using System.Globalization;
using Grpc.Core;
using MedAid.Gateway.Grpc;
using MedAid.Settlement.Claims;
using MedAid.Settlement.People;
using PeopleLimits = MedAid.People.Limits;

namespace MedAid.Gateway.People;

/// <summary>The fields of a request about people, checked; every bad one is named at once, and none is repeated.</summary>
internal sealed class PeopleFields
{
    private const string Form = "yyyy-MM-dd";
    private const int CountyDigits = 6;

    private readonly List<FieldProblem> problems = [];

    /// <summary>A day as the wire has it; empty where there is none.</summary>
    public static string DayText(DateOnly? day) => day?.ToString(Form, CultureInfo.InvariantCulture) ?? "";

    public PeopleFields That(bool holds, string field, string rule, string description)
    {
        if (!holds)
        {
            problems.Add(new FieldProblem(field, description, rule));
        }

        return this;
    }

    public PeopleFields RequestId(string value)
    {
        var violations = new List<FieldViolation>();
        ClaimValidation.CheckRequestId(value, violations);
        problems.AddRange(violations.Select(v => new FieldProblem(v.Field, v.Description, v.Rule)));
        return this;
    }

    /// <summary>The id number in capitals.</summary>
    public string IdNumber(string field, string value)
    {
        var number = value.ToUpperInvariant();
        That(MedAid.Settlement.People.IdNumber.IsValid(number), field, "CHECKSUM", "身份证号码不对，请核对");
        return number;
    }

    public PeopleFields County(string field, string value) => That(
        value.Length == CountyDigits && value.All(char.IsAsciiDigit), field, "FORMAT", "要写 6 位行政区划代码");

    /// <summary>A text that must be there.</summary>
    public PeopleFields Text(string field, string value, string name) =>
        That(SeenText.IsAny(value), field, "REQUIRED", $"{name}不能空").Note(field, value, name);

    /// <summary>A text that may be empty. Nobody's number is kept in it.</summary>
    public PeopleFields Note(string field, string value, string name) => That(
        value.Length <= PeopleLimits.NoteMax && !value.Any(char.IsControl), field, "FORMAT", $"{name}最多 {PeopleLimits.NoteMax} 个字，不能有控制字符")
        .That(!MedAid.Settlement.People.IdNumber.IsInside(value), field, "ID_NUMBER_INSIDE", $"{name}里不能写身份证号码");

    /// <summary>A day that must be there.</summary>
    public DateOnly Day(string field, string value)
    {
        var isDay = DateOnly.TryParseExact(value, Form, CultureInfo.InvariantCulture, DateTimeStyles.None, out var day);
        That(
            isDay && day >= MedAid.Settlement.Limits.ServiceDateMin && day <= PeopleLimits.DayMax, field, "DATE_FORMAT",
            "日期要写成 2026-03-31 的形式，在 2019 年和 2199 年之间");
        return day;
    }

    /// <summary>A day that may be left out.</summary>
    public DateOnly? DayOrNone(string field, string value) => value.Length == 0 ? null : Day(field, value);

    public PeopleFields Known<T>(string field, T word, string name)
        where T : struct, Enum => That(
            Enum.IsDefined(word) && Convert.ToInt32(word, CultureInfo.InvariantCulture) != 0, field, "REQUIRED", $"请写明{name}");

    /// <summary>Who calls; nothing is done for nobody.</summary>
    public string Operator(Callers callers, ServerCallContext context)
    {
        var name = callers.Of(context).Operator;
        That(name != Callers.Unnamed, "medaid-operator", "REQUIRED", "请在元数据（请求头）里写明经办人");
        return name;
    }

    /// <summary>Throws if any was bad.</summary>
    public void Check()
    {
        if (problems.Count > 0)
        {
            throw WireError.Invalid(problems).ToException();
        }
    }
}
