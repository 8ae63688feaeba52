using MedAid.Core;
using MedAid.Core.Calculation;
using MedAid.Core.Policy;
using MedAid.Settlement.Ledger;

namespace MedAid.Settlement.Tests.Ledger;

/// <summary>
/// The hash that the chain of the clearing book is made of. It may never change for a document that is stored: every field has a value here
/// that is not the default, and the literals below were written down once.
/// </summary>
public sealed class DocumentHashTests
{
    private static readonly SettlementDocument Sample = new()
    {
        SettlementId = new("S000102030405060708090A0B"),
        RequestId = "r-1",
        Kind = SettlementKind.Reversal,
        ReversesSettlementId = new SettlementId("SFFFEFDFCFBFAF9F8F7F6F5F4"),
        Reason = "重复收费",
        HospitalCode = new("H14112300101"),
        VisitId = "V1",
        PersonKey = new("P1"),
        EligibilityVersion = 7,
        CountyCode = new("141123"),
        ServiceDate = new DateOnly(2026, 3, 14),
        Care = Care.Inpatient,
        Mode = Mode.InpatientReferenced,
        DiseaseCode = "M07800",
        AgreementId = "H14112300101.2026-001",
        RequestHash = "000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f",
        SettledTime = new DateTimeOffset(2026, 3, 14, 2, 30, 0, TimeSpan.Zero),
        Breakdown = new BreakdownDocument
        {
            GrossFen = 825_30,
            WaivedFen = 8_00,
            TotalFen = 817_30,
            PatientFen = 158_46,
            HospitalBorneFen = 1,
            Programme = "hemodialysis",
            Charges = new ChargeSplit(736_13, 23_17, 8_00, 50_00),
            Lines =
            [
                new LineDocument
                {
                    Layer = "basic", Fund = new("390100"), Rule = "dialysis-county", BaseFen = 1, BaseCapFen = 2, EligibleFen = 3, DeductibleFen = 4,
                    AssessedFen = 5, Shares = [new ShareDocument(6, "A", 7, 850_000, 8)], PaidFen = 625_71, CappedFen = 9, OverCapFen = 10,
                    Advanced = true, Cite = "二(四)", Source = "S0", Confidence = "A", Assumed = "暂设",
                },
            ],
            Counters = [new CounterUse("basic.paid@2026", 11, -12)],
            Items = [new ItemDocument(1, "D001", "B", 13, new ChargeSplit(14, 15, 16, 17))],
            Waivers =
            [
                new WaiverDocument
                {
                    Programme = "w", Title = "减免", WaivedFen = 8_00, CutByVisitFen = 18, CutByMonthFen = 19, CutByBudgetFen = 20,
                    MonthLeftFen = 21, BudgetFen = 22, BudgetLeftFen = 23, Warning = "将尽", Heads = [new WaiverHeadDocument("bed", 24, 25)],
                },
            ],
            Policy = new PolicyDocument("pack", "办法", "1411", "resident", new DateOnly(2022, 7, 12), new DateOnly(2022, 7, 1), "ab"),
            Sentences = ["一句话"],
        },
        Entries = [new JournalEntry(Account.HospitalRevenue, new CountyCode("141123"), new Fund("390100"), new Fen(-825_30))],
    };

    private const string Message =
        "0a19533030303130323033303430353036303730383039304130421203722d3118022219534646464546444643464246414639463846374636463546"
        + "342a0ce9878de5a48de694b6e8b4b9320c4831343131323330303130313a025631420250314807520631343131323358e9922d6080b49199ac9e9303"
        + "6aa20208c4890a10c00c1884fd0920ccf7012802320c68656d6f6469616c797369733a0d089afe08109a2418c00c20904e425e0a0562617369631206"
        + "3339303130301a0f6469616c797369732d636f756e74792002280430063808400a4a0d080c120141180e20d0f033281050d6d1075812601468017208"
        + "e4ba8c28e59b9b297a025330820101418a0106e69a82e8aebe4a150a0f62617369632e70616964403230323610161817521508011204443030311a01"
        + "42201a281c301e382040225a2a0a047061636b1206e58a9ee6b3951a043134313122087265736964656e7428ac882d30a1882d3a0261626209e4b880"
        + "e58fa5e8af9d6a2d0a01771206e5878fe5858d18c00c202428263028382a402c482e5206e5b086e5b0bd5a090a036265641030183272260a10686f73"
        + "706974616c5f726576656e756512063134313132331a0633393031303020c3890a78048201064d303738303088010292011548313431313233303031"
        + "30312e323032362d3030319a0120000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f";

    [Fact]
    public void The_message_of_a_document_is_frozen() => Assert.Equal(Message, Convert.ToHexStringLower(SettlementCodec.MessageOf(Sample)));

    [Fact]
    public void The_hash_of_a_document_is_frozen() => Assert.Equal("9778a44d6dd0c65319abf72c1a2a3dd32cb4f4e02e5d07a8f830c89b622aaf74", Convert.ToHexStringLower(DocumentHash.Of(Sample)));

    [Fact]
    public void The_hash_of_several_documents_is_frozen_and_minds_their_order()
    {
        var other = Sample with { RequestId = "r-2" };
        const string Both = "4d67dfdbb18ca00586783845baf1f4cdc78d083c73c423ab9b5dec886c53b921";
        Assert.Equal(Both, DocumentHash.OfAll([DocumentHash.Of(Sample), DocumentHash.Of(other)]));
        Assert.NotEqual(Both, DocumentHash.OfAll([DocumentHash.Of(other), DocumentHash.Of(Sample)]));
    }

    /// <summary>The proof hashes what is stored to the letter; the take-over, what was read. Both are the same.</summary>
    [Fact]
    public void What_is_stored_has_the_hash_of_what_is_read()
    {
        var stored = SettlementCodec.Encode(Sample);

        Assert.Equal(DocumentHash.Of(Sample), DocumentHash.OfMessage(SettlementCodec.MessageOf(stored)));
        Assert.Equal(DocumentHash.Of(Sample), DocumentHash.Of(SettlementCodec.Decode(stored)));
    }
}
