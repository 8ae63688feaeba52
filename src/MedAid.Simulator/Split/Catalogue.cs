using System.Globalization;
using MedAid.Core;
using MedAid.Simulator.Books;

namespace MedAid.Simulator.Split;

/// <summary>An item as the bureau's catalogue has it.</summary>
/// <param name="Class">A, B or C.</param>
/// <param name="Category">Its kind.</param>
/// <param name="FirstOwn">The share of class B that is paid first.</param>
/// <param name="CeilingText">The highest price; empty: none.</param>
/// <param name="IsRestricted">Whether it is paid for only where the hospital approved it.</param>
internal sealed record CatalogueItem(string Class, string Category, Rate FirstOwn, string CeilingText, bool IsRestricted);

/// <summary>The bureau's catalogue: that of the samples. What it does not have is wholly the person's.</summary>
internal sealed class Catalogue
{
    private const int PriceDecimals = 6;
    private const long FenOverPriceTimesQuantity = 100_000_000;
    private const string Approved = "1";
    private const string NotApproved = "2";

    private readonly Dictionary<string, CatalogueItem> items = new(StringComparer.Ordinal);

    private Catalogue(string text)
    {
        foreach (var fields in text.Split('\n', StringSplitOptions.RemoveEmptyEntries).Skip(1).Select(l => l.TrimEnd('\r').Split(',')))
        {
            // code, hospital_item_code, name, category, class, first_self_pay, ceiling, restricted, …; the samples have no quotes.
            items[fields[0]] = new CatalogueItem(fields[4], fields[3], RateOf(fields[5]), fields[6], fields[7] == "true");
        }
    }

    /// <summary>The catalogue of the samples.</summary>
    public static Catalogue Load() => new(Box.Text("catalogue.csv"));

    /// <summary>An item, or null.</summary>
    public CatalogueItem? Find(string code) => items.GetValueOrDefault(code);

    /// <summary>What the bureau makes of a line.</summary>
    /// <param name="id">Its id.</param>
    /// <param name="batch">Its batch.</param>
    /// <param name="code">Code of the item.</param>
    /// <param name="amountFen">Its amount.</param>
    /// <param name="price">Price, times 10⁶.</param>
    /// <param name="quantity">Quantity, times 10⁴.</param>
    /// <param name="approval"><c>hosp_appr_flag</c>.</param>
    public UploadedLine Line(string id, string batch, string code, long amountFen, long price, long quantity, string approval)
    {
        var item = Find(code);
        var isOwn = item is null or { Class: "C" } || (item.IsRestricted ? approval != Approved : approval == NotApproved);
        var overFen = isOwn ? 0 : OverLimit(item!, amountFen, price, quantity);
        return new UploadedLine
        {
            Id = id, Batch = batch, AmountFen = amountFen, WhollyOwnFen = isOwn ? amountFen : 0, OverLimitFen = overFen,
            FirstOwnFen = isOwn ? 0 : item!.FirstOwn.Of(amountFen - overFen),
        };
    }

    /// <summary>The amount of a price, times 10⁶, and a quantity, times 10⁴.</summary>
    public static long AmountFen(long price, long quantity) => Rounding.HalfUp((Int128)price * quantity, FenOverPriceTimesQuantity);

    private static long OverLimit(CatalogueItem item, long amountFen, long price, long quantity) =>
        item.CeilingText.Length > 0 && ExactNumber.Read(item.CeilingText, PriceDecimals, out var ceiling) == NumberProblem.None && price > ceiling
            ? Math.Min(amountFen, AmountFen(price - ceiling, quantity))
            : 0;

    private static Rate RateOf(string text) =>
        ExactNumber.Read(text, Rate.DecimalsMax, out var scaled) == NumberProblem.None && Rate.TryCreate(scaled, out var rate) ? rate : Rate.Zero;

    /// <summary>A highest price as messages write it.</summary>
    public static string CeilingOf(CatalogueItem? item) => item is { CeilingText: { Length: > 0 } text }
        ? text
        : string.Create(CultureInfo.InvariantCulture, $"{99_999_999}.{0:D6}");
}
