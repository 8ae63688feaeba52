using Google.Protobuf;
using MedAid.Contract.Clearing.V1;

namespace MedAid.Cli;

/// <summary>
/// The names of counties as the gateway knows them, asked for when the first county is shown. An answer that does not come leaves the codes.
/// </summary>
internal static class CountyNames
{
    private static readonly JsonParser Parser = new(JsonParser.Settings.Default.WithIgnoreUnknownFields(true));

    private static Lazy<IReadOnlyDictionary<string, string>> known = new(() => new Dictionary<string, string>());

    /// <summary>Which gateway is asked.</summary>
    public static void AskAt(HttpClient gateway) => known = new(() => Ask(gateway));

    /// <summary>Name and code of a county, as papers have them: 兴县（141123）; the code alone where there is no name.</summary>
    public static string Shown(string code) => code.Length > 0 && known.Value.TryGetValue(code, out var name) ? $"{name}（{code}）" : code;

    private static Dictionary<string, string> Ask(HttpClient gateway)
    {
        var names = new Dictionary<string, string>(StringComparer.Ordinal);
        var token = "";
        try
        {
            do
            {
                using var asked = new HttpRequestMessage(
                    HttpMethod.Get, $"/v1/counties?page_size={Pages.Size}&page_token={Uri.EscapeDataString(token)}");
                using var answer = gateway.Send(asked);
                using var body = new StreamReader(answer.EnsureSuccessStatusCode().Content.ReadAsStream());
                var page = Parser.Parse<ListCountiesResponse>(body.ReadToEnd());
                foreach (var county in page.Counties)
                {
                    names[county.CountyCode] = county.Name;
                }

                token = page.NextPageToken;
            }
            while (token.Length > 0);
        }
        catch (Exception e) when (e is HttpRequestException or OperationCanceledException or IOException or InvalidProtocolBufferException)
        {
            return names;
        }

        return names;
    }
}
