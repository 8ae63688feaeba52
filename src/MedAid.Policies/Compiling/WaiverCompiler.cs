using MedAid.Core;
using MedAid.Core.Policy;
using MedAid.Policies.Reading;

namespace MedAid.Policies.Compiling;

/// <summary>
/// Turns waivers, which stand in a pack or in a hospital's own file, into terms. Only a hospital's may be programmes: with an id, fixed
/// amounts and limits; only then is it asked whether a head is one of the seven.
/// </summary>
internal static class WaiverCompiler
{
    // The id is part of the name of a counter, which is data for ever.
    private const int IdMax = 40;

    private static readonly string[] KeysOfProgrammes = ["fixed", "limits", "other_heads"];

    /// <summary>Compiles the waivers of a pack.</summary>
    public static List<WaiverRule> Compile(Fields owner, PackProblems problems) =>
        MapList.Each(owner, "waivers", problems, (fields, number) => Plain(fields, $"pack_waiver#{number}", problems));

    /// <summary>Compiles the waivers of a hospital's own file.</summary>
    public static List<WaiverRule> CompileOfHospital(Fields owner, PackProblems problems)
    {
        var waivers = MapList.Each(owner, "waivers", problems, (fields, number) =>
            fields.Has("id") ? Programme(fields, problems) : Nameless(fields, number, problems));
        MapList.ReportDuplicates(owner, "waivers", waivers.Select(w => w.Id));
        return waivers;
    }

    private static WaiverRule Plain(Fields fields, string id, PackProblems problems)
    {
        fields.Require("categories");
        var when = ConditionCompiler.Compile(fields, problems);
        var categories = Shares(fields);
        fields.Finish();
        return new WaiverRule(when, categories, fields.Citation()) { Id = id };
    }

    private static WaiverRule Nameless(Fields fields, int number, PackProblems problems)
    {
        foreach (var key in KeysOfProgrammes.Where(key => fields.Take(key) is not null))
        {
            fields.Problem(PackProblemCode.NotAllowedHere, key, "有 id 的减免项目才能写这一项，请补上 id 和 title");
        }

        return Plain(fields, $"waiver#{number}", problems);
    }

    private static WaiverRule Programme(Fields fields, PackProblems problems)
    {
        var id = Id(fields);
        if (fields.Citation().Title.Length == 0)
        {
            fields.Problem(PackProblemCode.MissingKey, "title", "减免项目要有名称（title），结算单上会写给患者看");
        }

        var when = ConditionCompiler.Compile(fields, problems);
        var shares = Shares(fields);
        var amounts = Amounts(fields);
        CheckHeads(fields, [.. shares.Keys], [.. amounts.Keys]);
        var limits = Limits(fields, problems);
        fields.Finish();
        return new WaiverRule(when, shares, fields.Citation()) { Id = id, FixedFen = amounts, Limits = limits };
    }

    private static string Id(Fields fields)
    {
        var id = fields.RequireText("id") ?? "";
        if (id.Length > IdMax || !id.All(c => char.IsAsciiLetterLower(c) || char.IsAsciiDigit(c) || c == '_'))
        {
            fields.Problem(PackProblemCode.OutOfRange, "id", $"id 只能用小写字母、数字和下划线，最多 {IdMax} 个字符；启用后不要再改，预算按它累计");
        }

        return id;
    }

    private static Dictionary<string, Rate> Shares(Fields fields)
    {
        var categories = new Dictionary<string, Rate>(StringComparer.Ordinal);
        foreach (var (category, value) in fields.DataMap("categories"))
        {
            categories[category] = fields.Ratio(value, $"{fields.PathOf("categories")}.{category}") ?? Rate.Zero;
        }

        return categories;
    }

    private static Dictionary<string, long> Amounts(Fields fields)
    {
        var amounts = new Dictionary<string, long>(StringComparer.Ordinal);
        foreach (var (category, value) in fields.DataMap("fixed"))
        {
            amounts[category] = fields.Fen(value, $"{fields.PathOf("fixed")}.{category}") ?? 0;
        }

        return amounts;
    }

    /// <summary>Every head once, and one of the notice's seven or with the reason why another is waived.</summary>
    private static void CheckHeads(Fields fields, string[] shares, string[] amounts)
    {
        if (shares.Length + amounts.Length == 0)
        {
            fields.Problem(PackProblemCode.MissingKey, "categories", "没有减免哪些费用，请写 categories（按比例）或 fixed（定额）");
        }

        foreach (var head in shares.Intersect(amounts))
        {
            fields.Problem(PackProblemCode.ExactlyOne, "fixed", $"{head} 既写了比例又写了定额，请只留一个");
        }

        var reasons = fields.DataMap("other_heads").ToDictionary(r => r.Key, r => r.Value, StringComparer.Ordinal);
        foreach (var head in shares.Concat(amounts).Where(h => !WaiverHeads.Has(h) && !reasons.ContainsKey(h)))
        {
            fields.Problem(
                PackProblemCode.UnknownWord, "categories",
                $"{head} 不在文件列出的七项（{string.Join("、", WaiverHeads.All)}）之内；确要减免的，在 other_heads 里写明理由");
        }

        foreach (var (head, why) in reasons)
        {
            fields.Scalar(why, $"{fields.PathOf("other_heads")}.{head}");
            if (!shares.Contains(head) && !amounts.Contains(head))
            {
                fields.Problem(PackProblemCode.UnknownReference, "other_heads", $"{head} 没有减免，请删去这条理由");
            }
        }
    }

    /// <summary>From 80 % of the budget on the cashier is warned, if the file names no other share.</summary>
    private static Rate WarnAtDefault()
    {
        Invariant.Holds(Rate.TryCreate(800_000_000_000, out var rate), "four fifths are a ratio");
        return rate;
    }

    private static WaiverLimits Limits(Fields owner, PackProblems problems)
    {
        if (Fields.Open(owner.Take("limits"), owner.PathOf("limits"), problems) is not { } fields)
        {
            return WaiverLimits.None;
        }

        var limits = new WaiverLimits
        {
            VisitFen = fields.Fen("visit"),
            PatientMonthFen = fields.Fen("patient_month"),
            YearBudgetFen = fields.Fen("year_budget"),
            WarnAt = fields.Ratio("warn_at") ?? WarnAtDefault(),
        };
        fields.Finish();
        if (fields.Has("warn_at") && limits.YearBudgetFen is null)
        {
            fields.Problem(PackProblemCode.NotAllowedHere, "warn_at", "没有年度预算（year_budget），不能写预警比例，请删去或补上预算");
        }

        if (limits is { VisitFen: null, PatientMonthFen: null, YearBudgetFen: null })
        {
            fields.Problem(PackProblemCode.MissingKey, "", "limits 里没有任何限额，请写 visit、patient_month 或 year_budget，或删去 limits");
        }

        return limits;
    }
}
