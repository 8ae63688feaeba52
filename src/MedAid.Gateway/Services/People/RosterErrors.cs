using MedAid.Clearing.Sheets;
using MedAid.Contract.Errors.V1;
using MedAid.Core;
using MedAid.Core.Policy;
using MedAid.Gateway.Calls;
using MedAid.People.Rosters;
using MedAid.Settlement;

namespace MedAid.Gateway.Services;

/// <summary>What is said of a roster that is not taken in.</summary>
internal static class RosterErrors
{
    /// <summary>The request id has an earlier import: which one it was, and what differs now.</summary>
    public static ApiError Reused(RosterReuse reuse, RosterImport earlier, HospitalAndCountyNames places)
    {
        string[] said =
        [
            earlier.Kind == RosterKind.Changes ? "附件 3 动态调整名单" : "附件 2 全名单", places.CountyWithCode(earlier.County),
            earlier.Identity is { } identity ? Vocabulary.Identity.ChineseOf(identity) : "", PlainText.Day(earlier.ListDate),
        ];
        return new ApiError(ErrorReason.RequestIdReused)
        {
            Chinese = $"该请求编号已用于 {ChinaTime.Of(earlier.Started):yyyy-MM-dd} 的导入 {earlier.ImportId}"
                + $"（{string.Join("，", said.Where(s => s.Length > 0))}），这次的{string.Join('、', reuse.Differing.Select(NameOf))}不同，没有导入。"
                + "核对后确要导入的，请换一个新的请求编号。",
            Metadata = new Dictionary<string, string>
            {
                ["import_id"] = earlier.ImportId, ["differs"] = string.Join(',', reuse.Differing),
            },
        };
    }

    private static string NameOf(string field) => field switch
    {
        "kind" => "名单种类",
        "county_code" => "报送县（区）",
        "identity" => "身份",
        "list_date" => "填报日期",
        _ => "文件、附件、认证期限或登记险种",
    };
}
