using MedAid.Contract.Settlement.V1;

namespace MedAid.Gateway.Tests.EndToEnd;

public sealed class QuoteTests(SharedGateway shared) : IClassFixture<SharedGateway>
{
    private readonly GatewayProcess gateway = shared.Gateway;

    [Fact]
    public async Task A_comparison_splits_the_sample_visit_four_ways_and_names_the_cheapest()
    {
        // County hospital (waives 8.00): 736.13 in scope of 817.30.
        //   out-patient: 85 % = 625.71, relief 30 % of 110.42 = 33.13, patient 158.46 (samples/README.md)
        //   by in-patient rules: 736.13 - 400 = 336.13, 75 % = 252.0975 -> 252.10; left 484.03, all in the 5,000 of
        //   catastrophic; relief 70 % = 338.821 -> 338.82; patient 817.30 - 252.10 - 338.82 = 226.38
        // City hospital (no waivers): 736.13 + 8.00 = 744.13 in scope of 825.30.
        //   out-patient: 70 % = 520.891 -> 520.89; relief 30 % of 223.24 = 66.972 -> 66.97; patient 237.44
        //   by in-patient rules: all 744.13 within the 1,000; relief 70 % = 520.891 -> 520.89; patient 304.41
        var visit = Requests.Sample("quote").Visit;

        var quote = await gateway.Settlements.QuoteAsync(new() { Visit = visit, Compare = true });
        var posted = await gateway.PostAsync("/v1/settlements:quote", new QuoteRequest { Visit = visit, Compare = true });

        Assert.Equal(
            [
                (Requests.CountyHospital, Mode.Outpatient, Place.HomeCounty, 158_46L, true, true),
                (Requests.CountyHospital, Mode.InpatientReferenced, Place.HomeCounty, 226_38, false, false),
                (Requests.CityHospital, Mode.Outpatient, Place.CrossCounty, 237_44, false, false),
                (Requests.CityHospital, Mode.InpatientReferenced, Place.CrossCounty, 304_41, false, false),
            ],
            quote.Alternatives.Select(a => (a.HospitalCode, a.Mode, a.Place, a.PatientFen, a.Cheapest, a.Asked)));
        Assert.Equal(
            ["basic 62571, catastrophic 0, relief 3313", "basic 25210, catastrophic 0, relief 33882",
             "basic 52089, catastrophic 0, relief 6697", "basic 0, catastrophic 0, relief 52089"],
            quote.Alternatives.Select(a => string.Join(", ", a.Layers.Select(l => $"{l.Layer} {l.PaidFen}"))));

        // 226.38 - 158.46 = 67.92; 625.71 - 252.10 = 373.61; 338.82 - 33.13 = 305.69.
        Assert.Equal("个人比当前方式多付 67.92 元：基本医保支付减少 373.61 元，医疗救助支付增加 305.69 元。", quote.Alternatives[1].Reason);
        Assert.Equal(quote.Alternatives, posted.Read<QuoteResponse>().Alternatives);
        Assert.Equal(quote.Breakdown, posted.Read<QuoteResponse>().Breakdown);
    }

    [Fact]
    public async Task A_month_of_dialysis_is_cheaper_by_the_in_patient_rules_and_the_comparison_says_so()
    {
        // Thirteen sessions of 400 = 5,200, all in scope, a person with 低保.
        //   county, out-patient: 4,420 + 30 % of 780 = 234; patient 546
        //   county, in-patient rules: 4,800 x 75 % = 3,600; left 1,600 < 5,000; 70 % = 1,120; patient 480
        //   city, in-patient rules: 4,200 x 60 % = 2,520; left 2,680; 70 % = 1,876; patient 804
        //   city, out-patient: 3,640; left 1,560; 30 % = 468; patient 1,092
        var visit = Requests.Sample("quote").Visit;
        visit.Items.Clear();
        visit.Items.Add(Requests.Item(1, Requests.Dialysis, 400_00, 13));

        var quote = await gateway.Settlements.QuoteAsync(new() { Visit = visit, Compare = true });

        Assert.Equal([480_00L, 546_00, 804_00, 1092_00], quote.Alternatives.Select(a => a.PatientFen));
        Assert.Equal([Mode.InpatientReferenced], quote.Alternatives.Where(a => a.Cheapest).Select(a => a.Mode));
        Assert.Equal([Mode.Outpatient], quote.Alternatives.Where(a => a.Asked).Select(a => a.Mode));
        Assert.Equal(546_00, quote.Breakdown.PatientFen);
    }

    [Fact]
    public async Task A_quote_has_no_effect_and_the_settlement_then_makes_the_same_split()
    {
        var request = Requests.Sample("quoted-1").With(v => v.IdNumber = Requests.Yi);

        var first = await gateway.Settlements.QuoteAsync(new() { Visit = request.Visit });
        var second = await gateway.Settlements.QuoteAsync(new() { Visit = request.Visit });
        var listed = await gateway.Settlements.ListSettlementsAsync(new());
        var settled = await gateway.Settlements.SettleAsync(request);

        Assert.Empty(listed.Settlements);
        Assert.Empty(first.Alternatives);
        Assert.Equal(first.Breakdown, second.Breakdown);
        Assert.Equal(first.Breakdown, settled.Settlement.Breakdown);
        await gateway.Settlements.ReverseAsync(
            new() { RequestId = "quoted-2", HospitalCode = Requests.CountyHospital, SettlementId = settled.Settlement.SettlementId, Reason = "测试" });
    }

    [Fact]
    public async Task A_quote_warns_of_what_a_settlement_would_refuse()
    {
        var visit = Requests.Sample("quote").Visit;
        visit.ExternalPayments.Add(new ExternalPayment { Layer = "commercial", AmountFen = 191_60 });
        visit.ExternalPayments.Add(new ExternalPayment { Layer = "no_such_layer", AmountFen = 1 });

        var quote = await gateway.Settlements.QuoteAsync(new() { Visit = visit });

        Assert.Contains("“no_such_layer”支付不适用于本次就诊，试算没有计入，请删除后再结算。", quote.Warnings);
        Assert.Contains("“商业保险”支付大于可支付的余额，试算只计到余额，请改正金额后再结算。", quote.Warnings);

        // Commercial insurance takes the 191.59 that the basic 625.71 leaves of 817.30.
        Assert.Equal(0, quote.Breakdown.PatientFen);
    }
}
