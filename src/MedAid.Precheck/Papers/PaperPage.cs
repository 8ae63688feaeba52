using System.Globalization;
using MedAid.Core;
using MedAid.Core.Calculation;
using MedAid.Core.Policy;
using MedAid.Precheck.Checks;
using MedAid.Precheck.Data;
using MedAid.Settlement.Claims;
using MedAid.Settlement.Ledger;
using MedAid.Tables;

namespace MedAid.Precheck.Papers;

/// <summary>What stands at the head of a paper.</summary>
internal sealed record PaperHead(PaperKind Kind, PageSize Size, PaperNumber Number, DateOnly Day);

/// <summary>What is printed below the head of a paper, and of a consent the items that it is for.</summary>
internal sealed record PaperContent(Action<PrintPage> Write, IReadOnlyList<PaperItem> Items)
{
    /// <summary>The whole page. The same head and visit are the same bytes.</summary>
    public string Print(PaperHead head, OpenedVisit visit)
    {
        var claim = visit.Case.Claim;
        var number = head.Number.Number == 0 ? "（试打，未编号）" : $"{head.Number}";
        var page = new PrintPage(Paper.TitleOf(head.Kind), head.Size)
            .Note($"编号：{number}　　机构编号：{claim.HospitalCode}　　就诊号：{claim.VisitId}　　打印日期：{PaperPage.Day(head.Day)}");
        Write(page);
        return page.Close();
    }
}

/// <summary>Figures and names as papers write them, and the parts that papers share.</summary>
internal static class PaperPage
{
    private const int MillionthsOfPercent = 10_000;
    private const long MillionthsOfYuan = 1_000_000;
    private const int PriceDecimals = 6;
    private const int YuanDecimals = 2;

    /// <summary>A day.</summary>
    public static string Day(DateOnly day) => day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

    /// <summary>A price to its last decimal, two at least.</summary>
    public static string Price(long millionths)
    {
        var (whole, rest) = Math.DivRem(millionths, MillionthsOfYuan);
        var decimals = rest.ToString(CultureInfo.InvariantCulture).PadLeft(PriceDecimals, '0').TrimEnd('0').PadRight(YuanDecimals, '0');
        return string.Create(CultureInfo.InvariantCulture, $"{whole}.{decimals}");
    }

    /// <summary>A ratio in per cent, without zeros at its end.</summary>
    public static string Percent(int perMillion)
    {
        var (whole, rest) = Math.DivRem(perMillion, MillionthsOfPercent);
        return rest == 0
            ? string.Create(CultureInfo.InvariantCulture, $"{whole}%")
            : string.Create(CultureInfo.InvariantCulture, $"{whole}.{rest:0000}").TrimEnd('0') + "%";
    }

    /// <summary>The hospital of the visit.</summary>
    public static Hospital HospitalOf(OpenedVisit visit) => visit.Case.Reference.Hospital(visit.Case.Claim.HospitalCode)!;

    /// <summary>What an item of the visit is called.</summary>
    public static string NameOf(OpenedVisit visit, ClaimItem item)
    {
        var hospital = HospitalOf(visit);
        var entry = visit.Case.Reference.Catalogue.Find(item.Code, visit.Case.Claim.ServiceDate, hospital.Level, hospital.County);
        return entry?.Name ?? (item.Name.Length > 0 ? item.Name : item.Code);
    }

    /// <summary>The identities that the figures rest on.</summary>
    public static string Identities(OpenedVisit visit)
    {
        var held = visit.Case.Input.Facts.Identities;
        string[] names =
        [
            .. Enum.GetValues<IdentityKind>().Where(i => !held.IsEmpty && held.Allows((int)i)).Select(Vocabulary.Identity.ChineseOf),
        ];
        return names.Length > 0 ? string.Join('、', names) : "没有登记救助身份";
    }

    /// <summary>The prices (收费标准), line by line, with what of each no fund looks at.</summary>
    public static PrintPage Prices(this PrintPage page, OpenedVisit visit) => page.Table(
        ["项目", "类别", "单价（元）", "数量", "金额（元）", "其中不纳入支付（元）"],
        [
            .. visit.Case.Claim.Items.Select((item, i) =>
            {
                var split = visit.Breakdown.Items[i];
                var charges = split.Charges;
                return new[]
                {
                    NameOf(visit, item), Vocabulary.ItemClass.ChineseOf(split.Class), Price(item.PriceMillionths),
                    Quantities.Text(item.QuantityTenThousandths), ExactNumber.Yuan(split.AmountFen),
                    ExactNumber.Yuan(charges.FirstSelfPayFen + charges.OverCeilingFen + charges.OutOfScopeFen),
                };
            }),
            ["合计", "", "", "", ExactNumber.Yuan(visit.Breakdown.GrossFen), ExactNumber.Yuan(visit.Breakdown.GrossFen - visit.Breakdown.WaivedFen
                - visit.Breakdown.Charges.InScopeFen)],
        ],
        2);

    /// <summary>What each layer pays in each of several ways and what the patient bears; a way that is null cannot be reckoned.</summary>
    public static PrintPage Ways(
        this PrintPage page, PolicyTerms terms, IReadOnlyList<string> heads, IReadOnlyList<(string[] Names, BreakdownDocument? Split)> ways)
    {
        string[] layers =
        [
            .. ways.SelectMany(w => w.Split?.Lines ?? []).Where(l => l.PaidFen != 0).Select(l => l.Layer).Distinct(StringComparer.Ordinal),
        ];
        var waives = ways.Any(w => w.Split is { WaivedFen: > 0 });
        return page.Table(
            [
                .. heads, "扣起付线", "基本医保比例", .. layers.Select(l => Explanation.LayerName(terms, l)), .. waives ? ["医院减免"] : Array.Empty<string>(),
                "个人负担",
            ],
            ways.Select(w => (string[])
            [
                .. w.Names, .. w.Split is { } split
                    ? [
                        First(split) is { } first ? ExactNumber.Yuan(first.DeductibleFen) : "—", Ratio(First(split)),
                        .. layers.Select(l => ExactNumber.Yuan(split.Lines.Where(line => line.Layer == l).Sum(line => line.PaidFen))),
                        .. waives ? [ExactNumber.Yuan(split.WaivedFen)] : Array.Empty<string>(), ExactNumber.Yuan(split.PatientFen),
                    ]
                    : Enumerable.Repeat("—", layers.Length + (waives ? 4 : 3)),
            ]),
            heads.Count);
    }

    /// <summary>What the checks that ask for a paper rest on where this patient is insured and treated.</summary>
    public static string Basis(CheckBook checks, OpenedVisit visit, params string[] ids) => string.Join(
        '；',
        ids.Select(checks.Find).OfType<CheckEntry>()
            .Select(c => checks.BasisOf(c.Cite, c.Assumed, visit.Case.Person.County, visit.Case.Hospital.County)).Distinct(StringComparer.Ordinal));

    private static LineDocument? First(BreakdownDocument split) => split.Lines.FirstOrDefault(l => l.Rule is not null);

    private static string Ratio(LineDocument? line)
    {
        string[] ratios = [.. (line?.Shares ?? []).Select(s => Percent(s.RatePerMillion)).Distinct(StringComparer.Ordinal)];
        return ratios.Length > 0 ? string.Join('、', ratios) : "—";
    }
}
