using System.Text;
using MedAid.People.Applications;

namespace MedAid.People.Tests.Applications;

public sealed class PaperListTests
{
    private const string Header = "材料编码,材料名称,申请人类别,申请事项,是否必须,依据\n";

    [Fact]
    public void What_is_asked_depends_on_whose_application_it_is_and_what_for()
    {
        var (list, faults) = PaperList.Read(Text(
            Header + "diagnosis,医疗诊断书,全部,全部,是,十一\nreceipts,医疗费用收据,全部,金额,是,十一\nfiling,备案情况说明,未备案,全部,是,十一\nphoto,照片,全部,全部,否,暂设\n"));
        Assert.Empty(faults);
        Assert.Equal(["diagnosis"], list!.MissingOf(ApplicantClass.LowIncome, ReliefPurpose.Identity, []));
        Assert.Equal(["receipts"], list.MissingOf(ApplicantClass.LowIncome, ReliefPurpose.Amount, ["diagnosis"]));
        Assert.Equal(["receipts", "filing"], list.MissingOf(ApplicantClass.UnfiledOutOfArea, ReliefPurpose.Amount, ["diagnosis", "photo"]));
        Assert.False(list.Knows(["diagnosis", "passport"]));
    }

    [Fact]
    public void A_list_is_read_whole_or_not_at_all_and_needs_an_article_for_each_paper()
    {
        var (list, faults) = PaperList.Read(Text(
            Header + "diagnosis,医疗诊断书,全部,全部,是,十一\ndiagnosis,医疗诊断书,全部,全部,否,十一\nreceipts,收据,谁,全部,是,十一\nhistory,病史,全部,全部,是,\n"));
        Assert.Null(list);
        Assert.Equal(3, faults.Count);
        Assert.Single(PaperList.Read(Text("材料\n")).Faults);
    }

    private static byte[] Text(string text) => Encoding.UTF8.GetBytes(text);
}
