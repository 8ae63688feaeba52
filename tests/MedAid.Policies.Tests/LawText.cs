namespace MedAid.Policies.Tests;

/// <summary>A small law in which lint finds nothing, to be broken in one place.</summary>
internal static class LawText
{
    public static readonly DateOnly Today = new(2022, 6, 1);

    public const string Clean = """
        pack: clean
        title: 试验
        region: "1411"
        scheme: resident
        effective: 2022-01-01
        published: 2021-12-01
        sources:
          - id: S1
            title: 试验通知
            verified: 2021-12-15
        layers:
          - id: basic
            covers: [in_scope]
            rules:
              - id: inpatient-later
                when: {care: [inpatient, day_surgery], admission: {from: 2}}
                deductible: {amount: 200, period: visit}
                ratio: 0.8
                cite: S1 一
              - id: inpatient
                when: {care: [inpatient, day_surgery]}
                deductible: {amount: 400, period: visit}
                ratio: 0.8
                caps: [{amount: 70000, period: year}]
                cite: S1 一
              - id: outpatient
                when: {care: [outpatient, outpatient_chronic, two_disease]}
                ratio: 0.5
                cite: S1 二
          - id: relief
            covers: [in_scope]
            rules:
              - id: extremely-poor
                when: {identity: extremely_poor}
                ratio: 1
                cite: S1 三
              - id: subsistence
                when: {identity: [extremely_poor, subsistence_allowance]}
                ratio: 0.7
                cite: S1 三
        """;

    /// <summary>The clean law with texts replaced, each of which must stand in it exactly once.</summary>
    public static string With(params (string Old, string New)[] changes)
    {
        var text = Clean;
        foreach (var (old, replacement) in changes)
        {
            Assert.Equal(2, text.Split(old).Length);
            text = text.Replace(old, replacement, StringComparison.Ordinal);
        }

        return text;
    }
}
