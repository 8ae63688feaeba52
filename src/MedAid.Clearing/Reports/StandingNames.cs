using MedAid.Clearing.Books;

namespace MedAid.Clearing.Reports;

/// <summary>What papers call the standings.</summary>
internal static class StandingNames
{
    public static string Of(Standing standing) => standing switch
    {
        Standing.Open => "待申报",
        Standing.Claimed => "已申报待审核",
        Standing.Accepted => "已核准待拨付",
        Standing.Refused => "拒付待处理",
        Standing.Disputed => "申诉中",
        Standing.Retained => "质保金",
        Standing.Paid => "已拨付",
        Standing.Deducted => "已扣款",
        Standing.Charged => "由患者承担",
        Standing.WrittenOff => "已核销",
        Standing.Unwound => "已撤销",
        _ => throw new ArgumentOutOfRangeException(nameof(standing)),
    };
}
