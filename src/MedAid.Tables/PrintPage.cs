using System.Text;
using System.Text.Encodings.Web;
using System.Text.Unicode;

namespace MedAid.Tables;

/// <summary>The size of the paper.</summary>
public enum PageSize
{
    /// <summary>210 by 297 mm.</summary>
    A4 = 1,

    /// <summary>148 by 210 mm.</summary>
    A5 = 2,

    /// <summary>297 by 210 mm.</summary>
    A4Wide = 3,
}

/// <summary>A page for printing: no script, nothing from elsewhere, the same text is the same bytes. Every text is escaped.</summary>
public sealed class PrintPage
{
    // What is smaller on A5 than on A4, after the rules of A4.
    private const string OnA5 =
        """
        @page { size: A5; margin: 10mm 11mm }
        body { font-size: 9pt; line-height: 1.45; max-width: 125mm } h1 { font-size: 13pt; margin: 2mm 0 } h2 { font-size: 10pt; margin: 3mm 0 1mm }
        table { font-size: 8pt } th, td { padding: 0.6mm 1.2mm } ol { font-size: 8.5pt } .note { font-size: 7.5pt } .sign { margin-top: 4mm }
        thead + tbody td + td { white-space: normal }

        """;

    // What is wider on A4 across.
    private const string OnA4Wide =
        """
        @page { size: A4 landscape; margin: 14mm 15mm }
        body { max-width: 267mm } thead th { text-align: center } tbody td { white-space: normal !important } td.n { white-space: nowrap !important }
        figure { margin: 5mm 0 0; break-inside: avoid } figcaption { font-weight: bold } svg { width: 100%; height: auto }

        """;

    private static readonly HtmlEncoder Encoder = HtmlEncoder.Create(UnicodeRanges.All);

    private readonly StringBuilder html = new();

    /// <summary>Begins a page with its title.</summary>
    public PrintPage(string title, PageSize size = PageSize.A4)
    {
        html.Append(
            """
            <!DOCTYPE html>
            <html lang="zh-CN"><head><meta charset="utf-8"><title>
            """).Append(Encode(title)).Append(
            """
            </title><style>
            @page { size: A4; margin: 20mm 18mm }
            body { font-family: SimSun, "Songti SC", "Noto Serif CJK SC", serif; font-size: 11pt; line-height: 1.6; color: #000 }
            body { max-width: 173mm; margin: 0 auto }
            h1 { font-size: 17pt; text-align: center; margin: 6mm 0 4mm } h2 { font-size: 12pt; margin: 5mm 0 1mm; break-after: avoid }
            table { border-collapse: collapse; width: 100%; break-inside: auto } tr { break-inside: avoid } thead { display: table-header-group }
            th, td { border: 0.3mm solid #000; padding: 1mm 2mm; text-align: left }
            td.n, th.n { text-align: right; font-variant-numeric: tabular-nums }
            table { font-size: 10pt } thead + tbody td + td { white-space: nowrap } p { margin: 1mm 0; text-indent: 2em } p.flat { text-indent: 0 }
            .seals { display: flex; justify-content: space-between; margin-top: 14mm; break-inside: avoid }
            .seals div { width: 46%; min-height: 32mm } .note { font-size: 9pt }
            .sign { margin-top: 8mm; break-inside: avoid } .sign div { display: flex; margin-top: 4mm }
            .sign i { flex: 1; border-bottom: 0.3mm solid #000 }
            .sign div.date { justify-content: flex-end } tbody tr:last-child { break-before: avoid }
            table.long td { white-space: normal !important }
            ol { margin: 1mm 0; font-size: 10pt } td:first-child { white-space: nowrap }

            """).Append(size == PageSize.A5 ? OnA5 : size == PageSize.A4Wide ? OnA4Wide : "").Append(
            """
            </style></head><body>

            """).Append("<h1>").Append(Encode(title)).Append("</h1>\n");
    }

    /// <summary>A heading of a part.</summary>
    public PrintPage Heading(string text) => Element("h2", text);

    /// <summary>A paragraph that begins indented.</summary>
    public PrintPage Paragraph(string text) => Element("p", text);

    /// <summary>A paragraph that is not indented.</summary>
    public PrintPage Flat(string text) => Element("p", text, "flat");

    /// <summary>A paragraph in small letters.</summary>
    public PrintPage Note(string text) => Element("p", text, "flat note");

    /// <summary>Numbered sentences.</summary>
    public PrintPage Steps(IEnumerable<string> sentences)
    {
        html.Append("<ol>\n").AppendJoin("", sentences.Select(s => $"<li>{Encode(s)}</li>\n")).Append("</ol>\n");
        return this;
    }

    /// <summary>A table; the columns from a number on are figures. With long texts, cells are broken into lines.</summary>
    public PrintPage Table(IReadOnlyList<string> head, IEnumerable<IReadOnlyList<string>> rows, int figuresFrom, bool longTexts = false)
    {
        html.Append(longTexts ? "<table class=\"long\">" : "<table>");
        if (head.Count > 0)
        {
            html.Append("<thead>");
            Row("th", head, figuresFrom);
            html.Append("</thead>");
        }

        html.Append("<tbody>\n");
        foreach (var row in rows)
        {
            Row("td", row, figuresFrom);
        }

        html.Append("</tbody></table>\n");
        return this;
    }

    /// <summary>
    /// A table whose columns stand together in groups, each with a title and how many columns it has; no groups, no row of them. The columns
    /// from a number on are figures.
    /// </summary>
    public PrintPage GroupedTable(
        IReadOnlyList<(string Title, int Columns)> groups, IReadOnlyList<string> head, IEnumerable<IReadOnlyList<string>> rows, int figuresFrom)
    {
        html.Append("<table><thead>");
        if (groups.Count > 0)
        {
            html.Append("<tr>").AppendJoin("", groups.Select(g => $"<th colspan=\"{g.Columns}\">{Encode(g.Title)}</th>")).Append("</tr>\n");
        }

        Row("th", head, figuresFrom);
        html.Append("</thead><tbody>\n");
        foreach (var row in rows)
        {
            Row("td", row, figuresFrom);
        }

        html.Append("</tbody></table>\n");
        return this;
    }

    /// <summary>Bars of figures, drawn on the page itself.</summary>
    public PrintPage Figure(BarPlot plot)
    {
        html.Append("<figure><figcaption>").Append(Encode(plot.Title)).Append("</figcaption>");
        plot.Draw(html, Encode);
        html.Append("</figure>\n");
        return this;
    }

    /// <summary>Places for signatures and seals, side by side.</summary>
    public PrintPage Seals(params string[] places)
    {
        html.Append("<div class=\"seals\">");
        foreach (var place in places)
        {
            html.Append("<div>").Append(Encode(place)).Append("<br><br>经办人：<br>负责人：<br>　　　　年　　月　　日</div>");
        }

        html.Append("</div>\n");
        return this;
    }

    /// <summary>Lines to be filled in by hand: what each is for. A date to be filled in is below them.</summary>
    public PrintPage Signatures(params string[] lines)
    {
        html.Append("<div class=\"sign\">\n");
        foreach (var line in lines)
        {
            html.Append("<div>").Append(Encode(line)).Append("<i></i></div>\n");
        }

        html.Append("<div class=\"date\">年　　　　月　　　　日</div>\n</div>\n");
        return this;
    }

    /// <summary>The page as HTML.</summary>
    public string Close() => html.Append("</body></html>\n").ToString().ReplaceLineEndings("\n");

    private PrintPage Element(string name, string text, string style = "")
    {
        html.Append('<').Append(name);
        if (style.Length > 0)
        {
            html.Append(" class=\"").Append(style).Append('"');
        }

        html.Append('>').Append(Encode(text)).Append("</").Append(name).Append(">\n");
        return this;
    }

    private void Row(string cell, IReadOnlyList<string> texts, int figuresFrom)
    {
        html.Append("<tr>");
        for (var i = 0; i < texts.Count; i++)
        {
            html.Append('<').Append(cell).Append(i >= figuresFrom ? " class=\"n\">" : ">").Append(Encode(texts[i]))
                .Append("</").Append(cell).Append('>');
        }

        html.Append("</tr>\n");
    }

    private static string Encode(string text) => Encoder.Encode(text);
}
