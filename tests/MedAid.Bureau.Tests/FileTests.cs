using System.IO.Compression;
using System.Text;
using MedAid.Bureau.Messages;
using MedAid.Bureau.Messages.Files;
using MedAid.Bureau.Regions;

namespace MedAid.Bureau.Tests;

public sealed class FileTests
{
    private static readonly Region National = RegionBook.Load().National;

    private static readonly DateTimeOffset At = new(2026, 3, 2, 1, 0, 0, TimeSpan.Zero);

    public static TheoryData<string> Uploads => new(
        "S1\tV1\tP1\t757.90\t600.00\t0.00\t0\t\r\nS2\tV2\tP2\t-757.90\t-600.00\t0\t1\t",
        "S1\tV1\tP1\t757.90\t600\t0\t0\nS2\tV2\tP2\t-757.90\t-600.00\t\t1",
        "S1\tV1\tP1\t757.90\t600.00\tnull\t000\tnull\nS2\tV2\tP2\t-757.9\t-600.00\t0.00\t001\tnull\n",
        "\uFEFFS1\tV1\tP1\t757.90\t600.00\t0.00\tnull\nS2\tV2\tP2\t-757.90\t-600.00\t0.00\t1\n\n");

    [Theory]
    [MemberData(nameof(Uploads))]
    public void Every_writer_s_variant_of_an_upload_is_read_the_same(string text)
    {
        byte[] bytes = Encoding.UTF8.GetBytes(text);
        byte[][] files = [bytes, FileBytes.Pack(text.TrimStart('\uFEFF'), "3202_detail.txt", At)];
        foreach (var file in files.SelectMany(f => new[] { FileBytes.Write(f, isArray: true), Convert.ToBase64String(f) }))
        {
            StatementRow[] expected =
            [
                new("S1", "V1", "P1", 75_790, 60_000, 0, IsRefund: false), new("S2", "V2", "P2", -75_790, -60_000, 0, IsRefund: true),
            ];
            Assert.Equal(expected, StatementRow.Read(FileBytes.Unpack(FileBytes.Read(file)), National));
        }
    }

    [Fact]
    public void A_result_of_7_10_or_11_columns_is_read()
    {
        var rows = StatementResultRow.Read(
            "P1\tV1\tS1\tM1\t1\t0\tnull\r\nP2\tV2\tnull\tM2\t000103\t001\t金额不一致\t10.00\t5\t0.5\nP3\tV3\tS3\tM3\t0\t0\t\t1\t1\t0\tnull\n", National);
        StatementResultRow[] expected =
        [
            new("P1", "V1", "S1", "M1", StatementResult.CentreHasMore, IsRefund: false),
            new("P2", "V2", "", "M2", StatementResult.Differ, IsRefund: true, "金额不一致", new StatementSums(1_000, 500, 50)),
            new("P3", "V3", "S3", "M3", StatementResult.Balanced, IsRefund: false, "", new StatementSums(100, 100, 0)),
        ];
        Assert.Equal(expected, rows);
    }

    [Theory]
    [InlineData("S1\tV1\tP1\t757.90\t600.00\t0.00", "第 1 行有 6 列")]
    [InlineData("S1\tV1\tP1\t1\t1\t0\t0\tx\ty", "第 1 行有 9 列")]
    [InlineData("S1\tV1\tP1\t1\t1\t0\t0\n\tV1\tP1\t1\t1\t0\t0", "第 2 行第 1 列（setl_id）必填")]
    [InlineData("S1\tV1\tP1\t757.901\t1\t0\t0", "第 1 行第 4 列（medfee_sumamt）")]
    [InlineData("S1\tV1\tP1\t7.5e2\t1\t0\t0", "第 1 行第 4 列（medfee_sumamt）")]
    [InlineData("S1\tV1\tP1\t1\t1\t0\t7", "第 1 行第 7 列（refd_setl_flag）")]
    public void A_bad_line_is_named(string text, string sentence) => Assert.Contains(
        sentence, Assert.Throws<NationalRefusedException>(() => StatementRow.Read(text, National)).Message, StringComparison.Ordinal);

    [Fact]
    public void What_a_region_writes_it_reads_the_same()
    {
        StatementRow[] rows =
        [
            new("S1", "V1", "P1", 75_790, 60_000, 1, IsRefund: false), new("S2", "", "", -1, long.MinValue / 1_000, 0, IsRefund: true),
        ];
        StatementResultRow[] results =
        [
            new("P1", "V1", "S1", "M1", StatementResult.HospitalHasMore, IsRefund: false, "说明"),
            new("", "", "", "M2", StatementResult.Balanced, IsRefund: true, "", new StatementSums(-1, 0, 100)),
        ];
        foreach (var region in RegionBook.Load().All)
        {
            Assert.Equal(rows, StatementRow.Read(StatementRow.Write(rows, region), region));
            Assert.Equal(results, StatementResultRow.Read(StatementResultRow.Write(results, region), region));
        }
    }

    [Fact]
    public void A_file_that_is_too_large_when_unpacked_damaged_or_more_than_one_is_refused()
    {
        using var buffer = new MemoryStream();
        using (var archive = new ZipArchive(buffer, ZipArchiveMode.Create, leaveOpen: true))
        {
            using var stream = archive.CreateEntry("a.txt").Open();
            var zeros = new byte[1024 * 1024];
            for (var written = 0; written <= Limits.FileBytesMax; written += zeros.Length)
            {
                stream.Write(zeros);
            }
        }

        Refused("超过 16 MiB", () => FileBytes.Unpack(buffer.ToArray()));
        Refused("已损坏", () => FileBytes.Unpack(buffer.ToArray()[..200]));
        Refused("已损坏", () => FileBytes.Unpack("PK"u8.ToArray()));
        using var two = new MemoryStream();
        using (var archive = new ZipArchive(two, ZipArchiveMode.Create, leaveOpen: true))
        {
            archive.CreateEntry("a.txt").Open().Dispose();
            archive.CreateEntry("b.txt").Open().Dispose();
        }

        Refused("只有一个文件", () => FileBytes.Unpack(two.ToArray()));
        Refused("GBK", () => FileBytes.Unpack([0xB2, 0xE2]));
        Refused("-128 到 255", () => FileBytes.Read("[1,256]"));
        Refused("-128 到 255", () => FileBytes.Read("[1,\"a\"]"));
        Refused("Base64", () => FileBytes.Read("不"));
        Assert.Empty(FileBytes.Read("[]"));
        Assert.Empty(FileBytes.Read(""));

        static void Refused(string part, Func<object> act) =>
            Assert.Contains(part, Assert.Throws<NationalRefusedException>(act).Message, StringComparison.Ordinal);
    }
}
