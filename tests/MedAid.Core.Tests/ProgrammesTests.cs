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
        Assert.Equal(("capitation", "capitation", LineKind.Capitation), (line.LayerId, line.Fund, line.Kind));
        Assert.Equal((10_00, 10_00), (line.BaseFen, line.PaidFen));
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
        var result = split.Settled.DaySurgery!.Value;
        Assert.Equal((5_000_00, 3_500_00), (result.QuotaFen, result.BureauPaysFen));
        Assert.Equal(gainFen, result.GainFen);
    }

    [Fact]
    public void Without_a_quota_for_the_disease_or_a_basic_line_nothing_is_said_of_the_hospital()
    {
        var visit = Operation(4_000_00);
        var other = visit with { Facts = visit.Facts with { Disease = "other" } };
        Assert.Null(DaySurgeryOf("basic").Split(other).Settled.DaySurgery);
        Assert.Null(
            DaySurgeryOf("basic").Split(visit with { Facts = visit.Facts with { Disease = null } }).Settled.DaySurgery);
        Assert.Null(DaySurgeryOf("relief").Split(visit).Settled.DaySurgery);
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

    private static Law DaySurgeryOf(string layer)
    {
        var law = new Law().Add(layer, new LayerRule { Id = "r", Bands = Law.Flat("0.7") });
        law.Programmes.Add(new Programme
        {
            Id = "day",
            Kind = ProgrammeKind.DaySurgery,
            Quotas = new Dictionary<string,
            long> { ["cataract"] = 5_000_00 },
        });
        return law;
    }

    private static VisitInput Operation(long chargedFen) =>
        Visits.InScope(chargedFen) with { Facts = Visits.Facts with { Disease = "cataract" } };
}
