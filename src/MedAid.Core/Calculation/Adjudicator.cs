using MedAid.Core.Policy;

namespace MedAid.Core.Calculation;

/// <summary>
/// Splits a visit between the payers (一站式结算). Reads as the table of contents of the law: charges, programme, layers in
/// their order, and what remains is the patient's. Pure: same inputs, same fen; no clock, no state, no allocation of its own.
/// </summary>
public static class Adjudicator
{
    /// <summary>
    /// Splits a visit under a pack into <paramref name="result"/>. <paramref name="usedFen"/> holds what the person's counters
    /// stand at, by slot of <see cref="PolicyTerms.Counters"/>, after them those of waivers with limits, and for a visit with a
    /// stay those of <see cref="PolicyTerms.StayCounters"/>. A refusal leaves the result without meaning.
    /// </summary>
    public static Refusal Adjudicate(VisitInput visit, ReadOnlySpan<long> usedFen, Breakdown result)
    {
        Invariant.Holds(
            result.FirstStaySlot == result.Terms.Counters.Count + visit.WaiverCounters
                && usedFen.Length == result.FirstStaySlot + (visit.Stay is null ? 0 : result.Terms.StayCounters.Count),
            "one figure for each counter of the pack, of the waivers and of the stay");
        try
        {
            return Split(visit, usedFen, result);
        }
        catch (OverflowException)
        {
            return Refusal.AmountTooLarge;
        }
    }

    private static Refusal Split(VisitInput visit, ReadOnlySpan<long> usedFen, Breakdown result)
    {
        var parts = VisitParts.Of(visit);
        result.Begin(visit, parts?.Length ?? 1);
        var refusal = parts is null
            ? SplitPart(new VisitPart(visit, null), usedFen, result)
            : SplitParts(visit, parts, usedFen, result);
        if (refusal == Refusal.None)
        {
            refusal = SuppliedPayments.Finish(visit, result);
        }

        if (refusal != Refusal.None)
        {
            return refusal;
        }

        result.PatientFen = Remainder(result);
        AssertConservation(result);
        refusal = AccountShare.Pay(visit, result);
        return refusal == Refusal.None && result.NoRule && visit.Purpose == Purpose.Settle ? Refusal.NoRuleForCare : refusal;
    }

    private static Refusal SplitParts(VisitInput visit, VisitPart[] parts, ReadOnlySpan<long> usedFen, Breakdown result)
    {
        if (parts.Length > 1 && visit.Upstream.Count > 0)
        {
            result.Warn(Refusal.UpstreamBesideDiseases, visit.Upstream[0].Layer);
            return Refusal.UpstreamBesideDiseases;
        }

        var refusal = Refusal.None;
        for (var i = 0; i < parts.Length && refusal == Refusal.None; i++)
        {
            refusal = SplitPart(parts[i], usedFen, result);
        }

        return refusal;
    }

    private static Refusal SplitPart(VisitPart part, ReadOnlySpan<long> usedFen, Breakdown result)
    {
        var terms = result.Terms;
        var refusal = Charges.Split(terms, part, usedFen, result, out var charges);
        if (refusal != Refusal.None)
        {
            return refusal;
        }

        var state = new AdjudicationState(
            part, usedFen, result, stackalloc long[Vocabulary.Components], stackalloc long[Vocabulary.Components]);
        SpreadCharges(state.Remaining, charges);
        var programme = Programmes.Choose(terms, state.Facts);
        result.Programme ??= programme;
        refusal = programme is null ? PayLayers(state, terms.Layers) : UnderProgramme(state, programme);
        if (programme is null)
        {
            RuleOfCare.Look(state);
        }

        for (var i = 0; i < Vocabulary.Components; i++)
        {
            result.Remaining[i] += state.Remaining[i];
        }

        return refusal;
    }

    private static Refusal UnderProgramme(in AdjudicationState state, Programme programme)
    {
        switch (programme.Kind)
        {
            case ProgrammeKind.CasePackage:
                CasePackage.Apply(state, programme);
                return PayLayers(state, programme.Layers);
            case ProgrammeKind.Capitation:
                Capitation.Apply(state, programme);
                return SuppliedPayments.Check(state, []);
            default:
                var refusal = PayLayers(state, state.Result.Terms.Layers);
                DaySurgery.Reckon(state, programme);
                return refusal;
        }
    }

    private static Refusal PayLayers(in AdjudicationState state, IReadOnlyList<Layer> layers)
    {
        var refusal = SuppliedPayments.Check(state, layers);
        state.Remaining.CopyTo(state.Charged);
        for (var i = 0; i < layers.Count && refusal == Refusal.None; i++)
        {
            refusal = LayerPayments.Apply(state, layers[i]);
        }

        return refusal;
    }

    private static void SpreadCharges(Span<long> remaining, in ChargeSplit charges)
    {
        remaining[(int)Component.InScope] = charges.InScopeFen;
        remaining[(int)Component.FirstSelfPay] = charges.FirstSelfPayFen;
        remaining[(int)Component.OverCeiling] = charges.OverCeilingFen;
        remaining[(int)Component.OutOfScope] = charges.OutOfScopeFen;
    }

    private static long Remainder(Breakdown result)
    {
        long sum = 0;
        foreach (var left in result.Remaining)
        {
            Invariant.Holds(left >= 0, "nothing that remains is negative");
            sum += left;
        }

        foreach (ref readonly var line in result.Lines)
        {
            sum += line.DeferredFen;
        }

        return sum;
    }

    private static void AssertConservation(Breakdown result)
    {
        long paid = 0;
        foreach (ref readonly var line in result.Lines)
        {
            Invariant.Holds(
                line is { PaidFen: >= 0, DeferredFen: >= 0, CappedFen: >= 0, DeductibleFen: >= 0, AsideFen: >= 0 }, "no figure is negative");
            paid += line.PaidFen;
        }

        Invariant.Holds(result.WaivedFen >= 0 && result.HospitalBorneFen >= 0, "no figure is negative");
        Invariant.Holds(
            result.TotalFen == result.HospitalBorneFen + paid + result.PatientFen, "total = hospital-borne + paid + patient");
    }
}
