using MedAid.Core;
using MedAid.Settlement.Reference;

namespace MedAid.Gateway.Services;

/// <summary>
/// Checks whose records or signatures are the evidence of an application. The level of a hospital is that of the register of designated
/// institutions, never one that a clerk types in.
/// </summary>
internal sealed class EvidenceCheck(ReferenceData books, DateOnly today, RequestFields fields)
{
    private const int DoctorsMax = 10;

    /// <summary>The level, 1 to 3, of the hospital whose records are the evidence; 0: none is named, or it may not recognise anything.</summary>
    public int Level(HospitalCode hospitalCode)
    {
        const string Field = "evidence_hospital_code";
        if (hospitalCode.IsEmpty)
        {
            return 0;
        }

        var hospital = books.Hospital(hospitalCode);
        _ = hospital switch
        {
            null => Add(Field, FieldRule.UnknownHospital, "定点机构目录里没有这家机构，请核对编码；确是定点机构的，请先登记它的机构文件"),
            _ when !hospital.IsDesignatedOn(today) => Add(Field, FieldRule.NotDesignated, "这家机构今天不在定点协议期内，它的资料不能作为认定依据"),
            { Grade: null } => Add(Field, FieldRule.NotGraded, "这家机构没有等级，它的资料不能作为认定依据"),
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
            Add(Field, FieldRule.TooMany, $"签字医师最多 {DoctorsMax} 名");
            return;
        }

        // A blank would part one code into two, and one doctor could sign twice.
        if (!codes.All(IsCode))
        {
            Add(Field, FieldRule.Format, CodeRule);
            return;
        }

        string[] listed = [.. books.Hospitals.Where(h => h.IsDesignatedOn(today)).SelectMany(h => h.Doctors)];
        if (listed.Length > 0 && codes.Any(c => c.Length > 0 && !listed.Contains(c, StringComparer.Ordinal)))
        {
            Add(Field, FieldRule.UnknownDoctor, "签字医师不在定点机构登记的医师之中，请核对医师编码");
        }
    }

    /// <summary>A code that may be empty.</summary>
    public void Code(string field, string code)
    {
        if (!IsCode(code))
        {
            Add(field, FieldRule.Format, CodeRule);
        }
    }

    private static string CodeRule { get; } = $"编码只用字母、数字和 - _ .，最多 {Settlement.Limits.CodeMax} 位";

    private static bool IsCode(string code) =>
        code.Length <= Settlement.Limits.CodeMax && code.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_' or '.');

    private bool Add(string field, FieldRule rule, string description)
    {
        fields.That(false, field, rule, description);
        return true;
    }
}
