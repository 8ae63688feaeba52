using System.Reflection;
using System.Text.Json;

namespace MedAid.Core.Tests;

/// <summary>Values with types of their own: one cannot stand for another, and bytes and files do not know that they have types.</summary>
public sealed class ValueTypeTests
{
    private static Type[] TextValues { get; } =
        [.. typeof(ITextValue).Assembly.GetTypes().Where(t => t.IsValueType && t.IsAssignableTo(typeof(ITextValue)))];

    [Fact]
    public void Codes_and_keys_are_text_values() => Assert.Superset(
        new HashSet<Type> { typeof(HospitalCode), typeof(CountyCode), typeof(PersonKey), typeof(SettlementId), typeof(Fund) }, TextValues.ToHashSet());

    /// <summary>Two values of different types could only meet by way of a conversion, so a swapped pair does not compile.</summary>
    [Fact]
    public void A_text_value_becomes_nothing_else_by_itself() => Assert.DoesNotContain(
        TextValues.SelectMany(t => t.GetMethods(BindingFlags.Public | BindingFlags.Static)), m => m.Name == "op_Implicit");

    [Fact]
    public void In_JSON_a_value_is_its_bare_text_and_an_absent_one_is_refused()
    {
        Assert.Equal("\"H14112300101\"", JsonSerializer.Serialize(new HospitalCode("H14112300101")));
        Assert.Equal(new PersonKey("P1"), JsonSerializer.Deserialize<PersonKey>("\"P1\""));
        Assert.Null(JsonSerializer.Deserialize<SettlementId?>("null"));
        Assert.Throws<JsonException>(() => JsonSerializer.Deserialize<SettlementId>("null"));
        Assert.Equal("{\"141123\":1}", JsonSerializer.Serialize(new Dictionary<CountyCode, int> { [new CountyCode("141123")] = 1 }));
    }

    [Fact]
    public void The_default_is_the_empty_text_and_order_is_that_of_the_bytes()
    {
        Assert.Equal(default, new SettlementId(""));
        Assert.True(default(SettlementId).IsEmpty);
        Assert.Equal("", default(PersonKey).Text);
        PersonKey[] keys = [new("b"), new("B"), new("a"), default];
        Assert.Equal(["", "B", "a", "b"], keys.Order().Select(k => k.Text));
    }

    [Fact]
    public void Equality_and_order_allocate_nothing()
    {
        var (one, other) = (new PersonKey("P1"), new PersonKey(new string(['P', '2'])));
        Assert.False(Same(one, other)); // warms up
        var before = GC.GetAllocatedBytesForCurrentThread();
        var same = Same(one, other);
        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
        Assert.False(same);

        static bool Same(PersonKey a, PersonKey b) =>
            a == b || a.CompareTo(b) == 0 || a.GetHashCode() == b.GetHashCode() || EqualityComparer<PersonKey>.Default.Equals(a, b);
    }
}
