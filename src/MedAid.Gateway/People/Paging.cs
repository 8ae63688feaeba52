using System.Buffers.Text;
using System.Globalization;
using System.Text;
using MedAid.Gateway.Grpc;
using PageLimits = MedAid.Settlement.Limits;

namespace MedAid.Gateway.People;

/// <summary>Pages of lists that only grow at their end: the token holds how many came before, and of which list.</summary>
internal static class Paging
{
    /// <summary>Where a page begins and how long it is.</summary>
    public static (int Skip, int Limit) Read(int pageSize, string pageToken, string list)
    {
        var problems = new List<FieldProblem>();
        if (pageSize < 0)
        {
            problems.Add(new FieldProblem("page_size", "每页条数不能为负", "OUT_OF_RANGE"));
        }

        var skip = 0;
        if (pageToken.Length > 0 && !TryToken(pageToken, list, out skip))
        {
            problems.Add(new FieldProblem("page_token", "page_token 不是上一页返回的，或其他条件已改变，请从第一页重新查询", "FORMAT"));
        }

        return problems.Count > 0
            ? throw WireError.Invalid(problems).ToException()
            : (skip, pageSize == 0 ? PageLimits.PageDefault : Math.Min(pageSize, PageLimits.PageMax));
    }

    /// <summary>The rows of the page out of one more than it holds, and the token of the next; empty on the last.</summary>
    public static (IEnumerable<T> Page, string Next) Cut<T>(IReadOnlyList<T> rows, int skip, int limit, string list) => rows.Count > limit
        ? (rows.Take(limit), Base64Url.EncodeToString(Encoding.UTF8.GetBytes($"{skip + limit} {list}")))
        : (rows, "");

    private static bool TryToken(string token, string list, out int skip)
    {
        skip = 0;
        if (!Base64Url.IsValid(token))
        {
            return false;
        }

        var parts = Encoding.UTF8.GetString(Base64Url.DecodeFromChars(token)).Split(' ', 2);
        return parts is [var number, var of] && of == list
            && int.TryParse(number, NumberStyles.None, CultureInfo.InvariantCulture, out skip);
    }
}
