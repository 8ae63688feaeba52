using System.Text.Json;
using MedAid.Core;

namespace MedAid.Simulator.Split;

/// <summary>The figures of a kind of insurance.</summary>
/// <param name="BasicFund">Fund of the first layer.</param>
/// <param name="LargeFund">Fund of the second layer.</param>
/// <param name="DeductibleFen">Deductible of a year.</param>
/// <param name="Ratio">What the first layer pays of the rest.</param>
/// <param name="ChronicDeductibleFen">Deductible of a year for a disease that was filed.</param>
/// <param name="ChronicRatio">What the first layer pays of the rest for a disease that was filed.</param>
/// <param name="LargeFromFen">Where the second layer begins: what remained of a year's amounts in scope.</param>
/// <param name="LargeRatio">What the second layer pays of what is above.</param>
/// <param name="ReliefRatio">What relief pays of what remains in scope.</param>
/// <param name="PaysByAccount">Whether there is a personal account.</param>
internal sealed record InsuranceFigures(
    Fund BasicFund, Fund LargeFund, long DeductibleFen, Rate Ratio, long ChronicDeductibleFen, Rate ChronicRatio, long LargeFromFen, Rate LargeRatio,
    Rate ReliefRatio, bool PaysByAccount);

/// <summary>A kind of identity as the bureau names it.</summary>
/// <param name="Code"><c>psn_idet_type</c>.</param>
/// <param name="Name">Its name.</param>
/// <param name="HasRelief">Whether relief pays for it.</param>
internal sealed record IdentityFigures(string Code, string Name, bool HasRelief);

/// <summary>The figures of the bureau's own split, from a file; those in the box are samples.</summary>
internal sealed class Figures
{
    private const int FenDecimals = 2;

    private Figures(JsonElement json)
    {
        Insurances = json.GetProperty("insurances").EnumerateObject().ToDictionary(i => i.Name, i => Insurance(i.Value), StringComparer.Ordinal);
        Identities = json.GetProperty("identities").EnumerateObject().ToDictionary(
            i => i.Name,
            i => new IdentityFigures(Text(i.Value, "code"), Text(i.Value, "name"), i.Value.GetProperty("relief").GetBoolean()),
            StringComparer.Ordinal);
        Diseases = json.GetProperty("diseases").EnumerateObject().ToDictionary(d => d.Name, d => d.Value.GetString()!, StringComparer.Ordinal);
        ReliefFund = new Fund(Text(json, "relief_fund"));
    }

    /// <summary>By <c>insutype</c>.</summary>
    public IReadOnlyDictionary<string, InsuranceFigures> Insurances { get; }

    /// <summary>By the names of the persons' file.</summary>
    public IReadOnlyDictionary<string, IdentityFigures> Identities { get; }

    /// <summary>Names of diseases by their national codes.</summary>
    public IReadOnlyDictionary<string, string> Diseases { get; }

    /// <summary>The fund of relief.</summary>
    public Fund ReliefFund { get; }

    /// <summary>The figures of a file; null: the samples.</summary>
    public static Figures Load(string? path)
    {
        try
        {
            using var document = JsonDocument.Parse(path is null ? Box.Text("figures.json") : Box.File(path, "数字文件"));
            return new Figures(document.RootElement);
        }
        catch (Exception e) when (e is JsonException or KeyNotFoundException or InvalidOperationException or FormatException)
        {
            throw new SimulatorException($"数字文件 {path} 读不懂，格式见 docs/SIMULATOR.md：{e.Message}");
        }
    }

    private static InsuranceFigures Insurance(JsonElement json) => new(
        new Fund(Text(json, "basic_fund")), new Fund(Text(json, "large_fund")), Fen(json, "deductible_yuan"), Ratio(json, "ratio"),
        Fen(json, "chronic_deductible_yuan"), Ratio(json, "chronic_ratio"), Fen(json, "large_from_yuan"), Ratio(json, "large_ratio"),
        Ratio(json, "relief_ratio"), json.GetProperty("pays_by_account").GetBoolean());

    private static string Text(JsonElement json, string name) => json.GetProperty(name).GetString()!;

    private static long Fen(JsonElement json, string name) =>
        ExactNumber.Read(Text(json, name), FenDecimals, out var fen) == NumberProblem.None && fen >= 0
            ? fen
            : throw new FormatException($"{name} 应是金额");

    private static Rate Ratio(JsonElement json, string name) =>
        ExactNumber.Read(Text(json, name), Rate.DecimalsMax, out var scaled) == NumberProblem.None && Rate.TryCreate(scaled, out var rate)
            ? rate
            : throw new FormatException($"{name} 应在 0 到 1 之间");
}
