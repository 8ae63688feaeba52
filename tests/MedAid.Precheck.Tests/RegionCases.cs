using MedAid.Core;
using MedAid.Core.Policy;
using MedAid.Precheck.Checks;
using MedAid.Precheck.Papers;
using MedAid.Tables;

namespace MedAid.Precheck.Tests;

/// <summary>
/// A document is cited where it holds: letters of Lüliang (1411), Shanxi (14) and Shandong (37). And the notice of the letter of Lüliang is for every
/// dialysis outside the county of insurance (跨区域), in the city or not.
/// </summary>
public sealed class RegionCases
{
    private const string Nowhere = "没有见到当地文件（检查口径暂设，以当地经办机构为准）";
    private const string Taiyuan = "140105";

    [Theory]
    [InlineData("S2 二(二)", true, "371102", "鲁医保发〔2020〕39号 二（二）（检查口径暂设，以当地经办机构为准）")]
    [InlineData("S2 二(二)", true, "141123", Nowhere)]
    [InlineData("S1 二(二)1; S2 二(三)", false, "141123", "吕医保发〔2021〕28号 二（二）1")]
    [InlineData("S1 二(二)1; S2 二(三)", false, "371102", "鲁医保发〔2020〕39号 二（三）")]
    [InlineData("S1 二(二)1", false, "371102", Nowhere)]
    [InlineData("S4 十", false, Taiyuan, "晋医保发〔2019〕46号 十")]
    [InlineData("S4 十", false, "371102", Nowhere)]
    public void Of_the_documents_of_a_check_those_are_named_that_hold_in_the_county(string cite, bool assumed, string county, string basis) =>
        Assert.Equal(basis, Ward.Books().Checks.BasisOf(cite, assumed, new CountyCode(county)));

    /// <summary>The patient's insurance is a matter of the county of insurance alone; what a hospital has to do, also of its own county.</summary>
    [Fact]
    public async Task No_card_cites_a_document_of_another_region()
    {
        Dose[] orders =
        [
            Ward.Item(Codes.PhosphateBinderImported, price: "198.00"), Ward.Item(Codes.Dapagliflozin, price: "61.00"),
            Ward.Item(Codes.Amlodipine, "4") with { Days = 28, DailyMilligrams = 5 }, Ward.Item(Codes.Metformin), Ward.Item(Codes.Metformin),
            Ward.Item(Codes.NifedipineTablet), Ward.Item(Codes.NifedipineSustained), Ward.Item(Codes.Dialyser, price: "128.00"), Ward.Item(Codes.ChestCt),
        ];
        foreach (var (county, hospital, foreign) in ((string, string, string[])[])
                 [
                     ("141123", Ward.County, ["鲁医保发"]), ("371102", Ward.Rizhao, ["吕医保发", "尿毒症门诊慢特病", "晋医保发"]),
                 ])
        {
            await using var ward = Ward.Open(Ward.Patient() with { County = new(county), Identities = Poor });
            var advice = await ward.AdviseAsync(ward.DraftAt(hospital, Care.OutpatientChronic, Codes.Uraemia, ["I10"], orders));
            Assert.True(advice.Cards.Count >= 6, $"{advice.Cards.Count}");
            Assert.All(advice.Cards, CardRules.AssertGood);
            Assert.All(advice.Cards, c => Assert.DoesNotContain(foreign, f => c.Detail.Contains(f, StringComparison.Ordinal)));
        }

        // Of Shandong, at a hospital in Lüliang: consent is a duty of the hospital, the qualification one of the insurance.
        await using var guest = Ward.Open(Ward.Patient() with { County = new("371102"), Identities = Poor });
        var cards = (await guest.AdviseAsync(guest.DraftAt(Ward.County, Care.OutpatientChronic, Codes.Uraemia, ["N18.500"], orders))).Cards;
        Assert.StartsWith("《关于进一步做好尿毒症", cards.Single(c => c.CheckId == "outside-catalogue").Source, StringComparison.Ordinal);
        Assert.StartsWith("鲁医保发〔2020〕39号", cards.Single(c => c.CheckId == "qualification-missing").Source, StringComparison.Ordinal);
    }

    /// <summary>The hospital lies in 兴县, the city hospital in 离石, both of Lüliang; the Rizhao hospital in another province.</summary>
    [Theory]
    [InlineData("141123", Ward.County, false)]
    [InlineData("141123", Ward.City, true)]
    [InlineData("141123", Ward.Rizhao, true)]
    [InlineData("371102", Ward.City, true)]
    [InlineData("371103", Ward.Rizhao, false)]
    public async Task The_notice_is_for_dialysis_outside_the_county_of_insurance_where_the_letter_binds_patient_or_hospital(
        string county, string hospital, bool needed)
    {
        await using var ward = Ward.Open(Ward.Patient(Ward.Chronic(Codes.Uraemia)) with { County = new(county), Identities = Poor });
        var draft = ward.DraftAt(hospital, Care.OutpatientChronic, Codes.Uraemia, ["N18.500"], Ward.Item(Codes.Dialysis, price: "400.00"));
        draft = draft with { Claim = draft.Claim with { Filed = true } };
        Assert.Equal(needed, (await ward.CardsAsync("cross-county", draft)).Any(c => c.Summary.Contains("告知书", StringComparison.Ordinal)));
        var opened = (await ward.Opened.OpenAsync(draft.Claim, default)).Value!;
        Assert.Equal(needed ? [PaperKind.CrossCountyNotice] : [], (await ward.Signed.NeedsAsync(opened.Case, default)).Select(n => n.Kind));

        // Without dialysis there is none anywhere.
        var other = ward.DraftAt(hospital, Care.Outpatient, null, [], Ward.Item(Codes.Creatinine));
        Assert.Empty(await ward.Signed.NeedsAsync((await ward.Opened.OpenAsync(other.Claim, default)).Value!.Case, default));
    }

    /// <summary>What is signed is not asked for again: neither before the next visit nor after settlement.</summary>
    [Fact]
    public async Task A_signed_notice_and_a_signed_consent_end_their_cards_and_findings_up_to_the_price_that_was_consented_to()
    {
        await using var ward = Ward.Open(Ward.Patient(Ward.Chronic(Codes.Uraemia)));
        OrderDraft At(string hospital, string price)
        {
            var draft = ward.DraftAt(
                hospital, Care.OutpatientChronic, Codes.Uraemia, ["N18.500"], Ward.Item(Codes.PhosphateBinderImported, price: price),
                Ward.Item(Codes.Dialyser, price: "128.00"));
            return draft with { Claim = draft.Claim with { Filed = true } };
        }

        await ward.CardAsync("outside-catalogue", At(Ward.City, "198.00"));
        await ward.CardAsync("over-ceiling", At(Ward.City, "198.00"));
        await ward.CardAsync("cross-county", At(Ward.City, "198.00"));
        foreach (var kind in new[] { PaperKind.ItemConsent, PaperKind.CrossCountyNotice })
        {
            var visit = (await ward.Opened.OpenAsync(At(Ward.City, "198.00").Claim, default)).Value!;
            var paper = (await ward.Desk.IssueAsync(new PaperOrder(kind, PageSize.A4, CrossCountyReason.None, [], []), visit, Results.Key($"i-{kind}"), "王", default)).Value;
            var signature = new SignatureDraft(new HospitalCode(Ward.City), Signer.Patient, "", null, "7", default);
            Assert.Equal(PaperState.WithSignature, (await ward.Desk.SignAsync(paper.PaperId, signature, Results.Key($"s-{kind}"), "王", default)).Value.State);
        }

        Assert.DoesNotContain(
            (await ward.AdviseAsync(At(Ward.City, "198.00"))).Cards, c => c.CheckId is "outside-catalogue" or "over-ceiling" or "cross-county");
        Assert.Equal(1, (await ward.CardAsync("outside-catalogue", At(Ward.City, "198.01"))).ItemNumber);

        // Of another hospital nothing is signed.
        await ward.CardAsync("outside-catalogue", At(Ward.County, "198.00"));

        await ward.SettleAsync(At(Ward.City, "198.00").Claim);
        await ward.SettleAsync(At(Ward.City, "198.01").Claim);
        var office = new ReviewOffice(ward) { Hospital = new(Ward.City) };
        await office.RunAsync(Ward.Today, Ward.Today);
        Assert.Equal([198_01], (await office.ListAsync("outside-catalogue")).Select(f => f.Finding.AmountFen));
        Assert.Empty(await office.ListAsync("over-ceiling"));
    }

    private static IdentitySpan[] Poor => [new IdentitySpan(IdentityKind.RegisteredPoor, new DateOnly(2020, 1, 1), null)];
}
