using System.IO.Compression;
using System.Text;

namespace MedAid.Tables.Tests;

/// <summary>What goes out: nothing in it runs, amounts can be added up, and the same sheet is the same bytes.</summary>
public sealed class SheetTests
{
    [Theory]
    [InlineData("=cmd|' /C calc'!A0", "'=cmd|' /C calc'!A0")]
    [InlineData("+86 138", "'+86 138")]
    [InlineData("-2+3", "'-2+3")]
    [InlineData("--1", "'--1")]
    [InlineData("@SUM(1)", "'@SUM(1)")]
    [InlineData("＝1+1", "'＝1+1")]
    [InlineData("－1－1", "'－1－1")]
    [InlineData("＋1", "'＋1")]
    [InlineData("＠A1", "'＠A1")]
    [InlineData("  =1+1", "'  =1+1")]
    [InlineData("　\u00a0\u200b\ufeff=1", "'　\u00a0\u200b\ufeff=1")]
    [InlineData("\t=1", "\"'\t=1\"")]
    [InlineData("\ttext", "\"'\ttext\"")]
    [InlineData("\r=1", "\"'\r=1\"")]
    [InlineData("\n=1,2", "\"'\n=1,2\"")]
    [InlineData("'=1", "''=1")]
    [InlineData("'''-x", "''''-x")]
    [InlineData("=\"a\",b", "\"'=\"\"a\"\",b\"")]
    [InlineData("-12.50", "-12.50")]
    [InlineData("-5", "-5")]
    [InlineData("'-5", "''-5")]
    [InlineData("-5.", "'-5.")]
    [InlineData("-1.2.3", "'-1.2.3")]
    [InlineData("O'Neil", "O'Neil")]
    [InlineData("'quoted'", "'quoted'")]
    [InlineData("张三=李四", "张三=李四")]
    [InlineData("", "")]
    public void No_cell_of_csv_runs_as_a_formula_and_each_is_read_back_as_it_was(string text, string cell)
    {
        var file = new Sheet("甲", [["头", "值"], ["x", text]], [], 0).ToCsv();

        Assert.Equal($"\uFEFF头,值\r\nx,{cell}\r\n", Encoding.UTF8.GetString(file));
        Assert.Equal(text, TableFile.Read(file).Lines[1].Cells[1]);
    }

    /// <summary>A text is stored as text, which no program runs; so it stands as it is, with what XML cannot hold left out.</summary>
    [Theory]
    [InlineData("=1+1")]
    [InlineData("'=1")]
    [InlineData("＝1")]
    [InlineData("_x0041_")]
    [InlineData("a_x000D_b_x")]
    [InlineData("007")]
    public void No_cell_of_a_workbook_runs_as_a_formula_and_each_is_read_back_as_it_was(string text)
    {
        var file = new Sheet("甲", [["头（元）", "值"], [text, text]], [], 1) { Heading = 1 }.ToXlsx();

        var table = TableFile.Read(file);
        Assert.Empty(table.Faults);
        Assert.Equal(text == "007" ? "7" : text, table.Lines[1].Cells[0]);
        Assert.Equal(text, table.Lines[1].Cells[1]);
        Assert.DoesNotContain("<f>", Part(file, "xl/worksheets/sheet1.xml"), StringComparison.Ordinal);
    }

    [Fact]
    public void Amounts_are_numbers_with_two_decimals_and_the_heading_stays_in_sight_and_filters()
    {
        var file = new Sheet(
            "申报表", [["标题"], ["编号", "金额（元）", "核准（元）"], ["7", "33.10", ""], ["8", "-1200.00", "大约"], ["9", "9999999999999999.99", ""]], [(1, 1, 1, 3)], 1)
        {
            Heading = 2,
        }.ToXlsx();

        var xml = Part(file, "xl/worksheets/sheet1.xml");
        foreach (var part in new[]
        {
            "<c r=\"B3\" s=\"2\"><v>33.10</v></c><c r=\"C3\" s=\"2\" />", "<c r=\"B4\" s=\"2\"><v>-1200.00</v></c><c r=\"C4\" s=\"1\" t=\"inlineStr\">",
            "<c r=\"B5\" s=\"1\" t=\"inlineStr\">", "<c r=\"A3\" s=\"1\" t=\"inlineStr\">", "<c r=\"B6\" s=\"2\" />",
            "<pane ySplit=\"2\" topLeftCell=\"A3\" activePane=\"bottomLeft\" state=\"frozen\" />", "<autoFilter ref=\"A2:C6\" />",
        })
        {
            Assert.Contains(part, xml, StringComparison.Ordinal);
        }

        Assert.Contains("'申报表'!$A$2:$C$6", Part(file, "xl/workbook.xml"), StringComparison.Ordinal);
        Assert.Contains("numFmtId=\"2\"", Part(file, "xl/styles.xml"), StringComparison.Ordinal);
        var lines = TableFile.Read(file).Lines;
        Assert.Equal(["7", "33.1"], lines[2].Cells);
        Assert.Equal([1], lines[2].Numeric);
        Assert.Equal(["8", "-1200", "大约"], lines[3].Cells);
    }

    /// <summary>
    /// Columns are as wide as their texts and two more, at least 6 and at most 40: 身份证号码 takes 10, the number 18. Of 60 letters in a column of 40
    /// one line holds 39, so they take two: 2 × 15 + 4 points; a sum's words go on into the empty cells.
    /// </summary>
    [Fact]
    public void Columns_fit_what_stands_in_them_and_rows_are_as_high_as_their_text()
    {
        var long60 = new string('x', 60);
        var file = new Sheet(
            "名单", [["标题"], ["序号", "身份证号码", "依据", "金额（元）"], ["1", "141123196805129020", long60, "1.00"], ["合计（共一千人）", "", "", "1.00"]],
            [(1, 1, 1, 4)], 0)
        {
            Heading = 2, Widths = [6],
        }.ToXlsx();

        var xml = Part(file, "xl/worksheets/sheet1.xml");
        foreach (var part in new[]
        {
            "<col min=\"1\" max=\"1\" width=\"6\"", "<col min=\"2\" max=\"2\" width=\"20\"", "<col min=\"3\" max=\"3\" width=\"40\"",
            "<row r=\"1\" ht=\"34\" customHeight=\"1\"><c r=\"A1\" s=\"5\"", "<row r=\"2\" ht=\"19\" customHeight=\"1\"><c r=\"A2\" s=\"3\"",
            "<row r=\"3\" ht=\"34\" customHeight=\"1\"><c r=\"A3\" s=\"1\"", "<row r=\"4\" ht=\"19\" customHeight=\"1\"><c r=\"A4\" s=\"4\"",
        })
        {
            Assert.Contains(part, xml, StringComparison.Ordinal);
        }
    }

    /// <summary>A file that was handed in can be made again and compared: neither the time nor a random name is in it.</summary>
    [Fact]
    public void The_same_sheet_is_the_same_bytes_and_its_parts_have_no_time()
    {
        static Sheet Sheet() => new("甲", [["编号", "金额（元）"], ["1", "2.00"]], [], 0) { Heading = 1 };

        Assert.Equal(Sheet().ToXlsx(), Sheet().ToXlsx());
        Assert.Equal(Sheet().ToCsv(), Sheet().ToCsv());
        using var archive = new ZipArchive(new MemoryStream(Sheet().ToXlsx()));
        Assert.All(archive.Entries, e => Assert.Equal(new DateTime(1980, 1, 1), e.LastWriteTime.DateTime));
    }

    private static string Part(byte[] file, string name)
    {
        using var archive = new ZipArchive(new MemoryStream(file));
        using var reader = new StreamReader(archive.GetEntry(name)!.Open());
        return reader.ReadToEnd();
    }
}
