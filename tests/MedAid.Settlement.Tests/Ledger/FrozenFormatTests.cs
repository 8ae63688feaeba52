using System.Security.Cryptography;
using System.Text.Json;
using MedAid.Core;
using MedAid.Core.Calculation;
using MedAid.Core.Policy;
using MedAid.Settlement.Claims;
using MedAid.Settlement.Ledger;
using MedAid.Settlement.People;

namespace MedAid.Settlement.Tests.Ledger;

/// <summary>
/// What is stored outlives the version that stored it. The samples were made once; a test that fails here says that books of a hospital, or
/// a retry across an upgrade, would no longer be understood.
/// </summary>
public sealed class FrozenFormatTests
{
    private static readonly JsonSerializerOptions Plain = new();

    [Fact]
    public void A_document_of_format_1_is_read_with_every_figure_and_written_the_same()
    {
        var stored = Frozen.Bytes("settlement-document-1.bin");
        var document = SettlementCodec.Decode(stored);

        Assert.Equal(
            "804B7611F4D454938DE8AD77369E90058DDCE6D319D7B94C6BE764A147AB5FCC", Convert.ToHexString(SHA256.HashData(SettlementCodec.MessageOf(stored))));
        Assert.Equal(SettlementCodec.MessageOf(stored), SettlementCodec.MessageOf(document));
        Assert.Equal(SettlementCodec.MessageOf(stored), SettlementCodec.MessageOf(SettlementCodec.Encode(document)));
        Assert.Equal("文字 1002", document.SettlementId.Text);
    }

    /// <summary>A property that the stored message forgets is lost with the first settlement.</summary>
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void No_property_of_a_document_is_lost(int number)
    {
        var document = Document(number);
        Assert.Equal(
            JsonSerializer.Serialize(document, Plain),
            JsonSerializer.Serialize(SettlementCodec.Decode(SettlementCodec.Encode(document)), Plain));
    }

    [Fact]
    public void The_hash_of_a_request_to_settle_stays()
    {
        Assert.Equal("3B3B0015E856391AC22439EBC7B15C3D9341234117D3B83E11120E9BF57E0F6F", Convert.ToHexString(RequestContent.HashOf(Bare)));
        Assert.Equal("3FB4ECD17DECF71280F1F1F703BCE89ED705FA1E4667EB50FC87C76F0B623EC7", Convert.ToHexString(RequestContent.HashOf(Full)));
        Assert.Equal("21FF69237C315B83F59C5E545CB8870B7F70B366643BD8CA3325D89CA770E847", Convert.ToHexString(RequestContent.HashOf(Dosed)));
    }

    [Fact]
    public void The_hash_of_a_request_to_reverse_stays() =>
        Assert.Equal("7547AA45E267B11B514F4F7B565CD1457D82580569A942158F14434BB0DD9799", Convert.ToHexString(RequestContent.HashOfReversal(new HospitalCode("H14112300101"), new SettlementId("S1"), "重复收费")));

    [Fact]
    public void An_eligibility_is_read_and_written_the_same()
    {
        foreach (var line in Frozen.Lines("eligibility-1.jsonl"))
        {
            Assert.Equal(line, JsonSerializer.Serialize(JsonSerializer.Deserialize(line, StoredJson.Default.Eligibility)!, StoredJson.Default.Eligibility));
        }
    }

    /// <summary>What came to be stored since the sample was made needs a sample of its own: a line more in the file.</summary>
    [Fact]
    public void Every_property_and_word_of_an_eligibility_is_in_a_sample()
    {
        var today = Enumerable.Range(1, 12).Select(n => JsonSerializer.Serialize(Filled.Of<Eligibility>(n), StoredJson.Default.Eligibility));
        Assert.Empty(Frozen.WordsOf(today).Except(Frozen.WordsOf(Frozen.Lines("eligibility-1.jsonl"))));
    }

    [Fact]
    public void Tokens_of_a_person_stay()
    {
        var tokens = new PersonTokens(Enumerable.Range(0, PersonTokens.KeyBytes).Select(n => (byte)n).ToArray());
        Assert.Equal("1d5a352e2aa606fcdef0459e618882bb7b3384f26c15d63c446d5caf53e8be79", tokens.Of("141123196805129020"));
        Assert.Equal("PCA4345939010BF9B88032406", tokens.NewPersonKey("141123196805129020").Text);
        Assert.Equal("5ab8c392c2c54035a048aa65", tokens.Fingerprint());
    }

    private static VisitClaim Bare => new()
    {
        HospitalCode = new("H14112300101"), VisitId = "V1", IdNumberHash = "token", ServiceDate = new DateOnly(2026, 3, 2), Care = Care.Outpatient,
        Mode = Mode.Outpatient, Items = [new ClaimItem(1, "A01", "甲", null, 1_000_000, 10_000, 100, 0)],
    };

    private static VisitClaim Dosed => Bare with { Items = [Bare.Items[0] with { DailyDoseMillionths = 5_000_000, Days = 28 }] };

    private static VisitClaim Full => Bare with
    {
        Care = Care.Inpatient, DiseaseCode = "M07800", Filed = true, Admission = 2, Accident = true, Stay = "Z1", Batch = "1",
        AgreementId = "H14112300101.1", Items = [new ClaimItem(1, "A01", "甲", "drug", 1_000_000, 10_000, 100, 1, "M07800")],
        External = [new LayerPayment("commercial", 50) { For = new ValueSet(3), Disease = "M07800" }], Upstream = [new LayerPayment("basic", 1)],
        Account = new AccountUse(20, 30, 10),
    };

    private static SettlementDocument Document(int number) =>
        Filled.Of<SettlementDocument>(number) with { RequestHash = Convert.ToHexStringLower(SHA256.HashData(BitConverter.GetBytes(number))) };
}
