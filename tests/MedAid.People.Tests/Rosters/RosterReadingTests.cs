using System.Text;
using MedAid.Core;
using MedAid.Core.Policy;
using MedAid.People.Rosters;
using MedAid.Tables;
using MedAid.Tables.Tests;

namespace MedAid.People.Tests.Rosters;

public sealed class RosterReadingTests
{
    private const string FullHead =
        "兴县医疗救助重点救助对象名单,,,,,,,\n单位名称（盖章）：兴县民政局,,,对象类别（低保☑特困□重点优抚□）,,,2019年7月31日,\n"
        + "乡（镇）,行政村,户主姓名,身份证号码,家庭人口数,家庭成员姓名,身份证号码,备注\n";

    private const string ChangeHead =
        "兴县2019年3季度（月）医疗救助重点救助对象动态调整名单,,,,,,,,,\n单位名称（盖章）：兴县民政局,,,对象类别（低保☑特困□重点优抚□）,,,2019年9月15日,,,\n"
        + "乡（镇）,行政村,户主姓名,身份证号码,家庭人口数,家庭成员姓名,身份证号码,动态调整工作类型,动态调整时间,\n,,,,,,,,年,月\n";

    private static readonly DateOnly ListDate = new(2019, 7, 31);
    private static readonly DateOnly ChangeDate = new(2019, 9, 15);
    private static readonly DateOnly Today = new(2019, 10, 1);

    [Fact]
    public void A_full_list_is_read_with_households_whose_head_stands_in_the_first_line_only()
    {
        var roster = Full(
            $"蔚汾镇,东关村,张一,{Ids.Of(1)},3,张一,{Ids.Of(1)},", $",,,,,李二,{Ids.Of(2)},", $",,,,,张三,{Ids.Of(3)},",
            $",西关村,王四,{Ids.Of(4)},1,,,独居");

        Assert.Equal((IdentityKind.SubsistenceAllowance, ListDate), (roster.Identity, roster.ListDate));
        Assert.Equal([4, 5, 6, 7], roster.Lines.Select(l => l.Line));
        Assert.All(roster.Lines, l => Assert.Equal((ListDate, "蔚汾镇"), (l.On, l.Township)));
        Assert.Equal([Ids.Of(1), Ids.Of(1), Ids.Of(1), Ids.Of(4)], roster.Lines.Select(l => l.HeadId));
        Assert.Equal(["东关村", "东关村", "东关村", "西关村"], roster.Lines.Select(l => l.Village));
        Assert.Empty(roster.Faults);
    }

    [Fact]
    public void A_head_who_is_not_repeated_among_the_members_is_in_the_household_too()
    {
        var roster = Full($"蔚汾镇,东关村,张一,{Ids.Of(1)},2,李二,{Ids.Of(2)},");
        Assert.Equal([Ids.Of(2), Ids.Of(1)], roster.Lines.Select(l => l.IdNumber));
        Assert.Empty(roster.Faults);
    }

    [Theory]
    [InlineData("蔚汾镇,东关村,张一,{1},1,张一,141123195001010018,", "ID_NUMBER_INVALID", "G", true)]
    [InlineData("蔚汾镇,东关村,张一,{1},1,张一,141123500101001,", "ID_NUMBER_INVALID", "G", true)]
    [InlineData("蔚汾镇,东关村,张一,{1},1,张一,1.41123E+17,", "ID_NUMBER_NOT_TEXT", "G", true)]
    [InlineData("蔚汾镇,东关村,张一,{1},1,张一,141123195001010000,", "ID_NUMBER_NOT_TEXT", "G", true)]
    [InlineData("蔚汾镇,东关村,张一,{1},1,张一,,", "ID_NUMBER_MISSING", "G", true)]
    [InlineData("蔚汾镇,东关村,张一,{1},1,,{1},", "NAME_MISSING", "F", true)]
    [InlineData("蔚汾镇,东关村,,,1,张一,{1},", "HEAD_MISSING", "C", true)]
    [InlineData("蔚汾镇,东关村,张一,{1},3,张一,{1},", "HOUSEHOLD_SIZE_DIFFERS", "E", false)]
    [InlineData("蔚汾镇,东关村,张一,{1},三,张一,{1},", "HOUSEHOLD_SIZE_INVALID", "E", false)]
    public void Each_bad_line_is_named_by_line_and_column(string line, string code, string column, bool refused)
    {
        var roster = Full(line.Replace("{1}", Ids.Of(1), StringComparison.Ordinal), $"蔚汾镇,东关村,王九,{Ids.Of(9)},1,王九,{Ids.Of(9)},");

        var fault = roster.Faults.First(f => f.Code == code);
        Assert.Equal((4, column, refused), (fault.Line, fault.Column, fault.Refused));
        Assert.Contains(roster.Lines, l => l.IdNumber == Ids.Of(9));
        Assert.DoesNotContain(roster.Faults, f => f.Message.Contains("1411", StringComparison.Ordinal));
    }

    [Fact]
    public void A_person_who_is_twice_in_a_list_is_taken_once_and_the_other_line_says_where()
    {
        var roster = Full($"蔚汾镇,东关村,张一,{Ids.Of(1)},1,张一,{Ids.Of(1)},", $"蔚汾镇,西关村,张一,{Ids.Of(1)},1,张一,{Ids.Of(1)},");

        Assert.Single(roster.Lines);
        var fault = Assert.Single(roster.Faults);
        Assert.Equal((5, "DUPLICATE_PERSON", "G"), (fault.Line, fault.Code, fault.Column));
        Assert.Contains("第 4 行", fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_change_list_says_who_enters_and_who_leaves_from_which_day()
    {
        var roster = Changes(
            $"蔚汾镇,东关村,张一,{Ids.Of(1)},2,张一,{Ids.Of(1)},新识别,2019,9", $",,,,,李二,{Ids.Of(2)},新识别,2019,9",
            $"蔚汾镇,东关村,王四,{Ids.Of(4)},3,王五,{Ids.Of(5)},自然增加,2019年9月15日,",
            $"蔚汾镇,东关村,赵六,{Ids.Of(6)},2,赵七,{Ids.Of(7)},自然减少,2019-08-20,");

        Assert.Empty(roster.Faults);
        Assert.Equal(
            [
                (Ids.Of(1), LineEffect.Household, ChangeDate), (Ids.Of(2), LineEffect.Household, ChangeDate),
                (Ids.Of(5), LineEffect.Joins, ChangeDate), (Ids.Of(7), LineEffect.Leaves, new DateOnly(2019, 8, 20)),
            ],
            roster.Lines.Select(l => (l.IdNumber, l.Effect, l.On)));
    }

    [Theory]
    [InlineData("迁入,2019,9", "CHANGE_TYPE_UNKNOWN", "H")]
    [InlineData("自然增加,去年,", "CHANGE_DATE_INVALID", "I")]
    [InlineData("自然增加,2019,8", "CHANGE_DATE_DIFFERS", "I")]
    [InlineData("自然增加,2019-08-20,", "CHANGE_DATE_DIFFERS", "I")]
    [InlineData("自然减少,2019-09-16,", "CHANGE_DATE_DIFFERS", "I")]
    [InlineData("自然减少,2019,8", "CHANGE_DATE_DIFFERS", "I")]
    public void A_change_without_a_known_kind_or_day_is_not_taken(string change, string code, string column)
    {
        var roster = Changes($"蔚汾镇,东关村,张一,{Ids.Of(1)},1,李二,{Ids.Of(2)},{change}");
        var fault = Assert.Single(roster.Faults);
        Assert.Equal((5, code, column, true), (fault.Line, fault.Code, fault.Column, fault.Refused));
        Assert.Empty(roster.Lines);
    }

    /// <summary>New: household of 张一 with 2 persons and 王五 who joins another: 1 household, 3 persons. Fewer: 1 person of 1 household.</summary>
    [Theory]
    [InlineData("2019年3季度（月）新增（低保☑特困□在乡重点优抚对象□）人员1户3人；减少1户1人（具体名单附后）。", "2019年9月15日", null)]
    [InlineData("2019年3季度（月）新增（低保☑特困□在乡重点优抚对象□）人员_1_户_3_人；减少_0_户_1_人", "2019年9月15日", null)]
    [InlineData("2019年3季度（月）新增（低保☑特困□在乡重点优抚对象□）人员2户3人；减少1户1人", "2019年9月15日", "CERTIFICATE_COUNTS_DIFFER")]
    [InlineData("2019年3季度（月）新增（低保☑特困□在乡重点优抚对象□）人员1户2人；减少1户1人", "2019年9月15日", "CERTIFICATE_COUNTS_DIFFER")]
    [InlineData("2019年3季度（月）新增（低保☑特困□在乡重点优抚对象□）人员1户3人；减少1户2人", "2019年9月15日", "CERTIFICATE_COUNTS_DIFFER")]
    [InlineData("2019年3季度（月）新增（低保□特困☑在乡重点优抚对象□）人员1户3人；减少1户1人", "2019年9月15日", "CERTIFICATE_CATEGORY_DIFFERS")]
    [InlineData("2019年3季度（月）新增（低保☑特困□在乡重点优抚对象□）人员1户3人；减少1户1人", "2019年9月16日", "CERTIFICATE_DATE_DIFFERS")]
    [InlineData("特此证明", "2019年9月15日", "CERTIFICATE_UNREADABLE")]
    public void A_certificate_is_compared_with_its_list(string text, string day, string? code)
    {
        var certificate = TableFile.Read(Encoding.UTF8.GetBytes($"动态调整情况证明\n\"{text}\"\n特此证明\n兴县民政局（盖章）\n{day}\n"));
        var roster = Changes(
            certificate,
            $"蔚汾镇,东关村,张一,{Ids.Of(1)},2,李二,{Ids.Of(2)},新识别,2019,9",
            $"蔚汾镇,东关村,王四,{Ids.Of(4)},3,王五,{Ids.Of(5)},自然增加,2019,9",
            $"蔚汾镇,东关村,赵六,{Ids.Of(6)},2,赵七,{Ids.Of(7)},自然减少,2019,9");

        Assert.Equal(code is null ? [] : [code], roster.Faults.Select(f => f.Code));
        Assert.Equal(code is not (null or "CERTIFICATE_COUNTS_DIFFER"), roster.Refused);
        Assert.Equal(4, roster.Lines.Count);
    }

    [Theory]
    [InlineData("低保□特困□重点优抚□", "2019年7月31日", "CATEGORY_MISSING")]
    [InlineData("低保☑特困☑重点优抚□", "2019年7月31日", "CATEGORY_MISSING")]
    [InlineData("低保☑特困□重点优抚□", "  年 月 日", "DATE_MISSING")]
    [InlineData("低保☑特困□重点优抚□", "2019年10月2日", "DATE_IN_FUTURE")]
    public void A_head_that_leaves_open_who_or_when_refuses_the_file(string category, string day, string code)
    {
        var head = FullHead.Replace("低保☑特困□重点优抚□", category, StringComparison.Ordinal).Replace("2019年7月31日", day, StringComparison.Ordinal);
        var roster = Read(RosterKind.FullList, head + $"蔚汾镇,东关村,张一,{Ids.Of(1)},1,张一,{Ids.Of(1)},\n");
        Assert.True(roster.Refused);
        Assert.Equal([code], roster.Faults.Select(f => f.Code));
    }

    [Theory]
    [InlineData("低保☑特困□重点优抚□", IdentityKind.SubsistenceAllowance)]
    [InlineData("低保□特困√重点优抚□", IdentityKind.ExtremelyPoor)]
    [InlineData("低保□特困□重点优抚■", IdentityKind.PriorityVeteran)]
    [InlineData("☑低保□特困□重点优抚", IdentityKind.SubsistenceAllowance)]
    [InlineData("特困", IdentityKind.ExtremelyPoor)]
    public void The_ticked_category_counts(string category, IdentityKind kind) => Assert.Equal(
        kind, RosterHead.Category($"对象类别({category})"));

    [Theory]
    [InlineData("", "LIST_EMPTY")]
    [InlineData("姓名,号码\n张一,1\n", "HEADER_NOT_FOUND")]
    [InlineData("乡（镇）,户主姓名,身份证号码,家庭成员姓名,身份证号码\n", "COLUMN_MISSING")]
    [InlineData("a\"b,c\"\n\"x", "FILE_MALFORMED")]
    public void A_file_that_is_no_roster_is_refused_with_what_to_do(string text, string code)
    {
        var roster = Read(RosterKind.FullList, text);
        Assert.True(roster.Refused);
        Assert.Equal(code, roster.Faults[0].Code);
    }

    [Fact]
    public void A_workbook_with_merged_cells_is_read_like_the_printed_form()
    {
        // A cell that spans two lines stands in the first; the second has none of it.
        var roster = Read(RosterKind.Changes, Form()
            .Put(5, "蔚汾镇", "东关村", "张一", Ids.Of(1), "2", "张一", Ids.Of(1), "新识别", "2019", "9")
            .Put(6, "", "", "", "", "", "李二", Ids.Of(2), "新识别", "2019", "9").Merge("A5:A6", "B5:B6", "C5:C6", "D5:D6", "E5:E6").ToArray());
        Assert.Empty(roster.Faults);
        Assert.Equal([(5, Ids.Of(1)), (6, Ids.Of(2))], roster.Lines.Select(l => (l.Line, l.IdNumber)));
    }

    [Fact]
    public void An_id_number_that_excel_turned_into_a_number_has_lost_its_end_and_is_said_so()
    {
        var roster = Read(RosterKind.Changes, Form()
            .Put(5, "蔚汾镇", "东关村", "张一", Ids.Of(1), "1", "李二", 141123195001010000d, "自然增加", "2019", "9")
            .Put(6, "蔚汾镇", "东关村", "王四", Ids.Of(4), "1", "王五", "", "自然增加", "2019", "9").PutFormula(6, 7, "\"1\"&\"2\"", "12").ToArray());
        Assert.Equal(
            [(5, "G", "ID_NUMBER_NOT_TEXT"), (6, "G", "FORMULA")], roster.Faults.Select(f => (f.Line, f.Column, f.Code)));
        Assert.Empty(roster.Lines);
    }

    [Fact]
    public void A_file_in_the_national_encoding_is_read()
    {
        var bytes = CodePagesEncodingProvider.Instance.GetEncoding("GB18030")!
            .GetBytes(FullHead + $"蔚汾镇,东关村,张一,{Ids.Of(1)},1,张一,{Ids.Of(1)},\n");
        Assert.Equal("张一", Assert.Single(Read(RosterKind.FullList, bytes).Lines).Name);
    }

    [Fact]
    public void Every_form_that_is_offered_is_read_back()
    {
        foreach (var file in RosterTemplates.Kinds)
        {
            Assert.Equal("LIST_EMPTY", Fault(RosterKind.FullList, "annex2", file));
            Assert.Equal("LIST_EMPTY", Fault(RosterKind.Changes, "annex3", file));
        }

        string Fault(RosterKind kind, string name, OutputFormat file)
        {
            var terms = new RosterTerms(kind, new CountyCode("141123"), IdentityKind.ExtremelyPoor, ListDate);
            return Assert.Single(new RosterReading(terms, Today).Read(TableFile.Read(RosterTemplates.File(name, file)), null).Faults).Code;
        }
    }

    [Theory]
    [InlineData(0, "A")]
    [InlineData(25, "Z")]
    [InlineData(26, "AA")]
    [InlineData(701, "ZZ")]
    [InlineData(702, "AAA")]
    [InlineData(-1, "")]
    public void A_column_has_the_letters_of_a_table_program(int column, string letters) =>
        Assert.Equal(letters, RosterFaults.Letter(column));

    private static Roster Full(params string[] lines) => Read(RosterKind.FullList, FullHead + string.Join('\n', lines) + "\n");

    private static Roster Changes(params string[] lines) => Read(RosterKind.Changes, ChangeHead + string.Join('\n', lines) + "\n");

    private static Roster Changes(Table certificate, params string[] lines) => new RosterReading(
        new RosterTerms(RosterKind.Changes, new CountyCode("141123")), Today)
        .Read(TableFile.Read(Encoding.UTF8.GetBytes(ChangeHead + string.Join('\n', lines) + "\n")), certificate);

    private static Roster Read(RosterKind kind, string text) => Read(kind, Encoding.UTF8.GetBytes(text));

    private static Roster Read(RosterKind kind, byte[] file) =>
        new RosterReading(new RosterTerms(kind, new CountyCode("141123")), Today).Read(TableFile.Read(file), null);

    /// <summary>The form of 附件 3 with its head filled in.</summary>
    private static Book Form()
    {
        var form = new Book();
        foreach (var line in TableFile.Read(RosterTemplates.File("annex3", OutputFormat.Xlsx)).Lines)
        {
            form.Put(line.Number, [.. line.Cells]);
        }

        return form.PutAt(2, 4, "对象类别（低保☑特困□重点优抚□）").PutAt(2, 7, "2019年9月15日");
    }
}
