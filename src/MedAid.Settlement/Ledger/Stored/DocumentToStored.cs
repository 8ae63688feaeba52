using Google.Protobuf;
using MedAid.Core.Calculation;

namespace MedAid.Settlement.Ledger.Stored;

/// <summary>From a document to its stored message. What is default in the document is left out by the encoding.</summary>
internal static class DocumentToStored
{
    public static StoredDocument Of(SettlementDocument document)
    {
        var stored = new StoredDocument
        {
            SettlementId = document.SettlementId.Text,
            RequestId = document.RequestId,
            Kind = (int)document.Kind,
            HospitalCode = document.HospitalCode.Text,
            VisitId = document.VisitId,
            PersonKey = document.PersonKey.Text,
            EligibilityVersion = document.EligibilityVersion,
            CountyCode = document.CountyCode.Text,
            ServiceDate = Day(document.ServiceDate),
            SettledTime = Instants.Microseconds(document.SettledTime),
            Breakdown = Breakdown(document.Breakdown),
            Care = (int)(document.Care ?? 0),
        };
        stored.Mode = (int)(document.Mode ?? 0);
        (stored.Batch, stored.StayPart, stored.Admission) = (document.Batch, document.StayPart ?? 0, document.Admission ?? 0);
        stored.Accident = document.Accident;
        (stored.AdmissionDay, stored.Dialyses) = (Day(document.AdmissionDay), document.Dialyses);
        stored.Supplies.AddRange(document.Supplies.Select(s => new StoredSupply { Code = s.Code, Days = s.Days }));
        if (document.Stay is { } stay)
        {
            stored.Stay = stay;
        }

        if (document.DiseaseCode is { } disease)
        {
            stored.DiseaseCode = disease;
        }

        if (document.AgreementId is { } agreement)
        {
            stored.AgreementId = agreement;
        }

        if (document.Claim is { } claim)
        {
            stored.Claim = ByteString.CopyFrom(claim);
        }

        if (document.RequestHash is { } hash)
        {
            stored.RequestHash = ByteString.CopyFrom(Convert.FromHexString(hash));
        }

        if (document.ReversesSettlementId is { } reverses)
        {
            stored.ReversesSettlementId = reverses.Text;
        }

        if (document.ReplacesSettlementId is { } replaces)
        {
            stored.ReplacesSettlementId = replaces.Text;
        }

        if (document.Reason is { } reason)
        {
            stored.Reason = reason;
        }

        foreach (var entry in document.Entries)
        {
            stored.Entries.Add(new StoredEntry
            {
                Account = entry.Account.Text, CountyCode = entry.CountyCode.Text, Fund = entry.Fund.Text, AmountFen = entry.AmountFen.Value,
            });
        }

        return stored;
    }

    private static StoredBreakdown Breakdown(BreakdownDocument breakdown)
    {
        var stored = new StoredBreakdown
        {
            GrossFen = breakdown.GrossFen,
            WaivedFen = breakdown.WaivedFen,
            TotalFen = breakdown.TotalFen,
            PatientFen = breakdown.PatientFen,
            AccountFen = breakdown.AccountFen,
            HelperFen = breakdown.HelperFen,
            HospitalBorneFen = breakdown.HospitalBorneFen,
            Charges = Charges(breakdown.Charges),
            Policy = Policy(breakdown.Policy),
        };
        if (breakdown.Programme is { } programme)
        {
            stored.Programme = programme;
        }

        foreach (var line in breakdown.Lines)
        {
            stored.Lines.Add(Line(line));
        }

        foreach (var use in breakdown.Counters)
        {
            stored.Counters.Add(new StoredCounter
            {
                Counter = use.Counter, UsedBeforeFen = use.UsedBeforeFen, AddedFen = use.AddedFen,
            });
        }

        foreach (var item in breakdown.Items)
        {
            stored.Items.Add(Item(item));
        }

        foreach (var waiver in breakdown.Waivers)
        {
            stored.Waivers.Add(StoredWaivers.Of(waiver));
        }

        stored.Sentences.AddRange(breakdown.Sentences);
        stored.Warnings.AddRange(breakdown.Warnings);
        return stored;
    }

    private static StoredLine Line(LineDocument line)
    {
        var stored = new StoredLine
        {
            Layer = line.Layer,
            Fund = line.Fund.Text,
            BaseFen = line.BaseFen,
            EligibleFen = line.EligibleFen,
            DeductibleFen = line.DeductibleFen,
            AssessedFen = line.AssessedFen,
            PaidFen = line.PaidFen,
            CappedFen = line.CappedFen,
            OverCapFen = line.OverCapFen,
            Advanced = line.Advanced,
            Cite = line.Cite,
            Source = line.Source,
            Confidence = line.Confidence,
            Assumed = line.Assumed,
            DeferredFen = line.DeferredFen,
            AsideFen = line.AsideFen,
        };
        if (line.Rule is { } rule)
        {
            stored.Rule = rule;
        }

        if (line.BaseCapFen is { } cap)
        {
            stored.BaseCapFen = cap;
        }

        if (line.QuotaFen is { } quota)
        {
            stored.QuotaFen = quota;
        }

        if (line.Programme is { } programme)
        {
            stored.Programme = programme;
        }

        if (line.BureauPaysFen is { } bureauPays)
        {
            stored.BureauPaysFen = bureauPays;
        }

        foreach (var share in line.Shares)
        {
            stored.Shares.Add(Share(share));
        }

        return stored;
    }

    private static StoredShare Share(in ShareDocument share)
    {
        var stored = new StoredShare
        {
            OverFen = share.OverFen, PartFen = share.PartFen, RatePerMillion = share.RatePerMillion, PaidFen = share.PaidFen,
        };
        if (share.Class is { } itemClass)
        {
            stored.Class = itemClass;
        }

        return stored;
    }

    private static StoredItem Item(in ItemDocument item) => new()
    {
        ItemNumber = item.ItemNumber,
        Code = item.Code,
        Class = item.Class,
        WaivedFen = item.WaivedFen,
        InScopeFen = item.Charges.InScopeFen,
        FirstSelfPayFen = item.Charges.FirstSelfPayFen,
        OverCeilingFen = item.Charges.OverCeilingFen,
        OutOfScopeFen = item.Charges.OutOfScopeFen,
    };

    private static StoredCharges Charges(in ChargeSplit charges) => new()
    {
        InScopeFen = charges.InScopeFen,
        FirstSelfPayFen = charges.FirstSelfPayFen,
        OverCeilingFen = charges.OverCeilingFen,
        OutOfScopeFen = charges.OutOfScopeFen,
    };

    private static StoredPolicy Policy(PolicyDocument policy) => new()
    {
        Pack = policy.Pack,
        Title = policy.Title,
        Region = policy.Region,
        Scheme = policy.Scheme,
        Effective = Day(policy.Effective),
        Published = Day(policy.Published),
        ContentHash = policy.ContentHash,
    };

    private static int Day(DateOnly? day) => day is { } known ? known.DayNumber + 1 : 0;
}
