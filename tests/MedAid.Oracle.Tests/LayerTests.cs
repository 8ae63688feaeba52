namespace MedAid.Oracle.Tests;

public sealed class LayerTests
{
    [Fact]
    public void A_deductible_is_taken_before_the_ratio()
    {
        // (1000 − 300.01) × 0.825 = 577.49175 → 577.49
        Example.Rule("""{"deductible":{"amount":"300.01","period":"visit"},"ratio":"0.825"}""",
            """
            {"layers":{"basic":{"base":"1000.00","deductible":"300.01","paid":"577.49","capped":"0.00"}},
            "patient":"422.51","counters":{"basic.deductible@2023":"0.00"}}
            """);
    }

    [Fact]
    public void A_deductible_per_month_takes_what_the_month_has_left_of_it()
    {
        // 400 − 150.50 used = 249.50; (1000 − 249.50) × 0.5 = 375.25
        Example.Rule("""{"deductible":{"amount":"400","period":"month"},"ratio":"0.5"}""",
            """
            {"layers":{"basic":{"deductible":"249.50","paid":"375.25"}},
            "counters":{"basic.deductible@2023-06":"249.50"}}
            """,
            counters: """
            {"basic.deductible@2023-06":"150.50","basic.deductible@2023-05":"9","basic.deductible@2023":"9"}
            """);
    }

    [Fact]
    public void A_deductible_already_met_is_not_taken_again_even_if_overshot() =>
        Example.Rule("""{"deductible":{"amount":"400","period":"quarter"},"ratio":"0.5"}""",
            """
            {"layers":{"basic":{"deductible":"0.00","paid":"500.00"}},"counters":{"basic.deductible@2023Q2":"0.00"}}
            """,
            counters: """{"basic.deductible@2023Q2":"400.01"}""");

    [Fact]
    public void A_deductible_per_visit_stops_at_the_ceiling_of_the_year()
    {
        // ceiling 1000 − 850 used = 150 < 400; (1000 − 150) × 1 = 850
        Example.Rule("""{"deductible":{"amount":"400","period":"visit","year_ceiling":"1000"},"ratio":1}""",
            """
            {"layers":{"basic":{"deductible":"150.00","paid":"850.00"}},"counters":{"basic.deductible@2023":"150.00"}}
            """,
            counters: """{"basic.deductible@2023":"850"}""");
    }

    [Fact]
    public void A_base_cap_counts_before_the_deductible_unless_told_otherwise()
    {
        // before: min(1000, 600) − 100 = 500 → 250; after: min(1000 − 100, 600) = 600 → 300
        Example.Rule(
            """
            {"base_cap":{"amount":600,"period":"visit"},"deductible":{"amount":100,"period":"visit"},"ratio":"0.5"}
            """,
            """{"layers":{"basic":{"base":"1000.00","deductible":"100.00","paid":"250.00"}}}""");
        Example.Rule(
            """
            {"base_cap":{"amount":600,"period":"year","counts":"after_deductible"},
             "deductible":{"amount":100,"period":"visit"},"ratio":"0.5"}
            """,
            """
            {"layers":{"basic":{"deductible":"100.00","paid":"300.00"}},"counters":{"basic.base_cap@2023":"600.00"}}
            """);
    }

    [Fact]
    public void A_base_cap_before_the_deductible_grows_by_what_it_let_through()
    {
        // 600 − 250 used = 350 eligible; 350 − 100 = 250; × 0.5 = 125; the counter grows by 350
        Example.Rule(
            """
            {"base_cap":{"amount":600,"period":"quarter"},"deductible":{"amount":100,"period":"visit"},"ratio":"0.5"}
            """,
            """{"layers":{"basic":"125.00"},"counters":{"basic.base_cap@2023Q2":"350.00"}}""",
            counters: """{"basic.base_cap@2023Q2":"250"}""");
    }

    [Fact]
    public void Bands_are_rounded_once_for_their_sum()
    {
        // x = 0.03: 0.5 × 0.01 + 0.5 × 0.01 + 0.5 × 0.01 = 0.015 → 0.02 (three roundings would give 0.03)
        Example.Rule("""{"bands":[{"over":0,"ratio":0.5},{"over":"0.01","ratio":0.5},{"over":"0.02","ratio":0.5}]}""",
            """{"layers":{"basic":"0.02"}}""", Example.Charged("""{"in_scope":"0.03"}"""));
    }

    [Fact]
    public void Below_the_first_band_the_ratio_is_zero_and_the_last_is_open()
    {
        // 1000 over 300: 500 × 0.1 = 50; over 800: 200 × 0.9 = 180
        Example.Rule("""{"bands":[{"over":300,"ratio":0.1},{"over":800,"ratio":0.9}]}""",
            """{"layers":{"basic":"230.00"},"patient":"770.00"}""");
    }

    [Fact]
    public void Bands_of_a_month_go_on_from_what_the_month_has_used()
    {
        // T(y) = round(y / 2): used 0.01 → 0.005 → 0.01; used + x = 0.02 → 0.01; the second fen pays nothing
        Example.Rule("""{"ratio":"0.5","basis":"month"}""",
            """{"layers":{"basic":"0.00"},"counters":{"basic.base@2023-06":"0.01"}}""",
            Example.Charged("""{"in_scope":"0.01"}"""), """{"basic.base@2023-06":"0.01"}""");
        // used 900, x = 1000: 100 at 0.2 up to 1000, then 900 at 0.8 = 20 + 720
        Example.Rule("""
        {"bands":[{"over":0,"ratio":0.2},{"over":1000,"ratio":0.8}],"basis":"quarter","counter":"all"}
        """,
            """{"layers":{"basic":"740.00"},"counters":{"all@2023Q2":"1000.00"}}""",
            counters: """{"all@2023Q2":"900"}""");
    }

    [Fact]
    public void A_ceiling_on_the_patient_is_a_layer_of_two_yearly_bands()
    {
        // 2500 used + 1000 = 3500: 500 are above 3000 and paid whole
        Example.Rule("""{"bands":[{"over":0,"ratio":0},{"over":3000,"ratio":1}],"basis":"year"}""",
            """{"layers":{"basic":"500.00"},"patient":"500.00"}""", counters: """{"basic.base@2023":"2500"}""");
    }

    [Fact]
    public void The_base_counter_grows_by_x_even_if_a_cap_cuts_the_payment()
    {
        // x = 1000 − 200 = 800; 400 paid, cut to 100; the base grows by 800, the cap by 100
        Example.Rule(
            """
            {"deductible":{"amount":200,"period":"visit"},"ratio":"0.5","basis":"year",
             "caps":[{"amount":100,"period":"month"}]}
            """,
            """
            {"layers":{"basic":{"paid":"100.00","capped":"300.00"}},
             "counters":{"basic.base@2023":"800.00","basic.paid@2023-06":"100.00"}}
            """);
    }

    [Fact]
    public void Every_cap_holds_and_the_tightest_decides()
    {
        // 800 wanted; visit 700, month 650 − 100 = 550, year 5000 − 4600 = 400; paid 400, capped 400
        Example.Rule(
            """
            {"ratio":"0.8","caps":[{"amount":700,"period":"visit"},{"amount":650,"period":"month"},
                                   {"amount":5000,"period":"year","counter":"all.paid"}]}
            """,
            """
            {"layers":{"basic":{"paid":"400.00","capped":"400.00"}},
             "counters":{"basic.paid@2023-06":"400.00","all.paid@2023":"400.00"}}
            """,
            counters: """{"basic.paid@2023-06":"100","all.paid@2023":"4600"}""");
    }

    [Fact]
    public void By_class_the_share_is_rounded_down_and_the_last_class_takes_the_rest()
    {
        // in scope A 10, B 20; x = 30 − 10 = 20; A: 20 × 10/30 = 6.66…, so 6.66, B: 20 − 6.66 = 13.34;
        // 6.66 × 1 + 13.34 × 0.5 = 6.66 + 6.67 = 13.33; and with B alone at 1, 13.34
        Example.Rule("""{"deductible":{"amount":10,"period":"visit"},"ratio_by_class":{"B":"0.5","A":"1"}}""",
            """{"layers":{"basic":"13.33"},"patient":"16.67"}""",
            Example.Items("""[{"price":20,"quantity":1,"class":"B"},{"price":10,"quantity":1,"class":"A"}]"""));
        Example.Rule("""{"deductible":{"amount":10,"period":"visit"},"ratio_by_class":{"B":1}}""",
            """{"layers":{"basic":"13.34"},"patient":"16.66"}""",
            Example.Items("""[{"price":20,"quantity":1,"class":"B"},{"price":10,"quantity":1,"class":"A"}]"""));
    }

    [Fact]
    public void A_class_not_named_pays_nothing_and_without_classes_nothing_is_paid()
    {
        // A 10, B 20: only A is named: 10 × 0.6 = 6
        Example.Rule("""{"ratio_by_class":{"A":"0.6"}}""", """{"layers":{"basic":"6.00"},"patient":"24.00"}""",
            Example.Items("""[{"price":20,"quantity":1,"class":"B"},{"price":10,"quantity":1,"class":"A"}]"""));
        Example.Rule("""{"ratio_by_class":{"A":"0.6"}}""", """{"layers":{"basic":{"base":"1000.00","paid":"0.00"}}}""");
    }

    [Fact]
    public void Of_charged_reckons_from_the_charges_but_pays_no_more_than_remains()
    {
        // basic pays 900 of 1000; second: base 1000, × 0.8 = 800, room 100 → pays 100, and that cut is not `capped`
        Example.Holds(
            """
            {"layers":{"basic":"900.00","second":{"base":"1000.00","paid":"100.00","capped":"0.00"}},"patient":"0.00"}
            """,
            """
            [{"id":"basic","covers":["in_scope"],"rules":[{"ratio":"0.9"}]},
             {"id":"second","covers":["in_scope"],"rules":[{"of":"charged","ratio":"0.8"}]}]
            """);
    }

    [Fact]
    public void The_payment_comes_off_the_covers_in_their_order()
    {
        // 60 of in_scope 50 + out_of_scope 70 (50 %): all of in_scope, 10 of out_of_scope, 60 left
        Example.Holds("""
        {"layers":{"basic":{"base":"120.00","paid":"60.00"},"second":{"base":"0.00"},"third":{"base":"60.00"}}}
        """,
            """
            [{"id":"basic","covers":["in_scope","out_of_scope"],"rules":[{"ratio":"0.5"}]},
             {"id":"second","covers":["in_scope"],"rules":[{"ratio":"0"}]},
             {"id":"third","covers":["out_of_scope"],"rules":[{"ratio":"0"}]}]
            """,
            Example.Charged("""{"in_scope":"50","out_of_scope":"70"}"""));
    }

    [Fact]
    public void Over_cap_to_the_patient_moves_spill_and_capped_from_the_last_cover_first()
    {
        // base 100 + 40 = 140, base cap 90: spill 50; 90 × 0.5 = 45, cap 30: capped 15; 30 come off in_scope (70 left);
        // 65 move: 40 from first_self_pay, 25 from in_scope (45 left), which a later layer sees only as over_cap
        Example.Holds(
            """
            {"layers":{"basic":{"base":"140.00","paid":"30.00","capped":"15.00"},"second":{"base":"45.00"},
                       "third":{"base":"65.00","paid":"6.50"}},"patient":"103.50"}
            """,
            """
            [{"id":"basic","covers":["in_scope","first_self_pay"],"rules":[{"base_cap":{"amount":90,"period":"visit"},
              "ratio":"0.5","caps":[{"amount":30,"period":"visit"}],"over_cap":"patient"}]},
             {"id":"second","covers":["in_scope"],"rules":[{"ratio":"0"}]},
             {"id":"third","covers":["over_cap"],"rules":[{"ratio":"0.1"}]}]
            """,
            Example.Charged("""{"in_scope":"100","first_self_pay":"40"}"""));
    }

    [Fact]
    public void Over_cap_moves_no_more_than_remains()
    {
        // first pays 950 of 1000; second: base (charged) 1000, cap 100: spill 900; pays 50 of room 50; nothing remains
        Example.Holds("""{"layers":{"second":{"base":"1000.00","paid":"50.00"}},"patient":"0.00"}""",
            """
            [{"id":"basic","covers":["in_scope"],"rules":[{"ratio":"0.95"}]},
             {"id":"second","covers":["in_scope"],"rules":[{"of":"charged","base_cap":{"amount":100,"period":"visit"},
              "ratio":1,"over_cap":"patient"}]}]
            """);
    }

    [Fact]
    public void Without_over_cap_to_the_patient_the_next_layer_sees_what_a_cap_cut()
    {
        // basic: 800 cut to 100, 900 remain; second 900 × 0.5
        Example.Holds("""{"layers":{"basic":"100.00","second":{"base":"900.00","paid":"450.00"}},"patient":"450.00"}""",
            """
            [{"id":"basic","covers":["in_scope"],"rules":[{"ratio":"0.8","caps":[{"amount":100,"period":"visit"}],
              "over_cap":"next_layer"}]},
             {"id":"second","covers":["in_scope"],"rules":[{"ratio":"0.5"}]}]
            """);
    }

    [Fact]
    public void Two_layers_may_share_one_cap_within_a_visit()
    {
        // 500 left of 600: basic pays 300, relief 700 × 0.5 = 350 cut to 500 − 300 = 200; both feed the counter
        Example.Holds(
            """
            {"layers":{"basic":"300.00","relief":{"paid":"200.00","capped":"150.00"}},
            "counters":{"both@2023":"500.00"}}
            """,
            """
            [{"id":"basic","covers":["in_scope"],"rules":[{"ratio":"0.3","caps":[{"amount":600,"period":"year",
             "counter":"both"}]}]},
             {"id":"relief","covers":["in_scope"],"rules":[{"ratio":"0.5","caps":[{"amount":600,
              "period":"year","counter":"both"}]}]}]
            """,
            counters: """{"both@2023":"100"}""");
    }

    [Fact]
    public void The_first_rule_that_holds_applies_and_none_gives_no_line()
    {
        var layers = Example.Basic("""
            {"when":{"care":"outpatient"},"ratio":1},{"when":{"care":["two_disease","inpatient"]},
             "ratio":"0.2"},{"ratio":"0.9"}
            """);
        Example.Holds("""{"layers":{"basic":"200.00"}}""", layers);
        var result = Oracle.Evaluate(Example.Line(
            Example.Basic("""
            {"when":{"care":"outpatient"},"ratio":1}
            """), Example.Inpatient, "{}", "{}", "{}", "{}")
            .ToJsonString());
        Assert.Empty(result["layers"]!.AsArray());
    }

    [Fact]
    public void A_rule_is_called_by_its_id_or_by_its_number()
    {
        var result = Oracle.Evaluate(Example.Line(
            """
            [{"id":"a","covers":["in_scope"],"rules":[{"when":{"filed":true},"ratio":1},{"ratio":0}]},
             {"id":"b","covers":["in_scope"],"rules":[{"id":"named","ratio":"0"}]}]
            """,
            Example.Inpatient, "{}", "{}", "{}", "{}").ToJsonString());
        Assert.Equal(["a#2", "named"], result["layers"]!.AsArray().Select(line => line!["rule"]!.GetValue<string>()));
        Assert.Empty(result["counters"]!.AsObject());
        Assert.Null(result["programme"]);
    }
}
