using MedAid.Settlement.Claims;

namespace MedAid.Settlement.People;

/// <summary>
/// Why a text is no id number that is taken, and what to send instead. An old number is not lengthened here: it has no check digit, so that a
/// slip of the keyboard would be another person.
/// </summary>
public sealed record IdNumberProblem(FieldRule Rule, string Text)
{
    private const int OldLength = 15;
    private const int TaiwanPermitLength = 8;
    private const int RegionLength = 6;
    private const string Century = "19";

    private const string Taken =
        "只收 18 位的公民身份号码（港澳台居民居住证、2023 年起的外国人永久居留身份证的 18 位号码也收）；护照、通行证、军官证、社保卡等的号码不收，"
        + "请改写参保登记的 18 位号码，没有的先按自费结算，再持票据到参保地医保经办机构报销";

    /// <summary>The problem of a number; null if it is right.</summary>
    public static IdNumberProblem? Of(string number) =>
        IdNumber.IsValid(number) ? null
        : number.Length == 0 ? new IdNumberProblem(FieldRule.Required, "请写明身份证号码")
        : LastOfLengthened(number) is { } last ? new IdNumberProblem(FieldRule.OldIdNumber, Old(last))
        : IsOtherDocument(number) ? new IdNumberProblem(FieldRule.IdKindNotTaken, Taken)
        : new IdNumberProblem(FieldRule.Checksum, "身份证号码不对：要 18 位，出生日期真实，校验位正确，请核对证件");

    private static string Old(char last) =>
        $"这是 15 位的旧号码，没有校验位，写错一位就成了另一个人；请写 18 位号码（第 6 位后加 {Century}，末尾加 {last}），并与证件核对";

    /// <summary>The check character of an old number after it was lengthened; null if it is none.</summary>
    private static char? LastOfLengthened(string number) =>
        number.Length == OldLength && number.All(char.IsAsciiDigit) && number.Insert(RegionLength, Century) is var longer
        && IdNumber.BirthDate(longer) is not null ? IdNumber.CheckCharacter(longer) : null;

    /// <summary>Letters stand in numbers of other documents; a permit of Taiwan has eight digits.</summary>
    private static bool IsOtherDocument(string number) =>
        number[..^1].Any(char.IsLetter) || (number.Length == TaiwanPermitLength && number.All(char.IsAsciiDigit));
}
