using System.Globalization;
using System.Net;
using System.Runtime.InteropServices;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace MedAid.LoadTests;

/// <summary>What a run found, as JSON for machines and as one page with plots for people.</summary>
internal sealed class Report
{
    private static readonly JsonSerializerOptions Indented = new() { WriteIndented = true };
    private static readonly int[] Percentiles = [5_000, 9_000, 9_500, 9_900, 9_990];

    private readonly List<Phase> phases = [];

    /// <summary>Ratios and single figures, in the order in which they were found.</summary>
    public Dictionary<string, JsonNode> Figures { get; } = [];

    public void Add(Phase phase)
    {
        phases.Add(phase);
        Console.Error.WriteLine(
            $"{phase.Name,-34} {phase.PerSecond,7}/s  p50 {Ms(phase.Latency.PercentileUs(5_000))}  p99 {Ms(phase.Latency.PercentileUs(9_900))}"
            + $"  max {Ms(phase.Latency.MaximumUs)}  refused {phase.Refused}  errors {phase.Errors}");
    }

    public async Task WriteAsync(string jsonFile)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(Path.GetFullPath(jsonFile))!);
        await File.WriteAllTextAsync(jsonFile, Json().ToJsonString(Indented));
        await File.WriteAllTextAsync(Path.ChangeExtension(jsonFile, ".html"), Html());
    }

    private JsonObject Json()
    {
        var root = new JsonObject();
        foreach (var (name, value) in Figures)
        {
            root[name] = value.DeepClone();
        }

        root["machine"] = $"{Environment.ProcessorCount} cores, {RuntimeInformation.OSDescription}, {RuntimeInformation.FrameworkDescription}";
        root["phases"] = new JsonArray([.. phases.Select(p => new JsonObject
        {
            ["name"] = p.Name,
            ["rate_per_second"] = p.RatePerSecond,
            ["in_flight"] = p.InFlight,
            ["calls"] = p.Calls,
            ["per_second"] = p.PerSecond,
            ["refused"] = p.Refused,
            ["errors"] = p.Errors,
            ["latency_us"] = new JsonObject([.. Percentiles.Select(x =>
                KeyValuePair.Create(NameOf(x), (JsonNode?)JsonValue.Create(p.Latency.PercentileUs(x)))),
                KeyValuePair.Create("max", (JsonNode?)JsonValue.Create(p.Latency.MaximumUs))]),
        })]);
        return root;
    }

    private string Html()
    {
        var html = new StringBuilder(
            """
            <!doctype html><html lang="zh-CN"><meta charset="utf-8"><title>MedAid load</title>
            <style>body{font:15px/1.5 system-ui,sans-serif;margin:2rem auto;max-width:60rem}table{border-collapse:collapse}
            td,th{padding:.2rem .8rem;border-bottom:1px solid #ddd;text-align:right}td:first-child,th:first-child{text-align:left}</style>
            <h1>MedAid under load</h1><table><tr><th>figure<th>value
            """);
        foreach (var (name, value) in Figures)
        {
            html.Append(CultureInfo.InvariantCulture, $"<tr><td>{WebUtility.HtmlEncode(name)}<td>{WebUtility.HtmlEncode(value.ToJsonString())}");
        }

        html.Append("</table><h2>Latency by percentile</h2>").Append(Plot()).Append("<h2>Phases</h2><table><tr><th>phase<th>calls/s<th>p50<th>p95<th>p99<th>p99.9<th>max<th>refused<th>errors");
        foreach (var p in phases)
        {
            html.Append(
                CultureInfo.InvariantCulture,
                $"<tr><td>{WebUtility.HtmlEncode(p.Name)}<td>{p.PerSecond}<td>{Ms(p.Latency.PercentileUs(5_000))}<td>{Ms(p.Latency.PercentileUs(9_500))}<td>{Ms(p.Latency.PercentileUs(9_900))}<td>{Ms(p.Latency.PercentileUs(9_990))}<td>{Ms(p.Latency.MaximumUs)}<td>{p.Refused}<td>{p.Errors}");
        }

        return html.Append("</table></html>").ToString();
    }

    /// <summary>One curve a phase: percentiles evenly across, latency upwards on a logarithmic scale from 0.1 ms to 10 s.</summary>
    private string Plot()
    {
        const int width = 900, height = 320;
        var svg = new StringBuilder().Append(CultureInfo.InvariantCulture, $"<svg viewBox='0 0 {width} {height + 40}' role='img' aria-label='latency by percentile'>");
        for (var decade = 0; decade <= 5; decade++)
        {
            var y = height - (height * decade / 5);
            svg.Append(CultureInfo.InvariantCulture, $"<line x1='60' x2='{width - 160}' y1='{y}' y2='{y}' stroke='#ddd'/><text x='0' y='{y + 4}' font-size='12'>{Ms((long)Math.Pow(10, decade + 2))}</text>");
        }

        for (var i = 0; i < Percentiles.Length; i++)
        {
            svg.Append(CultureInfo.InvariantCulture, $"<text x='{X(i)}' y='{height + 24}' font-size='12' text-anchor='middle'>{NameOf(Percentiles[i])}</text>");
        }

        for (var k = 0; k < phases.Count; k++)
        {
            var points = string.Join(' ', Percentiles.Select((x, i) => $"{X(i)},{Y(phases[k].Latency.PercentileUs(x))}"));
            var colour = $"hsl({k * 47 % 360} 65% 40%)";
            svg.Append(CultureInfo.InvariantCulture, $"<polyline fill='none' stroke='{colour}' stroke-width='2' points='{points}'/><text x='{width - 150}' y='{16 + (k * 16)}' font-size='11' fill='{colour}'>{WebUtility.HtmlEncode(phases[k].Name)}</text>");
        }

        return svg.Append("</svg>").ToString();

        static int X(int i) => 80 + (i * 150);
        static int Y(long us) => height - (int)(height * Math.Clamp((Math.Log10(Math.Max(1, us)) - 2) / 5, 0, 1));
    }

    private static string NameOf(int perTenThousand) =>
        "p" + (perTenThousand / 100m).ToString("0.##", CultureInfo.InvariantCulture);

    private static string Ms(long us) => (us / 1000m).ToString("0.00", CultureInfo.InvariantCulture) + " ms";
}
