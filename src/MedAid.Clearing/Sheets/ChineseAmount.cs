using MedAid.Core;

namespace MedAid.Clearing.Sheets;

/// <summary>
/// An amount in capital characters (大写金额), as papers about money need it: 123456 fen is 壹仟贰佰叁拾肆元伍角陆分. By
/// 《支付结算办法》附一《正确填写票据和结算凭证的基本规定》; where it leaves a 零 free between yuan and jiao, the 零 is written.
/// </summary>
public static class ChineseAmount
{
    private const string Digits = "零壹贰叁肆伍陆柒捌玖";
    private const long Myriad = 10_000;
    private const long HundredMillion = 100_000_000;

    /// <summary>The characters of an amount.</summary>
    public static string Of(long amountFen)
    {
        var magnitude = amountFen < 0 ? -(Int128)amountFen : amountFen;
        var (yuan, rest) = ((long)(magnitude / 100), (int)(magnitude % 100));
        var (jiao, fen) = (rest / 10, rest % 10);
        var text = (amountFen < 0 ? "负" : "") + (yuan > 0 || rest == 0 ? $"{Whole(yuan)}元" : "");
        if (jiao > 0)
        {
            text += $"{(yuan > 0 && yuan % 10 == 0 ? "零" : "")}{Digits[jiao]}角";
        }

        if (fen > 0)
        {
            text += $"{(jiao == 0 && yuan > 0 ? "零" : "")}{Digits[fen]}分";
        }

        return fen == 0 ? text + "整" : text;
    }

    private static string Whole(long yuan) => yuan switch
    {
        0 => "零",
        >= HundredMillion => Split(yuan, HundredMillion, "亿"),
        >= Myriad => Split(yuan, Myriad, "万"),
        _ => BelowMyriad((int)yuan),
    };

    /// <summary>What is above a unit, the unit, and the rest; a 零 where the rest does not reach up to the unit.</summary>
    private static string Split(long yuan, long unit, string name)
    {
        var (above, rest) = Math.DivRem(yuan, unit);
        return $"{Whole(above)}{name}{(rest == 0 ? "" : rest < unit / 10 ? "零" + Whole(rest) : Whole(rest))}";
    }

    private static string BelowMyriad(int number)
    {
        var (text, gap) = ("", false);
        foreach (var (unit, name) in new[] { (1000, "仟"), (100, "佰"), (10, "拾"), (1, "") })
        {
            var digit = number / unit % 10;
            if (digit == 0)
            {
                gap |= text.Length > 0;
                continue;
            }

            text += $"{(gap ? "零" : "")}{Digits[digit]}{name}";
            gap = false;
        }

        Invariant.Holds(text.Length > 0, "nothing is not written here");
        return text;
    }
}
