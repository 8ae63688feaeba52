using System.Text.RegularExpressions;
using MedAid.Core;

namespace MedAid.Clearing.Sheets;

/// <summary>Reads yuan as clerks and banks write them: 1,234.50, ￥33.13, 33.13元. Exactly, or not at all.</summary>
internal static partial class AmountText
{
    /// <summary>The fen of a text; else why not, as a code and what to do.</summary>
    public static (string Code, string Message)? Read(string text, long fenMax, out long amountFen)
    {
        var plain = WideText.Narrow(text).Trim().TrimStart('¥').TrimEnd('元').Trim();
        if (Grouped().IsMatch(plain))
        {
            plain = plain.Replace(",", "", StringComparison.Ordinal);
        }

        return ExactNumber.Read(plain, 2, out amountFen) switch
        {
            NumberProblem.None when amountFen > fenMax => ("AMOUNT_TOO_LARGE", $"金额太大，最多 {fenMax / 1_000_000} 万元，请核对"),
            NumberProblem.None => null,
            NumberProblem.TooManyDecimals => ("AMOUNT_DECIMALS", "金额最多两位小数，请写到分"),
            NumberProblem.TooLarge => ("AMOUNT_TOO_LARGE", "金额太大，请核对"),
            NumberProblem.NotANumber => ("AMOUNT_NOT_A_NUMBER", "金额不是数字，请只写数字，如 33.13"),
            var problem => throw InvariantBrokenException.NoWordFor(problem),
        };
    }

    [GeneratedRegex(@"^-?\d{1,3}(,\d{3})+(\.\d+)?$")]
    private static partial Regex Grouped();
}
