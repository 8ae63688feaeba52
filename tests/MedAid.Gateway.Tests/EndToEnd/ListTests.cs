using Grpc.Core;
using MedAid.Contract.Settlement.V1;

namespace MedAid.Gateway.Tests.EndToEnd;

/// <summary>Five settlements and one reversal, listed in every way.</summary>
public sealed class ListTests(ListTests.Ledger ledger) : IClassFixture<ListTests.Ledger>
{
    private readonly GatewayProcess gateway = ledger.Gateway;

    [Fact]
    public async Task Pages_come_newest_first_and_together_hold_every_record_once()
    {
        var sizes = new List<int>();
        var seen = new List<string>();
        var token = "";
        do
        {
            var page = await gateway.Settlements.ListSettlementsAsync(new() { PageSize = 4, PageToken = token });
            sizes.Add(page.Settlements.Count);
            seen.AddRange(page.Settlements.Select(s => s.RequestId));
            token = page.NextPageToken;
        }
        while (token.Length > 0);

        Assert.Equal([4, 2], sizes);
        Assert.Equal(["list-6", "list-5", "list-4", "list-3", "list-2", "list-1"], seen);
    }

    [Fact]
    public async Task A_page_that_ends_with_the_last_record_has_no_next_one()
    {
        var page = await gateway.Settlements.ListSettlementsAsync(new() { PageSize = 6 });
        Assert.Equal((6, ""), (page.Settlements.Count, page.NextPageToken));
    }

    [Theory]
    [InlineData("hospitalCode=H14110200102", "list-3")]
    [InlineData("countyCode=141130", "list-4")]
    [InlineData("county_code=141123&hospital_code=H14112300101&from_date=2024-03-02", "list-6 list-5 list-2")]
    [InlineData("fromDate=2024-03-02&toDate=2024-03-03", "list-3 list-2")]
    [InlineData("toDate=2024-03-01", "list-1")]
    [InlineData("state=SETTLEMENT_STATE_REVERSED", "list-5")]
    [InlineData("state=SETTLEMENT_STATE_SETTLED&countyCode=141123&fromDate=2024-03-05", "list-6")]
    [InlineData("hospitalCode=H14110000001", "")]
    public async Task Filters_hold_alone_and_together_by_HTTP(string query, string expected)
    {
        var page = (await gateway.GetAsync($"/v1/settlements?{query}")).Read<ListSettlementsResponse>();
        Assert.Equal(expected, string.Join(' ', page.Settlements.Select(s => s.RequestId)));
    }

    [Fact]
    public async Task A_list_holds_totals_and_the_single_record_holds_the_lines()
    {
        var listed = (await gateway.Settlements.ListSettlementsAsync(new() { CountyCode = "141130" })).Settlements.Single();
        var whole = await gateway.Settlements.GetSettlementAsync(new() { SettlementId = listed.SettlementId });

        // 40.00 in scope at a county hospital: 55 % = 22.00, patient 18.00.
        Assert.Equal(18_00, listed.Breakdown.PatientFen);
        Assert.Empty(listed.Breakdown.Layers);
        Assert.Equal(22_00, whole.Breakdown.Layers[0].PaidFen);
        Assert.Equal(listed.Breakdown.Policy, whole.Breakdown.Policy);
    }

    [Fact]
    public async Task A_token_fits_only_the_filters_that_it_was_made_for()
    {
        var first = await gateway.Settlements.ListSettlementsAsync(new() { PageSize = 1 });
        var other = new ListSettlementsRequest { PageSize = 1, PageToken = first.NextPageToken, CountyCode = "141123" };

        var called = await DoorError.ByGrpcAsync(gateway.Settlements.ListSettlementsAsync(other));
        var torn = await DoorError.ByGrpcAsync(gateway.Settlements.ListSettlementsAsync(new() { PageToken = "AAAA" }));

        Assert.Equal(["page_token FORMAT"], called.Fields);
        Assert.Equal(["page_token FORMAT"], torn.Fields);
    }

    [Fact]
    public async Task All_bad_filters_are_named_at_once_by_both_doors()
    {
        var called = await DoorError.ByGrpcAsync(gateway.Settlements.ListSettlementsAsync(
            new() { PageSize = -1, FromDate = "2024-02-30", ToDate = "1.3.2024" }));
        var posted = await DoorError.ByHttpAsync(
            gateway.GetAsync("/v1/settlements?pageSize=-1&fromDate=2024-02-30&toDate=1.3.2024"));

        Assert.Equal((StatusCode.InvalidArgument, "INVALID_REQUEST"), (called.Status, called.Reason));
        Assert.Equal(["from_date DATE", "page_size OUT_OF_RANGE", "to_date DATE"], called.Fields.Order());
        called.AssertSame(posted);
    }

    /// <summary>A gateway whose ledger holds the records that these tests list; none of them adds any.</summary>
    public sealed class Ledger : IAsyncLifetime
    {
        internal GatewayProcess Gateway { get; private set; } = null!;

        public async Task InitializeAsync()
        {
            Gateway = await GatewayProcess.InsideAsync();
            await SettleAsync("list-1", Requests.You, "2024-03-01");
            await SettleAsync("list-2", Requests.You, "2024-03-02");
            await SettleAsync("list-3", Requests.You, "2024-03-03", Requests.CityHospital);
            await SettleAsync("list-4", Requests.Chen, "2024-03-04");
            var last = await SettleAsync("list-5", Requests.You, "2024-03-05");
            await Gateway.Settlements.ReverseAsync(
                new() { RequestId = "list-6", HospitalCode = Requests.CountyHospital, SettlementId = last, Reason = "录入错误" });
        }

        public async Task DisposeAsync() => await Gateway.DisposeAsync();

        private async Task<string> SettleAsync(
            string requestId, string idNumber, string date, string hospital = Requests.CountyHospital)
        {
            var request = Requests.Outpatient(requestId, idNumber, date, 40_00).With(v => v.HospitalCode = hospital);
            return (await Gateway.Settlements.SettleAsync(request)).Settlement.SettlementId;
        }
    }
}
