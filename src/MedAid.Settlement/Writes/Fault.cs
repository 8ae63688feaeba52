using MedAid.Settlement.Claims;

namespace MedAid.Settlement.Writes;

/// <summary>Why something is not done. Nothing of it is personal.</summary>
/// <param name="Code">Stable: a reason of the contract or, where a field is named, the rule that it breaks.</param>
/// <param name="Message">In Chinese, what is wrong and what to do; empty: the sentence that the reason always has.</param>
/// <param name="Field">The field that is wrong; empty: no field alone.</param>
/// <param name="Subject">The id of what it concerns; empty: nothing.</param>
/// <param name="SubjectName">What kind of id that is, e.g. <c>line_number</c>.</param>
public record Fault(string Code, string Message = "", string Field = "", string Subject = "", string SubjectName = "")
{
    /// <summary>A fault of a field, by the rule that it breaks.</summary>
    public static Fault Of(FieldRule rule, string message, string field) => new(FieldRules.WordOf(rule), message, field);
}
