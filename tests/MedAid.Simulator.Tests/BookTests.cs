using System.Collections.Concurrent;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using MedAid.Bureau.Messages;
using MedAid.Bureau.Messages.Forms;
using MedAid.Bureau.Regions;
using MedAid.Bureau.Signing;
using MedAid.Core;
using MedAid.Simulator.Books;
using MedAid.Simulator.Faults;
using Xunit.Abstractions;
using static MedAid.Simulator.Tests.Window;

namespace MedAid.Simulator.Tests;

/// <summary>The books under load and faults, and what a region and the dials change in them.</summary>
public sealed class BookTests(ITestOutputHelper output) : IDisposable
{
    private const int Windows = 6;
    private const int VisitsOfWindow = 12;
    private const int Total = 825_30;

    private readonly string folder = Directory.CreateTempSubdirectory("medaid-books-").FullName;

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Fact]
    public async Task Many_windows_with_many_faults_leave_books_that_add_up_and_read_back_the_same()
    {
        var seed = Seed.Next();
        output.WriteLine($"seed {seed}");
        var clock = new HandClock();
        string held;
        var answered = new ConcurrentBag<JsonNode>();
        await using (var bureau = await BureauSimulator.StartAsync(new SimulatorOptions
        {
            DataFolder = folder, Seed = seed, Time = clock, NeedsSignIn = false,
            Faults = FaultPlanText.Read(
                "2207.lost_before=0.1,2207.lost_after=0.1,2207.bad_gateway=0.1,2207.applied_twice=0.1,2207.unknown_fund=0.1,"
                + "2207.fen_in_books=0.1,2208.lost_after=0.2,2208.refused=0.2"),
        }))
        {
            await Task.WhenAll(Enumerable.Range(0, Windows).Select(_ => Task.Run(() => WorkAsync(new Window(bureau.BaseAddress), answered))));
            Assert.DoesNotContain(bureau.Calls, c => c.Outcome == "defect");
            held = JsonSerializer.Serialize(bureau.Settlements);

            // What was answered stands as it was answered, and every settlement adds up.
            var booked = bureau.Settlements.ToDictionary(s => s.SetlId);
            Assert.All(answered, a => Assert.Contains((string)a["setlinfo"]!["setl_id"]!, booked.Keys));
            Assert.All(booked.Values, s => Assert.Equal(s.TotalFen, s.FundsFen + s.PersonFen + s.HospitalPartFen));
            Assert.All(booked.Values, s => Assert.Equal(s.State == "reversal" ? -Total : Total, s.TotalFen));
            var done = bureau.Calls.Where(c => c.Infno == "2207A" && c.Outcome == "done").ToArray();
            Assert.Equal(
                done.Length + done.Count(c => c.Faults.Contains("applied_twice")), booked.Values.Count(s => s.Reverses.Length == 0));
        }

        await using var again = await BureauSimulator.StartAsync(new SimulatorOptions { DataFolder = folder, Time = clock });
        Assert.Equal(held, JsonSerializer.Serialize(again.Settlements));
        await Assert.ThrowsAsync<SimulatorException>(() => BureauSimulator.StartAsync(new SimulatorOptions { DataFolder = folder }));
    }

    [Fact]
    public async Task A_line_of_the_books_that_is_damaged_stops_the_start_by_its_number()
    {
        await using (await BureauSimulator.StartAsync(new SimulatorOptions { DataFolder = folder }))
        {
            Assert.True(File.Exists(Path.Combine(folder, BookFile.Name)));
        }

        await File.AppendAllTextAsync(Path.Combine(folder, BookFile.Name), "{\"LastNumber\n");
        var problem = await Assert.ThrowsAsync<SimulatorException>(() => BureauSimulator.StartAsync(new SimulatorOptions { DataFolder = folder }));
        Assert.Contains("第 2 行读不懂", problem.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Persons_and_figures_of_files_take_the_place_of_the_samples()
    {
        var (people, figures) = (Path.Combine(folder, "people.json"), Path.Combine(folder, "figures.json"));
        await File.WriteAllTextAsync(people, """[{"id_number": "110101199001011237", "name": "甲", "scheme": "resident", "county": "110101"}]""");
        await File.WriteAllTextAsync(
            figures, Repository.Read("src/MedAid.Simulator/Split/figures.json").Replace("\"500.00\"", "\"100.00\"", StringComparison.Ordinal));
        await using var bureau = await BureauSimulator.StartAsync(
            new SimulatorOptions { PeopleFile = people, FiguresFile = figures, NeedsSignIn = false });
        var window = new Window(bureau.BaseAddress);
        var settled = await window.SettleAsync(await window.UploadAsync("110101199001011237", care: "11"));

        // 744.13 - 100.00 = 644.13, 60 % = 386.478.
        Assert.Equal("386.48", settled["setlinfo"]!["fund_pay_sumamt"]!.ToJsonString());
        await window.RefusedAsync("1101", Data(("certno", Jia)));
        await File.WriteAllTextAsync(people, """[{"name": "甲"}]""");
        var problem = await Assert.ThrowsAsync<SimulatorException>(() => BureauSimulator.StartAsync(new SimulatorOptions { PeopleFile = people }));
        Assert.Contains("读不懂", problem.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task With_the_dial_a_message_that_comes_again_is_answered_as_before()
    {
        await using var bureau = await BureauSimulator.StartAsync(new SimulatorOptions { IsIdempotent = true, NeedsSignIn = false });
        var window = new Window(bureau.BaseAddress);
        var (upload, messageId) = (await window.UploadAsync(), NewMessageId());
        var (first, second) = (await window.SettleAsync(upload, messageId), await window.SettleAsync(upload, messageId));
        Assert.Equal(first.ToJsonString(), second.ToJsonString());
        Assert.Single(bureau.Settlements);
    }

    [Fact]
    public async Task A_region_has_its_own_text_of_success_fund_sum_and_refund_flags()
    {
        var region = RegionBook.Of(new Dictionary<string, string>
        {
            ["990000"] = """
                district: "990000"
                name: 样例省
                success: { texts: [成功] }
                envelope: { numbers_as_text: true, output: text }
                sums: { fund_pay_sumamt_has_account: true }
                reconciliation:
                  refd_setl_flag: { normal: ["000"], refund: ["001"] }
                """,
        }).Find("990101");
        await using var bureau = await BureauSimulator.StartAsync(new SimulatorOptions { Region = region, NeedsSignIn = false });
        var window = new Window(bureau.BaseAddress);
        Assert.Equal("成功", (string)(await window.CallAsync("1101", Data(("certno", Jia))))["err_msg"]!);

        var person = Text(await window.CallAsync("1101", Data(("certno", "140105198503039024"))))["baseinfo"]!["psn_no"]!;
        var visit = (string)Text(await window.CallAsync("2201", Data(("psn_no", (string)person!), ("insutype", "310"))))["data"]!["mdtrt_id"]!;
        await window.CallAsync("2204", new JsonObject
        {
            ["feedetail"] = Node(
                ("feedetl_sn", "1"), ("mdtrt_id", visit), ("psn_no", (string)person!), ("chrg_bchno", "1"), ("med_list_codg", "003110000060000"),
                ("pric", "400"), ("cnt", "1"), ("det_item_fee_sumamt", "400")),
        });
        var settled = Text(await window.CallAsync(
            "2207A", Settlement(new Upload(visit, (string)person!, "310", "11", "1"), "400.00")));

        // 400.00 - 300.00 deductible, 80 % = 80.00; of the 320.00 left the account pays its 80.00, and the fund sum counts it.
        var info = settled["setlinfo"]!;
        Assert.Equal(
            ("160.00", "320.00", "80.00", "240.00"),
            ((string)info["fund_pay_sumamt"]!, (string)info["psn_part_amt"]!, (string)info["acct_pay"]!, (string)info["psn_cash_pay"]!));
        Assert.Equal(["310100 80.00", "310200 80.00"], settled["setldetail"]!.AsArray().Select(r => $"{r!["fund_pay_type"]} {r["fund_payamt"]}"));
        var asked = Text(await window.CallAsync("5203", Data(("psn_no", (string)person!), ("mdtrt_id", visit))));
        Assert.Equal("000", (string)asked["setlinfo"]!["refd_setl_flag"]!);
    }

    [Fact]
    public async Task A_region_that_signs_and_enciphers_is_met_with_the_hospitals_keys()
    {
        var file = Path.Combine(folder, "keys.yaml");
        await File.WriteAllTextAsync(file, $"sm2_private_key: {new string('1', 64)}\nsm4_key: {new string('2', 32)}\n");
        if (!OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(file, UnixFileMode.UserRead | UnixFileMode.UserWrite);
        }

        var (region, keys, clock) = (RegionBook.Load().Find("220101"), BureauKeys.Load(file), new HandClock());
        await using var bureau = await BureauSimulator.StartAsync(new SimulatorOptions
        {
            Region = region, Keys = keys, NeedsSignIn = false, Time = clock,
        });
        var message = new MessageSigner(region, keys).Sign(
            new NationalMessage
            {
                Number = "1101", MessageId = NewMessageId(), HospitalCode = new HospitalCode(Hospital), District = "220101", At = clock.Now,
                Input = Data(("certno", Jia)),
            },
            clock.Now, "nonce");
        using var http = new HttpClient { BaseAddress = bureau.BaseAddress };
        var reply = NationalReply.Read(await PostAsync(http, message.Body), region, keys.Decipher);
        Assert.Equal(NationalOutcome.Succeeded, reply.Outcome);
        Assert.Equal("样例甲", reply.Output(PersonForms.Answer).Node("baseinfo")["psn_name"]);

        var changed = Encoding.UTF8.GetBytes(Encoding.UTF8.GetString(message.Body).Replace("\"cainfo\":\"", "\"cainfo\":\"A", StringComparison.Ordinal));
        Assert.Contains("签名验证不通过", Encoding.UTF8.GetString(await PostAsync(http, changed)), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Any_path_and_any_form_of_a_message_is_taken_and_what_is_none_is_refused_by_the_gateway()
    {
        await using var bureau = await BureauSimulator.StartAsync(new SimulatorOptions { NeedsSignIn = false });
        var window = new Window(bureau.BaseAddress);
        using var answer = await window.SendAsync("1101", Data(("certno", Jia)), path: "/fsi/api/saveSettletmentA");
        Assert.Contains("样例甲", await answer.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        using var other = await window.SendAsync("1101", Data(("certno", Jia)), path: "/nhsa/2207");
        Assert.Contains("不一致", await other.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        Assert.Equal("unreadable", bureau.Calls[^1].Outcome);
    }

    /// <summary>A window that settles each visit until it has an answer or its lines are settled, and takes every third one back.</summary>
    private static async Task WorkAsync(Window window, ConcurrentBag<JsonNode> answered)
    {
        for (var i = 0; i < VisitsOfWindow; i++)
        {
            var upload = await window.UploadAsync();
            if (await TryAsync(window, "2207A", Settlement(upload)) is not { } settled)
            {
                continue;
            }

            answered.Add(settled);
            if (i % 3 == 0)
            {
                await TryAsync(window, "2208", Data(
                    ("mdtrt_id", upload.VisitId), ("psn_no", upload.Person), ("setl_id", (string)settled["setlinfo"]!["setl_id"]!)));
            }
        }
    }

    private static async Task<JsonNode?> TryAsync(Window window, string infno, JsonObject input)
    {
        try
        {
            using var response = await window.SendAsync(infno, input);
            return response.IsSuccessStatusCode ? JsonNode.Parse(await response.Content.ReadAsStringAsync())!["output"] : null;
        }
        catch (HttpRequestException)
        {
            return null;
        }
    }

    private static async Task<byte[]> PostAsync(HttpClient http, byte[] body)
    {
        using var content = new ByteArrayContent(body);
        using var answer = await http.PostAsync(new Uri("callFsiService/callService", UriKind.Relative), content).Within();
        return await answer.Content.ReadAsByteArrayAsync().Within();
    }

    private static JsonNode Text(JsonObject answer) => JsonNode.Parse((string)answer["output"]!)!;
}
