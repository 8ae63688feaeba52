using MedAid.Core;
using MedAid.Core.Policy;
using MedAid.People.Identities;
using MedAid.People.Privacy;
using MedAid.People.Storage;
using MedAid.Settlement.People;

namespace MedAid.People.Rosters;

/// <summary>Some lines of a roster, decided against what is known of their persons and written together.</summary>
internal sealed class RosterPart
{
    private readonly string importId;
    private readonly IdentityKind kind;
    private readonly RosterTerms terms;
    private readonly DetailVault vault;
    private readonly PersonTokens tokens;
    private readonly HashSet<PersonKey> listed;
    private readonly Dictionary<string, RosterLine> lines;
    private readonly Dictionary<string, (bool Changed, RosterFaults Faults)> results = new(StringComparer.Ordinal);

    public RosterPart(
        string importId, IdentityKind kind, RosterTerms terms, IReadOnlyList<RosterLine> lines, PersonTokens tokens, DetailVault vault,
        HashSet<PersonKey> listed)
    {
        (this.importId, this.kind, this.terms) = (importId, kind, terms);
        (this.vault, this.tokens, this.listed) = (vault, tokens, listed);
        this.lines = lines.ToDictionary(l => tokens.Of(l.IdNumber), StringComparer.Ordinal);
    }

    public ImportBatch ToPart(PartOfRun? place = null) => new(
        importId,
        [.. lines.Select(l => new PersonUpsert(l.Key, tokens.NewPersonKey(l.Value.IdNumber)))],
        Decide,
        Progress,
        place);

    private PersonChange? Decide(PersonFacts facts)
    {
        var line = lines[facts.IdNumberHash];
        var faults = new RosterFaults();
        listed.Add(facts.PersonKey);
        var periods = PeriodsAfter(facts, line, faults);
        var changed = periods is not null && !ReferenceEquals(periods, facts.Periods);
        results[facts.IdNumberHash] = (changed, faults);
        if (periods is null)
        {
            return null;
        }

        var insured = facts.Insured is null && line.Effect != LineEffect.Leaves ? Insure(facts.PersonKey, line, faults) : null;
        var detail = Detail(facts, line, faults);
        var household = new HouseholdPlace(
            line.HeadId.Length > 0 ? tokens.NewPersonKey(line.HeadId) : default, terms.County, line.Township, line.Village);
        var says = changed || insured is not null || detail is not null || household != facts.Household;
        return says
            ? new PersonChange { Line = line.Line, Periods = periods, Insured = insured, Detail = detail, Household = household }
            : null;
    }

    /// <summary>The identities that the line makes of the known ones; null if it cannot be taken.</summary>
    private IReadOnlyList<IdentityPeriod>? PeriodsAfter(PersonFacts facts, RosterLine line, RosterFaults faults)
    {
        if (facts.Insured is { } insured && insured.County != terms.County)
        {
            faults.Refuse(
                line.Line, line.IdColumn, "WRONG_COUNTY", "该人在另一县（区）参保，本行未采用；请核对，或由参保县（区）报送");
            return null;
        }

        if (line.Effect == LineEffect.Leaves)
        {
            var left = IdentityTimeline.End(facts.Periods, kind, line.On);
            if (left is null)
            {
                faults.Refuse(
                    line.Line, line.IdColumn, "NOT_HELD", "该人在退出日期没有在享的此类身份，本行未采用；请核对对象类别、号码和日期");
            }

            return left;
        }

        if (terms.CertifyBy is not { } certifyBy)
        {
            return IdentityTimeline.Begin(facts.Periods, kind, line.On);
        }

        if (certifyBy >= line.On)
        {
            return IdentityTimeline.BeginProvisionally(facts.Periods, kind, line.On, certifyBy);
        }

        faults.Refuse(line.Line, -1, "CERTIFY_BY_PASSED", "认证期限早于开始日期，本行未采用");
        return null;
    }

    private Eligibility? Insure(PersonKey personKey, RosterLine line, RosterFaults faults)
    {
        if (terms.UninsuredScheme is { } scheme)
        {
            return new Eligibility
            {
                PersonKey = personKey,
                Version = 0,
                Scheme = scheme,
                County = terms.County,
                BirthDate = IdNumber.BirthDate(line.IdNumber)!.Value,
            };
        }

        faults.Remark(
            line.Line, line.IdColumn, "NOT_INSURED", "未查到参保登记，身份已记下，参保登记后生效；请按文件第十条办理资助参保");
        return null;
    }

    private SealedDetail? Detail(PersonFacts facts, RosterLine line, RosterFaults faults)
    {
        if (facts.Detail is not { } known)
        {
            return vault.Seal(facts.PersonKey, new PersonDetail(line.Name, line.IdNumber));
        }

        if (vault.TryOpen(facts.PersonKey, known) is { } detail && detail.Name != line.Name)
        {
            faults.Remark(line.Line, -1, "NAME_DIFFERS", "姓名与登记的不同，身份已按号码记入；请核对是姓名写错还是号码写错");
        }

        return null;
    }

    private (RosterCounts Counts, IReadOnlyList<RosterFault> Faults) Progress()
    {
        var faults = results.Values.SelectMany(r => r.Faults.Found).OrderBy(f => f.Line).ToArray();
        return (
            new RosterCounts(
                0, results.Count, results.Values.Count(r => r.Changed), faults.Count(f => f.Refused), faults.Count(f => !f.Refused)),
            faults);
    }
}
