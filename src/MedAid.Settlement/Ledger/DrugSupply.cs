using System.Globalization;

namespace MedAid.Settlement.Ledger;

/// <summary>For how many days a drug was given, by its code.</summary>
public readonly record struct DrugSupply(string Code, int Days)
{
    private const char BetweenDrugs = ';';
    private const char BeforeDays = ':';

    /// <summary>Supplies as one text, as they are stored in a column; null: none. No code has a colon or a semicolon.</summary>
    public static string? Text(IReadOnlyList<DrugSupply> supplies) => supplies.Count == 0
        ? null
        : string.Join(BetweenDrugs, supplies.Select(s => string.Create(CultureInfo.InvariantCulture, $"{s.Code}{BeforeDays}{s.Days}")));

    /// <summary>Supplies from the text of <see cref="Text"/>.</summary>
    public static IReadOnlyList<DrugSupply> Read(string? text) => text is null ? [] : [.. text.Split(BetweenDrugs).Select(One)];

    private static DrugSupply One(string text)
    {
        var before = text.LastIndexOf(BeforeDays);
        return before > 0 && int.TryParse(text.AsSpan(before + 1), NumberStyles.None, CultureInfo.InvariantCulture, out var days)
            ? new DrugSupply(text[..before], days)
            : throw new InvalidDataException("a supply of a drug without its days");
    }
}
