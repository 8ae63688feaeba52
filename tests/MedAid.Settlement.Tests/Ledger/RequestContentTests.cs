using System.Reflection;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;
using MedAid.Core.Calculation;
using MedAid.Core.Policy;
using MedAid.Settlement.Claims;
using MedAid.Settlement.Ledger;

namespace MedAid.Settlement.Tests.Ledger;

public sealed class RequestContentTests
{
    private static readonly Dictionary<string, Func<VisitClaim, VisitClaim>> Changes = new()
    {
        [nameof(VisitClaim.HospitalCode)] = c => c with { HospitalCode = "H14110200102" },
        [nameof(VisitClaim.VisitId)] = c => c with { VisitId = "other" },
        [nameof(VisitClaim.IdToken)] = c => c with { IdToken = "other" },
        [nameof(VisitClaim.ServiceDate)] = c => c with { ServiceDate = c.ServiceDate.AddDays(-1) },
        [nameof(VisitClaim.Care)] = c => c with { Care = Care.Inpatient },
        [nameof(VisitClaim.Mode)] = c => c with { Mode = Mode.InpatientReferenced },
        [nameof(VisitClaim.DiseaseCode)] = c => c with { DiseaseCode = null },
        [nameof(VisitClaim.Filed)] = c => c with { Filed = true },
        [nameof(VisitClaim.Admission)] = c => c with { Admission = 1 },
        [nameof(VisitClaim.Accident)] = c => c with { Accident = true },
        [nameof(VisitClaim.Stay)] = c => c with { Stay = "S1" },
        [nameof(VisitClaim.Batch)] = c => c with { Batch = "1" },
        [nameof(VisitClaim.Account)] = c => c with { Account = new(null, 0) },
        [nameof(VisitClaim.AgreementId)] = c => c with { AgreementId = "H14112300101.1" },
        [nameof(VisitClaim.Items)] = c => c with { Items = [.. c.Items.Skip(1)] },
        [nameof(VisitClaim.External)] = c => c with { External = [new("commercial", 0)] },
        [nameof(VisitClaim.Upstream)] = c => c with { Upstream = [new("basic", 0)] },
        [nameof(ClaimItem.ItemNumber)] = c => First(c, i => i with { ItemNumber = 99 }),
        [nameof(ClaimItem.Code)] = c => First(c, i => i with { Code = "other" }),
        [nameof(ClaimItem.Name)] = c => First(c, i => i with { Name = "其他" }),
        [nameof(ClaimItem.Category)] = c => First(c, i => i with { Category = null }),
        [nameof(ClaimItem.PriceMillionths)] = c => First(c, i => i with { PriceMillionths = 1 }),
        [nameof(ClaimItem.QuantityTenThousandths)] = c => First(c, i => i with { QuantityTenThousandths = 1 }),
        [nameof(ClaimItem.AmountFen)] = c => First(c, i => i with { AmountFen = 1 }),
        [nameof(ClaimItem.Disease)] = c => First(c, i => i with { Disease = "D10" }),
        [nameof(ClaimItem.Approval)] = c => First(c, i => i with { Approval = 2 }),
    };

    public static TheoryData<string> AllChanges => [.. Changes.Keys];

    [Fact]
    public void The_same_content_has_the_same_hash() =>
        Assert.Equal(RequestContent.HashOf(Visits.Claim()), RequestContent.HashOf(Visits.Claim()));

    [Theory]
    [MemberData(nameof(AllChanges))]
    public void Another_content_has_another_hash(string field) =>
        Assert.NotEqual(RequestContent.HashOf(Visits.Claim()), RequestContent.HashOf(Changes[field](Visits.Claim())));

    [Fact]
    public void Every_field_of_a_claim_and_of_an_item_is_tried_above() => Assert.Equal(
        typeof(VisitClaim).GetProperties().Concat(typeof(ClaimItem).GetProperties())
            .Where(p => p.GetCustomAttribute<JsonIgnoreAttribute>() is not { Condition: JsonIgnoreCondition.Always }).Select(p => p.Name).Order(),
        Changes.Keys.Order());

    /// <summary>Else a request from before agreements were known could not be repeated.</summary>
    [Theory]
    [InlineData("agreement")]
    [InlineData("account")]
    public void A_claim_without_an_agreement_or_account_is_hashed_as_before_there_were_any(string word) => Assert.DoesNotContain(
        word, Encoding.UTF8.GetString(JsonSerializer.SerializeToUtf8Bytes(Visits.Claim(), StoredJson.Default.VisitClaim)), StringComparison.Ordinal);

    /// <summary>All, and nothing at most, are two contents.</summary>
    [Fact]
    public void Every_figure_of_an_account_is_content()
    {
        VisitClaim[] claims =
        [
            .. new AccountUse[] { new(null, 0), new(0, 0), new(1, 0), new(null, 1), new(null, 0, 1) }.Select(a => Visits.Claim() with { Account = a }),
        ];
        Assert.Equal(claims.Length, claims.Select(c => Convert.ToHexString(RequestContent.HashOf(c))).Distinct().Count());
    }

    [Fact]
    public void No_id_number_is_in_what_is_hashed()
    {
        var content = Encoding.UTF8.GetString(JsonSerializer.SerializeToUtf8Bytes(Visits.Claim(), StoredJson.Default.VisitClaim));
        Assert.Contains(Office.Tokens.Of(Visits.IdNumber), content, StringComparison.Ordinal);
        Assert.DoesNotContain(Visits.IdNumber, content, StringComparison.Ordinal);
    }

    [Fact]
    public void A_reversal_is_told_apart_by_hospital_settlement_and_reason()
    {
        var hash = RequestContent.HashOfReversal("H1", "S1", "重复收费");
        Assert.Equal(hash, RequestContent.HashOfReversal("H1", "S1", "重复收费"));
        Assert.NotEqual(hash, RequestContent.HashOfReversal("H2", "S1", "重复收费"));
        Assert.NotEqual(hash, RequestContent.HashOfReversal("H1", "S2", "重复收费"));
        Assert.NotEqual(hash, RequestContent.HashOfReversal("H1", "S1", "录错"));
    }

    private static VisitClaim First(VisitClaim claim, Func<ClaimItem, ClaimItem> change) =>
        claim with { Items = [change(claim.Items[0]), .. claim.Items.Skip(1)] };
}
