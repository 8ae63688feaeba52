using System.Globalization;
using System.Text.Json.Nodes;
using MedAid.Bureau.Messages;
using MedAid.Bureau.Messages.Forms;
using MedAid.Bureau.Regions;
using MedAid.Bureau.Signing;
using MedAid.Core;
using static MedAid.Simulator.Tests.Window;

namespace MedAid.Simulator.Tests;

/// <summary>A visit and its reversal in the form of every region of the box, signed and enciphered where the region wants it.</summary>
public sealed class RegionTests : IDisposable
{
    private const string Person = "141123197001019015";

    private readonly string folder = Directory.CreateTempSubdirectory("medaid-regions-").FullName;

    public static TheoryData<string> Districts() => [.. RegionBook.Load().All.Select(r => r.District)];

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Theory]
    [MemberData(nameof(Districts))]
    public async Task A_visit_is_settled_and_reversed_in_the_form_of_the_region(string district)
    {
        var (region, keys, clock) = (RegionBook.Load().Find(district), Keys(), new HandClock());
        await using var bureau = await BureauSimulator.StartAsync(new SimulatorOptions { Region = region, Keys = keys, Time = clock });
        using var http = new HttpClient { BaseAddress = bureau.BaseAddress };
        var (signer, sign, number) = (new MessageSigner(region, keys), "", 0);

        sign = (await DoAsync("9001", new JsonObject { ["signIn"] = Node(("opter_no", "1")) })).Node("signinoutb")["sign_no"];
        var person = (await DoAsync("1101", Data(("certno", Person)))).Node("baseinfo")["psn_no"];
        var visit = (await DoAsync("2201", Data(("psn_no", person), ("insutype", "310")))).Node("data")["mdtrt_id"];
        var named = new (string, JsonNode?)[] { ("psn_no", person), ("mdtrt_id", visit), ("chrg_bchno", "1") };
        await DoAsync("2204", new JsonObject
        {
            ["feedetail"] = new JsonArray(Node(
            [
                .. Copy(named), ("feedetl_sn", "1"), ("med_list_codg", "003110000060000"), ("pric", 400), ("cnt", 1), ("det_item_fee_sumamt", 400),
            ])),
        });

        // 400.00 - 300.00 deductible, 80 % = 80.00; the account pays the 320.00 left.
        var settled = await DoAsync("2207", Data([.. Copy(named), ("med_type", "11"), ("medfee_sumamt", 400), ("acct_used_flag", "1")]));
        var info = settled.Node("setlinfo");
        Assert.Equal((400_00, 320_00, 320_00, 0), (info.Fen("medfee_sumamt"), info.Fen("psn_part_amt"), info.Fen("acct_pay"), info.Fen("psn_cash_pay")));
        Assert.Equal(80_00, region.Sums.FundsOf(info.Fen("fund_pay_sumamt"), info.Fen("acct_pay")));
        var kinds = settled.Rows("setldetail")
            .ToDictionary(r => region.Funds.Read(r["fund_pay_type"], r["setl_proc_info"]).Known!.Kind, r => r.Fen("fund_payamt"));
        Assert.Equal((80_00, info.Fen("fund_pay_sumamt")), (kinds[FundKind.Basic], kinds.Values.Sum()));

        var reversed = await DoAsync("2208", Data([.. Copy(named), ("setl_id", info["setl_id"])]));
        Assert.Equal(-400_00, reversed.Node("setlinfo").Fen("medfee_sumamt"));
        var asked = await DoAsync("5203", Data(("psn_no", person), ("setl_id", info["setl_id"])));
        Assert.True(region.Reconciliation.IsRefund(asked.Node("setlinfo")["refd_setl_flag"]));
        Assert.All(bureau.Calls, c => Assert.Equal(("done", region.Lettered(c.Infno[..4])), (c.Outcome, c.Infno)));

        async Task<NationalRow> DoAsync(string infno, JsonObject input)
        {
            var signed = signer.Sign(
                new NationalMessage
                {
                    Number = infno, MessageId = region.MessageId(new HospitalCode(Hospital), clock.Now, ++number),
                    HospitalCode = new HospitalCode(Hospital), District = County, SignNumber = sign, At = clock.Now, Input = input,
                },
                clock.Now, number.ToString(CultureInfo.InvariantCulture));
            using var request = new HttpRequestMessage(HttpMethod.Post, region.PathOf(infno)) { Content = new ByteArrayContent(signed.Body) };
            foreach (var (name, value) in signed.Headers)
            {
                request.Headers.Add(name, value);
            }

            using var answer = await http.SendAsync(request).Within();
            var reply = NationalReply.Read(await answer.Content.ReadAsByteArrayAsync().Within(), region, keys.Decipher);
            Assert.True(reply.Outcome == NationalOutcome.Succeeded, $"{infno}: {reply.Outcome} {reply.Text}");
            return reply.Output(TransactionForms.Find(infno)!.Output);
        }
    }

    private static (string, JsonNode?)[] Copy((string Name, JsonNode? Value)[] fields) => [.. fields.Select(f => (f.Name, f.Value?.DeepClone()))];

    private BureauKeys Keys()
    {
        var file = Path.Combine(folder, "keys.yaml");
        File.WriteAllText(
            file, $"access_key: hospital\nsecret: secret-of-a-test\nsm2_private_key: {new string('1', 64)}\nsm4_key: {new string('2', 32)}\n");
        if (!OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(file, UnixFileMode.UserRead | UnixFileMode.UserWrite);
        }

        return BureauKeys.Load(file);
    }
}
