using MedAid.Contract.People.V1;

namespace MedAid.Gateway.Tests.EndToEnd;

/// <summary>
/// Out-patient visits of 400.00 each at the county hospital: 55 %, at most 300.00 a year, so that the first of a year gets 220.00, the second
/// 80.00, and the third nothing. They come in late and one is reversed, in two halves, between which the gateway may be another.
/// </summary>
internal sealed class LaterVisitsStory
{
    private readonly Dictionary<string, string> names = [];

    /// <summary>乙: February, then January.</summary>
    public async Task BeginAsync(GatewayProcess gateway)
    {
        await SettleAsync(gateway, "乙", 2);
        await SettleAsync(gateway, "乙", 1);
        Assert.Equal(["乙1 基本医保 80.00 → 220.00, 个人 320.00 → 180.00", "乙2 基本医保 220.00 → 80.00, 个人 180.00 → 320.00"], await MarksAsync(gateway, open: true));
    }

    /// <summary>酉: February, then January. 乙: March, and January is reversed, so that February is right as it is, and March gets 80.00.</summary>
    public async Task GoOnAsync(GatewayProcess gateway)
    {
        await SettleAsync(gateway, "酉", 2);
        await SettleAsync(gateway, "酉", 1);
        await SettleAsync(gateway, "乙", 3);
        await gateway.Settlements.ReverseAsync(new()
        {
            RequestId = "later-undo", HospitalCode = Requests.CountyHospital, SettlementId = names.Single(n => n.Value == "乙1").Key, Reason = "更正",
        });
    }

    /// <summary>What has to be marked, and which marks are closed for what reason, whatever happened to gateways.</summary>
    public async Task EndsAsync(GatewayProcess gateway)
    {
        Assert.Equal(
            [
                "乙3 基本医保 0.00 → 80.00, 个人 400.00 → 320.00", "酉1 基本医保 80.00 → 220.00, 个人 320.00 → 180.00",
                "酉2 基本医保 220.00 → 80.00, 个人 180.00 → 320.00",
            ],
            await MarksAsync(gateway, open: true));
        Assert.Equal(["乙1 该笔结算已经撤销", "乙2 按就诊先后重新核算，已没有差额"], await MarksAsync(gateway, open: false));
    }

    private async Task SettleAsync(GatewayProcess gateway, string person, int month)
    {
        var name = $"{person}{month}";
        var request = Requests.Outpatient(
            $"later-{(person == "乙" ? "yi" : "you")}-{month}", person == "乙" ? Requests.Yi : Requests.You, $"2026-0{month}-10", 400_00);
        names[(await gateway.Settlements.SettleAsync(request)).Settlement.SettlementId] = name;
    }

    private async Task<IEnumerable<string>> MarksAsync(GatewayProcess gateway, bool open)
    {
        var people = new PeopleService.PeopleServiceClient(gateway.Channel);
        ListReadjudicationMarksResponse answer;
        do
        {
            answer = await people.ListReadjudicationMarksAsync(new() { IncludeResolved = true, PageSize = 1000 });
        }
        while (answer.LookingBehind);
        return answer.Marks.Where(m => m.Resolution.Length == 0 == open)
            .Select(m => $"{names[m.SettlementId]} {(open ? Amounts(m.LaterVisit) : m.Reason)}").Order(StringComparer.Ordinal);
    }

    private static string Amounts(LaterVisit later) => string.Concat(later.Payers.Select(p => $"{p.Name} {Yuan(p.StandsFen)} → {Yuan(p.RightFen)}, "))
        + $"个人 {Yuan(later.PatientStandsFen)} → {Yuan(later.PatientRightFen)}";

    private static string Yuan(long fen) => FormattableString.Invariant($"{fen / 100m:0.00}");
}
