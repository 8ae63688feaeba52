using MedAid.Core;

namespace MedAid.Policies.Reading;

/// <summary>Reads numbers exactly, never below zero, and says what is wrong with one in the words of the clerk.</summary>
internal static class NumberReader
{
    /// <summary>The number scaled by a power of ten; null, with a problem, if it is none that may stand here.</summary>
    public static long? Read(PackNode value, string path, int decimals, string what, PackProblems problems)
    {
        var problem = value.Kind is NodeKind.Text or NodeKind.Number
            ? ExactNumber.Read(value.Text, decimals, out var scaled)
            : Wrong(out scaled);
        switch (problem)
        {
            case NumberProblem.None when scaled >= 0:
                return scaled;
            case NumberProblem.None:
                problems.Add(PackProblemCode.Negative, value.Line, path, $"{what}不能为负，请改成零或正数");
                return null;
            case NumberProblem.TooManyDecimals:
                var limit = decimals == 0 ? "不能有小数" : $"最多 {decimals} 位小数";
                problems.Add(PackProblemCode.TooManyDecimals, value.Line, path, $"{what}{limit}");
                return null;
            case NumberProblem.TooLarge:
                problems.Add(PackProblemCode.OutOfRange, value.Line, path, $"{what}太大，请核对");
                return null;
            default:
                problems.Add(PackProblemCode.NotANumber, value.Line, path, $"{what}应是数字");
                return null;
        }
    }

    private static NumberProblem Wrong(out long scaled)
    {
        scaled = 0;
        return NumberProblem.NotANumber;
    }
}
