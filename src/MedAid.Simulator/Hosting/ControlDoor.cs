using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using MedAid.Simulator.Books;
using MedAid.Simulator.Faults;
using Microsoft.AspNetCore.Http;

namespace MedAid.Simulator.Hosting;

/// <summary><c>/control</c>: what a test or a vendor tells the bureau, and what it holds.</summary>
internal sealed class ControlDoor(Book book, FaultDraw draw, Recording recording, SimulatorClock clock, Planting planting, long seed)
{
    /// <summary>Where it lies.</summary>
    public const string Path = "/control";

    private const int TimesMax = 10_000;

    private static readonly JsonSerializerOptions Options = new(JsonSerializerDefaults.Web)
    {
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    /// <summary>Answers a call.</summary>
    public async Task ServeAsync(HttpContext http)
    {
        try
        {
            using var reader = new StreamReader(http.Request.Body);
            var body = await reader.ReadToEndAsync(http.RequestAborted);
            if (Answer(http.Request, body) is { } answer)
            {
                await SendAsync(http, StatusCodes.Status200OK, answer);
            }
            else
            {
                await SendAsync(http, StatusCodes.Status404NotFound, new JsonObject { ["error"] = "没有这个地址，见 docs/SIMULATOR.md" });
            }
        }
        catch (Exception e) when (e is SimulatorException or JsonException or KeyNotFoundException or InvalidOperationException or FormatException)
        {
            await SendAsync(http, StatusCodes.Status400BadRequest, new JsonObject { ["error"] = e.Message });
        }
    }

    private JsonNode? Answer(HttpRequest request, string body) => (request.Method, request.Path.Value![Path.Length..].Trim('/')) switch
    {
        ("GET", "") => Overview(),
        ("GET", "faults") => FaultPlanText.ToJson(draw.Plan),
        ("PUT" or "POST", "faults") => SetFaults(body),
        ("POST", "next") => Next(Parse(body)),
        ("GET", "clock") => Clock(),
        ("PUT" or "POST", "clock") => MoveClock(Parse(body)),
        ("GET", "settlements") => JsonSerializer.SerializeToNode(book.Read(BookViews.Settlements), Options),
        ("GET", "calls") => Calls(request),
        ("POST", "plant") => planting.Plant(Parse(body)),
        ("POST", "lose") => planting.Lose(Parse(body)),
        ("POST", "change") => planting.Change(Parse(body)),
        ("POST", "reset") => Reset(),
        _ => null,
    };

    private JsonObject Overview() => book.Read(state => new JsonObject
    {
        ["seed"] = seed, ["now"] = Text(clock.Now), ["starts"] = state.Starts, ["visits"] = state.Visits.Count,
        ["settlements"] = state.Settlements.Count, ["standing"] = state.Settlements.Count(s => s.IsStanding), ["calls"] = recording.Calls.Count,
        ["faults"] = FaultPlanText.ToJson(draw.Plan),
    });

    private JsonObject SetFaults(string body)
    {
        draw.Plan = FaultPlanText.OfJson(body);
        return FaultPlanText.ToJson(draw.Plan);
    }

    private JsonObject Next(JsonElement order)
    {
        var faults = FaultPlanText.Kinds(order.GetProperty("faults")).ToArray();
        var infno = order.TryGetProperty("infno", out var number) ? number.GetString()! : "";
        var times = order.TryGetProperty("times", out var count) ? count.GetInt32() : 1;
        if (times is < 1 or > TimesMax)
        {
            throw new SimulatorException($"times 应在 1 到 {TimesMax} 之间");
        }

        draw.Change(plan => Enumerable.Range(0, times).Aggregate(plan, (p, _) => p.Next(infno, faults)));
        return FaultPlanText.ToJson(draw.Plan);
    }

    private JsonObject Clock() => new() { ["now"] = Text(clock.Now) };

    private JsonObject MoveClock(JsonElement order)
    {
        Move(order.TryGetProperty("now", out var now)
            ? clock.OffsetTo(DateTimeOffset.Parse(now.GetString()!, CultureInfo.InvariantCulture))
            : clock.Offset + TimeSpan.FromSeconds(order.GetProperty("advance_seconds").GetInt64()));
        return Clock();
    }

    /// <summary>Moves the clock, and keeps it in the books.</summary>
    internal void Move(TimeSpan offset)
    {
        clock.Offset = offset;
        book.Write(_ => [new ClockMoved(offset.Ticks)]);
    }

    private JsonArray Calls(HttpRequest request)
    {
        var after = long.TryParse(request.Query["after"], CultureInfo.InvariantCulture, out var number) ? number : 0;
        return new JsonArray([.. recording.Calls.Where(c => c.Number > after).Select(c => JsonNode.Parse(Recording.Line(c)))]);
    }

    private JsonObject Reset()
    {
        book.Empty();
        recording.Clear();
        return Overview();
    }

    private static JsonElement Parse(string body)
    {
        using var document = JsonDocument.Parse(body);
        return document.RootElement.Clone();
    }

    private static async Task SendAsync(HttpContext http, int status, JsonNode answer)
    {
        http.Response.StatusCode = status;
        http.Response.ContentType = "application/json; charset=utf-8";
        await http.Response.WriteAsync(answer.ToJsonString(Options));
    }

    private static string Text(DateTimeOffset moment) => moment.ToString("O", CultureInfo.InvariantCulture);
}
