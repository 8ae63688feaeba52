using System.Text;
using System.Xml;
using DocumentFormat.OpenXml.Packaging;

namespace MedAid.Tables;

/// <summary>
/// Reads the elements of a part one by one. The SDK's own reader makes an object of each element and asks for whole nodes; this one is told
/// the same names and stays within the bounds.
/// </summary>
internal sealed class PartReader : IDisposable
{
    // Workbooks are written in either of two forms of the format, which differ in their namespaces.
    private const string Transitional = "http://schemas.openxmlformats.org/spreadsheetml/2006/main";
    private const string Strict = "http://purl.oclc.org/ooxml/spreadsheetml/main";
    private const string TransitionalRelations = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
    private const string StrictRelations = "http://purl.oclc.org/ooxml/officeDocument/relationships";

    private readonly PacedStream stream;
    private readonly XmlReader xml;
    private readonly StringBuilder builder = new();

    /// <summary>Opens a part.</summary>
    public PartReader(OpenXmlPart part, CancellationToken cancellationToken)
    {
        stream = new PacedStream(part.GetStream(FileMode.Open, FileAccess.Read), cancellationToken);
        xml = XmlReader.Create(stream, new XmlReaderSettings
        {
            CloseInput = true, DtdProcessing = DtdProcessing.Prohibit, XmlResolver = null, IgnoreComments = true,
            IgnoreProcessingInstructions = true, IgnoreWhitespace = true, NameTable = new BoundedNames(),
        });
    }

    /// <summary>Whether the element holds nothing and has no end of its own.</summary>
    public bool IsEmpty => xml.IsEmptyElement;

    /// <summary>Goes on to the next node; false at the end of the part.</summary>
    public bool Read()
    {
        stream.Step();
        return xml.Read() && (xml.Depth <= Limits.DepthMax ? true : throw new TableFaultException(1, XlsxTable.Broken));
    }

    /// <summary>Whether an element of the format begins here.</summary>
    public bool Begins(string name) => xml.NodeType == XmlNodeType.Element && xml.LocalName == name && IsOurs;

    /// <summary>Whether an element of the format ends here.</summary>
    public bool Ends(string name) => xml.NodeType == XmlNodeType.EndElement && xml.LocalName == name && IsOurs;

    /// <summary>An attribute; null if it is not there.</summary>
    public string? Attribute(string name) => xml.GetAttribute(name);

    /// <summary>The name of a relation to another part; null if it is not there.</summary>
    public string? Relation() => xml.GetAttribute("id", TransitionalRelations) ?? xml.GetAttribute("id", StrictRelations);

    /// <summary>The text of a value, which holds no other elements.</summary>
    public string Value() => TextUntilEnd(static r => r.xml.NodeType is XmlNodeType.Text or XmlNodeType.CDATA or XmlNodeType.SignificantWhitespace);

    /// <summary>The text of a shared or inline string: of all its runs, without what only tells how it is pronounced.</summary>
    public string Runs()
    {
        var (inText, inPhonetic) = (false, false);
        return TextUntilEnd(r =>
        {
            inPhonetic = r.Begins("rPh") ? !r.IsEmpty : inPhonetic && !r.Ends("rPh");
            inText = r.Begins("t") ? !r.IsEmpty : inText && !r.Ends("t");
            return inText && !inPhonetic && r.xml.NodeType is XmlNodeType.Text or XmlNodeType.CDATA or XmlNodeType.SignificantWhitespace;
        });
    }

    /// <inheritdoc/>
    public void Dispose() => xml.Dispose();

    private bool IsOurs => xml.NamespaceURI is Transitional or Strict;

    /// <summary>Reads to the end of the element that the reader stands on and joins the texts that are asked for.</summary>
    private string TextUntilEnd(Func<PartReader, bool> isWanted)
    {
        builder.Clear();
        if (xml.IsEmptyElement)
        {
            return "";
        }

        for (var depth = xml.Depth; Read() && xml.Depth > depth;)
        {
            if (isWanted(this))
            {
                builder.Append(xml.Value);
                if (builder.Length > Limits.NodeMax)
                {
                    throw new TableFaultException(1, "单元格的文字过长，请缩短");
                }
            }
        }

        return builder.ToString();
    }

    /// <summary>Names are kept for as long as a part is read; nobody needs thousands.</summary>
    private sealed class BoundedNames : NameTable
    {
        private int count;

        public override string Add(string key) => Get(key) ?? Counted(base.Add(key));

        public override string Add(char[] key, int start, int len) => Get(key, start, len) ?? Counted(base.Add(key, start, len));

        private string Counted(string name) =>
            ++count <= Limits.NamesMax ? name : throw new TableFaultException(1, XlsxTable.Broken);
    }
}
