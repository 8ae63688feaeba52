using System.Globalization;
using Google.Protobuf;
using MedAid.Settlement.Claims;

namespace MedAid.Gateway.Calls;

/// <summary>
/// A page of a list as a request asks for it. Its token is bound to every other field of the request, so a list cannot be read on under another
/// filter.
/// </summary>
internal sealed class Page
{
    private const string SizeField = "page_size";
    private const string TokenField = "page_token";

    private readonly string list;

    private Page(string list, int size, string place) => (this.list, Size, Place) = (list, size, place);

    /// <summary>How many entries it has at most.</summary>
    public int Size { get; }

    /// <summary>Where the page before ended; empty: this is the first.</summary>
    public string Place { get; }

    /// <summary>How many entries come before it, for lists that are counted through.</summary>
    public int Skip => Place.Length > 0 ? int.Parse(Place, CultureInfo.InvariantCulture) : 0;

    /// <summary>The page of a request; what is wrong with it is added to the violations.</summary>
    /// <param name="request">A message with page_size and page_token.</param>
    /// <param name="violations">The bad fields.</param>
    /// <param name="isPlace">Whether a text can be a place of this list; not given: a count of entries.</param>
    public static Page Of(IMessage request, List<FieldViolation> violations, Func<string, bool>? isPlace = null)
    {
        var size = (int)request.Descriptor.FindFieldByName(SizeField).Accessor.GetValue(request);
        var token = (string)request.Descriptor.FindFieldByName(TokenField).Accessor.GetValue(request);
        if (size < 0)
        {
            violations.Add(Paging.BadSize);
        }

        var list = ListOf(request);
        var place = token.Length > 0 ? Paging.PlaceOf(token, list) : "";
        if (place is null || (token.Length > 0 && !(isPlace ?? IsCount)(place)))
        {
            violations.Add(Paging.BadToken);
            place = "";
        }

        return new Page(list, Paging.SizeOf(size), place);
    }

    /// <summary>The page of entries that are counted through, out of one more than it holds; and the token of the next, empty on the last.</summary>
    public (T[] Entries, string Next) Cut<T>(IReadOnlyList<T> rows) =>
        Cut(rows, _ => (Skip + Size).ToString(CultureInfo.InvariantCulture));

    /// <summary>The page out of one entry more than it holds, and the token of the next; empty on the last.</summary>
    /// <param name="rows">The entries after the place, in order.</param>
    /// <param name="placeOf">The place of an entry.</param>
    public (T[] Entries, string Next) Cut<T>(IReadOnlyList<T> rows, Func<T, string> placeOf) =>
        ([.. rows.Take(Size)], rows.Count > Size ? TokenOf(placeOf(rows[Size - 1])) : "");

    /// <summary>The page of all that has a number, in order of the numbers; the place is the last of the page.</summary>
    /// <remarks>A list of which some are decided meanwhile loses none.</remarks>
    public (TOut[] Entries, string Next) CutByNumber<T, TOut>(IEnumerable<T> all, Func<T, long> numberOf, Func<T, TOut> map)
    {
        var after = Place.Length > 0 ? long.Parse(Place, CultureInfo.InvariantCulture) : 0;
        var (rows, next) = Cut(
            [.. all.Where(r => numberOf(r) > after).OrderBy(numberOf).Take(Size + 1)],
            r => numberOf(r).ToString(CultureInfo.InvariantCulture));
        return ([.. rows.Select(map)], next);
    }

    /// <summary>The token of the page after a place.</summary>
    public string TokenOf(string place) => Paging.TokenOf(list, place);

    /// <summary>Whether a place is a number.</summary>
    public static bool IsNumber(string place) => long.TryParse(place, NumberStyles.None, CultureInfo.InvariantCulture, out _);

    private static bool IsCount(string place) => int.TryParse(place, NumberStyles.None, CultureInfo.InvariantCulture, out _);

    /// <summary>The list: the call and everything that chooses its entries.</summary>
    private static string ListOf(IMessage request)
    {
        var filter = request.Descriptor.Parser.WithDiscardUnknownFields(true).ParseFrom(request.ToByteString());
        filter.Descriptor.FindFieldByName(SizeField).Accessor.Clear(filter);
        filter.Descriptor.FindFieldByName(TokenField).Accessor.Clear(filter);
        return $"{filter.Descriptor.FullName}\n{Convert.ToBase64String(filter.ToByteArray())}";
    }
}
