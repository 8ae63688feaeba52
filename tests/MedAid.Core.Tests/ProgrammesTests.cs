using MedAid.Core.Calculation;
using MedAid.Core.Policy;

namespace MedAid.Core.Tests;

/// <summary>单病种限额、按人头包干、日间手术.</summary>
public sealed class ProgrammesTests
{
    private const string Charged = "package.charged";

    [Theory]
    [InlineData(0, 0, 0)]
    [InlineData(1, 1, 0)]
    [InlineData(7_999_99, 7_999_99, 0)]
    [InlineData(8_000_00, 8_000_00, 0)]
    [InlineData(8_000_01, 8_000_00, 1)]
    [InlineData(9_500_00, 8_000_00, 1_500_00)]
    [InlineData(long.MaxValue, 8_000_00, long.MaxValue - 8_000_00)]
    public void A_case_package_ends_at_its_price_and_the_hospital_bears_the_excess(
        long chargedFen, long packageFen, long borneFen)
    {
        var split = Package(new Law(), Period.Visit).Split(Visits.InScope(chargedFen));
        Assert.Equal(borneFen, split.Settled.HospitalBorneFen);
        Assert.Equal(packageFen, split.Line("fund").BaseFen);
        Assert.Equal("package", split.Result.Programme!.Id);
    }

    [Theory]
    [InlineData(0, 5_000_00)]
    [InlineData(2_999_99, 5_000_00)]
    [InlineData(3_000_00, 5_000_00)]
    [InlineData(3_000_01, 4_999_99)]
    [InlineData(7_999_99, 1)]
    [InlineData(8_000_00, 0)]
    [InlineData(9_000_00, 0)]
    public void Over_a_year_the_package_counts_what_went_into_it(long usedFen, long packageFen)
    {
        var split = Package(new Law(), Period.Year).Split(Visits.InScope(5_000_00), (Charged, usedFen));
        Assert.Equal(packageFen, split.Added(Charged));
        Assert.Equal(5_000_00 - packageFen, split.Settled.HospitalBorneFen);
    }

    /// <summary>
    /// All four components, 10,000 in all, go into the package of 8,000; of 8,000 charged the fund pays 70 %.
    /// </summary>
    [Fact]
    public void The_package_takes_every_component_and_keeps_the_charges_as_they_were()
    {
        var charges = new ChargeSplit(6_000_00, 1_000_00, 1_000_00, 2_000_00);
        var split = Package(new Law(), Period.Visit).Split(Visits.Of(charges));
        Assert.Equal(charges, split.Settled.Charges);
        Assert.Equal(5_600_00, split.PaidFen("fund"));
        Assert.Equal(2_000_00, split.Result.HospitalBorneFen);
        Assert.Equal(2_400_00, split.PatientFen);
    }

    [Fact]
    public void Only_the_layers_of_the_package_pay()
    {
        var split = Package(new Law().Add("basic", new LayerRule { Id = "b", Bands = Law.Flat("1") }), Period.Visit)
            .Split(Visits.InScope(100_00));
        Assert.Equal("fund", Assert.Single(split.Settled.Lines.ToArray()).LayerId);
    }

    /// <summary>
    /// Both layers look at the 8,000 charged: 70 % = 5,600, then 50 % = 4,000 of which 2,400 remain to be paid.
    /// </summary>
    [Fact]
    public void Of_charged_a_later_layer_still_sees_the_whole_package_but_pays_only_what_remains()
    {
        var law = new Law();
        law.Programmes.Add(new Programme
        {
            Id = "package", Kind = ProgrammeKind.CasePackage, AmountFen = 8_000_00,
            Layers = [OfPackage("fund", "0.7"), OfPackage("relief", "0.5")],
        });
        var line = law.Split(Visits.InScope(9_000_00)).Line("relief");
        Assert.Equal((8_000_00, 4_000_00, 2_400_00), (line.BaseFen, line.ComputedFen, line.RoomFen));
        Assert.Equal((2_400_00, 0), (line.PaidFen, line.CappedFen));
    }

    [Fact]
    public void Under_capitation_the_fund_pays_all_and_the_patient_nothing()
    {
        var law = new Law().Add("basic", new LayerRule { Id = "b", Bands = Law.Flat("0.5") });
        law.Programmes.Add(
            new Programme { Id = "head", Kind = ProgrammeKind.Capitation, AmountFen = 500_00, Per = Period.Month });
        var split = law.Split(Visits.Of(new ChargeSplit(1_00, 2_00, 3_00, 4_00)));
        var line = Assert.Single(split.Settled.Lines.ToArray());
        Assert.Equal(("capitation", "capitation", LineKind.Capitation), (line.LayerId, line.Fund.Text, line.Kind));
        Assert.Equal((10_00, 10_00), (line.BaseFen, line.PaidFen));
        Assert.Equal((null, 0, 0), (line.QuotaFen, line.BureauPaysFen, line.DueFen));
        Assert.Null(line.Rule);
        Assert.False(line.Advanced);
        Assert.Equal(0, split.PatientFen);
    }

    /// <summary>Patient: 4,000 at 70 % pays 2,800. Bureau: quota 5,000 × 70 % = 3,500, a gain of 700.</summary>
    [Theory]
    [InlineData(4_000_00, 700_00)]
    [InlineData(5_000_00, 0)]
    [InlineData(5_000_01, -1)]      // 500,001 × 0.7 = 350,000.7 → 350,001 fen paid
    [InlineData(6_000_00, -700_00)] // 4,200 paid
    public void Day_surgery_leaves_the_patients_split_and_pays_the_hospital_by_quota(long chargedFen, long gainFen)
    {
        var split = DaySurgeryOf("basic").Split(Operation(chargedFen));
        var line = split.Line("basic");
        Assert.Equal((5_000_00, 3_500_00, 3_500_00), (line.QuotaFen, line.BureauPaysFen, line.DueFen));
        Assert.Equal(gainFen, line.DueFen - line.PaidFen);
        Assert.Equal(chargedFen - line.PaidFen, split.PatientFen);
    }

    [Fact]
    public void Without_a_quota_for_the_disease_or_a_basic_line_nothing_is_said_of_the_hospital()
    {
        var visit = Operation(4_000_00);
        var other = visit with { Facts = visit.Facts with { Disease = "other" } };
        var without = visit with { Facts = visit.Facts with { Disease = null } };
        Assert.All(
            [
                DaySurgeryOf("basic").Split(other).Line("basic"), DaySurgeryOf("basic").Split(without).Line("basic"),
                DaySurgeryOf("relief").Split(visit).Line("relief"),
            ],
            line => Assert.Equal((null, null, 2_800_00), (line.QuotaFen, line.BureauPaysFen, line.DueFen)));
    }

    /// <summary>
    /// First bill 1,000: 700 paid, 5,000 × 70 % = 3,500 due. Second 2,000: 1,400 paid; of its disease's quota of 8,000 the first bill took 5,000,
    /// so 3,000 × 70 % = 2,100 are due. Third 500: 350 paid and nothing due, for the stay has had the larger quota.
    /// </summary>
    [Fact]
    public void Bills_of_one_stay_have_one_quota()
    {
        var law = DaySurgeryOf("basic");
        (long?, long?) Due(string disease, long chargedFen, long takenFen)
        {
            var bill = Visits.InScope(chargedFen) with { Facts = Visits.Facts with { Disease = disease }, Stay = "S1" };
            var split = law.Split(bill, ("basic.quota", takenFen));
            Assert.Equal(split.Line("basic").QuotaFen, split.Added("basic.quota"));
            return (split.Line("basic").QuotaFen, split.Line("basic").BureauPaysFen);
        }

        Assert.Equal((5_000_00, 3_500_00), Due("cataract", 1_000_00, 0));
        Assert.Equal((3_000_00, 2_100_00), Due("hernia", 2_000_00, 5_000_00));
        Assert.Equal((0, 0), Due("cataract", 500_00, 8_000_00));
    }

    /// <summary>5,000 + 8,000 for two operations in one visit. In a stay whose first bill took 5,000, the second gets the other 8,000.</summary>
    [Theory]
    [InlineData(null, 0, 5_000_00, 8_000_00)]
    [InlineData("S1", 0, 5_000_00, 8_000_00)]
    [InlineData("S1", 5_000_00, 0, 8_000_00)]
    [InlineData("S1", 13_000_00, 0, 0)]
    public void Quotas_of_several_diseases_are_summed(string? stay, long takenFen, long firstFen, long secondFen)
    {
        var items = new[] { "cataract", "hernia" }.Select(d => Visits.Piece(1_000_00, ItemClass.A) with { Disease = d });
        var split = DaySurgeryOf("basic").Split(Visits.Of([.. items]) with { Stay = stay }, stay is null ? [] : [("basic.quota", takenFen)]);
        Assert.Equal([firstFen, secondFen], split.Settled.Lines.ToArray().Select(l => l.QuotaFen));
    }

    /// <summary>
    /// 4,000 at 70 % are 2,800; the quota of 5,000 at 70 % is 3,500. Of a cap of 60,000 a year some is left: 3,500 × paid / 2,800. A fen left is
    /// 350,000 / 280,000 = 1.25, two are 2.5. By the other reading the quota is owed whole.
    /// </summary>
    [Theory]
    [InlineData(57_200_00, 2_800_00, 3_500_00)]
    [InlineData(57_200_01, 2_799_99, 3_499_99)] // 350,000 × 279,999 / 280,000 = 349,998.75
    [InlineData(58_000_00, 2_000_00, 2_500_00)]
    [InlineData(59_999_98, 2, 3)]
    [InlineData(59_999_99, 1, 1)]
    [InlineData(60_000_00, 0, 0)]
    [InlineData(70_000_00, 0, 0)]
    public void What_a_cap_of_the_year_cuts_off_is_cut_off_the_quota_unless_the_pack_reads_it_otherwise(long usedFen, long paidFen, long dueFen)
    {
        (long, long?, long) Due(QuotaAtLimit reading)
        {
            var law = new Law();
            var rule = new LayerRule { Id = "r", Bands = Law.Flat("0.7"), Caps = [law.Per(Period.Year, 60_000_00, "basic.paid")] };
            var line = DaySurgeryOf(law, rule, reading).Split(Operation(4_000_00), ("basic.paid", usedFen)).Line("basic");
            return (line.PaidFen, line.QuotaFen, line.DueFen);
        }

        Assert.Equal((paidFen, 5_000_00, dueFen), Due(QuotaAtLimit.InProportion));
        Assert.Equal((paidFen, 5_000_00, 3_500_00), Due(QuotaAtLimit.Whole));
    }

    /// <summary>
    /// Of 4,000 with a deductible of 400 the year's limit of costs lets 1,300 in: (1,300 - 400) × 70 % = 630 in place of 3,600 × 70 %, a quarter, and
    /// 3,500 × 1/4 = 875. Counted after the deductible it lets 1,300 of 3,600 in: 910, and 3,500 × 13/36 = 1,263.888… With a cap of 455 a visit
    /// beside it, half of the 910: 631.944…
    /// </summary>
    [Theory]
    [InlineData(false, null, 630_00, 875_00)]
    [InlineData(true, null, 910_00, 1_263_89)]
    [InlineData(true, 455_00L, 455_00, 631_94)]
    public void What_a_limit_of_costs_keeps_out_is_cut_off_the_quota_too(bool afterDeductible, long? capFen, long paidFen, long dueFen)
    {
        var law = new Law();
        var rule = new LayerRule
        {
            Id = "r", Bands = Law.Flat("0.7"), Deductible = new DeductibleTerms(Law.PerVisit(400_00), null),
            BaseCap = new BaseCapTerms(law.Per(Period.Year, 10_000_00, "basic.base_cap"), afterDeductible),
            Caps = capFen is { } cap ? [Law.PerVisit(cap)] : [],
        };
        var line = DaySurgeryOf(law, rule).Split(Operation(4_000_00), ("basic.base_cap", 8_700_00)).Line("basic");
        Assert.Equal((paidFen, 5_000_00, dueFen), (line.PaidFen, line.QuotaFen, line.DueFen));
    }

    /// <summary>A visit below its deductible: no limit cut anything, so the quota is owed whole.</summary>
    [Fact]
    public void A_visit_of_which_nothing_is_assessed_is_owed_the_whole_quota()
    {
        var law = new Law();
        var rule = new LayerRule { Id = "r", Bands = Law.Flat("0.7"), Deductible = new DeductibleTerms(Law.PerVisit(400_00), null) };
        var line = DaySurgeryOf(law, rule).Split(Operation(300_00)).Line("basic");
        Assert.Equal((0, 3_500_00), (line.PaidFen, line.DueFen));
    }

    /// <summary>What is not settled at the window the bureau pays to the patient.</summary>
    [Fact]
    public void What_the_patient_claims_from_the_county_is_not_paid_by_quota()
    {
        var law = DaySurgeryOf("basic", new OneStopEntry(Condition.Always, null, new Dictionary<string, DateOnly?>(), Citation.None) { AtWindow = false });
        var line = law.Split(Operation(4_000_00)).Line("basic");
        Assert.Equal((2_800_00, 0, null, 0), (line.DeferredFen, line.PaidFen, line.QuotaFen, line.DueFen));
    }

    [Fact]
    public void The_first_programme_whose_condition_holds_applies_and_with_none_the_plain_layers()
    {
        var inpatient = new Condition { Care = default(ValueSet).With((int)Care.Inpatient) };
        var law = new Law().Add("basic", new LayerRule { Id = "b", Bands = Law.Flat("0.5") });
        law.Programmes.Add(new Programme { Id = "in", Kind = ProgrammeKind.Capitation, When = inpatient });
        var ward = Visits.InScope(1_00) with { Facts = Visits.Facts with { Care = Care.Inpatient } };
        Assert.Null(law.Split(Visits.InScope(1_00)).Settled.Programme);
        law.Programmes.Add(new Programme { Id = "any", Kind = ProgrammeKind.Capitation });
        Assert.Equal("any", law.Split(Visits.InScope(1_00)).Settled.Programme!.Id);
        Assert.Equal(
            "in",
            law.Split(ward).Settled.Programme!.Id);
    }

    private static Law Package(Law law, Period per)
    {
        law.Programmes.Add(new Programme
        {
            Id = "package",
            Kind = ProgrammeKind.CasePackage,
            AmountFen = 8_000_00,
            Per = per,
            ChargedSlot = per == Period.Visit ? -1 : law.Slot(Charged, per),
            Layers = [OfPackage("fund", "0.7")],
        });
        return law;
    }

    private static Layer OfPackage(string id, string ratio) => new()
    {
        Id = id,
        Covers = [Component.Package],
        Rules = [new LayerRule { Id = id, OfCharged = true, Bands = Law.Flat(ratio) }],
    };

    private static Law DaySurgeryOf(string layer, params OneStopEntry[] oneStop) => DaySurgeryOf(new Law(), new Layer
    {
        Id = layer,
        Covers = [Component.InScope],
        Rules = [new LayerRule { Id = "r", Bands = Law.Flat("0.7") }],
        OneStop = oneStop,
    });

    private static Law DaySurgeryOf(Law law, LayerRule rule, QuotaAtLimit reading = QuotaAtLimit.InProportion) =>
        DaySurgeryOf(law, new Layer { Id = "basic", Covers = [Component.InScope], Rules = [rule] }, reading);

    private static Law DaySurgeryOf(Law law, Layer layer, QuotaAtLimit reading = QuotaAtLimit.InProportion)
    {
        law.Add(layer);
        law.Programmes.Add(new Programme
        {
            Id = "day",
            Kind = ProgrammeKind.DaySurgery,
            Quotas = new Dictionary<string, long> { ["cataract"] = 5_000_00, ["hernia"] = 8_000_00 },
            QuotaStaySlot = law.StaySlot("basic.quota"),
            QuotaAtLimit = reading,
        });
        return law;
    }

    private static VisitInput Operation(long chargedFen) =>
        Visits.InScope(chargedFen) with { Facts = Visits.Facts with { Disease = "cataract" } };
}
