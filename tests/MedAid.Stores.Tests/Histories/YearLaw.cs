using System.Text.Json;
using System.Text.Json.Nodes;
using MedAid.Core;
using MedAid.Core.Policy;
using MedAid.Oracle;
using MedAid.Policies;
using MedAid.Settlement.Reference;

namespace MedAid.Stores.Tests.Histories;

/// <summary>
/// The law of an invented region, with low limits that a random year soon reaches: two schemes, and in the middle of 2025 another law. Read
/// once by the product and once by the oracle.
/// </summary>
internal sealed class YearLaw
{
    public const string Home = "990101";

    /// <summary>The first day of the later law.</summary>
    public static readonly DateOnly Change = new(2025, 7, 1);

    /// <summary>From this day on the other city hospital has its agreement.</summary>
    public static readonly DateOnly Designated = new(2025, 2, 1);

    /// <summary>From this day on the newest item is in the catalogue.</summary>
    public static readonly DateOnly Listed = new(2025, 4, 1);

    private static readonly JsonNode WaiversOfCity = JsonNode.Parse(
        """
        [{"when": {"care": "inpatient", "admission": {"from": 2}}, "categories": {"bed": "0.5"}, "cite": "T1"},
         {"categories": {"bed": "0.1", "western_medicine": "0.05"}, "cite": "T1"}]
        """)!;

    private readonly Dictionary<(string Scheme, bool Later, bool Waives), Law> laws = [];

    private YearLaw(ReferenceData books) => Books = books;

    public static IReadOnlyList<Hospital> Hospitals { get; } =
    [
        new() { Code = new("H99010100101"), Name = "县医院", County = new(Home), Tier = HospitalTier.County, Level = "05" },
        new() { Code = new("H99010200102"), Name = "市医院", County = new("990102"), Tier = HospitalTier.City, Level = "02", AgreementFrom = Designated },
        new() { Code = new("H99020100103"), Name = "邻市卫生院", County = new("990201"), Tier = HospitalTier.Township, Level = "08" },
        new() { Code = new("H88010100104"), Name = "省外医院", County = new("880101"), Tier = HospitalTier.Province, Level = "01" },
    ];

    public static IReadOnlyList<CatalogueItem> Items { get; } =
    [
        Item("A1", "western_medicine", ItemClass.A, 0),
        Item("B1", "western_medicine", ItemClass.B, 10) with { DaysOfSupply = OtherVisits.DaysOfUnit },
        Item("B2", "materials", ItemClass.B, 20) with { CeilingMillionths = 300_000_000 },
        Item("A2", "treatment", ItemClass.A, 0) with { CeilingMillionths = 120_500_000, IsDialysis = true },
        Item("A3", "bed", ItemClass.A, 0),
        Item("C1", "other", ItemClass.C, 0),
        Item("R1", "western_medicine", ItemClass.B, 5) with { Restricted = true },
        Item("L1", "treatment", ItemClass.B, 15) with { Effective = Listed },
    ];

    public ReferenceData Books { get; }

    /// <summary>What a layer outside the packages covers.</summary>
    public static IReadOnlyDictionary<string, string[]> Covers { get; } = JsonNode.Parse(Pack("resident", later: false))!["layers"]!.AsArray()
        .ToDictionary(l => l!["id"]!.GetValue<string>(), l => l!["covers"]!.AsArray().Select(c => c!.GetValue<string>()).ToArray());

    /// <summary>Which funds the layers pay from.</summary>
    public static string FundOf(string layer) => layer switch
    {
        "veteran" => "610200",
        "basic" => "390100",
        "catastrophic" => "390300",
        "commercial" => "999996",
        "relief" => "610100",
        "charity" => "999997",
        _ => layer,
    };

    /// <summary>The law of a scheme on a day as the oracle has it, with the waivers of a hospital.</summary>
    public Law LawOn(string scheme, DateOnly day, Hospital hospital) => laws[(scheme, day >= Change, hospital == Hospitals[1])];

    public static YearLaw Read()
    {
        var folder = Directory.CreateTempSubdirectory("medaid-law-");
        try
        {
            var laws = new Dictionary<(string, bool, bool), Law>();
            foreach (var (scheme, later) in from s in new[] { "resident", "employee" } from l in new[] { false, true } select (s, l))
            {
                var pack = JsonNode.Parse(Pack(scheme, later))!.AsObject();
                File.WriteAllText(Path.Combine(folder.FullName, $"{scheme}-{later}.json"), pack.ToJsonString());
                laws[(scheme, later, false)] = Law.Read(pack.ToJsonString());
                pack["waivers"] = WaiversOfCity.DeepClone();
                laws[(scheme, later, true)] = Law.Read(pack.ToJsonString());
            }

            var hospitals = Hospitals.Select(h => h == Hospitals[1] ? h with { Waivers = Waivers(folder, h) } : h).ToArray();
            var read = new YearLaw(new ReferenceData(PackLibrary.Read(folder.FullName).ToBook(), new Catalogue(Items), hospitals));
            laws.ToList().ForEach(law => read.laws[law.Key] = law.Value);
            return read;
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    /// <summary>The waivers come from a hospital's file; it is no pack and is taken away again.</summary>
    private static IReadOnlyList<WaiverRule> Waivers(DirectoryInfo folder, Hospital hospital)
    {
        var path = Path.Combine(folder.CreateSubdirectory("hospital").FullName, "hospital.json");
        File.WriteAllText(path, JsonSerializer.Serialize(new
        {
            hospital = hospital.Code, name = hospital.Name, county = hospital.County, tier = "city", level = hospital.Level,
            waivers = WaiversOfCity,
        }));
        var problems = new PackProblems(path);
        var read = HospitalFile.Read(path, problems);
        File.Delete(path);
        return read?.Waivers ?? throw new InvalidOperationException(string.Join('\n', problems.Found));
    }

    private static CatalogueItem Item(string code, string category, ItemClass itemClass, int percent) => new()
    {
        Code = code,
        Name = code,
        Category = category,
        Class = itemClass,
        FirstSelfPay = Rate.TryCreate(percent * 10_000_000_000L, out var rate) ? rate : throw new InvalidOperationException(code),
        Effective = new DateOnly(2020, 1, 1),
    };

    /// <summary>Employees have accounts; by the later law they pay for what is out of scope too, and for what a limit left.</summary>
    private static string AccountOf(bool later) => later
        ? "\"account\": {\"covers\": [\"in_scope\", \"first_self_pay\", \"over_ceiling\", \"out_of_scope\", \"over_cap\", \"package\"]},"
        : "\"account\": {\"covers\": [\"in_scope\", \"first_self_pay\"]},";

    /// <summary>The later law has another line, ratio and limit; those insured as employees have better ones.</summary>
    private static string Pack(string scheme, bool later) =>
        $$$"""
        {"pack": "years-{{{scheme}}}-{{{later}}}", "title": "虚构地区", "region": "9901", "scheme": "{{{scheme}}}",
         "effective": "{{{(later ? "2025-07-01" : "2020-01-01")}}}", {{{(later ? "" : "\"ends\": \"2025-06-30\",")}}} "published": "2019-12-01",
         {{{(scheme == "employee" ? AccountOf(later) : "")}}}
         "sources": [{"id": "T1", "title": "虚构地区的规定", "issuer": "虚构地区医保局", "published": "2019-12-01", "confidence": "A"}],
         "layers": [
          {"id": "veteran", "title": "优抚补助", "fund": "610200", "kind": "external", "covers": ["in_scope", "out_of_scope"],
           "when": {"identity": "priority_veteran"}},
          {"id": "basic", "title": "基本医保", "fund": "390100", "covers": ["in_scope"], "rules": [
           {"id": "accident", "when": {"accident": true}, "ratio": "0", "cite": "T1"},
           {"id": "referenced", "when": {"mode": "inpatient_referenced"}, "ratio": "0.7",
            "deductible": {"amount": "300", "period": "year", "counter": "referenced.deductible"},
            "caps": [{"amount": "9000", "period": "year"}], "cite": "T1"},
           {"id": "first", "when": {"care": "inpatient", "admission": {"to": 1}},
            "deductible": {"amount": "{{{(later ? "500" : "400")}}}", "period": "visit", "year_ceiling": "900"},
            "bands": [{"over": "0", "ratio": "{{{(scheme == "resident" ? "0.75" : "0.8")}}}"}, {"over": "5000", "ratio": "0.85"}],
            "caps": [{"amount": "9000", "period": "year"}, {"amount": "7000", "period": "visit"}], "cite": "T1"},
           {"id": "later", "when": {"care": "inpatient", "admission": {"from": 2}},
            "deductible": {"amount": "200", "period": "visit", "year_ceiling": "900"}, "ratio": "{{{(later ? "0.8" : "0.75")}}}",
            "caps": [{"amount": "9000", "period": "year"}], "cite": "T1"},
           {"id": "surgery", "when": {"care": "day_surgery"}, "ratio": "0.6",
            "caps": [{"amount": "9000", "period": "year"}, {"amount": "1500", "period": "quarter", "counter": "surgery.paid"}], "cite": "T1"},
           {"id": "clinic", "when": {"care": "outpatient", "place": ["home_county", "cross_county"]}, "ratio": "0.55",
            "deductible": {"amount": "50", "period": "month"},
            "caps": [{"amount": "{{{(later ? "360" : "300")}}}", "period": "year", "counter": "clinic.paid"},
                     {"amount": "120", "period": "month", "counter": "clinic.month"}], "over_cap": "patient", "cite": "T1"},
           {"id": "d10", "when": {"care": "outpatient_chronic", "disease": "D10*"}, "ratio": "0.7",
            "deductible": {"amount": "100", "period": "quarter", "counter": "d10.deductible"}, "cite": "T1"},
           {"id": "d20", "when": {"care": "outpatient_chronic", "disease": "D20"}, "ratio_by_class": {"A": "0.8", "B": "0.6"},
            "base_cap": {"amount": "2000", "period": "year", "counter": "d20.base", "counts": "after_deductible"}, "cite": "T1"},
           {"id": "pills", "when": {"care": "two_disease", "disease": "I10"}, "only": {"categories": ["western_medicine"]}, "rest": "aside",
            "ratio": "0.5", "caps": [{"amount": "260", "period": "year", "counter": "pills.paid"}], "cite": "T1"}]},
          {"id": "catastrophic", "title": "大病保险", "fund": "390300", "covers": ["in_scope"], "rules": [
           {"id": "tilt", "when": {"identity": ["extremely_poor", "subsistence_allowance"]}, "basis": "year",
            "bands": [{"over": "500", "ratio": "0.65"}, {"over": "3000", "ratio": "0.75"}], "cite": "T1"},
           {"id": "all", "basis": "year", "bands": [{"over": "1000", "ratio": "0.6"}, {"over": "3000", "ratio": "0.7"}],
            "caps": [{"amount": "5000", "period": "year"}], "cite": "T1"}]},
          {"id": "commercial", "title": "商业保险", "fund": "999996", "kind": "external",
           "covers": ["in_scope", "first_self_pay", "over_ceiling", "out_of_scope", "over_cap"]},
          {"id": "relief", "title": "医疗救助", "fund": "610100", "covers": ["in_scope", "aside"], "rules": [
           {"id": "poorest", "when": {"identity": "extremely_poor"}, "ratio": "1", "cite": "T1"},
           {"id": "poor", "when": {"identity": "subsistence_allowance"}, "ratio": "0.7",
            "caps": [{"amount": "2000", "period": "year", "counter": "relief.poor"}], "cite": "T1"},
           {"id": "marginal", "when": {"identity": "marginal_low_income", "care": "inpatient"}, "ratio": "0.5",
            "deductible": {"amount": "500", "period": "year"},
            "caps": [{"amount": "2000", "period": "year", "counter": "relief.poor"}, {"amount": "800", "period": "visit"}], "cite": "T1"}]},
          {"id": "charity", "title": "慈善救助", "fund": "999997", "covers": ["first_self_pay", "in_scope"], "rules": [
           {"id": "orphan", "when": {"identity": "orphan"}, "of": "charged", "ratio": "0.1",
            "caps": [{"amount": "60", "period": "month"}], "cite": "T1"},
           {"id": "old", "when": {"age": {"from": 76}}, "ratio": "0.2", "caps": [{"amount": "90", "period": "month"}], "cite": "T1"}]}],
         "programmes": [
          {"id": "parcel", "kind": "case_package", "when": {"care": "inpatient", "disease": "C50*"}, "price_cap": "5000",
           "components": ["in_scope", "first_self_pay", "over_ceiling"], "cite": "T1", "layers": [
           {"id": "basic", "fund": "390100", "covers": ["package"], "rules": [
            {"id": "parcel-basic", "ratio": "0.7", "caps": [{"amount": "9000", "period": "year"}], "cite": "T1"}]},
           {"id": "relief", "fund": "610100", "covers": ["package"], "rules": [
            {"id": "parcel-poor", "when": {"identity": "subsistence_allowance"}, "ratio": "0.7",
             "caps": [{"amount": "2000", "period": "year", "counter": "relief.poor"}], "cite": "T1"}]}]},
          {"id": "kidney", "kind": "case_package", "when": {"care": "outpatient_chronic", "disease": "N18*"}, "price_cap": "4000", "per": "year",
           "cite": "T1", "layers": [
           {"id": "basic", "fund": "390100", "covers": ["package"], "rules": [{"id": "kidney-basic", "ratio": "0.9", "cite": "T1"}]}]},
          {"id": "heads", "kind": "capitation", "when": {"care": ["outpatient_chronic", "inpatient"], "disease": "D30", "hospital_tier": "county"},
           "rate": "6250", "cite": "T1"},
          {"id": "quotas", "kind": "day_surgery", "when": {"care": "day_surgery"}, "quotas": {"K40": "3000"}, "cite": "T1"}],
         "items": [{"when": {"item_category": "materials", "disease": "D20"}, "first_self_pay": "0", "cite": "T1"}],
         "nothing_paid": [{"when": {"care": "outpatient", "place": "cross_city"}, "text": "异地普通门诊不支付", "cite": "T1"}],
         "one_stop": [
          {"layer": "relief", "when": {"care": "outpatient_chronic"}, "at_window": false, "cite": "T1"},
          {"layer": "relief", "online_from": "2025-03-01", "cite": "T1"}]}
        """;
}
