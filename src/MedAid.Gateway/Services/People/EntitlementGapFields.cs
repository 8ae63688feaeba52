using Grpc.Core;
using MedAid.Gateway.Calls;
using MedAid.Settlement;
using MedAid.Settlement.Writes;

namespace MedAid.Gateway.Services;

/// <summary>The fields that calls of the search have in common.</summary>
internal static class EntitlementGapFields
{
    private const int CountyDigits = 6;

    /// <summary>A county, six digits; empty only where all counties may be meant.</summary>
    public static ClearingFields County(this ClearingFields fields, string county, bool optional = false) => fields.That(
        (optional && county.Length == 0) || (county.Length == CountyDigits && county.All(char.IsAsciiDigit)),
        "county_code", FieldRule.Format, "县区编码是六位数字");

    /// <summary>What somebody writes in their own words.</summary>
    public static ClearingFields Note(this ClearingFields fields, string field, string note, bool needed) => fields.That(
        note.Length <= Settlement.Limits.ReasonMax && !note.Any(char.IsControl) && (note.Trim().Length > 0 || !needed), field,
        needed && note.Trim().Length == 0 ? FieldRule.Required : FieldRule.Format, $"请写明情况，最多 {Settlement.Limits.ReasonMax} 个字，不要换行");

    /// <summary>A word of an enumeration other than the unspecified one.</summary>
    public static ClearingFields Known<T>(this ClearingFields fields, string field, T word)
        where T : struct, Enum => fields.That(
        Enum.IsDefined(word) && !EqualityComparer<T>.Default.Equals(word, default), field, FieldRule.Required, "请选约定的一种");

    /// <summary>A word of an enumeration; the unspecified one means any.</summary>
    public static ClearingFields KnownOrAny<T>(this ClearingFields fields, string field, T word)
        where T : struct, Enum => fields.That(Enum.IsDefined(word), field, FieldRule.UnknownWord, "请选约定的一种");

    /// <summary>The head of a write; throws if the operator, or anything that was checked before, is wrong.</summary>
    public static WriteHead Head(this ClearingFields fields, ServerCallContext context, TimeProvider time)
    {
        fields.Write(context).Check();
        return new WriteHead(RequestKey.Of(context), Callers.OperatorOf(context), Instants.Now(time));
    }
}
