using System.Globalization;
using MedAid.Core;
using MedAid.Settlement.People;

namespace MedAid.Settlement.Claims;

/// <summary>The single checks of a claim: of a text, a code, a day, a number. Each adds what it finds to the violations.</summary>
internal readonly struct ClaimChecks(List<FieldViolation> violations)
{
    private static readonly string TooEarly = $"不能早于 {Limits.ServiceDateMin:yyyy-MM-dd}";

    public bool That(bool holds, FieldName field, FieldRule rule, string description)
    {
        if (!holds)
        {
            violations.Add(new FieldViolation(field.ToString(), rule, description));
        }

        return holds;
    }

    public void Text(FieldName field, string text, int lengthMax, string name)
    {
        if (!SeenText.IsAny(text))
        {
            That(false, field, FieldRule.Required, $"请写明{name}");
        }
        else if (!IsPlain(text, lengthMax))
        {
            That(false, field, FieldRule.Format, $"{name}最多 {lengthMax} 个字，不能有控制字符");
        }
    }

    public void Key(FieldName field, string key, int lengthMax, string name)
    {
        if (key.Length == 0)
        {
            That(false, field, FieldRule.Required, $"请写明{name}");
        }
        else if (key.Length > lengthMax || !SeenText.IsPlain(key))
        {
            That(false, field, FieldRule.Format, $"{name}最多 {lengthMax} 个字，前后和中间都不能有空格、全角字符或看不见的字符，请去掉后再提交");
        }
    }

    public static bool IsCode(string code)
    {
        foreach (var c in code)
        {
            if (!char.IsAsciiLetterOrDigit(c) && c is not ('-' or '_' or '.'))
            {
                return false;
            }
        }

        return code.Length <= Limits.CodeMax;
    }

    public void Code(FieldName field, string code, string name)
    {
        if (code.Length == 0)
        {
            That(false, field, FieldRule.Required, $"请写明{name}");
        }
        else if (!IsCode(code))
        {
            That(false, field, FieldRule.Format, $"{name}只用字母、数字和 - _ .，最多 {Limits.CodeMax} 位");
        }
    }

    /// <summary>Department, doctor and diagnoses, each of which may be left out.</summary>
    public void Clinic(ClaimDraft draft)
    {
        KeyOrNone("visit.department_code", draft.Department, "科室编码");
        KeyOrNone("visit.doctor_code", draft.Doctor, "医师编码");
        That(draft.Diagnoses.Count <= Limits.DiagnosesMax, "visit.diagnosis_codes", FieldRule.TooMany, $"一次最多 {Limits.DiagnosesMax} 个诊断");
        for (var i = 0; i < Math.Min(draft.Diagnoses.Count, Limits.DiagnosesMax); i++)
        {
            Key(new FieldName("visit.diagnosis_codes", i), draft.Diagnoses[i], Limits.CodeMax, "诊断编码");
        }
    }

    private void KeyOrNone(FieldName field, string key, string name)
    {
        if (key.Length > 0)
        {
            Key(field, key, Limits.CodeMax, name);
        }
    }

    public void Disease(FieldName field, string code) =>
        That(code.Length <= Limits.CodeMax && code.Split('+').All(IsCode), field, FieldRule.Format, $"病种编码只用字母、数字和 - _ . +，最多 {Limits.CodeMax} 位");

    public void IdNumber(string field, string number)
    {
        if (IdNumberProblem.Of(number) is { } problem)
        {
            That(false, field, problem.Rule, problem.Text);
        }
    }

    /// <summary>Millionths of a milligram a day; null where it is left out, or with a violation.</summary>
    public long? DailyDose(FieldName field, string text)
    {
        const int Decimals = 6;
        long dose = 0;
        var isDose = text.Length == 0 || (ExactNumber.Read(text, Decimals, out dose) == NumberProblem.None && dose > 0);
        That(isDose, field, FieldRule.NotANumber, $"每日剂量是大于 0 的毫克数，最多 {Decimals} 位小数");
        return dose > 0 ? dose : null;
    }

    public DateOnly? ServiceDate(string field, string text, DateOnly? today)
    {
        if (Day(field, text) is not { } date)
        {
            return null;
        }

        NotTooEarly(field, date);
        That(!(date > today), field, FieldRule.OutOfRange, "不能晚于今天");
        return date;
    }

    public void NotTooEarly(string field, DateOnly day) => That(day >= Limits.ServiceDateMin, field, FieldRule.OutOfRange, TooEarly);

    public DateOnly? Day(string field, string text) => That(
        DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var date),
        field, FieldRule.Date, "日期要写成 2026-03-02 这样，且要真有这一天")
        ? date
        : null;

    public long? Number(FieldName field, string text, int decimals, string name, bool zeroAllowed)
    {
        var problem = ExactNumber.Read(text, decimals, out var scaled);
        if (problem == NumberProblem.None && (scaled > 0 || (zeroAllowed && scaled == 0)))
        {
            return scaled;
        }

        _ = problem switch
        {
            NumberProblem.TooManyDecimals => That(false, field, FieldRule.TooManyDecimals, $"{name}最多 {decimals} 位小数"),
            NumberProblem.None => That(false, field, FieldRule.OutOfRange, zeroAllowed ? $"{name}不能为负" : $"{name}要大于 0"),
            NumberProblem.TooLarge => That(false, field, FieldRule.OutOfRange, $"{name}太大，请核对"),
            NumberProblem.NotANumber => That(false, field, FieldRule.NotANumber, $"{name}应是数字"),
            _ => throw InvariantBrokenException.NoWordFor(problem),
        };
        return null;
    }

    /// <summary>Whether a text is short enough and has no control characters.</summary>
    public static bool IsPlain(string text, int lengthMax)
    {
        foreach (var c in text)
        {
            if (char.IsControl(c))
            {
                return false;
            }
        }

        return text.Length <= lengthMax;
    }
}

/// <summary>
/// The path of a field, spelled out only if it is bad: a good claim of a thousand items makes no text.
/// </summary>
internal readonly record struct FieldName(string Path, int Index = -1, string Name = "")
{
    public static implicit operator FieldName(string path) => new(path);

    public override string ToString() => Index < 0 ? Path : Name.Length == 0 ? $"{Path}[{Index}]" : $"{Path}[{Index}].{Name}";
}
