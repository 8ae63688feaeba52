using System.Text;
using System.Text.Json;
using MedAid.Core.Policy;
using MedAid.Oracle;
using MedAid.Policies.Reading;

namespace MedAid.Policies.Tests;

/// <summary>A pack of this repository, read once by the product and once by the oracle, with what its text mentions.</summary>
internal sealed record PackBeside(
    PolicyTerms Terms, PackNode Node, Law Law, IReadOnlyList<string> Diseases, IReadOnlyList<long> Figures, IReadOnlyList<string> Layers);

/// <summary>Every pack of this repository.</summary>
internal static class RealPacks
{
    private static readonly string[] BesideVisits = ["examples", "premium_aid", "care_grant", "prescriptions"];

    private static readonly string[] KeysOfFigures = ["amount", "over", "price_cap", "year_ceiling", "rate"];

    /// <summary>The packs, by the region and scheme that they are for, in the order of their days.</summary>
    public static IReadOnlyList<PackBeside[]> Volumes { get; } =
    [
        .. PackLibrary.ReadFiles(Path.Combine(AppContext.BaseDirectory, "packs")).Packs
            .Select(p => Read(p.Terms, p.Node))
            .GroupBy(p => (p.Terms.Identity.Region, p.Terms.Identity.Scheme))
            .Select(g => g.OrderBy(p => p.Terms.Identity.Effective).ToArray()),
    ];

    /// <summary>The pack of a volume that is in force on a day.</summary>
    public static PackBeside On(PackBeside[] volume, DateOnly day) =>
        volume.Last(p => p.Terms.Identity.Effective <= day && !(day > p.Terms.Identity.Ends));

    private static PackBeside Read(PolicyTerms terms, PackNode node) => new(
        terms,
        node,
        Law.Read(Json(node)),
        [.. Below(node, "disease").SelectMany(Scalars).Select(n => n.Text).Distinct().Append("J06.900")],
        [.. KeysOfFigures.SelectMany(k => Below(node, k)).SelectMany(Scalars).Select(Fen).Append(50_000).Distinct().Order()],
        [.. terms.Layers.Concat(terms.Programmes.SelectMany(p => p.Layers)).Select(l => l.Id).Distinct()]);

    /// <summary>Figures are written in yuan with at most two decimals.</summary>
    private static long Fen(PackNode node) =>
        long.Parse(node.Text.Split('.')[0]) * 100
        + (node.Text.Contains('.', StringComparison.Ordinal) ? long.Parse(node.Text.Split('.')[1].PadRight(2, '0')) : 0);

    private static IEnumerable<PackNode> Scalars(PackNode node) => node.Kind == NodeKind.List ? node.Items : [node];

    private static IEnumerable<PackNode> Below(PackNode node, string key) =>
        node.Entries.Where(e => e.Key != "examples").SelectMany(e => e.Key == key ? [e.Value] : Below(e.Value, key))
            .Concat(node.Items.SelectMany(i => Below(i, key)));

    private static string Json(PackNode node)
    {
        using var buffer = new MemoryStream();
        using (var writer = new Utf8JsonWriter(buffer))
        {
            Write(writer, node);
        }

        return Encoding.UTF8.GetString(buffer.ToArray());
    }

    /// <summary>What splits no visit is left out. Numbers stay as they are written.</summary>
    private static void Write(Utf8JsonWriter writer, PackNode node)
    {
        switch (node.Kind)
        {
            case NodeKind.Map:
                writer.WriteStartObject();
                foreach (var (key, value) in node.Entries.Where(e => !BesideVisits.Contains(e.Key)))
                {
                    writer.WritePropertyName(key);
                    Write(writer, value);
                }

                writer.WriteEndObject();
                break;
            case NodeKind.List:
                writer.WriteStartArray();
                node.Items.ForEach(i => Write(writer, i));
                writer.WriteEndArray();
                break;
            case NodeKind.Boolean:
                writer.WriteBooleanValue(node.Text == "true");
                break;
            case NodeKind.Null:
                writer.WriteNullValue();
                break;
            default:
                writer.WriteStringValue(node.Text);
                break;
        }
    }
}
