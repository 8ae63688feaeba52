using System.Text.Json;

namespace MedAid.Cli.Tests;

/// <summary>What the law grants beside a visit, with the figures of the packs of this repository.</summary>
public sealed class EntitlementCommandTests
{
    /// <summary>250 × 70 % = 175; 250 − 175 = 75. From 2021 on the law has no such aid: the person pays 280.</summary>
    [Fact]
    public async Task The_poverty_period_shares_a_premium_70_to_30_and_ends_with_2020()
    {
        var then = await PremiumAsync("2020-12-31", "250", "520", "--identities", "registered_poor", "--age", "40");
        Assert.Equal(("175.00", "75.00", "0.00"), (Text(then, "province"), Text(then, "county"), Text(then, "insured")));
        var later = await PremiumAsync("2021-01-01", "280", "550", "--identities", "registered_poor", "--age", "40");
        Assert.Equal(("0.00", "0.00", "280.00"), (Text(later, "province"), Text(later, "county"), Text(later, "insured")));
    }

    /// <summary>特困 new and not insured: 250 + 520 = 770 by relief; 优抚 the same by their own fund; new and insured: nothing back.</summary>
    [Fact]
    public async Task A_list_is_shared_line_by_line()
    {
        var file = Path.GetTempFileName();
        try
        {
            await File.WriteAllTextAsync(file, """
                person,identities,age,enrolment
                甲,extremely_poor,70,new_uninsured
                乙,priority_veteran,70,new_uninsured
                丙,低保对象,30,new_insured
                """);
            var people = (await JsonAsync(
                "entitlement", "premium-aid", "--county", "140105", "--date", "2019-09-01", "--personal", "250", "--fiscal", "520",
                "--csv", file, "--json")).GetProperty("people").EnumerateArray().ToArray();
            Assert.Equal(["770.00", "0.00", "0.00"], people.Select(p => Text(p, "relief")));
            Assert.Equal(["0.00", "770.00", "0.00"], people.Select(p => Text(p, "veterans_aid")));
            Assert.Equal(["0.00", "0.00", "250.00"], people.Select(p => Text(p, "insured")));

            await File.WriteAllTextAsync(file, "identities,age,enrolment\nunknown,70,at_enrolment\n");
            var wrong = await Medaid.RunAsync(
                "entitlement", "premium-aid", "--county", "140105", "--date", "2019-09-01", "--personal", "250", "--fiscal", "520", "--csv", file);
            Assert.Equal(1, wrong.ExitCode);
            Assert.Contains($"{file}:2: UNKNOWN_WORD: identities", wrong.Errors, StringComparison.Ordinal);
        }
        finally
        {
            File.Delete(file);
        }
    }

    [Theory]
    [InlineData("5000.00", "extremely_poor", "--late-stage", "--listed", "C34.900")]
    [InlineData("5000.00", "特困人员，孤儿", "--late-stage", "--listed", "C34.900")]
    [InlineData("0.00", "extremely_poor", "--late-stage")]
    [InlineData("0.00", "extremely_poor", "--listed", "C34.900")]
    [InlineData("0.00", "low_income", "--late-stage", "--listed", "C34.900")]
    [InlineData("0.00", "extremely_poor", "--late-stage", "--granted-before", "--listed", "C34.900")]
    public async Task The_care_grant_is_5000_once_for_a_listed_disease_in_its_late_stage(string amount, string identity, params string[] more)
    {
        var answer = await JsonAsync(
        [
            "entitlement", "care-grant", "--county", "141123", "--date", "2022-07-12", "--identities", identity, "--disease", "C34.900",
            "--json", .. more,
        ]);
        Assert.Equal(amount, Text(answer, "amount"));
        Assert.Contains("晋医保发〔2019〕46号 九", Text(answer, "basis"), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("没有病种名单")]
    [InlineData("病种不在名单内", "--listed", "C16.900")]
    public async Task A_care_grant_without_any_list_is_not_called_unlisted(string reason, params string[] more)
    {
        var answer = await JsonAsync(
        [
            "entitlement", "care-grant", "--county", "141123", "--date", "2022-07-12", "--identities", "extremely_poor", "--disease", "C34.900",
            "--late-stage", "--json", .. more,
        ]);
        Assert.Contains(reason, Text(answer, "reason"), StringComparison.Ordinal);
    }

    /// <summary>
    /// 甲 5,200 + 1,300 − 1,300 (reversed) = 5,200; 乙 6,400.50. 2 × 6,250 = 12,500; cost 11,600.50; 899.50 left; 449.75 a head. With 3
    /// under contract: 18,750 − 11,600.50 = 7,149.50; a third is 2,383.166… → 2,383.17.
    /// </summary>
    [Fact]
    public async Task A_capitation_month_is_income_less_cost_in_all_and_per_head()
    {
        var file = Path.GetTempFileName();
        try
        {
            await File.WriteAllTextAsync(file, "person,cost\n甲,5200\n甲,1300\n甲,-1300\n乙,6400.50\n");
            string[] asked = ["capitation", "month", "--county", "370406", "--date", "2020-07-15", "--csv", file, "--json"];
            var month = await JsonAsync(asked);
            Assert.Equal(
                ("6250.00", "12500.00", "11600.50", "899.50", "449.75"),
                (Text(month, "rate"), Text(month, "income"), Text(month, "cost"), Text(month, "result"), Text(month, "result_per_head")));
            Assert.Equal(["-150.50", "1050.00"], month.GetProperty("people").EnumerateArray().Select(p => Text(p, "result")).Order());
            var more = await JsonAsync([.. asked, "--heads", "3"]);
            Assert.Equal(("7149.50", "2383.17"), (Text(more, "result"), Text(more, "result_per_head")));
        }
        finally
        {
            File.Delete(file);
        }
    }

    [Fact]
    public async Task A_county_without_such_law_is_refused()
    {
        var run = await Medaid.RunAsync("capitation", "month", "--county", "141123", "--date", "2022-07-12", "--csv", "none.csv");
        Assert.Equal(5, run.ExitCode);
        Assert.Contains("没有按月的人头包干", run.Errors, StringComparison.Ordinal);
    }

    private static async Task<JsonElement> PremiumAsync(string day, string personal, string fiscal, params string[] more) =>
        (await JsonAsync(
        [
            "entitlement", "premium-aid", "--county", "140105", "--date", day, "--personal", personal, "--fiscal", fiscal, "--json", .. more,
        ])).GetProperty("people")[0];

    private static async Task<JsonElement> JsonAsync(params string[] arguments)
    {
        var run = await Medaid.RunAsync(arguments);
        Assert.True(run.ExitCode == 0, run.Errors);
        return JsonDocument.Parse(run.Output).RootElement;
    }

    private static string Text(JsonElement element, string name) => element.GetProperty(name).GetString()!;
}
