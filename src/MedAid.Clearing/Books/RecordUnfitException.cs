using MedAid.Core;

namespace MedAid.Clearing.Books;

/// <summary>
/// A record does not fit what the book says before it: it moves what is not there, or comes to a figure that cannot be. Its text says why, in
/// Chinese and without personal data. The books are as they were before it.
/// </summary>
public sealed class RecordUnfitException : Exception
{
    /// <summary>Without text, for serialisers.</summary>
    public RecordUnfitException()
    {
    }

    /// <summary>With the reason in Chinese.</summary>
    public RecordUnfitException(string message)
        : base(message)
    {
    }

    /// <summary>With the reason in Chinese and what it came from.</summary>
    public RecordUnfitException(string message, Exception innerException)
        : base(message, innerException)
    {
    }

    /// <summary>Throws with a reason unless a condition holds.</summary>
    internal static void Unless(bool holds, string reason)
    {
        if (!holds)
        {
            throw new RecordUnfitException(reason);
        }
    }

    /// <summary>The reason that any failure to read a record stands for.</summary>
    internal static RecordUnfitException Of(Exception failure) => failure as RecordUnfitException ?? new(
        failure switch
        {
            OverflowException => "金额相加超出了能记的范围",
            KeyNotFoundException => "所指的应收、批次、到账、协议或结算不在账上",
            InvariantBrokenException => "数额或次序与前面的记录矛盾",
            _ => "内容残缺或自相矛盾",
        },
        failure);
}
