using Grpc.Core;
using MedAid.Contract.Settlement.V1;

namespace MedAid.Gateway.Tests.EndToEnd;

/// <summary>
/// One hospital system with one patient: it writes every request down before it sends it, and sends it again under its id for as
/// long as there is no answer. Every fourth request reverses the settlement before it.
/// </summary>
internal sealed class StubbornClient(int number)
{
    public const string Counter = "outpatient.paid@2025";

    private static readonly string[] Patients =
    [
        Requests.Jia, Requests.Yi, Requests.Wu, Requests.Wei, Requests.You, Requests.Chen, "141125197201129115", "141127195808019135",
    ];

    private readonly Dictionary<string, SettlementV1.Settlement> answers = new(StringComparer.Ordinal);
    private readonly HashSet<string> undone = new(StringComparer.Ordinal);
    private int written;
    private bool open;
    private bool wasLate;
    private string lastSettlement = "";

    /// <summary>Calls that ended without an answer; not those that only ran out of their five seconds, as happens on a busy machine.</summary>
    public int Retries { get; private set; }

    public IEnumerable<string> RequestIds => answers.Keys;

    public string PersonKey => answers.Values.Select(a => a.PersonKey).Distinct().Single();

    /// <summary>Works until the gateway is gone.</summary>
    public async Task WorkAsync(GatewayProcess gateway, AnswersAwaited awaited)
    {
        while (true)
        {
            if (await TryNextAsync(gateway))
            {
                awaited.Answered();
            }
            else if (!wasLate)
            {
                return;
            }
        }
    }

    /// <summary>Ends what is open, then asks for every request id and sends some again: each has the one outcome that was told.</summary>
    public async Task SettleAccountsAsync(GatewayProcess gateway)
    {
        while (open)
        {
            Assert.True(await TryNextAsync(gateway) || wasLate);
        }

        foreach (var (requestId, told) in answers)
        {
            var kept = await gateway.Settlements.GetSettlementAsync(new() { RequestId = requestId });
            Assert.Equal(undone.Contains(told.SettlementId) ? SettlementState.Reversed : SettlementState.Settled, kept.State);
            (kept.State, kept.ReversedBySettlementId) = (told.State, told.ReversedBySettlementId);
            Assert.Equal(told, kept);
        }

        foreach (var request in Enumerable.Range(1, written).Where(i => !Reverses(i)).Select(Settle).Take(20))
        {
            var again = await gateway.Settlements.SettleAsync(request);
            Assert.True(again.Replayed);
            Assert.Equal(answers[request.RequestId], again.Settlement);
        }
    }

    private static bool Reverses(int i) => i % 4 == 0;

    private string Id(int i) => $"crash-{number}-{i}";

    // 20.00 x 55 % = 11.00 a visit; after 27 that stand, the 300.00 of the year are used up.
    private SettleRequest Settle(int i) => Requests.Outpatient(Id(i), Patients[number], "2025-03-02", 20_00);

    /// <summary>Sends what is open, else the next; false if there was no answer.</summary>
    public async Task<bool> TryNextAsync(GatewayProcess gateway)
    {
        if (!open)
        {
            (written, open) = (written + 1, true);
        }

        try
        {
            var answer = Reverses(written) ? await ReverseAsync(gateway) : await SettleAsync(gateway);
            answers.Add(Id(written), answer);
            lastSettlement = answer.SettlementId;
            open = false;
            return true;
        }
        catch (RpcException gone) when (
            gone.StatusCode is StatusCode.Unavailable or StatusCode.Internal or StatusCode.Cancelled or StatusCode.Unknown
                or StatusCode.DeadlineExceeded or StatusCode.Aborted)
        {
            // Not done, or done and the answer lost: the same id will tell.
            wasLate = gone.StatusCode == StatusCode.DeadlineExceeded;
            Retries += wasLate ? 0 : 1;
            return false;
        }
    }

    private async Task<SettlementV1.Settlement> SettleAsync(GatewayProcess gateway)
    {
        var answer = await gateway.Settlements.SettleAsync(Settle(written)).ResponseAsync.WaitAsync(GatewayProcess.Patience);
        return answer.Settlement;
    }

    private async Task<SettlementV1.Settlement> ReverseAsync(GatewayProcess gateway)
    {
        var request = new ReverseRequest { RequestId = Id(written), HospitalCode = Requests.CountyHospital, SettlementId = lastSettlement, Reason = "录入错误" };
        var answer = await gateway.Settlements.ReverseAsync(request).ResponseAsync.WaitAsync(GatewayProcess.Patience);
        undone.Add(lastSettlement);
        return answer.Settlement;
    }
}
