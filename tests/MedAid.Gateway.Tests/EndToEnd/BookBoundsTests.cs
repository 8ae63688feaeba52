using Grpc.Core;
using MedAid.Contract.Clearing.V1;
using MedAid.Contract.Settlement.V1;

namespace MedAid.Gateway.Tests.EndToEnd;

/// <summary>
/// What may not enter the clearing book: amounts, days and places that are slips of the keyboard or worse. Each is refused with its field and
/// rule, and the book is the same afterwards.
/// </summary>
public sealed class BookBoundsTests(SharedGateway shared) : IClassFixture<SharedGateway>
{
    private const string Hospital = Requests.CountyHospital;
    private const string County = "141123";
    private const string Most = "9223372036854775807";
    private const string Payment = $"\"hospitalCode\":\"{Hospital}\",\"countyCode\":\"{County}\",\"paidDate\":\"2026-04-01\",\"paymentId\":\"B1\"";
    private const string Patient = $"\"hospitalCode\":\"{Hospital}\",\"idNumber\":\"{Requests.Wei}\"";

    private readonly GatewayProcess gateway = shared.Gateway;

    private PatientAccountService.PatientAccountServiceClient Accounts => new(gateway.Channel);

    public static TheoryData<string, string, string> Bad => new()
    {
        { "/v1/payments", $"{Payment},\"receivedFen\":\"{Most}\"", "received_fen OUT_OF_RANGE" },
        { "/v1/payments", $"{Payment},\"receivedFen\":\"10000000001\"", "received_fen OUT_OF_RANGE" },
        { "/v1/payments", $"{Payment},\"receivedFen\":\"1\",\"setOffFen\":\"{Most}\"", "set_off_fen OUT_OF_RANGE" },
        { "/v1/payments", $"{Payment},\"receivedFen\":\"9999999999\",\"setOffFen\":\"2\"", "set_off_fen OUT_OF_RANGE" },
        { "/v1/payments", $"{Payment},\"retainedFen\":\"{Most}\",\"deductedFen\":\"1\"", "retained_fen OUT_OF_RANGE" },
        { "/v1/payments", $"{Payment},\"retainedFen\":\"6000000000\",\"deductedFen\":\"6000000000\"", "deducted_fen OUT_OF_RANGE" },
        { "/v1/payments", $"{Payment},\"receivedFen\":\"-1\"", "received_fen OUT_OF_RANGE" },
        { "/v1/payments", $"{Payment},\"receivedFen\":\"1\"".Replace("2026-04-01", "9999-12-31"), "paid_date OUT_OF_RANGE" },
        { "/v1/payments", $"{Payment},\"receivedFen\":\"1\"".Replace("2026-04-01", "0001-01-01"), "paid_date OUT_OF_RANGE" },
        { "/v1/payments", $"{Payment},\"receivedFen\":\"1\"".Replace("2026-04-01", "2062-04-01"), "paid_date OUT_OF_RANGE" },
        { "/v1/payments", $"{Payment},\"receivedFen\":\"1\"".Replace($"\"{County}\"", "\"NOWHERE\""), "county_code UNKNOWN_COUNTY" },
        { "/v1/payments", $"{Payment},\"receivedFen\":\"1\"".Replace(Hospital, "NOHOSPITAL"), "hospital_code UNKNOWN_HOSPITAL" },
        { "/v1/payments", $"{Payment},\"receivedFen\":\"1\"".Replace("\"B1\"", "\"B1 \""), "payment_id FORMAT" },
        { "/v1/payments", $"{Payment},\"receivedFen\":\"1\"".Replace("\"B1\"", "\"Ｂ１\""), "payment_id FORMAT" },
        { "/v1/payments:release", $"{Payment},\"receivedFen\":\"1\"".Replace("\"B1\"", "\"B1\u200b\""), "payment_id FORMAT" },
        { "/v1/payments:refund", $"{Payment},\"amountFen\":\"1\"".Replace("\"B1\"", "\" B1\""), "payment_id FORMAT" },
        { "/v1/corrections", "\"recordNumber\":\"1\",\"note\":\"　\"", "note REQUIRED" },
        { "/v1/corrections/K1:decide", "\"approved\":true,\"note\":\"\u3164\"", "note REQUIRED" },
        { "/v1/payments:release", $"{Payment},\"receivedFen\":\"{Most}\"", "received_fen OUT_OF_RANGE" },
        { "/v1/payments:refund", $"{Payment},\"amountFen\":\"{Most}\"", "amount_fen OUT_OF_RANGE" },
        { "/v1/payments:refund", $"{Payment},\"amountFen\":\"1\"".Replace("2026-04-01", "2018-12-31"), "paid_date OUT_OF_RANGE" },
        { "/v1/claims", $"\"hospitalCode\":\"{Hospital}\",\"countyCode\":\"{County}\",\"period\":\"9999-12\"", "period OUT_OF_RANGE" },
        { "/v1/claims", $"\"hospitalCode\":\"{Hospital}\",\"countyCode\":\"{County}\",\"period\":\"0001-01\"", "period OUT_OF_RANGE" },
        { "/v1/claims", $"\"hospitalCode\":\"{Hospital}\",\"countyCode\":\"141132\",\"period\":\"2026-03\"", "county_code UNKNOWN_COUNTY" },
        { "/v1/claims/Q1:reply", $"\"lines\":[{{\"receivableId\":\"S1.relief\",\"acceptedFen\":\"{Most}\"}}]", "lines[0].accepted_fen OUT_OF_RANGE" },
        { "/v1/claims/Q1:reply", "\"lines\":[{\"receivableId\":\"S1.relief\",\"reason\":\"超\\u0001\\n价\"}]", "lines[0].reason FORMAT" },
        { "/v1/deposits", $"{Patient},\"amountFen\":\"{Most}\"", "amount_fen OUT_OF_RANGE" },
        { "/v1/deposits", $"{Patient},\"amountFen\":\"1\",\"paidDate\":\"0001-01-01\"", "paid_date OUT_OF_RANGE" },
        { "/v1/deposits", $"{Patient},\"amountFen\":\"1\"".Replace(Hospital, "NOHOSPITAL"), "hospital_code UNKNOWN_HOSPITAL" },
    };

    [Theory]
    [MemberData(nameof(Bad))]
    public async Task A_slip_is_refused_with_its_field_and_writes_nothing(string path, string fields, string problem)
    {
        var before = await HeadAsync();
        var refused = await DoorError.ByHttpAsync(gateway.PostAsync(path, $"{{\"requestId\":\"slip\",{fields}}}"));

        Assert.Equal((StatusCode.InvalidArgument, "INVALID_REQUEST", "not_done"), (refused.Status, refused.Reason, refused.Outcome));
        Assert.Equal([problem], refused.Fields);
        Assert.Equal(before, await HeadAsync());
    }

    [Theory]
    [InlineData("/v1/patientAccounts:age?hospital_code=NOHOSPITAL", "hospital_code UNKNOWN_HOSPITAL")]
    [InlineData("/v1/patientStatements?hospital_code=NOHOSPITAL&period=2026-03", "hospital_code UNKNOWN_HOSPITAL")]
    [InlineData("/v1/patientStatements?hospital_code=H14112300101&period=9999-12", "period OUT_OF_RANGE")]
    [InlineData("/v1/waivers:report?hospital_code=H14112300101&month=9999-12", "month OUT_OF_RANGE")]
    [InlineData("/v1/waivers:report?hospital_code=H14112300101&month=0001-01", "month OUT_OF_RANGE")]
    [InlineData("/v1/receivables?page_token=xxx", "page_token FORMAT")]
    [InlineData("/v1/receivables?county_code=NOWHERE", "county_code UNKNOWN_COUNTY")]
    [InlineData("/v1/receivables:age?as_of_date=9999-12-31", "as_of_date OUT_OF_RANGE")]
    [InlineData("/v1/statements/141123?from_date=0001-01-01&to_date=2026-03-31", "from_date OUT_OF_RANGE")]
    [InlineData("/v1/journal:balance?from_date=2026-01-01&to_date=2026-03-31&county_code=NOWHERE", "county_code UNKNOWN_COUNTY")]
    public async Task What_is_asked_about_no_place_or_no_time_is_refused(string path, string problem)
    {
        var refused = await DoorError.ByHttpAsync(gateway.GetAsync(path));

        Assert.Equal([problem], refused.Fields);
    }

    [Fact]
    public async Task The_unknown_code_is_named_unless_it_may_be_a_number_of_a_person()
    {
        var county = await gateway.GetAsync("/v1/receivables?county_code=141132");
        var person = await gateway.GetAsync($"/v1/receivables?county_code={Requests.Jia}");

        Assert.Contains("没有编码为 141132 的县区", county.Text, StringComparison.Ordinal);
        Assert.Contains("UNKNOWN_COUNTY", person.Text, StringComparison.Ordinal);
        Assert.DoesNotContain(Requests.Jia, person.Text, StringComparison.Ordinal);
    }

    /// <summary>
    /// A stay of 3,000.00 costs 样例甲 315.00 (worked out in <see cref="PatientAccountTests"/>). Written off by two persons and then reversed, it
    /// leaves nothing in the county, and the proof has nothing to say.
    /// </summary>
    [Fact]
    public async Task A_debt_written_off_by_two_persons_and_reversed_leaves_the_book_proved()
    {
        var signed = await Accounts.SignAgreementAsync(new()
        {
            RequestId = "sign-1", IdNumber = Requests.Jia, HospitalCode = Hospital, Number = "2026-001", SignedDate = "2026-03-02",
        });
        var settled = (await gateway.Settlements.SettleAsync(Requests.Outpatient("stay-1", Requests.Jia, "2026-03-02", 3_000_00).With(v =>
        {
            v.Care = Care.Inpatient;
            v.AgreementId = signed.AgreementId;
        }))).Settlement;
        var proposed = await Accounts.ProposeWriteOffAsync(new()
        {
            RequestId = "propose-1", PersonKey = settled.PersonKey, HospitalCode = Hospital, Note = "困难",
        });
        var same = await DoorError.ByGrpcAsync(Accounts.DecideWriteOffAsync(Decision("decide-1", proposed.ProposalId), DefaultOperator.By($"{DefaultOperator.Name}　")));
        var decided = await Accounts.DecideWriteOffAsync(Decision("decide-2", proposed.ProposalId), DefaultOperator.By("赵科长"));
        Assert.Equal("SECOND_OPERATOR_NEEDED", same.Reason);
        Assert.Equal(
            [("patient_receivable", County, -315_00L), ("write_off_expense", County, 315_00)],
            decided.Entries.Select(e => (e.Account, e.CountyCode, e.AmountFen)));

        await gateway.Settlements.ReverseAsync(
            new() { RequestId = "undo-1", HospitalCode = Requests.CountyHospital, SettlementId = settled.SettlementId, Reason = "录入错误" });

        Assert.Empty((await gateway.ProveByJsonAsync()).Differences);
        var balance = (await gateway.GetAsync("/v1/journal:balance?from_date=2020-01-01&to_date=2099-12-31&by_county=true")).Read<TrialBalance>();
        Assert.All(balance.Rows, row => Assert.Equal((County, 0L), (row.CountyCode, row.ClosingFen)));
    }

    private static DecideWriteOffRequest Decision(string requestId, string proposalId) => new()
    {
        RequestId = requestId, ProposalId = proposalId, Approved = true, Note = "院务会纪要 5 号",
    };

    private async Task<long> HeadAsync() => (await gateway.GetAsync("/v1/journal:head")).Read<BookHead>().RecordNumber;
}
