using System.Collections.Concurrent;
using System.Diagnostics;
using System.Net.WebSockets;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace MedAid.Gateway.Tests.Doors;

/// <summary>A headless Chromium with one page, driven by its DevTools protocol.</summary>
internal sealed class Browser : IAsyncDisposable
{
    private const string Listening = "DevTools listening on ";

    private readonly Process process;
    private readonly DirectoryInfo folder;
    private readonly ClientWebSocket socket = new();
    private readonly ConcurrentDictionary<int, TaskCompletionSource<JsonElement>> waiting = new();
    private readonly SemaphoreSlim sending = new(1);
    private Task reading = Task.CompletedTask;
    private string session = "";
    private int last;

    private Browser(Process process, DirectoryInfo folder) => (this.process, this.folder) = (process, folder);

    /// <summary>Where chromium is, or null.</summary>
    public static string? Program => (Environment.GetEnvironmentVariable("PATH") ?? "").Split(':')
        .SelectMany(p => new[] { "chromium", "chromium-browser", "google-chrome" }.Select(n => Path.Combine(p, n))).FirstOrDefault(File.Exists);

    public static async Task<Browser> OpenAsync(string address, int width, int height)
    {
        Assert.True(Program is not null, "there is no chromium: sudo apt-get install chromium");
        var folder = Directory.CreateTempSubdirectory("medaid-browser-");
        var start = new ProcessStartInfo(Program!,
        [
            "--headless", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage", "--remote-debugging-port=0", $"--user-data-dir={folder.FullName}",
            "--no-first-run", "--disable-background-networking", "--disable-extensions", "about:blank",
        ])
        {
            RedirectStandardError = true,
            RedirectStandardOutput = true,
        };
        var browser = new Browser(Process.Start(start)!, folder);
        await browser.ConnectAsync();
        await browser.CallAsync("Emulation.setDeviceMetricsOverride", new JsonObject
        {
            ["width"] = width, ["height"] = height, ["deviceScaleFactor"] = 1, ["mobile"] = false,
        });
        await browser.CallAsync("Page.navigate", new JsonObject { ["url"] = address });
        return browser;
    }

    /// <summary>The value of an expression in the page.</summary>
    public async Task<JsonElement> ValueAsync(string expression)
    {
        var answer = await CallAsync("Runtime.evaluate", new JsonObject
        {
            ["expression"] = expression, ["returnByValue"] = true, ["awaitPromise"] = true,
        });
        Assert.False(answer.TryGetProperty("exceptionDetails", out var exception), exception.ToString());
        return answer.GetProperty("result").TryGetProperty("value", out var value) ? value : default;
    }

    /// <summary>Waits until an expression is true in the page; while it fails, the page is not there yet.</summary>
    public Task UntilAsync(string expression) => Waiting.Until(
        expression, async () => (await ValueAsync($"(() => {{ try {{ return Boolean({expression}); }} catch {{ return false; }} }})()")).GetBoolean());

    /// <summary>Presses a key, as a person would.</summary>
    public async Task PressAsync(string key, int keyCode)
    {
        foreach (var type in new[] { "keyDown", "keyUp" })
        {
            var parameters = new JsonObject { ["type"] = type, ["key"] = key, ["windowsVirtualKeyCode"] = keyCode };
            if (type == "keyDown" && key.Length == 1)
            {
                parameters["text"] = key;
            }

            await CallAsync("Input.dispatchKeyEvent", parameters);
        }
    }

    /// <summary>What is seen, as PNG.</summary>
    public async Task<byte[]> PictureAsync() =>
        (await CallAsync("Page.captureScreenshot", [])).GetProperty("data").GetBytesFromBase64();

    /// <summary>The addresses of the page and of its frames.</summary>
    public async Task<string[]> FrameAddressesAsync()
    {
        var tree = (await CallAsync("Page.getFrameTree", [])).GetProperty("frameTree");
        var frames = tree.TryGetProperty("childFrames", out var children) ? children.EnumerateArray().Select(c => c.GetProperty("frame")) : [];
        return [.. frames.Prepend(tree.GetProperty("frame")).Select(f => f.GetProperty("url").GetString()!)];
    }

    public async ValueTask DisposeAsync()
    {
        process.Kill(entireProcessTree: true);
        await process.WaitForExitAsync().Within();
        await reading.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        socket.Dispose();
        sending.Dispose();
        process.Dispose();

        // A child that is being ended may still write.
        await Waiting.Until("the browser's folder is gone", () =>
        {
            try
            {
                folder.Delete(recursive: true);
                return true;
            }
            catch (IOException)
            {
                return false;
            }
        });
    }

    private async Task ConnectAsync()
    {
        var address = "";
        while (address.Length == 0)
        {
            var line = await process.StandardError.ReadLineAsync().Within();
            Assert.True(line is not null, "the browser ended");
            address = line.StartsWith(Listening, StringComparison.Ordinal) ? line[Listening.Length..].Trim() : "";
        }

        // Nobody reads what else it says; it must not wait for that.
        process.BeginOutputReadLine();
        _ = process.StandardError.ReadToEndAsync();
        await socket.ConnectAsync(new Uri(address), CancellationToken.None).Within();
        reading = ReadAsync();
        var pages = await CallAsync("Target.getTargets", []);
        var page = pages.GetProperty("targetInfos").EnumerateArray().First(t => t.GetProperty("type").GetString() == "page");
        session = (await CallAsync("Target.attachToTarget", new JsonObject
        {
            ["targetId"] = page.GetProperty("targetId").GetString(), ["flatten"] = true,
        })).GetProperty("sessionId").GetString()!;
    }

    private async Task<JsonElement> CallAsync(string method, JsonObject parameters)
    {
        var id = Interlocked.Increment(ref last);
        var done = new TaskCompletionSource<JsonElement>(TaskCreationOptions.RunContinuationsAsynchronously);
        waiting[id] = done;
        var call = new JsonObject { ["id"] = id, ["method"] = method, ["params"] = parameters };
        if (session.Length > 0)
        {
            call["sessionId"] = session;
        }

        await sending.WaitAsync();
        try
        {
            await socket.SendAsync(Encoding.UTF8.GetBytes(call.ToJsonString()), WebSocketMessageType.Text, true, CancellationToken.None);
        }
        finally
        {
            sending.Release();
        }

        var answer = await done.Task.Within();
        Assert.False(answer.TryGetProperty("error", out var error), $"{method}: {error}");
        return answer.GetProperty("result");
    }

    private async Task ReadAsync()
    {
        var buffer = new byte[1 << 16];
        using var message = new MemoryStream();
        while (true)
        {
            var part = await socket.ReceiveAsync(buffer, CancellationToken.None);
            message.Write(buffer, 0, part.Count);
            if (!part.EndOfMessage)
            {
                continue;
            }

            var json = JsonDocument.Parse(message.ToArray()).RootElement;
            message.SetLength(0);
            if (json.TryGetProperty("id", out var id) && waiting.TryRemove(id.GetInt32(), out var done))
            {
                done.SetResult(json);
            }
        }
    }
}
