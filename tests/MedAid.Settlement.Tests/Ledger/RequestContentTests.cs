using MedAid.Core;
using MedAid.Core.Calculation;
using MedAid.Core.Policy;
using MedAid.Settlement.Claims;
using MedAid.Settlement.Ledger;

namespace MedAid.Settlement.Tests.Ledger;

public sealed class RequestContentTests
{
    private static readonly LayerPayment Paid = new("commercial", 0);
    private static readonly AccountUse Used = new(null, 0);

    private static readonly Dictionary<string, Func<VisitClaim, VisitClaim>> Changes = new()
    {
        [nameof(VisitClaim.HospitalCode)] = c => c with { HospitalCode = new("H14110200102") },
        [nameof(VisitClaim.VisitId)] = c => c with { VisitId = "other" },
        [nameof(VisitClaim.IdNumberHash)] = c => c with { IdNumberHash = "other" },
        [nameof(VisitClaim.MessageHash)] = c => c with { MessageHash = "other" },
        [nameof(VisitClaim.ServiceDate)] = c => c with { ServiceDate = c.ServiceDate.AddDays(-1) },
        [nameof(VisitClaim.Care)] = c => c with { Care = Care.Inpatient },
        [nameof(VisitClaim.Mode)] = c => c with { Mode = Mode.InpatientReferenced },
        [nameof(VisitClaim.DiseaseCode)] = c => c with { DiseaseCode = null },
        [nameof(VisitClaim.Filed)] = c => c with { Filed = true },
        [nameof(VisitClaim.Admission)] = c => c with { Admission = 1 },
        [nameof(VisitClaim.Accident)] = c => c with { Accident = true },
        [nameof(VisitClaim.AdmissionDay)] = c => c with { AdmissionDay = c.ServiceDate },
        [nameof(VisitClaim.Stay)] = c => c with { Stay = "S1" },
        [nameof(VisitClaim.Batch)] = c => c with { Batch = "1" },
        [nameof(VisitClaim.Account)] = c => c with { Account = null },
        [$"{nameof(AccountUse)}.{nameof(AccountUse.UseFen)}"] = c => c with { Account = Used with { UseFen = 0 } },
        [$"{nameof(AccountUse)}.{nameof(AccountUse.BalanceFen)}"] = c => c with { Account = Used with { BalanceFen = 1 } },
        [$"{nameof(AccountUse)}.{nameof(AccountUse.HelperFen)}"] = c => c with { Account = Used with { HelperFen = 1 } },
        [nameof(VisitClaim.AgreementId)] = c => c with { AgreementId = "H14112300101.1" },
        [nameof(VisitClaim.Department)] = c => c with { Department = "SN01" },
        [nameof(VisitClaim.Doctor)] = c => c with { Doctor = "D1" },
        [nameof(VisitClaim.Diagnoses)] = c => c with { Diagnoses = ["I10"] },
        [nameof(VisitClaim.Items)] = c => c with { Items = [.. c.Items.Skip(1)] },
        [nameof(VisitClaim.External)] = c => c with { External = [] },
        [nameof(VisitClaim.Upstream)] = c => c with { Upstream = [new("basic", 0)] },
        [$"{nameof(LayerPayment)}.{nameof(LayerPayment.Layer)}"] = c => c with { External = [Paid with { Layer = "other" }] },
        [$"{nameof(LayerPayment)}.{nameof(LayerPayment.AmountFen)}"] = c => c with { External = [Paid with { AmountFen = 1 }] },
        [$"{nameof(LayerPayment)}.{nameof(LayerPayment.For)}"] = c => c with { External = [Paid with { For = new ValueSet(2) }] },
        [$"{nameof(LayerPayment)}.{nameof(LayerPayment.Disease)}"] = c => c with { External = [Paid with { Disease = "M07800" }] },
        [nameof(ClaimItem.ItemNumber)] = c => First(c, i => i with { ItemNumber = 99 }),
        [nameof(ClaimItem.Code)] = c => First(c, i => i with { Code = "other" }),
        [nameof(ClaimItem.Name)] = c => First(c, i => i with { Name = "其他" }),
        [nameof(ClaimItem.Category)] = c => First(c, i => i with { Category = null }),
        [nameof(ClaimItem.PriceMillionths)] = c => First(c, i => i with { PriceMillionths = 1 }),
        [nameof(ClaimItem.QuantityTenThousandths)] = c => First(c, i => i with { QuantityTenThousandths = 1 }),
        [nameof(ClaimItem.AmountFen)] = c => First(c, i => i with { AmountFen = 1 }),
        [nameof(ClaimItem.Disease)] = c => First(c, i => i with { Disease = "D10" }),
        [nameof(ClaimItem.Approval)] = c => First(c, i => i with { Approval = 2 }),
        [nameof(ClaimItem.DailyDoseMillionths)] = c => First(c, i => i with { DailyDoseMillionths = 5_000_000 }),
        [nameof(ClaimItem.Days)] = c => First(c, i => i with { Days = 28 }),
    };

    public static TheoryData<string> AllChanges => [.. Changes.Keys];

    [Fact]
    public void The_same_content_has_the_same_hash() =>
        Assert.Equal(RequestContent.HashOf(Visits.Claim()), RequestContent.HashOf(Visits.Claim()));

    [Theory]
    [MemberData(nameof(AllChanges))]
    public void Another_content_has_another_hash(string field)
    {
        var claim = Visits.Claim() with { External = [Paid], Account = Used };
        Assert.NotEqual(RequestContent.HashOf(claim), RequestContent.HashOf(Changes[field](claim)));
    }

    [Fact]
    public void Every_field_of_a_claim_and_of_its_parts_is_tried_above() => Assert.Equal(
        typeof(VisitClaim).GetProperties().Concat(typeof(ClaimItem).GetProperties())
            .Where(p => p.CanWrite).Select(p => p.Name)
            .Concat(typeof(LayerPayment).GetProperties().Select(p => $"{nameof(LayerPayment)}.{p.Name}"))
            .Concat(typeof(AccountUse).GetProperties().Select(p => $"{nameof(AccountUse)}.{p.Name}")).Order(),
        Changes.Keys.Order());

    [Fact]
    public void No_id_number_is_in_what_is_hashed()
    {
        var content = RequestContent.ContentOf(Visits.Claim()).ToString();
        Assert.Contains(Office.Tokens.Of(Visits.IdNumber), content, StringComparison.Ordinal);
        Assert.DoesNotContain(Visits.IdNumber, content, StringComparison.Ordinal);
    }

    [Fact]
    public void A_reversal_is_told_apart_by_hospital_settlement_and_reason()
    {
        var hash = RequestContent.HashOfReversal(new HospitalCode("H1"), new SettlementId("S1"), "重复收费");
        Assert.Equal(hash, RequestContent.HashOfReversal(new HospitalCode("H1"), new SettlementId("S1"), "重复收费"));
        Assert.NotEqual(hash, RequestContent.HashOfReversal(new HospitalCode("H2"), new SettlementId("S1"), "重复收费"));
        Assert.NotEqual(hash, RequestContent.HashOfReversal(new HospitalCode("H1"), new SettlementId("S2"), "重复收费"));
        Assert.NotEqual(hash, RequestContent.HashOfReversal(new HospitalCode("H1"), new SettlementId("S1"), "录错"));
    }

    private static VisitClaim First(VisitClaim claim, Func<ClaimItem, ClaimItem> change) =>
        claim with { Items = [change(claim.Items[0]), .. claim.Items.Skip(1)] };
}
