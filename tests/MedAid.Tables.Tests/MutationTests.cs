using System.Globalization;
using System.IO.Compression;
using System.Xml.Linq;

namespace MedAid.Tables.Tests;

/// <summary>Whatever happens to a workbook, it is read or refused: nothing is thrown, and no damaged one takes much memory.</summary>
public sealed class MutationTests
{
    private const long BytesMax = 50_000_000;

    private static readonly string[] Values =
        ["", " ", "0", "-1", "1", "7", "999999999", "99999999999999999999", "A0", "A1", "ZZZ9", "B2:A1", "s", "n", "str", "array", "shared", "rId9",
         "1E400", "NaN", "xl/none.xml", "/", "..", "http://[", "�", "true"];

    private static readonly byte[][] Originals =
    [
        Books.Read("closedxml.xlsx"), Books.Read("libreoffice.xlsx"),
        new Book().Put(1, "编码", "金额", "日期").Put(2, "甲", 33.13, new DateTime(2022, 7, 12)).PutFormula(3, 2, "B2*2", "66.26").ToArray(),
        new Sheet("申报表", [["编号", "金额（元）"], ["R1", "33.13"], ["=R2", "-1.00"]], [(1, 1, 1, 2)], 2) { Heading = 1 }.ToXlsx(),
    ];

    /// <summary>A changed byte of a part is found by its checksum; so the lines are those of the original, or there are none.</summary>
    [Fact]
    public void A_damaged_file_is_refused_or_says_what_it_said()
    {
        var seed = Seed.Next();
        var random = new Random(seed);
        var texts = Originals.Select(o => Said(TableFile.Read(o))).ToArray();
        var refused = 0;
        for (var i = 0; i < 1_000; i++)
        {
            var which = random.Next(Originals.Length);
            var file = Damaged(Originals[which], random);
            var table = Read(file, seed, i);
            Assert.True(table.Lines.Count == 0 || Said(table) == texts[which], $"seed {seed}, change {i}: {Said(table)}");
            refused += table.Lines.Count == 0 ? 1 : 0;
        }

        Assert.InRange(refused, 300, 999);
    }

    [Fact]
    public void A_workbook_with_parts_dropped_doubled_or_changed_is_read_or_refused()
    {
        var seed = Seed.Next();
        var random = new Random(seed);
        var parts = Originals.Select(Unpacked).ToArray();
        var refused = 0;
        for (var i = 0; i < 1_000; i++)
        {
            var changed = new Dictionary<string, string>(parts[random.Next(parts.Length)]);
            for (var times = random.Next(1, 4); times > 0; times--)
            {
                Change(changed, random);
            }

            refused += Read(Book.Zip(changed.Select(p => (p.Key, p.Value))), seed, i).Lines.Count == 0 ? 1 : 0;
        }

        Assert.InRange(refused, 200, 950);
    }

    [Theory]
    [InlineData("<row><c t=\"s\"><v>1</v></c></row>")]
    [InlineData("<row><c t=\"s\"><v>-1</v></c></row>")]
    [InlineData("<row><c t=\"s\"><v>x</v></c></row>")]
    [InlineData("<row><c><v>x</v></c></row>")]
    [InlineData("<row><c><v>1E400</v></c></row>")]
    [InlineData("<row><c t=\"?\"><v>1</v></c></row>")]
    [InlineData("<row r=\"0\"/>")]
    [InlineData("<row r=\"1048577\"/>")]
    [InlineData("<row r=\"2\"/><row r=\"2\"/>")]
    [InlineData("<row r=\"2\"><c r=\"A1\"><v>1</v></c></row>")]
    [InlineData("<row><c r=\"B1\"><v>1</v></c><c r=\"A1\"><v>1</v></c></row>")]
    [InlineData("<row><c r=\"A\"><v>1</v></c></row>")]
    [InlineData("<row><c><f ref=\"?\"/><v>1</v></c></row>")]
    public void A_sheet_that_contradicts_itself_is_refused(string rows) =>
        AssertMalformed(new Book { SheetXml = Book.SheetOf(rows) }.Put(1, "only one").ToArray(), "另存为");

    [Theory]
    [InlineData("xl/workbook.xml")]
    [InlineData("xl/sheet1.xml")]
    [InlineData("xl/texts.xml")]
    [InlineData("xl/_rels/workbook.xml.rels")]
    [InlineData("_rels/.rels")]
    [InlineData("[Content_Types].xml")]
    public void A_workbook_without_a_part_that_it_names_is_refused(string part) =>
        AssertMalformed(Patches.EachPart(new Book().Put(1, "x").ToArray(), (name, xml) => name == part ? null : xml), "");

    /// <summary>What is often handed in with a name that ends in .xlsx, .xls or .csv.</summary>
    [Fact]
    public void A_file_that_is_no_workbook_says_what_it_is_and_what_to_do()
    {
        var good = new Book().Put(1, "x").ToArray();
        AssertMalformed(Books.Read("libreoffice.xls"), "（.xls）");
        AssertMalformed(Books.Read("libreoffice.ods"), "（.ods）");
        AssertMalformed([0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1, 0x1A, 0xE1, .. "xxE\0n\0c\0r\0y\0p\0t\0e\0d\0P\0a\0c\0k\0a\0g\0e\0"u8], "密码");
        AssertMalformed("<html><table><tr><td>编码</td></tr></table></html>"u8.ToArray(), "网页");
        AssertMalformed([0xEF, 0xBB, 0xBF, .. "\r\n<?xml version=\"1.0\"?><Workbook/>"u8], "XML");
        AssertMalformed("%PDF-1.7"u8.ToArray(), "PDF");
        AssertMalformed([0x89, .. "PNG\r\n\u001a\n\0\0\0\rIHDR"u8], "");
        AssertMalformed(Book.Zip([("word/document.xml", "<x/>")]), "压缩包");
        AssertMalformed(Patches.EachPart(good, (name, xml) => name == "xl/workbook.xml" ? "<document/>" : xml), "没有工作表");
        foreach (var length in new[] { 4, 30, good.Length / 2, good.Length - 1 })
        {
            AssertMalformed(good[..length], "另存为");
        }

        var locked = good.ToArray();
        for (var at = 0; (at = Next(locked, "PK\u0001\u0002"u8, at)) >= 0; at++)
        {
            locked[at + 8] |= 1;
        }

        AssertMalformed(locked, "密码");
    }

    private static int Next(byte[] file, ReadOnlySpan<byte> mark, int from) => file.AsSpan(from).IndexOf(mark) is var at && at >= 0 ? from + at : -1;

    private static byte[] Damaged(byte[] original, Random random)
    {
        var file = original.ToArray();
        switch (random.Next(4))
        {
            case 0:
                return file[..random.Next(4, file.Length)];
            case 1:
                random.NextBytes(file.AsSpan(random.Next(4, file.Length - 40), random.Next(1, 40)));
                return file;
            default:
                for (var flips = random.Next(1, 9); flips > 0; flips--)
                {
                    file[random.Next(4, file.Length)] ^= (byte)(1 << random.Next(8));
                }

                return file;
        }
    }

    private static void Change(Dictionary<string, string> parts, Random random)
    {
        var name = parts.Keys.ElementAt(random.Next(parts.Count));
        if (random.Next(20) == 0 && parts.Count > 1)
        {
            parts.Remove(name);
            return;
        }

        if (TryParse(parts[name]) is not { Root: { } root } document)
        {
            return;
        }

        var element = root.DescendantsAndSelf().ElementAt(random.Next(root.DescendantsAndSelf().Count()));
        ChangeElement(element, random);
        parts[name] = document.ToString(SaveOptions.DisableFormatting);
        if (random.Next(15) == 0)
        {
            parts[name] = parts[name].Remove(random.Next(parts[name].Length));
        }
    }

    private static void ChangeElement(XElement element, Random random)
    {
        var attributes = element.Attributes().Where(a => !a.IsNamespaceDeclaration && a.Name.Namespace != XNamespace.Xml).ToArray();
        switch (random.Next(6))
        {
            case 0 when element.Parent is not null:
                element.Remove();
                break;
            case 1 when element.Parent is not null:
                element.AddAfterSelf(new XElement(element));
                break;
            case 2 when attributes.Length > 0:
                attributes[random.Next(attributes.Length)].Remove();
                break;
            case 3 when !element.HasElements:
                element.Value = Values[random.Next(Values.Length)];
                break;
            case 4:
                element.Name = element.Name.Namespace + new[] { "c", "f", "v", "is", "t", "row", "sheet", "si", "xf", "x" }[random.Next(10)];
                break;
            default:
                if (attributes.Length > 0)
                {
                    attributes[random.Next(attributes.Length)].Value = Values[random.Next(Values.Length)];
                }

                break;
        }
    }

    private static XDocument? TryParse(string xml)
    {
        try
        {
            return XDocument.Parse(xml);
        }
        catch (System.Xml.XmlException)
        {
            return null;
        }
    }

    private static Dictionary<string, string> Unpacked(byte[] file)
    {
        using var archive = new ZipArchive(new MemoryStream(file));
        return archive.Entries.ToDictionary(e => e.FullName, e => new StreamReader(e.Open()).ReadToEnd());
    }

    private static Table Read(byte[] file, int seed, int number)
    {
        var before = GC.GetAllocatedBytesForCurrentThread();
        try
        {
            var table = TableFile.Read(file);
            Assert.True(table.Lines.Count > 0 || table.Faults.Count <= 1, $"seed {seed}, change {number}: {table.Faults.Count} faults");
            Assert.All(table.Faults, f => Assert.True(f.Line > 0 && f.Message.Length > 0));
            return table;
        }
        catch (Exception e) when (e is not Xunit.Sdk.XunitException)
        {
            throw new InvalidOperationException(string.Create(CultureInfo.InvariantCulture, $"seed {seed}, change {number}"), e);
        }
        finally
        {
            var bytes = GC.GetAllocatedBytesForCurrentThread() - before;
            Assert.True(bytes < BytesMax, $"seed {seed}, change {number}: {bytes} bytes");
        }
    }

    private static string Said(Table table) =>
        string.Join('\n', table.Lines.Select(l => $"{l.Number}|{string.Join('|', l.Cells)}")) + string.Join('\n', table.Faults.Select(f => f.ToString()));

    private static void AssertMalformed(byte[] file, string says)
    {
        var table = TableFile.Read(file);
        Assert.Empty(table.Lines);
        var fault = Assert.Single(table.Faults);
        Assert.Equal(TableFaultKind.Malformed, fault.Kind);
        Assert.Contains(says, fault.Message, StringComparison.Ordinal);
        Assert.Contains("请", fault.Message, StringComparison.Ordinal);
    }
}
