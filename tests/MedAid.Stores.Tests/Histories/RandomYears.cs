using System.Collections.Concurrent;
using System.Globalization;
using CsCheck;
using MedAid.Clearing.Tests;
using MedAid.Core;
using MedAid.Settlement.Claims;
using MedAid.Settlement.Ledger;
using MedAid.Settlement.Ports;
using Xunit.Sdk;

namespace MedAid.Stores.Tests.Histories;

/// <summary>
/// Random years of persons, settled and reversed through the use cases over the ledgers that are given, and compared with the replay. Where
/// there are several ledgers, each gets every request and all have to write the same documents.
/// </summary>
internal sealed class RandomYears(params YearBook[] books)
{
    /// <summary>How many histories are under way at once: they wait for the disk more than they reckon.</summary>
    private const int Together = 8;

    private const string NotAllotted = "EXTERNAL_NOT_ALLOTTED";

    private static readonly YearLaw Law = YearLaw.Read();

    private readonly ConcurrentDictionary<Refusal, int> refused = [];
    private readonly ConcurrentDictionary<string, int> warned = [];
    private readonly ConcurrentQueue<(Replay Replay, Patients Patients)> ran = [];
    private int next;
    private int written;
    private int undone;
    private int parts;
    private int accounts;
    private int helpers;
    private int external;

    /// <summary>Tries so many histories, or as many as <c>MEDAID_CASES</c> says; one that fails is made as short as it can be.</summary>
    public async Task TryAsync(int histories, Action<string> report)
    {
        if (Environment.GetEnvironmentVariable("MEDAID_CASES") is { Length: > 0 } wanted)
        {
            histories = int.Parse(wanted, CultureInfo.InvariantCulture);
        }

        await Dice.Histories(8, 48).SampleAsync(TryAsync, report, iter: histories, threads: Together, print: Print);
        report($"{written} written, {undone} of them reversals, {parts} parts of stays, {accounts} paid by an account, {helpers} by a helper's, "
            + $"{external} by others; warned: "
            + string.Join(", ", warned.OrderBy(w => w.Key).Select(w => $"{w.Key} {w.Value}")) + "; refused: "
            + string.Join(", ", refused.OrderBy(r => r.Key).Select(r => $"{r.Key} {r.Value}")));
        foreach (var (ledger, _) in books)
        {
            var proof = await ledger.VerifyAsync(CancellationToken.None);
            Assert.Empty(proof.Differences);
            Assert.Equal(written, proof.Settlements);
        }

        foreach (var book in books)
        {
            var (open, closed) = await LaterVisitsCheck.RunAsync(book, Law.Books, ran);
            report($"{open} visits marked, {closed} marks closed");
            Assert.True(open > histories / 10 && closed > 0, "too few visits come out differently");
        }

        // What never happens would not be tried.
        Assert.Subset(warned.Keys.ToHashSet(), OtherVisits.Codes.Append(NotAllotted).ToHashSet());
        Assert.Subset(refused.Keys.ToHashSet(), RefusalsTried.ToHashSet());
        Assert.True(undone > histories / 2 && parts > histories / 2, "too little is undone, or billed in parts");
        Assert.True(accounts > histories / 8 && helpers > histories / 20 && external > histories / 12, "too little is paid by accounts or by others");
    }

    private static Refusal[] RefusalsTried =>
    [
        Refusal.RequestIdReused, Refusal.NotQualified, Refusal.LayerNotInForce, Refusal.ExternalAboveRoom, Refusal.SettlementNotFound,
        Refusal.AlreadyReversed, Refusal.NotReversible, Refusal.NoRuleForCare, Refusal.LaterPartStands, Refusal.VisitAlreadySettled,
        Refusal.HospitalNotDesignated, Refusal.AccountNotInPack,
    ];

    /// <summary>How a history that fails is told: its steps by their numbers.</summary>
    private static string Print(int[][] history) => string.Join(' ', history.Select(step => $"[{string.Join(',', step)}]"));

    /// <summary>One history; of one that fails, what is left when every step is gone that it fails without.</summary>
    private async Task TryAsync(int[][] history)
    {
        if (await FailureOfAsync(history) is null)
        {
            return;
        }

        for (var step = history.Length - 1; step >= 0; step--)
        {
            int[][] shorter = [.. history.Where((_, i) => i != step)];
            history = await FailureOfAsync(shorter) is null ? history : shorter;
        }

        var failure = await FailureOfAsync(history);
        throw new XunitException($"a history of {history.Length} steps fails: {Print(history)}\n{failure}");
    }

    private async Task<Exception?> FailureOfAsync(int[][] history)
    {
        try
        {
            await RunAsync(history);
            return null;
        }
        catch (Exception failure)
        {
            return failure;
        }
    }

    private async Task RunAsync(int[][] history)
    {
        var number = Interlocked.Increment(ref next);
        var patients = new Patients(number);
        var replay = new Replay(Law, patients);
        var dealer = new Dealer(number, patients, replay);
        var offices = Array.ConvertAll(books, b => new HistoryOffice(b.Ledger, Law.Books, patients));
        var waiting = new List<(Told Told, Call Call, Task<Answer<Settled>>[] Answers)>();
        foreach (var step in history)
        {
            var dice = new Dice(step);
            if (dealer.Next(dice) is not { } call)
            {
                continue;
            }

            if (dice.Next(8) == 0 && !replay.Knows(call.RequestId))
            {
                await CheckAsync(waiting);
                await TryOutAsync(offices, replay.Take(call, tried: true));
            }

            // As the register is at this moment, so the visit is settled, whoever waits for what before.
            var told = replay.Take(call);
            waiting.Add((told, call, Array.ConvertAll(offices, o => o.SendAsync(call))));
            if (dice.Next(6) == 0)
            {
                await CheckAsync(waiting);
            }
        }

        await CheckAsync(waiting);
        foreach (var office in offices)
        {
            await YearCheck.BooksAsync(replay, office).Within();
        }

        ran.Enqueue((replay, patients));
        Count(replay);
    }

    private async Task CheckAsync(List<(Told Told, Call Call, Task<Answer<Settled>>[] Answers)> waiting)
    {
        foreach (var (told, call, answers) in waiting)
        {
            var documents = new List<byte[]>();
            foreach (var task in answers)
            {
                var answer = await task.Within();
                YearCheck.Answer(told, call, answer, tried: false);
                if (answer.Value is { } settled)
                {
                    documents.Add(SettlementCodec.Encode(settled.Document));
                }
                else
                {
                    refused.AddOrUpdate(answer.Refusal!.Reason, 1, (_, count) => count + 1);
                }
            }

            Assert.All(documents, d => Assert.Equal(documents[0], d));
        }

        waiting.Clear();
    }

    private static async Task TryOutAsync(HistoryOffice[] offices, Told told)
    {
        foreach (var office in offices)
        {
            YearCheck.Answer(told, told.Call, await office.SendAsync(told.Call, validateOnly: true).Within(), tried: true);
        }
    }

    private void Count(Replay replay)
    {
        Interlocked.Add(ref written, replay.Written.Count);
        Interlocked.Add(ref undone, replay.Written.Count(t => t.Undoes is not null));
        foreach (var code in replay.Written.SelectMany(t => t.NotAllotted is true ? t.Warned.Append(NotAllotted) : t.Warned))
        {
            warned.AddOrUpdate(code, 1, (_, count) => count + 1);
        }

        Interlocked.Add(ref accounts, replay.Written.Count(t => t.Figures.AccountFen > 0));
        Interlocked.Add(ref helpers, replay.Written.Count(t => t.Figures.HelperFen > 0));
        Interlocked.Add(ref external, replay.Written.Count(t => t is { Undoes: null, Call.Bill.External.Count: > 0 }));
        Interlocked.Add(ref parts, replay.Written.Count(t => t.StayPart > 1));
    }
}
