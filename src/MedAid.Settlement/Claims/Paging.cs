using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;

namespace MedAid.Settlement.Claims;

/// <summary>
/// Pages of lists: one kind of token for all of them. It holds where a page ended and a digest of the list and its filter, so that a token of
/// another list is noticed. To callers it means nothing but the next page.
/// </summary>
public static class Paging
{
    private const int DigestBytes = 8;

    /// <summary>The page size is no number of entries.</summary>
    public static FieldViolation BadSize { get; } = new("page_size", FieldRule.OutOfRange, "每页条数不能为负");

    /// <summary>The token was not given out for this list.</summary>
    public static FieldViolation BadToken { get; } =
        new("page_token", FieldRule.Format, "page_token 不是上一页返回的，或其他条件已改变，请从第一页重新查询");

    /// <summary>How many entries a page has: those asked for, but no more than the most.</summary>
    public static int SizeOf(int pageSize) => pageSize == 0 ? Limits.PageDefault : Math.Clamp(pageSize, 1, Limits.PageMax);

    /// <summary>The token of the page after a place.</summary>
    public static string TokenOf(string list, string place) => Base64Url.EncodeToString([.. DigestOf(list), .. Encoding.UTF8.GetBytes(place)]);

    /// <summary>The place that a token holds; null if it was not given out for this list.</summary>
    public static string? PlaceOf(string token, string list)
    {
        if (!Base64Url.IsValid(token))
        {
            return null;
        }

        var content = Base64Url.DecodeFromChars(token);
        return content.AsSpan().StartsWith(DigestOf(list)) ? Encoding.UTF8.GetString(content.AsSpan(DigestBytes)) : null;
    }

    private static ReadOnlySpan<byte> DigestOf(string list) => SHA256.HashData(Encoding.UTF8.GetBytes(list)).AsSpan(0, DigestBytes);
}
