using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using MedAid.Bureau.Messages;
using MedAid.Bureau.Regions;
using MedAid.Bureau.Signing;

namespace MedAid.Bureau.Link;

/// <summary>How a message came out.</summary>
/// <param name="State">Done, refused, unknown, or never sent.</param>
/// <param name="Text">What the bureau or the line said. It may hold something personal.</param>
/// <param name="Reply">The answer; null if there is none.</param>
public sealed record Exchange(MessageState State, string Text, NationalReply? Reply = null);

/// <summary>
/// Carries messages to the bureau's platform. Whatever is not a plain yes or no of the platform is unknown: a status other than 200, a time-out, a
/// line that breaks, an answer that cannot be read. Only what cannot have left is not sent. Nothing that writes is sent twice here.
/// </summary>
public sealed class BureauClient(LinkHttp http, TimeProvider time)
{
    /// <summary>Sends a message and says how it came out.</summary>
    /// <param name="link">The link.</param>
    /// <param name="region">How its bureau speaks.</param>
    /// <param name="message">The message.</param>
    /// <param name="reads">Whether it changes nothing at the bureau: then the line may try it again.</param>
    /// <param name="cancellationToken">The end of the gateway.</param>
    public async Task<Exchange> SendAsync(
        BureauLink link, Region region, NationalMessage message, bool reads, CancellationToken cancellationToken)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, AddressOf(link, region, message.Number));
        try
        {
            var now = time.GetUtcNow();
            var signed = new MessageSigner(region, link.Keys).Sign(message, now, Guid.NewGuid().ToString("N"));
            request.Content = new ByteArrayContent(signed.Body);
            foreach (var (name, value) in signed.Headers)
            {
                request.Headers.TryAddWithoutValidation(name, value);
            }
        }
        catch (NationalRefusedException problem)
        {
            return new Exchange(MessageState.NotSent, problem.Message);
        }

        request.Content.Headers.ContentType = MediaTypeHeaderValue.Parse(region.Envelope.ContentType);
        using var limit = new CancellationTokenSource(link.TimeLimit, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, cancellationToken);
        try
        {
            var client = reads ? http.Reads : http.Writes;
            using var response = await client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, either.Token);
            return await AnswerAsync(response, region, link.Keys, either.Token);
        }
        catch (HttpRequestException lost) when (NeverLeft(lost))
        {
            return new Exchange(MessageState.NotSent, "医保平台连不上");
        }
        catch (Exception lost) when (lost is HttpRequestException or IOException
            || (lost is OperationCanceledException && !cancellationToken.IsCancellationRequested))
        {
            return new Exchange(MessageState.Unknown, lost is OperationCanceledException ? "在时限内没有回答" : "连接中断，没有收到回答");
        }
    }

    private static async Task<Exchange> AnswerAsync(
        HttpResponseMessage response, Region region, BureauKeys? keys, CancellationToken cancellationToken)
    {
        if (response.StatusCode != HttpStatusCode.OK)
        {
            return new Exchange(
                MessageState.Unknown, string.Create(CultureInfo.InvariantCulture, $"平台答复 HTTP {(int)response.StatusCode}"));
        }

        if (await BodyAsync(response.Content, cancellationToken) is not { } body)
        {
            return new Exchange(MessageState.Unknown, "平台的回答太长");
        }

        var reply = NationalReply.Read(body, region, keys is null ? null : keys.Decipher);
        return reply.Outcome switch
        {
            NationalOutcome.Succeeded => new Exchange(MessageState.Done, reply.Text, reply),
            NationalOutcome.Refused => new Exchange(MessageState.NotDone, reply.Text, reply),
            _ => new Exchange(MessageState.Unknown, reply.Text.Length > 0 ? reply.Text : "平台的回答读不懂"),
        };
    }

    /// <summary>The body, or null if it is longer than any answer.</summary>
    private static async Task<byte[]?> BodyAsync(HttpContent content, CancellationToken cancellationToken)
    {
        await using var stream = await content.ReadAsStreamAsync(cancellationToken);
        using var body = new MemoryStream();
        var buffer = new byte[16 * 1024];
        int read;
        while ((read = await stream.ReadAsync(buffer, cancellationToken)) > 0)
        {
            if (body.Length + read > LinkLimits.AnswerBytesMax)
            {
                return null;
            }

            body.Write(buffer, 0, read);
        }

        return body.ToArray();
    }

    private static Uri AddressOf(BureauLink link, Region region, string number) =>
        new(link.Address.ToString().TrimEnd('/') + region.PathOf(region.Lettered(number)));

    private static bool NeverLeft(HttpRequestException lost) => lost.HttpRequestError
        is HttpRequestError.NameResolutionError or HttpRequestError.ConnectionError or HttpRequestError.SecureConnectionError;
}

/// <summary>The clients of the line.</summary>
/// <param name="Reads">For messages that change nothing: it may send them again by itself.</param>
/// <param name="Writes">For all others: it sends them once.</param>
public sealed record LinkHttp(HttpClient Reads, HttpClient Writes);
