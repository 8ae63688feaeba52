using System.Collections.Concurrent;
using MedAid.Contract.Precheck.V1;
using MedAid.Gateway.Tests.EndToEnd;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;

namespace MedAid.Gateway.Tests.Doors;

/// <summary>The page /physician, by its headers and in a real browser, framed by a workstation of another origin.</summary>
public sealed class PhysicianPageTests
{
    private const int Narrow = 360;

    private static readonly ConcurrentDictionary<string, string> Pages = new();

    // The workstation: it frames the page, sends orders when that is ready, and keeps what comes back.
    private const string Workstation = """
        <!DOCTYPE html><meta charset="utf-8"><style>body{margin:0}iframe{border:0;width:100%;height:100vh}</style>
        <iframe src="GATEWAY/physician"></iframe>
        <script>
        const heard = [];
        const frame = document.querySelector('iframe');
        addEventListener('message', e => {
          if (e.origin !== 'GATEWAY') { heard.push({ type: 'foreign' }); return; }
          heard.push(e.data);
          if (e.data.type === 'medaid.ready') { send(ORDERS); }
        });
        const send = orders => frame.contentWindow.postMessage({ type: 'medaid.orders', orders, operator: '王医生', doctorCode: 'D17' }, 'GATEWAY');
        const count = type => heard.filter(m => m.type === type).length;
        </script>
        """;

    [Fact]
    public async Task The_page_comes_with_a_strict_policy_and_may_be_framed_by_the_listed_origins_only()
    {
        await using var gateway = await GatewayProcess.InsideAsync(null, ("AllowedOrigins", "http://his.hospital.local:8000, http://his2.hospital.local"));
        await using var alone = await GatewayProcess.InsideAsync();
        foreach (var (path, type) in new[] { ("/physician", "text/html"), ("/physician/page.js", "text/javascript"), ("/physician/page.css", "text/css") })
        {
            using var answer = await gateway.Http.GetAsync(new Uri(path, UriKind.Relative));
            Assert.Equal((200, type), ((int)answer.StatusCode, answer.Content.Headers.ContentType!.MediaType));
            var policy = answer.Headers.GetValues("Content-Security-Policy").Single();
            Assert.StartsWith("default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'", policy, StringComparison.Ordinal);
            Assert.EndsWith("frame-ancestors http://his.hospital.local:8000 http://his2.hospital.local", policy, StringComparison.Ordinal);
            Assert.Equal(("nosniff", "no-referrer"), (answer.Headers.GetValues("X-Content-Type-Options").Single(), answer.Headers.GetValues("Referrer-Policy").Single()));
        }

        using var unframed = await alone.Http.GetAsync(new Uri("/physician", UriKind.Relative));
        Assert.EndsWith("frame-ancestors 'none'", unframed.Headers.GetValues("Content-Security-Policy").Single(), StringComparison.Ordinal);
    }

    [BrowserFact]
    public async Task Orders_come_from_the_workstation_and_a_key_takes_a_suggestion_over_into_it()
    {
        await using var workstation = await ServeAsync();
        var origin = workstation.Urls.Single();
        await using var gateway = await GatewayProcess.InsideAsync(null, PrecheckStory.Patient, ("AllowedOrigins", origin));
        var orders = await File.ReadAllTextAsync(Clone.Sample("orders.json"));
        Pages[origin] = Workstation.Replace("GATEWAY", gateway.Http.BaseAddress!.GetLeftPart(UriPartial.Authority), StringComparison.Ordinal)
            .Replace("ORDERS", orders, StringComparison.Ordinal);

        await using var browser = await Browser.OpenAsync(origin, Narrow, 1_400);
        await browser.UntilAsync("count('medaid.advice') === 1");
        Assert.Equal(5, (await browser.ValueAsync("heard.find(m => m.type === 'medaid.advice').cards")).GetInt32());
        await KeepAsync(browser, "physician-360.png");

        // The first card is the current one; its key 1 makes one pack of three.
        await browser.ValueAsync("frame.focus()");
        await browser.PressAsync("1", '1');
        await browser.UntilAsync("count('medaid.suggestion') === 1 && count('medaid.answered') === 1");
        var taken = await browser.ValueAsync("heard.find(m => m.type === 'medaid.suggestion').suggestion");
        Assert.Equal(("1", 5), (taken.GetProperty("item").GetProperty("quantity").GetString(), taken.GetProperty("itemNumber").GetInt32()));

        // What was answered is recorded, and the card does not come again.
        await browser.ValueAsync($"send({orders})");
        await browser.UntilAsync("count('medaid.advice') === 2");
        Assert.Equal(4, (await browser.ValueAsync("heard.filter(m => m.type === 'medaid.advice')[1].cards")).GetInt32());
        var report = await new PrecheckService.PrecheckServiceClient(gateway.Channel).ReportCardAcceptanceAsync(PrecheckStory.Lately());
        Assert.Equal([("over-quantity", 1, 1)], report.Acceptances.Select(a => (a.CheckId, a.Answers, a.Accepted)));
        Assert.Equal(0, (await browser.ValueAsync("count('foreign')")).GetInt32());
        await KeepAsync(browser, "physician-answered.png");
    }

    [BrowserFact]
    public async Task A_page_that_is_not_listed_cannot_frame_it()
    {
        await using var workstation = await ServeAsync();
        var origin = workstation.Urls.Single();
        await using var gateway = await GatewayProcess.InsideAsync(null, ("AllowedOrigins", "http://his.hospital.local:8000"));
        Pages[origin] = $"<iframe src=\"{gateway.Http.BaseAddress}physician\" onload=\"window.done = true\"></iframe>";
        await using var browser = await Browser.OpenAsync(origin, Narrow, 600);
        await browser.UntilAsync("window.done === true");

        // The frame shows the browser's own error page, which is nobody's origin; of a page that has loaded the frame would have a window of its address.
        Assert.Contains("chrome-error", (await browser.FrameAddressesAsync()).Last(), StringComparison.Ordinal);
    }

    [BrowserFact]
    public async Task By_hand_the_form_asks_texts_stay_texts_and_the_input_method_keeps_its_keys()
    {
        await using var gateway = await GatewayProcess.InsideAsync(null, PrecheckStory.Patient);
        await using var browser = await Browser.OpenAsync($"{gateway.Http.BaseAddress}physician", Narrow, 1_800);
        await browser.UntilAsync("document.readyState === 'complete' && document.querySelector('.line')");
        await browser.ValueAsync($$"""
            (() => {
              const set = (root, name, value) => { root.querySelector(`[name=${name}]`).value = value; };
              const form = document.getElementById('form');
              set(form, 'hospitalCode', '{{Requests.CountyHospital}}'); set(form, 'visitId', 'V-form'); set(form, 'idNumber', '{{Requests.Jia}}');
              set(form, 'serviceDate', '2026-03-02'); set(form, 'operator', '王医生'); set(form, 'departmentCode', 'SN01');
              document.getElementById('add').click();
              for (const line of document.querySelectorAll('.line')) {
                // A code that no list knows is shown by the name that was typed.
                set(line, 'code', 'ZZ000000000000000001'); set(line, 'name', '<img src=x onerror=alert(1)>粉');
                set(line, 'category', 'materials'); set(line, 'unitPriceYuan', '0.125'); set(line, 'quantity', '3');
              }
              form.requestSubmit();
            })()
            """);
        await browser.UntilAsync("document.querySelectorAll('article').length > 0");
        Assert.Contains("<img", (await browser.ValueAsync("document.getElementById('cards').textContent")).GetString(), StringComparison.Ordinal);
        Assert.Equal(0, (await browser.ValueAsync("document.querySelectorAll('img').length")).GetInt32());

        // Twice three at 0.125 yuan are twice 0.38, half up, and nothing of it is covered.
        Assert.Equal("个人负担 0.76 元", (await browser.ValueAsync("document.getElementById('total').textContent")).GetString());
        Assert.Equal("/physician", (await browser.ValueAsync("location.pathname + location.search + location.hash")).GetString());

        // No line is wider than the window.
        Assert.Equal(Narrow, (await browser.ValueAsync("document.documentElement.scrollWidth")).GetInt32());

        // A digit typed into a field, or while an input method chooses, is not a key of the page.
        await browser.ValueAsync("document.querySelector('article .override input').focus()");
        await browser.PressAsync("1", '1');
        await browser.ValueAsync("document.querySelector('article').focus()");
        await browser.PressAsync("1", 229);
        Assert.Equal("1", (await browser.ValueAsync("document.querySelector('article .override input').value")).GetString());
        Assert.Equal(0, (await browser.ValueAsync("document.querySelectorAll('article .answer:not([hidden])').length")).GetInt32());
        await KeepAsync(browser, "physician-form.png");

        // Going on asks for a reason, and records it.
        await browser.ValueAsync("document.querySelector('article .override input').value = ''");
        await browser.ValueAsync("document.querySelector('article .override button').click()");
        Assert.Contains("请选一条理由", (await browser.ValueAsync("document.querySelector('article .answer').textContent")).GetString(), StringComparison.Ordinal);
        await browser.ValueAsync("document.querySelector('article .override input').value = '已告知病人'; document.querySelector('article .override button').click()");
        await browser.UntilAsync("document.querySelector('article').classList.contains('answered')");
        await KeepAsync(browser, "physician-gone-on.png");
    }

    /// <summary>A server of another origin; its page is set once the gateway's address is known.</summary>
    private static async Task<WebApplication> ServeAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        var app = builder.Build();
        app.Urls.Add("http://127.0.0.1:0");
        app.MapGet("/", (HttpContext http) => Results.Content(Pages[$"http://{http.Request.Host}"], "text/html; charset=utf-8"));
        await app.StartAsync();
        return app;
    }

    /// <summary>Keeps a picture where MEDAID_PICTURES names a folder, to be looked at.</summary>
    private static async Task KeepAsync(Browser browser, string name)
    {
        if (Environment.GetEnvironmentVariable("MEDAID_PICTURES") is { Length: > 0 } folder)
        {
            await File.WriteAllBytesAsync(Path.Combine(folder, name), await browser.PictureAsync());
        }
    }
}
