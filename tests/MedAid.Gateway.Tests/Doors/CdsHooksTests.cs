using System.Text.Json;
using System.Text.Json.Nodes;
using Google.Protobuf;
using MedAid.Contract.Precheck.V1;
using MedAid.Gateway.Tests.EndToEnd;

namespace MedAid.Gateway.Tests.Doors;

/// <summary>CDS Hooks beside the same call by gRPC.</summary>
public sealed class CdsHooksTests(CdsHooksTests.Fixture fixture) : IClassFixture<CdsHooksTests.Fixture>
{
    private const string Workstation = "http://his.hospital.local:8000";

    private GatewayProcess Gateway => fixture.Gateway;

    private PrecheckService.PrecheckServiceClient ByGrpc => new(Gateway.Channel);

    [Fact]
    public async Task Discovery_names_the_hooks_and_what_they_want_beforehand()
    {
        var (code, text) = await Gateway.GetAsync("/cds-services");
        var services = JsonDocument.Parse(text).RootElement.GetProperty("services").EnumerateArray().ToArray();
        Assert.Equal(200, code);
        Assert.Equal(["order-select", "patient-view", "order-sign"], services.Select(s => s.GetProperty("hook").GetString()));
        Assert.All(services, s => Assert.Equal("Patient/{{context.patientId}}", s.GetProperty("prefetch").GetProperty("patient").GetString()));
        Assert.All(services, s => Assert.StartsWith("medaid-", s.GetProperty("id").GetString(), StringComparison.Ordinal));
        Assert.All(services, s => Assert.Equal(
            ["id", "hook", "title", "description", "usageRequirements", "prefetch"], s.EnumerateObject().Select(p => p.Name)));
    }

    [Fact]
    public async Task A_visit_that_is_opened_gets_no_cards_and_who_cannot_be_read_ahead_for_the_reason()
    {
        const string view = "/cds-services/medaid-patient-view";
        var opened = HookRequests.OrdersAtSigning("E-opened");
        opened["hook"] = "patient-view";
        opened["context"]!.AsObject().Remove("draftOrders");
        opened["prefetch"]!.AsObject().Remove("conditions");
        var (done, body) = await Gateway.PostAsync(view, opened.ToJsonString());
        Assert.Equal((200, """{"cards":[]}"""), (done, body));

        opened["prefetch"]!["patient"]!["identifier"] = new JsonArray(new JsonObject { ["value"] = "110101199003070134" });
        var (code, text) = await Gateway.PostAsync(view, opened.ToJsonString());
        Assert.Equal((200, 0), (code, JsonDocument.Parse(text).RootElement.GetProperty("cards").GetArrayLength()));
        Assert.Contains("没有这个人", NoteIn(text), StringComparison.Ordinal);
        opened["prefetch"]!.AsObject().Remove("patient");
        Assert.Equal(412, (await Gateway.PostAsync(view, opened.ToJsonString())).Code);
    }

    [Fact]
    public async Task Order_sign_says_what_the_other_doors_say_in_the_cards_of_the_specification()
    {
        var orders = JsonParser.Default.Parse<CheckOrdersRequest>(await File.ReadAllTextAsync(Clone.Sample("orders.json")));
        orders.Visit.VisitId = "E-same";
        var advice = await ByGrpc.CheckOrdersAsync(orders);
        var cards = await CardsAsync(HookRequests.Sign, HookRequests.OrdersAtSigning("E-same"));
        Assert.Equal(advice.Cards.Select(c => c.Summary), cards.Select(c => c.GetProperty("summary").GetString()));
        Assert.Equal(advice.Cards.Select(c => c.SourceLabel), cards.Select(c => c.GetProperty("source").GetProperty("label").GetString()));
        Assert.Equal(
            ["over-quantity", "restricted-drug", "outside-catalogue", "over-ceiling", "centrally-procured"],
            cards.Select(c => c.GetProperty("uuid").GetString()!.Split('.')[0]));
        Assert.Equal(["warning", "warning", "warning", "info", "info"], cards.Select(c => c.GetProperty("indicator").GetString()));
        Assert.All(cards, c => Assert.InRange(c.GetProperty("summary").GetString()!.Length, 1, 140));
        foreach (var (card, own) in cards.Zip(advice.Cards))
        {
            Assert.Equal(own.OverrideReasons.Select(r => r.Code), card.GetProperty("overrideReasons").EnumerateArray().Select(r => r.GetProperty("code").GetString()));
            Assert.Contains(own.Detail[..8], card.GetProperty("detail").GetString(), StringComparison.Ordinal);
        }

        // Three packs of 28 where 28 days at one a day need one: the order comes back with one and all else as it was.
        var suggestion = cards[0].GetProperty("suggestions")[0];
        var changed = suggestion.GetProperty("actions")[0];
        Assert.Equal(("update", "5"), (changed.GetProperty("type").GetString(), changed.GetProperty("resource").GetProperty("id").GetString()));
        Assert.Equal("1", changed.GetProperty("resource").GetProperty("dispenseRequest").GetProperty("quantity").GetProperty("value").GetRawText());
        Assert.Equal(28, changed.GetProperty("resource").GetProperty("dispenseRequest").GetProperty("expectedSupplyDuration").GetProperty("value").GetInt32());
        Assert.Equal("at-most-one", cards[0].GetProperty("selectionBehavior").GetString());
    }

    [Fact]
    public async Task Order_select_shows_cards_of_the_chosen_orders_only()
    {
        var cards = await CardsAsync(HookRequests.Select, HookRequests.OrdersAtSelecting("E-select", "MedicationRequest/4"));
        Assert.Equal(["restricted-drug"], cards.Select(c => c.GetProperty("uuid").GetString()!.Split('.')[0]));
    }

    [Fact]
    public async Task What_cannot_be_said_anything_about_gets_no_cards_and_the_reason_for_whoever_connects_the_systems()
    {
        var (code, text) = await Gateway.PostAsync(HookRequests.Select, HookRequests.Sandbox().ToJsonString());
        Assert.Equal((200, 0), (code, JsonDocument.Parse(text).RootElement.GetProperty("cards").GetArrayLength()));
        Assert.Contains("没有带医保编码", NoteIn(text), StringComparison.Ordinal);

        var stranger = HookRequests.OrdersAtSigning("E-stranger");
        stranger["prefetch"]!["patient"]!["identifier"] = new JsonArray(new JsonObject { ["value"] = "110101199003070134" });
        var (ofStranger, note) = await Gateway.PostAsync(HookRequests.Sign, stranger.ToJsonString());
        Assert.Equal((200, 0), (ofStranger, JsonDocument.Parse(note).RootElement.GetProperty("cards").GetArrayLength()));
        Assert.Contains("参保信息", NoteIn(note), StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_order_that_cannot_be_priced_is_told_on_every_card_because_the_money_lacks_it()
    {
        var call = HookRequests.OrdersAtSigning("E-part");
        call["context"]!["draftOrders"]!["entry"]!.AsArray().Add(HookRequests.Sandbox()["context"]!["draftOrders"]!["entry"]![0]!.DeepClone());
        var cards = await CardsAsync(HookRequests.Sign, call);
        Assert.NotEmpty(cards);
        Assert.All(cards, c => Assert.Contains("另有 1 条医嘱没有医保编码", c.GetProperty("detail").GetString(), StringComparison.Ordinal));
    }

    /// <summary>What is said and cannot be read is not replaced: neither a price by the list's, nor an approval by none.</summary>
    [Fact]
    public async Task A_price_or_an_approval_that_cannot_be_read_is_not_replaced_by_another()
    {
        var call = HookRequests.OrdersAtSigning("E-unread");
        var order = call["context"]!["draftOrders"]!["entry"]!.AsArray().Select(e => e!["resource"]!).Single(r => r["id"]!.GetValue<string>() == "5");
        order["extension"] = new JsonArray(new JsonObject { ["url"] = "urn:medaid:unit-price-yuan", ["valueDecimal"] = "abc" });
        var cards = await CardsAsync(HookRequests.Sign, call);
        Assert.All(cards, c => Assert.Contains("另有 1 条医嘱没有医保编码", c.GetProperty("detail").GetString(), StringComparison.Ordinal));
        order["extension"] = new JsonArray(new JsonObject { ["url"] = "urn:medaid:approval", ["valueInteger"] = "yes" });
        var (code, text) = await Gateway.PostAsync(HookRequests.Sign, call.ToJsonString());
        Assert.True(code == 400 && text.Contains("(approval)", StringComparison.Ordinal), text);
    }

    [Fact]
    public async Task Feedback_is_recorded_once_and_the_card_does_not_come_again()
    {
        var cards = await CardsAsync(HookRequests.Sign, HookRequests.OrdersAtSigning("E-feedback"));
        var (accepted, overridden) = (cards[0], cards[1]);
        var feedback = new JsonObject
        {
            ["feedback"] = new JsonArray(
                new JsonObject
                {
                    ["card"] = accepted.GetProperty("uuid").GetString(), ["outcome"] = "accepted", ["outcomeTimestamp"] = "2026-03-02T01:02:03Z",
                    ["acceptedSuggestions"] = new JsonArray(new JsonObject { ["id"] = accepted.GetProperty("suggestions")[0].GetProperty("uuid").GetString() }),
                },
                new JsonObject
                {
                    ["card"] = overridden.GetProperty("uuid").GetString(), ["outcome"] = "overridden", ["outcomeTimestamp"] = "2026-03-02T01:02:04Z",
                }),
        };
        var lacking = await DoorError.ByHttpAsync(Gateway.PostAsync($"{HookRequests.Sign}/feedback", feedback.ToJsonString()));
        Assert.Equal(["feedback[1].override_reason REQUIRED"], lacking.Fields);
        Assert.Equal(5, (await CardsAsync(HookRequests.Sign, HookRequests.OrdersAtSigning("E-feedback"))).Length);

        feedback["feedback"]![1]!["overrideReason"] = new JsonObject
        {
            ["reason"] = new JsonObject { ["code"] = overridden.GetProperty("overrideReasons")[0].GetProperty("code").GetString() }, ["userComment"] = "已谈过",
        };
        for (var time = 0; time < 2; time++)
        {
            Assert.Equal((200, "{}"), await Gateway.PostAsync($"{HookRequests.Sign}/feedback", feedback.ToJsonString()) is var (code, text) ? (code, text) : default);
        }

        var after = await CardsAsync(HookRequests.Sign, HookRequests.OrdersAtSigning("E-feedback"));
        string[] answered = [accepted.GetProperty("uuid").GetString()!, overridden.GetProperty("uuid").GetString()!];
        Assert.DoesNotContain(after, c => answered.Contains(c.GetProperty("uuid").GetString()));
        var report = await ByGrpc.ReportCardAcceptanceAsync(PrecheckStory.Lately());
        Assert.Equal(
            [("over-quantity", 1, 1), ("restricted-drug", 1, 0)],
            report.Acceptances.Where(a => a.DepartmentCode == "SN01").Select(a => (a.CheckId, a.Answers, a.Accepted)));

        feedback["feedback"]![0]!["card"] = "no-card-of-ours";
        Assert.Equal(400, (await Gateway.PostAsync($"{HookRequests.Sign}/feedback", feedback.ToJsonString())).Code);
    }

    [Theory]
    [InlineData("patient", false)]
    [InlineData("patient", true)]
    [InlineData("conditions", false)]
    public async Task Missing_prefetch_is_412_and_names_the_key(string key, bool isNull)
    {
        var call = HookRequests.OrdersAtSigning("E-412");
        call["prefetch"]!.AsObject().Remove(key);
        if (isNull)
        {
            call["prefetch"]![key] = null;
        }

        var error = await DoorError.ByHttpAsync(Gateway.PostAsync(HookRequests.Sign, call.ToJsonString()));
        Assert.Equal((412, "PREFETCH_MISSING", key), (error.HttpCode, error.Reason, error.Info.Metadata["prefetch"]));
        Assert.Contains("可以照常签署", error.Chinese.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_is_wrong_is_named_where_the_caller_wrote_it_and_nothing_personal_is_repeated()
    {
        var hook = HookRequests.OrdersAtSigning("E-hook");
        hook["hook"] = "patient-view";
        Assert.Equal(["hook UNKNOWN_WORD"], (await DoorError.ByHttpAsync(Gateway.PostAsync(HookRequests.Sign, hook.ToJsonString()))).Fields);
        Assert.Equal("PATH_NOT_FOUND", (await DoorError.ByHttpAsync(Gateway.PostAsync("/cds-services/other", hook.ToJsonString()))).Reason);

        var quantity = HookRequests.OrdersAtSigning("E-quantity");
        quantity["context"]!["draftOrders"]!["entry"]![2]!["resource"]!["dispenseRequest"]!["quantity"]!["value"] = -1;
        var error = await Gateway.PostAsync(HookRequests.Sign, quantity.ToJsonString());
        Assert.Equal(400, error.Code);
        Assert.Contains("context.draftOrders.entry[2].resource (quantity)", error.Text, StringComparison.Ordinal);

        var number = HookRequests.OrdersAtSigning("E-number");
        number["prefetch"]!["patient"]!["identifier"]![1]!["value"] = "141123196805129021";
        var wrong = await Gateway.PostAsync(HookRequests.Sign, number.ToJsonString());
        Assert.Equal(400, wrong.Code);
        Assert.Contains("prefetch.patient.identifier", wrong.Text, StringComparison.Ordinal);
        Assert.DoesNotContain("141123196805129021", wrong.Text + Gateway.Output, StringComparison.Ordinal);

        var unknown = HookRequests.OrdersAtSigning("E-unknown");
        unknown["extension"]![HookRequests.Extension]!["colour"] = "red";
        Assert.Contains($"extension.{HookRequests.Extension}.colour", (await Gateway.PostAsync(HookRequests.Sign, unknown.ToJsonString())).Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_browser_page_may_call_from_a_listed_origin_only()
    {
        Assert.Equal(Workstation, await AllowedAsync(Workstation));
        Assert.Null(await AllowedAsync("http://evil.example"));
    }

    [Fact]
    public async Task No_opinion_in_time_is_an_answer_without_cards()
    {
        await using var hasty = await GatewayProcess.InsideAsync(null, ("PrecheckMilliseconds", "1"));
        for (var i = 0; i < 3; i++)
        {
            var (code, text) = await hasty.PostAsync(HookRequests.Sign, HookRequests.OrdersAtSigning($"E-{i}").ToJsonString());
            Assert.Equal(200, code);
            var cards = JsonDocument.Parse(text).RootElement.GetProperty("cards").GetArrayLength();
            Assert.True(cards > 0 || NoteIn(text).Contains("没有按时查完", StringComparison.Ordinal), text);
        }
    }

    private static string NoteIn(string text) =>
        JsonDocument.Parse(text).RootElement.GetProperty("extension").GetProperty(HookRequests.Extension).GetProperty("text").GetString()!;

    private async Task<string?> AllowedAsync(string origin)
    {
        using var asked = new HttpRequestMessage(HttpMethod.Options, HookRequests.Sign);
        asked.Headers.Add("Origin", origin);
        asked.Headers.Add("Access-Control-Request-Method", "POST");
        asked.Headers.Add("Access-Control-Request-Headers", "content-type");
        using var answer = await Gateway.Http.SendAsync(asked);
        return answer.Headers.TryGetValues("Access-Control-Allow-Origin", out var allowed) ? allowed.Single() : null;
    }

    private async Task<JsonElement[]> CardsAsync(string path, JsonObject call)
    {
        var (code, text) = await Gateway.PostAsync(path, call.ToJsonString());
        Assert.True(code == 200, text);
        return [.. JsonDocument.Parse(text).RootElement.GetProperty("cards").EnumerateArray()];
    }

    public sealed class Fixture : IAsyncLifetime
    {
        internal GatewayProcess Gateway { get; private set; } = null!;

        public async Task InitializeAsync() =>
            Gateway = await GatewayProcess.InsideAsync(null, PrecheckStory.Patient, ("AllowedOrigins", Workstation), ("CdsHooksHospital", Requests.CountyHospital));

        public async Task DisposeAsync() => await Gateway.DisposeAsync();
    }
}
