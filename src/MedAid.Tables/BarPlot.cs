using System.Globalization;
using System.Text;

namespace MedAid.Tables;

/// <summary>A bar: what it is of, which series, how long, and the figure beside it. Null: not known, no bar.</summary>
public readonly record struct PlotBar(string Label, int Series, long? Value, string Text);

/// <summary>
/// Bars side by side as a drawing within the page: no script, nothing from elsewhere, whole numbers only, so that the same figures are the same
/// bytes.
/// </summary>
/// <param name="Title">What is drawn.</param>
/// <param name="Series">Names of the series; with one there is no key.</param>
/// <param name="Bars">The bars, top down.</param>
public sealed record BarPlot(string Title, IReadOnlyList<string> Series, IReadOnlyList<PlotBar> Bars)
{
    private const int Width = 1000;
    private const int LabelWidth = 300;
    private const int TextWidth = 150;
    private const int Line = 26;
    private const int BarHeight = 18;
    private const int LabelMax = 20;
    private const int KeyStep = 160;

    // Told apart in print without colours too.
    private static readonly string[] Fills = ["#1f4e79", "#8ab4d8", "#7f7f7f", "#c9c9c9"];

    internal void Draw(StringBuilder html, Func<string, string> encode)
    {
        var top = Series.Count > 1 ? Line : 0;
        var longest = Math.Max(1, Bars.Max(b => Math.Max(0, b.Value ?? 0)));
        html.Append(
            CultureInfo.InvariantCulture, $"<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {Width} {top + (Bars.Count * Line) + 4}\" ")
            .Append("font-size=\"14\" role=\"img\">");
        for (var i = 0; i < Series.Count && Series.Count > 1; i++)
        {
            Box(html, LabelWidth + (i * KeyStep), 4, BarHeight, Fills[i % Fills.Length]);
            Words(html, LabelWidth + (i * KeyStep) + Line, BarHeight, "start", encode(Series[i]));
        }

        for (var i = 0; i < Bars.Count; i++)
        {
            var (bar, y) = (Bars[i], top + (i * Line));
            var length = (int)((Int128)Math.Max(0, bar.Value ?? 0) * (Width - LabelWidth - TextWidth) / longest);
            var label = bar.Label.Length > LabelMax ? string.Concat(bar.Label.AsSpan(0, LabelMax - 1), "…") : bar.Label;
            Words(html, LabelWidth - 8, y + BarHeight, "end", encode(label));
            Box(html, LabelWidth, y + 4, length, Fills[bar.Series % Fills.Length]);
            Words(html, LabelWidth + length + 6, y + BarHeight, "start", encode(bar.Text));
        }

        html.Append("</svg>");
    }

    private static void Box(StringBuilder html, int x, int y, int width, string fill) => html.Append(
        CultureInfo.InvariantCulture, $"<rect x=\"{x}\" y=\"{y}\" width=\"{width}\" height=\"{BarHeight}\" fill=\"{fill}\"/>");

    private static void Words(StringBuilder html, int x, int y, string anchor, string encoded) => html.Append(
        CultureInfo.InvariantCulture, $"<text x=\"{x}\" y=\"{y}\" text-anchor=\"{anchor}\">{encoded}</text>");
}
