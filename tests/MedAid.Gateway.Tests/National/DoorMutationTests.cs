using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using MedAid.Gateway.Tests.EndToEnd;
using Microsoft.Data.Sqlite;

namespace MedAid.Gateway.Tests.National;

/// <summary>
/// Envelopes of every number with something wrong with them: always status 200 and an envelope, never a success where a field that matters was
/// spoiled, and nothing stored of a refused one. <c>MEDAID_NATIONAL_ENVELOPES=100000</c> before the test command: as many.
/// </summary>
public sealed class DoorMutationTests
{
    private const int Envelopes = 1_500;

    [Fact]
    public async Task A_spoiled_envelope_is_refused_in_an_envelope_and_leaves_nothing()
    {
        var data = GatewayProcess.NewDataFolder();
        await using (var gateway = await GatewayProcess.InsideAsync(data))
        {
            var seed = Seed.Next();
            var (random, visits) = (new Random(seed), new OpenedVisits(new HisClient(gateway)));
            await visits.OpenAsync();
            using var database = new SqliteConnection($"Data Source={Path.Combine(data.FullName, "medaid.db")};Mode=ReadOnly");
            database.Open();
            var (accepted, stored) = (0, Stored(database));
            for (var i = 0; i < Count(); i++)
            {
                var spoiled = SpoiledEnvelope.Of(visits.Good(random), random);
                var version = Version(database);
                using var content = new ByteArrayContent(spoiled.Body);
                using var answer = await gateway.Http.PostAsync(new Uri(spoiled.Path, UriKind.Relative), content);
                var text = await answer.Content.ReadAsStringAsync();
                var told = $"MEDAID_TEST_SEED={seed}, envelope {i} ({spoiled.What}): {spoiled.Path} {answer.StatusCode} {text}\n"
                    + Encoding.UTF8.GetString(spoiled.Body);
                Assert.True((int)answer.StatusCode == 200, told);
                var (code, sentence) = Read(text, told);
                if (code == 0)
                {
                    Assert.True(spoiled.MaySucceed, told);
                    Assert.Equal("", sentence);
                    accepted++;
                    await visits.RestoreAsync(spoiled.Number);
                    stored = Stored(database);
                    continue;
                }

                Assert.True(sentence.Length is > 0 and <= 200, told);
                Assert.DoesNotContain(Requests.Yi, sentence, StringComparison.Ordinal);
                Assert.True(
                    version == Version(database) || stored == Stored(database) || sentence.Contains("超时", StringComparison.Ordinal), told);
            }

            Assert.NotEqual(0, accepted);
        }

        data.Delete(recursive: true);
    }

    private static int Count() => Environment.GetEnvironmentVariable("MEDAID_NATIONAL_ENVELOPES") is { Length: > 0 } given
        ? int.Parse(given, CultureInfo.InvariantCulture)
        : Envelopes;

    private static (int Code, string Sentence) Read(string text, string told)
    {
        try
        {
            var json = JsonDocument.Parse(text).RootElement;
            return (json.GetProperty("infcode").GetInt32(), json.GetProperty("err_msg").GetString()!);
        }
        catch (Exception e) when (e is JsonException or KeyNotFoundException)
        {
            Assert.Fail(told);
            throw;
        }
    }

    /// <summary>Another one after anything at all was committed: then it is looked at what.</summary>
    private static long Version(SqliteConnection database)
    {
        using var command = database.CreateCommand();
        command.CommandText = "PRAGMA data_version";
        return (long)command.ExecuteScalar()!;
    }

    /// <summary>All that a message can leave behind, but for the key of a refusal, which the ledger keeps.</summary>
    private static string Stored(SqliteConnection database)
    {
        using var command = database.CreateCommand();
        command.CommandText =
            """
            SELECT (SELECT count(*) FROM settlement) || ' ' || (SELECT count(*) FROM national_visit) || ' ' || (SELECT count(*) FROM national_line)
                || ' ' || (SELECT count(*) FROM national_answer) || ' ' || (SELECT count(*) FROM national_file)
                || ' ' || (SELECT count(*) FROM write_request) || ' ' || (SELECT count(*) FROM standing_visit)
                || ' ' || (SELECT coalesce(sum(care + length(medical_type || disease_code)), 0) FROM national_visit)
            """;
        return (string)command.ExecuteScalar()!;
    }

    /// <summary>Visits in the state that the good messages need, put right again after one of them was taken.</summary>
    private sealed class OpenedVisits(HisClient client)
    {
        private HisVisit visit = null!;
        private string settled = "";
        private int lines;

        public async Task OpenAsync()
        {
            visit = await HisVisit.OpenAsync(client, Requests.Yi, "", "11");
            (await visit.SendLinesAsync(Line("B1", "L1"))).Done();
            (await visit.SendLinesAsync(Line("B2", "L2"))).Done();
            settled = (await visit.SettleAsync("B2", 100_00)).Done().Word("setlinfo", "setl_id");
        }

        /// <summary>A message that would be done as it stands.</summary>
        public JsonObject Good(Random random) => random.Next(16) switch
        {
            0 => client.Message("9001", new JsonObject { ["signIn"] = new JsonObject { ["opter_no"] = "S01", ["mac"] = "", ["ip"] = "" } }),
            1 => client.Message("1101", HisClient.Data(("certno", Requests.Yi), ("card_sn", ""))),
            2 => client.Message("2201", HisClient.Data(
                ("psn_no", visit.PersonNumber), ("insutype", "390"), ("begntime", "2026-03-02 08:30:00"), ("ipt_otp_no", "MZ1"))),
            3 => client.Message("2203A", new JsonObject
            {
                ["mdtrtinfo"] = new JsonObject { ["mdtrt_id"] = visit.VisitId, ["psn_no"] = visit.PersonNumber, ["med_type"] = "11" },
                ["diseinfo"] = new JsonArray(new JsonObject { ["diag_code"] = "I10.x00", ["diag_srt_no"] = "1" }),
            }),
            4 or 5 => client.Message("2204", Line("B9", $"M{++lines}")),
            6 => client.Message("2205", HisClient.Data(("mdtrt_id", visit.VisitId), ("psn_no", visit.PersonNumber), ("chrg_bchno", "B1"))),
            7 => client.Message("2206A", visit.SettleInput("B1", 100_00)),
            8 or 9 => client.Message("2207A", visit.SettleInput("B1", 100_00)),
            10 => client.Message("2208", HisClient.Data(("setl_id", settled), ("mdtrt_id", visit.VisitId), ("psn_no", visit.PersonNumber))),
            11 => client.Message("2601", HisClient.Data(("psn_no", visit.PersonNumber), ("omsgid", client.NewId()), ("oinfno", "2207A"))),
            12 => client.Message("5203", HisClient.Data(("psn_no", visit.PersonNumber), ("setl_id", settled), ("mdtrt_id", visit.VisitId))),
            13 => client.Message("2001", HisClient.Data(
                ("psn_no", visit.PersonNumber), ("insutype", "390"), ("med_type", "11"), ("begntime", "2026-03-02"))),
            14 => client.Message("3201", HisClient.Data(
                ("insutype", "390"), ("stmt_begndate", "2026-03-01"), ("stmt_enddate", "2026-03-31"), ("medfee_sumamt", "1.00"),
                ("fund_pay_sumamt", "1.00"), ("fixmedins_setl_cnt", "1"))),
            _ => client.Message("9101", new JsonObject
            {
                ["fsUploadIn"] = new JsonObject { ["in"] = Convert.ToBase64String("S1\tM1\tP1\t1.00\t0\t0\t0"u8), ["filename"] = "a.txt" },
            }),
        };

        public async Task RestoreAsync(string number)
        {
            switch (number)
            {
                case "2204":
                    (await visit.RemoveAsync("0000")).Done();
                    goto case "2205";
                case "2205":
                    (await visit.SendLinesAsync(Line("B1", $"M{++lines}"))).Done();
                    break;
                case "2207":
                    var made = (await visit.SettleAsync("B1", 100_00)).Error;
                    (await visit.ReverseAsync(made[(made.IndexOf('S', StringComparison.Ordinal))..][..25])).Done();
                    break;
                case "2208":
                    settled = (await visit.SettleAsync("B2", 100_00)).Done().Word("setlinfo", "setl_id");
                    break;
            }
        }

        private JsonObject Line(string batch, string id) => SampleBill.OneLine(visit.VisitId, visit.PersonNumber, batch, 100_00, id);
    }
}
