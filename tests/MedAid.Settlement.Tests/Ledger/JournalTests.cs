using System.Text.Json;
using MedAid.Core;
using MedAid.Core.Calculation;
using MedAid.Settlement.Ledger;

namespace MedAid.Settlement.Tests.Ledger;

public sealed class JournalTests
{
    /// <summary>1,000 = 50 waived + 30 borne + 620 basic + 100 relief that the hospital advances + 200 patient.</summary>
    [Fact]
    public void Revenue_stands_against_patient_waiver_hospital_fund_and_advance()
    {
        var entries = Journal.EntriesOf(
            Document(1000_00, 50_00, 200_00, 30_00, ("390100", 620_00, false), ("610100", 100_00, true)), new CountyCode("141123"));
        Assert.Equal(
            [
                new(Account.HospitalRevenue, default, default, new Fen(-1000_00)),
                new(Account.PatientCash, default, default, new Fen(200_00)),
                new(Account.WaiverExpense, default, default, new Fen(50_00)),
                new(Account.HospitalBorne, default, default, new Fen(30_00)),
                new(Account.FundReceivable, new CountyCode("141123"), new Fund("390100"), new Fen(620_00)),
                new(Account.AdvanceReceivable, new CountyCode("141123"), new Fund("610100"), new Fen(100_00)),
            ],
            entries);
        Assert.Equal(0, entries.Sum(e => e.AmountFen).Value);
    }

    /// <summary>200.00 = 120.00 fund + 80.00 patient, of which the account pays 80.00: 50.00 of its own, 30.00 of a helper's. No cash.</summary>
    [Fact]
    public void What_an_account_pays_is_due_from_the_insurance_office_and_a_helpers_apart() => Assert.Equal(
        [
            new(Account.HospitalRevenue, default, default, new Fen(-200_00)),
            new(Account.AccountReceivable, new CountyCode("141123"), new Fund("310200"), new Fen(50_00)),
            new(Account.HelperReceivable, new CountyCode("141123"), new Fund("310200"), new Fen(30_00)),
            new(Account.FundReceivable, new CountyCode("141123"), new Fund("310100"), new Fen(120_00)),
        ],
        Journal.EntriesOf(Document(200_00, 0, 80_00, 0, ("310100", 120_00, false)) with { AccountFen = 80_00, HelperFen = 30_00 }, new CountyCode("141123")));

    /// <summary>
    /// Day surgery of 5,500.00: (5,500 - 500) × 55 % = 2,750.00 of basic insurance, quota 6,000 × 55 % = 3,300.00 owed: a gain of 550.00.
    /// With a quota of 4,000 the bureau owes 2,200.00: a loss of 550.00.
    /// </summary>
    [Theory]
    [InlineData(6_000_00, 3_300_00, -550_00)]
    [InlineData(4_000_00, 2_200_00, 550_00)]
    public void By_quota_the_fund_owes_what_the_bureau_pays_and_the_difference_is_the_hospitals(long quotaFen, long dueFen, long lossFen)
    {
        var plain = Document(5_500_00, 0, 2_000_00, 0, ("390100", 2_750_00, false), ("610100", 750_00, true));
        var entries = Journal.EntriesOf(
            plain with { Lines = [plain.Lines[0] with { QuotaFen = quotaFen, BureauPaysFen = dueFen }, plain.Lines[1]] }, new CountyCode("370402"));
        Assert.Equal(
            [
                new(Account.HospitalRevenue, default, default, new Fen(-5_500_00)),
                new(Account.PatientCash, default, default, new Fen(2_000_00)),
                new(Account.FundReceivable, new CountyCode("370402"), new Fund("390100"), new Fen(dueFen)),
                new(Account.SettlementDifference, new CountyCode("370402"), new Fund("390100"), new Fen(lossFen)),
                new(Account.AdvanceReceivable, new CountyCode("370402"), new Fund("610100"), new Fen(750_00)),
            ],
            entries);
    }

    /// <summary>By head a visit of 3,200.00 is owed nothing; the heads of its month 6,250.00. A month without heads has no entries.</summary>
    [Fact]
    public void By_head_a_visit_is_a_loss_and_the_heads_of_the_month_are_owed()
    {
        var visit = Document(3_200_00, 0, 0, 0, (Journal.CapitationFund.Text, 3_200_00, false));
        Assert.Equal(
            [new(Account.HospitalRevenue, default, default, new Fen(-3_200_00)), new(Account.SettlementDifference, new CountyCode("370406"), new Fund("capitation"), new Fen(3_200_00))],
            Journal.EntriesOf(visit with { Lines = [visit.Lines[0] with { BureauPaysFen = 0 }] }, new CountyCode("370406")));
        Assert.Equal(
            [
                new(Account.FundReceivable, new CountyCode("370406"), new Fund("capitation"), new Fen(6_250_00)),
                new(Account.SettlementDifference, new CountyCode("370406"), new Fund("capitation"), new Fen(-6_250_00)),
            ],
            Journal.EntriesOfHeads(new Fen(6_250_00), new CountyCode("370406")));
        Assert.Empty(Journal.EntriesOfHeads(default, new CountyCode("370406")));
    }

    [Fact]
    public void Amounts_of_zero_have_no_entry()
    {
        var entries = Journal.EntriesOf(Document(60_00, 0, 60_00, 0, ("390100", 0, false), ("610100", 0, true)), new CountyCode("141123"));
        Assert.Equal([new(Account.HospitalRevenue, default, default, new Fen(-60_00)), new(Account.PatientCash, default, default, new Fen(60_00))], entries);
        Assert.Empty(Journal.EntriesOf(Document(0, 0, 0, 0), new CountyCode("141123")));
    }

    [Fact]
    public void A_bill_that_does_not_add_up_is_never_posted() =>
        Assert.Throws<InvariantBrokenException>(() => Journal.EntriesOf(Document(60_00, 0, 59_99, 0), new CountyCode("141123")));

    [Fact]
    public void Mirrored_entries_undo_the_originals_one_by_one()
    {
        var entries = Journal.EntriesOf(Document(100_00, 0, 20_00, 0, ("390100", 80_00, false)), new CountyCode("141123"));
        var mirrored = Journal.Mirrored(entries);
        Assert.Equal(entries.Select(e => (e.Account, e.CountyCode, e.Fund)), mirrored.Select(e => (e.Account, e.CountyCode, e.Fund)));
        Assert.All(entries.Zip(mirrored), pair => Assert.Equal(0, (pair.First.AmountFen + pair.Second.AmountFen).Value));
    }

    private static BreakdownDocument Document(
        long gross, long waived, long patient, long borne, params (string Fund, long Paid, bool Advanced)[] lines) => new()
    {
        GrossFen = gross,
        WaivedFen = waived,
        TotalFen = gross - waived,
        PatientFen = patient,
        HospitalBorneFen = borne,
        Charges = new ChargeSplit(gross - waived, 0, 0, 0),
        Lines = [.. lines.Select(l => new LineDocument { Layer = "layer", Fund = new(l.Fund), PaidFen = l.Paid, Advanced = l.Advanced })],
        Counters = [],
        Items = [],
        Policy = new PolicyDocument("p", "", "1411", "resident", null, null, ""),
        Sentences = [],
    };

    /// <summary>Only the named accounts can be posted to; what else a store says is kept to be told, and is none of them.</summary>
    [Fact]
    public void An_account_is_one_of_a_closed_set()
    {
        Assert.Empty(typeof(Account).GetConstructors());
        Assert.Equal(23, Account.All.Distinct().Count(a => a.IsKnown));
        Assert.Equal(Account.PatientCash, Account.Find("patient_cash"));
        Assert.Equal(Account.PatientCash, JsonSerializer.Deserialize<Account>("\"patient_cash\""));
        Assert.Null(Account.Find("cash_box"));
        Assert.Equal((false, "cash_box"), (Account.FromText("cash_box").IsKnown, Account.FromText("cash_box").Text));
        Assert.False(default(Account).IsKnown);
    }
}
