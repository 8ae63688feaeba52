using Google.Protobuf;
using MedAid.Contract.People.V1;
using MedAid.Gateway.Tests.EndToEnd;

namespace MedAid.Gateway.Tests.Sharing;

/// <summary>What one gateway learns of a person, the others settle by a moment later, with Redis and without.</summary>
public sealed class ChangedPersonTests
{
    /// <summary>
    /// samples/README.md: the sample visit costs 甲, who is 低保, 158.46 after 33.13 of relief. 乙 is as 甲 but for the identity: 191.59, and
    /// 158.46 from the certificate's date on.
    /// </summary>
    [SharedFact]
    public async Task An_imported_change_is_settled_by_in_every_gateway()
    {
        await using var servers = await SharedServers.CreateAsync();
        await using var office = await servers.GatewayAsync();
        await using var with = await servers.GatewayAsync();
        await using var without = await servers.GatewayAsync(withRedis: false);
        Assert.Equal((191_59, 191_59), (await QuoteAsync(with), await QuoteAsync(without)));

        var people = new PeopleService.PeopleServiceClient(office.Channel);
        var import = await people.ImportRosterAsync(new()
        {
            RequestId = "change",
            Kind = RosterKind.Changes,
            CountyCode = "141123",
            File = ByteString.CopyFromUtf8(
                "兴县民政局,对象类别（低保☑特困□重点优抚□）,2026年2月10日\n"
                + "乡（镇）,行政村,户主姓名,身份证号码,家庭人口数,家庭成员姓名,身份证号码,动态调整工作类型,动态调整时间\n"
                + $"蔚汾镇,东关村,样例乙,{Requests.Yi},1,样例乙,{Requests.Yi},新识别,2026年2月\n"),
        });
        Assert.Equal((RosterState.Done, 1), (import.Import.State, import.Import.LinesChanged));
        await Waiting.Until("the gateway with Redis knows", async () => await QuoteAsync(with) == 158_46);
        await Waiting.Until("the gateway without Redis knows", async () => await QuoteAsync(without) == 158_46);
    }

    private static async Task<long> QuoteAsync(GatewayProcess gateway)
    {
        var visit = Requests.Sample("quote").With(v => v.IdNumber = Requests.Yi).Visit;
        return (await gateway.Settlements.QuoteAsync(new() { Visit = visit })).Breakdown.PatientFen;
    }
}
