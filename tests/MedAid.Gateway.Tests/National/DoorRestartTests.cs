using MedAid.Gateway.Tests.EndToEnd;

namespace MedAid.Gateway.Tests.National;

/// <summary>A gateway that is killed between the lines of a visit and its settlement.</summary>
public sealed class DoorRestartTests
{
    [Fact]
    public async Task What_was_sent_before_the_gateway_was_killed_settles_afterwards()
    {
        var data = GatewayProcess.NewDataFolder();
        string visitId, personNumber, firstLines;
        var lineId = $"{Requests.CountyHospital}202603020800000099";
        await using (var gateway = await GatewayProcess.StartAsync(data))
        {
            var visit = await HisVisit.OpenAsync(new HisClient(gateway), Requests.Jia);
            (visitId, personNumber) = (visit.VisitId, visit.PersonNumber);
            firstLines = (await visit.SendLinesAsync(SampleBill.Lines(visitId, personNumber, "B1"), lineId)).Done().Text;
            await gateway.KillAsync();
        }

        await using (var gateway = await GatewayProcess.StartAsync(data))
        {
            var client = new HisClient(gateway, first: 100);
            var visit = HisVisit.Known(client, personNumber, visitId);
            Assert.Equal(firstLines, (await visit.SendLinesAsync(SampleBill.Lines(visitId, personNumber, "B1"), lineId)).Text);
            var settled = (await visit.SettleAsync("B1", SampleBill.GrossFen)).Done();
            HisClient.IdentitiesHold(settled);
            Assert.Equal(158_46, settled.Fen("psn_cash_pay"));
        }

        data.Delete(recursive: true);
    }
}
