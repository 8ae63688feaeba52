using MedAid.Core.Policy;
using MedAid.Settlement.Ledger;
using Xunit.Abstractions;

namespace MedAid.Settlement.Tests.Ledger;

public sealed class SettlementCodecTests(ITestOutputHelper report)
{
    [Fact]
    public async Task A_settlement_comes_back_as_it_was()
    {
        await using var office = await Office.OpenAsync(Visits.OnSubsistence);
        var document = await SettleAsync(office, "r-1");
        AssertSame(document, SettlementCodec.Decode(SettlementCodec.Encode(document)));
    }

    /// <summary>Zeros and absent values are content: a deductible of 0 is not a deductible that nobody knows.</summary>
    [Fact]
    public async Task Zeros_and_nulls_come_back_as_they_were()
    {
        await using var office = await Office.OpenAsync(Visits.Person());
        var document = await SettleAsync(office, "r-1");
        var bare = document with
        {
            Reason = null,
            EligibilityVersion = 0,
            AdmissionDay = new DateOnly(2026, 2, 1),
            Supplies = [new DrugSupply("XC08", 56), new DrugSupply("XA10", 1)],
            Entries = [],
            Breakdown = document.Breakdown with
            {
                GrossFen = 0, WaivedFen = 0, PatientFen = 0, Programme = null, Counters = [new("basic.paid@2026", 0, 0)], Items = [],
                Lines = [new LineDocument { Layer = "basic", Fund = default, Rule = null, BaseCapFen = 0 }, new LineDocument { Layer = "x", Fund = default }],
                Policy = new PolicyDocument("p", "", "", "", null, null, ""),
            },
        };

        var read = SettlementCodec.Decode(SettlementCodec.Encode(bare));

        AssertSame(bare, read);
        Assert.Equal([0L, null], read.Breakdown.Lines.Select(l => l.BaseCapFen));
        Assert.Null(read.Breakdown.Policy.Effective);
    }

    [Fact]
    public void Another_format_is_refused()
    {
        Assert.Throws<InvalidDataException>(() => SettlementCodec.Decode([]));
        Assert.Throws<InvalidDataException>(() => SettlementCodec.Decode([0, 1, 3]));
        Assert.Throws<InvalidDataException>(() => SettlementCodec.Decode([2, 1, 2]));
    }

    [Fact]
    public void A_damaged_document_is_refused()
    {
        Assert.Throws<InvalidDataException>(() => SettlementCodec.Decode([1]));
        Assert.Throws<InvalidDataException>(() => SettlementCodec.Decode([1, 1, 2]));
    }

    /// <summary>A limit of which nothing is left is not one that the programme does not have.</summary>
    [Fact]
    public async Task What_programmes_waived_and_an_account_paid_comes_back()
    {
        await using var office = await Office.OpenAsync(Visits.OnSubsistence);
        var document = await SettleAsync(office, "r-1");
        var full = new WaiverDocument
        {
            Programme = "a", Title = "甲", WaivedFen = -5, CutByVisitFen = 1, CutByMonthFen = 2, CutByBudgetFen = 3, MonthLeftFen = 0, BudgetFen = 4,
            BudgetLeftFen = 0, Warning = "将尽", Heads = [new WaiverHeadDocument("bed", -2, -5)],
        };
        var bare = new WaiverDocument { Programme = "", Title = "", WaivedFen = 0 };
        var both = document with { Breakdown = document.Breakdown with { Waivers = [full, bare], AccountFen = -7, HelperFen = -6 } };

        AssertSame(both, SettlementCodec.Decode(SettlementCodec.Encode(both)));
    }

    [Fact]
    public async Task A_document_of_the_sample_visit_takes_at_most_4_KiB_in_the_median()
    {
        await using var office = await Office.OpenAsync(Visits.OnSubsistence);
        var sizes = new List<int>();
        for (var i = 0; i < 9; i++)
        {
            sizes.Add(SettlementCodec.Encode(await SettleAsync(office, $"r-{i}", Mode.Outpatient + (i % 2))).Length);
        }

        sizes.Sort();
        report.WriteLine($"stored bytes: {string.Join(' ', sizes)}");
        Assert.InRange(sizes[4], 1, 4096);
    }

    private static async Task<SettlementDocument> SettleAsync(Office office, string requestId, Mode mode = Mode.Outpatient)
    {
        var draft = Visits.Sample with { Mode = (int)mode, VisitId = requestId };
        var answer = await office.Settlements.SettleAsync(requestId, draft, false, CancellationToken.None).WaitAsync(Office.Patience);
        return answer.Value!.Document;
    }

    /// <summary>Records compare their lists by reference, so the lists are compared one by one and the rest without them.</summary>
    private static void AssertSame(SettlementDocument one, SettlementDocument other)
    {
        Assert.Equal(one.Entries, other.Entries);
        var (a, b) = (one.Breakdown, other.Breakdown);
        Assert.Equal(a.Counters, b.Counters);
        Assert.Equal(a.Items, b.Items);
        Assert.Equal(a.Sentences, b.Sentences);
        Assert.Equal(a.Warnings, b.Warnings);
        Assert.Equal(a.Lines.SelectMany(l => l.Shares), b.Lines.SelectMany(l => l.Shares));
        Assert.Equal(a.Lines.Select(l => l with { Shares = [] }), b.Lines.Select(l => l with { Shares = [] }));
        Assert.Equal(a.Waivers.SelectMany(w => w.Heads), b.Waivers.SelectMany(w => w.Heads));
        Assert.Equal(a.Waivers.Select(w => w with { Heads = [] }), b.Waivers.Select(w => w with { Heads = [] }));
        Assert.Equal(one.Supplies, other.Supplies);
        Assert.Equal(one.Claim, other.Claim);
        Assert.Equal(Bare(one), Bare(other));
    }

    private static SettlementDocument Bare(SettlementDocument document) => document with
    {
        Entries = [],
        Supplies = [],
        Claim = null,
        Breakdown = document.Breakdown with { Counters = [], Items = [], Sentences = [], Warnings = [], Lines = [], Waivers = [] },
    };
}
