using MedAid.Core.Policy;

namespace MedAid.Core.Tests.Policy;

/// <summary>
/// The words are the pack format, and the numbers of identities and components are kept: both are frozen.
/// </summary>
public sealed class VocabularyTests
{
    [Fact]
    public void Every_list_has_the_words_of_the_format()
    {
        Assert.Equal(
            ["outpatient", "outpatient_chronic", "two_disease", "inpatient", "day_surgery"], Vocabulary.Care.Words);
        Assert.Equal(["outpatient", "inpatient_referenced"], Vocabulary.Mode.Words);
        Assert.Equal(["township", "county", "city", "province"], Vocabulary.HospitalTier.Words);
        Assert.Equal(["home_county", "cross_county", "cross_city", "cross_province"], Vocabulary.Place.Words);
        Assert.Equal(["active", "retired"], Vocabulary.Employment.Words);
        Assert.Equal(["A", "B", "C"], Vocabulary.ItemClass.Words);
        Assert.Equal(["visit", "month", "quarter", "year"], Vocabulary.Period.Words);
        Assert.Equal(
            ["in_scope", "first_self_pay", "over_ceiling", "out_of_scope", "package", "capitated", "over_cap", "aside"],
            Vocabulary.Component.Words);
        Assert.Equal(
            [
                "extremely_poor", "subsistence_allowance", "marginal_low_income", "returned_to_poverty",
                "impoverished_by_illness", "low_income", "registered_poor", "poverty_monitored", "priority_veteran",
                "disabled_soldier", "severely_disabled", "orphan",
            ],
            Vocabulary.Identity.Words);
    }

    [Fact]
    public void Every_value_has_a_word_that_leads_back_to_it_and_a_Chinese_name()
    {
        Complete(Vocabulary.Care);
        Complete(Vocabulary.Mode);
        Complete(Vocabulary.HospitalTier);
        Complete(Vocabulary.Place);
        Complete(Vocabulary.Employment);
        Complete(Vocabulary.ItemClass);
        Complete(Vocabulary.Period);
        Complete(Vocabulary.Component);
        Complete(Vocabulary.Identity);
    }

    [Theory]
    [InlineData("Inpatient")]
    [InlineData("inpatient ")]
    [InlineData("")]
    [InlineData("住院")]
    public void A_word_is_found_only_as_it_is_written(string word)
    {
        Assert.False(Vocabulary.Care.TryFind(word, out var care));
        Assert.Equal(default, care);
    }

    [Fact]
    public void A_value_without_a_word_is_our_own_mistake() =>
        Assert.Throws<InvariantBrokenException>(() => Vocabulary.Care.WordOf(default));

    [Fact]
    public void Components_are_numbered_without_a_gap_so_that_they_index_an_array() =>
        Assert.Equal(Enumerable.Range(0, Vocabulary.Components), Enum.GetValues<Component>().Select(c => (int)c));

    private static void Complete<T>(WordList<T> list)
        where T : struct, Enum
    {
        foreach (var value in Enum.GetValues<T>())
        {
            Assert.True(list.TryFind(list.WordOf(value), out var found));
            Assert.Equal(value, found);
            Assert.Matches(@"\p{IsCJKUnifiedIdeographs}", list.ChineseOf(value));
        }

        Assert.Equal(Enum.GetValues<T>().Length, list.Words.Distinct(StringComparer.Ordinal).Count());
    }
}
