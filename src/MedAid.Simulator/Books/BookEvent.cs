using System.Text.Json.Serialization;
using MedAid.Core;

namespace MedAid.Simulator.Books;

/// <summary>Something that happened, as the books keep it. A line of the file holds all that one message did.</summary>
[JsonDerivedType(typeof(Started), "started")]
[JsonDerivedType(typeof(BooksEmptied), "books_emptied")]
[JsonDerivedType(typeof(ClockMoved), "clock_moved")]
[JsonDerivedType(typeof(SignedIn), "signed_in")]
[JsonDerivedType(typeof(SignedOut), "signed_out")]
[JsonDerivedType(typeof(Registered), "registered")]
[JsonDerivedType(typeof(RegistrationCancelled), "registration_cancelled")]
[JsonDerivedType(typeof(VisitDescribed), "visit_described")]
[JsonDerivedType(typeof(LinesAdded), "lines_added")]
[JsonDerivedType(typeof(LinesRemoved), "lines_removed")]
[JsonDerivedType(typeof(SettlementBooked), "settlement_booked")]
[JsonDerivedType(typeof(SettlementChanged), "settlement_changed")]
[JsonDerivedType(typeof(SettlementErased), "settlement_erased")]
[JsonDerivedType(typeof(ReversalRemembered), "reversal_remembered")]
[JsonDerivedType(typeof(FileStored), "file_stored")]
[JsonDerivedType(typeof(ClearingApplied), "clearing_applied")]
[JsonDerivedType(typeof(ClearingWithdrawn), "clearing_withdrawn")]
[JsonDerivedType(typeof(MessageAnswered), "message_answered")]
internal abstract record BookEvent;

/// <summary>The bureau was started on these books.</summary>
internal sealed record Started : BookEvent;

/// <summary>Everything before is forgotten; only ids are never given out again.</summary>
internal sealed record BooksEmptied : BookEvent;

/// <summary>The clock was moved.</summary>
internal sealed record ClockMoved(long OffsetTicks) : BookEvent;

/// <summary>9001.</summary>
internal sealed record SignedIn(string SignNumber, HospitalCode Hospital, DateTimeOffset At) : BookEvent;

/// <summary>9002.</summary>
internal sealed record SignedOut(string SignNumber) : BookEvent;

/// <summary>2201.</summary>
internal sealed record Registered(
    string VisitId, string PersonNumber, HospitalCode Hospital, string Insurance, string HospitalVisitNumber, DateTimeOffset At, string District)
    : BookEvent;

/// <summary>2202.</summary>
internal sealed record RegistrationCancelled(string VisitId) : BookEvent;

/// <summary>2203.</summary>
internal sealed record VisitDescribed(string VisitId, string CareType, string Disease) : BookEvent;

/// <summary>2204.</summary>
internal sealed record LinesAdded(string VisitId, IReadOnlyList<UploadedLine> Lines) : BookEvent;

/// <summary>2205.</summary>
internal sealed record LinesRemoved(string VisitId, IReadOnlyList<string> LineIds) : BookEvent;

/// <summary>2207, 2208, or planted.</summary>
internal sealed record SettlementBooked(BookedSettlement Settlement) : BookEvent;

/// <summary>The amounts of a settlement were changed, which only a fault does.</summary>
internal sealed record SettlementChanged(string Id, SettledAmounts Amounts) : BookEvent;

/// <summary>A settlement is gone: by 2601, or lost, which only a fault does.</summary>
internal sealed record SettlementErased(string Id, bool IsLost) : BookEvent;

/// <summary>2601 for a message that did not come yet.</summary>
internal sealed record ReversalRemembered(HospitalCode Hospital, string Number, string MessageId) : BookEvent;

/// <summary>9101, or the result of 3202.</summary>
internal sealed record FileStored(string Id, string Name, HospitalCode Hospital, string Base64) : BookEvent;

/// <summary>3203.</summary>
internal sealed record ClearingApplied(
    string Id, HospitalCode Hospital, string ClearingType, string ClearingWay, string Month, long TotalFen, long FundsFen) : BookEvent;

/// <summary>3204.</summary>
internal sealed record ClearingWithdrawn(string Id) : BookEvent;

/// <summary>A message was carried out with this output; kept where messages may come again.</summary>
internal sealed record MessageAnswered(string Key, string Output) : BookEvent;
