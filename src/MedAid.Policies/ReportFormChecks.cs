using MedAid.Core.Policy;
using MedAid.Policies.Compiling;
using MedAid.Policies.Reading;

namespace MedAid.Policies;

/// <summary>What the parts of a form say of each other: ids, references, deadlines.</summary>
internal static class ReportFormChecks
{
    public static void Check(Fields fields, ReportForm form)
    {
        CheckHead(fields, form);
        NotEmpty(fields, "groups", form.Groups.Count);
        NotEmpty(fields, "rows", form.Rows.Count);
        MapList.ReportDuplicates(fields, "rows", form.Rows.Select(r => r.Id));
        MapList.ReportDuplicates(fields, "groups", form.Groups.Select(g => g.Id));
        MapList.ReportDuplicates(fields, "paragraphs", form.Paragraphs.Select(p => p.Id));
        for (var g = 0; g < form.Groups.Count; g++)
        {
            CheckGroup(fields, form.Groups[g], g);
        }

        for (var r = 0; r < form.Rows.Count; r++)
        {
            CheckRow(fields, form, r);
        }

        CheckPlots(fields, form);
    }

    private static void CheckHead(Fields fields, ReportForm form)
    {
        if (form.Region.Length is not (2 or 4 or 6) || !form.Region.All(char.IsAsciiDigit))
        {
            fields.Problem(PackProblemCode.OutOfRange, "region", "地区写行政区划代码的前 2、4 或 6 位，带引号");
        }

        if (form.Citation is { Cite.Length: 0, Assumed: false })
        {
            fields.Problem(PackProblemCode.MissingKey, "cite", "要写明依据的文件和条款；没有依据的写 assumed: true 和 note");
        }

        if (form.Due.Month is not null && form.Every != ReportEvery.Year)
        {
            fields.Problem(PackProblemCode.NotAllowedHere, "due", "写 month 的只能是年报（every: year）；月报、季报写 months_after");
        }
    }

    private static void CheckGroup(Fields fields, ReportGroup group, int at)
    {
        if (group.When.NamesPayments)
        {
            fields.ItemProblem(PackProblemCode.NotAllowedHere, "groups", at, "layer 和 rule 写在行或列的 when 里，不写在组里");
        }

        if (group.Columns.Count == 0)
        {
            fields.ItemProblem(PackProblemCode.MissingKey, "groups", at, "columns 至少要有一列");
        }

        var before = new Dictionary<string, ReportMeasure>(StringComparer.Ordinal);
        foreach (var column in group.Columns)
        {
            if (ProblemOf(column, before) is { } problem)
            {
                fields.ItemProblem(problem.Code, "groups", at, $"columns 里的 {column.Id}：{problem.Message}");
            }

            if (!before.TryAdd(column.Id, column.Measure))
            {
                fields.ItemProblem(PackProblemCode.Duplicate, "groups", at, $"columns 里的 {column.Id} 出现了不止一次，请改名或删去一个");
            }
        }
    }

    /// <summary>A column refers only to those before it, so nothing goes in a circle.</summary>
    private static (PackProblemCode Code, string Message)? ProblemOf(ReportColumn column, Dictionary<string, ReportMeasure> before)
    {
        bool Known(string id) => before.TryGetValue(id, out var measure) && !ReportWords.IsText(measure) && measure != ReportMeasure.Ratio;
        var isRatio = column.Measure == ReportMeasure.Ratio;
        if (isRatio != (column.Part.Length > 0 && column.Whole.Length > 0) || (!isRatio && (column.Part + column.Whole).Length > 0))
        {
            return (PackProblemCode.ExactlyOne, "比例（ratio）要写 part 和 whole，其他列不写");
        }

        if (isRatio && !(Known(column.Part) && Known(column.Whole)))
        {
            return (PackProblemCode.UnknownReference, "part、whole 要是本组里写在前面的数字列");
        }

        if ((column.Measure == ReportMeasure.Sum) != (column.Of.Count > 0) || column.Of.Any(o => !Known(o.Column)))
        {
            return (PackProblemCode.UnknownReference, "合计（sum）要在 of 里列出本组里写在前面的数字列，其他列不写");
        }

        if (column.Of.Count > 0 && column.Of.Select(o => ReportWords.IsYuan(before[o.Column])).Distinct().Count() > 1)
        {
            return (PackProblemCode.WrongType, "of 里的列要都是金额，或都是人数、次数");
        }

        return column.Most is not null && !isRatio ? (PackProblemCode.NotAllowedHere, "most 只写在比例列")
            : column.Payments.NamesPayments && column.Measure is not (ReportMeasure.Paid or ReportMeasure.Due)
            ? (PackProblemCode.NotAllowedHere, "列的 when 只用于 paid 和 due")
            : null;
    }

    private static void CheckRow(Fields fields, ReportForm form, int at)
    {
        var row = form.Rows[at];
        if (row.Through < form.Since)
        {
            fields.ItemProblem(PackProblemCode.OutOfRange, "rows", at, "through 早于 since，请核对");
        }

        foreach (var id in row.Texts.Keys.Where(id => !form.Groups.Any(g => g.Columns.Any(c => c.Id == id && c.Measure == ReportMeasure.Text))))
        {
            fields.ItemProblem(PackProblemCode.UnknownReference, "rows", at, $"texts 里的 {id} 不是文字列（measure: text）");
        }
    }

    private static void CheckPlots(Fields fields, ReportForm form)
    {
        for (var p = 0; p < form.Plots.Count; p++)
        {
            var column = form.Plots[p].Column;
            if (!form.Groups.Any(g => g.Columns.Any(c => c.Id == column && !ReportWords.IsText(c.Measure))))
            {
                fields.ItemProblem(PackProblemCode.UnknownReference, "plots", p, $"没有编号为 {column} 的数字列");
            }
        }
    }

    private static void NotEmpty(Fields fields, string key, int count)
    {
        if (count == 0)
        {
            fields.Problem(PackProblemCode.MissingKey, key, $"{key} 至少要有一项");
        }
    }
}
