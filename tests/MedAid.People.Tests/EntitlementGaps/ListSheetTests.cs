using MedAid.Core;
using MedAid.People.EntitlementGaps;
using MedAid.Tables;

namespace MedAid.People.Tests.EntitlementGaps;

public sealed class ListSheetTests
{
    [Theory]
    [InlineData(OutputFormat.Xlsx)]
    [InlineData(OutputFormat.Csv)]
    public void A_list_is_a_table_with_persons_what_was_found_and_the_answer(OutputFormat kind)
    {
        var burden = new FindingSnapshot(FindingKind.Burden, new PersonKey("P1"), new CountyCode("141123"), "2026", new DateOnly(2026, 2, 5), 6_000_01, 6_000_00, 0, "");
        var missing = new FindingSnapshot(FindingKind.Qualification, new PersonKey("P2"), new CountyCode("141123"), "M07800", new DateOnly(2026, 2, 1), 0, 0, 3, "item:00311000006");
        var list = new ReferralList(
            new ReferralListHead("civil_affairs-141123-2", Receiver.CivilAffairs, new CountyCode("141123"), 2, DateTimeOffset.UnixEpoch, "李经办", 2, 1),
            [
                new ReferralLine(1, burden, [new SettlementId("S1"), new SettlementId("S2")], new Acknowledgement(LineOutcome.NotApplicable, "已在外地纳入", "王民政", DateTimeOffset.UnixEpoch)),
                new ReferralLine(2, missing, [new SettlementId("S3")], null),
            ]);
        var file = ListSheet.File(
            list, new Dictionary<PersonKey, ShownPerson> { [new PersonKey("P1")] = new("张*", "1411**********0012") },
            new Dictionary<PersonKey, (string, string)> { [new PersonKey("P1")] = ("蔚汾镇", "东关村") },
            new Dictionary<string, string> { ["141123"] = "兴县" }, kind);

        var lines = TableFile.Read(file).Lines;

        // A number in a workbook has no zeros at its end; its format shows them.
        var line = kind == OutputFormat.Csv ? "6000.00" : "6000";
        Assert.Equal("兴县自费负担较高人员名单（1970年第2号，送民政部门）", lines[0].Cells[0]);
        Assert.Equal(
            [
                "1", "张*", "1411**********0012", "P1", "兴县（141123）", "蔚汾镇", "东关村", "自负费用较高", "2026", "2026-02-05", "6000.01", line, "", "S1 S2",
                "不适用", "已在外地纳入",
            ],
            lines[2].Cells);
        Assert.Equal(["2", "", "", "P2", "兴县（141123）", "", ""], lines[3].Cells.Take(7));
        Assert.Equal(["M07800", "2026-02-01", "", "", "3", "S3"], lines[3].Cells.Skip(8).Take(6));
    }
}
