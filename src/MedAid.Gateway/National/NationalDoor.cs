using MedAid.Bureau.Messages;
using MedAid.Bureau.Regions;
using MedAid.Gateway.Calls;
using MedAid.Gateway.Hosting;
using MedAid.Gateway.Json;
using MedAid.Settlement.Reference;

namespace MedAid.Gateway.National;

/// <summary>
/// The national hospital interface: <c>POST /nhsa/3101</c>, or <c>POST /nhsa</c> with the transaction number in the envelope. Each transaction is one
/// entry of <see cref="transactions"/>.
/// </summary>
internal sealed class NationalDoor(
    IEnumerable<INationalTransactions> subjects, NationalAnswer answers, ReferenceDataHolder reference, RegionBook regions, Settings settings,
    TimeProvider time, ILogger<NationalDoor> logger)
{
    /// <summary>The address of all transactions.</summary>
    public const string Path = "/nhsa";

    private readonly Dictionary<string, NationalTransaction> transactions = subjects.SelectMany(s => s.All).ToDictionary(t => t.Number);

    public void Map(IEndpointRouteBuilder routes)
    {
        routes.MapPost(Path, http => ServeAsync(http, ""));
        routes.MapPost($"{Path}/{{**number}}", http => ServeAsync(http, http.Request.RouteValues["number"] as string ?? ""));
    }

    private async Task ServeAsync(HttpContext http, string pathNumber)
    {
        var received = time.GetUtcNow();
        NationalRequest? request = null;
        try
        {
            await CallTimer.WithinAsync(http, time, async timer =>
            {
                RequireOwnPage(http.Request);
                var body = await RequestBody.ReadAsync(http.Request, Limits.MessageBytesMax, timer.Token);
                request = NationalRequest.Read(body, NumberIn(pathNumber));
                var answer = await TransactionOf(request).AnswerAsync(request, http, timer);
                await answers.DoneAsync(http, request, received, answer);
            });
        }
        catch (NationalRefusedException refused)
        {
            await answers.RefusedAsync(http, request, received, $"{NumbersOut.Of(refused.Message)}。");
        }
        catch (Exception exception)
        {
            var method = request is null ? Path : $"{Path}/{request.PlainNumber}";
            if (HttpFailure.Of(exception, http, method, logger) is { } error && !http.Response.HasStarted)
            {
                await answers.RefusedAsync(http, request, received, NationalSentence.Of(error));
            }
        }
    }

    /// <summary>
    /// The number in an address; empty where it has none. Some provinces have a path of its own for each service: then the last part is a number
    /// or says nothing.
    /// </summary>
    private static string NumberIn(string path)
    {
        var last = path[(path.LastIndexOf('/') + 1)..];
        return NationalRequest.IsNumber(last) ? last
            : last.Length < path.Length || path.Length == 0 ? ""
            : throw new NationalRefusedException("地址里的交易编号不对，应像 /nhsa/3101");
    }

    private NationalTransaction TransactionOf(NationalRequest request)
    {
        if (transactions.GetValueOrDefault(request.PlainNumber) is not { } known)
        {
            var offered = string.Join('、', transactions.Keys.Order(StringComparer.Ordinal));
            throw new NationalRefusedException($"本系统不办理交易 {request.Number}，可办理 {offered}");
        }

        if (known.NeedsHospital)
        {
            var hospital = reference.Current.Hospital(request.HospitalCode)
                ?? throw new NationalRefusedException("fixmedins_code 本系统没有登记这家医疗机构，请核对编码");
            if (regions.Find(hospital.County.Text).ForeignReceivers.Contains(request.Envelope["recer_sys_code"]))
            {
                throw new NationalRefusedException("recer_sys_code 是其他系统（如工伤保险）的代码，同一编号的交易含义不同，本系统不办理");
            }
        }

        return known;
    }

    /// <summary>
    /// Every content type is taken here, and a page of the Internet may send some of them unasked through a browser of the hospital; but a browser
    /// says from where.
    /// </summary>
    private void RequireOwnPage(HttpRequest request)
    {
        var origin = request.Headers.Origin.ToString();
        if (origin.Length > 0 && origin != $"{request.Scheme}://{request.Host}" && !settings.AllowedOriginList.Contains(origin))
        {
            throw new NationalRefusedException("本系统不接受该网页的请求，请联系信息科登记网页地址（MedAid:AllowedOrigins）");
        }
    }
}
