namespace MedAid.Policies.Tests;

/// <summary>A pack that has one of everything and nothing wrong, to be broken in one place; and folders to put packs into.</summary>
internal static class PackText
{
    /// <summary>Marks the line on which a problem must be reported; YAML takes it for a comment.</summary>
    public const string Mark = "#<";

    public const string Whole = """
        pack: probe
        title: 试验
        region: "1411"
        scheme: resident
        effective: 2022-01-01
        ends: 2022-12-31
        published: 2021-12-01
        sources:
          - id: S1
            title: 试验通知
        layers:
          - id: basic
            fund: "390100"
            covers: [in_scope, first_self_pay]
            rules:
              - id: young
                when: {care: inpatient, age: {from: 0, to: 17}, filed: true, disease: [I10, E11]}
                base_cap: {amount: 5000, period: month, counts: after_deductible}
                deductible: {amount: 400, period: visit, year_ceiling: 800}
                caps: [{amount: 70000, period: year}]
                over_cap: next_layer
                basis: year
                bands:
                  - {over: 0, ratio: 0.5}
                  - {over: 1000, ratio: 0.6}
                cite: S1 一
              - id: by-class
                when: {care: two_disease}
                ratio_by_class: {A: 0.6, B: 0.5}
                cite: S1 二
              - id: plain
                when: {care: [inpatient, outpatient]}
                ratio: 0.75
                cite: S1 三
          - id: commercial
            kind: external
            covers: [in_scope]
        items:
          - when: {item_class: B, care: outpatient_chronic}
            first_self_pay: 0
            cite: S1 四
        programmes:
          - id: package
            kind: case_package
            when: {disease: C50}
            price_cap: 10000
            cite: S1 五
            layers:
              - id: basic
                covers: [package]
                rules:
                  - {id: of-package, of: charged, ratio: 0.7, cite: S1 五}
          - {id: heads, kind: capitation, when: {disease: N18}, rate: 6250, cite: S1 六}
          - {id: short-stay, kind: day_surgery, when: {care: day_surgery}, quotas: {H25: 5000}, cite: S1 七}
        one_stop:
          - layer: basic
            online_from: 2022-07-01
            counties: {"141123": null, "141124": 2022-08-01}
            cite: S1 八
        waivers:
          - when: {care: inpatient}
            categories: {bed: 0.5}
            cite: S1 九
        """;

    /// <summary>The whole pack with one text replaced, which must stand in it exactly once.</summary>
    public static string With(string old, string replacement)
    {
        Assert.Equal(2, Whole.Split(old).Length);
        return Whole.Replace(old, replacement, StringComparison.Ordinal);
    }

    /// <summary>The line that carries the mark.</summary>
    public static int MarkedLine(string text) =>
        Assert.Single(text.Split('\n').Index(), l => l.Item.Contains(Mark, StringComparison.Ordinal)).Index + 1;
}

/// <summary>A folder of its own, gone at the end.</summary>
internal sealed class PackFolder : IDisposable
{
    public string Path { get; } = Directory.CreateTempSubdirectory("medaid-packs-").FullName;

    public string Write(string name, string text)
    {
        var path = System.IO.Path.Combine(Path, name);
        File.WriteAllText(path, text);
        return path;
    }

    public void Dispose() => Directory.Delete(Path, recursive: true);
}
