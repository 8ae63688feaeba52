using System.Globalization;
using MedAid.Settlement.Claims;

namespace MedAid.Gateway.Clearing;

/// <summary>The fields of a clearing request, checked; every bad one is named at once.</summary>
internal sealed class ClearingFields
{
    private readonly List<FieldViolation> violations = [];

    public ClearingFields RequestId(string value)
    {
        ClaimValidation.CheckRequestId(value, violations);
        return this;
    }

    public ClearingFields Text(string field, string value, string name, int lengthMax = MedAid.Settlement.Limits.CodeMax)
    {
        ClaimValidation.CheckText(field, value, lengthMax, name, violations);
        return this;
    }

    public ClearingFields That(bool holds, string field, string rule, string description)
    {
        if (!holds)
        {
            violations.Add(new FieldViolation(field, rule, description));
        }

        return this;
    }

    /// <summary>A day, ISO 8601.</summary>
    public DateOnly Day(string field, string value)
    {
        That(
            DateOnly.TryParseExact(value, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day),
            field, "DATE_FORMAT", "日期要写成 2026-03-31 的形式");
        return day;
    }

    /// <summary>A month, given by its first day.</summary>
    public DateOnly Month(string field, string value)
    {
        That(
            DateOnly.TryParseExact(value, "yyyy-MM", CultureInfo.InvariantCulture, DateTimeStyles.None, out var month),
            field, "DATE_FORMAT", "月份要写成 2026-03 的形式");
        return month;
    }

    /// <summary>Throws if any was bad.</summary>
    public void Check() => ClearingErrors.ThrowIfAny(violations);
}
