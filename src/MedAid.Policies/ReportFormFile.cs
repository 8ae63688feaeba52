using MedAid.Core.Policy;
using MedAid.Policies.Compiling;
using MedAid.Policies.Reading;

namespace MedAid.Policies;

/// <summary>
/// Reads the forms that notices demand, <c>NAME.report.yaml</c> beside the packs. Strict: a key that the format does not have, a column that refers
/// to none, a word that nobody knows is named with its line.
/// </summary>
public static class ReportFormFile
{
    private const int RemindDaysUsual = 7;
    private const int DayMax = 31;
    private const int MonthMax = 12;

    private static readonly WordList<ReportEvery> EveryWords = new(
        ("month", ReportEvery.Month, "每月"), ("quarter", ReportEvery.Quarter, "每季度"), ("year", ReportEvery.Year, "每年"));

    private static readonly WordList<DayOffRule> DayOffWords = new(
        ("stays", DayOffRule.Stays, "不变"), ("before", DayOffRule.Before, "提前"), ("after", DayOffRule.After, "顺延"));

    private static readonly WordList<ReportEach> EachWords = new(
        ("hospital", ReportEach.Hospital, "医疗机构"), ("county", ReportEach.County, "县区"), ("month", ReportEach.Month, "月份"));

    /// <summary>The forms of every file below a folder; problems are added.</summary>
    public static IReadOnlyList<ReportForm> ReadAll(string folder, List<PackProblem> found)
    {
        var forms = new List<ReportForm>();
        string[] files = Directory.Exists(folder)
            ? [.. Directory.EnumerateFiles(folder, "*" + PackFile.ReportEnding, SearchOption.AllDirectories).Order(StringComparer.Ordinal)]
            : [];
        foreach (var file in files)
        {
            var problems = new PackProblems(file);
            if (Read(file, problems) is { } form)
            {
                if (forms.Exists(f => f.Id == form.Id && f.From == form.From))
                {
                    problems.Add(PackProblemCode.Duplicate, 1, "report", "另一个文件已有同一编号、同一起日的报表，请删去一个");
                }

                forms.Add(form);
            }

            found.AddRange(problems.Found);
        }

        return forms;
    }

    /// <summary>The form of a file; null, with problems, if something is wrong.</summary>
    public static ReportForm? Read(string path, PackProblems problems)
    {
        if (Fields.Open(PackFile.Read(path, problems).Node, "", problems) is not { } fields)
        {
            return null;
        }

        var (from, ends) = fields.Days();
        var form = new ReportForm
        {
            Id = Id(fields, "report"),
            Title = fields.RequireText("title") ?? "",
            Region = fields.RequireText("region") ?? "",
            From = from,
            Ends = ends,
            Every = fields.Require("every") is null ? default : fields.Word("every", EveryWords) ?? default,
            Since = fields.Date("since"),
            Due = Due(fields, problems),
            RemindDays = fields.Has("remind_days") ? fields.Whole("remind_days") ?? 0 : RemindDaysUsual,
            To = EntryList.Texts(fields, "to"),
            Copies = EntryList.Texts(fields, "copies"),
            Seals = EntryList.Texts(fields, "seals"),
            Notes = EntryList.Texts(fields, "notes"),
            Groups = MapList.Each(fields, "groups", problems, (group, _) => Group(group, problems)),
            Rows = MapList.Each(fields, "rows", problems, (row, _) => Row(row, problems)),
            Paragraphs = MapList.Each(fields, "paragraphs", problems, (part, _) => Paragraph(part)),
            Plots = MapList.Each(fields, "plots", problems, (plot, _) => Plot(plot)),
            Citation = fields.Citation(),
        };
        ReportFormChecks.Check(fields, form);
        fields.Finish();
        return problems.Found.Count == 0 ? form : null;
    }

    private static ReportDue Due(Fields owner, PackProblems problems)
    {
        if (Fields.Open(owner.Require("due"), owner.PathOf("due"), problems) is not { } fields)
        {
            return new ReportDue(0, null, 1, DayOffRule.Stays);
        }

        var (after, month, day) = (fields.Whole("months_after"), fields.Whole("month"), fields.Require("day") is null ? 1 : fields.Whole("day") ?? 1);
        if ((after is null) == (month is null))
        {
            fields.Problem(PackProblemCode.ExactlyOne, "", "months_after（期满后第几个月）和 month（当年几月）写一个");
        }

        if (day is < 1 or > DayMax)
        {
            fields.Problem(PackProblemCode.OutOfRange, "day", "日从 1 到 31");
        }

        if (month is < 1 or > MonthMax || after > MonthMax)
        {
            fields.Problem(PackProblemCode.OutOfRange, month is null ? "months_after" : "month", "月份不对，请核对");
        }

        var dayOff = fields.Has("day_off") ? fields.Word("day_off", DayOffWords) ?? DayOffRule.Stays : DayOffRule.Stays;
        fields.Finish();
        return new ReportDue(after ?? 0, month, day, dayOff);
    }

    private static ReportGroup Group(Fields fields, PackProblems problems)
    {
        var group = new ReportGroup(
            Id(fields, "id"), fields.Text("title") ?? "", Filter(fields, problems),
            MapList.Each(fields, "columns", problems, (column, _) => Column(column, problems)));
        fields.Finish();
        return group;
    }

    private static ReportColumn Column(Fields fields, PackProblems problems)
    {
        var (id, title) = (Id(fields, "id"), fields.RequireText("title") ?? "");
        var measure = fields.Require("measure") is null ? default : fields.Word("measure", ReportWords.Measures) ?? default;
        var column = new ReportColumn(id, title, measure)
        {
            Payments = Filter(fields, problems, paymentsOnly: true),
            Part = fields.Text("part") ?? "",
            Whole = fields.Text("whole") ?? "",
            Of = [.. EntryList.Texts(fields, "of").Select(t => t.StartsWith('-') ? (t[1..], true) : (t, false))],
            Most = fields.Ratio("most"),
        };
        fields.Finish();
        return column;
    }

    private static ReportRow Row(Fields fields, PackProblems problems)
    {
        var row = new ReportRow(Id(fields, "id"), fields.RequireText("title") ?? "", Filter(fields, problems))
        {
            Through = fields.Date("through"),
            Each = fields.Has("each") ? fields.Word("each", EachWords) : null,
            Texts = fields.Has("texts")
                ? fields.DataMap("texts").ToDictionary(t => t.Key, t => fields.Scalar(t.Value, fields.PathOf($"texts.{t.Key}")) ?? "")
                : new Dictionary<string, string>(),
        };
        fields.Finish();
        return row;
    }

    private static ReportParagraph Paragraph(Fields fields)
    {
        var paragraph = new ReportParagraph(Id(fields, "id"), fields.RequireText("title") ?? "");
        fields.Finish();
        return paragraph;
    }

    private static ReportPlot Plot(Fields fields)
    {
        var plot = new ReportPlot(fields.RequireText("title") ?? "", fields.RequireText("column") ?? "");
        fields.Finish();
        return plot;
    }

    private static ReportFilter Filter(Fields owner, PackProblems problems, bool paymentsOnly = false)
    {
        if (!owner.Has("when") || Fields.Open(owner.Take("when"), owner.PathOf("when"), problems) is not { } fields)
        {
            return ReportFilter.All;
        }

        var filter = new ReportFilter
        {
            Layers = EntryList.Texts(fields, "layer"),
            Rules = EntryList.Texts(fields, "rule"),
        };
        if (!paymentsOnly)
        {
            filter = filter with
            {
                Care = [.. EntryList.Words(fields, "care", Vocabulary.Care)],
                Diseases = EntryList.Texts(fields, "disease"),
                Schemes = EntryList.Texts(fields, "scheme"),
                Programmes = EntryList.Texts(fields, "programme"),
            };
        }

        fields.Finish();
        return filter;
    }

    /// <summary>An id that stands in keys and names of files.</summary>
    private static string Id(Fields fields, string key)
    {
        var id = fields.RequireText(key) ?? "";
        if (id.Length > 0 && !id.All(c => char.IsAsciiLetterLower(c) || char.IsAsciiDigit(c) || c is '-' or '_'))
        {
            fields.Problem(PackProblemCode.OutOfRange, key, "编号只用小写字母、数字、- 和 _");
        }

        return id;
    }
}
