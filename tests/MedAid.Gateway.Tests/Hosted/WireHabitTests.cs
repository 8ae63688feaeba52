using System.Globalization;
using Google.Protobuf;
using Google.Protobuf.Reflection;
using Google.Rpc;
using Grpc.Core;
using MedAid.Contract.Clearing.V1;
using MedAid.Contract.Errors.V1;
using MedAid.Contract.Settlement.V1;
using MedAid.Gateway.Calls;
using MedAid.Gateway.Tests.EndToEnd;
using MedAid.Settlement.Claims;

namespace MedAid.Gateway.Tests.Hosted;

/// <summary>What every call does alike: read off the descriptors, and asked of a whole gateway call by call.</summary>
public sealed class WireHabitTests
{
    private const string Operator = "medaid-operator";
    private const string RequestId = "request_id";
    private const string PageSize = "page_size";
    private const string PageToken = "page_token";

    private static readonly MethodDescriptor[] Methods = [.. RepeatedRequestTests.Services.SelectMany(s => s.Methods)];

    /// <summary>Names of more than one thing that do not end like it.</summary>
    private static readonly string[] OtherPlurals = [];

    /// <summary>Who calls stands in the metadata. Where one call needs a second person, that one is the only person in the message.</summary>
    [Fact]
    public void No_request_names_its_caller()
    {
        string[] persons =
        [
            .. from message in Requests().Distinct()
               from field in message.Fields.InDeclarationOrder()
               where field.Name.Contains("operator", StringComparison.Ordinal) || field.Name.EndsWith("_by", StringComparison.Ordinal)
               select $"{message.Name}.{field.Name}",
        ];
        Assert.Equal(["EnrolTwoDiseaseRequest.checked_by", "VoidRecordRequest.checked_by"], persons.Order());
    }

    [Fact]
    public void Every_list_has_pages_and_every_page_a_next_one()
    {
        string[] whole =
        [
            .. from method in Methods
               let isList = method.Name.StartsWith("List", StringComparison.Ordinal)
               let has = new[]
               {
                   method.InputType.FindFieldByName(PageSize)?.FieldType == FieldType.Int32,
                   method.InputType.FindFieldByName(PageToken)?.FieldType == FieldType.String,
                   method.OutputType.FindFieldByName("next_page_token")?.FieldType == FieldType.String,
               }
               where has.Distinct().Count() != 1 || (isList && !has[0])
               select method.FullName,
        ];
        Assert.Empty(whole);
    }

    [Fact]
    public void Names_of_repeated_fields_are_plural()
    {
        string[] singular =
        [
            .. from message in Messages().Distinct()
               from field in message.Fields.InDeclarationOrder()
               where field.IsRepeated && !field.IsMap && !field.Name.EndsWith('s') && !OtherPlurals.Contains(field.Name)
               select $"{message.Name}.{field.Name}",
        ];
        Assert.Empty(singular);
    }

    [Fact]
    public void The_rules_of_the_gateway_are_those_of_the_contract()
    {
        Assert.Equal(
            Enum.GetValues<MedAid.Contract.Errors.V1.FieldRule>().Skip(1).Select(r => ((int)r, $"{r}")),
            Enum.GetValues<FieldRule>().Select(r => ((int)r, $"{r}")));
        Assert.All(
            FieldRuleReflection.Descriptor.EnumTypes[0].Values.Skip(1),
            v => Assert.Equal($"FIELD_RULE_{FieldRules.WordOf((FieldRule)v.Number)}", v.Name));
    }

    /// <summary>A settlement keeps no operator; every other write does.</summary>
    [Fact]
    public async Task Nobody_writes_without_a_name_and_no_page_is_read_by_a_token_of_another_list()
    {
        await using var gateway = await HostedGateway.StartAsync(new DateTimeOffset(2026, 4, 20, 8, 0, 0, TimeSpan.FromHours(8)));
        var invoker = gateway.Channel.CreateCallInvoker();
        var (nameless, withToken) = (new List<string>(), 0);
        foreach (var method in Methods)
        {
            var request = method.InputType.Parser.ParseFrom([]);
            var fields = method.InputType.FindFieldByName(RequestId) is { ContainingOneof: null }
                ? await ProblemsAsync(invoker, method, request, "")
                : [];
            if (fields.Length > 0 && !fields.Contains($"{Operator} REQUIRED 请在元数据（请求头）medaid-operator 里写明经办人"))
            {
                nameless.Add(method.Name);
            }

            if (method.InputType.FindFieldByName(PageToken) is { } token)
            {
                // The token of a list of settlements, which this is not, or of another hospital's.
                token.Accessor.SetValue(request, Paging.TokenOf("settlements", "5"));
                Assert.Contains(
                    $"{PageToken} FORMAT page_token 不是上一页返回的，或其他条件已改变，请从第一页重新查询",
                    await ProblemsAsync(invoker, method, request, "clerk"));
                withToken++;
            }
        }

        Assert.Equal(["Settle", "Reverse", "RefundItems"], nameless);
        Assert.Equal(Methods.Count(m => m.InputType.FindFieldByName(PageToken) is not null), withToken);
    }

    [Fact]
    public void A_token_belongs_to_every_other_field_of_its_request_but_not_to_the_page_size()
    {
        var request = new ListReceivablesRequest { CountyCode = "141123", PageSize = 2 };
        request.PageToken = Page.Of(request, []).TokenOf("7");
        var violations = new List<FieldViolation>();
        Assert.Equal(7, Page.Of(new ListReceivablesRequest(request) { PageSize = 5 }, violations).Skip);
        Assert.Empty(violations);
        Assert.Equal(0, Page.Of(new ListReceivablesRequest(request) { CountyCode = "141124" }, violations).Skip);
        Page.Of(new ListWaiversRequest { PageToken = request.PageToken }, violations);
        Assert.Equal([Paging.BadToken, Paging.BadToken], violations);
    }

    [Fact]
    public async Task A_day_that_is_none_breaks_the_same_rule_everywhere()
    {
        await using var gateway = await HostedGateway.StartAsync(new DateTimeOffset(2026, 4, 20, 8, 0, 0, TimeSpan.FromHours(8)));
        var invoker = gateway.Channel.CreateCallInvoker();
        foreach (var method in Methods)
        {
            FieldDescriptor[] days =
            [
                .. method.InputType.Fields.InDeclarationOrder()
                    .Where(f => f is { FieldType: FieldType.String, IsRepeated: false } && f.Name.EndsWith("_date", StringComparison.Ordinal)),
            ];
            if (days.Length == 0)
            {
                continue;
            }

            var request = method.InputType.Parser.ParseFrom([]);
            foreach (var day in days)
            {
                day.Accessor.SetValue(request, "2026-02-30");
            }

            var problems = await ProblemsAsync(invoker, method, request, "clerk");
            Assert.All(days, d => Assert.Contains($"{d.Name} DATE 日期要写成 2026-03-02 这样，且要真有这一天", problems));
        }
    }

    /// <summary>The bad fields of a call, each with its rule and its sentence; none if it was not refused for them.</summary>
    private static async Task<string[]> ProblemsAsync(CallInvoker invoker, MethodDescriptor method, IMessage request, string operatorName)
    {
        var call = new Method<byte[], byte[]>(
            MethodType.Unary, method.Service.FullName, method.Name, Marshallers.Create(b => b, b => b), Marshallers.Create(b => b, b => b));
        try
        {
            await invoker.AsyncUnaryCall(call, null, new CallOptions(DefaultOperator.By(operatorName)), request.ToByteArray())
                .ResponseAsync.WaitAsync(GatewayProcess.Patience);
            return [];
        }
        catch (RpcException refused)
        {
            var status = Google.Rpc.Status.Parser.ParseFrom(refused.Trailers.GetValueBytes("grpc-status-details-bin"));
            return
            [
                .. status.Details.Where(d => d.Is(BadRequest.Descriptor)).SelectMany(d => d.Unpack<BadRequest>().FieldViolations)
                    .Select(v => string.Create(CultureInfo.InvariantCulture, $"{v.Field} {v.Description.Replace(": ", " ", StringComparison.Ordinal)}")),
            ];
        }
    }

    /// <summary>Every message of a request, and those within it.</summary>
    private static IEnumerable<MessageDescriptor> Requests() => Methods.SelectMany(m => Within(m.InputType, []));

    private static IEnumerable<MessageDescriptor> Messages() => Requests().Concat(Methods.SelectMany(m => Within(m.OutputType, [])));

    private static IEnumerable<MessageDescriptor> Within(MessageDescriptor message, HashSet<MessageDescriptor> seen) => !seen.Add(message) ? []
        : message.Fields.InDeclarationOrder()
            .Where(f => f.FieldType == FieldType.Message && f.MessageType.File.Package.StartsWith("medaid.", StringComparison.Ordinal))
            .SelectMany(f => Within(f.MessageType, seen)).Prepend(message);
}
