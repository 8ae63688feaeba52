using MedAid.Core;
using MedAid.Core.Policy;
using MedAid.People.Privacy;
using MedAid.People.Storage;
using MedAid.Settlement.People;
using MedAid.Settlement.Reference;
using MedAid.Settlement.Writes;
using MedAid.Tables;

namespace MedAid.People.Premiums;

/// <summary>Notes who is entitled to aid with the premium of a year, and what changed since it was last noted.</summary>
public sealed class PremiumWorkflow(PremiumStore store, ReferenceDataHolder reference, DetailVault vault, PersonDirectory persons, TimeProvider time)
{
    private static readonly Fault NotInForce = new("PREMIUM_AID_NOT_IN_FORCE");

    /// <summary>Kinds of file of the county's list.</summary>
    public static IReadOnlyList<OutputFormat> Kinds { get; } = [OutputFormat.Xlsx, OutputFormat.Csv];

    /// <summary>
    /// Runs over a county for as long as a call may take; the same request goes on where it stopped, and once it is done it is answered as
    /// it was. Running again under another request id changes nothing where nothing changed.
    /// </summary>
    public async Task<Result<PremiumRun>> RunAsync(PremiumRun wanted, WriteKey key, CancellationToken cancellationToken)
    {
        var law = reference.Current.Policies;
        var inForce = law.At(wanted.County, wanted.Scheme, wanted.EnrolledBy) is { PremiumAid: not null };
        var opened = await store.OpenAsync(wanted, key, inForce ? null : NotInForce, cancellationToken);

        // What a run has done stands; without its law it cannot go on.
        return key.ValidateOnly || !inForce
            ? opened
            : await opened.Match(
                async (run, replayed) => Result.Done(await GoOnAsync(run, wanted, law, cancellationToken), replayed),
                () => Task.FromResult(opened),
                _ => Task.FromResult(opened));
    }

    private async Task<PremiumRun> GoOnAsync(PremiumRun run, PremiumRun wanted, PolicyBook law, CancellationToken cancellationToken)
    {
        var since = time.GetTimestamp();
        while (run.Ended is null && time.GetElapsedTime(since) < Limits.PremiumRunTime)
        {
            run = await store.GoOnAsync(
                run.RunId, Limits.PartPersonsMax, person => (person with { BirthDate = BirthDateOf(person) }).Decide(wanted, law),
                cancellationToken);
        }

        return run;
    }

    /// <summary>The list of a county as a file, with names as the viewer may see them; null: it has too many lines.</summary>
    public async Task<byte[]?> ExportAsync(
        int year, CountyCode county, string township, OutputFormat kind, Viewer viewer, CancellationToken cancellationToken)
    {
        var lines = await store.ListAsync(year, county, township, 0, Limits.PremiumExportMax + 1, cancellationToken);
        if (lines.Count > Limits.PremiumExportMax)
        {
            return null;
        }

        var names = await persons.LabelAsync(lines.Select(l => l.Entitlement.PersonKey), "资助参保名单", viewer, cancellationToken);
        var sheet = new Sheet(
            "资助参保",
            [
                [
                    "年度", "县区", "乡镇", "姓名", "身份证号码", "人员编号", "身份", "情形", "身份起始日", "个人缴费标准（元）", "财政补助标准（元）", "医疗救助（元）",
                    "优抚补助（元）", "省级财政（元）", "县级财政（元）", "个人（元）", "比上次增减（元）", "第几次核定", "政策", "依据", "暂设",
                ],
                .. lines.Select(l => Row(l, names.GetValueOrDefault(l.Entitlement.PersonKey))), Total(lines),
            ],
            [],
            0) { Heading = 1 };
        return sheet.To(kind);
    }

    private static string[] Total(IReadOnlyList<PremiumLine> lines)
    {
        string Sum(Func<PremiumLine, long> fen) => ExactNumber.Yuan(lines.Sum(fen));
        return
        [
            $"合计（{lines.Count} 人）", "", "", "", "", "", "", "", "",
            Sum(l => l.Entitlement.Premium.PersonalFen), Sum(l => l.Entitlement.Premium.FiscalFen),
            Sum(l => l.Entitlement.Shares.ReliefFen), Sum(l => l.Entitlement.Shares.VeteransAidFen), Sum(l => l.Entitlement.Shares.ProvinceFen),
            Sum(l => l.Entitlement.Shares.CountyFen), Sum(l => l.Entitlement.Shares.PersonFen), Sum(l => l.DifferenceFen), "", "", "", "",
        ];
    }

    private string[] Row(PremiumLine line, ShownPerson shown)
    {
        var (e, shares) = (line.Entitlement, line.Entitlement.Shares);
        return
        [
            $"{e.Year}", CountyText(e.County.Text), e.Township, shown.Name ?? "", shown.IdNumber ?? "", e.PersonKey.Text,
            string.Join('、', e.Identities.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(Title)), PremiumRules.TitleOf(e.Rule),
            e.ObjectFrom is { } from ? $"{from:yyyy-MM-dd}" : "", ExactNumber.Yuan(e.Premium.PersonalFen), ExactNumber.Yuan(e.Premium.FiscalFen),
            ExactNumber.Yuan(shares.ReliefFen), ExactNumber.Yuan(shares.VeteransAidFen), ExactNumber.Yuan(shares.ProvinceFen),
            ExactNumber.Yuan(shares.CountyFen), ExactNumber.Yuan(shares.PersonFen), ExactNumber.Yuan(line.DifferenceFen), $"{e.Revision}",
            e.Pack, e.Cite, e.Assumed ? "是" : "",
        ];
    }

    private string CountyText(string code) =>
        reference.Current.CountyNames.TryGetValue(code, out var name) ? $"{name}（{code}）" : code;

    private static string Title(string word) =>
        Vocabulary.Identity.TryFind(word, out var kind) ? Vocabulary.Identity.ChineseOf(kind) : word;

    private DateOnly? BirthDateOf(PremiumCase person) => person.Facts.Insured is { } insured
        ? insured.BirthDate
        : person.Facts.Detail is { } box && vault.TryOpen(person.Facts.PersonKey, box) is { } detail ? IdNumber.BirthDate(detail.IdNumber) : null;
}
