using System.Net;
using System.Net.Sockets;
using System.Text.RegularExpressions;

namespace MedAid.Cli.Tests;

/// <summary>What a user is told when nobody knows what came of a write, and where the address may come from.</summary>
public sealed partial class UnknownOutcomeTests
{
    [Fact]
    public async Task A_write_whose_answer_is_lost_prints_the_line_that_repeats_it_under_its_request_id()
    {
        using var gateway = new DeadGateway();
        var run = await Medaid.RunWithAsync("MEDAID_SERVER", gateway.Address, "receivables", "match", "流水 1", "--operator", "甲");

        Assert.Equal(4, run.ExitCode);
        var id = RequestId().Match(run.Errors).Value;
        Assert.StartsWith("cli-", id, StringComparison.Ordinal);
        Assert.EndsWith($"medaid receivables match '流水 1' --operator 甲 --request-id {id}\n", run.Errors, StringComparison.Ordinal);
        Assert.Contains(id, await gateway.Heard.WaitAsync(Waiting.Longest), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_decision_about_a_qualification_can_be_repeated_too()
    {
        using var gateway = new DeadGateway();
        var run = await Medaid.RunAsync("qualification", "decide", "Q1", "--server", gateway.Address);

        Assert.Equal(4, run.ExitCode);
        var id = RequestId().Match(run.Errors).Value;
        Assert.EndsWith($"medaid qualification decide Q1 --server {gateway.Address} --request-id {id}\n", run.Errors, StringComparison.Ordinal);
        Assert.Contains(id, await gateway.Heard.WaitAsync(Waiting.Longest), StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_users_own_request_id_stays_in_the_line()
    {
        using var gateway = new DeadGateway();
        var run = await Medaid.RunAsync("receivables", "match", "1", "--request-id", "mine", "--server", gateway.Address);

        Assert.Equal(4, run.ExitCode);
        Assert.EndsWith($"medaid receivables match 1 --request-id mine --server {gateway.Address}\n", run.Errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_question_whose_answer_is_lost_has_written_nothing_and_says_nothing_of_it()
    {
        using var gateway = new DeadGateway();
        var run = await Medaid.RunAsync("receivables", "list", "--server", gateway.Address);

        Assert.Equal(4, run.ExitCode);
        Assert.Equal("网关连不上或没有按时回答，请检查 --server 和网关是否在运行\n", run.Errors);
    }

    [Fact]
    public async Task A_bad_address_in_the_environment_is_named()
    {
        var run = await Medaid.RunWithAsync("MEDAID_SERVER", "gateway", "receivables", "list");
        Assert.Equal(2, run.ExitCode);
        Assert.Contains("环境变量 MEDAID_SERVER 要写成 http://地址:端口", run.Errors, StringComparison.Ordinal);
    }

    [GeneratedRegex("(?<=请求号 )\\S+")]
    private static partial Regex RequestId();

    /// <summary>Hears one request and goes away without an answer.</summary>
    private sealed class DeadGateway : IDisposable
    {
        private readonly TcpListener listener = new(IPAddress.Loopback, 0);

        public DeadGateway()
        {
            listener.Start();
            Heard = HearAsync();
        }

        public string Address => $"http://{listener.LocalEndpoint}";

        public Task<string> Heard { get; }

        public void Dispose() => listener.Dispose();

        private async Task<string> HearAsync()
        {
            using var caller = await listener.AcceptTcpClientAsync();
            using var reader = new StreamReader(caller.GetStream());
            var text = new char[16 * 1024];
            var length = 0;
            while (!(text.AsSpan(0, length).EndsWith("}") || text.AsSpan(0, length).StartsWith("GET ")))
            {
                length += await reader.ReadAsync(text.AsMemory(length));
            }

            return new string(text, 0, length);
        }
    }
}
