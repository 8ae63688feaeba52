using System.Text.Json.Nodes;
using MedAid.Core;
using Spectre.Console;

namespace MedAid.Cli;

/// <summary>A breakdown for people: a table of who pays what, then the sentences.</summary>
internal static class BreakdownPrint
{
    public static void Print(JsonNode breakdown)
    {
        var table = new Table().AddColumn("谁付").AddColumn(new TableColumn("金额（元）").RightAligned()).AddColumn("说明");
        AddRow(table, "医院减免", breakdown["waivedFen"]!, WaiverNote(breakdown));
        foreach (var line in breakdown["layers"]!.AsArray())
        {
            var note = line!["advanced"]!.GetValue<bool>() ? "医院垫付，向参保县追还" : "";
            note += line["assumed"]!.GetValue<string>().Length > 0 ? " 暂设，请核对" : "";
            AddRow(table, $"{line["layer"]}（{line["rule"]}）", line["paidFen"]!, note.Trim(), always: true);
        }

        AddRow(table, "医院承担", breakdown["hospitalBorneFen"]!, "超出病种限额");
        AddRow(table, "患者", breakdown["patientFen"]!, "窗口应付", always: true);
        AddRow(table, "费用总额", breakdown["grossFen"]!, $"政策 {breakdown["policy"]!["pack"]}", always: true);
        Terminal.Out.Write(table);
        foreach (var sentence in breakdown["sentences"]!.AsArray())
        {
            Console.Out.WriteLine(sentence!.GetValue<string>());
        }

        foreach (var warning in Waivers(breakdown).Select(w => $"{w["warning"]}").Where(w => w.Length > 0))
        {
            Console.Out.WriteLine(warning);
        }
    }

    public static void PrintAlternatives(JsonArray ways, string recommendation)
    {
        if (ways.Count == 0)
        {
            return;
        }

        var projected = ways[0]!["yearSessions"]!.GetValue<int>() > 0;
        var table = new Table().AddColumns("方式", "医院").AddColumn(new TableColumn("个人（元）").RightAligned());
        if (projected)
        {
            table.AddColumn(new TableColumn("到年底（元）").RightAligned());
        }

        table.AddColumns("", "与所问方式相比");
        foreach (var way in ways)
        {
            table.AddRow([.. Cells(way!, projected).Select(Markup.Escape)]);
        }

        Terminal.Out.Write(table);
        Console.Out.WriteLine(recommendation);
    }

    private static IEnumerable<JsonNode> Waivers(JsonNode breakdown) => breakdown["waivers"]!.AsArray().Select(w => w!);

    /// <summary>What each programme took and what it has left; the total stands beside it.</summary>
    private static string WaiverNote(JsonNode breakdown) => string.Join("；", Waivers(breakdown).Select(w =>
        $"{w["title"]} {Yuan(w["waivedFen"]!)}"
        + (w["monthLeftFen"] is { } month ? $"，本人本月还剩 {Yuan(month)}" : "")
        + (w["budgetLeftFen"] is { } budget ? $"，本年预算还剩 {Yuan(budget)}" : "")));

    private static IEnumerable<string> Cells(JsonNode way, bool projected)
    {
        yield return (way["mode"]!.GetValue<string>() == "MODE_INPATIENT_REFERENCED" ? "参照住院" : "门诊")
            + (way["filed"]!.GetValue<bool>() ? "，已备案" : "");
        yield return $"{way["hospitalName"]}";
        yield return Yuan(way["patientFen"]!);
        if (projected)
        {
            yield return $"{Yuan(way["yearPatientFen"]!)}（{way["yearSessions"]} 次）";
        }

        yield return ((way["cheapest"]!.GetValue<bool>() ? "最省 " : "") + (way["asked"]!.GetValue<bool>() ? "所问" : "")).Trim();
        yield return $"{way["reason"]}";
    }

    private static void AddRow(Table table, string payer, JsonNode fen, string note, bool always = false)
    {
        if (always || fen.GetValue<long>() != 0)
        {
            table.AddRow(Markup.Escape(payer), Yuan(fen), Markup.Escape(note));
        }
    }

    private static string Yuan(JsonNode fen) => ExactNumber.Yuan(fen.GetValue<long>());
}
