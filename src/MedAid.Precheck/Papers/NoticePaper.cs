using MedAid.Core;
using MedAid.Core.Policy;
using MedAid.Precheck.Data;
using MedAid.Settlement.Claims;
using MedAid.Settlement.Ledger;
using MedAid.Settlement.Writes;
using MedAid.Tables;

namespace MedAid.Precheck.Papers;

/// <summary>
/// 《跨县透析患者治疗知情告知书》: the annex to the letter for who it speaks of, the three reasons to go across, prices, and this patient's figures at
/// home and here, as out-patient and managed as in-patient.
/// </summary>
internal static class NoticePaper
{
    // 吕梁市: the annex speaks of its residents and no others.
    private const string PlacesOfTheAnnex = "1411";
    private const string SchemeOfTheAnnex = "resident";

    private const string AnnexOfPlaces =
        "根据吕政发[2017] 31号文件，吕梁市城乡居民在我市县级医院住院医保报销起付线400元，支付比例75%；在三甲医院（吕梁市人民医院和山西省汾阳医院）"
        + "住院医保报销起付线1000元，支付比例60%。鉴于此政策，鼓励患者回参保地或同级县医院进行透析治疗，可以提高医保报销比例，"
        + "如在我院透析治疗，需格外承担高于县级医院自付部分。";

    private const string AnnexOfModes =
        "根据吕医保发[2021年]27号和43号关于慢性病管理的有关规定，对于病情稳定的透析患者，在门诊透析治疗，基本医保报销比例较住院高10%，"
        + "但需承担医疗救助低于按住院管理的部分。";

    private const string Elsewhere =
        "在参保地医院和在我院透析治疗，起付线和支付比例不同；在门诊透析和参照住院管理，基本医保和医疗救助支付的也不同。您的金额见下表，请比较后选择。";

    private static readonly (CrossCountyReason Reason, string Text)[] Reasons =
    [
        (CrossCountyReason.NoDialysisAtHome, "参保所在地没有透析治疗条件"),
        (CrossCountyReason.LivesElsewhere, "长期异地居住"),
        (CrossCountyReason.SevereComplications, "有严重并发症的重症患者"),
    ];

    /// <summary>The paper, or that the visit needs none.</summary>
    public static Result<PaperContent> Of(PaperOrder order, OpenedVisit visit, AdviceData data) =>
        PaperNeeds.NeedsNotice(visit.Case, data.Checks)
            ? Result.Done(new PaperContent(page => Write(page, order, visit, data.Checks), []))
            : Result.Refused<PaperContent>(new Fault(PaperWorkflow.NotNeeded));

    private static void Write(PrintPage page, PaperOrder order, OpenedVisit visit, CheckBook checks)
    {
        var isOfAnnex = visit.Case.Person.County.Text.StartsWith(PlacesOfTheAnnex, StringComparison.Ordinal)
            && visit.Case.Person.Scheme == SchemeOfTheAnnex;
        page.Flat("尊敬的患者，您好！");
        foreach (var text in isOfAnnex ? [AnnexOfPlaces, AnnexOfModes] : (string[])[Elsewhere])
        {
            page.Paragraph(text);
        }

        page.Heading("一、跨县治疗的理由（符合的打勾）")
            .Flat(string.Join("　　", Reasons.Select(r => $"{(r.Reason == order.Reason ? '☑' : '☐')} {r.Text}")))
            .Heading("二、收费标准（本次，按本院价格）").Prices(visit)
            .Heading($"三、报销比例和您的负担（元；{PaperPage.Identities(visit)}）");
        var here = PaperPage.HospitalOf(visit);
        var home = HomeOf(visit);
        var ways = WaysAt(visit, here, home);
        page.Ways(visit.Case.Terms, ["就诊地", "管理方式"], [.. ways.Select(w => (new[] { w.Place, Vocabulary.Mode.ChineseOf(w.Mode) }, w.Split))]);
        foreach (var sentence in Differences(ways))
        {
            page.Paragraph(sentence);
        }

        page.Note(
                $"参保地按{home.Name}、同样的收费计算。金额按截至打印日的累计试算，结算时以账本为准。依据：{PaperPage.Basis(checks, visit, "cross-county")}。")
            .Paragraph("特此告知！")
            .Signatures("患者姓名：", "患者或家属签名：", "与患者的关系（家属签名的）：", $"{here.Name}　经办人：");
    }

    private static Way[] WaysAt(OpenedVisit visit, Hospital here, Hospital home)
    {
        Mode[] modes = visit.Case.Claim.Care == Care.OutpatientChronic ? [Mode.Outpatient, Mode.InpatientReferenced] : [visit.Case.Claim.Mode];
        return
        [
            .. modes.Select(m => new Way($"本院（{Vocabulary.Place.ChineseOf(here.PlaceFor(visit.Case.Person.County))}）", true, m, visit.At(here, m))),
            .. modes.Select(m => new Way("参保地", false, m, visit.At(home, m))),
        ];
    }

    /// <summary>
    /// A hospital of the home county that this gateway knows, of the second level if there is one, the cheapest for the patient; else a county
    /// hospital of the second level as the law sees one, without waivers.
    /// </summary>
    private static Hospital HomeOf(OpenedVisit visit)
    {
        const int SecondLevel = 2;
        return visit.Ways().Where(w => w.Place == Place.HomeCounty).OrderBy(w => w.Hospital.Grade != SecondLevel).ThenBy(w => w.PatientFen)
            .Select(w => w.Hospital).FirstOrDefault() ?? new Hospital
            {
                Code = new("HOME-COUNTY"), Name = "县级二级公立医院", County = visit.Case.Person.County, Tier = HospitalTier.County, Level = "05",
            };
    }

    private static IEnumerable<string> Differences(IReadOnlyList<Way> ways)
    {
        foreach (var here in ways.Where(w => w.Here && w.Split is not null))
        {
            if (ways.FirstOrDefault(w => !w.Here && w.Mode == here.Mode)?.Split is { } home)
            {
                yield return $"{Vocabulary.Mode.ChineseOf(here.Mode)}：{More("在本院", "在参保地", here.Split!.PatientFen - home.PatientFen)}。";
            }
        }

        foreach (var place in ways.Where(w => w.Split is not null).GroupBy(w => w.Place).Where(g => g.Count() > 1))
        {
            var difference = place.First().Split!.PatientFen - place.Last().Split!.PatientFen;
            yield return $"{place.Key}：{More("按门诊透析", "参照住院管理", difference)}。";
        }
    }

    private static string More(string one, string other, long fen) => fen switch
    {
        0 => $"{one}和{other}个人负担相同",
        > 0 => $"{one}比{other}个人多付 {ExactNumber.Yuan(fen)} 元",
        _ => $"{one}比{other}个人少付 {ExactNumber.Yuan(-fen)} 元",
    };

    /// <summary>The same charges at a place in a mode.</summary>
    private sealed record Way(string Place, bool Here, Mode Mode, BreakdownDocument? Split);
}
