using System.Globalization;
using System.Text;
using MedAid.Clearing.Sheets;
using MedAid.Core;
using MedAid.Tables;

namespace MedAid.Clearing.Reports;

/// <summary>
/// The words of a dunning letter: as a page for printing and as plain text. It quotes the notice by which the hospital advances, to the letter,
/// where the county is one to which the notice is addressed.
/// </summary>
public static class DunningText
{
    private const string Title = "关于商请拨付医疗救助费用的函";

    // 吕梁市: the notice binds its counties and no others.
    private const string PlacesOfTheNotice = "1411";

    private const string Notice =
        "《关于进一步做好尿毒症门诊慢特病医疗保障和医疗服务管理的通知》（吕梁市医疗保障局、吕梁市卫生健康委员会，2022年7月12日）第一部分第（一）项规定："
        + "“在尚未实现门诊医疗救助‘一站式’结算前，暂由市县尿毒症患者诊疗医院先行垫付患者门诊医疗救助费用。"
        + "医院定期与患者所在地县（市、区）医保局在结算住院医疗救助费用时一并予以结算。”";

    /// <summary>The letter as HTML.</summary>
    public static string Page(DunningLetter letter, HospitalAndCountyNames places)
    {
        var page = new PrintPage(Title).Flat($"{places.Bureau(letter.Order.CountyCode)}：");
        foreach (var paragraph in Opening(letter, places))
        {
            page.Paragraph(paragraph);
        }

        page.Heading("一、按账龄（自就诊日起算）").Table(
            ["账龄", "金额（元）"], [.. letter.Ages.Select(a => new[] { a.Age, Yuan(a.AmountFen) }), ["合计", Yuan(letter.UnpaidFen)]], 1);
        page.Heading("二、按申报批次").Table(
            ["申报批次", "所属期", "最早就诊日", "天数", "申报（元）", "待审核（元）", "已核准未拨付（元）"],
            letter.Claims.Select(c => new[]
            {
                c.ClaimId, c.Period, Day(c.OldestServiceDate), Number(c.OldestDays), Yuan(c.ClaimedFen), Yuan(c.WaitingFen), Yuan(c.AcceptedFen),
            }),
            3);
        foreach (var paragraph in Closing(places.CountyName(letter.Order.CountyCode)))
        {
            page.Paragraph(paragraph);
        }

        return page.Seals($"{places.HospitalName(letter.Order.HospitalCode)}（盖章）").Close();
    }

    /// <summary>The letter as plain text.</summary>
    public static string Plain(DunningLetter letter, HospitalAndCountyNames places)
    {
        var text = new StringBuilder(Title).Append("\n\n").Append(places.Bureau(letter.Order.CountyCode)).Append("：\n");
        Paragraphs(text, Opening(letter, places));
        text.Append("\n一、按账龄（自就诊日起算）\n");
        foreach (var (age, amountFen) in letter.Ages)
        {
            text.Append(CultureInfo.InvariantCulture, $"  {age}：{Yuan(amountFen)} 元\n");
        }

        text.Append("\n二、按申报批次\n");
        foreach (var claim in letter.Claims)
        {
            text.Append(CultureInfo.InvariantCulture, $"  {claim.ClaimId}：申报 {Yuan(claim.ClaimedFen)} 元，待审核 {Yuan(claim.WaitingFen)} 元，")
                .Append(CultureInfo.InvariantCulture, $"已核准未拨付 {Yuan(claim.AcceptedFen)} 元；")
                .Append(CultureInfo.InvariantCulture, $"最早就诊日 {Day(claim.OldestServiceDate)}，已 {claim.OldestDays} 天\n");
        }

        text.Append('\n');
        Paragraphs(text, Closing(places.CountyName(letter.Order.CountyCode)));
        return text.Append(CultureInfo.InvariantCulture, $"\n{places.HospitalName(letter.Order.HospitalCode)}（盖章）\n　　　　年　　月　　日\n")
            .ToString();
    }

    private static string[] Opening(DunningLetter letter, HospitalAndCountyNames places)
    {
        var figures =
            $"截至{letter.Order.AsOf.ToString("yyyy年M月d日", CultureInfo.InvariantCulture)}，"
            + $"{places.HospitalName(letter.Order.HospitalCode)}已向贵局申报而尚未收到拨付的医疗救助费用共 {Yuan(letter.UnpaidFen)} 元"
            + $"（人民币{ChineseAmount.Of(letter.UnpaidFen)}），其中已核准未拨付 {Yuan(letter.AcceptedFen)} 元，"
            + $"已申报待审核 {Yuan(letter.WaitingFen)} 元。";
        return letter.Order.CountyCode.Text.StartsWith(PlacesOfTheNotice, StringComparison.Ordinal)
            ? [$"{Notice}该项同时要求“患者所在地县（市、区）医保局要积极协同落实”。", figures]
            : [figures];
    }

    private static string[] Closing(string county) =>
    [
        $"以上费用已由我院为{county}参保患者先行垫付或记账。恳请贵局尽快审核、拨付，并告知预计拨付日期；审核中如有疑问，请告知我院，我院随时提供病历和费用明细。",
        "如款项已经拨付，请告知银行流水号，以便核对。专此函达。",
    ];

    private static void Paragraphs(StringBuilder text, string[] paragraphs)
    {
        foreach (var paragraph in paragraphs)
        {
            text.Append("　　").Append(paragraph).Append('\n');
        }
    }

    private static string Yuan(long amountFen) => ExactNumber.Yuan(amountFen);

    private static string Day(DateOnly day) => PlainText.Day(day);

    private static string Number(int number) => PlainText.Number(number);
}
