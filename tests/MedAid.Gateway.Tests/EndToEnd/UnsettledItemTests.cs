using MedAid.Contract.Settlement.V1;

namespace MedAid.Gateway.Tests.EndToEnd;

/// <summary>
/// What a clerk is told of care without a rule and of items that the patient would pay in silence. Sucrose iron is restricted; D-99 is in no
/// catalogue; the sample catalogue begins on 2021-01-01.
/// </summary>
public sealed class UnsettledItemTests(OwnLawGateway shared) : IClassFixture<OwnLawGateway>
{
    private const string Iron = "XB03ACZ055B002010100003";

    private readonly GatewayProcess gateway = shared.Gateway;

    [Fact]
    public async Task Care_without_a_rule_is_refused_with_care_level_and_place_and_a_quote_says_so()
    {
        var request = Requests.Outpatient("no-rule-1", OwnLaw.Plain, "2026-03-02", 400_00).With(v => v.HospitalCode = OwnLaw.HospitalCode);

        var called = await DoorError.ByGrpcAsync(gateway.Settlements.SettleAsync(request));
        var posted = await DoorError.ByHttpAsync(gateway.PostAsync("/v1/settlements", request));
        var tried = await DoorError.ByGrpcAsync(gateway.Settlements.SettleAsync(new(request) { RequestId = "no-rule-2", ValidateOnly = true }));
        var quote = await gateway.Settlements.QuoteAsync(new() { Visit = request.Visit });

        const string Sentence = "虚构县城乡居民医保 2026-03-02 的政策没有规定“普通门诊”在参保县内的县级医院（二级甲等）怎样支付，不能结算；"
            + "请核对就诊日期、医疗类别、病种、就医地和备案，都没有错的，请联系医保办补充政策。";
        Assert.Equal("NO_RULE_FOR_CARE", called.Reason);
        Assert.StartsWith(Sentence, called.Chinese.Message, StringComparison.Ordinal);
        Assert.Equal(
            ("outpatient", "county", "05", "home_county", "new_request_id"),
            (called.Info.Metadata["care"], called.Info.Metadata["hospital_tier"], called.Info.Metadata["hospital_level"],
                called.Info.Metadata["place"], called.Info.Metadata["retry"]));
        called.AssertSame(posted);
        Assert.Equal(("NO_RULE_FOR_CARE", Sentence), (tried.Reason, tried.Chinese.Message));
        Assert.Contains(Sentence, quote.Warnings);
        Assert.Equal(400_00, quote.Breakdown.PatientFen);
    }

    [Fact]
    public async Task An_item_that_nobody_knows_is_a_bad_field_until_it_is_marked_as_the_patients_and_the_same_request_then_settles()
    {
        var request = Bill("doubt-1", "2026-03-02", Requests.Item(1, Requests.Monitoring, 100_00, 1), Requests.Item(2, "D-99", 25_00, 1));

        var quote = await gateway.Settlements.QuoteAsync(new() { Visit = request.Visit });
        var refused = await DoorError.ByGrpcAsync(gateway.Settlements.SettleAsync(request));
        var marked = await gateway.Settlements.SettleAsync(request.With(v => v.Items[1].Approval = Approval.SelfPaid));

        var warning = Assert.Single(quote.Warnings);
        Assert.Equal("第 2 项 D-99 不在医保目录内，按全自费计；请核对项目的医保编码；确属自费的，医院审批标志写 2。（ITEM_UNKNOWN）", warning);
        Assert.Equal(("INVALID_REQUEST", "visit.items[1].code ITEM_UNKNOWN"), (refused.Reason, Assert.Single(refused.Fields)));
        Assert.Empty(marked.Settlement.Breakdown.Warnings);
        Assert.Equal(25_00, marked.Settlement.Breakdown.Charges.OutOfScopeFen);
    }

    [Fact]
    public async Task Restricted_and_not_yet_listed_items_are_warned_of_line_by_line_and_kept_with_the_settlement()
    {
        var restricted = Bill("doubt-2", "2026-03-02", Requests.Item(1, Requests.Monitoring, 100_00, 1), Requests.Item(2, Iron, 72_00, 1));

        var settled = await gateway.Settlements.SettleAsync(restricted);
        var approved = await gateway.Settlements.QuoteAsync(new() { Visit = restricted.With(v => v.Items[1].Approval = Approval.Insured).Visit });
        var read = await gateway.Settlements.GetSettlementAsync(new() { RequestId = "doubt-2" });
        var early = await gateway.Settlements.QuoteAsync(new()
        {
            Visit = Bill("doubt-3", "2020-11-02", Requests.Item(1, Requests.Monitoring, 40_00, 1)).Visit,
        });

        var warning = Assert.Single(settled.Settlement.Breakdown.Warnings);
        Assert.Equal(
            $"第 2 项 {Iron} 限制使用（限缺铁且口服铁剂无效或不能耐受的患者），医院没有审批，按全自费计；"
            + "符合限定条件的，医院审批标志写 1；确属自费的，写 2。（ITEM_NOT_APPROVED）",
            warning);
        Assert.Equal([warning], read.Breakdown.Warnings);
        Assert.Empty(approved.Breakdown.Warnings);
        Assert.Contains(early.Warnings, w => w.EndsWith("（ITEM_NOT_LISTED）", StringComparison.Ordinal));
    }

    [Fact]
    public async Task The_settings_turn_refusal_and_warning_around()
    {
        await using var other = await OwnLawGateway.StartAsync(("UnknownItems", "warn"), ("UnapprovedItems", "refuse"));
        var unknown = Bill("doubt-4", "2026-03-02", Requests.Item(1, Requests.Monitoring, 100_00, 1), Requests.Item(2, "D-99", 25_00, 1));
        var restricted = Bill("doubt-5", "2026-03-02", Requests.Item(1, Iron, 72_00, 1));

        var settled = await other.Gateway.Settlements.SettleAsync(unknown);
        var refused = await DoorError.ByGrpcAsync(other.Gateway.Settlements.SettleAsync(restricted));

        Assert.EndsWith("（ITEM_UNKNOWN）", Assert.Single(settled.Settlement.Breakdown.Warnings), StringComparison.Ordinal);
        Assert.Equal("visit.items[0].approval ITEM_NOT_APPROVED", Assert.Single(refused.Fields));
    }

    private static SettleRequest Bill(string requestId, string date, params Item[] items) =>
        Requests.Outpatient(requestId, OwnLaw.Plain, date, 1_00).With(v =>
        {
            (v.HospitalCode, v.Care) = (OwnLaw.HospitalCode, Care.Inpatient);
            v.ClearAdmission();
            v.Items.Clear();
            v.Items.AddRange(items);
        });
}
