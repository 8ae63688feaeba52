using MedAid.Contract.Settlement.V1;
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
            var note = (line.Advanced ? "医院垫付，向参保县追还" : "") + (line.Assumed.Length > 0 ? " 暂设，请核对" : "");
            AddRow(table, $"{line.Layer}（{line.Rule}）", line.PaidFen, note.Trim(), always: true);
        }

        AddRow(table, "医院承担", breakdown.HospitalBorneFen, "超出病种限额");
        AddRow(table, "患者", breakdown.PatientFen, "窗口应付", always: true);
        AddRow(table, "费用总额", breakdown.GrossFen, $"政策 {breakdown.Policy.Pack}", always: true);
        Terminal.Out.Write(table);
        Display.Lines(breakdown.Sentences, s => s);
        Display.Lines(breakdown.Waivers.Where(w => w.Warning.Length > 0), w => w.Warning);
    }

    public static void PrintAlternatives(IReadOnlyList<Alternative> ways, string recommendation)
    {
        if (ways.Count == 0)
        {
            return;
        }

        var projected = ways[0].YearSessions > 0;
        var table = Terminal.Table(["方式", "医院"], projected ? ["个人（元）", "到年底（元）"] : ["个人（元）"]).AddColumns("", "与所问方式相比");
        foreach (var way in ways)
        {
            table.AddRow([.. Cells(way, projected).Select(Markup.Escape)]);
        }

        Terminal.Out.Write(table);
        Console.Out.WriteLine(recommendation);
    }

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

        yield return ((way.Cheapest ? "最省 " : "") + (way.Asked ? "所问" : "")).Trim();
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
