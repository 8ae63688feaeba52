using System.Text.Json;

namespace MedAid.Settlement.Ledger.Proof;

/// <summary>What a proof says of rows that cannot be read.</summary>
public static class Damage
{
    /// <summary>The columns of a row do not mean what they have to.</summary>
    public const string OfColumns = "登记栏损坏，日期、金额或分录无法读出";

    /// <summary>The database cannot give the row.</summary>
    public const string OfPages = "数据页损坏，数据库读不出这一行";

    /// <summary>Whether a failure comes of what stands in the row, not of the program or the connection.</summary>
    public static bool IsOfContent(Exception failure) => failure is FormatException or JsonException or InvalidCastException or ArgumentException
        or OverflowException or InvalidOperationException or IndexOutOfRangeException or InvalidDataException or NotSupportedException;
}
