using MedAid.Bureau.Messages;
using MedAid.Gateway.Calls;

namespace MedAid.Gateway.National;

/// <summary>A transaction that is offered.</summary>
/// <param name="Number">Its four digits.</param>
/// <param name="AnswerAsync">Answers it; throws where it is refused.</param>
internal sealed record NationalTransaction(string Number, Func<NationalRequest, HttpContext, CallTimer, Task<DoorAnswer>> AnswerAsync)
{
    /// <summary>Whether the envelope has to name an institution that is known here.</summary>
    public bool NeedsHospital { get; init; } = true;
}

/// <summary>Transactions about one subject.</summary>
internal interface INationalTransactions
{
    /// <summary>All of them.</summary>
    IReadOnlyList<NationalTransaction> All { get; }
}
