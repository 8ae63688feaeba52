using System.Globalization;
using PageLimits = MedAid.Settlement.Limits;

namespace MedAid.Gateway.Clearing;

/// <summary>
/// A page of what has a number of the clearing book: those after a number, in order. The token is the last number of the page before, so that a
/// list of which some are decided meanwhile loses none.
/// </summary>
internal readonly record struct NumberPage(long After, int Size)
{
    /// <summary>The page of a request; what is wrong with it is added to the fields.</summary>
    public static NumberPage Of(int size, string token, ClearingFields fields)
    {
        var after = 0L;
        fields.That(size is >= 0 and <= PageLimits.PageMax, "page_size", "OUT_OF_RANGE", "每页条数要在 1 和 1000 之间").That(
            token.Length == 0 || long.TryParse(token, NumberStyles.None, CultureInfo.InvariantCulture, out after),
            "page_token", "FORMAT", "page_token 不是上一页返回的，请从第一页重新查询");
        return new NumberPage(after, size == 0 ? PageLimits.PageDefault : size);
    }

    /// <summary>The page, and the token of the next; empty on the last.</summary>
    public (TOut[] Page, string Next) Cut<T, TOut>(IEnumerable<T> all, Func<T, long> numberOf, Func<T, TOut> map)
    {
        var (after, size) = this;
        var rows = all.Where(r => numberOf(r) > after).OrderBy(numberOf).Take(size + 1).ToArray();
        return (
            [.. rows.Take(size).Select(map)], rows.Length > size ? numberOf(rows[size - 1]).ToString(CultureInfo.InvariantCulture) : "");
    }
}
