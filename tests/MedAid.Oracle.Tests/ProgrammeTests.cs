namespace MedAid.Oracle.Tests;

public sealed class ProgrammeTests
{
    private const string Layers = """[{"id":"basic","covers":["in_scope"],"rules":[{"ratio":"0.5"}]}]""";

    private static void Programme(string programme, string expect, string counters = "{}") =>
        Example.Holds(expect, Layers, Example.Charged("""{"in_scope":"1000","out_of_scope":"200"}"""),
            counters: counters, more: $$$"""
            {"programmes":[{"id":"never","kind":"capitation","rate":1,"when":{"filed":true}},{{{programme}}}]}
            """);

    [Fact]
    public void A_package_takes_all_charges_up_to_its_price_cap()
    {
        // 1200 against 1100: 100 borne by the hospital; basic 1100 × 0.7 = 770; second of charged 1100 × 0.2 = 220
        Programme(
            """
            {"id":"cataract","kind":"case_package","price_cap":"1100","layers":[
              {"id":"basic","covers":["package"],"rules":[{"of":"charged","ratio":"0.7"}]},
              {"id":"second","covers":["package","in_scope"],"rules":[{"of":"charged","ratio":"0.2"}]}]}
            """,
            """
            {"programme":"cataract","total":"1200.00","hospital_borne":"100.00","patient":"110.00",
             "charges":{"in_scope":"1000.00","out_of_scope":"200.00","package":"0.00"},
             "layers":{"basic":{"base":"1100.00","paid":"770.00"},"second":{"base":"1100.00","paid":"220.00"}},
             "counters":{"cataract.charged@2023":"0.00"}}
            """);
    }

    [Fact]
    public void A_package_by_period_goes_on_from_its_counter()
    {
        // 5000 − 4500 = 500 into the package, 700 borne; basic 500 × 1 = 500
        Programme(
            """
            {"id":"dialysis","kind":"case_package","price_cap":"5000","per":"quarter","layers":[
              {"id":"basic","covers":["package"],"rules":[{"ratio":1}]}]}
            """,
            """
            {"hospital_borne":"700.00","patient":"0.00","layers":{"basic":"500.00"},
             "counters":{"dialysis.charged@2023Q2":"500.00"}}
            """,
            """{"dialysis.charged@2023Q2":"4500"}""");
    }

    [Fact]
    public void A_layer_of_a_programme_shares_the_counters_of_the_plain_one_of_the_same_id()
    {
        // 600 − 550 = 50 left of the cap that plain visits used
        Programme(
            """
            {"id":"p","kind":"case_package","price_cap":"5000","layers":[
              {"id":"basic","covers":["package"],"rules":[{"ratio":1,"caps":[{"amount":600,"period":"year"}]}]}]}
            """,
            """{"layers":{"basic":{"paid":"50.00","capped":"1150.00"}},"counters":{"basic.paid@2023":"50.00"}}""",
            """{"basic.paid@2023":"550"}""");
    }

    [Fact]
    public void A_capitation_pays_everything_on_one_line_that_is_never_advanced() =>
        Programme("""{"id":"township","kind":"capitation","rate":"80"}""",
            """
            {"programme":"township","patient":"0.00","hospital_borne":"0.00",
             "layers":{"capitation":{"base":"1200.00","deductible":"0.00","paid":"1200.00","advanced":false},
              "basic":"0.00"},
             "charges":{"in_scope":"1000.00","out_of_scope":"200.00"}}
            """);

    [Fact]
    public void A_day_surgery_leaves_the_plain_split() =>
        Programme("""{"id":"day","kind":"day_surgery","quotas":{"I10":"3000"}}""",
            """{"programme":"day","patient":"700.00","layers":{"basic":{"paid":"500.00","quota":"0.00","bureau_pays":"0.00"}}}""");

    /// <summary>Of 500 a cap of the year leaves 200: 3000 × 0.5 × 200/500 = 600; by the other reading 1500.</summary>
    [Theory]
    [InlineData("in_proportion", "600")]
    [InlineData("whole", "1500")]
    public void What_a_limit_leaves_of_the_layer_it_leaves_of_the_quota_or_the_whole(string reading, string pays) => Example.Holds(
        $$$"""
        {"patient":"800.00","layers":{"basic":{"paid":"200.00","capped":"300.00","quota":"3000.00","bureau_pays":"{{{pays}}}.00"} } }
        """,
        """[{"id":"basic","covers":["in_scope"],"rules":[{"ratio":0.5,"caps":[{"amount":1000,"period":"year"}]}]}]""",
        Example.Charged("""{"in_scope":"1000"}""", ""","disease":"I10" """),
        counters: """{"basic.paid@2023":"800"}""",
        more: $$"""{"programmes":[{"id":"day","kind":"day_surgery","quotas":{"I10":"3000"},"quota_at_limit":"{{reading}}"}]}""");

    /// <summary>Quota 3000 × 0.5 = 1500; of a bill whose stay has had 2000 of it, 1000 × 0.5 = 500; of one that has had more, nothing.</summary>
    [Theory]
    [InlineData("", "3000", "1500")]
    [InlineData(""","stay":"S1" """, "1000", "500")]
    [InlineData(""","stay":"S2" """, "0", "0")]
    public void The_bureau_pays_the_hospital_of_a_day_surgery_by_quota(string stay, string quota, string pays) => Example.Holds(
        $$$"""
        {"patient":"500.00","layers":{"basic":{"paid":"500.00","quota":"{{{quota}}}","bureau_pays":"{{{pays}}}"} } }
        """,
        Layers, Example.Charged("""{"in_scope":"1000"}""", $$""","disease":"I10"{{stay}}"""),
        counters: """{"basic.quota@stay:S1":"2000","basic.quota@stay:S2":"3000.01"}""",
        more: """{"programmes":[{"id":"day","kind":"day_surgery","quotas":{"I10":"3000"}}]}""");
}
