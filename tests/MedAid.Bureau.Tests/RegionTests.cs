using MedAid.Bureau.Regions;
using MedAid.Core;

namespace MedAid.Bureau.Tests;

public sealed class RegionTests
{
    private static readonly RegionBook Book = RegionBook.Load();

    [Fact]
    public void A_district_is_read_from_the_nation_to_the_county_and_the_folder_lies_above_the_box()
    {
        var book = RegionBook.Of(new Dictionary<string, string>
        {
            ["140000"] = "district: \"140000\"\nname: 山西\nsuccess: { texts: [成功] }\n",
            ["141100"] = "district: \"141100\"\nname: 吕梁\nenvelope: { path: /fsi, letters: { \"2207\": } }\n",
        });
        var county = book.Find("141123");
        Assert.Equal("吕梁", county.Name);
        Assert.Equal(["成功"], county.Success.Texts);
        Assert.Equal("/fsi", county.PathOf("2207"));
        Assert.Equal("2207", county.Lettered("2207"));
        Assert.Equal("2206A", county.Lettered("2206"));
        Assert.Equal("/2207A", book.Find("110101").PathOf("2207"));
        Assert.Equal("000000", book.Find("").District);
    }

    [Fact]
    public void What_is_agreed_with_one_hospital_lies_above_its_district()
    {
        var book = RegionBook.Of(new Dictionary<string, string>
        {
            ["140000"] = "district: \"140000\"\nname: 山西\nsuccess: { texts: [成功] }\n",
            ["H14112300101"] = "district: \"141123\"\nsigning: { algorithm: x_tif }\n",
        });
        var (own, other) = (book.Find(new HospitalCode("H14112300101"), "141123"), book.Find(new HospitalCode("H14112300102"), "141123"));
        Assert.Equal((SigningAlgorithm.XTif, "141123", "成功"), (own.Signing.Algorithm, own.District, own.Success.Texts[0]));
        Assert.Equal((SigningAlgorithm.None, "140000"), (other.Signing.Algorithm, other.District));
    }

    [Fact]
    public void The_folder_s_regions_and_hospitals_are_read_and_other_files_are_not()
    {
        var folder = Directory.CreateTempSubdirectory("medaid-regions-").FullName;
        try
        {
            File.WriteAllText(Path.Combine(folder, "140000.yaml"), "district: \"140000\"\nname: 山西\n");
            File.WriteAllText(Path.Combine(folder, "H14112300101.yaml"), "district: \"141123\"\nname: 兴县人民医院\n");
            File.WriteAllText(Path.Combine(folder, "links.yaml"), "hospitals: []\n");
            var book = RegionBook.Load(folder);
            Assert.Equal(("山西", "兴县人民医院"), (book.Find("141123").Name, book.Find(new HospitalCode("H14112300101"), "141123").Name));
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    [Theory]
    [InlineData("district: \"140000\"\nname: 山西\nsucces: {}\n", "succes 不认识")]
    [InlineData("district: \"140000\"\nname: 山西\nsigning: { algorithm: rsa }\n", "signing.algorithm 只能是")]
    [InlineData("district: \"150000\"\nname: 山西\n", "district 应是 140000")]
    [InlineData("district: \"140000\"\nname: 山西\nsums: { fund_pay_sumamt_has_account: maybe }\n", "只能是 true 或 false")]
    [InlineData("district: \"140000\"\nenvelope: { path: fsi }\n", "envelope.path 应以 / 开头")]
    [InlineData("district: \"140000\"\nenvelope: { sequence_digits: 5 }\n", "envelope.sequence_digits")]
    [InlineData("district: \"140000\"\nenvelope: { sequence_digits: 3, hospital_in_id: false }\n", "envelope.sequence_digits")]
    [InlineData("district: \"140000\"\nsuccess: { codes: }\n", "success.codes 必填")]
    [InlineData("district: \"140000\"\nsuccess: { codes: [OK] }\n", "success.codes 应是数字代码")]
    [InlineData("district: \"140000\"\ncodes: { med_type: { \"11\": [普通门诊] } }\n", "codes.med_type.11 应是")]
    [InlineData("district: \"140000\"\nfund_pay_type: { \"390300\": { name: 补偿, kind: other, confidence: seen, source: s } }\n", "390300.kind 只能是")]
    [InlineData("- a\n", "应是一份由")]
    [InlineData("a: [\n", "不是合法的 YAML")]
    [InlineData("district: \"140000\"\nname: 山西\nfund_written_as: { \"390100\": \"390400\" }\n", "390100 写作 390400")]
    public void A_file_with_a_mistake_is_refused_by_the_name_of_the_field(string text, string sentence) => Assert.Contains(
        sentence,
        Assert.Throws<RegionFileException>(() => RegionBook.Of(new Dictionary<string, string> { ["140000"] = text })).Message,
        StringComparison.Ordinal);

    [Theory]
    [InlineData("390101", "", "390100")]
    [InlineData("610101", "", "610100")]
    [InlineData("999996", "", "999996")]
    [InlineData("999997", "救助 610101：按 70% 支付 123456.78", "610100")]
    [InlineData("999997", "610101 与 610100", null)]
    [InlineData("999997", "610199", null)]
    [InlineData("999997", "610101；700123", null)]
    [InlineData("999997", "", null)]
    [InlineData("390900", "610101", null)]
    public void An_unknown_fund_is_named_and_never_guessed(string code, string text, string? fund)
    {
        var reading = Book.National.Funds.Read(code, text);
        Assert.Equal(fund, reading.Known?.Fund.Text);
        Assert.Equal(fund is null, reading.Unknown.Contains(code, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("130637", "390400", "390100")]
    [InlineData("130637", "390500", "390200")]
    [InlineData("130637", "390100", "390100")]
    [InlineData("430421", "610102", "610102")]
    [InlineData("440604", "310301", "310300")]
    [InlineData("140000", "390400", null)]
    [InlineData("140000", "610102", null)]
    [InlineData("440105", "310300", null)]
    public void A_fund_of_a_province_is_known_there_and_nowhere_else(string district, string code, string? fund) =>
        Assert.Equal(fund, Book.Find(district).Funds.Read(code, "").Known?.Fund.Text);

    [Fact]
    public void Where_provinces_contradict_each_other_their_data_does()
    {
        var (zhejiang, guangdong, hunan, jilin, jiangsu, hebei) =
            (Book.Find("330106"), Book.Find("440305"), Book.Find("430105"), Book.Find("220106"), Book.Find("320106"), Book.Find("130706"));
        Assert.Equal("390400", hebei.Funds.Write(new Fund("390100"))!.Code);
        Assert.Equal("390100", hunan.Funds.Write(new Fund("390100"))!.Code);
        Assert.Equal((70_000, 60_000), (guangdong.Sums.FundSum(60_000, 10_000), hunan.Sums.FundSum(60_000, 10_000)));
        Assert.Equal((60_000, 60_000), (guangdong.Sums.FundsOf(70_000, 10_000), hunan.Sums.FundsOf(60_000, 10_000)));
        Assert.Equal((OtherText.Refused, OtherText.Unknown), (hunan.Success.OtherText, zhejiang.Success.OtherText));
        Assert.Equal("/fsi/api/outpatientSettleService/saveSettletmentA", zhejiang.PathOf("2207"));
        Assert.Equal("/fsi/api/3203", zhejiang.PathOf("3203"));
        Assert.Equal(("/callFsiService/callService", "3203A", "/"), (jilin.PathOf("2207"), jilin.Lettered("3203"), jiangsu.PathOf("2207")));
        Assert.Equal(("clr_optins", "setl_optins"), (Book.Find("440105").Reconciliation.AgencyField, guangdong.Reconciliation.AgencyField));
        Assert.Equal(("西药、中成药", "西药"), (hebei.Codes.NameOf("list_type", "101"), hunan.Codes.NameOf("list_type", "101")));
        Assert.Equal(("fixmedins_code", "filename"), (Book.Find("442000").CatalogueMarkField, guangdong.CatalogueMarkField));
        Assert.Equal(("20260302010001", 20), (Id("440604")[..14], Id("440604").Length));
        Assert.True(hunan.CanReverse("2207A") && !hunan.CanReverse("2206"));
        Assert.Equal(
            [SigningAlgorithm.HmacSm3, SigningAlgorithm.XTif, SigningAlgorithm.None, SigningAlgorithm.Sm2Input, SigningAlgorithm.Csb, SigningAlgorithm.XTif],
            [.. new[] { zhejiang, guangdong, hunan, jilin, jiangsu, hebei }.Select(r => r.Signing.Algorithm)]);

        static string Id(string district) =>
            Book.Find(district).MessageId(new HospitalCode("H44060400001"), new DateTimeOffset(2026, 3, 1, 17, 0, 1, TimeSpan.Zero), 7);
    }

    [Fact]
    public void Codes_have_a_name_a_source_and_say_where_they_are_assumed()
    {
        Assert.All(Book.All, region => Assert.All(region.Codes.Tables.SelectMany(region.Codes.Of), code =>
            Assert.True(code.Name.Length > 0 && code.Source.Length > 0, code.Code)));
        var codes = Book.National.Codes;
        Assert.Equal(("门诊慢特病", "城乡居民基本医疗保险", "治疗费"), (codes.NameOf("med_type", "14"), codes.NameOf("insutype", "390"), codes.NameOf("med_chrgitm_type", "05")));
        Assert.Equal(("甲类", "按项目", "9901"), (codes.NameOf("chrgitm_lv", "01"), codes.NameOf("clr_way", "1"), codes.NameOf("med_type", "9901")));
        Assert.Equal(Confidence.Assumed, codes.Find("opsp_dise_code", "M07800")!.Confidence);
        Assert.Null(codes.Find("med_type", "15"));
        Assert.Equal((StatementResult.Differ, StatementResult.Differ, (StatementResult?)null), (
            Book.National.Reconciliation.ResultOf("3"), Book.National.Reconciliation.ResultOf("000103"), Book.National.Reconciliation.ResultOf("4")));
        Assert.Equal(("21", "11", "41"), (Book.National.ClearingTypeOf("28"), Book.National.ClearingTypeOf("14"), Book.National.ClearingTypeOf("41")));
    }

    [Fact]
    public void Every_code_that_is_written_is_read_as_the_same_fund() => Assert.All(Book.All, region =>
        Assert.All(region.Funds.Codes, code =>
            Assert.Equal(code.Fund, region.Funds.Read(region.Funds.Write(code.Fund)!.Code, "").Known!.Fund)));

    [Fact]
    public void A_message_id_has_the_hospital_the_time_and_the_number()
    {
        var at = new DateTimeOffset(2026, 3, 1, 17, 0, 1, TimeSpan.Zero);
        Assert.Equal("H14112300001202603020100010042", Book.National.MessageId(new HospitalCode("H14112300001"), at, 30_042));
    }
}
