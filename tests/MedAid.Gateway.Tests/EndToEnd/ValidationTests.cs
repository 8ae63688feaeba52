using System.Globalization;
using Grpc.Core;
using MedAid.Contract.Settlement.V1;

namespace MedAid.Gateway.Tests.EndToEnd;

/// <summary>Bad fields: all of them in one answer, nothing corrected, nothing written, the request id still free.</summary>
public sealed class ValidationTests(SharedGateway shared) : IClassFixture<SharedGateway>
{
    private readonly GatewayProcess gateway = shared.Gateway;

    public static TheoryData<string, string> OneBadField => new()
    {
        { "id number with a wrong check character", "visit.id_number CHECKSUM" },
        { "id number with a birth date that never was", "visit.id_number CHECKSUM" },
        { "no id number", "visit.id_number REQUIRED" },
        { "a day that does not exist", "visit.service_date DATE" },
        { "tomorrow", "visit.service_date OUT_OF_RANGE" },
        { "before any notice", "visit.service_date OUT_OF_RANGE" },
        { "no hospital", "visit.hospital_code REQUIRED" },
        { "a hospital code with a space", "visit.hospital_code FORMAT" },
        { "a visit id of 31 characters", "visit.visit_id FORMAT" },
        { "no care", "visit.care REQUIRED" },
        { "chronic care without its disease", "visit.disease_code REQUIRED" },
        { "no items", "visit.items REQUIRED" },
        { "1,001 items", "visit.items TOO_MANY" },
        { "one item number twice", "visit.items[1].item_number DUPLICATE" },
        { "item number 0", "visit.items[0].item_number OUT_OF_RANGE" },
        { "an item code in Chinese", "visit.items[0].code FORMAT" },
        { "quantity 0", "visit.items[0].quantity OUT_OF_RANGE" },
        { "a quantity of five decimals", "visit.items[0].quantity TOO_MANY_DECIMALS" },
        { "a price that is a word", "visit.items[0].unit_price_yuan NOT_A_NUMBER" },
        { "a price below zero", "visit.items[0].unit_price_yuan OUT_OF_RANGE" },
        { "one fen too much", "visit.items[0].amount_fen ITEM_AMOUNT_DIFFERS" },
        { "approval 3", "visit.items[0].approval UNKNOWN_WORD" },
        { "an external payment below zero", "visit.external_payments[0].amount_fen OUT_OF_RANGE" },
    };

    [Theory]
    [MemberData(nameof(OneBadField))]
    public async Task One_bad_field_is_named_alike_by_both_doors(string what, string violation)
    {
        var request = Requests.Sample("invalid-one").With(v => Spoil(v, what));

        var called = await DoorError.ByGrpcAsync(gateway.Settlements.SettleAsync(request));
        var posted = await DoorError.ByHttpAsync(gateway.PostAsync("/v1/settlements", request));

        Assert.Equal((StatusCode.InvalidArgument, "INVALID_REQUEST", "not_done"), (called.Status, called.Reason, called.Outcome));
        Assert.Equal([violation], called.Fields);
        Assert.Equal(400, posted.HttpCode);
        called.AssertSame(posted);
    }

    [Fact]
    public async Task All_bad_fields_stand_in_one_answer_and_the_corrected_request_settles_under_the_same_id()
    {
        var bad = Requests.Sample("invalid-all").With(v =>
        {
            Spoil(v, "id number with a wrong check character");
            Spoil(v, "a day that does not exist");
            Spoil(v, "a hospital code with a space");
            Spoil(v, "no care");
            Spoil(v, "quantity 0");
            Spoil(v, "one item number twice");
            v.Items[2].AmountFen += 1;
            v.Items[3].Code = "";
        });

        var called = await DoorError.ByGrpcAsync(gateway.Settlements.SettleAsync(bad));
        var posted = await DoorError.ByHttpAsync(gateway.PostAsync("/v1/settlements", bad));
        var asked = await DoorError.ByGrpcAsync(gateway.Settlements.GetSettlementAsync(new() { RequestId = "invalid-all" }));
        var settled = await gateway.Settlements.SettleAsync(Requests.Sample("invalid-all").With(v => v.IdNumber = Requests.Yi));

        Assert.Equal(
            [
                "visit.care REQUIRED", "visit.hospital_code FORMAT", "visit.id_number CHECKSUM",
                "visit.items[0].quantity OUT_OF_RANGE", "visit.items[1].item_number DUPLICATE",
                "visit.items[2].amount_fen ITEM_AMOUNT_DIFFERS", "visit.items[3].code REQUIRED", "visit.service_date DATE",
            ],
            called.Fields.Order(StringComparer.Ordinal));
        called.AssertSame(posted);
        Assert.Equal("SETTLEMENT_NOT_FOUND", asked.Reason);
        Assert.False(settled.Replayed);
    }

    [Theory]
    [InlineData("")]
    [InlineData("has space")]
    [InlineData("请求一")]
    [InlineData("12345678901234567890123456789012345678901234567890123456789012345")]
    public async Task A_bad_request_id_is_refused_by_settle_and_by_reverse(string requestId)
    {
        var request = Requests.Sample("bad-request-id");
        request.RequestId = requestId;
        var settle = await DoorError.ByGrpcAsync(gateway.Settlements.SettleAsync(request));
        var reverse = await DoorError.ByGrpcAsync(gateway.Settlements.ReverseAsync(
            new() { RequestId = requestId, HospitalCode = Requests.CountyHospital, SettlementId = "S1", Reason = "录入错误" }));

        Assert.Equal(["request_id FORMAT"], settle.Fields);
        Assert.Equal(["request_id FORMAT"], reverse.Fields);
    }

    [Fact]
    public async Task A_thousand_items_and_an_id_number_in_lower_case_are_in_order()
    {
        var request = Requests.Outpatient("valid-1000", Requests.You.ToLowerInvariant(), "2026-03-02", 10).With(v =>
        {
            v.Items.Clear();
            v.Items.AddRange(Enumerable.Range(1, 1000).Select(i => Requests.Item(i, Requests.Monitoring, 10, 1)));
        });

        var settled = await gateway.Settlements.SettleAsync(request);

        // 1,000 x 0.10 = 100.00, 55 % of it 55.00.
        Assert.Equal(45_00, settled.Settlement.Breakdown.PatientFen);
        Assert.Equal(1000, settled.Settlement.Breakdown.Items.Count);
    }

    [Fact]
    public async Task A_message_above_4_MiB_is_refused_by_both_doors()
    {
        var request = Requests.Sample("too-large").With(v =>
            v.Items.AddRange(Enumerable.Range(100, 8000).Select(i =>
            {
                var item = Requests.Item(i, Requests.Monitoring, 10, 1);
                item.Name = new string('字', 200);
                return item;
            })));

        var called = await DoorError.ByGrpcAsync(gateway.Settlements.SettleAsync(request));
        var posted = await DoorError.ByHttpAsync(gateway.PostAsync("/v1/settlements", request));

        Assert.Equal((StatusCode.ResourceExhausted, "MESSAGE_TOO_LARGE"), (called.Status, called.Reason));
        Assert.Equal("4194304", called.Info.Metadata["limit_bytes"]);
        Assert.Equal(413, posted.HttpCode);
        called.AssertSame(posted);
    }

    private static void Spoil(Visit visit, string what)
    {
        var item = visit.Items[0];
        switch (what)
        {
            case "id number with a wrong check character": visit.IdNumber = "141123196805129021"; break;
            case "id number with a birth date that never was": visit.IdNumber = "141123199002309013"; break;
            case "no id number": visit.IdNumber = ""; break;
            case "a day that does not exist": visit.ServiceDate = "2026-02-30"; break;
            case "tomorrow": visit.ServiceDate = TomorrowInChina(); break;
            case "before any notice": visit.ServiceDate = "2018-12-31"; break;
            case "no hospital": visit.HospitalCode = ""; break;
            case "a hospital code with a space": visit.HospitalCode = "H1411 300101"; break;
            case "a visit id of 31 characters": visit.VisitId = new string('1', 31); break;
            case "no care": visit.Care = Care.Unspecified; break;
            case "chronic care without its disease": visit.DiseaseCode = ""; break;
            case "no items": visit.Items.Clear(); break;
            case "1,001 items":
                visit.Items.Clear();
                visit.Items.AddRange(Enumerable.Range(1, 1001).Select(i => Requests.Item(i, Requests.Monitoring, 10, 1)));
                break;
            case "one item number twice": visit.Items[1].ItemNumber = item.ItemNumber; break;
            case "item number 0": item.ItemNumber = 0; break;
            case "an item code in Chinese": item.Code = "透析"; break;
            case "quantity 0": item.Quantity = "0"; break;
            case "a quantity of five decimals": item.Quantity = "1.00001"; break;
            case "a price that is a word": item.UnitPriceYuan = "四百"; break;
            case "a price below zero": item.UnitPriceYuan = "-400.00"; break;
            case "one fen too much": item.AmountFen += 1; break;
            case "approval 3": item.Approval = (Approval)3; break;
            default: visit.ExternalPayments.Add(new ExternalPayment { Layer = "commercial", AmountFen = -1 }); break;
        }
    }

    private static string TomorrowInChina()
    {
        var now = TimeZoneInfo.ConvertTime(TimeProvider.System.GetUtcNow(), TimeZoneInfo.FindSystemTimeZoneById("Asia/Shanghai"));
        return now.AddDays(1).ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
    }
}
