using System.Text;
using System.Text.RegularExpressions;
using MedAid.Core;

namespace MedAid.Policies.Linting;

/// <summary>
/// Writes the beginning of a new pack: a skeleton in which only figures are missing, or the pack before with new dates.
/// </summary>
public static partial class PackSkeleton
{
    /// <summary>A skeleton for a region and scheme; the lint names every figure that is still missing.</summary>
    public static string Blank(string region, string scheme, DateOnly effective)
    {
        var text = new StringBuilder(Template)
            .Replace("REGION", region).Replace("SCHEME", scheme).Replace("EFFECTIVE", PlainText.Day(effective));
        return text.ToString();
    }

    /// <summary>
    /// The text of a pack under new dates, and what to write as <c>ends</c> into the old one. Its examples stay: those of days before
    /// the new date go to the old file.
    /// </summary>
    public static (string Text, string EndsLine) From(string pack, string region, string scheme, DateOnly effective)
    {
        var text = PackLine().Replace(pack, $"pack: {region}-{scheme}-{PlainText.Day(effective)}", 1);
        text = RegionLine().Replace(text, $"region: \"{region}\"", 1);
        text = SchemeLine().Replace(text, $"scheme: {scheme}", 1);
        text = EffectiveLine().Replace(text, $"effective: {PlainText.Day(effective)}", 1);
        text = EndsLine().Replace(text, "", 1);
        text = PublishedLine().Replace(text, "published:  # 填新文件的公布日期；没有就删去这一行", 1);
        return (text, $"ends: {PlainText.Day(effective.AddDays(-1))}");
    }

    [GeneratedRegex("^pack:.*$", RegexOptions.Multiline)]
    private static partial Regex PackLine();

    [GeneratedRegex("^region:.*$", RegexOptions.Multiline)]
    private static partial Regex RegionLine();

    [GeneratedRegex("^scheme:.*$", RegexOptions.Multiline)]
    private static partial Regex SchemeLine();

    [GeneratedRegex("^effective:.*$", RegexOptions.Multiline)]
    private static partial Regex EffectiveLine();

    [GeneratedRegex("^ends:.*\n", RegexOptions.Multiline)]
    private static partial Regex EndsLine();

    [GeneratedRegex("^published:.*$", RegexOptions.Multiline)]
    private static partial Regex PublishedLine();

    private const string Template = """
        # yaml-language-server: $schema=../pack.schema.json
        # 新政策包。冒号后空着的都是要填的数字；填完一处就运行 medaid policy lint 本文件，直到没有报错。
        # 金额写元（400 或 2742.60），比例写小数（85% 写 0.85）。没有依据的数字加 assumed: true，并在 note 里写明原因。
        pack: REGION-SCHEME-EFFECTIVE
        title: 请写标题（地区、险种、哪份文件）
        region: "REGION"              # 参保县代码的前几位：2 位省、4 位市、6 位县
        scheme: SCHEME
        effective: EFFECTIVE         # 第一天；上一份政策包要写 ends（前一天）
        # published: 公布日期          # 立这一份的文件的公布日期；晚于第一天的，lint 提示哪些就诊可能要冲正重算
        sources:                      # 每份文件写一次，规则用编号和条款引用它
          - id: S1
            title: 请写文件标题
            # number: 文号            # 有就写；还可以写 issuer、published、link、verified（上次对照原文的日期）、regulation: false（简报、报道等）
            confidence: A             # A 原文或官方报道，B 几处二手一致，C 一处二手，D 没见到
        layers:                       # 按先后：基本医保、大病保险、医疗救助
          - id: basic
            title: 基本医保
            fund: "390100"
            covers: [in_scope]        # 只付符合政策范围的部分
            rules:                    # 从上到下第一条符合的算数：窄的写前面，宽的写后面
              - id: outpatient
                title: 普通门诊
                when: {care: outpatient}
                deductible: {amount: , period: visit}
                ratio:
                caps: [{amount: , period: year, counter: outpatient.paid}]
                cite: S1 请写条款
              - id: two-disease
                title: “两病”门诊用药
                when: {care: two_disease}
                ratio:
                cite: S1 请写条款
              - id: chronic
                title: 门诊慢特病
                when: {care: outpatient_chronic}
                deductible: {amount: , period: year, counter: chronic.deductible}
                ratio:
                cite: S1 请写条款
              - id: inpatient
                title: 住院和日间手术
                when: {care: [inpatient, day_surgery]}
                deductible: {amount: , period: visit}
                ratio:
                caps: [{amount: , period: year}]
                cite: S1 请写条款
          - id: catastrophic
            title: 大病保险
            fund: "390200"
            covers: [in_scope]
            rules:
              - id: catastrophic-general
                title: 大病保险
                when: {care: [inpatient, day_surgery, outpatient_chronic]}
                deductible: {amount: , period: year}
                ratio:                # 分段的改写成 bands: [{over: 起点, ratio: 比例}, …]
                caps: [{amount: , period: year}]
                cite: S1 请写条款
          - id: relief
            title: 医疗救助
            fund: "610100"
            covers: [in_scope]
            rules:                    # 一人多种身份时排在前面的算数：特困写最前
              - id: relief-extremely-poor
                title: 特困人员救助
                when: {care: [inpatient, day_surgery, outpatient_chronic], identity: extremely_poor}
                ratio:
                cite: S1 请写条款
              - id: relief-subsistence
                title: 低保对象救助
                when: {care: [inpatient, day_surgery, outpatient_chronic], identity: subsistence_allowance}
                ratio:
                caps: [{amount: , period: year}]
                cite: S1 请写条款
        one_stop:
          - layer: relief
            title: 救助“一站式”结算
            online_from: null         # 医保局联网结算的第一天；没联网写 null，由医院垫付；不在窗口结算的改写 at_window: false
            cite: S1 请写条款
        # nothing_paid:               # 基本医保本来就不支付、所以没有规则的就诊；不写的，这类就诊结算时会被拒绝
        #   - {when: {care: outpatient, place: [cross_city, cross_province]}, text: 请写向患者说的话, cite: S1 请写条款}
        # account: {covers: [in_scope, first_self_pay]}   # 个人账户可以支付什么
        # examples:                   # 每条规则手算一例，写进 source；medaid policy test 本文件 核对到分
        #   - example: 县医院住院
        #     source: "5,000-400 = 4,600 x 75 % = 3,450；个人 1,550"
        #     visit: {date: EFFECTIVE, care: inpatient, hospital_tier: county, charges: {in_scope: 5000}}
        #     expect: {layers: {basic: 3450}, patient: 1550}

        """;
}
