namespace MedAid.Tables.Tests;

/// <summary>What the cells of a workbook say, as Excel, WPS and LibreOffice show them.</summary>
public sealed class WorkbookTests
{
    /// <summary>
    /// The same table as written by ClosedXML, and by LibreOffice from it: text, rich text, numbers, days in three formats, a formula, merged
    /// cells, a hidden row and a hidden column, and a second sheet. LibreOffice writes the truth of line 2 as a formula.
    /// </summary>
    [Theory]
    [InlineData("closedxml.xlsx", "|true", "4 6")]
    [InlineData("libreoffice.xlsx", "", "2 4,4 6")]
    public void Workbooks_of_other_programs_are_read_alike(string name, string truth, string formulas)
    {
        var table = TableFile.Read(Books.Path(name));

        Assert.All(table.Faults, f => Assert.Equal(TableFaultKind.Formula, f.Kind));
        Assert.Equal(formulas, string.Join(',', table.Faults.Select(f => $"{f.Line} {f.Column}")));
        Assert.Equal(
            [
                "1 编码|名称|比例|日期|是否||公式", $"2 003110000060000|血液透析|0.05|2021-01-01{truth}", "4 3110000060000|富文本|33.1|2021-01-02",
                "5 |两边空|0.0000001|1900-01-06", "6 ||1.4112319500101E+17|2022-03-04", "7 合并", "9 ||33.135|2020-06-18", "10 ||0.2",
                "11 ||1234567",
            ],
            Lines(table));
        Assert.Equal([0, 2], table.Lines[2].Numeric);
    }

    /// <summary>In a workbook that counts from 1904 a day has a number less by 1,462. Day 60 of 1900 never was.</summary>
    [Theory]
    [InlineData("", "44562", "2022-01-01")]
    [InlineData("", "44562.99", "2022-01-01")]
    [InlineData(" date1904=\"1\"", "43100", "2022-01-01")]
    [InlineData("", "1", "1900-01-01")]
    [InlineData("", "59", "1900-02-28")]
    [InlineData("", "60", "60")]
    [InlineData("", "61", "1900-03-01")]
    [InlineData("", "2958465", "9999-12-31")]
    [InlineData("", "2958466", "2958466")]
    [InlineData("", "-1", "-1")]
    public void A_number_in_the_format_of_a_day_is_that_day(string system, string number, string day)
    {
        var book = new Book { SheetXml = Book.SheetOf($"<row><c s=\"{Book.DayStyle}\"><v>{number}</v></c><c s=\"3\"><v>{number}</v></c></row>") };
        book.Workbook = book.Workbook.Replace("<workbookPr/>", $"<workbookPr{system}/>", StringComparison.Ordinal);

        Assert.Equal([$"1 {day}|{day}"], Lines(TableFile.Read(book.ToArray())));
    }

    [Fact]
    public void Each_kind_of_cell_is_text_as_it_is_shown()
    {
        const string Cells =
            "<c t=\"s\"><v>0</v></c><c t=\"inlineStr\"><is><r><rPr><b/></rPr><t>富</t></r><r><t>文本</t></r><rPh sb=\"0\" eb=\"1\"><t>fu</t></rPh></is></c>"
            + "<c t=\"str\"><v> 结果 </v></c><c t=\"e\"><v>#N/A</v></c><c t=\"b\"><v>0</v></c><c t=\"d\"><v>2022-07-12T08:00:00</v></c>"
            + "<c s=\"2\"><v>141123195001010000</v></c><c t=\"n\"><v>33.129999999999995</v></c><c t=\"n\"><v/></c><c/><c><v>1E-7</v></c>";
        var table = TableFile.Read(new Book
        {
            SharedTexts = Book.TextsOf(["<si><r><t>一_x000D_</t></r><r><t xml:space=\"preserve\">二 </t></r><phoneticPr fontId=\"1\"/></si>"]),
            SheetXml = Book.SheetOf($"<row r=\"3\">{Cells}</row>"),
        }.ToArray());

        Assert.Empty(table.Faults);
        Assert.Equal(["3 一\r二|富文本|结果|#N/A|false|2022-07-12|1.4112319500101E+17|33.13|||0.0000001"], Lines(table));
        Assert.Equal([6, 7, 10], table.Lines.Single().Numeric);
    }

    /// <summary>The sheet that stands first counts, hidden or not; one that is no table, such as a chart, is passed over.</summary>
    [Fact]
    public void The_first_sheet_with_lines_is_read_even_if_it_is_hidden()
    {
        var book = new Book().Put(1, "甲");
        book.Workbook = book.Workbook.Replace(
            "<sheet name", "<sheet name=\"图\" sheetId=\"2\" r:id=\"rId2\"/><sheet state=\"hidden\" name", StringComparison.Ordinal);

        Assert.Equal(["1 甲"], Lines(TableFile.Read(book.ToArray())));
    }

    [Fact]
    public void Rows_and_cells_may_leave_out_where_they_are_and_blank_ones_are_no_lines()
    {
        var table = TableFile.Read(new Book
        {
            SheetXml = Book.SheetOf("<row/><row><c><v>1</v></c><c r=\"D2\"><v>2</v></c></row><row r=\"9\"><c s=\"1\"/></row><row><c t=\"str\"><v> </v></c></row>"
                + "<row r=\"20\" hidden=\"1\"><c r=\"B20\"><v>3</v></c></row>"),
        }.ToArray());

        Assert.Equal(["2 1|||2", "20 |3"], Lines(table));
    }

    [Fact]
    public void The_strict_form_of_the_format_is_read_too()
    {
        var book = new Book().Put(1, "甲", 1.5);
        var file = Patches.EachPart(book.ToArray(), (_, xml) => xml
            .Replace("http://schemas.openxmlformats.org/spreadsheetml/2006/main", "http://purl.oclc.org/ooxml/spreadsheetml/main", StringComparison.Ordinal)
            .Replace("http://schemas.openxmlformats.org/officeDocument/2006/relationships", "http://purl.oclc.org/ooxml/officeDocument/relationships", StringComparison.Ordinal));

        Assert.Equal(["1 甲|1.5"], Lines(TableFile.Read(file)));
    }

    /// <summary>A formula that fills several cells stands in the first only; the others are its results, and they may change.</summary>
    [Theory]
    [InlineData("<c><f>1+1</f><v>2</v></c><c><v>3</v></c>", 1)]
    [InlineData("<c><f t=\"shared\" si=\"0\"/><v>2</v></c><c><v>3</v></c>", 1)]
    [InlineData("<c><f t=\"array\" ref=\"A1:B1\">X1:Y1</f><v>2</v></c><c><v>3</v></c>", 2)]
    [InlineData("<c><f t=\"dataTable\" ref=\"A1:B1\"/><v>2</v></c><c><v>3</v></c>", 2)]
    [InlineData("<c><f t=\"array\" ref=\"A1\">X1</f><v>2</v></c><c><v>3</v></c>", 1)]
    public void A_result_of_a_formula_is_no_value(string cells, int formulas)
    {
        var table = TableFile.Read(new Book { SheetXml = Book.SheetOf($"<row>{cells}</row>") }.ToArray());

        Assert.Equal(
            Enumerable.Range(0, formulas).Select(c => (TableFaultKind.Formula, 1, c)), table.Faults.Select(f => (f.Kind, f.Line, f.Column)));
        Assert.DoesNotContain("2", table.Lines.Single().Cells);
    }

    private static IEnumerable<string> Lines(Table table) => table.Lines.Select(l => $"{l.Number} {string.Join('|', l.Cells).TrimEnd('|')}");
}
