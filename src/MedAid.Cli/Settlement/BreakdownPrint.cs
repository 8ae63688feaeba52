using MedAid.Contract.Settlement.V1;
using MedAid.Core;
using MedAid.Settlement.Ledger;
using Spectre.Console;

namespace MedAid.Cli;

/// <summary>A breakdown for people: a table of who pays what, then the sentences.</summary>
internal static class BreakdownPrint
{
    public static void Print(Breakdown breakdown)
    {
        var table = new Table().AddColumn("谁付").AddColumn(new TableColumn("金额（元）").RightAligned()).AddColumn("说明");
        AddRow(table, "医院减免", breakdown.WaivedFen, string.Join("；", breakdown.Waivers.Select(WaiverNote)));
        foreach (var line in breakdown.Layers)
        {
            AddRow(table, NameOf(line), line.PaidFen, line.Advanced ? "医院垫付，向参保县追还" : "");
            AddRow(table, NameOf(line) + "（待申领）", line.DeferredFen, "不在窗口结算，患者先付，再向参保地申领；已含在患者金额内");
        }

        AddRow(table, "医院承担", breakdown.HospitalBorneFen, "超出病种限额");
        AddRow(
            table, "个人账户", breakdown.AccountFen, breakdown.HelperFen == 0 ? "" : $"其中家庭共济 {Display.Yuan(breakdown.HelperFen)}");
        AddRow(table, "患者", breakdown.CashFen, "窗口应付", always: true);
        AddRow(table, "费用总额", breakdown.GrossFen, "", always: true);
        Terminal.Out.Write(table);
        Display.Lines(breakdown.Sentences, s => s);
        Display.Lines(breakdown.Waivers.Where(w => w.Warning.Length > 0), w => Display.Plain(w.Warning));
    }

    /// <summary>What the clerk is warned of, without what the patient's sentences say already.</summary>
    public static IEnumerable<string> Warnings(Breakdown breakdown, IEnumerable<string> warnings) =>
        warnings.Select(Display.Plain).Except(breakdown.Sentences).Except(breakdown.Waivers.Select(w => Display.Plain(w.Warning)));

    /// <summary>What an auditor asks for and a patient does not: rule, grade, every source, what is assumed, the counters, the law.</summary>
    public static void PrintAudit(Breakdown breakdown)
    {
        Console.Out.WriteLine("审核依据：");
        foreach (var line in breakdown.Layers)
        {
            Console.Out.WriteLine(
                $"  {NameOf(line)}（{line.Layer}，规则 {(line.Rule.Length > 0 ? line.Rule : "无")}）"
                + Display.If("，可信度 ", line.Confidence) + Display.If("，单据依据：", line.Cite));
            Display.Lines(line.Source.Length > 0 ? line.Source.Split('；') : [], source => $"    来源：{source}");
            Display.Lines(ByBureau(line), settled => $"    {settled}");
            Display.Lines(line.Assumed.Length > 0 ? [line.Assumed] : Array.Empty<string>(), assumed => $"    暂定：{assumed}");
        }

        Display.Lines(
            breakdown.Counters,
            c => $"  累计 {CounterText.NameOf(c.Counter)}：此前 {CounterText.Of(c.Counter, c.UsedBeforeFen)}，"
                + $"本次 {CounterText.Of(c.Counter, c.AddedFen)}");
        Console.Out.WriteLine($"  政策：{breakdown.Policy.Title}（{breakdown.Policy.Pack}，{breakdown.Policy.ContentHash}）");
    }

    public static void PrintAlternatives(IReadOnlyList<Alternative> ways, string recommendation)
    {
        if (ways.Count == 0)
        {
            return;
        }

        var projected = ways[0].YearSessions > 0;
        var table = Terminal.Table(["方式", "医院"], projected ? ["个人（元）", "到年底（元）"] : ["个人（元）"]).AddColumns("", "与当前方式相比");
        foreach (var way in ways)
        {
            table.AddRow([.. Cells(way, projected).Select(Markup.Escape)]);
        }

        Terminal.Out.Write(table);
        Console.Out.WriteLine(recommendation);
    }

    /// <summary>A line's sentence begins with the Chinese name of its layer.</summary>
    private static string NameOf(LayerLine line) =>
        line.Sentence.IndexOf('：', StringComparison.Ordinal) is var end and > 0 ? line.Sentence[..end] : line.Layer;

    /// <summary>What the bureau pays the hospital where that is not what the line pays, and the hospital's gain or loss.</summary>
    private static IEnumerable<string> ByBureau(LayerLine line)
    {
        if (line is { HasBureauPaysFen: true, HasQuotaFen: false })
        {
            yield return $"医保按人头与医院结算，本次不另付：{Display.Yuan(line.PaidFen)} 元记入医保结算差额，由月度申报的人头费抵补";
        }
        else if (line.HasBureauPaysFen)
        {
            var gainFen = line.BureauPaysFen - line.PaidFen;
            yield return $"按病种定额 {Display.Yuan(line.QuotaFen)} 元与医院结算：医保应付医院 {Display.Yuan(line.BureauPaysFen)} 元"
                + $"{(IsCutWithin(line) ? "（已按支付限额内的比例减少）" : "")}，本次结算算得 "
                + $"{Display.Yuan(line.PaidFen)} 元，医保结算差额 {Display.Yuan(gainFen)} 元（{(gainFen < 0 ? "医院亏损" : "医院结余")}）";
        }
    }

    /// <summary>Whether a limit cut something off and the bureau pays less than quota × ratio for it.</summary>
    private static bool IsCutWithin(LayerLine line) =>
        (line.CappedFen > 0 || line.AssessedFen < line.BaseFen - line.DeductibleFen)
        && (line.Bands is not [var only] || line.BureauPaysFen != Rounding.HalfUp((Int128)line.QuotaFen * only.RatioPerMillion, 1_000_000));

    /// <summary>What a programme took and what it has left; the total stands beside it.</summary>
    private static string WaiverNote(Waiver waiver) =>
        $"{waiver.Title} {Display.Yuan(waiver.WaivedFen)}"
        + (waiver.HasMonthLeftFen ? $"，本人本月还剩 {Display.Yuan(waiver.MonthLeftFen)}" : "")
        + (waiver.HasBudgetLeftFen ? $"，本年预算还剩 {Display.Yuan(waiver.BudgetLeftFen)}" : "");

    private static IEnumerable<string> Cells(Alternative way, bool projected)
    {
        yield return (way.Mode == Mode.InpatientReferenced ? "参照住院" : "门诊") + (way.Filed ? "，已备案" : "");
        yield return way.HospitalName;
        yield return Display.Yuan(way.PatientFen);
        if (projected)
        {
            yield return $"{Display.Yuan(way.YearPatientFen)}（{way.YearSessions} 次）";
        }

        yield return ((way.Cheapest ? "最省 " : "") + (way.Asked ? "当前" : "")).Trim();
        yield return way.Reason;
    }

    private static void AddRow(Table table, string payer, long fen, string note, bool always = false)
    {
        if (always || fen != 0)
        {
            table.AddRow(Markup.Escape(payer), Display.Yuan(fen), Markup.Escape(note));
        }
    }
}
