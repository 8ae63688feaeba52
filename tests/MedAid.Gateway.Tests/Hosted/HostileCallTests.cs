using System.Globalization;
using System.Net;
using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using Google.Api;
using Google.Protobuf;
using Google.Protobuf.Reflection;
using Google.Rpc;
using Grpc.Core;
using MedAid.Contract.Clearing.V1;
using MedAid.Gateway.Tests.EndToEnd;
using MedAid.Gateway.Tests.Sharing;
using MedAid.Settlement.Ports;
using MedAid.Stores.Embedded;
using MedAid.Stores.Postgres;
using Npgsql;
using Xunit.Abstractions;

namespace MedAid.Gateway.Tests.Hosted;

/// <summary>
/// All calls of all services, with requests made by their descriptors and hostile values among good ones, by both doors on both databases.
/// Whatever comes in, a call is done or refused with its reason in Chinese; no id number comes back in a refusal, no Error gets into the log,
/// and the books verify afterwards.
/// </summary>
/// <remarks>
/// MEDAID_FUZZ_CALLS sets how many calls are made to a gateway; MEDAID_TEST_SEED repeats a run that failed.
/// </remarks>
public sealed partial class HostileCallTests(ITestOutputHelper output)
{
    private const int CallsUnlessTold = 3_000;
    private const long MemoryMax = 1_000_000_000;
    private const int LogShown = 3_000;

    // Work may be slow on a crowded machine: a deadline that has passed is an answer, too many of them are none.
    private const int LatePercentMax = 50;

    private static readonly JsonParser Parser = new(
        JsonParser.Settings.Default.WithTypeRegistry(TypeRegistry.FromFiles(ErrorDetailsReflection.Descriptor)));

    [Fact]
    public async Task No_input_breaks_a_gateway_on_SQLite()
    {
        var data = GatewayProcess.NewDataFolder();
        await using (var gateway = await GatewayProcess.StartAsync(data))
        {
            await AssaultAsync(gateway);
        }

        using (var database = EmbeddedDatabase.Open(Path.Combine(data.FullName, "medaid.db")))
        {
            await using var ledger = new EmbeddedLedger(database);
            Assert.Empty((await ledger.VerifyAsync(CancellationToken.None)).Differences);
        }

        data.Delete(recursive: true);
    }

    [SharedFact]
    public async Task No_input_breaks_a_gateway_on_PostgreSQL()
    {
        var server = new NpgsqlConnectionStringBuilder(Environment.GetEnvironmentVariable("MEDAID_TEST_POSTGRES"));
        var schema = $"fuzz{Guid.NewGuid():N}";
        await RunAsync(server, $"CREATE SCHEMA {schema}");
        var address = new NpgsqlConnectionStringBuilder(server.ToString()) { SearchPath = schema }.ToString();
        await using (var gateway = await GatewayProcess.StartAsync(null, ("Postgres", address)))
        {
            await AssaultAsync(gateway);
        }

        await using (var database = new PostgresDatabase(address))
        {
            await using var ledger = new PostgresLedger(database);
            Assert.Empty((await ledger.VerifyAsync(CancellationToken.None)).Differences);
        }

        await RunAsync(server, $"DROP SCHEMA {schema} CASCADE");
    }

    private static async Task RunAsync(NpgsqlConnectionStringBuilder server, string sql)
    {
        await using var connection = new NpgsqlConnection(server.ToString());
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync();
    }

    private async Task AssaultAsync(GatewayProcess gateway)
    {
        var seed = Seed.Next();
        var calls = int.TryParse(Environment.GetEnvironmentVariable("MEDAID_FUZZ_CALLS"), CultureInfo.InvariantCulture, out var told)
            ? told
            : CallsUnlessTold;
        output.WriteLine($"MEDAID_TEST_SEED={seed}");
        var assault = new Assault(gateway, new Random(seed));
        await gateway.Settlements.SettleAsync(Requests.Sample("before"));
        for (var made = 0; made < calls; made++)
        {
            try
            {
                await assault.CallAsync();
            }
            catch (Exception failure)
            {
                // The end of a gateway that logged an Error would print all of its log instead.
                gateway.Declare("");
                var log = gateway.Output;
                var error = Math.Max(0, log.IndexOf("\nfail: ", StringComparison.Ordinal));
                Assert.Fail(
                    $"MEDAID_TEST_SEED={seed}, call {made}: {assault.Last}\n{failure.Message}\n{log[error..Math.Min(log.Length, error + LogShown)]}");
            }
        }

        output.WriteLine($"{calls} calls: {string.Join(", ", assault.Tally.OrderByDescending(t => t.Value))}");
        Assert.True(assault.Late * 100 <= calls * LatePercentMax, $"{assault.Late} of {calls} calls were late");
        Assert.True(assault.Tally.Count > 20, "too few outcomes for the calls to have got anywhere");
        Assert.InRange(gateway.MemoryBytes, 1, MemoryMax);
        Assert.False((await gateway.Settlements.SettleAsync(Requests.Sample("after").With(v => v.VisitId = "after"))).Replayed);
        Assert.Empty((await new ClearingService.ClearingServiceClient(gateway.Channel).ProveAsync()).Differences);
    }

    /// <summary>Calls of one gateway, one after the other, and what each may be answered.</summary>
    private sealed partial class Assault(GatewayProcess gateway, Random random)
    {
        private static readonly string[] IdNumbers = [Requests.Jia, Requests.Yi, Requests.Wu, Requests.Wei, Requests.You, Requests.Chen];

        private static readonly string[] Outages = ["STORE_UNAVAILABLE", "OVERLOADED"];

        private static readonly MethodDescriptor[] Methods = [.. RepeatedRequestTests.Services.SelectMany(s => s.Methods)];

        private readonly HostileMessages messages = new(random);
        private readonly CallInvoker invoker = gateway.Channel.CreateCallInvoker();

        public Dictionary<string, int> Tally { get; } = [];

        public int Late { get; private set; }

        /// <summary>The last request.</summary>
        public string Last { get; private set; } = "";

        public async Task CallAsync()
        {
            var method = Methods[random.Next(Methods.Length)];
            var request = messages.Request(method.InputType);
            var text = request.ToString()!;
            var byJson = random.Next(3) == 0 && Json(request) is not null;
            Last = $"{method.FullName} {(byJson ? "JSON" : "gRPC")} {text[..Math.Min(2_000, text.Length)]}";
            await (byJson ? ByJsonAsync(method, request) : ByGrpcAsync(method, request));
        }

        private async Task ByGrpcAsync(MethodDescriptor method, IMessage request)
        {
            var call = new Method<byte[], byte[]>(
                MethodType.Unary, method.Service.FullName, method.Name, Marshallers.Create(b => b, b => b), Marshallers.Create(b => b, b => b));
            var headers = new Metadata();
            foreach (var (name, value) in Headers())
            {
                headers.Add(name, value);
            }

            try
            {
                var answer = await invoker.AsyncUnaryCall(call, null, new CallOptions(headers), request.ToByteArray())
                    .ResponseAsync.WaitAsync(GatewayProcess.Patience);
                messages.Learn(method.OutputType.Parser.ParseFrom(answer));
                Count("done");
            }
            catch (RpcException refused)
            {
                var details = refused.Trailers.GetValueBytes("grpc-status-details-bin");
                Assert.True(details is not null, $"{refused.Status} without details");
                Assert.InRange(details.Length, 1, 6_000);
                Check(Google.Rpc.Status.Parser.ParseFrom(details));
            }
        }

        private async Task ByJsonAsync(MethodDescriptor method, IMessage request)
        {
            var rule = method.GetOptions()!.GetExtension(AnnotationsExtensions.Http);
            var fields = new HashSet<string>(StringComparer.Ordinal);
            var path = Variable().Replace(rule.Get.Length > 0 ? rule.Get : rule.Post, m =>
            {
                fields.Add(m.Groups[1].Value);
                var value = (string)request.Descriptor.FindFieldByName(m.Groups[1].Value).Accessor.GetValue(request);
                return Uri.EscapeDataString(value.Length is 0 or > 500 || value.Trim('.').Length == 0 ? "X1" : value);
            });
            using var message = rule.Get.Length > 0
                ? new HttpRequestMessage(HttpMethod.Get, $"{path}?{Query(request, fields)}")
                : new HttpRequestMessage(HttpMethod.Post, path)
                {
                    Content = new StringContent(Mutated(Json(request)!), Encoding.UTF8, "application/json"),
                };
            foreach (var (name, value) in Headers())
            {
                message.Headers.TryAddWithoutValidation(name, value);
            }

            using var response = await gateway.Http.SendAsync(message);
            var text = await response.Content.ReadAsStringAsync();
            if (response.IsSuccessStatusCode)
            {
                Count("done");
                return;
            }

            // A path with an odd character may be no path of ours, or none at all.
            if (text.Length == 0)
            {
                Assert.True(response.StatusCode is HttpStatusCode.BadRequest or HttpStatusCode.NotFound or HttpStatusCode.RequestUriTooLong);
                return;
            }

            Assert.True((int)response.StatusCode is < 500 or 503 or 504, text);
            var error = JsonDocument.Parse(text).RootElement.GetProperty("error");
            var status = new Google.Rpc.Status();
            status.Details.AddRange(error.GetProperty("details").EnumerateArray()
                .Select(d => Parser.Parse<Google.Protobuf.WellKnownTypes.Any>(d.GetRawText())));
            Check(status);
        }

        private void Check(Google.Rpc.Status status)
        {
            var info = status.Details.Single(d => d.Is(ErrorInfo.Descriptor)).Unpack<ErrorInfo>();
            var chinese = status.Details.Single(d => d.Is(LocalizedMessage.Descriptor)).Unpack<LocalizedMessage>();
            var whole = string.Join('\n', status.Details.Select(d => Encoding.UTF8.GetString(d.Value.Span)));
            Assert.Matches(@"\p{IsCJKUnifiedIdeographs}{2}", chinese.Message);
            Assert.DoesNotContain(IdNumbers, n => whole.Contains(n, StringComparison.OrdinalIgnoreCase));
            Assert.False(info.Reason is "DEFECT" or "OUTCOME_UNKNOWN", $"{info.Reason}: {whole}");
            Assert.False(Outages.Contains(info.Reason), $"{info.Reason}: nothing is out of order here");
            Late += info.Reason == "DEADLINE_PASSED" ? 1 : 0;
            Count(info.Reason);
        }

        private IEnumerable<(string Name, string Value)> Headers()
        {
            yield return ("medaid-role", "insurance_office");
            if (random.Next(8) > 0)
            {
                var name = random.Next(12) == 0 ? messages.HostileText() : random.Next(2) == 0 ? "王受理" : "李复核";
                yield return ("medaid-operator", Uri.EscapeDataString(name));
            }
        }

        /// <summary>The text of a request; null: it has no JSON, a time outside the calendar for one.</summary>
        private static string? Json(IMessage request)
        {
            try
            {
                return JsonFormatter.Default.Format(request);
            }
            catch (InvalidOperationException)
            {
                return null;
            }
        }

        /// <summary>Sometimes a character of the text is another.</summary>
        private string Mutated(string json)
        {
            if (random.Next(10) > 0)
            {
                return json;
            }

            var at = random.Next(json.Length);
            return $"{json[..at]}{(char)random.Next(1, 0x300)}{json[(at + 1)..]}";
        }

        private static string Query(IMessage request, HashSet<string> inPath) => string.Join('&',
            from field in request.Descriptor.Fields.InDeclarationOrder()
            where !inPath.Contains(field.Name) && !field.IsRepeated && field.FieldType != FieldType.Message && field.RealContainingOneof is null
            let value = field.FieldType == FieldType.Enum ? $"{(int)field.Accessor.GetValue(request)}" : $"{field.Accessor.GetValue(request)}"
            where value.Length is > 0 and < 600
            select $"{field.JsonName}={Uri.EscapeDataString(value)}");

        private void Count(string outcome) => Tally[outcome] = Tally.GetValueOrDefault(outcome) + 1;

        [GeneratedRegex(@"\{([a-z_]+)\}")]
        private static partial Regex Variable();
    }
}
