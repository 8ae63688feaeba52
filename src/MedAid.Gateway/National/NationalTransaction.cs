using MedAid.Bureau.Messages;
using System.Text.Json.Nodes;
using MedAid.Gateway.Calls;

namespace MedAid.Gateway.National;

/// <summary>A transaction that is offered.</summary>
/// <param name="Number">Its four digits.</param>
/// <param name="AnswerAsync">Gives its output, or null, and a sentence to be shown, or an empty one; throws where it is refused.</param>
internal sealed record NationalTransaction(
    string Number, Func<NationalRequest, HttpContext, CallTimer, Task<(JsonObject? Output, string Warning)>> AnswerAsync);
