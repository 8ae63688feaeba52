using System.Text.Json;

namespace MedAid.Simulator.Faults;

/// <summary>The names of faults outside.</summary>
public static class FaultNames
{
    private static readonly Dictionary<string, FaultKind> Kinds = Enum.GetValues<FaultKind>().ToDictionary(NameOf, StringComparer.Ordinal);

    /// <summary>All names.</summary>
    public static IEnumerable<string> All => Kinds.Keys;

    /// <summary>The name of a fault: <c>lost_after</c>.</summary>
    public static string NameOf(FaultKind kind) => JsonNamingPolicy.SnakeCaseLower.ConvertName(kind.ToString());

    /// <summary>What a fault does, in a sentence for people who integrate.</summary>
    public static string Describe(FaultKind kind) => kind switch
    {
        FaultKind.Delay => "报文晚一会儿才处理（delay_ms）",
        FaultKind.LostBefore => "没有办理，连接断开",
        FaultKind.LostAfter => "已经办理，连接断开",
        FaultKind.LateAnswer => "已经办理，回答很晚才到（late_answer_ms）",
        FaultKind.BadGateway => "已经办理，回答 HTTP 502",
        FaultKind.Unreadable => "已经办理，HTTP 200，但回答只有一半",
        FaultKind.ArrivesTwice => "报文到达两次，返回第二次的结果",
        FaultKind.AppliedTwice => "同一报文结算了两笔，返回第一笔",
        FaultKind.Overtaken => "连接断开，报文在冲正之后或 overtaken_ms 之后才到",
        FaultKind.LateMessageSettles => "已先被冲正的报文到达后照样结算",
        FaultKind.Refused => "无故拒绝，没有办理",
        FaultKind.RefusedReversal => "拒绝冲正（2601）",
        FaultKind.ZeroWithError => "没有办理，infcode 为 0 而 err_msg 是错误",
        FaultKind.SuccessText => "成功时 err_msg 为“成功”或“success”",
        FaultKind.InfcodeText => "infcode 写成字符串（本地区写字符串的则写成数字）",
        FaultKind.NumbersAsText => "数字写成字符串",
        FaultKind.OutputText => "output 写成 JSON 字符串",
        FaultKind.OutputSm4 => "output 写成 SM4 密文的 Base64",
        FaultKind.OutputNull => "output 为 null",
        FaultKind.InsuinfoObject => "1101 的 insuinfo 写成对象",
        FaultKind.JsonForFile => "9102 返回 JSON 而不是文件",
        FaultKind.EmptyColumns => "结果文件的空列为空，而不是 null 四个字母",
        FaultKind.OtherRefundRows => "结果文件里的退费行用另一种写法",
        FaultKind.OtherFundSum => "fund_pay_sumamt 是否含个人账户与本地区相反",
        FaultKind.FenInBooks => "入账时基金少一分、个人多一分",
        FaultKind.FenInAnswer => "回答的 fund_pay_sumamt 比入账多一分",
        FaultKind.ReliefDetailCode => "救助基金用代码 610101",
        FaultKind.BasicOtherCode => "基本医保基金用代码 390400",
        FaultKind.FundInText => "基金代码为 999997，真正的代码在 setl_proc_info",
        FaultKind.UnknownFund => "基金代码没人认识（unknown_fund_code）",
        _ => throw new ArgumentOutOfRangeException(nameof(kind), kind, "no fault"),
    };

    /// <summary>The fault of a name.</summary>
    public static FaultKind Read(string name) => Kinds.TryGetValue(name.Trim(), out var kind)
        ? kind
        : throw new SimulatorException($"没有名为 {name} 的故障，可用：{string.Join('、', All)}");
}
