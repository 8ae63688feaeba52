using System.Text.Json;
using System.Text.Json.Serialization;
using MedAid.Core.Policy;
using MedAid.Precheck.Checks;

namespace MedAid.Precheck.Data;

/// <summary>Reads <c>checks.json</c> and says what is wrong with it: form first, then what it says.</summary>
public static class CheckFile
{
    private const int BudgetMax = 20;
    private const int DaysMax = 366;

    private static readonly JsonSerializerOptions Form = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
        UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
        RespectNullableAnnotations = true,
        RespectRequiredConstructorParameters = true,
        AllowDuplicateProperties = false,
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.SnakeCaseLower, allowIntegerValues: false) },
    };

    /// <summary>The book, or null with every fault.</summary>
    public static (CheckBook? Book, IReadOnlyList<string> Faults) Read(byte[] content)
    {
        try
        {
            var book = JsonSerializer.Deserialize<CheckBook>(content, Form)!;
            string[] faults = [.. FaultsOf(book)];
            return (faults.Length == 0 ? book : null, faults);
        }
        catch (JsonException e)
        {
            return (null, [$"第 {(e.LineNumber ?? 0) + 1} 行 {e.Path}：不合格式，请对照 docs/PRECHECK.md 改正"]);
        }
    }

    private static IEnumerable<string> FaultsOf(CheckBook book) =>
    [
        .. Whole(book), .. book.Checks.SelectMany(c => Faults(book, c).Select(f => $"{c.Id}：{f}")),
    ];

    private static IEnumerable<string> Whole(CheckBook book)
    {
        if (!DateOnly.TryParseExact(book.Version, "yyyy-MM-dd", out _))
        {
            yield return "version 要写日期，如 2026-11-30";
        }

        if (book.Budget.Departments.Values.Append(book.Budget.Cards).Any(n => n is < 1 or > BudgetMax))
        {
            yield return $"budget：每次提示的张数要在 1 和 {BudgetMax} 之间";
        }

        if (book.Demotion is not { Days: >= 1 and <= DaysMax, AnswersMin: >= 1, AcceptedPercentMin: >= 0 and <= 100 })
        {
            yield return $"demotion：天数在 1 和 {DaysMax} 之间，次数至少 1，百分比在 0 和 100 之间";
        }

        string[] ids = [.. book.Checks.Select(c => c.Id)];
        foreach (var twice in ids.GroupBy(id => id).Where(g => g.Count() > 1))
        {
            yield return $"{twice.Key} 写了两次";
        }

        foreach (var missing in CheckTable.Ids.Except(ids))
        {
            yield return $"缺少检查 {missing}；不用的写 settings: [{{\"on\": false}}]";
        }

        foreach (var (code, reason) in book.Reasons)
        {
            if (reason.Text.Length is 0 or > Limits.ItemNameMax || reason.When.Except(CardFacts.All).Any())
            {
                yield return $"reasons.{code}：文字 1 到 {Limits.ItemNameMax} 字；when 只能是 {string.Join('、', CardFacts.All)}";
            }
        }
    }

    private static IEnumerable<string> Faults(CheckBook book, CheckEntry check)
    {
        if (CheckTable.Find(check.Id) is not { } code)
        {
            yield return $"没有这项检查，只能是 {string.Join('、', CheckTable.Ids)}";
            yield break;
        }

        foreach (var severity in (check.Settings ?? []).Select(s => s.Severity).Append(check.Severity))
        {
            if (severity == Severity.Critical && code.IsMoney)
            {
                yield return "只涉及费用的检查不能是 critical";
            }
        }

        if (check.Title.Length == 0 || check.Cite.Length == 0 || (check.Assumed && check.Note.Length == 0))
        {
            yield return "要写名称和依据（title、cite）；暂设的要写 note";
        }

        foreach (var unknown in PolicySources.IdsIn(check.Cite).Except(book.Sources.Select(s => s.Id)))
        {
            yield return $"依据 {unknown} 不在 sources 里";
        }

        foreach (var fault in Terms(check, code).Concat(Reasons(book, check)).Concat(Days(check)))
        {
            yield return fault;
        }
    }

    private static IEnumerable<string> Terms(CheckEntry check, CheckCode code)
    {
        foreach (var name in code.Figures.Keys.Union(check.Figures.Keys))
        {
            var range = code.Figures.GetValueOrDefault(name);
            if (!code.Figures.ContainsKey(name) || !check.Figures.TryGetValue(name, out var figure))
            {
                yield return code.Figures.ContainsKey(name) ? $"缺少 figures.{name}" : $"没有 figures.{name}";
            }
            else if (figure < range.Min || figure > range.Max)
            {
                yield return $"figures.{name} 要在 {range.Min} 和 {range.Max} 之间";
            }
        }

        foreach (var name in code.Lists.Except(check.Lists.Keys).Concat(check.Lists.Keys.Except(code.Lists)))
        {
            yield return code.Lists.Contains(name) ? $"缺少 lists.{name}" : $"没有 lists.{name}";
        }
    }

    private static IEnumerable<string> Reasons(CheckBook book, CheckEntry check)
    {
        if (check.Reasons.Count is 0 or > Limits.OverrideReasonsMax || check.Reasons.Distinct().Count() < check.Reasons.Count)
        {
            yield return $"reasons 要 1 到 {Limits.OverrideReasonsMax} 个，不重复";
        }

        foreach (var unknown in check.Reasons.Where(r => !book.Reasons.ContainsKey(r)))
        {
            yield return $"理由 {unknown} 不在 reasons 里";
        }
    }

    private static IEnumerable<string> Days(CheckEntry check) =>
        check.Ends < check.From || (check.Settings ?? []).Any(s => s.Ends < s.From) ? ["结束日期（ends）早于开始日期（from）"] : [];
}
