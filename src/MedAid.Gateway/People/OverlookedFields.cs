using MedAid.Gateway.Clearing;
using MedAid.People;
using MedAid.Settlement.Ledger;
using MedAid.Settlement.Writes;

namespace MedAid.Gateway.People;

/// <summary>The fields that calls of the search have in common.</summary>
internal static class OverlookedFields
{
    private const int CountyDigits = 6;

    /// <summary>A county, six digits; empty only where all counties may be meant.</summary>
    public static ClearingFields County(this ClearingFields fields, string county, bool optional = false) => fields.That(
        (optional && county.Length == 0) || (county.Length == CountyDigits && county.All(char.IsAsciiDigit)),
        "county_code", "FORMAT", "县区编码是六位数字");

    /// <summary>What somebody writes in their own words.</summary>
    public static ClearingFields Note(this ClearingFields fields, string field, string note, bool needed) => fields.That(
        note.Length <= MedAid.Settlement.Limits.ReasonMax && !note.Any(char.IsControl) && (note.Trim().Length > 0 || !needed), field,
        needed && note.Trim().Length == 0 ? "REQUIRED" : "FORMAT", $"请写明情况，最多 {MedAid.Settlement.Limits.ReasonMax} 个字，不要换行");

    /// <summary>A word of an enumeration other than the unspecified one.</summary>
    public static ClearingFields Known<T>(this ClearingFields fields, string field, T word)
        where T : struct, Enum => fields.That(
        Enum.IsDefined(word) && !EqualityComparer<T>.Default.Equals(word, default), field, "REQUIRED", "请选约定的一种");

    /// <summary>A word of an enumeration; the unspecified one means any.</summary>
    public static ClearingFields KnownOrAny<T>(this ClearingFields fields, string field, T word)
        where T : struct, Enum => fields.That(Enum.IsDefined(word), field, "UNKNOWN_WORD", "请选约定的一种");

    /// <summary>The head of a write; throws if the operator, or anything that was checked before, is wrong.</summary>
    public static WriteHead Head(
        this ClearingFields fields, WriteKey key, Viewer viewer, TimeProvider time)
    {
        fields.RequestId(key.RequestId)
            .That(viewer.Operator != Callers.Unnamed, "medaid-operator", "REQUIRED", "请在元数据（请求头）里写明经办人").Check();
        return new WriteHead(key, viewer.Operator, SettlementIds.Stamp(time));
    }
}
