using MedAid.Core;
using MedAid.Core.Policy;

namespace MedAid.People.Rosters;

/// <summary>What the caller says of a roster.</summary>
/// <param name="Kind">Full list or changes.</param>
/// <param name="County">County that sends it, six digits.</param>
/// <param name="Identity">Whom it is about; null: as ticked in the file.</param>
/// <param name="ListDate">Its date; null: as written in the file.</param>
/// <param name="CertifyBy">Last day for the certificate of a provisional roster (先保障后认证); null: it is certified.</param>
/// <param name="UninsuredScheme">Scheme in which persons without insurance are taken in (第十条 pays their premium); null: in none.</param>
public sealed record RosterTerms(
    RosterKind Kind, CountyCode County, IdentityKind? Identity = null, DateOnly? ListDate = null, DateOnly? CertifyBy = null,
    string? UninsuredScheme = null);
