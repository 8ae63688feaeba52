using MedAid.Gateway.Grpc;
using MedAid.Settlement.Reference;
using SettlementLimits = MedAid.Settlement.Limits;

namespace MedAid.Gateway.People;

/// <summary>
/// Checks whose records or signatures are the evidence of an application. The level of a hospital is that of the register of designated
/// institutions, never one that a clerk types in.
/// </summary>
internal sealed class EvidenceCheck(ReferenceBooks books, DateOnly today, List<FieldProblem> problems)
{
    private const int DoctorsMax = 10;

    /// <summary>The level, 1 to 3, of the hospital whose records are the evidence; 0: none is named, or it may not recognise anything.</summary>
    public int Level(string hospitalCode)
    {
        const string Field = "evidence_hospital_code";
        if (hospitalCode.Length == 0)
        {
            return 0;
        }

        var hospital = books.Hospital(hospitalCode);
        _ = hospital switch
        {
            null => Add(Field, "定点机构目录里没有这家机构，请核对编码；确是定点机构的，请先登记它的机构文件", "UNKNOWN_HOSPITAL"),
            _ when !hospital.IsDesignatedOn(today) => Add(Field, "这家机构今天不在定点协议期内，它的资料不能作为认定依据", "NOT_DESIGNATED"),
            { Grade: null } => Add(Field, "这家机构没有等级，它的资料不能作为认定依据", "NOT_GRADED"),
            _ => false,
        };
        return hospital?.Grade ?? 0;
    }

    /// <summary>Codes of doctors: of the form of codes, and among those that the register lists, where a hospital in it lists any.</summary>
    public void Doctors(IReadOnlyList<string> codes)
    {
        const string Field = "doctor_codes";
        if (codes.Count > DoctorsMax)
        {
            Add(Field, $"签字医师最多 {DoctorsMax} 名", "TOO_MANY");
            return;
        }

        // A blank would part one code into two, and one doctor could sign twice.
        if (!codes.All(IsCode))
        {
            Add(Field, CodeRule, "FORMAT");
            return;
        }

        string[] listed = [.. books.Hospitals.Where(h => h.IsDesignatedOn(today)).SelectMany(h => h.Doctors)];
        if (listed.Length > 0 && codes.Any(c => c.Length > 0 && !listed.Contains(c, StringComparer.Ordinal)))
        {
            Add(Field, "签字医师不在定点机构登记的医师之中，请核对医师编码", "UNKNOWN_DOCTOR");
        }
    }

    /// <summary>A code that may be empty.</summary>
    public void Code(string field, string code)
    {
        if (!IsCode(code))
        {
            Add(field, CodeRule, "FORMAT");
        }
    }

    private static string CodeRule { get; } = $"编码只用字母、数字和 - _ .，最多 {SettlementLimits.CodeMax} 位";

    private static bool IsCode(string code) =>
        code.Length <= SettlementLimits.CodeMax && code.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_' or '.');

    private bool Add(string field, string description, string rule)
    {
        problems.Add(new FieldProblem(field, description, rule));
        return true;
    }
}
