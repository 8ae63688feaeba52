using MedAid.Core;

namespace MedAid.Bureau.Regions;

/// <summary>A fund of a region.</summary>
/// <param name="Code">Its <c>fund_pay_type</c> in the region.</param>
/// <param name="Name">Its name.</param>
/// <param name="Kind">What it is for.</param>
/// <param name="Fund">The fund that MedAid books, by its national code.</param>
/// <param name="Column">The amount of <c>setlinfo</c> that counts it; empty: none.</param>
/// <param name="Confidence">How far this can be relied on.</param>
/// <param name="Source">Where it was seen.</param>
public sealed record FundCode(
    string Code, string Name, FundKind Kind, Fund Fund, string Column, Confidence Confidence, string Source);

/// <summary>What a row of <c>setldetail</c> was found to be.</summary>
/// <param name="Known">The fund; null if the row is of none that is known here.</param>
/// <param name="Unknown">What the row says instead: its code, and what stands in its text.</param>
public sealed record FundReading(FundCode? Known, string Unknown);

/// <summary>Fund codes of a region and the funds that MedAid books, both ways.</summary>
public sealed class FundTable
{
    private const int SubCodeLength = 6;

    private readonly Dictionary<string, FundCode> byCode;
    private readonly Dictionary<Fund, FundCode> written;
    private readonly HashSet<string> inText;

    /// <summary>The table of these codes.</summary>
    /// <param name="codes">All codes.</param>
    /// <param name="written">Of a fund with several codes that which is written; without: its own.</param>
    /// <param name="inText">Codes whose real kind stands in <c>setl_proc_info</c>.</param>
    public FundTable(IReadOnlyList<FundCode> codes, IReadOnlyDictionary<Fund, string> written, IEnumerable<string> inText)
    {
        byCode = codes.ToDictionary(c => c.Code, StringComparer.Ordinal);
        this.inText = [.. inText];
        this.written = codes.GroupBy(c => c.Fund).ToDictionary(g => g.Key, g =>
            byCode.TryGetValue(written.GetValueOrDefault(g.Key, g.Key.Text), out var named) && named.Fund == g.Key ? named : g.First());
        Codes = codes;
    }

    /// <summary>All codes.</summary>
    public IReadOnlyList<FundCode> Codes { get; }

    /// <summary>
    /// The fund of a row. A code that is not known is said to be so, and never taken for a similar one; a code for others must name exactly one
    /// known fund in the row's text.
    /// </summary>
    public FundReading Read(string code, string processInfo)
    {
        if (byCode.TryGetValue(code, out var known))
        {
            return new FundReading(known, "");
        }

        if (!inText.Contains(code))
        {
            return new FundReading(null, code);
        }

        FundCode[] named = [.. CodesIn(processInfo).Select(c => byCode.GetValueOrDefault(c)).OfType<FundCode>().Distinct()];
        return CodesIn(processInfo).Count() == named.Length && named is [var only]
            ? new FundReading(only, "")
            : new FundReading(null, $"{code}（{string.Join('、', CodesIn(processInfo).DefaultIfEmpty("结算过程信息里没有代码"))}）");
    }

    /// <summary>The code under which the region writes a fund of MedAid; null if it has none.</summary>
    public FundCode? Write(Fund fund) => written.GetValueOrDefault(fund);

    /// <summary>Runs of exactly six digits, each once.</summary>
    private static IEnumerable<string> CodesIn(string text)
    {
        var seen = new HashSet<string>(StringComparer.Ordinal);
        for (var at = 0; at < text.Length; at++)
        {
            var end = at;
            while (end < text.Length && char.IsAsciiDigit(text[end]))
            {
                end++;
            }

            // A figure with decimals is an amount.
            var isAmount = end < text.Length && text[end] == '.' || at > 0 && text[at - 1] == '.';
            if (end - at == SubCodeLength && !isAmount && seen.Add(text[at..end]))
            {
                yield return text[at..end];
            }

            at = Math.Max(at, end - 1);
        }
    }
}
