using MedAid.Clearing.Books;

namespace MedAid.Clearing.Reports;

/// <summary>What papers call the standings.</summary>
internal static class StandingNames
{
    public static string Of(ReceivableStanding standing) => standing switch
    {
        ReceivableStanding.Open => "待申报",
        ReceivableStanding.Claimed => "已申报待审核",
        ReceivableStanding.Accepted => "已核准待拨付",
        ReceivableStanding.Refused => "拒付待处理",
        ReceivableStanding.Disputed => "申诉中",
        ReceivableStanding.Retained => "质保金",
        ReceivableStanding.Paid => "已拨付",
        ReceivableStanding.Deducted => "已扣款",
        ReceivableStanding.Charged => "由患者承担",
        ReceivableStanding.WrittenOff => "已核销",
        ReceivableStanding.Unwound => "已撤销",
        _ => throw new ArgumentOutOfRangeException(nameof(standing)),
    };
}
