using MedAid.Clearing;
using MedAid.Contract.Clearing.V1;
using MedAid.Core;
using MedAid.Core.Policy;
using MedAid.Gateway.Hosting;
using MedAid.Settlement.Claims;
using MedAid.Settlement.Reference;

namespace MedAid.Gateway.Services;

/// <summary>
/// The deposit of a planned stay (住院押金): the predicted share of the patient, rounded by the hospital's setting, with the article; nothing
/// for who pays later under an agreement.
/// </summary>
internal sealed class DepositQuotes(
    QuoteDeposit quotes, ClearingBookService clearing, ClaimOpener clock, ReferenceDataHolder reference, Settings settings)
{
    private const long FenOfYuan = 100;

    public async Task<QuoteDepositResponse> QuoteAsync(QuoteDepositRequest request, CancellationToken cancellationToken)
    {
        new RequestFields()
            .That(request.Visit?.Care is null or SettlementV1.Care.Unspecified or SettlementV1.Care.Inpatient,
                "visit.care", FieldRule.NotForCare, "押金只用于住院（inpatient）")
            .That(
                request.ExpectedTotalFen is >= 0 and <= Clearing.Limits.LineFenMax
                    && (request.ExpectedTotalFen == 0 || request.Visit?.Items.Count == 0),
                "expected_total_fen", FieldRule.OutOfRange, "预计总额要在 0 和 1000 万元之间；写了明细就不写预计总额")
            .Check();
        var ofTotal = request.ExpectedTotalFen > 0;
        var draft = SettlementIn.Draft(request.Visit) with { Care = (int)Core.Policy.Care.Inpatient };
        draft = ofTotal ? draft with { Items = [Expected(request.ExpectedTotalFen)] } : draft;
        var share = SettlementErrors.ValueOf(await quotes.PredictAsync(draft, ofTotal, cancellationToken));
        var agreementId = share.Quote.AgreementId ?? await clearing.LookAsync(
            books => books.Patients.InForce(share.PersonKey, draft.HospitalCode, clock.Today)?.AgreementId, cancellationToken);
        var unitFen = Math.Max(1, settings.DepositUnitYuan * FenOfYuan);
        var breakdown = share.Quote.Breakdown;
        var rule = reference.Current.Arrangements.DepositFor(share.County, clock.Today);
        var depositFen = agreementId is null ? PredictedShare.DepositFen(breakdown.CashFen, unitFen) : 0;
        return new QuoteDepositResponse
        {
            DepositFen = depositFen,
            PatientFen = breakdown.PatientFen,
            TotalFen = breakdown.TotalFen,
            SharePerMillion = share.SharePerMillion,
            UnitFen = unitFen,
            Sentences = { Sentences(share, depositFen, unitFen, agreementId, rule) },
            Cite = rule?.Citation.Cite ?? "",
            AgreementId = agreementId ?? "",
            Others =
            {
                share.Others.Select(o => new DepositFor
                {
                    Identity = o.Identity is { } kind ? Vocabulary.Identity.WordOf(kind) : "",
                    Name = o.Identity is { } named ? Vocabulary.Identity.ChineseOf(named) : "普通参保人员",
                    PatientFen = o.PatientFen,
                    DepositFen = PredictedShare.DepositFen(o.CashFen, unitFen),
                }),
            },
            Warnings = { share.Quote.Warnings },
        };
    }

    private static ItemDraft Expected(long fen) => new(1, "expected-total", "预计费用", "", ExactNumber.Yuan(fen), "1", fen, 0);

    private static IEnumerable<string> Sentences(
        PredictedShare share, long depositFen, long unitFen, string? agreementId, DepositRule? rule)
    {
        var breakdown = share.Quote.Breakdown;
        var percent = ExactNumber.Yuan((share.SharePerMillion + 50) / 100);
        yield return $"预计费用 {ExactNumber.Yuan(breakdown.TotalFen)} 元，预计个人负担 {ExactNumber.Yuan(breakdown.PatientFen)} 元，占 {percent}%。";
        foreach (var sentence in breakdown.Spoken.SkipLast(1))
        {
            yield return sentence;
        }

        if (agreementId is not null)
        {
            yield return $"已签订先诊疗、后付费协议 {agreementId}，无需交纳押金。";
            yield break;
        }

        var rounding = unitFen == 1 ? "分文不差" : $"不足 {ExactNumber.Yuan(unitFen)} 元的零头不收";
        var account = breakdown.AccountFen > 0 ? $"减去个人账户支付的 {ExactNumber.Yuan(breakdown.AccountFen)} 元" : "";
        yield return $"押金等于预计个人负担{account}，{rounding}：{ExactNumber.Yuan(depositFen)} 元。"
            + (rule is null
                ? "参保地没有押金的规定，供参考。"
                : $"{(rule.Citation.Assumed ? "比照" : "依据")} {PolicySources.None.OnPapers(rule.Citation.Cite)}；如何取整由医院定。");
    }
}
