using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Google.Protobuf;
using MedAid.Contract.Clearing.V1;
using MedAid.Contract.Precheck.V1;
using MedAid.Contract.Settlement.V1;
using MedAid.Gateway.Tests.EndToEnd;

namespace MedAid.Gateway.Tests.Hosted;

/// <summary>Papers that patients sign, at a gateway whatever its database. Today is 2026-04-20.</summary>
internal sealed class PaperStory(HostedGateway gateway)
{
    public static readonly DateTimeOffset Morning = new(2026, 4, 20, 9, 0, 0, TimeSpan.FromHours(8));

    private const string Today = "2026-04-20";
    private const string PhosphateBinder = "XV03AEX001A001010100011";
    private const string Dialyser = "C02070500300001000230000016";

    private static readonly byte[] Png =
    [
        0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A, 0, 0, 0, 13, 0x49, 0x48, 0x44, 0x52, 0, 0, 0, 1, 0, 0, 0, 1, 1, 0, 0, 0, 0, 0, 0, 0, 0,
        0, 0, 0, 0, 0x49, 0x45, 0x4E, 0x44, 0xAE, 0x42, 0x60, 0x82,
    ];

    private readonly PrecheckService.PrecheckServiceClient papers = new(gateway.Channel);
    private readonly SettlementService.SettlementServiceClient settlements = new(gateway.Channel);

    /// <summary>
    /// 2,000.00, all in scope. County hospital: out-patient 85 %, managed as in-patient 75 % above 400. Tertiary hospital: 70 %, and 60 %
    /// above 1,000. Ordinary: 300.00, 800.00; 600.00, 1,400.00. 低保, relief 30 % of what is left out-patient and 70 % of it as in-patient: 210.00,
    /// 240.00; 420.00, 420.00.
    /// </summary>
    public async Task A_notice_has_the_patients_figures_at_home_and_here_in_both_modes_and_they_are_those_of_quotes()
    {
        var ordinary = await IssueAsync("figures-1", Dialysis("V-figures-1", Requests.Yi), PaperKind.CrossCountyNotice);
        AssertRow(ordinary.Html, "本院（跨县）", "按门诊管理", "0.00", "70%", "1400.00", "600.00");
        AssertRow(ordinary.Html, "本院（跨县）", "参照住院管理", "1000.00", "60%", "600.00", "1400.00");
        AssertRow(ordinary.Html, "参保地", "按门诊管理", "0.00", "85%", "1700.00", "300.00");
        AssertRow(ordinary.Html, "参保地", "参照住院管理", "400.00", "75%", "1200.00", "800.00");
        Assert.Contains("<p>按门诊管理：在本院比在参保地个人多付 300.00 元。</p>", ordinary.Html, StringComparison.Ordinal);
        Assert.Contains("<p>参照住院管理：在本院比在参保地个人多付 600.00 元。</p>", ordinary.Html, StringComparison.Ordinal);
        Assert.Contains("<p>参保地：按门诊透析比参照住院管理个人少付 500.00 元。</p>", ordinary.Html, StringComparison.Ordinal);
        Assert.Contains("没有登记救助身份", ordinary.Html, StringComparison.Ordinal);

        var poor = await IssueAsync("figures-2", Dialysis("V-figures-2", Requests.Jia), PaperKind.CrossCountyNotice, CrossCountyReason.LivesElsewhere);
        AssertRow(poor.Html, "本院（跨县）", "按门诊管理", "0.00", "70%", "1400.00", "180.00", "420.00");
        AssertRow(poor.Html, "本院（跨县）", "参照住院管理", "1000.00", "60%", "600.00", "980.00", "420.00");
        AssertRow(poor.Html, "参保地", "按门诊管理", "0.00", "85%", "1700.00", "90.00", "210.00");
        AssertRow(poor.Html, "参保地", "参照住院管理", "400.00", "75%", "1200.00", "560.00", "240.00");
        Assert.Contains("低保对象", poor.Html, StringComparison.Ordinal);
        foreach (var (hospital, mode, fen) in ((string, Mode, long)[])
                 [
                     (Requests.CityHospital, Mode.Outpatient, 420_00), (Requests.CityHospital, Mode.InpatientReferenced, 420_00),
                     (Requests.CountyHospital, Mode.Outpatient, 210_00), (Requests.CountyHospital, Mode.InpatientReferenced, 240_00),
                 ])
        {
            var visit = Dialysis("V-figures-2", Requests.Jia);
            (visit.HospitalCode, visit.Mode) = (hospital, mode);
            Assert.Equal(fen, (await settlements.QuoteAsync(new() { Visit = visit })).Breakdown.PatientFen);
        }

        // The annex to the letter, the reasons, the prices, and nothing from anywhere else.
        foreach (var part in (string[])
                 [
                     "吕梁市城乡居民在我市县级医院住院医保报销起付线400元，支付比例75%；", "住院医保报销起付线1000元，支付比例60%。", "基本医保报销比例较住院高10%，",
                     "☐ 参保所在地没有透析治疗条件", "☑ 长期异地居住", "☐ 有严重并发症的重症患者", "<td>血透监测</td><td>甲类</td><td class=\"n\">2000.00</td><td class=\"n\">1</td>",
                     "患者或家属签名：", "吕梁样例三甲医院", "年　　　　月　　　　日", "size: A4",
                 ])
        {
            Assert.Contains(part, poor.Html, StringComparison.Ordinal);
        }

        Assert.DoesNotMatch("(?i)<script|src=|href=|url\\(|https?:", poor.Html);
        Assert.DoesNotContain(Requests.Jia, poor.Html, StringComparison.Ordinal);
    }

    public async Task A_visit_is_warned_of_its_notice_until_it_is_signed_and_again_once_it_is_withdrawn()
    {
        var visit = Dialysis("V-signed", Requests.Wei);
        var need = Assert.Single((await papers.CheckPapersAsync(new() { Visit = visit })).Papers);
        Assert.Equal((PaperKind.CrossCountyNotice, false, ""), (need.Kind, need.Signed, need.PaperId));
        Assert.Equal([need.Warning], await WarningsAsync(visit));
        Assert.EndsWith("（NOTICE_NOT_SIGNED）", need.Warning, StringComparison.Ordinal);

        var request = new IssuePaperRequest { RequestId = "signed-1", Visit = visit, Kind = PaperKind.CrossCountyNotice, Size = PaperSize.A5 };
        var tried = await papers.IssuePaperAsync(new IssuePaperRequest(request) { ValidateOnly = true });
        Assert.Equal(("", ""), (tried.PaperId, tried.Number));
        Assert.Contains("（试打，未编号）", tried.Html, StringComparison.Ordinal);
        var issued = await papers.IssuePaperAsync(request);
        Assert.Equal(Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(issued.Html))), issued.HtmlSha256);
        Assert.Equal((DefaultOperator.Name, PaperState.Issued), (issued.IssuedBy, issued.State));
        Assert.Contains("size: A5", issued.Html, StringComparison.Ordinal);
        Assert.Contains($"编号 {issued.Number} 已打印，未登记签字", Assert.Single(await WarningsAsync(visit)), StringComparison.Ordinal);

        var signature = new RecordSignatureRequest
        {
            RequestId = "signed-2", PaperId = issued.PaperId, HospitalCode = Requests.CityHospital, Signer = PaperSigner.Relative, Relation = "配偶",
            FileNumber = "2026-告-7", Scan = ByteString.CopyFrom(Png),
        };
        Assert.Equal(PaperState.Signed, (await papers.RecordSignatureAsync(new RecordSignatureRequest(signature) { ValidateOnly = true })).State);
        Assert.Equal(PaperState.Issued, (await papers.GetPaperAsync(new() { PaperId = issued.PaperId })).State);
        var signed = await papers.RecordSignatureAsync(signature);
        Assert.Equal(
            (PaperSigner.Relative, "配偶", Today, "2026-告-7", Convert.ToHexStringLower(SHA256.HashData(Png))),
            (signed.Signature.Signer, signed.Signature.Relation, signed.Signature.SignedDate, signed.Signature.FileNumber, signed.Signature.ScanSha256));
        Assert.True((await papers.RecordSignatureAsync(signature)).Replayed);
        Assert.Empty(await WarningsAsync(visit));
        Assert.Equal((true, issued.PaperId), Single(await papers.CheckPapersAsync(new() { Visit = visit })));
        var settled = await settlements.SettleAsync(new() { RequestId = "signed-3", Visit = visit });
        Assert.Empty(settled.Settlement.Breakdown.Warnings);

        // What stands in the books stays; the next visit is warned of again. A reason has one limit.
        var wordy = new WithdrawPaperRequest
        {
            RequestId = "signed-4", PaperId = issued.PaperId, HospitalCode = Requests.CityHospital, Reason = new string('长', 201),
        };
        Assert.Equal(["reason FORMAT"], (await DoorError.ByGrpcAsync(papers.WithdrawPaperAsync(wordy))).Fields);
        wordy.Reason = new string('长', 200);
        wordy.ValidateOnly = true;
        Assert.Equal(PaperState.Withdrawn, (await papers.WithdrawPaperAsync(wordy)).State);
        var withdrawn = await papers.WithdrawPaperAsync(new()
        {
            RequestId = "signed-4", PaperId = issued.PaperId, HospitalCode = Requests.CityHospital, Reason = "签错了人",
        });
        Assert.Equal((PaperState.Withdrawn, "签错了人"), (withdrawn.State, withdrawn.Withdrawal.Reason));
        var next = Dialysis("V-signed-next", Requests.Wei);
        var unsigned = await settlements.SettleAsync(new() { RequestId = "signed-5", Visit = next });
        Assert.EndsWith("（NOTICE_NOT_SIGNED）", Assert.Single(unsigned.Settlement.Breakdown.Warnings), StringComparison.Ordinal);
        Assert.Equal(settled.Settlement.Breakdown.PatientFen, unsigned.Settlement.Breakdown.PatientFen);

        // A re-print is the same to the byte by both doors, whatever was recorded since.
        Assert.Equal(issued.Html, (await papers.GetPaperAsync(new() { PaperId = issued.PaperId })).Html);
        var byJson = await gateway.Http.GetStringAsync(new Uri($"/v1/papers/{issued.PaperId}", UriKind.Relative));
        Assert.Equal(issued.Html, JsonParser.Default.Parse<Paper>(byJson).Html);
        Assert.Equal(issued.Number, (await papers.IssuePaperAsync(request)).Number);
    }

    /// <summary>
    /// 低保 at the county hospital: 1,000.00 in scope, 850.00 and 45.00 paid, 105.00 left; the binder is class C, 198.00: 303.00. With calcium acetate of
    /// 46.00, class B 5 %: 1,043.70 in scope, 887.15 and 46.97 paid; 109.58 and 2.30: 111.88, less by 191.12.
    /// </summary>
    public async Task A_consent_says_what_an_item_costs_and_by_how_much_less_the_covered_one_and_every_text_is_escaped()
    {
        var visit = Dialysis("V-consent", Requests.Jia);
        visit.HospitalCode = Requests.CountyHospital;
        visit.Items.Clear();
        visit.Items.Add(Requests.Item(1, Requests.Monitoring, 1000_00, 1));
        visit.Items.Add(Requests.Item(2, PhosphateBinder, 198_00, 1));
        var odd = Requests.Item(3, "X9-ODD", 10_00, 1);
        (odd.Name, odd.Category) = ("<img src=x onerror=alert(1)>&\"甲'", "materials");
        visit.Items.Add(odd);
        var need = Assert.Single((await papers.CheckPapersAsync(new() { Visit = visit })).Papers);
        Assert.Equal((PaperKind.ItemConsent, "2,3"), (need.Kind, string.Join(',', need.ItemNumbers)));

        var consent = await papers.IssuePaperAsync(new()
        {
            RequestId = "consent-1", Visit = visit, Kind = PaperKind.ItemConsent, ItemNumbers = { 2 }, DiagnosisCodes = { "N18.500" },
        });
        Assert.Contains(
            "<td>进口磷结合剂</td><td>目录外，全自费 198.00 元</td><td>改用醋酸钙片 1 份</td><td class=\"n\">198.00</td><td class=\"n\">198.00</td><td class=\"n\">191.12</td>",
            consent.Html, StringComparison.Ordinal);
        Assert.Contains("非必要不使用目录外药品耗材", consent.Html, StringComparison.Ordinal);
        await SignAsync("consent-2", consent, PaperSigner.Patient);
        Assert.Equal([3], Assert.Single((await papers.CheckPapersAsync(new() { Visit = visit })).Papers).ItemNumbers);

        var rest = await papers.IssuePaperAsync(new() { RequestId = "consent-3", Visit = visit, Kind = PaperKind.ItemConsent });
        Assert.DoesNotContain("<img", rest.Html, StringComparison.Ordinal);
        Assert.Contains("&lt;img src=x onerror=alert(1)&gt;&amp;&quot;甲&#x27;", rest.Html, StringComparison.Ordinal);
        await SignAsync("consent-4", rest, PaperSigner.Patient);
        Assert.DoesNotContain(await WarningsAsync(visit), w => w.EndsWith("（CONSENT_NOT_SIGNED）", StringComparison.Ordinal));

        // The bureau has paid 1,060.00 of 1,120.00 in scope: without the line it would have paid too much, so the line has no figure of its own.
        var paid = Dialysis("V-consent-paid", Requests.Jia);
        paid.HospitalCode = Requests.CountyHospital;
        paid.Items.Clear();
        paid.Items.Add(Requests.Item(1, Requests.Monitoring, 1000_00, 1));
        paid.Items.Add(Requests.Item(2, Dialyser, 128_00, 1));
        paid.UpstreamPayments.Add(new UpstreamPayment { Layer = "basic", AmountFen = 1060_00 });
        var bare = await papers.IssuePaperAsync(new() { RequestId = "consent-6", Visit = paid, Kind = PaperKind.ItemConsent });
        Assert.Contains("<td class=\"n\">128.00</td><td class=\"n\">不能单独计算，见合计</td>", bare.Html, StringComparison.Ordinal);

        // Dearer than what was consented to, and in scope with nothing cheaper.
        (visit.Items[1].UnitPriceYuan, visit.Items[1].AmountFen) = ("198.01", 198_01);
        Assert.Equal([2], Assert.Single((await papers.CheckPapersAsync(new() { Visit = visit })).Papers).ItemNumbers);
        var covered = new IssuePaperRequest { RequestId = "consent-5", Visit = visit, Kind = PaperKind.ItemConsent, ItemNumbers = { 1 } };
        Assert.Equal(["item_numbers UNKNOWN_WORD"], (await DoorError.ByGrpcAsync(papers.IssuePaperAsync(covered))).Fields);
    }

    /// <summary>2,700.00: 400 off, 75 % is 1,725.00; 975.00 left, relief 70 % 682.50; 292.50, which is 10.83 %.</summary>
    public async Task An_agreement_has_the_predicted_share_and_a_visit_under_it_is_warned_of_until_it_is_signed()
    {
        var visit = JsonParser.Default.Parse<SettleRequest>(File.ReadAllText(Clone.Sample("planned-stay.json"))).Visit;
        visit.ServiceDate = Today;
        var agreement = await IssueAsync("agree-1", visit, PaperKind.PayLaterAgreement);
        Assert.Contains("预计费用 2700.00 元，预计个人负担 292.50 元，占 10.83%。", agreement.Html, StringComparison.Ordinal);
        Assert.Contains("无需交纳住院押金", agreement.Html, StringComparison.Ordinal);
        visit.IdNumber = Requests.Yi;
        var ordinary = new IssuePaperRequest { RequestId = "agree-2", Visit = visit, Kind = PaperKind.PayLaterAgreement };
        Assert.Equal("PAY_LATER_IDENTITY_MISSING", (await DoorError.ByGrpcAsync(papers.IssuePaperAsync(ordinary))).Reason);

        await new PatientAccountService.PatientAccountServiceClient(gateway.Channel).SignAgreementAsync(
            new() { RequestId = "agree-3", IdNumber = Requests.Jia, HospitalCode = visit.HospitalCode, Number = agreement.Number });
        (visit.IdNumber, visit.AgreementId) = (Requests.Jia, $"{visit.HospitalCode}.{agreement.Number}");
        Assert.EndsWith("（AGREEMENT_NOT_SIGNED）", Assert.Single(await WarningsAsync(visit)), StringComparison.Ordinal);
        await SignAsync("agree-4", agreement, PaperSigner.Patient);
        Assert.Empty(await WarningsAsync(visit));
    }

    /// <summary>
    /// The home county has no hospital at this gateway; beside 2,000.00 in scope there are 10.00 that the catalogue does not know. Relief of 特困
    /// pays 60 % of what is left of 600.00 and 300.00 out-patient, 360.00 and 180.00, and all of it as in-patient.
    /// </summary>
    public async Task A_notice_is_printed_also_where_the_home_county_has_no_hospital_here_and_an_item_is_unknown()
    {
        var visit = Dialysis("V-home", "141124196211209046");
        var unknown = Requests.Item(2, "Z9", 10_00, 1);
        unknown.Category = "western_medicine";
        visit.Items.Add(unknown);
        var notice = await IssueAsync("home-1", visit, PaperKind.CrossCountyNotice);
        AssertRow(notice.Html, "本院（跨县）", "按门诊管理", "0.00", "70%", "1400.00", "360.00", "250.00");
        AssertRow(notice.Html, "参保地", "按门诊管理", "0.00", "85%", "1700.00", "180.00", "130.00");
        AssertRow(notice.Html, "参保地", "参照住院管理", "400.00", "75%", "1200.00", "800.00", "10.00");
        Assert.Contains("<p>参照住院管理：在本院和在参保地个人负担相同。</p>", notice.Html, StringComparison.Ordinal);
        Assert.Contains("参保地按县级二级公立医院、同样的收费计算", notice.Html, StringComparison.Ordinal);
    }

    public async Task What_cannot_be_printed_or_signed_is_refused_with_its_reason_and_changes_nothing()
    {
        var home = Dialysis("V-refused", Requests.Jia);
        home.HospitalCode = Requests.CountyHospital;
        Assert.Empty((await papers.CheckPapersAsync(new() { Visit = home })).Papers);
        foreach (var kind in (PaperKind[])[PaperKind.CrossCountyNotice, PaperKind.ItemConsent])
        {
            var needless = new IssuePaperRequest { RequestId = "refused-1", Visit = home, Kind = kind };
            Assert.Equal("PAPER_NOT_NEEDED", (await DoorError.ByGrpcAsync(papers.IssuePaperAsync(needless))).Reason);
        }

        var notice = await IssueAsync("refused-2", Dialysis("V-refused-2", Requests.Jia), PaperKind.CrossCountyNotice);
        var sign = new RecordSignatureRequest { RequestId = "refused-3", PaperId = notice.PaperId, HospitalCode = Requests.CityHospital };
        Assert.Equal(["signer REQUIRED", "file_number REQUIRED"], (await DoorError.ByGrpcAsync(papers.RecordSignatureAsync(sign))).Fields);
        (sign.Signer, sign.Scan) = (PaperSigner.Patient, ByteString.CopyFrom(Png, 0, Png.Length - 1));
        Assert.Equal(["scan FORMAT"], (await DoorError.ByGrpcAsync(papers.RecordSignatureAsync(sign))).Fields);
        sign.Scan = ByteString.CopyFrom(new byte[262_145]);
        Assert.Equal(["scan TOO_LONG"], (await DoorError.ByGrpcAsync(papers.RecordSignatureAsync(sign))).Fields);
        (sign.Scan, sign.FileNumber, sign.SignedDate) = (ByteString.Empty, "7", "2026-04-19");
        Assert.Equal(["signed_date OUT_OF_RANGE"], (await DoorError.ByGrpcAsync(papers.RecordSignatureAsync(sign))).Fields);
        (sign.SignedDate, sign.HospitalCode) = ("", Requests.CountyHospital);
        Assert.Equal("PAPER_NOT_FOUND", (await DoorError.ByGrpcAsync(papers.RecordSignatureAsync(sign))).Reason);
        Assert.Equal(PaperState.Issued, (await papers.GetPaperAsync(new() { PaperId = notice.PaperId })).State);

        await SignAsync("refused-4", notice, PaperSigner.Patient);
        sign.HospitalCode = Requests.CityHospital;
        Assert.Equal("PAPER_NOT_OPEN", (await DoorError.ByGrpcAsync(papers.RecordSignatureAsync(sign))).Reason);
        Assert.Equal("PAPER_NOT_FOUND", (await DoorError.ByGrpcAsync(papers.GetPaperAsync(new() { PaperId = "P0" }))).Reason);

        // The same words for a person: an id number in the visit is part of the content under the key.
        var other = new IssuePaperRequest
        {
            RequestId = "refused-2", Visit = Dialysis("V-refused-2", Requests.Yi), Kind = PaperKind.CrossCountyNotice,
        };
        Assert.Equal("REQUEST_ID_REUSED", (await DoorError.ByGrpcAsync(papers.IssuePaperAsync(other))).Reason);
    }

    /// <summary>Two writers at once, here or at two gateways; every number is given once and none is left out.</summary>
    public async Task Papers_are_numbered_without_gaps_by_two_writers_at_once(HostedGateway second)
    {
        const int each = 8;
        PrecheckService.PrecheckServiceClient[] writers = [papers, new(second.Channel)];
        var issued = await Task.WhenAll(writers.SelectMany((writer, w) => Enumerable.Range(0, each).Select(i => writer.IssuePaperAsync(new()
        {
            RequestId = $"race-{w}-{i}", Visit = Dialysis($"V-race-{w}-{i}", Requests.Yi), Kind = PaperKind.CrossCountyNotice,
        }).ResponseAsync))).Within();
        var all = new List<Paper>();
        var request = new ListPapersRequest { HospitalCode = Requests.CityHospital, PageSize = 5 };
        do
        {
            var page = await papers.ListPapersAsync(request);
            all.AddRange(page.Papers);
            request.PageToken = page.NextPageToken;
        }
        while (request.PageToken.Length > 0);
        Assert.Equal(2 * each, issued.Select(p => p.Number).Distinct().Count());
        Assert.Equal(Enumerable.Range(1, all.Count).Reverse().Select(n => string.Create(CultureInfo.InvariantCulture, $"2026-{n:000000}")), all.Select(p => p.Number));
        Assert.All(all, p => Assert.Equal("", p.Html));
        var unsigned = await papers.ListPapersAsync(new() { HospitalCode = Requests.CityHospital, VisitId = "V-race-1-3", State = PaperState.Issued });
        Assert.Equal(issued[each + 3].PaperId, Assert.Single(unsigned.Papers).PaperId);
        Assert.Empty((await papers.ListPapersAsync(
            new() { HospitalCode = Requests.CityHospital, VisitId = "V-race-1-3", State = PaperState.Signed })).Papers);
    }

    private static Visit Dialysis(string visitId, string idNumber) => new()
    {
        HospitalCode = Requests.CityHospital, VisitId = visitId, IdNumber = idNumber, ServiceDate = Today, Care = Care.OutpatientChronic,
        DiseaseCode = Requests.Uraemia, Items = { Requests.Item(1, Requests.Monitoring, 2000_00, 1) },
    };

    private static void AssertRow(string html, string place, string mode, params string[] figures) => Assert.Contains(
        $"<tr><td>{place}</td><td>{mode}</td>{string.Concat(figures.Select(f => $"<td class=\"n\">{f}</td>"))}</tr>", html, StringComparison.Ordinal);

    private static (bool Signed, string PaperId) Single(CheckPapersResponse answer)
    {
        var need = Assert.Single(answer.Papers);
        return (need.Signed, need.PaperId);
    }

    private async Task<Paper> IssueAsync(
        string requestId, Visit visit, PaperKind kind, CrossCountyReason reason = CrossCountyReason.Unspecified) =>
        await papers.IssuePaperAsync(new() { RequestId = requestId, Visit = visit, Kind = kind, CrossCountyReason = reason });

    private async Task SignAsync(string requestId, Paper paper, PaperSigner signer) => await papers.RecordSignatureAsync(
        new() { RequestId = requestId, PaperId = paper.PaperId, HospitalCode = paper.HospitalCode, Signer = signer, FileNumber = "7" });

    private async Task<IReadOnlyList<string>> WarningsAsync(Visit visit) => (await settlements.QuoteAsync(new() { Visit = visit })).Warnings;
}
