using MedAid.Core.Policy;

namespace MedAid.Core.Tests.Policy;

/// <summary>适用条件: every key must hold, a list means any of, an absent fact does not hold.</summary>
public sealed class ConditionTests
{
    private static readonly DateOnly Day = new(2023, 6, 15);

    private static readonly Facts Known = new()
    {
        ServiceDate = Day,
        Care = Care.OutpatientChronic,
        Mode = Mode.InpatientReferenced,
        Disease = "M07800",
        HospitalLevel = "05",
        HospitalTier = HospitalTier.County,
        Place = Place.CrossCity,
        Filed = true,
        Admission = 2,
        Age = 60,
        Employment = Employment.Retired,
        Identities = Set(IdentityKind.Orphan, IdentityKind.ExtremelyPoor),
    };

    private static readonly Facts Unknown = new() { ServiceDate = Day };

    public static TheoryData<string, Condition, bool, bool> Keys => new()
    {
        // what is asked, whether it holds where all is known, whether it holds where nothing is
        { "nothing", Condition.Always, true, true },
        { "care", new() { Care = Set(Care.OutpatientChronic) }, true, false },
        { "care any of", new() { Care = Set(Care.Inpatient, Care.OutpatientChronic) }, true, false },
        { "other care", new() { Care = Set(Care.Inpatient) }, false, false },
        { "mode", new() { Mode = Set(Mode.InpatientReferenced) }, true, false },
        { "mode is out-patient when absent", new() { Mode = Set(Mode.Outpatient) }, false, true },
        { "disease", new() { Disease = ["M03900", "M07800"] }, true, false },
        { "other disease", new() { Disease = ["M03900"] }, false, false },
        { "level", new() { HospitalLevel = ["05"] }, true, false },
        { "other level", new() { HospitalLevel = ["5"] }, false, false },
        { "tier", new() { HospitalTier = Set(HospitalTier.Township, HospitalTier.County) }, true, false },
        { "place", new() { Place = Set(Place.CrossCity) }, true, false },
        { "filed", new() { Filed = default(ValueSet).With(1) }, true, false },
        { "not filed, which is so when absent", new() { Filed = default(ValueSet).With(0) }, false, true },
        { "identity, one of several", new() { Identity = Set(IdentityKind.ExtremelyPoor) }, true, false },
        { "other identity", new() { Identity = Set(IdentityKind.SubsistenceAllowance) }, false, false },
        { "employment", new() { Employment = Set(Employment.Retired) }, true, false },
        { "other employment", new() { Employment = Set(Employment.Active) }, false, false },
        { "age", new() { Age = [new(60, 60)] }, true, false },
        { "age, any of two", new() { Age = [new(0, 6), new(60, null)] }, true, false },
        { "age, open at both ends", new() { Age = [new(null, null)] }, true, false },
        { "admission", new() { Admission = [new(2, null)] }, true, false },
        { "two keys that hold", new() { Age = [new(60, null)], Place = Set(Place.CrossCity) }, true, false },
        { "one key of two", new() { Age = [new(61, null)], Place = Set(Place.CrossCity) }, false, false },
    };

    [Theory]
    [MemberData(nameof(Keys))]
    public void Each_key_asks_its_fact(string asked, Condition condition, bool whereKnown, bool whereUnknown)
    {
        Assert.True(condition.Holds(Known) == whereKnown, asked);
        Assert.True(condition.Holds(Unknown) == whereUnknown, asked);
    }

    [Theory]
    [InlineData(17, false)]
    [InlineData(18, true)]
    [InlineData(19, true)]
    [InlineData(59, true)]
    [InlineData(60, true)]
    [InlineData(61, false)]
    [InlineData(null, false)]
    public void Both_ends_of_a_range_are_included(int? age, bool holds) =>
        Assert.Equal(holds, new Condition { Age = [new IntegerRange(18, 60)] }.Holds(Unknown with { Age = age }));

    [Fact]
    public void The_class_of_an_item_is_asked_only_of_items()
    {
        var classB = new Condition { ItemClass = Set(ItemClass.B) };
        Assert.True(classB.Holds(Known, ItemClass.B));
        Assert.False(classB.Holds(Known, ItemClass.A));
        Assert.False((classB with { Disease = ["other"] }).Holds(Known, ItemClass.B));
    }

    public static TheoryData<string, Condition, Condition, bool> Pairs => new()
    {
        { "always hides all", Condition.Always, new() { Disease = ["a"] }, true },
        { "nothing but always hides always", new() { Disease = ["a"] }, Condition.Always, false },
        { "itself", new() { Age = [new(1, 5)] }, new() { Age = [new(1, 5)] }, true },
        { "more values", new() { Mode = AnyMode }, new() { Mode = Set(Mode.Outpatient) }, true },
        { "fewer values", new() { Mode = Set(Mode.Outpatient) }, new() { Mode = AnyMode }, false },
        { "wider range", new() { Age = [new(null, 60)] }, new() { Age = [new(1, 60)] }, true },
        { "narrower range", new() { Age = [new(2, 60)] }, new() { Age = [new(1, 60)] }, false },
        { "closed end against open", new() { Age = [new(0, 60)] }, new() { Age = [new(0, null)] }, false },
        { "more words", new() { Disease = ["a", "b"] }, new() { Disease = ["b"] }, true },
        { "fewer words", new() { Disease = ["b"] }, new() { Disease = ["a", "b"] }, false },
        { "one key more", new() { Disease = ["a"], HospitalLevel = ["05"] }, new() { Disease = ["a"] }, false },
        { "one key less", new() { Disease = ["a"] }, new() { Disease = ["a"], HospitalLevel = ["05"] }, true },
    };

    [Theory]
    [MemberData(nameof(Pairs))]
    public void A_condition_hides_another_that_it_covers(string pair, Condition first, Condition second, bool hides) =>
        Assert.True(first.Covers(second) == hides, pair);

    private static ValueSet AnyMode => Set(Mode.Outpatient, Mode.InpatientReferenced);

    private static ValueSet Set<T>(params T[] values)
        where T : struct, Enum => values.Aggregate(default(ValueSet), (set, value) => set.With(Convert.ToInt32(value)));
}
