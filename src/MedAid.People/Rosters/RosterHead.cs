using System.Globalization;
using System.Text.RegularExpressions;
using MedAid.Core.Policy;
using MedAid.Tables;

namespace MedAid.People.Rosters;

/// <summary>What stands above the lines of a form, or in a certificate: whom it is about, and its date.</summary>
internal static partial class RosterHead
{
    private static readonly (string Name, IdentityKind Kind)[] Categories =
    [
        ("低保", IdentityKind.SubsistenceAllowance), ("特困", IdentityKind.ExtremelyPoor), ("重点优抚", IdentityKind.PriorityVeteran),
    ];

    /// <summary>All cells of some lines as one text without blanks.</summary>
    public static string Text(IEnumerable<TableLine> lines) => RosterColumns.Plain(string.Concat(lines.SelectMany(l => l.Cells)));

    /// <summary>
    /// The category whose box is ticked (低保☑特困□重点优抚□); where no box is left, the one that is named alone. Null if it is not clear.
    /// </summary>
    public static IdentityKind? Category(string text)
    {
        // The form prints the boxes behind the names; some offices put them before. The last name tells which.
        var behind = BoxBehind().IsMatch(text);
        var ticked = Categories.Where(c => Regex.IsMatch(
            text, behind ? $"{c.Name}(对象|人员)?[☑☒√✓✔■]" : $"[☑☒√✓✔■](在乡)?{c.Name}")).ToArray();
        if (ticked.Length == 0 && !text.Contains('□'))
        {
            var listed = Listed().Match(text).Value;
            ticked = [.. Categories.Where(c => listed.Contains(c.Name, StringComparison.Ordinal))];
        }

        return ticked is [var one] ? one.Kind : null;
    }

    /// <summary>The last day in a text, written 2019年8月1日 or 2019-08-01; null if there is none or no such day.</summary>
    public static DateOnly? Day(string text)
    {
        var found = Days().Matches(text) is [.., var last] ? last : null;
        return found is not null && DateOnly.TryParseExact(
            $"{found.Groups[1].Value}-{found.Groups[2].Value}-{found.Groups[3].Value}", "yyyy-M-d", CultureInfo.InvariantCulture,
            DateTimeStyles.None, out var day)
            ? day
            : null;
    }

    [GeneratedRegex("重点优抚(对象)?[□☑☒√✓✔■]")]
    private static partial Regex BoxBehind();

    [GeneratedRegex(@"(对象类别|新增)[^0-9]*")]
    private static partial Regex Listed();

    [GeneratedRegex(@"(\d{4})[年-](\d{1,2})[月-](\d{1,2})")]
    private static partial Regex Days();
}
