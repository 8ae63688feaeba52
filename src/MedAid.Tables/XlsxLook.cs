using System.Xml;

namespace MedAid.Tables;

/// <summary>How the cells of a workbook look.</summary>
internal static class XlsxLook
{
    /// <summary>As it comes, without lines.</summary>
    public const string Plain = "0";

    /// <summary>Text that wraps.</summary>
    public const string Text = "1";

    /// <summary>Yuan with two decimals.</summary>
    public const string Yuan = "2";

    /// <summary>A heading of a column.</summary>
    public const string Heading = "3";

    /// <summary>Text that goes on into the empty cells beside it.</summary>
    public const string Spill = "4";

    /// <summary>The title of a sheet.</summary>
    public const string Title = "5";

    /// <summary>A whole number.</summary>
    public const string Count = "6";

    /// <summary>
    /// Writes the styles in the order of their numbers; 0 is a cell as it comes. All but it and the title have lines around them. The first fills are
    /// the two that every program expects.
    /// </summary>
    public static void Write(XmlWriter xml, string main)
    {
        xml.WriteStartElement("styleSheet", main);
        xml.WriteRaw(
            """
            <fonts count="3"><font><sz val="11"/><name val="宋体"/></font><font><b/><sz val="11"/><name val="宋体"/></font>
            <font><b/><sz val="16"/><name val="宋体"/></font></fonts>
            <fills count="2"><fill><patternFill patternType="none"/></fill><fill><patternFill patternType="gray125"/></fill></fills>
            <borders count="2"><border><left/><right/><top/><bottom/><diagonal/></border>
            <border><left style="thin"/><right style="thin"/><top style="thin"/><bottom style="thin"/><diagonal/></border></borders>
            <cellStyleXfs count="1"><xf numFmtId="0" fontId="0" fillId="0" borderId="0"/></cellStyleXfs>
            <cellXfs count="7"><xf numFmtId="0" fontId="0" fillId="0" borderId="0" xfId="0"/>
            <xf numFmtId="49" fontId="0" fillId="0" borderId="1" xfId="0" applyNumberFormat="1" applyBorder="1" applyAlignment="1">
            <alignment vertical="center" wrapText="1"/></xf>
            <xf numFmtId="2" fontId="0" fillId="0" borderId="1" xfId="0" applyNumberFormat="1" applyBorder="1" applyAlignment="1">
            <alignment vertical="center"/></xf>
            <xf numFmtId="49" fontId="1" fillId="0" borderId="1" xfId="0" applyNumberFormat="1" applyFont="1" applyBorder="1" applyAlignment="1">
            <alignment horizontal="center" vertical="center" wrapText="1"/></xf>
            <xf numFmtId="49" fontId="0" fillId="0" borderId="1" xfId="0" applyNumberFormat="1" applyBorder="1" applyAlignment="1">
            <alignment vertical="center"/></xf>
            <xf numFmtId="49" fontId="2" fillId="0" borderId="0" xfId="0" applyNumberFormat="1" applyFont="1" applyAlignment="1">
            <alignment horizontal="center" vertical="center"/></xf>
            <xf numFmtId="1" fontId="0" fillId="0" borderId="1" xfId="0" applyNumberFormat="1" applyBorder="1" applyAlignment="1">
            <alignment vertical="center"/></xf></cellXfs>
            <cellStyles count="1"><cellStyle name="Normal" xfId="0" builtinId="0"/></cellStyles>
            """);
        xml.WriteEndElement();
    }
}
