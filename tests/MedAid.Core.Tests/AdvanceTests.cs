using MedAid.Core.Policy;

namespace MedAid.Core.Tests;

/// <summary>
/// 医院垫付. Relief goes online on 2023-06-15, the day of the visit, unless a county has a day of its own.
/// </summary>
public sealed class AdvanceTests
{
    private static readonly DateOnly Day = Visits.Day;

    [Theory]
    [InlineData(-1, false)]
    [InlineData(0, false)] // on that day it is online
    [InlineData(1, true)]
    public void Before_the_day_the_hospital_advances(int daysAfterVisit, bool advanced) =>
        Assert.Equal(advanced, IsAdvanced(Entry(Day.AddDays(daysAfterVisit))));

    [Fact]
    public void Without_a_day_it_is_not_online() => Assert.True(IsAdvanced(Entry(null)));

    [Fact]
    public void Without_an_entry_nothing_is_advanced() => Assert.False(IsAdvanced());

    [Theory]
    [InlineData("141123", true)]  // listed with null: not online, although everybody else is
    [InlineData("141124", true)]  // from tomorrow
    [InlineData("141125", false)] // from today
    [InlineData("141126", false)] // not listed
    [InlineData(null, false)]     // county unknown: as for everybody
    public void A_county_of_its_own_day_goes_by_it(string? county, bool advanced)
    {
        var entry = Entry(Day.AddYears(-1)) with
        {
            Counties = new Dictionary<string, DateOnly?>
            {
                ["141123"] = null, ["141124"] = Day.AddDays(1), ["141125"] = Day,
            },
        };
        Assert.Equal(advanced, IsAdvanced(Visits.Facts with { County = CountyCode.OrNull(county) }, entry));
    }

    [Fact]
    public void The_first_entry_whose_condition_holds_decides()
    {
        var inpatient =
            Entry(null) with { When = new Condition { Care = default(ValueSet).With((int)Care.Inpatient) } };
        Assert.False(IsAdvanced(inpatient, Entry(Day), Entry(null)));
        Assert.True(IsAdvanced(Visits.Facts with { Care = Care.Inpatient }, inpatient, Entry(Day)));
        Assert.False(IsAdvanced(inpatient));
    }

    [Fact]
    public void A_layer_that_pays_nothing_is_not_advanced()
    {
        var law = Relief(Entry(null));
        Assert.True(law.Split(Visits.InScope(1)).Line("relief").Advanced);
        Assert.False(law.Split(Visits.InScope(0)).Line("relief").Advanced);
    }

    [Fact]
    public void External_and_upstream_payments_are_not_advanced()
    {
        var visit = Visits.InScope(100_00);
        var upstream = visit with { Upstream = [new("relief", 100_00)] };
        Assert.False(Relief(Entry(null)).Split(upstream).Line("relief").Advanced);

        var external = new Law().Add(new Layer
        {
            Id = "relief", Covers = [Component.InScope], External = true, OneStop = [Entry(null)],
        });
        Assert.False(external.Split(visit with { External = [new("relief", 100_00)] }).Line("relief").Advanced);
    }

    [Fact]
    public void The_patient_is_not_asked_for_what_is_advanced() =>
        Assert.Equal(0, Relief(Entry(null)).Split(Visits.InScope(100_00)).PatientFen);

    private static bool IsAdvanced(params OneStopEntry[] entries) => IsAdvanced(Visits.Facts, entries);

    private static bool IsAdvanced(Facts facts, params OneStopEntry[] entries) =>
        Relief(entries).Split(Visits.InScope(100_00) with { Facts = facts }).Line("relief").Advanced;

    private static Law Relief(params OneStopEntry[] entries) => new Law().Add(new Layer
    {
        Id = "relief",
        Covers = [Component.InScope],
        Rules = [new LayerRule { Id = "r", Bands = Law.Flat("1") }],
        OneStop = entries,
    });

    private static OneStopEntry Entry(DateOnly? onlineFrom) =>
        new(Condition.Always, onlineFrom, new Dictionary<string, DateOnly?>(), Citation.None);
}
