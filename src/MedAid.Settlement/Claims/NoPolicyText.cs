using MedAid.Core.Policy;
using MedAid.Settlement.People;
using MedAid.Settlement.Reference;

namespace MedAid.Settlement.Claims;

/// <summary>
/// What is said where no law is in force: day, county and scheme. It is kept with the refusal, with the county's name of that time.
/// </summary>
public sealed record NoPolicyText(string Day, string County, string Scheme, string CountyName)
{
    private const int Words = 4;

    /// <summary>The words that are kept as the subject of the refusal.</summary>
    public string Subject => $"{Day} {County} {Scheme} {CountyName}";

    /// <summary>Whose law it is: 兴县城乡居民医保.</summary>
    public string Name => $"{(CountyName.Length > 0 ? CountyName : $"参保地 {County} ")}{CodeNames.Scheme(Scheme)}医保";

    /// <summary>The sentence for the cashier.</summary>
    public string Sentence => $"没有{Name}在 {Day} 的政策，不能结算；请核对就诊日期和参保地，都没有错的，请联系医保办补充当时的政策。";

    /// <summary>The text of a claim of a person.</summary>
    internal static NoPolicyText Of(ReferenceData books, Eligibility person, VisitClaim claim) =>
        new($"{claim.ServiceDate:yyyy-MM-dd}", person.County.Text, person.Scheme, books.CountyNames.GetValueOrDefault(person.County.Text, ""));

    /// <summary>The text out of a kept subject; null if it is not one.</summary>
    public static NoPolicyText? Of(string subject) =>
        subject.Split(' ', Words) is [var day, var county, var scheme, var name] ? new NoPolicyText(day, county, scheme, name) : null;
}
