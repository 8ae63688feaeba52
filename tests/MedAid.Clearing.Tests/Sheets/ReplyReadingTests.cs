using System.IO.Compression;
using System.Text;
using System.Xml.Linq;
using MedAid.Clearing.Decisions;
using MedAid.Clearing.Sheets;
using MedAid.Core;
using MedAid.Tables;
using static MedAid.Clearing.Tests.ThreeCounties;

namespace MedAid.Clearing.Tests.Sheets;

/// <summary>Replies of 临县 (40.00 and 60.00 claimed) as clerks send them back.</summary>
public sealed class ReplyReadingTests
{
    private readonly ThreeCounties story = new ThreeCounties().Claimed();

    [Theory]
    [InlineData(OutputFormat.Csv)]
    [InlineData(OutputFormat.Xlsx)]
    public void The_declaration_sheet_with_its_last_columns_filled_in_is_the_reply(OutputFormat kind)
    {
        var sheet = ClaimFiles.Of(ClaimPaper.Of(story.Books, story.Claim(Lin)), Places, kind);
        var rows = TableFile.Read(sheet).Lines.Select(l => l.Cells.Concat(Enumerable.Repeat("", 22)).Take(22).ToArray()).ToArray();
        Fill(rows.Single(r => r.Contains(Id("l1"))), "40.00", "");
        Fill(rows.Single(r => r.Contains(Id("l2"))), "￥45", "超范围");
        var filled = new Sheet("申报表", rows, [], 0);
        var reading = ReplyReading.Of(TableFile.Read(filled.To(kind)), story.Books, "");

        Assert.Empty(reading.Faults);
        Assert.Equal(ClaimId(Lin), reading.ClaimId);
        Assert.Equal([new ReplyLine(Id("l1"), 40_00, ""), new ReplyLine(Id("l2"), 45_00, "超范围")], reading.Good);
    }

    [Theory]
    [InlineData("l1,四十元,", "核准金额（元）", "AMOUNT_NOT_A_NUMBER")]
    [InlineData("l1,39.999,", "核准金额（元）", "AMOUNT_DECIMALS")]
    [InlineData("l1,99999999999999999999,", "核准金额（元）", "AMOUNT_TOO_LARGE")]
    [InlineData("l1,-1,退回", "核准金额（元）", "AMOUNT_NEGATIVE")]
    [InlineData("l1,,超范围", "核准金额（元）", "AMOUNT_MISSING")]
    [InlineData("l1,40.01,", "核准金额（元）", "ACCEPTED_ABOVE_CLAIMED")]
    [InlineData("l1,39.99,", "拒付原因", "REASON_MISSING")]
    [InlineData("x1,33.13,", "应收编号", "LINE_NOT_IN_CLAIM")]
    [InlineData("?,1.00,", "应收编号", "LINE_NOT_IN_CLAIM")]
    [InlineData(",1.00,补报", "应收编号", "RECEIVABLE_MISSING")]
    [InlineData("2.0260413E+11,1.00,", "应收编号", "RECEIVABLE_NOT_TEXT")]
    public void A_bad_line_is_named_with_row_column_and_code_and_the_good_ones_stand(string row, string column, string code)
    {
        var reading = Read($"应收编号,核准金额,拒付原因\n{Ids("l2,60.00,")}\n{Ids(row)}\n");

        var fault = Assert.Single(reading.Faults);
        Assert.Equal((3, column, code), (fault.Line, fault.Column, fault.Code));
        Assert.NotEmpty(fault.Message);
        Assert.Equal([new ReplyLine(Id("l2"), 60_00, "")], reading.Good);
    }

    [Fact]
    public void A_line_twice_a_long_reason_and_an_undone_visit_are_bad()
    {
        story.Office.Take(Visits.Undone(Visits.Visit("l2", Lin, new DateOnly(2022, 8, 5), 60_00), "undo-l2"));
        var reading = Read(
            $"应收编号,核准金额,拒付原因\n{Ids("l1,40.00,")}\n{Ids("l1,40.00,")}\n{Ids("l2,60.00,")}\n{Ids($"l1,1.00,{new string('超', 201)}")}\n");

        Assert.Equal(
            [(3, "LINE_GIVEN_TWICE"), (4, "LINE_NOT_OPEN_TO_REPLY"), (5, "REASON_TOO_LONG"), (5, "LINE_GIVEN_TWICE")],
            reading.Faults.Select(f => (f.Line, f.Code)));
    }

    [Theory]
    [InlineData("", "LIST_EMPTY")]
    [InlineData("甲,乙\n1,2\n", "HEADER_NOT_FOUND")]
    [InlineData("应收编号,拒付原因\n1,2\n", "COLUMN_MISSING")]
    [InlineData("应收编号,核准金额\n", "LIST_EMPTY")]
    [InlineData("申报批次：Q141123-H14112300101-2022-08-1\n应收编号,核准金额\n1,2\n", "CLAIM_DIFFERS")]
    [InlineData("应收编号,核准金额\n\"1,2\n", "FILE_MALFORMED")]
    [InlineData("PK\u0003\u0004", "FILE_MALFORMED")]
    public void A_file_that_is_no_reply_of_the_claim_is_refused_whole(string text, string code)
    {
        var reading = Read(text);

        Assert.Equal(code, Assert.Single(reading.Faults).Code);
        Assert.Empty(reading.Good);
    }

    [Fact]
    public void Without_a_claim_or_with_one_that_nobody_knows_nothing_is_taken()
    {
        Assert.Equal("CLAIM_MISSING", Assert.Single(Read("应收编号,核准金额\n1,2\n", claimId: "").Faults).Code);
        Assert.Equal("CLAIM_NOT_FOUND", Assert.Single(Read("应收编号,核准金额\n1,2\n", claimId: "Q1").Faults).Code);
        Assert.Equal("NOTHING_ANSWERED", Assert.Single(Read($"应收编号,核准金额\n{Id("l1")},\n").Faults).Code);
    }

    [Fact]
    public void What_the_book_has_is_no_fault_and_what_it_has_otherwise_is_one()
    {
        story.Office.Do((books, head) => ClaimDecisions.Reply(
            books, head, ClaimId(Lin), [new ReplyLine(Id("l1"), 40_00, ""), new ReplyLine(Id("l2"), 45_00, "超范围")]));

        var same = Read($"应收编号,核准金额,拒付原因\n{Ids("l1,40.00,")}\n{Ids("l2,45.00,超范围")}\n");
        Assert.Empty(same.Faults);
        Assert.Empty(same.Good);
        Assert.All(same.Lines, l => Assert.Equal(ReplyLineState.AnsweredBefore, l.State));
        foreach (var other in new[] { "l2,44.00,超范围", "l2,45.00,超限价", "l2,60.00," })
        {
            Assert.Equal("ANSWERED_OTHERWISE", Assert.Single(Read($"应收编号,核准金额,拒付原因\n{Ids(other)}\n").Faults).Code);
        }
    }

    /// <summary>A program that calculates shows a figure; the file holds how it came about, and that may change.</summary>
    [Fact]
    public void A_formula_is_no_amount()
    {
        var workbook = new Sheet("回复", [["应收编号", "核准金额", "拒付原因"], [Id("l1"), "40.00", ""], [Id("l2"), "60.00", ""]], [], 0).ToXlsx();
        using var file = new MemoryStream();
        file.Write(workbook);
        using (var archive = new ZipArchive(file, ZipArchiveMode.Update, leaveOpen: true))
        {
            var sheet = archive.GetEntry("xl/worksheets/sheet1.xml")!;
            using var stream = sheet.Open();
            var xml = XDocument.Load(stream);
            XNamespace ns = xml.Root!.Name.Namespace;
            var cell = xml.Descendants(ns + "c").Single(c => c.Attribute("r")!.Value == "B2");
            cell.ReplaceWith(new XElement(ns + "c", new XAttribute("r", "B2"), new XElement(ns + "f", "20+20"), new XElement(ns + "v", "40")));
            stream.SetLength(0);
            xml.Save(stream);
        }

        var reading = ReplyReading.Of(TableFile.Read(file.ToArray()), story.Books, ClaimId(Lin));
        Assert.Equal((2, "FORMULA"), (Assert.Single(reading.Faults).Line, reading.Faults[0].Code));
        Assert.Equal([ReplyLineState.Bad, ReplyLineState.Good], reading.Lines.Select(l => l.State));
    }

    [Fact]
    public void A_caller_who_is_gone_is_answered_no_further()
    {
        var gone = new CancellationToken(canceled: true);
        var reply = TableFile.Read(Encoding.UTF8.GetBytes($"应收编号,核准金额\n{Id("l1")},40.00\n"));
        var bank = TableFile.Read("流水号,交易日期,贷方金额\nB1,2022-09-20,1.00\n"u8.ToArray());

        Assert.Throws<OperationCanceledException>(() => ReplyReading.Of(reply, story.Books, ClaimId(Lin), gone));
        Assert.Throws<OperationCanceledException>(
            () => PaymentReading.Of(bank, story.Books, new HospitalCode(Visits.Hospital), Places.Counties, Day("2022-09-30"), gone));
    }

    private static void Fill(string[] row, string accepted, string reason) => (row[20], row[21]) = (accepted, reason);

    private static string Ids(string row) => row.Replace("l1", Id("l1"), StringComparison.Ordinal).Replace("l2", Id("l2"), StringComparison.Ordinal)
        .Replace("x1", Id("x1"), StringComparison.Ordinal);

    private ReplyReading Read(string text, string? claimId = null) =>
        ReplyReading.Of(TableFile.Read(Encoding.UTF8.GetBytes(text)), story.Books, claimId ?? ClaimId(Lin));
}
