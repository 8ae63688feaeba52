namespace MedAid.Oracle.Tests;

public sealed class ChargingTests
{
    private static void Items(string items, string expect, string more = "{}") =>
        Example.Holds(expect, visit: Example.Items(items), more: more);

    [Fact]
    public void A_product_is_rounded_half_up_once()
    {
        // 0.005 × 1 = 0.005 → 0.01; 1.2345 × 2.5 = 3.08625 → 3.09; 0.004999 × 1 → 0.00; together 3.10
        Items("""[{"price":"0.005","quantity":1},{"price":1.2345,"quantity":"2.5"},{"price":0.004999,"quantity":1}]""",
            """{"gross":"3.10","total":"3.10","charges":{"out_of_scope":"3.10"},"patient":"3.10"}""");
    }

    [Fact]
    public void No_class_is_class_C() =>
        Items("""[{"price":"30","quantity":1},{"price":"5","quantity":1,"class":"C","first_self_pay":"0.5"}]""",
            """{"charges":{"out_of_scope":"35.00","first_self_pay":"0.00"}}""");

    [Fact]
    public void The_excess_over_the_ceiling_comes_off_before_the_first_self_pay()
    {
        // (12.35 − 10) × 3 = 7.05; rest 37.05 − 7.05 = 30.00; 15 % = 4.50; in scope 25.50
        Items("""[{"price":"12.35","quantity":3,"class":"B","first_self_pay":"0.15","ceiling":"10"}]""",
            """{"charges":{"over_ceiling":"7.05","first_self_pay":"4.50","in_scope":"25.50"}}""");
    }

    [Fact]
    public void The_excess_is_reckoned_on_the_full_price_and_limited_to_what_the_waiver_left()
    {
        // 100 − 90 % waived = 10 left; the excess (100 − 20) × 1 = 80 is limited to 10; nothing else remains
        Items("""[{"category":"bed","price":"100","quantity":1,"class":"A","first_self_pay":"0.5","ceiling":"20"}]""",
            """
            {"gross":"100.00","waived":"90.00","total":"10.00","charges":{"over_ceiling":"10.00"},"patient":"10.00"}
            """,
            """{"waivers":[{"categories":{"bed":"0.9"}}]}""");
    }

    [Fact]
    public void A_price_at_the_ceiling_has_no_excess_and_a_tiny_excess_may_round_to_nothing()
    {
        // 10.004 − 10 = 0.004 → 0.00; price 10.005: amount 10.01 (half up), excess 0.005 → 0.01
        Items("""
            [{"price":"10","quantity":1,"class":"A","ceiling":"10"},
             {"price":"10.004","quantity":1,"class":"A","ceiling":"10"},
             {"price":"10.005","quantity":1,"class":"A","ceiling":"10.00"}]
            """,
            """{"gross":"30.01","charges":{"over_ceiling":"0.01","in_scope":"30.00"}}""");
    }

    [Fact]
    public void A_ratio_on_a_class_A_item_is_used() =>
        Items("""[{"price":"100","quantity":1,"class":"A","first_self_pay":"0.2"}]""",
            """{"charges":{"first_self_pay":"20.00","in_scope":"80.00"}}""");

    [Theory]
    [InlineData("\"restricted\":true", "out_of_scope")]
    [InlineData("\"restricted\":true,\"approval\":1", "in_scope")]
    [InlineData("\"restricted\":true,\"approval\":2", "out_of_scope")]
    [InlineData("\"restricted\":false,\"approval\":2", "out_of_scope")]
    [InlineData("\"restricted\":false", "in_scope")]
    public void Restriction_and_approval_decide_the_scope(string marks, string component) =>
        Items($$$"""[{"price":"100","quantity":1,"class":"A",{{{marks}}}}]""",
            $$$"""{"charges":{"{{{component}}}":"100.00"}}""");

    [Fact]
    public void The_first_item_rule_that_holds_overrides_the_ratio()
    {
        // B by the second rule 10 % of 200 = 20; A by the third 0 % although the item says 50 %
        Items("""
            [{"price":"200","quantity":1,"class":"B","first_self_pay":"0.3"},
             {"price":"50","quantity":1,"class":"A","first_self_pay":"0.5"}]
            """,
            """{"charges":{"first_self_pay":"20.00","in_scope":"230.00"}}""",
            """
            {"items":[{"when":{"care":"inpatient"},"first_self_pay":1},
                      {"when":{"item_class":"B"},"first_self_pay":"0.1"},{"first_self_pay":0}]}
            """);
    }

    [Fact]
    public void The_first_waiver_that_names_the_category_decides_even_with_a_smaller_ratio()
    {
        // bed: first waiver does not hold, second does not name it, third takes round(33.33 × 0.5) = 16.67 (16.665)
        Items("""[{"category":"bed","price":"33.33","quantity":1,"class":"C"}]""",
            """{"waived":"16.67","total":"16.66","charges":{"out_of_scope":"16.66"}}""",
            """
            {"waivers":[{"when":{"filed":true},"categories":{"bed":1}},{"categories":{"registration":1}},
                        {"categories":{"bed":"0.5"}},{"categories":{"bed":1}}]}
            """);
    }

    [Fact]
    public void A_visit_by_charges_has_no_waiver() =>
        Example.Holds("""{"gross":"10.00","waived":"0.00","charges":{"in_scope":"10.00"}}""",
            visit: Example.Charged("""{"in_scope":"10"}"""), more: """{"waivers":[{"categories":{"in_scope":1}}]}""");
}
