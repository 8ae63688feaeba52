using System.CommandLine;
using MedAid.Core.Policy;
using MedAid.Policies;
using Spectre.Console;

namespace MedAid.Cli;

/// <summary>`medaid catalogue show CODE`: everything that the catalogue says of one item, also what no split needs.</summary>
internal static class CatalogueShow
{
    private const long MillionthsPerYuan = 1_000_000;

    public static Command Create()
    {
        var code = new Argument<string>("code") { Description = "国家编码，或医院自己的项目编码" };
        PolicyCommands.RefuseOptions(code);
        var file = new Option<string>("--file") { Description = "目录文件，.csv 或 .xlsx", DefaultValueFactory = _ => "samples/catalogue.csv" };
        var json = Input.Json();
        var command = new Command("show", "显示一个项目：类别、自付比例、限价、可替代项目、可用天数；没有时退出码为 1") { code, file, json };
        command.SetAction(parsed =>
        {
            var problems = new PackProblems(parsed.GetValue(file)!);
            var items = CatalogueFile.Read(parsed.GetValue(file)!, problems);
            problems.Found.ToList().ForEach(Console.Error.WriteLine);
            return Run(items, parsed.GetRequiredValue(code), parsed.GetValue(json));
        });
        return command;
    }

    private static int Run(IReadOnlyList<CatalogueItem> items, string code, bool json)
    {
        var national = new Catalogue(items).NationalCode(code) ?? code;
        CatalogueItem[] found = [.. items.Where(i => i.Code == national).OrderBy(i => i.Effective)];
        if (found.Length == 0)
        {
            Console.Error.WriteLine($"目录里没有 {code}；结算时按丙类（全自费）计");
            return ExitCode.Failed;
        }

        if (json)
        {
            Terminal.Json(found.Select(i => Json(i, items)));
            return ExitCode.Done;
        }

        var table = new Table().AddColumns("项", "内容");
        foreach (var (name, text) in found.SelectMany(i => Lines(i, items)))
        {
            table.AddRow(Markup.Escape(name), Markup.Escape(text));
        }

        Terminal.Out.Write(table);
        return ExitCode.Done;
    }

    private static IEnumerable<(string Name, string Text)> Lines(CatalogueItem item, IReadOnlyList<CatalogueItem> all) =>
    [
        ("名称", item.Name),
        ("国家编码", item.Code),
        ("医院编码", item.HospitalItemCode ?? "—"),
        ("有效期", $"{item.Effective:yyyy-MM-dd} 至 {(item.Ends is { } ends ? $"{ends:yyyy-MM-dd}" : "另有规定为止")}"),
        ("类别", $"{Vocabulary.ItemClass.ChineseOf(item.Class)}，先行自付 {item.FirstSelfPay}，费用类别 {item.Category}"),
        ("限价", item.CeilingMillionths is { } ceiling ? Price(ceiling) + For(item) : "—"),
        ("限制使用", item.Restricted ? "是，不符合限定范围的自费" : "否"),
        ("集中采购", item.CentrallyProcured ? "是" : "否"),
        ("可替代项目", string.Join("；", item.Substitutes.Select(s => $"{s} {NameOf(s, all)}".TrimEnd())) is { Length: > 0 } others ? others : "—"),
        ("一个单位可用天数", item.DaysOfSupply?.ToString("0") ?? "—"),
        ("一个单位是一次透析", item.IsDialysis ? "是" : "否"),
    ];

    private static string NameOf(string code, IReadOnlyList<CatalogueItem> all) => all.FirstOrDefault(i => i.Code == code)?.Name ?? "";

    private static string For(CatalogueItem item)
    {
        string[] parts = [item.CeilingLevel is { } level ? $"医院等级 {level}" : "", item.CeilingCounty is { } county ? $"县 {county}" : ""];
        var known = string.Join("、", parts.Where(p => p.Length > 0));
        return known.Length > 0 ? $"（{known}）" : "";
    }

    private static string Price(long millionths)
    {
        var (yuan, rest) = Math.DivRem(millionths, MillionthsPerYuan);
        var decimals = $"{rest:000000}".TrimEnd('0');
        return $"{yuan}.{decimals.PadRight(2, '0')} 元";
    }

    private static object Json(CatalogueItem item, IReadOnlyList<CatalogueItem> all) => new
    {
        Code = item.Code,
        HospitalItemCode = item.HospitalItemCode,
        Name = item.Name,
        Category = item.Category,
        Class = Vocabulary.ItemClass.WordOf(item.Class),
        FirstSelfPay = item.FirstSelfPay.ToString(),
        Ceiling = item.CeilingMillionths is { } ceiling ? Price(ceiling).TrimEnd('元', ' ') : null,
        CeilingLevel = item.CeilingLevel,
        CeilingCounty = item.CeilingCounty,
        Restricted = item.Restricted,
        CentrallyProcured = item.CentrallyProcured,
        Substitutes = item.Substitutes.Select(s => new { Code = s, Name = NameOf(s, all) }),
        DaysOfSupply = item.DaysOfSupply,
        Dialysis = item.IsDialysis,
        Effective = $"{item.Effective:yyyy-MM-dd}",
        Ends = item.Ends is { } ends ? $"{ends:yyyy-MM-dd}" : null,
    };
}
