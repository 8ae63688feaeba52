using System.Text;

namespace MedAid.Tables.Tests;

/// <summary>CSV as Excel, WPS and banks write it.</summary>
public sealed class TextTests
{
    private const string Names = "姓名,镇\n张三,蔚汾镇\n";

    public static TheoryData<byte[]> Encoded { get; } =
    [
        Encoding.UTF8.GetBytes(Names), [.. Encoding.UTF8.Preamble, .. Encoding.UTF8.GetBytes(Names)],
        CodePagesEncodingProvider.Instance.GetEncoding("GB18030")!.GetBytes(Names),
        [.. Encoding.Unicode.Preamble, .. Encoding.Unicode.GetBytes(Names)],
        [.. Encoding.Unicode.Preamble, .. Encoding.Unicode.GetBytes(Names.Replace(',', '\t'))],
        [.. Encoding.BigEndianUnicode.Preamble, .. Encoding.BigEndianUnicode.GetBytes(Names)],
    ];

    [Theory]
    [MemberData(nameof(Encoded))]
    public void A_text_is_read_in_the_encodings_that_programs_write(byte[] file)
    {
        var table = TableFile.Read(file);

        Assert.Empty(table.Faults);
        Assert.Equal(["姓名", "镇"], table.Lines[0].Cells);
        Assert.Equal(["张三", "蔚汾镇"], table.Lines[1].Cells);
    }

    /// <summary>A name with a character that was lost would be another name.</summary>
    [Fact]
    public void A_text_in_no_known_encoding_is_refused_and_none_of_it_is_guessed()
    {
        byte[][] files =
        [
            [.. "a,b\nx,"u8, 0xFF, 0xFF], [.. Encoding.UTF8.Preamble, .. "a,b\nx,"u8, 0xC3], Encoding.Unicode.GetBytes(Names),
            [.. Encoding.UTF32.Preamble, .. Encoding.UTF32.GetBytes(Names)], [.. Encoding.Unicode.Preamble, 0x00, 0xD8, (byte)'a', 0], "a,b\nx,\0"u8.ToArray(),
        ];
        foreach (var file in files)
        {
            var table = TableFile.Read(file);
            Assert.Empty(table.Lines);
            Assert.Equal(TableFaultKind.Malformed, Assert.Single(table.Faults).Kind);
            Assert.Contains("CSV（UTF-8）", table.Faults[0].Message, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void A_broken_quote_names_its_line()
    {
        var table = TableFile.Read(Encoding.UTF8.GetBytes("a,b\n1,2\n3,\"x\"y\n"));

        Assert.Equal((TableFaultKind.Malformed, 3), (table.Faults.Single().Kind, table.Faults.Single().Line));
    }

    /// <summary>Excel shows a long number so, and writes what it shows.</summary>
    [Fact]
    public void A_number_that_a_spreadsheet_shortened_counts_as_a_number() => Assert.Equal(
        [0, 2], TableFile.Read(Encoding.UTF8.GetBytes("1.41123E+17,141123195001010018,2E+11,2.5,1E5,E+1\n")).Lines.Single().Numeric);
}
