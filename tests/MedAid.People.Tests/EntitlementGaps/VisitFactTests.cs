using MedAid.Core.Calculation;
using MedAid.Core.Policy;
using MedAid.People.EntitlementGaps;
using MedAid.Settlement.Ledger;

namespace MedAid.People.Tests.EntitlementGaps;

public sealed class VisitFactTests
{
    /// <summary>
    /// The sample visit: in scope 736.13, of which 625.71 and 33.13 are paid; 736.13 - 625.71 - 33.13 = 77.29 are left. The patient pays
    /// 158.46 = 77.29 + first self-pay 23.17 + over the ceiling 8.00 + out of scope 50.00.
    /// </summary>
    [Fact]
    public void The_burden_is_what_layers_leave_of_the_charges_in_scope() =>
        Assert.Equal(77_29, VisitFact.BurdenOf(Document(158_46, new ChargeSplit(736_13, 23_17, 8_00, 50_00))));

    /// <summary>Commercial insurance paid everything in scope and 30.00 of the 50.00 out of it: nothing in scope is left.</summary>
    [Fact]
    public void What_insurers_pay_out_of_scope_makes_no_negative_burden() =>
        Assert.Equal(0, VisitFact.BurdenOf(Document(20_00, new ChargeSplit(100_00, 0, 0, 50_00))));

    /// <summary>
    /// In scope 5,000.00 and first self-pay 500.00 enter the package and leave 10 % of 5,500.00 = 550.00; class C of 59,000.00 is paid
    /// beside it: 59,550.00. Day surgery is split like any visit: 59,550.00 - 500.00 - 59,000.00 = 50.00.
    /// </summary>
    [Fact]
    public void Of_a_package_what_it_leaves_is_burden_and_class_c_beside_it_is_none()
    {
        var document = Document(59_550_00, new ChargeSplit(5_000_00, 500_00, 0, 59_000_00));
        var package = document with { Breakdown = document.Breakdown with { Programme = "package_case" } };
        Assert.Equal(550_00, VisitFact.BurdenOf(package with { Care = Care.Inpatient }));
        Assert.Equal(50_00, VisitFact.BurdenOf(package with { Care = Care.DaySurgery }));
    }

    /// <summary>200,000.00 of Gaucher: 70,000.00 and 100,000.00 are paid, 30,000.00 paid at the window, of which 21,000.00 come back: 9,000.00.</summary>
    [Fact]
    public void What_the_county_gives_back_later_is_no_burden()
    {
        var document = Document(30_000_00, new ChargeSplit(200_000_00, 0, 0, 0));
        var line = new LineDocument { Layer = "relief", Fund = new("610100"), DeferredFen = 21_000_00 };
        Assert.Equal(9_000_00, VisitFact.BurdenOf(document with { Breakdown = document.Breakdown with { Lines = [line] } }));
    }

    [Fact]
    public void Signs_are_read_from_items_and_from_the_disease_of_the_visit()
    {
        var indicators = new DiseaseIndicators(new Dictionary<string, IReadOnlyList<DiseaseIndicator>>
        {
            ["14"] =
            [
                new("M07800", IndicatorKind.Item, ["00311000006", "00311000007"], 3, 14, "", true), new("M01600", IndicatorKind.Drug, ["XA10"], 3, 60, "", true),
                new("M03900", IndicatorKind.Disease, ["M039"], 1, 0, "", false),
            ],
        });
        var document = Document(0, new ChargeSplit(0, 0, 0, 0), "003110000070000", "XB05XAL130B002010100007") with { DiseaseCode = "M03900" };
        Assert.Equal([("M07800", "item:00311000006"), ("M03900", "disease:M039")], VisitFact.Of(document, indicators).Indicators);
        Assert.Empty(VisitFact.Of(document with { CountyCode = new("370406") }, indicators).Indicators);
    }

    private static SettlementDocument Document(long patientFen, ChargeSplit charges, params string[] codes) => new()
    {
        SettlementId = new("S1"), RequestId = "r", Kind = SettlementKind.Settlement, HospitalCode = new("H"), VisitId = "V", PersonKey = new("P"),
        CountyCode = new("141123"), ServiceDate = new DateOnly(2026, 3, 2), SettledTime = DateTimeOffset.UnixEpoch, Entries = [],
        Breakdown = new BreakdownDocument
        {
            GrossFen = charges.TotalFen, WaivedFen = 0, TotalFen = charges.TotalFen, PatientFen = patientFen, HospitalBorneFen = 0, Charges = charges,
            Lines = [], Counters = [], Items = [.. codes.Select((code, i) => new ItemDocument(i + 1, code, "A", 0, default))], Sentences = [],
            Policy = new PolicyDocument("p", "", "14", "resident", null, null, ""),
        },
    };
}
