using System.Text.Json;
using Google.Protobuf;
using Grpc.Core;
using MedAid.Contract.Clearing.V1;

namespace MedAid.Cli;

/// <summary>
/// The names of counties as the gateway knows them, asked for when the first county is shown. An answer that does not come leaves the codes.
/// </summary>
internal static class CountyNames
{
    private static Lazy<IReadOnlyDictionary<string, string>> known = new(() => new Dictionary<string, string>());

    /// <summary>Which gateway is asked.</summary>
    public static void AskAt(ClearingService.ClearingServiceClient gateway) => known = new(() => Ask(gateway));

    /// <summary>Name and code of a county, as papers have them: 兴县（141123）; the code alone where there is no name.</summary>
    public static string Shown(string code) => code.Length > 0 && known.Value.TryGetValue(code, out var name) ? $"{name}（{code}）" : code;

    private static Dictionary<string, string> Ask(ClearingService.ClearingServiceClient gateway)
    {
        var names = new Dictionary<string, string>(StringComparer.Ordinal);
        var page = new ListCountiesResponse();
        try
        {
            do
            {
                page = gateway.ListCounties(new() { PageSize = Pages.Size, PageToken = page.NextPageToken });
                foreach (var county in page.Counties)
                {
                    names[county.CountyCode] = county.Name;
                }
            }
            while (page.NextPageToken.Length > 0);
        }
        catch (Exception e) when (
            e is RpcException or HttpRequestException or OperationCanceledException or IOException or JsonException or InvalidProtocolBufferException)
        {
            return names;
        }

        return names;
    }
}
