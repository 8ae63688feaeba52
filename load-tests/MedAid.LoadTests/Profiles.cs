using Grpc.Core;
using MedAid.Contract.Settlement.V1;

namespace MedAid.LoadTests;

/// <summary>Who calls what. Everything follows from the number of the call, so that a run can be repeated.</summary>
internal sealed class Profiles(Visits visits, int patients)
{
    /// <summary>Patients who come again and again in one morning; their counters are the hottest rows.</summary>
    private const int HotPatients = 50;

    private static readonly string Run = Guid.NewGuid().ToString("N")[..8];

    /// <summary>Settle 20-item visits of the whole crowd.</summary>
    public Load.CallAsync Settle(string phase) => async (clients, number, options) =>
        await clients.Settlement.SettleAsync(visits.Settle($"{Run}-{phase}", Spread(number) % patients, number), options);

    /// <summary>
    /// A morning at the windows: 80 % settle, half of them for the 50 hot patients, 15 % quote, 5 % repeat an old request id.
    /// </summary>
    public Load.CallAsync MorningPeak(string phase) => async (clients, number, options) =>
    {
        var run = $"{Run}-{phase}";
        switch (number % 20)
        {
            case < 3:
                await clients.Settlement.QuoteAsync(new QuoteRequest { Visit = visits.Of(Patient(number), number) }, options);
                break;
            case 3 when number > 100:
                // 97 calls ago and settled then: the same content under the same id.
                var old = number - 97;
                await RetryAsync(clients.Settlement, visits.Settle(run, Patient(old), old), options);
                break;
            default:
                await clients.Settlement.SettleAsync(visits.Settle(run, Patient(number), number), options);
                break;
        }
    };

    private int Patient(long number) => Spread(number) % (number % 2 == 0 ? HotPatients : patients);

    private static async Task RetryAsync(
        SettlementService.SettlementServiceClient client, SettleRequest request, CallOptions options)
    {
        var answer = await client.SettleAsync(request, options);
        if (answer.Settlement.RequestId != request.RequestId)
        {
            throw new RpcException(new Status(StatusCode.DataLoss, "a repeated request got another request's answer"));
        }
    }

    /// <summary>Numbers that follow one another become patients that do not.</summary>
    private static int Spread(long number) => (int)((number * 2_654_435_761L & long.MaxValue) >> 16 & int.MaxValue);
}
