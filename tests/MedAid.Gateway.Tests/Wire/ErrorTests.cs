using System.Text.RegularExpressions;
using Google.Rpc;
using Grpc.Core;
using MedAid.Contract.Errors.V1;
using MedAid.Contract.Settlement.V1;
using MedAid.Gateway.Calls;

namespace MedAid.Gateway.Tests.Wire;

public sealed partial class ErrorTests
{
    private const string ListPath = "/medaid.settlement.v1.SettlementService/ListSettlements";

    [Fact]
    public async Task A_refusal_carries_the_standard_details_by_gRPC()
    {
        await using var server = await WireServer.StartAsync(new()
        {
            OnSettle = (_, _) => throw new ApiError(ErrorReason.NoPolicyForDate)
            {
                Subject = "141100",
                Metadata = new Dictionary<string, string> { ["service_date"] = "2015-01-01" },
            }.ToException(),
        });

        var thrown = await Assert.ThrowsAsync<RpcException>(async () => await server.Settlements.SettleAsync(new()));

        Assert.Equal(StatusCode.FailedPrecondition, thrown.StatusCode);
        var status = Details(thrown);
        Assert.Equal((int)StatusCode.FailedPrecondition, status.Code);
        var info = Only<ErrorInfo>(status);
        Assert.Equal(("NO_POLICY_FOR_DATE", "medaid"), (info.Reason, info.Domain));
        Assert.Equal("not_done", info.Metadata["outcome"]);
        Assert.Equal("2015-01-01", info.Metadata["service_date"]);
        Assert.Equal("zh-CN", Only<LocalizedMessage>(status).Locale);
        Assert.Equal("141100", Assert.Single(Only<PreconditionFailure>(status).Violations).Subject);
    }

    [Fact]
    public async Task A_refusal_by_HTTP_says_the_same_and_when_to_try_again()
    {
        await using var server = await WireServer.StartAsync(new()
        {
            OnSettle = (_, _) => throw new ApiError(ErrorReason.CountersMoved) { RetryAfter = TimeSpan.FromMilliseconds(1200) }.ToException(),
        });

        using var content = new StringContent("{}", System.Text.Encoding.UTF8, "application/json");
        using var response = await server.Http.PostAsync("/v1/settlements", content);
        var answer = await server.PostAsync("/v1/settlements", "{}");

        Assert.Equal("2", response.Headers.GetValues("Retry-After").Single());
        JsonDoorTests.AssertReason(answer, 409, "COUNTERS_MOVED", "not_done");
        var error = answer.Body.GetProperty("error");
        Assert.Equal("ABORTED", error.GetProperty("status").GetString());
        Assert.Equal("1.200s", JsonDoorTests.Detail(error, "RetryInfo").GetProperty("retryDelay").GetString());
    }

    [Fact]
    public async Task Bad_fields_found_by_a_handler_all_stand_in_BadRequest()
    {
        await using var server = await WireServer.StartAsync(new()
        {
            OnSettle = (_, _) => throw ApiError.Invalid(new Settlement.Claims.FieldViolation("request_id", FieldRule.Format, "a"), new Settlement.Claims.FieldViolation("visit", FieldRule.Required, "b")).ToException(),
        });

        var thrown = await Assert.ThrowsAsync<RpcException>(async () => await server.Settlements.SettleAsync(new()));

        Assert.Equal(["request_id", "visit"], Only<BadRequest>(Details(thrown)).FieldViolations.Select(v => v.Field));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_defect_is_logged_once_and_its_text_stays_inside(bool byGrpc)
    {
        await using var server = await WireServer.StartAsync(new()
        {
            OnSettle = (_, _) => throw new InvalidOperationException("secret 140000199001011234"),
        });
        server.ErrorsDeclared = 1;

        string told;
        string traceId;
        if (byGrpc)
        {
            var thrown = await Assert.ThrowsAsync<RpcException>(async () => await server.Settlements.SettleAsync(new()));
            Assert.Equal(StatusCode.Internal, thrown.StatusCode);
            told = thrown + Details(thrown).ToString();
            traceId = Only<ErrorInfo>(Details(thrown)).Metadata["trace_id"];
        }
        else
        {
            var answer = await server.PostAsync("/v1/settlements", "{}");
            JsonDoorTests.AssertReason(answer, 500, "DEFECT", "unknown");
            told = answer.Text;
            traceId = JsonDoorTests.Detail(answer.Body.GetProperty("error"), "ErrorInfo")
                .GetProperty("metadata").GetProperty("trace_id").GetString()!;
        }

        Assert.DoesNotContain("secret", told, StringComparison.Ordinal);
        Assert.Contains(traceId, Assert.Single(server.Errors), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_bare_status_from_a_handler_is_a_defect_for_it_tells_the_caller_nothing()
    {
        await using var server = await WireServer.StartAsync(new()
        {
            OnSettle = (_, _) => throw new RpcException(new(StatusCode.NotFound, "upstream says 140000199001011234")),
        });
        server.ErrorsDeclared = 1;

        var thrown = await Assert.ThrowsAsync<RpcException>(async () => await server.Settlements.SettleAsync(new()));

        Assert.Equal("DEFECT", Only<ErrorInfo>(Details(thrown)).Reason);
        Assert.DoesNotContain("140000199001011234", thrown.Status.Detail, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_message_above_four_MiB_is_refused_with_details_by_gRPC()
    {
        await using var server = await WireServer.StartAsync();
        var request = new SettleRequest { Visit = new() { VisitId = new('x', 4 * 1024 * 1024) } };

        var thrown = await Assert.ThrowsAsync<RpcException>(async () => await server.Settlements.SettleAsync(request));

        Assert.Equal(StatusCode.ResourceExhausted, thrown.StatusCode);
        var info = Only<ErrorInfo>(Details(thrown));
        Assert.Equal("MESSAGE_TOO_LARGE", info.Reason);
        Assert.Equal("4194304", info.Metadata["limit_bytes"]);
    }

    [Fact]
    public async Task Bytes_that_are_no_message_are_the_callers_fault_and_no_Error_in_the_log()
    {
        await using var server = await WireServer.StartAsync();

        using var response = await server.RawCallAsync(ListPath, [0xff, 0xff, 0xff, 0xff]);

        AssertRaw(response, StatusCode.InvalidArgument, "MALFORMED_BODY");
    }

    [Fact]
    public async Task An_unknown_method_is_refused_with_details()
    {
        await using var server = await WireServer.StartAsync();

        using var response = await server.RawCallAsync("/medaid.settlement.v1.SettlementService/Guess", []);

        AssertRaw(response, StatusCode.Unimplemented, "METHOD_NOT_OFFERED");
    }

    [Fact]
    public async Task A_gRPC_handler_that_hangs_is_cut_off_at_the_deadline_with_details()
    {
        await using var server = await WireServer.StartAsync(new()
        {
            OnList = (_, context) => Task.Delay(Timeout.Infinite, context.CancellationToken)
                .ContinueWith(_ => new ListSettlementsResponse(), TaskScheduler.Default),
        });

        using var response = await server.RawCallAsync(ListPath, [], timeout: "200m");

        AssertRaw(response, StatusCode.DeadlineExceeded, "DEADLINE_PASSED");
    }

    [Theory]
    [InlineData(null, 5.0)]
    [InlineData("1H", 5.0)]
    [InlineData("nonsense", 5.0)]
    [InlineData("4S", 4.0)]
    public async Task The_deadline_is_the_callers_but_at_most_five_seconds(string? timeout, double seconds)
    {
        DateTime deadline = default;
        DateTime after = default;
        await using var server = await WireServer.StartAsync(new()
        {
            OnList = (_, context) =>
            {
                deadline = context.Deadline;
                after = TimeProvider.System.GetUtcNow().UtcDateTime;
                return Task.FromResult(new ListSettlementsResponse());
            },
        });
        var before = TimeProvider.System.GetUtcNow().UtcDateTime;

        using var response = await server.RawCallAsync(ListPath, [], timeout);

        Assert.InRange(deadline, before + TimeSpan.FromSeconds(seconds), after + TimeSpan.FromSeconds(seconds));
    }

    [Fact]
    public void Every_reason_has_a_row_that_keeps_what_its_comment_promises()
    {
        var source = File.ReadAllText(Path.Combine(Repository(), "protos/medaid/errors/v1/error_reason.proto"));
        var promises = Promise().Matches(source).Select(m => m.Groups).ToDictionary(g => g["name"].Value);
        var reasons = Enum.GetValues<ErrorReason>().Where(r => r != ErrorReason.Unspecified).ToList();
        Assert.Equal(reasons.Count, promises.Count);
        foreach (var reason in reasons)
        {
            var status = Details(new ApiError(reason).ToException());
            var info = Only<ErrorInfo>(status);
            var promise = promises[info.Reason];
            Assert.Equal($"{(int)reason}", promise["number"].Value);
            Assert.Equal(promise["status"].Value, ErrorReasonName((StatusCode)status.Code));
            Assert.Equal(promise["outcome"].Value, info.Metadata["outcome"]);
            var example = ErrorInfo.Parser.ParseJson(promise["example"].Value);
            Assert.Equal((info.Reason, info.Domain, info.Metadata["outcome"]), (example.Reason, example.Domain, example.Metadata["outcome"]));
            Assert.Matches(@"^\p{IsCJKUnifiedIdeographs}.*。$", Only<LocalizedMessage>(status).Message);
        }
    }

    internal static T Only<T>(Google.Rpc.Status status)
        where T : Google.Protobuf.IMessage, new()
    {
        var detail = Assert.Single(status.Details, d => d.Is(new T().Descriptor));
        return detail.Unpack<T>();
    }

    internal static Google.Rpc.Status Details(RpcException exception) =>
        Google.Rpc.Status.Parser.ParseFrom(exception.Trailers.GetValueBytes("grpc-status-details-bin"));

    private static void AssertRaw(HttpResponseMessage response, StatusCode code, string reason)
    {
        Assert.Equal($"{(int)code}", response.Headers.GetValues("grpc-status").Single());
        var status = Google.Rpc.Status.Parser.ParseFrom(Convert.FromBase64String(response.Headers.GetValues("grpc-status-details-bin").Single()));
        Assert.Equal((int)code, status.Code);
        Assert.Equal(reason, Only<ErrorInfo>(status).Reason);
        Assert.Equal(status.Message, Uri.UnescapeDataString(response.Headers.GetValues("grpc-message").Single()));
    }

    private static string ErrorReasonName(StatusCode code) =>
        Regex.Replace($"{code}", "(?<=[a-z])(?=[A-Z])", "_").ToUpperInvariant();

    private static string Repository()
    {
        var folder = AppContext.BaseDirectory;
        while (!File.Exists(Path.Combine(folder, "global.json")))
        {
            folder = Path.GetDirectoryName(folder) ?? throw new DirectoryNotFoundException("No global.json above the tests.");
        }

        return folder;
    }

    [GeneratedRegex(
        @"// Status: (?<status>\w+)\s+// Outcome: (?<outcome>\w+)\s+// Do: .+\s+// Example: (?<example>\{.+\})\s+(?<name>[A-Z_]+) = (?<number>\d+);")]
    private static partial Regex Promise();
}
