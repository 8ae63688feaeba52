using System.Text;
using MedAid.Bureau.Messages;
using MedAid.Simulator.Books;
using MedAid.Simulator.Faults;
using MedAid.Simulator.Transactions;
using Microsoft.AspNetCore.Http;

namespace MedAid.Simulator.Hosting;

/// <summary>Takes messages, carries them out, and does to them what is drawn.</summary>
internal sealed class MessageDoor : IDisposable
{
    private const string JsonType = "application/json; charset=utf-8";
    private const string FileType = "application/octet-stream";

    private readonly TransactionBook transactions;
    private readonly Book book;
    private readonly FaultDraw draw;
    private readonly Recording recording;
    private readonly SimulatorClock clock;
    private readonly AnswerForm form;
    private readonly Seal seal;

    public MessageDoor(
        TransactionBook transactions, Book book, FaultDraw draw, Recording recording, SimulatorClock clock, AnswerForm form, Seal seal)
    {
        (this.transactions, this.book, this.draw, this.recording, this.clock) = (transactions, book, draw, recording, clock);
        (this.form, this.seal) = (form, seal);
        Held = new HeldMessages(clock.Below, Arrive);
    }

    /// <summary>Messages on their way.</summary>
    public HeldMessages Held { get; }

    /// <summary>Takes a message.</summary>
    public async Task ServeAsync(HttpContext http)
    {
        var received = clock.Now;
        if (await ReadAsync(http) is not { } request)
        {
            return;
        }

        var (faults, plan) = draw.Next(request.PlainNumber);
        var meeting = new Meeting(http, request, faults, plan, received);
        if (faults.Has(FaultKind.Delay))
        {
            // A sender that gives up meanwhile takes nothing back: the message is here.
            await Task.Delay(plan.Delay, clock.Below, CancellationToken.None);
        }

        if (plan.Outages.Any(o => clock.Now >= o.From && clock.Now < o.To))
        {
            await AwayAsync(meeting);
        }
        else if (faults.Has(FaultKind.LostBefore))
        {
            Cut(meeting, "not_done");
        }
        else if (faults.Has(FaultKind.Overtaken))
        {
            Held.Hold(new HeldMessage(request, faults, plan), plan.Overtaken);
            Cut(meeting, "held");
        }
        else if (faults.Has(FaultKind.Refused))
        {
            await AnswerAsync(meeting, Refused("FSI-系统繁忙，请稍后再试", meeting), "refused", "FSI-系统繁忙，请稍后再试");
        }
        else if (faults.Has(FaultKind.ZeroWithError))
        {
            await AnswerAsync(meeting, form.ZeroWithError(received, faults, request.District), "not_done", "");
        }
        else
        {
            await CarryOutAsync(meeting);
        }
    }

    /// <inheritdoc/>
    public void Dispose() => Held.Dispose();

    private async Task CarryOutAsync(Meeting meeting)
    {
        var (request, faults) = (meeting.Request, meeting.Faults);
        var (answer, outcome, text, file) = CarryOut(meeting);
        if (outcome == "done")
        {
            Held.ReleaseNamedBy(request);
        }

        if (faults.Has(FaultKind.LateAnswer))
        {
            await Task.Delay(meeting.Plan.LateAnswer, clock.Below, CancellationToken.None);
        }

        if (faults.Has(FaultKind.LostAfter))
        {
            Cut(meeting, outcome, text);
        }
        else if (faults.Has(FaultKind.BadGateway))
        {
            await StatusAsync(meeting, StatusCodes.Status502BadGateway, "<html><body>502 Bad Gateway</body></html>", outcome, text);
        }
        else if (faults.Has(FaultKind.Unreadable))
        {
            await SendAsync(meeting, JsonType, Encoding.UTF8.GetBytes(answer[..(answer.Length / 2)]));
            Record(meeting, outcome, "half", text);
        }
        else if (file is not null && !faults.Has(FaultKind.JsonForFile))
        {
            await SendAsync(meeting, FileType, file);
            Record(meeting, outcome, "answered", text);
        }
        else
        {
            await AnswerAsync(meeting, answer, outcome, text);
        }
    }

    private (string Answer, string Outcome, string Text, byte[]? File) CarryOut(Meeting meeting)
    {
        try
        {
            var carried = transactions.CarryOut(meeting.Request, meeting.Faults, meeting.Plan, book);
            return (form.Done(carried.Output, meeting.Received, meeting.Faults, meeting.Request.District), "done", "", carried.File);
        }
        catch (Exception e) when (e is BureauRefusalException or NationalRefusedException)
        {
            return (Refused(e.Message, meeting), "refused", e.Message, null);
        }
        catch (UnknownNumberException e)
        {
            return (AnswerForm.RefusedByGateway(e.Message), "refused", e.Message, null);
        }
        catch (Exception defect)
        {
            recording.Add(Of(meeting.Request, meeting.Received, meeting.Faults, "defect", "500", defect.ToString()));
            throw;
        }
    }

    /// <summary>A message that was on its way comes in; nobody hears its answer.</summary>
    private void Arrive(HeldMessage message)
    {
        var (outcome, text) = ("done", "");
        try
        {
            transactions.CarryOut(message.Request, message.Faults, message.Plan, book);
        }
        catch (Exception e) when (e is BureauRefusalException or NationalRefusedException or UnknownNumberException)
        {
            (outcome, text) = ("refused", e.Message);
        }

        recording.Add(Of(message.Request, clock.Now, message.Faults, outcome, "nobody", text));
    }

    private async Task<NationalRequest?> ReadAsync(HttpContext http)
    {
        using var body = new MemoryStream();
        await http.Request.Body.CopyToAsync(body, http.RequestAborted);
        var last = (http.Request.Path.Value ?? "").Split('/')[^1];
        try
        {
            seal.Check(body.ToArray(), name => http.Request.Headers.TryGetValue(name, out var value) ? value.ToString() : null);
            return NationalRequest.Read(body.ToArray(), NationalRequest.IsNumber(last) ? last : "", seal.Decipher);
        }
        catch (NationalRefusedException e)
        {
            http.Response.ContentType = JsonType;
            await http.Response.WriteAsync(AnswerForm.RefusedByGateway($"FSI-FSI-{e.Message}"));
            recording.Add(new CallRecord(0, clock.Now, "", "", "", [], "unreadable", "answered", e.Message));
            return null;
        }
    }

    private string Refused(string sentence, Meeting meeting) =>
        form.Refused(sentence, meeting.Received, meeting.Faults, meeting.Request.District);

    private async Task AwayAsync(Meeting meeting)
    {
        if (meeting.Plan.IsOutageAnswered)
        {
            await StatusAsync(meeting, StatusCodes.Status503ServiceUnavailable, "<html><body>503</body></html>", "not_done", "");
        }
        else
        {
            Cut(meeting, "not_done");
        }
    }

    /// <summary>Records before it cuts: who sees the cut finds the record.</summary>
    private void Cut(Meeting meeting, string outcome, string text = "")
    {
        Record(meeting, outcome, "cut", text);
        meeting.Http.Abort();
    }

    private async Task StatusAsync(Meeting meeting, int status, string page, string outcome, string text)
    {
        Record(meeting, outcome, status.ToString("D3"), text);
        meeting.Http.Response.StatusCode = status;
        await SendAsync(meeting, "text/html; charset=utf-8", Encoding.UTF8.GetBytes(page));
    }

    private async Task AnswerAsync(Meeting meeting, string answer, string outcome, string text)
    {
        Record(meeting, outcome, "answered", text);
        await SendAsync(meeting, JsonType, Encoding.UTF8.GetBytes(answer));
    }

    private static async Task SendAsync(Meeting meeting, string type, byte[] body)
    {
        var response = meeting.Http.Response;
        (response.ContentType, response.ContentLength) = (type, body.Length);
        await response.Body.WriteAsync(body);
    }

    private void Record(Meeting meeting, string outcome, string answer, string text) =>
        recording.Add(Of(meeting.Request, meeting.Received, meeting.Faults, outcome, answer, text));

    private static CallRecord Of(
        NationalRequest request, DateTimeOffset at, FaultSet faults, string outcome, string answer, string text) => new(
        0, at, request.Number, request.HospitalCode.Text, request.Envelope["msgid"], [.. faults.Select(FaultNames.NameOf)], outcome, answer, text);

    /// <summary>A message and what it meets.</summary>
    private sealed record Meeting(HttpContext Http, NationalRequest Request, FaultSet Faults, FaultPlan Plan, DateTimeOffset Received);
}
