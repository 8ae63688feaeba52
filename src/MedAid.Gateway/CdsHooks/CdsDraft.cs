using System.Text.Json;
using MedAid.Contract.Precheck.V1;

namespace MedAid.Gateway.CdsHooks;

/// <summary>An order that was read.</summary>
/// <param name="ItemNumber">Its line of the visit.</param>
/// <param name="Entry">Its place in the bundle.</param>
/// <param name="Reference">How FHIR refers to it, <c>MedicationRequest/1</c>; empty if it has no id.</param>
/// <param name="Resource">As it was sent.</param>
internal sealed record CdsOrder(int ItemNumber, int Entry, string Reference, JsonElement Resource);

/// <summary>Draft orders as a request of ours.</summary>
/// <param name="Request">The request.</param>
/// <param name="DoctorCode">The user, where it is a code.</param>
/// <param name="Orders">The orders that were read.</param>
/// <param name="Unread">How many lack code, price or quantity.</param>
/// <param name="Selections">With order-select: the orders that were just chosen; null: all are looked at.</param>
internal sealed record CdsDraft(
    CheckOrdersRequest Request, string DoctorCode, IReadOnlyList<CdsOrder> Orders, int Unread, IReadOnlyList<string>? Selections)
{
    /// <summary>Whether there is a person to look at and something to look at.</summary>
    public bool CanBeChecked => Request.Visit.IdNumber.Length > 0 && Orders.Count > 0;

    /// <summary>The order of a line; null if the line is none.</summary>
    public CdsOrder? OrderOf(int itemNumber) => Orders.FirstOrDefault(o => o.ItemNumber == itemNumber);

    /// <summary>Whether a card is to be shown at this hook.</summary>
    public bool IsAsked(Card card) =>
        Selections is null || OrderOf(card.ItemNumber) is not { } order || Selections.Contains(order.Reference, StringComparer.Ordinal);
}
