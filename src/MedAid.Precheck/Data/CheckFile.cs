using System.Text.Json;
using System.Text.Json.Serialization;
using MedAid.Core.Policy;
using MedAid.Precheck.Checks;
using MedAid.Precheck.Review;

namespace MedAid.Precheck.Data;

/// <summary>Reads <c>checks.json</c> and says what is wrong with it: form first, then what it says.</summary>
public static class CheckFile
{
    private const int BudgetMax = 20;
    private const int DaysMax = 366;
    private const int VisitsMax = 100;

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
        .. AfterSettlement(book), .. book.Patterns.SelectMany(p => Faults(book, p).Select(f => $"{p.Id}：{f}")),
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

        foreach (var source in book.Sources.Where(s => s.Regions is { } regions && (regions.Count == 0 || !regions.All(IsRegion))))
        {
            yield return $"sources {source.Id}：regions 写县区编码的开头两位、四位或全部六位，如 1411；各地都适用的不写";
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

    private static bool IsRegion(string region) => region.Length is 2 or 4 or 6 && region.All(char.IsAsciiDigit);

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

        if (check.AfterSettlement && code.After == After.Never)
        {
            yield return "这项检查不能在结算后做，请去掉 after_settlement";
        }

        foreach (var fault in Basis(book, check.Title, check.Cite, check.Assumed, check.Note, code.CitesLaw)
            .Concat(Terms(check.Figures, check.Lists, code.Figures, code.Lists)).Concat(Reasons(book, check)).Concat(Days(check)))
        {
            yield return fault;
        }
    }

    private static IEnumerable<string> AfterSettlement(CheckBook book)
    {
        string[] ids = [.. book.Patterns.Select(p => p.Id)];
        foreach (var twice in ids.GroupBy(id => id).Where(g => g.Count() > 1))
        {
            yield return $"{twice.Key} 写了两次";
        }

        foreach (var missing in PatternTable.Ids.Except(ids))
        {
            yield return $"缺少线索 {missing}；不用的写 \"on\": false";
        }

        if (book.Sampling is not { VisitsMin: >= 1 and <= VisitsMax, Percent: >= 0 and <= 100 })
        {
            yield return $"sampling：次数在 1 和 {VisitsMax} 之间，百分比在 0 和 100 之间";
        }

        foreach (var fault in Basis(book, "sampling", book.Sampling.Cite, book.Sampling.Assumed, book.Sampling.Note))
        {
            yield return $"sampling：{fault}";
        }
    }

    private static IEnumerable<string> Faults(CheckBook book, PatternEntry pattern)
    {
        if (PatternTable.Find(pattern.Id) is not { } code)
        {
            return [$"没有这种线索，只能是 {string.Join('、', PatternTable.Ids)}"];
        }

        return Basis(book, pattern.Title, pattern.Cite, pattern.Assumed, pattern.Note)
            .Concat(Terms(pattern.Figures, pattern.Lists, code.Figures, code.Lists))
            .Concat(pattern.Ends < pattern.From ? ["结束日期（ends）早于开始日期（from）"] : []);
    }

    private static IEnumerable<string> Basis(CheckBook book, string title, string cite, bool assumed, string note, bool citesLaw = false)
    {
        if (title.Length == 0 || (cite.Length == 0 && !citesLaw) || (assumed && note.Length == 0))
        {
            yield return "要写名称和依据（title、cite）；暂设的要写 note";
        }

        foreach (var unknown in PolicySources.IdsIn(cite).Except(book.Sources.Select(s => s.Id)))
        {
            yield return $"依据 {unknown} 不在 sources 里";
        }
    }

    private static IEnumerable<string> Terms(
        IReadOnlyDictionary<string, int> figures, IReadOnlyDictionary<string, IReadOnlyList<string>> lists,
        IReadOnlyDictionary<string, (int Min, int Max)> ranges, IReadOnlyList<string> known)
    {
        foreach (var name in ranges.Keys.Union(figures.Keys))
        {
            var range = ranges.GetValueOrDefault(name);
            if (!ranges.ContainsKey(name) || !figures.TryGetValue(name, out var figure))
            {
                yield return ranges.ContainsKey(name) ? $"缺少 figures.{name}" : $"没有 figures.{name}";
            }
            else if (figure < range.Min || figure > range.Max)
            {
                yield return $"figures.{name} 要在 {range.Min} 和 {range.Max} 之间";
            }
        }

        foreach (var name in known.Except(lists.Keys).Concat(lists.Keys.Except(known)))
        {
            yield return known.Contains(name) ? $"缺少 lists.{name}" : $"没有 lists.{name}";
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
