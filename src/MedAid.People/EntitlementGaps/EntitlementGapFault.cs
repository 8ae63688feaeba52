using MedAid.Core;
using MedAid.Settlement.Writes;

namespace MedAid.People.EntitlementGaps;

/// <summary>Why something about findings is not done.</summary>
public static class EntitlementGapFault
{
    private const string Line = "line_number";

    /// <summary>Nothing new was found for the receiver.</summary>
    public static Fault NothingToPush(CountyCode county) => new("NOTHING_TO_PUSH", Subject: county.Text);

    /// <summary>No list has this id.</summary>
    public static Fault FindingListNotFound(string listId) => new("FINDING_LIST_NOT_FOUND", Subject: listId);

    /// <summary>The list has no such line.</summary>
    public static Fault LineNotOnList(int line) => new("LINE_NOT_ON_LIST", Subject: $"{line}", SubjectName: Line);

    /// <summary>The line was answered already.</summary>
    public static Fault LineAnswered(int line) => new("LINE_ANSWERED", Subject: $"{line}", SubjectName: Line);

    /// <summary>No finding has this id.</summary>
    public static Fault FindingNotFound(string findingId) => new("FINDING_NOT_FOUND", Subject: findingId);

    /// <summary>The finding is no burden, or not open any more.</summary>
    public static Fault NotReferable(string findingId) => new("NOT_REFERABLE", Subject: findingId);

    /// <summary>The finding was referred already.</summary>
    public static Fault ReferredAlready(string findingId) => new("REFERRED_ALREADY", Subject: findingId);

    /// <summary>The finding was not referred, or it is decided already.</summary>
    public static Fault NoOpenReferral(string findingId) => new("NO_OPEN_REFERRAL", Subject: findingId);

    /// <summary>The person is not on the uremia register, or the file is ended.</summary>
    public static Fault NotOnUremiaRegister(PersonKey personKey) => new("NOT_ON_UREMIA_REGISTER", Subject: personKey.Text);

    /// <summary>The person is on the uremia register already.</summary>
    public static Fault OnUremiaRegister(PersonKey personKey) => new("ON_UREMIA_REGISTER", Subject: personKey.Text);
}
