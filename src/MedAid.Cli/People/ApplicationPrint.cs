using MedAid.Contract.People.V1;

namespace MedAid.Cli;

/// <summary>Prints applications as text for people.</summary>
internal static class ApplicationPrint
{
    /// <summary>Outcome of a step.</summary>
    public static void Step(RecordStepResponse answer)
    {
        if (answer.Replayed)
        {
            Console.Error.WriteLine("这个请求号以前办过，以下是申请现在的状态");
        }

        Whole(answer.Application);
    }

    /// <summary>One application with its steps.</summary>
    public static void Whole(Application application)
    {
        Console.Out.WriteLine(Line(application));
        Display.Lines(application.Steps, s => $"  {s.Number}  {Display.Time(s.RecordedTime)}  {s.Operator}  {s.Title}");
    }

    /// <summary>One application.</summary>
    public static string Line(Application application)
    {
        string[] said =
        [
            $"{application.ApplicationId}  {application.PersonKey}  {application.Name}".TrimEnd(),
            $"{Name(application.ApplicantClass)}  {Name(application.State)}",
            Display.If("缺材料 ", string.Join('、', application.MissingPaperNames)),
            application.GrantedFen != 0 ? $"批准 {Display.Yuan(application.GrantedFen)} 元" : "",
            Display.If("身份从 ", application.FromDate, " 起"),
            Display.If("到 ", application.UntilDate, "（不含）"),
            Display.If("告知书 ", application.NoticeNumber),
            Display.If("复议至 ", application.ReviewByDate, $"，诉讼至 {application.SuitByDate}"),
        ];
        return string.Join("  ", said.Where(s => s.Length > 0));
    }

    private static string Name(ApplicantClass of) => of switch
    {
        ApplicantClass.LowIncome => "低收入",
        ApplicantClass.ImpoverishedByIllness => "因病致贫",
        ApplicantClass.UnfiledOutOfArea => "未备案就医",
        _ => $"{of}",
    };

    private static string Name(ApplicationState state) => state switch
    {
        ApplicationState.AwaitingPapers => "材料待补",
        ApplicationState.AwaitingVisit => "待入户调查",
        ApplicationState.AwaitingPublicity => "待公示",
        ApplicationState.InPublicity => "公示中",
        ApplicationState.AtCounty => "待县级审批",
        ApplicationState.AwaitingConfirmation => "待复核",
        ApplicationState.Granted => "已批准待公布",
        ApplicationState.Published => "已公布",
        ApplicationState.Refused => "不予救助",
        ApplicationState.Appealed => "复议或诉讼中",
        ApplicationState.Withdrawn => "已撤回",
        _ => $"{state}",
    };
}
