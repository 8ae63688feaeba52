using System.Text;

namespace MedAid.Stores.Tests.People;

/// <summary>Rosters of 低保 as CSV, and made-up id numbers with the right check character.</summary>
internal static class RosterText
{
    private static readonly int[] Weights = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2];

    /// <summary>A made-up number: a day of the last century that the running number gives, then its rest.</summary>
    public static string Id(int number)
    {
        var birth = new DateOnly(1930, 1, 1).AddDays(number % 30_000);
        var first = $"141123{birth:yyyyMMdd}{100 + (number / 30_000):D3}";
        return first + "10X98765432"[first.Select((c, i) => (c - '0') * Weights[i]).Sum() % 11];
    }

    /// <summary>附件 2: every person a household of one.</summary>
    public static byte[] FullList(string day, IEnumerable<int> persons) => Bytes(
        day, "乡（镇）,行政村,户主姓名,身份证号码,家庭人口数,家庭成员姓名,身份证号码,备注",
        persons.Select(p => $"蔚汾镇,东关村,样{p},{Id(p)},1,样{p},{Id(p)},"));

    /// <summary>附件 3: each person with the kind of the change and, if it is not the certificate's, its day.</summary>
    public static byte[] Changes(string day, IEnumerable<(int Person, string Kind, string On)> changes) => Bytes(
        day, "乡（镇）,行政村,户主姓名,身份证号码,家庭人口数,家庭成员姓名,身份证号码,动态调整工作类型,动态调整时间",
        changes.Select(c => $"蔚汾镇,东关村,样{c.Person},{Id(c.Person)},1,样{c.Person},{Id(c.Person)},{c.Kind},{c.On}"));

    private static byte[] Bytes(string day, string header, IEnumerable<string> lines) => Encoding.UTF8.GetBytes(
        $"兴县名单\n单位名称（盖章）：兴县民政局,对象类别（低保☑特困□重点优抚□）,{day}\n{header}\n{string.Join('\n', lines)}\n");
}
