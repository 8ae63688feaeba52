using System.Text;
using MedAid.Core;
using MedAid.Core.Policy;

namespace MedAid.Settlement.Claims;

/// <summary>Says in plain Chinese why one way of settling costs the patient more or less than another.</summary>
internal static class AlternativeText
{
    private const string Waived = "医院减免";

    /// <summary>By how much the patient's share differs from the way that was asked, and which payers make the difference.</summary>
    public static string Reason(Alternative way, Alternative asked)
    {
        var difference = way.PatientFen - asked.PatientFen;
        var text = new StringBuilder(difference switch
        {
            0 => "个人负担与当前方式相同",
            < 0 => $"个人比当前方式少付 {ExactNumber.Yuan(-difference)} 元",
            _ => $"个人比当前方式多付 {ExactNumber.Yuan(difference)} 元",
        });
        var parts = LayersOfBoth(way, asked)
            .Select(name => Part(name, Paid(way, name) - Paid(asked, name)))
            .Append(Part(Waived, way.WaivedFen - asked.WaivedFen))
            .Where(p => p.Length > 0)
            .ToArray();
        return text.Append(parts.Length > 0 ? "：" + string.Join("，", parts) : "").Append('。').ToString();
    }

    /// <summary>One sentence that names the cheapest way, for this visit or over the year.</summary>
    public static string Recommendation(IReadOnlyList<Alternative> ways)
    {
        var (best, asked) = (ways[0], ways.Single(w => w.Asked));
        var saved = (asked.Year?.PatientFen ?? asked.PatientFen) - (best.Year?.PatientFen ?? best.PatientFen);
        var what = best.Year is { } year
            ? $"到年底 {year.Sessions} 次共付 {ExactNumber.Yuan(year.PatientFen)} 元"
            : $"本次付 {ExactNumber.Yuan(best.PatientFen)} 元";
        return asked.Cheapest
            ? $"当前方式（{NameOf(asked)}）个人负担最少，{(asked.Year is { } own
                ? $"到年底 {own.Sessions} 次共付 {ExactNumber.Yuan(own.PatientFen)} 元" : $"本次付 {ExactNumber.Yuan(asked.PatientFen)} 元")}。"
            : $"{NameOf(best)}个人负担最少，{what}，比当前方式少付 {ExactNumber.Yuan(saved)} 元。";
    }

    private static string NameOf(Alternative way) =>
        $"{way.Hospital.Name}{Vocabulary.Mode.ChineseOf(way.Mode)}{(way.Filed ? "（已备案）" : "")}";

    private static string Verb(string name) => name == Waived ? "" : "支付";

    private static IEnumerable<string> LayersOfBoth(Alternative way, Alternative asked) =>
        asked.Layers.Concat(way.Layers).Select(l => l.Name).Distinct(StringComparer.Ordinal);

    private static long Paid(Alternative way, string name) => way.Layers.Where(l => l.Name == name).Sum(l => l.PaidFen);

    private static string Part(string name, long difference) => difference switch
    {
        0 => "",
        > 0 => $"{name}{Verb(name)}增加 {ExactNumber.Yuan(difference)} 元",
        _ => $"{name}{Verb(name)}减少 {ExactNumber.Yuan(-difference)} 元",
    };
}
