using MedAid.Core.Calculation;
using MedAid.Core.Policy;
using MedAid.Settlement.Ledger;

namespace MedAid.Settlement.Claims;

/// <summary>Detaches a breakdown from the pack so that it can be stored and answered.</summary>
internal static class BreakdownDocuments
{
    /// <summary>The document of a split; <paramref name="visits"/> are other visits of the person that it may not go together with.</summary>
    public static BreakdownDocument Of(
        ClaimCase claimCase, Breakdown breakdown, ReadOnlySpan<long> usedFen, IReadOnlyList<VisitFacts> visits) => new()
    {
        GrossFen = breakdown.GrossFen,
        WaivedFen = breakdown.WaivedFen,
        TotalFen = breakdown.TotalFen,
        PatientFen = breakdown.PatientFen,
        AccountFen = breakdown.Account?.AmountFen ?? 0,
        HelperFen = breakdown.Account?.HelperFen ?? 0,
        HospitalBorneFen = breakdown.HospitalBorneFen,
        Programme = breakdown.Programme?.Id,
        Charges = breakdown.Charges,
        Lines = Lines(breakdown),
        Counters = Counters(claimCase, breakdown, usedFen),
        Items = Items(claimCase, breakdown),
        Waivers = WaiverDocuments.Of(claimCase, breakdown),
        Policy = Policy(breakdown.Terms.Identity),
        Warnings =
        [
            .. ProvisionalText.Warnings(claimCase), .. PrescriptionText.Warnings(claimCase), .. ItemDoubts.Warnings(claimCase),
            .. OtherVisitsText.Warnings(claimCase, visits), .. AssumedLayers(breakdown),
            .. AllotmentText.Warnings(claimCase, breakdown, usedFen), .. AccidentWithoutRule(claimCase, breakdown),
            .. StayText.Warnings(claimCase, usedFen), .. claimCase.PaperWarnings,
        ],
        Sentences =
        [
            .. StayText.Of(claimCase, usedFen), .. PayLaterText.Of(claimCase, breakdown), .. ProvisionalText.Of(claimCase),
            .. Explanation.Sentences(breakdown, usedFen, claimCase.Agreement is not null),
        ],
    };

    /// <summary>The document of a reversal: the same totals and payments with the opposite sign, without the derivation.</summary>
    public static BreakdownDocument Mirrored(BreakdownDocument original, string? agreementId) => original with
    {
        GrossFen = -original.GrossFen,
        WaivedFen = -original.WaivedFen,
        TotalFen = -original.TotalFen,
        PatientFen = -original.PatientFen,
        AccountFen = -original.AccountFen,
        HelperFen = -original.HelperFen,
        HospitalBorneFen = -original.HospitalBorneFen,
        Charges = new ChargeSplit(
            -original.Charges.InScopeFen, -original.Charges.FirstSelfPayFen,
            -original.Charges.OverCeilingFen, -original.Charges.OutOfScopeFen),
        Lines = [.. original.Lines.Select(l => new LineDocument
        {
            Layer = l.Layer, Fund = l.Fund, Rule = l.Rule, PaidFen = -l.PaidFen, DeferredFen = -l.DeferredFen, Advanced = l.Advanced,
            QuotaFen = -l.QuotaFen, BureauPaysFen = -l.BureauPaysFen, Programme = l.Programme,
        })],
        Counters = [.. original.Counters.Select(c => new CounterUse(c.Counter, 0, -c.AddedFen))],
        Items = [],
        Waivers = [.. original.Waivers.Select(WaiverDocuments.Mirrored)],
        Warnings = [],
        Sentences = [PayLaterText.OfReversal(original, agreementId)],
    };

    /// <summary>For the clerk: what of an external layer is assumed, for example codes of institutions that stand for others.</summary>
    private static IEnumerable<string> AssumedLayers(Breakdown breakdown)
    {
        var warnings = new List<string>();
        foreach (ref readonly var line in breakdown.Lines)
        {
            if (line is { Kind: LineKind.External, Layer.Citation: { Assumed: true } citation })
            {
                warnings.Add($"“{Explanation.LayerName(line)}”有暂定内容：{(citation.Note.Length > 0 ? citation.Note : "请向医保办核实。")}（LAYER_ASSUMED）");
            }
        }

        return warnings.Distinct(StringComparer.Ordinal);
    }

    /// <summary>For the clerk: an accident that no rule applied asks about was reckoned like any visit; others may have to pay for it.</summary>
    private static IEnumerable<string> AccidentWithoutRule(ClaimCase claimCase, Breakdown breakdown)
    {
        var asked = false;
        foreach (ref readonly var line in breakdown.Lines)
        {
            asked |= line.Rule is { When.Accident.IsEmpty: false };
        }

        return claimCase.Claim.Accident && !asked
            ? ["本次标明为意外伤害，参保地的政策没有另作规定，已按一般就诊计算；请先核实：应由工伤保险或第三人负担的，医保不支付。（ACCIDENT_WITHOUT_RULE）"]
            : [];
    }

    private static List<LineDocument> Lines(Breakdown breakdown)
    {
        var lines = new List<LineDocument>();
        foreach (ref readonly var line in breakdown.Lines)
        {
            lines.Add(Line(breakdown, line));
        }

        return lines;
    }

    private static LineDocument Line(Breakdown breakdown, in LayerLine line)
    {
        // What comes with the visit has no rule; what is known of its layer, and what is assumed of it, stands at the layer.
        var citation = line.Kind == LineKind.External ? line.Layer!.Citation : line.Citation;
        var sources = breakdown.Terms.Sources;
        return new LineDocument
        {
            Layer = line.LayerId,
            Fund = line.Fund,
            Rule = line.Rule?.Id,
            Programme = line.Programme?.Id,
            BaseFen = line.BaseFen,
            BaseCapFen = line.BaseCapLeftFen,
            EligibleFen = line.EligibleFen,
            DeductibleFen = line.DeductibleFen,
            AssessedFen = line.AssessedFen,
            Shares = Shares(breakdown, line),
            PaidFen = line.PaidFen,
            DeferredFen = line.DeferredFen,
            AsideFen = line.AsideFen,
            CappedFen = line.CappedFen,
            OverCapFen = line.OverCapFen,
            Advanced = line.Advanced,
            QuotaFen = line.QuotaFen,
            BureauPaysFen = line.BureauPaysFen,
            Cite = PaperBasis(breakdown, line, citation),
            Source = sources.ReferencesOf(citation),
            Confidence = citation.Confidence,
            Assumed = Assumed(citation),
        };
    }

    /// <summary>What papers name as the basis; a claim names one also where no official document is known.</summary>
    private static string PaperBasis(Breakdown breakdown, in LayerLine line, Citation citation)
    {
        var basis = Explanation.PaperBasis(breakdown.Terms, line);
        return basis.Length > 0 || citation.Source.Length == 0 ? basis : $"按参保地{Explanation.LayerName(line)}规定（比例待核定）";
    }

    /// <summary>For audit: what is assumed, and how a sentence was read that can be read in several ways.</summary>
    private static string Assumed(Citation citation)
    {
        string[] parts = [citation.Assumed ? (citation.Note.Length > 0 ? citation.Note : "暂设") : "", citation.Reading];
        return string.Join(" ", parts.Where(p => p.Length > 0));
    }

    private static List<ShareDocument> Shares(Breakdown breakdown, in LayerLine line)
    {
        var shares = new List<ShareDocument>();
        foreach (ref readonly var share in breakdown.SharesOf(line))
        {
            var itemClass = share.Class is { } c ? Vocabulary.ItemClass.WordOf(c) : null;
            shares.Add(new ShareDocument(share.OverFen, itemClass, share.PartFen, share.Rate.PerMillion, share.PaidFen));
        }

        return shares;
    }

    private static List<CounterUse> Counters(ClaimCase claimCase, Breakdown breakdown, ReadOnlySpan<long> usedFen)
    {
        var counters = new List<CounterUse>();
        var added = claimCase.Added(breakdown, usedFen);
        for (var slot = 0; slot < usedFen.Length; slot++)
        {
            if (usedFen[slot] != 0 || added[slot] != 0)
            {
                counters.Add(new CounterUse(claimCase.CounterKeys[slot], usedFen[slot], added[slot]));
            }
        }

        return counters;
    }

    private static List<ItemDocument> Items(ClaimCase claimCase, Breakdown breakdown)
    {
        var items = new List<ItemDocument>(breakdown.Items.Length);
        for (var i = 0; i < breakdown.Items.Length; i++)
        {
            ref readonly var split = ref breakdown.Items[i];
            var claimed = claimCase.Claim.Items[i];
            items.Add(new ItemDocument(
                claimed.ItemNumber, claimed.Code, Vocabulary.ItemClass.WordOf(split.Class), split.WaivedFen, split.Charges));
        }

        return items;
    }

    private static PolicyDocument Policy(PackIdentity identity) => new(
        identity.Pack, identity.Title, identity.Region, identity.Scheme, identity.Effective, identity.Published,
        identity.ContentHash);
}
