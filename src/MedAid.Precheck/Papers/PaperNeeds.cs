using MedAid.Core;
using MedAid.Core.Policy;
using MedAid.Precheck.Data;
using MedAid.Settlement.Claims;

namespace MedAid.Precheck.Papers;

/// <summary>A paper that a visit needs, for which lines of the bill, and the one that stands for it.</summary>
/// <param name="Kind">Which paper.</param>
/// <param name="ItemNumbers">Of a consent, the lines that no signed consent covers; all that need one where all are covered.</param>
/// <param name="Standing">The signed one, else the last that was printed and not withdrawn, else null.</param>
/// <param name="IsSigned">Whether nothing is missing.</param>
public sealed record PaperNeed(PaperKind Kind, IReadOnlyList<int> ItemNumbers, Paper? Standing, bool IsSigned)
{
    /// <summary>What a quote and a settlement say where it is missing; the code at the end is for programs.</summary>
    public string Warning => $"{What}{(Standing is { State: PaperState.Issued } paper ? $"（编号 {paper.Number} 已打印，未登记签字）" : "")}。（{Code}）";

    private string What => Kind switch
    {
        PaperKind.CrossCountyNotice => "本次在参保县外透析，没有登记签收《跨县透析患者治疗知情告知书》，请先向患者告知收费标准和报销比例并签收",
        PaperKind.ItemConsent =>
            $"第 {string.Join('、', ItemNumbers)} 行是目录外或高于支付限价的药品耗材，没有登记签知情同意书，请先向患者说明差价并签字",
        PaperKind.PayLaterAgreement => "本次所用的先诊疗、后付费协议没有登记签字，请补签",
        _ => throw InvariantBrokenException.NoWordFor(Kind),
    };

    private string Code => Kind switch
    {
        PaperKind.CrossCountyNotice => "NOTICE_NOT_SIGNED",
        PaperKind.ItemConsent => "CONSENT_NOT_SIGNED",
        PaperKind.PayLaterAgreement => "AGREEMENT_NOT_SIGNED",
        _ => throw InvariantBrokenException.NoWordFor(Kind),
    };
}

/// <summary>What a patient has signed for a visit, in time.</summary>
/// <param name="Notice">The notice, where the visit needs it.</param>
/// <param name="AgreedLines">Lines of the bill that need a consent and have it.</param>
internal sealed record SignedPapers(bool Notice, IReadOnlyList<int> AgreedLines)
{
    /// <summary>Nothing.</summary>
    public static SignedPapers None { get; } = new(false, []);
}

/// <summary>
/// Which papers a visit needs, by the checks <c>cross-county</c>, <c>outside-catalogue</c> and <c>over-ceiling</c>: where a check is off, nothing is
/// needed. One definition for who prints, who settles and who asks what is missing.
/// </summary>
internal static class PaperNeeds
{
    private const string CrossCounty = "cross-county";
    private const string OutsideCatalogue = "outside-catalogue";
    private const string OverCeiling = "over-ceiling";
    private const string DaysFigure = "paper_days";

    /// <summary>The need of a visit for each paper, from the patient's papers at the hospital.</summary>
    public static IEnumerable<PaperNeed> Of(ClaimCase visit, CheckBook checks, IReadOnlyList<Paper> papers)
    {
        var valid = papers.Where(p => p.State != PaperState.Withdrawn).ToList();
        if (NeedsNotice(visit, checks))
        {
            var notices = valid.Where(p => p.Kind == PaperKind.CrossCountyNotice).ToList();
            var signed = notices.LastOrDefault(p => IsInTime(p, visit, checks.Find(CrossCounty)!));
            yield return new PaperNeed(PaperKind.CrossCountyNotice, [], signed ?? notices.LastOrDefault(IsOpen), signed is not null);
        }

        if (ConsentLines(visit, checks) is { Count: > 0 } lines)
        {
            var consents = valid.Where(p => p.Kind == PaperKind.ItemConsent).ToList();
            var signed = consents.Where(p => IsInTime(p, visit, checks.Find(OutsideCatalogue)!)).ToList();
            var bare = lines.Where(i => !signed.Any(p => Covers(p, visit.Claim.Items[i]))).ToList();
            var open = consents.Where(IsOpen).Select(p => (Paper: p, Lines: bare.Count(i => Covers(p, visit.Claim.Items[i]))))
                .Where(p => p.Lines > 0).OrderBy(p => p.Lines).LastOrDefault().Paper;
            yield return new PaperNeed(
                PaperKind.ItemConsent, [.. (bare.Count > 0 ? bare : lines).Select(i => visit.Claim.Items[i].ItemNumber)],
                bare.Count > 0 ? open : signed.Last(p => lines.Any(i => Covers(p, visit.Claim.Items[i]))), bare.Count == 0);
        }

        // An agreement on a form of the hospital's own is no paper of this store, and nothing is said of it.
        if (visit.Claim.AgreementId is { } agreementId && papers.LastOrDefault(p => IsOf(p, agreementId)) is { } agreement)
        {
            yield return new PaperNeed(
                PaperKind.PayLaterAgreement, [], agreement.State == PaperState.Withdrawn ? null : agreement,
                agreement.State == PaperState.WithSignature);
        }
    }

    /// <summary>Whether anything can be needed, so that papers are only looked up where they matter.</summary>
    public static bool IsAny(ClaimCase visit, CheckBook checks) =>
        NeedsNotice(visit, checks) || visit.Claim.AgreementId is not null || ConsentLines(visit, checks).Count > 0;

    /// <summary>What of its papers a visit has, from the patient's papers at the hospital.</summary>
    public static SignedPapers Signed(ClaimCase visit, CheckBook checks, IReadOnlyList<Paper> papers)
    {
        PaperNeed[] needs = [.. Of(visit, checks, papers)];
        var consent = needs.FirstOrDefault(n => n.Kind == PaperKind.ItemConsent);
        return new SignedPapers(
            needs.Any(n => n is { Kind: PaperKind.CrossCountyNotice, IsSigned: true }),
            consent is null ? []
                :
                [
                    .. ConsentLines(visit, checks).Select(i => visit.Claim.Items[i].ItemNumber)
                        .Where(n => consent.IsSigned || !consent.ItemNumbers.Contains(n)),
                ]);
    }

    /// <summary>Whether the patient comes from another county for a treatment of which the notice has to be signed.</summary>
    public static bool NeedsNotice(ClaimCase visit, CheckBook checks) =>
        On(CrossCounty, visit, checks) is { } check && NeedsNotice(visit, visit.Claim.Diseases, check);

    /// <summary>
    /// The same for the diseases that were asked for. The letter speaks of every hospital outside the county of insurance (跨区域), in the city or
    /// not; it binds where the patient is insured, or the hospital lies, in one of its regions.
    /// </summary>
    public static bool NeedsNotice(ClaimCase visit, IEnumerable<string?> diseases, CheckEntry check) =>
        visit.Hospital.PlaceFor(visit.Person.County) != Place.HomeCounty
        && diseases.Any(d => CodeWords.Allow(check.Lists["notice_diseases"], d))
        && check.Lists["notice_regions"].Any(r => visit.Person.County.Text.StartsWith(r, StringComparison.Ordinal)
            || visit.Hospital.County.Text.StartsWith(r, StringComparison.Ordinal));

    /// <summary>Places in the bill of the drugs and consumables that are outside the catalogue or above their ceiling.</summary>
    public static IReadOnlyList<int> ConsentLines(ClaimCase visit, CheckBook checks)
    {
        if (On(OutsideCatalogue, visit, checks) is not { } check)
        {
            return [];
        }

        var ceilings = On(OverCeiling, visit, checks) is not null;
        return
        [
            .. Enumerable.Range(0, visit.Claim.Items.Count).Where(i => visit.Input.Items[i] is var item && visit.Claim.Items[i].AmountFen > 0
                && check.Lists["categories"].Contains(item.Category ?? "")
                && (item.Class == ItemClass.C || (ceilings && item.CeilingMillionths < item.PriceMillionths))),
        ];
    }

    private static CheckEntry? On(string id, ClaimCase visit, CheckBook checks) =>
        checks.Find(id) is { } check && check.At(visit.Claim.HospitalCode, "", visit.Claim.ServiceDate) is not null ? check : null;

    /// <summary>Signed by the day of the service, and not so long before it that it has to be said again.</summary>
    private static bool IsInTime(Paper paper, ClaimCase visit, CheckEntry check) => paper.Signature is { SignedOn: var day }
        && day <= visit.Claim.ServiceDate && visit.Claim.ServiceDate.DayNumber - day.DayNumber < check.Figure(DaysFigure);

    private static bool IsOpen(Paper paper) => paper.State == PaperState.Issued;

    private static bool IsOf(Paper paper, string agreementId) =>
        paper.Kind == PaperKind.PayLaterAgreement && agreementId == $"{paper.HospitalCode}.{paper.Number}";

    private static bool Covers(Paper consent, ClaimItem item) =>
        consent.Items.Any(i => i.Code == item.Code && i.PriceMillionths >= item.PriceMillionths);
}

/// <summary>Says of a visit that is quoted or settled which papers nobody has signed.</summary>
public sealed class PaperWatch(PaperStore store, AdviceDataHolder data)
{
    /// <summary>One sentence for each paper that is missing.</summary>
    public async ValueTask<IReadOnlyList<string>> MissingAsync(ClaimCase visit, CancellationToken cancellationToken) =>
        [.. (await NeedsAsync(visit, cancellationToken)).Where(n => !n.IsSigned).Select(n => n.Warning)];

    /// <summary>Reads the papers of a patient at a hospital, so that the next call finds them sooner.</summary>
    internal Task ReadAheadAsync(PersonKey personKey, HospitalCode hospitalCode, CancellationToken cancellationToken) =>
        store.OfPersonAsync(personKey, hospitalCode, cancellationToken);

    /// <summary>What of the papers that a visit needs is signed.</summary>
    internal async Task<SignedPapers> SignedAsync(ClaimCase visit, CheckBook checks, CancellationToken cancellationToken) =>
        PaperNeeds.IsAny(visit, checks)
            ? PaperNeeds.Signed(visit, checks, await store.OfPersonAsync(visit.Person.PersonKey, visit.Claim.HospitalCode, cancellationToken))
            : SignedPapers.None;

    /// <summary>Every paper that a visit needs, signed or not.</summary>
    public async Task<IReadOnlyList<PaperNeed>> NeedsAsync(ClaimCase visit, CancellationToken cancellationToken)
    {
        var checks = data.Current.Checks;
        return PaperNeeds.IsAny(visit, checks)
            ? [.. PaperNeeds.Of(visit, checks, await store.OfPersonAsync(visit.Person.PersonKey, visit.Claim.HospitalCode, cancellationToken))]
            : [];
    }
}
