using System.Buffers.Binary;
using System.IO.Compression;
using System.Text;

namespace MedAid.Tables.Tests;

/// <summary>Files that are small and would become large: each is refused, with what to do, before it takes memory.</summary>
public sealed class BoundTests
{
    private const string Defaults =
        "<Default Extension=\"xml\" ContentType=\"application/xml\"/><Default Extension=\"xlsx\" ContentType=\"application/vnd.ms-excel\"/></Types>";

    private const long BytesMax = 50_000_000;
    private const string Letters = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789+-";

    /// <summary>0.2 MiB that unpack to a cell of 200 MB; the same again with a size in the archive that says 1,000 bytes.</summary>
    [Fact]
    public void A_text_of_200_megabytes_is_refused_whatever_the_archive_says_of_its_size()
    {
        var part = new byte[200_000_000];
        Array.Fill(part, (byte)'x');
        Encoding.UTF8.GetBytes(Sheet("<row><c t=\"inlineStr\"><is><t>")[..^"</sheetData></worksheet>".Length]).CopyTo(part, 0);
        var file = WithSheet(part, CompressionLevel.Optimal);
        Assert.InRange(file.Length, 0, 400_000);
        AssertRefused(file, "太大");

        SayLength(file, "xl/sheet1.xml", 1000);
        AssertRefused(file, "已损坏");
    }

    [Theory]
    [InlineData(1, 9_000_000, "过长")]
    [InlineData(40, 250_000, "32,767")]
    public void A_long_text_is_refused_however_little_it_was_packed(int cells, int length, string says)
    {
        var random = new Random(1);
        var texts = Enumerable.Range(0, cells).Select(_ => $"<c t=\"inlineStr\"><is><t>{new string(random.GetItems<char>(Letters, length))}</t></is></c>");
        AssertRefused(WithSheet(Encoding.UTF8.GetBytes(Sheet($"<row>{string.Concat(texts)}</row>"))), says);
    }

    [Theory]
    [InlineData("<!--", "-->")]
    [InlineData("<row><c t=\"inlineStr\"><is><t><![CDATA[", "]]></t></is></c></row>")]
    [InlineData("<row spans=\"", "\"/>")]
    [InlineData("<?x ", "?>")]
    public void A_node_of_any_kind_is_bounded(string begin, string end)
    {
        var content = new string(new Random(1).GetItems<char>("abcdefgh;,.!", 6_000_000));
        AssertRefused(WithSheet(Encoding.UTF8.GetBytes(Sheet(begin + content + end))), "过长");
    }

    [Fact]
    public void Too_many_lines_columns_cells_names_depths_formulas_and_shared_texts_are_refused()
    {
        string[] wide = [.. Enumerable.Range(0, 200).Select(_ => "<c/>").Append("<c t=\"str\"><v>x</v></c>")];
        (string Xml, string Says)[] sheets =
        [
            (Rows(260_000, i => $"<row><c><v>{i}</v></c><c><v>{i * 7919L % 1_000_003}</v></c></row>"), "250,000 行"),
            (Rows(13_000, i => $"<row s=\"{i}\">{string.Concat(wide)}</row>"), "2,500,000 个单元格"),
            ("<row><c r=\"IV1\"><v>1</v></c></row><row><c r=\"IW2\"><v>1</v></c></row>", "256 列"),
            (Rows(6_000, i => $"<x{i}/>"), "已损坏"),
            (string.Concat(Enumerable.Repeat("<row>", 70)) + string.Concat(Enumerable.Repeat("</row>", 70)), "已损坏"),
            (Rows(1_001, i => $"<row><c><f>{i}</f><v>1</v></c></row>"), "公式超过 1000"),
            (Rows(1_001, i => $"<row><c><f t=\"array\" ref=\"A1:C{i + 2000}\"/></c></row>"), "公式超过 1000"),
        ];
        foreach (var (xml, says) in sheets)
        {
            AssertRefused(WithSheet(Encoding.UTF8.GetBytes(Sheet(xml))), says, 150_000_000);
        }

        var texts = Book.TextsOf(Enumerable.Range(0, 1_000_001).Select(i => $"<si><t>{i}</t></si>"));
        AssertRefused(new Book { SharedTexts = texts }.Put(1, "x").ToArray(), "文字总量太大", 250_000_000);
    }

    [Fact]
    public void An_archive_of_many_or_doubled_or_vast_parts_is_refused()
    {
        var good = new Book().Put(1, "x").ToArray();
        Assert.Empty(TableFile.Read(good).Faults);
        AssertRefused(With(good, Enumerable.Range(0, 1_000).Select(i => ($"xl/media/{i}.xml", "<x/>"))), "1000 个");
        AssertRefused(With(good, [("XL/sheet1.xml", Sheet(""))]), "已损坏");
        AssertRefused(With(good, [("xl/worksheets/_rels/a.rels", new string(' ', 5_000_000))]), "太大");

        // A part that is itself an archive is a part like any other, and nobody opens it.
        Assert.Empty(TableFile.Read(With(good, [("xl/embeddings/book.xlsx", Encoding.Latin1.GetString(good))])).Faults);
    }

    [Fact]
    public void A_chain_of_parts_and_links_to_other_computers_are_followed_nowhere()
    {
        const string Relations = "http://schemas.openxmlformats.org/package/2006/relationships";
        const string Office = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
        var good = new Book().Put(1, "x").ToArray();
        var chain = Enumerable.Range(1, 450).SelectMany(i => new[]
        {
            ($"xl/d{i}.xml", "<x/>"),
            (i == 1 ? "xl/_rels/sheet1.xml.rels" : $"xl/_rels/d{i - 1}.xml.rels",
                $"<Relationships xmlns=\"{Relations}\"><Relationship Id=\"rId1\" Type=\"{Office}/drawing\" Target=\"d{i}.xml\"/></Relationships>"),
        });
        Assert.Equal("x", TableFile.Read(With(good, chain)).Lines.Single().Cells.Single());

        var linked = With(good, [("xl/_rels/sheet1.xml.rels",
            $"<Relationships xmlns=\"{Relations}\"><Relationship Id=\"rId1\" Type=\"{Office}/externalLink\" Target=\"http://192.0.2.1/a.xlsx\" "
            + "TargetMode=\"External\"/></Relationships>")]);
        Assert.Equal("x", TableFile.Read(linked).Lines.Single().Cells.Single());
    }

    [Theory]
    [InlineData("<!DOCTYPE x [<!ENTITY a \"aaaaaaaaaa\"><!ENTITY b \"&a;&a;&a;&a;&a;&a;&a;&a;&a;\">]>", "&b;")]
    [InlineData("<!DOCTYPE x [<!ENTITY b SYSTEM \"file:///etc/passwd\">]>", "&b;")]
    [InlineData("<!DOCTYPE x SYSTEM \"http://192.0.2.1/x.dtd\">", "")]
    public void A_document_type_is_refused(string type, string use) =>
        AssertRefused(WithSheet(Encoding.UTF8.GetBytes($"<?xml version=\"1.0\"?>{type}{Sheet($"<row><c t=\"str\"><v>{use}</v></c></row>")}")), "已损坏");

    [Fact]
    public void Text_without_end_is_refused()
    {
        AssertRefused(Text(new string(',', 30 * 1024 * 1024)), "太长");
        AssertRefused(Text("a,b\n\"" + new string('x', 30 * 1024 * 1024)), "太长");
        AssertRefused(Text("a,b\n" + string.Concat(Enumerable.Repeat("x,\"" + new string('y', 100) + "\n", 90_000))), "请检查引号");
        AssertRefused(Text(string.Concat(Enumerable.Repeat(new string(',', 255) + "\n", 60_000))), "2,500,000 个单元格", 150_000_000);
        AssertRefused(Text(string.Concat(Enumerable.Repeat("1\n", 250_001))), "250,000 行", 150_000_000);
        AssertRefused(Text(new string(',', 256)), "256 列");
        AssertRefused(Text(new string('x', 32_768)), "32,767");
        AssertRefused(new byte[Limits.TextBytesMax + 1], "64 MiB");
    }

    /// <summary>100,000 lines of eight cells are an ordinary roster of a city.</summary>
    [Fact]
    public void A_large_ordinary_table_is_read()
    {
        var lines = Enumerable.Range(0, 100_000).Select(i => $"蔚汾镇,村{i},户主{i},14112319500101{i:0000},3,成员{i},14112319500101{i:0000},");
        Assert.Equal(100_000, TableFile.Read(Text(string.Join('\n', lines))).Lines.Count);
    }

    [Fact]
    public void A_caller_who_is_gone_ends_the_work_wherever_it_is()
    {
        Assert.Throws<OperationCanceledException>(() => TableFile.Read(Text("a,b\n1,2\n"), new CancellationToken(canceled: true)));
        Assert.Throws<OperationCanceledException>(() => TableFile.Read(new Book().Put(1, "x").ToArray(), new CancellationToken(canceled: true)));

        using var source = new CancellationTokenSource();
        using var text = new PacedText(new StringReader(new string('x', 100)), source.Token);
        using var stream = new PacedStream(new MemoryStream(new byte[100]), source.Token);
        Assert.Equal(10, text.Read(new char[10], 0, 10));
        Assert.Equal(10, stream.Read(new byte[10]));
        source.Cancel();
        Assert.Throws<OperationCanceledException>(() => text.Read(new char[10], 0, 10));
        Assert.Throws<OperationCanceledException>(() => stream.Read(new byte[10]));
    }

    private static string Sheet(string rows) => Book.SheetOf(rows);

    private static string Rows(int count, Func<int, string> row) =>
        new StringBuilder().AppendJoin("", Enumerable.Range(1, count).Select(row)).ToString();

    private static byte[] Text(string text) => Encoding.UTF8.GetBytes(text);

    private static byte[] WithSheet(byte[] part, CompressionLevel level = CompressionLevel.Fastest)
    {
        using var file = new MemoryStream();
        file.Write(new Book().ToArray());
        using (var archive = new ZipArchive(file, ZipArchiveMode.Update, leaveOpen: true))
        {
            archive.GetEntry("xl/sheet1.xml")!.Delete();
            using var stream = archive.CreateEntry("xl/sheet1.xml", level).Open();
            stream.Write(part);
        }

        return file.ToArray();
    }

    private static byte[] With(byte[] workbook, IEnumerable<(string Name, string Xml)> more)
    {
        var parts = new List<(string, string)>();
        Patches.EachPart(workbook, (name, xml) =>
        {
            parts.Add((name, name.StartsWith('[') ? xml.Replace("</Types>", Defaults, StringComparison.Ordinal) : xml));
            return xml;
        });
        return Book.Zip(parts.Concat(more));
    }

    /// <summary>Changes the unpacked size in the list of parts, where readers look for it.</summary>
    private static void SayLength(byte[] archive, string name, uint length)
    {
        var listed = archive.AsSpan().LastIndexOf(Encoding.UTF8.GetBytes(name));
        const int NameAt = 46;
        const int LengthAt = 24;
        BinaryPrimitives.WriteUInt32LittleEndian(archive.AsSpan(listed - NameAt + LengthAt), length);
    }

    private static void AssertRefused(byte[] file, string says, long bytesMax = BytesMax)
    {
        TableFile.Read(file.AsSpan(0, Math.Min(file.Length, 30)).ToArray());
        var before = GC.GetAllocatedBytesForCurrentThread();
        var table = TableFile.Read(file);
        var bytes = GC.GetAllocatedBytesForCurrentThread() - before;

        Assert.Empty(table.Lines);
        var fault = Assert.Single(table.Faults);
        Assert.Equal(TableFaultKind.Malformed, fault.Kind);
        Assert.Contains(says, fault.Message, StringComparison.Ordinal);
        Assert.True(bytes < bytesMax, $"{says}: {bytes} bytes");
    }
}
