namespace MedAid.Oracle.Tests;

public sealed class ConditionTests
{
    private const string Visit = """
        {"date":"2023-06-15","care":"inpatient","disease":7,"hospital_level":"3","hospital_tier":"county",
         "place":"cross_county","admission":2,"charges":{"in_scope":"1000"}}
        """;

    private const string Person = """
        {"age":60,"employment":"retired","identities":["orphan",{"kind":"low_income","from":"2023-06-15"},
          {"kind":"registered_poor","until":"2023-06-15"},{"kind":"disabled_soldier","from":"2023-06-14",
           "until":"2023-06-16"},
          {"kind":"severely_disabled","from":"2023-06-16"}]}
        """;

    [Theory]
    [InlineData("{}", true)]
    [InlineData("""{"care":"inpatient"}""", true)]
    [InlineData("""{"care":["outpatient","inpatient"]}""", true)]
    [InlineData("""{"care":["outpatient","day_surgery"]}""", false)]
    [InlineData("""{"care":"inpatient","place":"home_county"}""", false)] // every key must hold
    [InlineData("""{"mode":"outpatient"}""", true)] // absent mode
    [InlineData("""{"mode":"inpatient_referenced"}""", false)]
    [InlineData("""{"filed":false}""", true)] // absent filing
    [InlineData("""{"filed":[true]}""", false)]
    [InlineData("""{"disease":"7"}""", true)] // a number is its text
    [InlineData("""{"hospital_level":[1,3]}""", true)]
    [InlineData("""{"hospital_tier":"township"}""", false)]
    [InlineData("""{"age":{"from":60,"to":60}}""", true)] // both ends included
    [InlineData("""{"age":{"from":61}}""", false)]
    [InlineData("""{"age":{"to":59}}""", false)]
    [InlineData("""{"age":[{"to":18},{"from":60}]}""", true)]
    [InlineData("""{"age":{}}""", true)]
    [InlineData("""{"admission":{"from":2}}""", true)]
    [InlineData("""{"admission":{"to":1}}""", false)]
    [InlineData("""{"employment":"retired"}""", true)]
    [InlineData("""{"identity":"orphan"}""", true)]
    [InlineData("""{"identity":"low_income"}""", true)] // from its start date
    [InlineData("""{"identity":"registered_poor"}""", false)] // not including its end date
    [InlineData("""{"identity":"disabled_soldier"}""", true)]
    [InlineData("""{"identity":"severely_disabled"}""", false)]
    [InlineData("""{"identity":["extremely_poor","severely_disabled","orphan"]}""", true)]
    public void A_condition_holds_as_the_facts_say(string when, bool holds) =>
        Example.Holds($$$"""{"layers":{"basic":"{{{(holds ? "1000.00" : "0.00")}}}"}}""",
            Example.Basic($$$"""{"when":{{{when}}},"ratio":1}"""), Visit, Person);

    [Theory]
    [InlineData("""{"care":"inpatient"}""")]
    [InlineData("""{"disease":"7"}""")]
    [InlineData("""{"hospital_level":"3"}""")]
    [InlineData("""{"age":{}}""")]
    [InlineData("""{"admission":{"from":0}}""")]
    [InlineData("""{"employment":["active","retired"]}""")]
    [InlineData("""{"identity":"orphan"}""")]
    public void A_condition_on_an_absent_fact_does_not_hold(string when) =>
        Example.Holds("""{"layers":{"basic":"0.00"},"patient":"5.00"}""",
            Example.Basic($$$"""{"when":{{{when}}},"ratio":1}"""), Example.Charged("""{"in_scope":5}"""));
}
