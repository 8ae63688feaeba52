using System.Globalization;
using MedAid.Contract.Bureau.V1;
using MedAid.Gateway.Tests.EndToEnd;
using MedAid.Gateway.Tests.Sharing;
using MedAid.Simulator.Faults;
using Xunit.Abstractions;

namespace MedAid.Gateway.Tests.Bureau;

/// <summary>
/// A fifth of all messages goes wrong. After the last of them both books hold the same, or say what a person has to look at.
/// MEDAID_TEST_BUREAU=20000 settles so many; without it some hundred.
/// </summary>
public sealed class FaultTests(ITestOutputHelper report)
{
    private const int Windows = 8;
    private const int ReversedOfHundred = 10;

    private static readonly int Many =
        int.TryParse(Environment.GetEnvironmentVariable("MEDAID_TEST_BUREAU"), CultureInfo.InvariantCulture, out var many) ? many : 0;

    /// <summary>Shares in millionths; together a fifth of the messages.</summary>
    private static FaultPlan AFifth => FaultPlan.None
        .With(FaultKind.LostBefore, 40_000).With(FaultKind.LostAfter, 50_000).With(FaultKind.BadGateway, 40_000).With(FaultKind.Unreadable, 20_000)
        .With(FaultKind.Delay, 20_000).With(FaultKind.ArrivesTwice, 10_000).With(FaultKind.OutputNull, 5_000).With(FaultKind.ZeroWithError, 5_000)
        .With(FaultKind.NumbersAsText, 10_000).With(FaultKind.LateAnswer, 500).With(FaultKind.Overtaken, 10_000, "2207")
        .With(FaultKind.AppliedTwice, 5_000, "2207").With(FaultKind.RefusedReversal, 100_000, "2601").With(FaultKind.LateMessageSettles, 50_000, "2207")
        .With(FaultKind.UnknownFund, Many >= 10_000 ? 300 : 0, "2207").With(FaultKind.FenInBooks, Many >= 10_000 ? 200 : 0, "2207");

    [Fact]
    public async Task With_a_fifth_of_the_messages_going_wrong_no_account_is_one_sided_on_SQLite()
    {
        await using var linked = await LinkedGateway.StartAsync(AFifth);
        await RunAsync(linked, Many > 0 ? Many : 300);
    }

    [SharedFact]
    public async Task With_a_fifth_of_the_messages_going_wrong_no_account_is_one_sided_on_PostgreSQL()
    {
        await using var servers = await SharedServers.CreateAsync();
        await using var linked = await LinkedGateway.StartAsync(AFifth, settings: servers.Settings(withRedis: false));
        await RunAsync(linked, Many > 0 ? Many : 150);
    }

    private async Task RunAsync(LinkedGateway linked, int count)
    {
        var settled = new List<(SettlementV1.Settlement Settlement, bool Reversed)>();
        var gate = new SemaphoreSlim(1, 1);
        await Parallel.ForEachAsync(Enumerable.Range(0, count), new ParallelOptions { MaxDegreeOfParallelism = Windows }, async (n, _) =>
        {
            var one = await linked.SettleAsync(Visits.Of(n));
            var reversed = n % 100 < ReversedOfHundred;
            if (reversed)
            {
                await linked.ReverseAsync($"u-{n}", one);
            }

            await gate.WaitAsync(CancellationToken.None);
            settled.Add((one, reversed));
            gate.Release();
        });
        await linked.QuietAsync();

        var pending = await linked.PendingAsync();
        Books.AssertAgree(settled, [.. linked.Box.Settlements.Select(s => new BureauRow(s.HospitalVisitNumber, s.State, s.TotalFen, s.PersonFen))], pending);
        Assert.True(pending.Count * 1000 <= count, $"{pending.Count} of {count} are parked: {string.Join('\n', pending)}");
        var faults = linked.Box.Calls.Count(c => c.Faults.Count > 0);
        report.WriteLine($"{count} settlements, {linked.Box.Calls.Count} messages, {faults} of them with faults, {pending.Count} parked");
        Assert.True(faults * 10 > linked.Box.Calls.Count, "too little went wrong");
    }
}

/// <summary>Visits that differ, of people of the samples.</summary>
internal static class Visits
{
    private static readonly string[] People = [Requests.Jia, Requests.Yi, Requests.Wu, Requests.Wei, Requests.You, Requests.Chen];

    public static Contract.Settlement.V1.SettleRequest Of(int number) => Requests.Outpatient(
        string.Create(CultureInfo.InvariantCulture, $"v-{number}"), People[number % People.Length], "2026-11-16", 20_00 + (number * 137 % 40_000));
}

/// <summary>A settlement in the bureau's books.</summary>
internal sealed record BureauRow(string Visit, string State, long TotalFen, long PersonFen);

/// <summary>Compares both books.</summary>
internal static class Books
{
    /// <summary>What stands in MedAid stands once at the bureau with the same figures, and nothing else stands there; or a task says why not.</summary>
    public static void AssertAgree(
        IReadOnlyList<(SettlementV1.Settlement Settlement, bool Reversed)> settled, IReadOnlyList<BureauRow> bureau, IReadOnlyList<PendingTask> pending)
    {
        var standing = bureau.Where(s => s.State == "standing").ToLookup(s => s.Visit);
        var parked = pending.ToLookup(t => t.VisitId);
        foreach (var (settlement, reversed) in settled)
        {
            var there = standing[settlement.VisitId].ToArray();
            var agrees = reversed
                ? there.Length == 0
                : there is [var one] && (one.TotalFen, one.PersonFen) == (settlement.Breakdown.GrossFen, settlement.Breakdown.PatientFen);
            Assert.True(agrees || parked[settlement.VisitId].Any(), $"{settlement.VisitId}: {string.Join('；', there.Select(t => t.ToString()))}");
        }

        Assert.Subset(settled.Select(s => s.Settlement.VisitId).ToHashSet(), standing.Select(s => s.Key).ToHashSet());
        Assert.All(pending, t => Assert.True(t.State == PendingTaskState.Parked && t.Reason.Length > 0 && t.Messages.Count > 0, t.ToString()));
        Assert.All(pending.Where(t => t.Reason is "FIGURES_DIFFER" or "FUND_UNKNOWN"), t => Assert.NotEmpty(t.Evidence));
    }
}
