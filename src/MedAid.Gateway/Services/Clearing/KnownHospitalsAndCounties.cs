using MedAid.Clearing;
using MedAid.Clearing.Sheets;
using MedAid.Core;
using MedAid.Settlement.Reference;

namespace MedAid.Gateway.Services;

/// <summary>
/// Which hospitals and counties a request may name: those of the reference data, and those that owe or are owed something in the book, for a
/// hospital may close and patients come from everywhere. Anything else is a slip of the keyboard.
/// </summary>
internal sealed class KnownHospitalsAndCounties(ReferenceDataHolder reference, HospitalAndCountyNames names, ClearingBookService clearing)
{
    private const int ShownMax = 14;

    /// <summary>Checks the places that a request names; one that is left out is not checked here.</summary>
    public async Task<RequestFields> CheckAsync(
        RequestFields fields, HospitalCode hospitalCode, CountyCode countyCode, CancellationToken cancellationToken)
    {
        if (IsCode(hospitalCode.Text) && reference.Current.Hospital(hospitalCode) is null)
        {
            var known = await clearing.ReadAsync(
                books => books.Receivables.Values.Any(r => r.HospitalCode == hospitalCode)
                    || books.Patients.Shares.Values.Any(s => s.Origin.HospitalCode == hospitalCode),
                cancellationToken);
            fields.Hospital(hospitalCode, _ => known);
        }

        if (IsCode(countyCode.Text) && !names.Counties.ContainsKey(countyCode.Text))
        {
            var known = await clearing.ReadAsync(
                books => books.Receivables.Values.Any(r => r.CountyCode == countyCode)
                    || books.Patients.Shares.Values.Any(s => s.Origin.CountyCode == countyCode),
                cancellationToken);
            fields.That(known, "county_code", FieldRule.UnknownCounty, $"没有编码为{Shown(countyCode.Text)}的县区，请核对六位编码");
        }

        return fields;
    }

    private static bool IsCode(string code) => code.Length is > 0 and <= Settlement.Limits.CodeMax;

    /// <summary>The code, unless it may be a number of a person in the wrong field.</summary>
    public static string Shown(string code) =>
        code.Length <= ShownMax && code.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_' or '.') ? $" {code} " : "所写代码";
}
