using MedAid.Settlement.Claims;
using MedAid.Settlement.People;

namespace MedAid.Settlement.Tests.People;

public sealed class IdNumberTests
{
    /// <summary>
    /// The two examples of GB 11643. Digits × weights 7 9 10 5 8 4 2 1 6 3 7 9 10 5 8 4 2, summed:
    /// 11010519491231002: 7+9+0+5+0+20+2+9+24+27+7+18+30+5+0+0+4 = 167 = 15 × 11 + 2, place 2 of 10X98765432 is X.
    /// 44052418800101001: 28+36+0+25+16+16+2+8+48+0+0+9+0+5+0+0+2 = 195 = 17 × 11 + 8, place 8 is 4.
    /// </summary>
    [Theory]
    [InlineData("11010519491231002X")]
    [InlineData("11010519491231002x")]
    [InlineData("440524188001010014")]
    public void A_number_with_the_right_check_character_is_valid(string number) => Assert.True(IdNumber.IsValid(number));

    [Theory]
    [InlineData("", "nothing")]
    [InlineData("11010519491231002", "17 characters")]
    [InlineData("11010519491231002X0", "19 characters")]
    [InlineData("110105491231002", "the form of before 1999")]
    [InlineData("110105194912310021", "another check character")]
    [InlineData("440524188001010015", "another check character")]
    [InlineData("44052418800101001X", "X where 4 belongs")]
    [InlineData("1101051949123100 X", "a blank among the digits")]
    [InlineData("１１010519491231002X", "full-width digits")]
    [InlineData("110105194913310026", "month 13")]
    [InlineData("110105190002290024", "1900 had no 29 February")]
    public void Any_other_is_not(string number, string why) => Assert.False(IdNumber.IsValid(number), why);

    /// <summary>
    /// 110105491231002 lengthened is the first example of GB 11643, whose check character is X; 440524800101001 made by the same rule is of 1980:
    /// 28+36+0+25+16+16+2+9+48+0+0+9+0+5+0+0+2 = 196 = 17 × 11 + 9, place 9 is 3.
    /// </summary>
    [Theory]
    [InlineData("110105491231002", FieldRule.OldIdNumber, "第 6 位后加 19，末尾加 X")]
    [InlineData("440524800101001", FieldRule.OldIdNumber, "第 6 位后加 19，末尾加 3")]
    [InlineData("110105491331002", FieldRule.Checksum, "请核对证件")] // month 13
    [InlineData("110105194912310021", FieldRule.Checksum, "请核对证件")]
    [InlineData("1101051949123100", FieldRule.Checksum, "请核对证件")]
    [InlineData("E12345678", FieldRule.IdKindNotTaken, "护照")]
    [InlineData("EB1234567", FieldRule.IdKindNotTaken, "护照")]
    [InlineData("H12345678", FieldRule.IdKindNotTaken, "通行证")]
    [InlineData("01234567", FieldRule.IdKindNotTaken, "通行证")]
    [InlineData("军字第1234567号", FieldRule.IdKindNotTaken, "军官证")]
    [InlineData("USA110101850101", FieldRule.IdKindNotTaken, "外国人永久居留身份证")]
    [InlineData("", FieldRule.Required, "请写明")]
    public void What_is_wrong_is_said_with_the_way_to_put_it_right(string number, FieldRule rule, string says)
    {
        var problem = IdNumberProblem.Of(number)!;
        Assert.Equal(rule, problem.Rule);
        Assert.Contains(says, problem.Text, StringComparison.Ordinal);
    }

    /// <summary>
    /// Residents of Hong Kong, Macau and Taiwan: 810000199408230021 of GB 11643. 81000019940823002: 56+9+0+0+0+0+2+9+54+12+0+72+20+15+0+0+4 =
    /// 253 = 23 × 11, place 0 is 1.
    /// </summary>
    [Fact]
    public void Residence_permits_have_numbers_of_the_same_kind() => Assert.Null(IdNumberProblem.Of("810000199408230021"));

    /// <summary>
    /// Only the date is wrong here. 11010519490229001: 7+9+0+5+0+20+2+9+24+27+0+18+20+45+0+0+2 = 188 = 17 × 11 + 1, place 1 is 0.
    /// </summary>
    [Fact]
    public void A_right_check_character_does_not_save_a_day_that_never_was() =>
        Assert.False(IdNumber.IsValid("110105194902290010"));

    /// <summary>11010519480229001: 188 less 9 × 3 plus 8 × 3 = 185 = 16 × 11 + 9, place 9 is 3.</summary>
    [Fact]
    public void The_29_February_of_a_leap_year_is_a_day() => Assert.True(IdNumber.IsValid("110105194802290013"));

    [Fact]
    public void Digits_7_to_14_are_the_birth_date()
    {
        Assert.Equal(new DateOnly(1949, 12, 31), IdNumber.BirthDate("11010519491231002X"));
        Assert.Null(IdNumber.BirthDate("110105194902290010"));
    }

    [Theory]
    [InlineData("1968-05-12", "2026-05-11", 57)] // the day before the birthday
    [InlineData("1968-05-12", "2026-05-12", 58)] // on it
    [InlineData("1968-05-12", "2026-04-30", 57)]
    [InlineData("1968-05-12", "2026-06-01", 58)]
    [InlineData("2004-02-29", "2022-02-28", 17)]
    [InlineData("2004-02-29", "2022-03-01", 18)] // no 29 February that year: the day after it would have been
    [InlineData("2004-02-29", "2024-02-28", 19)]
    [InlineData("2004-02-29", "2024-02-29", 20)]
    [InlineData("2026-03-02", "2026-03-02", 0)]
    public void A_year_is_complete_on_the_birthday(string born, string day, int age) =>
        Assert.Equal(age, IdNumber.AgeOn(DateOnly.ParseExact(born, "yyyy-MM-dd"), DateOnly.ParseExact(day, "yyyy-MM-dd")));
}
