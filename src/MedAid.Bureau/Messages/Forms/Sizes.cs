namespace MedAid.Bureau.Messages.Forms;

/// <summary>Lengths and decimals of the national fields.</summary>
internal static class Sizes
{
    /// <summary>Decimals of an amount of money, <c>16,2</c>.</summary>
    public const int Money = 2;

    /// <summary>Decimals of a unit price, <c>16,6</c>.</summary>
    public const int Price = 6;

    /// <summary>Decimals of a quantity, <c>16,4</c>.</summary>
    public const int Quantity = 4;

    /// <summary>Decimals of a ratio, <c>5,4</c>.</summary>
    public const int Ratio = 4;

    /// <summary>Flags, characters.</summary>
    public const int Flag = 3;

    /// <summary>Codes of a dictionary.</summary>
    public const int Word = 6;

    /// <summary>Local dictionaries have longer ones.</summary>
    public const int LongWord = 20;

    /// <summary>Ids.</summary>
    public const int Id = 30;

    /// <summary>Codes of items and documents.</summary>
    public const int Code = 50;

    /// <summary>Names of persons.</summary>
    public const int Person = 50;

    /// <summary>Names of things.</summary>
    public const int Name = 200;

    /// <summary>Days and times; some clients write a time where a day is meant.</summary>
    public const int Time = 30;

    /// <summary>Remarks.</summary>
    public const int Remark = 500;

    /// <summary>Tokens of electronic credentials, sentences, mac addresses.</summary>
    public const int Long = 2_000;

    /// <summary>Extensions, and what is said about a calculation.</summary>
    public const int Extension = 40_000;

    /// <summary>Rows of a list in an answer.</summary>
    public const int RowsMax = 1_000;
}
