namespace MedAid.Policies.Tests;

/// <summary>Forms that notices demand, as files: those of the packs, and what is wrong with others.</summary>
public sealed class ReportFormTests
{
    private const string Good = """
        report: r
        title: 表
        region: "1411"
        from: 2021-03-01
        every: month
        due: {months_after: 1, day: 2}
        cite: 第一条
        groups:
          - id: g
            columns:
              - {id: a, title: 甲, measure: paid, when: {layer: [relief]}}
              - {id: b, title: 乙, measure: in_scope}
              - {id: r, title: 比, measure: ratio, part: a, whole: b}
        rows:
          - {id: one, title: 一}
        """;

    [Fact]
    public void The_forms_of_the_packs_have_no_problem_and_each_says_who_demands_it()
    {
        var found = new List<PackProblem>();
        var forms = ReportFormFile.ReadAll(Path.Combine(Path.GetDirectoryName(Frozen.PathOf("."))!, "..", "..", "packs"), found);
        Assert.Empty(found);
        Assert.NotEmpty(forms);
        Assert.All(forms, f => Assert.NotEmpty(f.Citation.Cite));
        var dispatch = forms.Single(f => f.Id == "two-disease-dispatch");
        Assert.Equal((3, 2, 2), (dispatch.Rows.Count, dispatch.Groups.Count, dispatch.Due.Day));
        Assert.Equal(new DateOnly(2020, 12, 31), dispatch.Rows[0].Through);
        Assert.Empty(Problems(Good));
    }

    /// <summary>Each is the good file with one thing changed; the problem names the place and its line.</summary>
    [Theory]
    [InlineData("report: r", "report: ../etc", "report", 1)]
    [InlineData("region: \"1411\"", "region: \"14x1\"", "region", 3)]
    [InlineData("from: 2021-03-01", "from: 2021-02-30", "from", 4)]
    [InlineData("every: month", "every: week", "every", 5)]
    [InlineData("every: month", "every: month\nformula: =cmd", "formula", 6)]
    [InlineData("day: 2", "day: 32", "due.day", 6)]
    [InlineData("months_after: 1, day: 2", "day: 2", "due", 6)]
    [InlineData("months_after: 1, day: 2", "month: 12, day: 18", "due", 6)]
    [InlineData("cite: 第一条", "note: 没有", "cite", 0)]
    [InlineData("measure: in_scope", "measure: everything", "groups[0].columns[1].measure", 12)]
    [InlineData("part: a", "part: z", "groups[0]", 9)]
    [InlineData("id: b", "id: a", "groups[0]", 9)]
    [InlineData("measure: in_scope", "measure: in_scope, when: {layer: [relief]}", "groups[0]", 9)]
    [InlineData("{id: one, title: 一}", "{id: one, title: 一, when: {care: [surgery]}}", "rows[0].when.care[0]", 15)]
    [InlineData("{id: one, title: 一}", "{id: one, title: 一, texts: {a: 字}}", "rows[0]", 15)]
    [InlineData("{id: one, title: 一}", "{id: one, title: 一}\n  - {id: one, title: 二}", "rows[1]", 16)]
    [InlineData("  - {id: one, title: 一}", "  []", "rows", 14)]
    public void What_is_wrong_is_refused_with_its_place(string good, string bad, string path, int line)
    {
        var problems = Problems(Good.Replace(good, bad, StringComparison.Ordinal));
        Assert.Contains(problems, p => p.Path == path && (line == 0 || p.Line == line));
    }

    [Theory]
    [InlineData("complete_from: soon", "complete_from")]
    [InlineData("counties: [兴县]", "counties")]
    [InlineData("contacts: {x: 王}", "contacts")]
    [InlineData("days_off: [2026-13-01]", "days_off[0]")]
    [InlineData("days_off: [2026-10-01]\nworking_days: [2026-10-01]", "working_days")]
    [InlineData("other: 1", "other")]
    public void The_office_is_read_as_strictly(string text, string path)
    {
        var folder = Directory.CreateTempSubdirectory("medaid-office-").FullName;
        File.WriteAllText(Path.Combine(folder, ReportOfficeFile.Name), text);
        var found = new List<PackProblem>();
        ReportOfficeFile.Read(folder, found);
        Directory.Delete(folder, recursive: true);
        Assert.Contains(found, p => p.Path == path);
    }

    private static IReadOnlyList<PackProblem> Problems(string text)
    {
        var file = Path.GetTempFileName();
        File.WriteAllText(file, text);
        var problems = new PackProblems(file);
        var form = ReportFormFile.Read(file, problems);
        File.Delete(file);
        Assert.Equal(problems.Found.Count == 0, form is not null);
        return problems.Found;
    }
}
