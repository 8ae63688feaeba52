namespace MedAid.People.EntitlementGaps;

/// <summary>
/// A referral to temporary aid (临时救助): what is left of the burden after the three layers is the county's to decide on
/// (吕梁 2022-07-12, 一(三)、三(三)).
/// </summary>
/// <param name="FindingId">The finding of a burden.</param>
/// <param name="Note">Why, in the words of who refers.</param>
/// <param name="Operator">Who refers.</param>
/// <param name="ReferredTime">When.</param>
/// <param name="Decision">What the county decided; null: nothing yet.</param>
public sealed record Referral(string FindingId, string Note, string Operator, DateTimeOffset ReferredTime, AidDecision? Decision);

/// <summary>What the county decided.</summary>
/// <param name="GrantedFen">Aid granted; 0: refused.</param>
/// <param name="Reason">Why it was refused; may be empty of a grant.</param>
/// <param name="Operator">Who recorded it.</param>
/// <param name="Time">When it was recorded.</param>
public sealed record AidDecision(long GrantedFen, string Reason, string Operator, DateTimeOffset Time);
