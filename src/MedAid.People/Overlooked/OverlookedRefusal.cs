namespace MedAid.People.Overlooked;

/// <summary>Why something about findings is not done; the numbers are those of the wire's reasons.</summary>
public enum OverlookedRefusal
{
    /// <summary>It is done.</summary>
    None = 0,

    /// <summary>The request id was used with other content.</summary>
    RequestIdReused = 1,

    /// <summary>Nothing new was found for the receiver.</summary>
    NothingToPush = 170,

    /// <summary>No list has this id.</summary>
    FindingListNotFound = 171,

    /// <summary>The list has no such line.</summary>
    LineNotOnList = 172,

    /// <summary>The line was answered already.</summary>
    LineAnswered = 173,

    /// <summary>No finding has this id.</summary>
    FindingNotFound = 174,

    /// <summary>The finding is no burden, or not open any more.</summary>
    NotReferable = 175,

    /// <summary>The finding was referred already.</summary>
    ReferredAlready = 176,

    /// <summary>The finding was not referred, or it is decided already.</summary>
    NoOpenReferral = 177,

    /// <summary>The person is not on the uremia register, or the file is ended.</summary>
    NotOnUremiaRegister = 178,

    /// <summary>The person is on the uremia register already.</summary>
    OnUremiaRegister = 179,
}
