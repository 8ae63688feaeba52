using System.Globalization;
using MedAid.Clearing.Books;
using MedAid.Settlement.People;

namespace MedAid.Clearing.Decisions;

/// <summary>
/// Takes a record out of the accounts that was set aside because it does not fit. Two persons stand for it, and a reason. The record stays in
/// the book and its chain; it has counted for nothing since it was set aside, so nothing moves.
/// </summary>
public static class VoidDecisions
{
    /// <summary>Takes out the record of a number.</summary>
    public static Decision Take(ClearingState books, RecordHead head, long number, string secondOperator, string note)
    {
        var subject = number.ToString(CultureInfo.InvariantCulture);
        if (books.SetAside.All(r => r.Number != number))
        {
            return Decision.Refuse(ClearingRefusal.RecordNotSetAside, subject);
        }

        if (SamePerson.Is(head.Operator, secondOperator))
        {
            return Decision.Refuse(ClearingRefusal.SecondOperatorNeeded, subject);
        }

        return note.Length == 0
            ? Decision.Refuse(ClearingRefusal.ReasonMissing, subject)
            : new(Decision.Next(books, head, RecordKind.RecordVoided) with { Note = note, Voided = new VoidedRecord(number, secondOperator) });
    }
}
