namespace MedAid.Core.Policy;

/// <summary>Chinese names of codes that are no closed list: insurance schemes and levels of hospitals.</summary>
public static class CodeNames
{
    private static readonly string[] Levels =
    [
        "三级特等", "三级甲等", "三级乙等", "三级丙等", "二级甲等", "二级乙等", "二级丙等", "一级甲等", "一级乙等", "一级丙等", "未定级",
    ];

    /// <summary>A level of the national code list in words, any other as it stands.</summary>
    public static string Level(string level) =>
        level.Length == 2 && int.TryParse(level, out var number) && number >= 1 && number <= Levels.Length ? Levels[number - 1] : level;

    /// <summary>A scheme in words, any other as it stands.</summary>
    public static string Scheme(string scheme) => scheme switch
    {
        "resident" => "城乡居民",
        "employee" => "城镇职工",
        _ => scheme,
    };
}
