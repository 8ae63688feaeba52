using System.Data.Common;
using MedAid.Core;

namespace MedAid.Settlement.Capitation;

/// <summary>From rows of the roll and its claims to what they mean and back.</summary>
internal static class CapitationRows
{
    public const string ChangeColumns =
        "change_number, person_key, hospital_code, programme, kind, day, operator, noted_us, scheme";

    public const string ClaimColumns =
        "claim_id, hospital_code, county_code, programme, month, pack, rate_fen, part_month, heads, built_by, built_us, claim_number, scheme";

    /// <summary>A row of <see cref="ChangeColumns"/>.</summary>
    public static CapitationChange Change(DbDataReader row) => new()
    {
        Number = row.GetInt64(0),
        PersonKey = new(row.GetString(1)),
        HospitalCode = new(row.GetString(2)),
        Programme = row.GetString(3),
        Kind = (CapitationChangeKind)row.GetInt32(4),
        Day = row.GetFieldValue<DateOnly>(5),
        Operator = row.GetString(6),
        Noted = Instants.OfMicroseconds(row.GetInt64(7)),
        Scheme = row.GetString(8),
    };

    /// <summary>The values of <see cref="ChangeColumns"/>.</summary>
    public static object?[] Values(CapitationChange change) =>
    [
        change.Number, change.PersonKey, change.HospitalCode, change.Programme, (int)change.Kind, change.Day, change.Operator,
        Instants.Microseconds(change.Noted), change.Scheme,
    ];

    /// <summary>A row of <see cref="ClaimColumns"/>; its lines are read by themselves.</summary>
    public static CapitationClaim Claim(DbDataReader row) => new()
    {
        ClaimId = row.GetString(0),
        HospitalCode = new(row.GetString(1)),
        CountyCode = new(row.GetString(2)),
        Programme = row.GetString(3),
        Month = row.GetFieldValue<DateOnly>(4),
        Pack = row.GetString(5),
        RateFen = row.GetInt64(6),
        PartMonth = (CapitationPartMonth)row.GetInt32(7),
        Heads = row.GetInt32(8),
        BuiltBy = row.GetString(9),
        Built = Instants.OfMicroseconds(row.GetInt64(10)),
        Number = row.GetInt64(11),
        Scheme = row.GetString(12),
        Lines = [],
    };

    /// <summary>The values of <see cref="ClaimColumns"/>.</summary>
    public static object?[] Values(CapitationClaim claim) =>
    [
        claim.ClaimId, claim.HospitalCode, claim.CountyCode, claim.Programme, claim.Month, claim.Pack, claim.RateFen, (int)claim.PartMonth,
        claim.Heads, claim.BuiltBy, Instants.Microseconds(claim.Built), claim.Number, claim.Scheme,
    ];

    /// <summary>A row of a claim's lines.</summary>
    public static CapitationLine Line(DbDataReader row) => new(new PersonKey(row.GetString(0)), row.GetInt32(1), row.GetInt64(2), row.GetInt64(3));
}
