using MedAid.Core.Policy;
using MedAid.Settlement.Claims;

namespace MedAid.Settlement.Tests.Claims;

public sealed class ClaimValidationTests
{
    private static readonly Dictionary<string, (string Field, string Rule, Func<ClaimDraft, ClaimDraft> Change)> Slips = new()
    {
        ["no hospital"] = ("visit.hospital_code", "REQUIRED", d => d with { HospitalCode = default }),
        ["a hospital with a blank"] = ("visit.hospital_code", "FORMAT", d => d with { HospitalCode = new("H 1") }),
        ["a hospital of 51 characters"] = ("visit.hospital_code", "FORMAT", d => d with { HospitalCode = new(new string('H', 51)) }),
        ["no visit id"] = ("visit.visit_id", "REQUIRED", d => d with { VisitId = "" }),
        ["a visit id of 31 characters"] = ("visit.visit_id", "FORMAT", d => d with { VisitId = new('1', 31) }),
        ["a visit id with a line break"] = ("visit.visit_id", "FORMAT", d => d with { VisitId = "1\n2" }),
        ["a visit id of blanks"] = ("visit.visit_id", "FORMAT", d => d with { VisitId = "  " }),
        ["a visit id with a blank behind it"] = ("visit.visit_id", "FORMAT", d => d with { VisitId = "MZ001 " }),
        ["a visit id with a wide blank before it"] = ("visit.visit_id", "FORMAT", d => d with { VisitId = "　MZ001" }),
        ["a visit id with a letter that is not seen"] = ("visit.visit_id", "FORMAT", d => d with { VisitId = "MZ\u200B001" }),
        ["a visit id with a filler"] = ("visit.visit_id", "FORMAT", d => d with { VisitId = "MZ001\u3164" }),
        ["a visit id of wide letters"] = ("visit.visit_id", "FORMAT", d => d with { VisitId = "ＭＺ００１" }),
        ["no id number"] = ("visit.id_number", "REQUIRED", d => d with { IdNumber = "" }),
        ["an id number of before 1999"] = ("visit.id_number", "OLD_ID_NUMBER", d => d with { IdNumber = "110105491231002" }),
        ["a passport"] = ("visit.id_number", "ID_KIND_NOT_TAKEN", d => d with { IdNumber = "E12345678" }),
        ["an external payment for a disease of another visit"] = ("visit.external_payments[0].disease_code", "UNKNOWN_WORD", d => d with
        {
            ExternalPayments = [new("commercial", 1) { Disease = "D99" }],
        }),
        ["a wrong check digit"] = ("visit.id_number", "CHECKSUM", d => d with { IdNumber = "141123196805129021" }),
        ["no date"] = ("visit.service_date", "DATE", d => d with { ServiceDate = "" }),
        ["a day that never was"] = ("visit.service_date", "DATE", d => d with { ServiceDate = "2026-02-29" }),
        ["another form of date"] = ("visit.service_date", "DATE", d => d with { ServiceDate = "2026-3-2" }),
        ["the last day of 2018"] = ("visit.service_date", "OUT_OF_RANGE", d => d with { ServiceDate = "2018-12-31" }),
        ["tomorrow"] = ("visit.service_date", "OUT_OF_RANGE", d => d with { ServiceDate = "2026-03-03" }),
        ["no care"] = ("visit.care", "REQUIRED", d => d with { Care = 0 }),
        ["an unknown care"] = ("visit.care", "REQUIRED", d => d with { Care = 6 }),
        ["an unknown mode"] = ("visit.mode", "UNKNOWN_WORD", d => d with { Mode = 3 }),
        ["admission 0"] = ("visit.admission", "OUT_OF_RANGE", d => d with { Admission = 0 }),
        ["chronic care without a disease"] = ("visit.disease_code", "REQUIRED", d => d with { DiseaseCode = "" }),
        ["two-disease care without a disease"] =
            ("visit.disease_code", "REQUIRED", d => d with { DiseaseCode = "", Care = (int)Care.TwoDisease }),
        ["a disease with a slash"] = ("visit.disease_code", "FORMAT", d => d with { DiseaseCode = "M07/800" }),
        ["no items"] = ("visit.items", "REQUIRED", d => d with { Items = [] }),
        ["1,001 items"] = ("visit.items", "TOO_MANY", d => d with { Items = [.. Enumerable.Repeat(d.Items[0], 1001)] }),
        ["item number 0"] = ("visit.items[0].item_number", "OUT_OF_RANGE", d => First(d, i => i with { ItemNumber = 0 })),
        ["an item number twice"] = ("visit.items[1].item_number", "DUPLICATE", d => First(d, i => i with { ItemNumber = 2 })),
        ["an item without a code"] = ("visit.items[0].code", "REQUIRED", d => First(d, i => i with { Code = "" })),
        ["an item code in Chinese"] = ("visit.items[0].code", "FORMAT", d => First(d, i => i with { Code = "透析" })),
        ["an item name of 201 characters"] = ("visit.items[0].name", "FORMAT", d => First(d, i => i with { Name = new('析', 201) })),
        ["an item name with a tab"] = ("visit.items[0].name", "FORMAT", d => First(d, i => i with { Name = "透\t析" })),
        ["a category with a blank"] = ("visit.items[0].category", "FORMAT", d => First(d, i => i with { Category = "a b" })),
        ["a price in words"] = ("visit.items[0].unit_price_yuan", "NOT_A_NUMBER", d => First(d, i => i with { UnitPriceYuan = "四百" })),
        ["a price below zero"] = ("visit.items[0].unit_price_yuan", "OUT_OF_RANGE", d => First(d, i => i with { UnitPriceYuan = "-1" })),
        ["a price that no register holds"] =
            ("visit.items[0].unit_price_yuan", "OUT_OF_RANGE", d => First(d, i => i with { UnitPriceYuan = "99999999999999.99" })),
        ["a price with 7 decimals"] =
            ("visit.items[0].unit_price_yuan", "TOO_MANY_DECIMALS", d => First(d, i => i with { UnitPriceYuan = "400.0000001" })),
        ["quantity 0"] = ("visit.items[0].quantity", "OUT_OF_RANGE", d => First(d, i => i with { Quantity = "0" })),
        ["no quantity"] = ("visit.items[0].quantity", "NOT_A_NUMBER", d => First(d, i => i with { Quantity = "" })),
        ["a quantity with 5 decimals"] =
            ("visit.items[0].quantity", "TOO_MANY_DECIMALS", d => First(d, i => i with { Quantity = "1.00001" })),
        ["approval 3"] = ("visit.items[0].approval", "UNKNOWN_WORD", d => First(d, i => i with { Approval = 3 })),
        ["one fen too much"] = ("visit.items[0].amount_fen", "ITEM_AMOUNT_DIFFERS", d => First(d, i => i with { AmountFen = 40001 })),
        ["10 million yuan and a fen"] = ("visit.items[0].amount_fen", "OUT_OF_RANGE", d => First(d, i => i with
        {
            AmountFen = 1_000_000_001, UnitPriceYuan = "10000000.01",
        })),
        ["a product beyond any amount"] = ("visit.items[0].amount_fen", "ITEM_AMOUNT_DIFFERS", d => First(d, i => i with
        {
            UnitPriceYuan = "9000000000000", Quantity = "900000000000000",
        })),
        ["21 external payments"] = ("visit.external_payments", "TOO_MANY", d => d with
        {
            ExternalPayments = [.. Enumerable.Repeat(new PaymentDraft("commercial", 1), 21)],
        }),
        ["an external payment for no layer"] = ("visit.external_payments[0].layer", "REQUIRED", d => d with { ExternalPayments = [new("", 1)] }),
        ["an upstream payment for a layer with a blank"] = ("visit.upstream_payments[0].layer", "FORMAT", d => d with { UpstreamPayments = [new("a b", 1)] }),
        ["an external payment below zero"] =
            ("visit.external_payments[0].amount_fen", "OUT_OF_RANGE", d => d with { ExternalPayments = [new("commercial", -1)] }),
        ["an upstream payment above 10 million yuan"] =
            ("visit.upstream_payments[0].amount_fen", "OUT_OF_RANGE", d => d with { UpstreamPayments = [new("basic", 1_000_000_001)] }),
        ["an account that says not how much"] = ("visit.account.use_fen", "REQUIRED", d => d with { Account = new(null, false, 1, 1) }),
        ["an account that says how much and all"] = ("visit.account.all", "ONLY_ONE", d => d with { Account = new(0, true, 1, 1) }),
        ["an account that pays less than nothing"] = ("visit.account.use_fen", "OUT_OF_RANGE", d => d with { Account = new(-1, false, 1, 1) }),
        ["a balance below zero"] = ("visit.account.balance_fen", "OUT_OF_RANGE", d => d with { Account = new(null, true, -1, 1) }),
        ["a helper's balance above 10 million yuan"] =
            ("visit.account.helper_fen", "OUT_OF_RANGE", d => d with { Account = new(null, true, 1, 1_000_000_001) }),
        ["a layer twice upstream"] = ("visit.upstream_payments", "DUPLICATE", d => d with { UpstreamPayments = [new("basic", 1), new("basic", 2)] }),
        ["a layer both external and upstream"] = ("visit.external_payments", "LAYER_GIVEN_TWICE", d => d with
        {
            ExternalPayments = [new("commercial", 1)], UpstreamPayments = [new("commercial", 1)],
        }),
    };

    public static TheoryData<string> AllSlips => [.. Slips.Keys];

    [Theory]
    [MemberData(nameof(AllSlips))]
    public void Each_slip_is_named_by_field_and_rule_and_nothing_else_is(string slip)
    {
        var (field, rule, change) = Slips[slip];
        var (claim, found) = Check(change(Visits.Sample));
        Assert.Null(claim);
        var violation = Assert.Single(found);
        Assert.Equal((field, rule), (violation.Field, FieldRules.WordOf(violation.Rule)));
        Assert.Matches(@"\p{IsCJKUnifiedIdeographs}", violation.Description);
    }

    [Fact]
    public void All_slips_are_named_at_once()
    {
        var (_, found) = Check(new ClaimDraft { Items = [new(0, "", "", "a b", "x", "0", -1, 9)], UpstreamPayments = [new("", -1)] });
        string[] fields =
        [
            "visit.hospital_code", "visit.visit_id", "visit.id_number", "visit.service_date", "visit.care",
            "visit.items[0].item_number", "visit.items[0].code", "visit.items[0].category", "visit.items[0].unit_price_yuan",
            "visit.items[0].quantity", "visit.items[0].approval", "visit.items[0].amount_fen", "visit.upstream_payments[0].layer",
            "visit.upstream_payments[0].amount_fen",
        ];
        Assert.Equal(fields, found.Select(v => v.Field));
    }

    [Fact]
    public void No_violation_repeats_the_value()
    {
        var (_, found) = Check(Visits.Sample with { IdNumber = "141123196805129021", VisitId = "张三\n" });
        Assert.Equal(2, found.Count);
        Assert.All(found, v => Assert.DoesNotContain("1968", v.ToString(), StringComparison.Ordinal));
        Assert.All(found, v => Assert.DoesNotContain("张三", v.ToString(), StringComparison.Ordinal));
    }

    [Fact]
    public void A_good_visit_becomes_a_claim_with_a_token_in_place_of_the_number()
    {
        var (claim, found) = Check(Visits.Sample with { Mode = 0, DiseaseCode = "M07800", Admission = 1 });
        Assert.Empty(found);
        Assert.Equal(Office.Tokens.Of(Visits.IdNumber), claim!.IdNumberHash);
        Assert.Equal((new DateOnly(2026, 3, 2), Care.OutpatientChronic, Mode.Outpatient), (claim.ServiceDate, claim.Care, claim.Mode));
        Assert.Equal(18, claim.Items.Count);
        Assert.Equal((400_000_000L, 10_000L, 40_000L), // 400 yuan in millionths, 1 in ten-thousandths, 400 yuan in fen
            (claim.Items[0].PriceMillionths, claim.Items[0].QuantityTenThousandths, claim.Items[0].AmountFen));
    }

    [Theory]
    [InlineData("2019-01-01")]
    [InlineData("2026-03-02")]
    public void The_first_day_and_today_are_taken(string day) => Assert.Empty(Check(Visits.Sample with { ServiceDate = day }).Found);

    /// <summary>0.333333 × 1.5 = 0.4999995 yuan, 50 fen; a price of nothing is a gift.</summary>
    [Theory]
    [InlineData("0.333333", "1.5", 50)]
    [InlineData("0", "3", 0)]
    [InlineData("10000000", "1", 1_000_000_000)]
    public void An_amount_is_price_times_quantity_rounded_to_the_fen(string price, string quantity, long fen) => Assert.Empty(
        Check(First(Visits.Sample, i => i with { UnitPriceYuan = price, Quantity = quantity, AmountFen = fen })).Found);

    [Theory]
    [InlineData("demo-0001", true)]
    [InlineData("A", true)]
    [InlineData("", false)]
    [InlineData("a b", false)]
    [InlineData("请求", false)]
    [InlineData("a_b", false)]
    [InlineData("0123456789012345678901234567890123456789012345678901234567890123", true)] // 64
    [InlineData("01234567890123456789012345678901234567890123456789012345678901234", false)] // 65
    public void A_request_id_has_1_to_64_letters_digits_and_hyphens(string requestId, bool good)
    {
        var found = new List<FieldViolation>();
        ClaimValidation.CheckRequestId(requestId, found);
        Assert.Equal(good, found.Count == 0);
        Assert.All(found, v => Assert.Equal(("request_id", FieldRule.Format), (v.Field, v.Rule)));
    }

    [Theory]
    [InlineData(-1, false)]
    [InlineData(0, true)]
    [InlineData(31, true)]
    [InlineData(32, false)]
    public void Sessions_of_a_month_are_0_to_31(int sessions, bool good)
    {
        var found = new List<FieldViolation>();
        ClaimValidation.CheckSessions(sessions, found);
        Assert.Equal(good, found.Count == 0);
    }

    private static ClaimDraft First(ClaimDraft draft, Func<ItemDraft, ItemDraft> change) =>
        draft with { Items = [change(draft.Items[0]), .. draft.Items.Skip(1)] };

    private static (VisitClaim? Claim, List<FieldViolation> Found) Check(ClaimDraft draft)
    {
        var found = new List<FieldViolation>();
        return (new ClaimValidation(Office.Tokens).Check(draft, Visits.Day, found), found);
    }
}
