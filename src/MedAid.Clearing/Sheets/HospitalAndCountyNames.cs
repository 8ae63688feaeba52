using MedAid.Core;

namespace MedAid.Clearing.Sheets;

/// <summary>How papers name counties and hospitals; what has no name is called by its code.</summary>
/// <param name="Counties">Names of counties by their codes: 兴县.</param>
/// <param name="Hospital">The name of a hospital, or null.</param>
public sealed record HospitalAndCountyNames(IReadOnlyDictionary<string, string> Counties, Func<string, string?> Hospital)
{
    /// <summary>Name and code of a county: 兴县（141123）.</summary>
    public string CountyWithCode(CountyCode code) => Counties.TryGetValue(code.Text, out var name) ? $"{name}（{code}）" : code.Text;

    /// <summary>Name of a county, else its code.</summary>
    public string CountyName(CountyCode code) => Counties.GetValueOrDefault(code.Text, code.Text);

    /// <summary>Whom one writes to: 兴县医疗保障局.</summary>
    public string Bureau(CountyCode code) => $"{Counties.GetValueOrDefault(code.Text, code.Text)}医疗保障局";

    /// <summary>Name and code of a hospital.</summary>
    public string HospitalWithCode(HospitalCode code) => Hospital(code.Text) is { } name ? $"{name}（{code}）" : code.Text;

    /// <summary>Name of a hospital, else its code.</summary>
    public string HospitalName(HospitalCode code) => Hospital(code.Text) ?? code.Text;
}
