using MedAid.Core;

namespace MedAid.People.Applications;

/// <summary>Whose application it is (晋医保发〔2019〕46号 十一).</summary>
public enum ApplicantClass
{
    /// <summary>低收入救助对象.</summary>
    LowIncome = 1,

    /// <summary>因病致贫家庭重病患者.</summary>
    ImpoverishedByIllness = 2,

    /// <summary>在统筹地区外就医但未办理异地就医备案的重点救助对象.</summary>
    UnfiledOutOfArea = 3,
}

/// <summary>What is applied for.</summary>
public enum ReliefPurpose
{
    /// <summary>The identity, by which later visits are settled at the window.</summary>
    Identity = 1,

    /// <summary>An amount for receipts of the past.</summary>
    Amount = 2,
}

/// <summary>Where an application stands.</summary>
public enum ReliefState
{
    /// <summary>材料待补: papers are missing.</summary>
    AwaitingPapers = 1,

    /// <summary>待入户调查.</summary>
    AwaitingVisit = 2,

    /// <summary>待公示.</summary>
    AwaitingPublicity = 3,

    /// <summary>公示: on display in the village, up to and including its last day.</summary>
    InPublicity = 4,

    /// <summary>待县级审批.</summary>
    AtCounty = 5,

    /// <summary>待复核: proposed by one, to be confirmed by another.</summary>
    AwaitingConfirmation = 6,

    /// <summary>已批准: the result is still to be published.</summary>
    Granted = 7,

    /// <summary>已公布: done.</summary>
    Published = 8,

    /// <summary>不予救助: the notice can be printed, and be appealed against.</summary>
    Refused = 9,

    /// <summary>复议或诉讼中.</summary>
    Appealed = 10,

    /// <summary>申请人撤回.</summary>
    Withdrawn = 11,
}

/// <summary>How a refusal is appealed against.</summary>
public enum AppealKind
{
    /// <summary>行政复议, within 60 days.</summary>
    Review = 1,

    /// <summary>行政诉讼, within 6 months.</summary>
    Suit = 2,
}

/// <summary>How an appeal ended.</summary>
public enum AppealOutcome
{
    /// <summary>维持: the refusal stands.</summary>
    Upheld = 1,

    /// <summary>撤销: the county decides anew.</summary>
    Revoked = 2,

    /// <summary>撤回: the applicant gave it up, or it was not accepted.</summary>
    Dropped = 3,
}

/// <summary>The Chinese words of where an application stands.</summary>
public static class ReliefStateWords
{
    /// <summary>What clerks call a state.</summary>
    public static string Of(ReliefState state) => state switch
    {
        ReliefState.AwaitingPapers => "材料待补",
        ReliefState.AwaitingVisit => "待入户调查",
        ReliefState.AwaitingPublicity => "待公示",
        ReliefState.InPublicity => "公示中",
        ReliefState.AtCounty => "待县级审批",
        ReliefState.AwaitingConfirmation => "待复核",
        ReliefState.Granted => "已批准待公布",
        ReliefState.Published => "已公布",
        ReliefState.Refused => "不予救助",
        ReliefState.Appealed => "复议或诉讼中",
        ReliefState.Withdrawn => "已撤回",
        _ => throw InvariantBrokenException.NoWordFor(state),
    };
}
