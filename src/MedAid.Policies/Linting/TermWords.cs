using MedAid.Core;
using MedAid.Core.Policy;

namespace MedAid.Policies.Linting;

/// <summary>One term of a rule in words: 起付线 — 每年 30元.</summary>
public sealed record Term(string Name, string Text);

/// <summary>Says what a rule, a programme or a one-stop entry grants, term by term.</summary>
public static class TermWords
{
    /// <summary>The usual Chinese name of a layer where the pack gives none.</summary>
    public static string Name(Layer layer) => layer.Citation.Title.Length > 0 ? layer.Citation.Title : layer.Id;

    /// <summary>The terms of a rule in the order in which they are applied, the condition first.</summary>
    public static IReadOnlyList<Term> Of(PolicyTerms terms, LayerRule rule)
    {
        var found = new List<Term> { new("适用", PolicyWords.Who(rule.When)) };
        if (rule.OfCharged)
        {
            found.Add(new Term("计算基数", "按发生的费用，不按剩余费用"));
        }

        if (rule.Only is { } only)
        {
            found.Add(new Term("只付的项目", Items(only) + (only.RestAside ? "；余下的由个人负担，后面的层次不再计算" : "")));
        }

        if (rule.BaseCap is { } baseCap)
        {
            found.Add(new Term("费用限额", Amount(terms, baseCap.Limit) + (baseCap.AfterDeductible ? "（扣起付线后计）" : "")));
        }

        if (rule.Deductible is { } deductible)
        {
            var ceiling = deductible.YearCeilingFen is { } year ? $"，全年合计不超过 {PolicyWords.Yuan(year)}" : "";
            found.Add(new Term("起付线", Amount(terms, deductible.Limit) + ceiling));
        }

        found.Add(new Term("支付比例", Ratio(rule)));
        if (rule.Caps.Count > 0)
        {
            found.Add(new Term("封顶线", string.Join("；", rule.Caps.Select(c => Amount(terms, c)))));
        }

        if (rule.OverCapToPatient)
        {
            found.Add(new Term("超过限额部分", "由个人负担，后面的层次不再计算"));
        }

        return found;
    }

    /// <summary>The terms of a programme.</summary>
    public static IReadOnlyList<Term> Of(Programme programme)
    {
        var per = Vocabulary.Period.ChineseOf(programme.Per);
        return
        [
            new("适用", PolicyWords.Who(programme.When)),
            programme.Kind switch
            {
                ProgrammeKind.CasePackage => new Term("病种限额", $"{per} {PolicyWords.Yuan(programme.AmountFen)}，超出部分由医院承担{Entering(programme)}"),
                ProgrammeKind.Capitation => new Term("包干标准", $"{per}每人 {PolicyWords.Yuan(programme.AmountFen)}，个人不付费"),
                ProgrammeKind.DaySurgery => new Term("病种定额", string.Join("；", programme.Quotas.Select(q => $"{q.Key} {PolicyWords.Yuan(q.Value)}"))),
                _ => throw InvariantBrokenException.NoWordFor(programme.Kind),
            },
            .. programme.Kind == ProgrammeKind.DaySurgery
                ? [new Term("支付限额用完时", Vocabulary.QuotaAtLimit.ChineseOf(programme.QuotaAtLimit))]
                : Array.Empty<Term>(),
        ];
    }

    /// <summary>The terms of a one-stop entry: from when, and in which county otherwise.</summary>
    public static IReadOnlyList<Term> Of(OneStopEntry entry) =>
    [
        new("适用", PolicyWords.Who(entry.When)),
        new("联网结算", entry.AtWindow ? Online(entry.OnlineFrom) : "不在窗口结算，由个人先付，再向参保地申领"),
        .. entry.Counties.Select(c => new Term($"参保县 {c.Key}", Online(c.Value))),
    ];

    /// <summary>The ratio, the bands or the ratios by class.</summary>
    public static string Ratio(LayerRule rule)
    {
        if (rule.ByClass is { } byClass)
        {
            return $"甲类 {PlainText.Percent(byClass.A)}，乙类 {PlainText.Percent(byClass.B)}";
        }

        var bands = rule.Bands!;
        var basis = bands.Basis == Period.Visit ? "" : $"（{Vocabulary.Period.ChineseOf(bands.Basis)}累计分段）";
        return bands is { Count: 1 } && bands.OverFen(0) == 0
            ? PlainText.Percent(bands.Rate(0)) + basis
            : string.Join("，", Enumerable.Range(0, bands.Count).Select(i =>
                $"{PolicyWords.Yuan(bands.OverFen(i))}以上 {PlainText.Percent(bands.Rate(i))}")) + basis;
    }

    /// <summary>The items that a rule is limited to.</summary>
    public static string Items(OnlyTerms only) => string.Join("；", new[]
    {
        only.Title,
        only.Categories.Count > 0 ? $"费用类别 {string.Join("、", only.Categories)}" : "",
        only.Codes.Count > 0 ? $"项目 {PolicyWords.Codes(only.Codes)}" : "",
    }.Where(t => t.Length > 0));

    private static string Entering(Programme package) => package.Components.Count == Programme.AllCharges.Count
        ? ""
        : $"；只计{string.Join("、", package.Components.Select(Vocabulary.Component.ChineseOf))}";

    private static string Online(DateOnly? from) => from is { } day ? $"{day:yyyy-MM-dd} 起" : "尚未联网，由医院垫付";

    private static string Amount(PolicyTerms terms, Limit limit) =>
        $"{Vocabulary.Period.ChineseOf(limit.Period)} {PolicyWords.Yuan(limit.AmountFen)}"
        + (limit.Slot >= 0 ? $"（累计 {terms.Counters[limit.Slot].Name}）" : "");
}
