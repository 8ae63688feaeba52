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
    /// stand at, by slot of <see cref="PolicyTerms.Counters"/>, and after them those of waivers with limits. A refusal leaves the
    /// result without meaning.
    /// </summary>
    public static Refusal Adjudicate(VisitInput visit, ReadOnlySpan<long> usedFen, Breakdown result)
    {
        Invariant.Holds(
            usedFen.Length == result.Terms.Counters.Count + visit.WaiverCounters && usedFen.Length == result.CounterAddedFen.Length,
            "one figure for each counter of the pack and of the waivers");
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
        var terms = result.Terms;
        result.Begin(visit.Items.Count);
        var refusal = Charges.Split(terms, visit, usedFen, result);
        if (refusal != Refusal.None)
        {
            return refusal;
        }

        var workings = new Workings(
            visit, usedFen, result, stackalloc long[Vocabulary.Components], stackalloc long[Vocabulary.Components]);
        SpreadCharges(workings.Remaining, result.Charges);
        result.Programme = Programmes.Choose(terms, visit.Facts);
        refusal = result.Programme is { } programme
            ? UnderProgramme(workings, programme)
            : PayLayers(workings, terms.Layers);
        if (refusal != Refusal.None)
        {
            return refusal;
        }

        result.PatientFen = Remainder(workings.Remaining);
        AssertConservation(result);
        return Refusal.None;
    }

    private static Refusal UnderProgramme(in Workings workings, Programme programme)
    {
        switch (programme.Kind)
        {
            case ProgrammeKind.CasePackage:
                CasePackage.Apply(workings, programme);
                return PayLayers(workings, programme.Layers);
            case ProgrammeKind.Capitation:
                Capitation.Apply(workings);
                return Brought.Check(workings.Visit, [], workings.Result);
            default:
                var refusal = PayLayers(workings, workings.Result.Terms.Layers);
                workings.Result.DaySurgery = DaySurgery.Result(programme, workings.Facts, workings.Result.Lines);
                return refusal;
        }
    }

    private static Refusal PayLayers(in Workings workings, IReadOnlyList<Layer> layers)
    {
        var refusal = Brought.Check(workings.Visit, layers, workings.Result);
        workings.Remaining.CopyTo(workings.Charged);
        for (var i = 0; i < layers.Count && refusal == Refusal.None; i++)
        {
            refusal = LayerPayments.Apply(workings, layers[i]);
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

    private static long Remainder(ReadOnlySpan<long> remaining)
    {
        long sum = 0;
        foreach (var left in remaining)
        {
            Invariant.Holds(left >= 0, "nothing that remains is negative");
            sum += left;
        }

        return sum;
    }

    private static void AssertConservation(Breakdown result)
    {
        long paid = 0;
        foreach (ref readonly var line in result.Lines)
        {
            Invariant.Holds(line.PaidFen >= 0 && line.CappedFen >= 0 && line.DeductibleFen >= 0, "no figure is negative");
            paid += line.PaidFen;
        }

        Invariant.Holds(result.WaivedFen >= 0 && result.HospitalBorneFen >= 0, "no figure is negative");
        Invariant.Holds(
            result.TotalFen == result.HospitalBorneFen + paid + result.PatientFen, "total = hospital-borne + paid + patient");
    }
}
