using Google.Protobuf.WellKnownTypes;
using MedAid.Contract.Settlement.V1;
using MedAid.Core;
using MedAid.Core.Calculation;
using MedAid.Settlement.Claims;
using MedAid.Settlement.Ledger;

namespace MedAid.Gateway.Services;

/// <summary>From documents to wire messages, field by field.</summary>
internal static class SettlementOut
{
    public static QuoteResponse Quote(Quoted quoted) => new()
    {
        Breakdown = Breakdown(quoted.Breakdown),
        Alternatives = { quoted.Alternatives.Select(Alternative) },
        Recommendation = quoted.Recommendation,
        Warnings = { quoted.Warnings },
        AsOfTime = Timestamp.FromDateTimeOffset(quoted.AsOf),
        PayNowFen = quoted.PayNowFen,
        PaymentArrangement = Arrangement(quoted.AgreementId),
    };

    public static SettlementV1.Settlement Settlement(Settled settled)
    {
        var message = Head(settled.Document, settled.ReversedBySettlementId);
        message.Breakdown = Breakdown(settled.Document.Breakdown);
        message.Entries.AddRange(settled.Document.Entries.Select(e => new SettlementV1.JournalEntry
        {
            Account = e.Account.Text, CountyCode = e.CountyCode.Text, Fund = e.Fund.Text, AmountFen = e.AmountFen.Value,
        }));
        return message;
    }

    public static RefundItemsResponse Refund(Refunded refunded) => new()
    {
        Reversal = Settlement(new Settled(refunded.Reversal)),
        Settlement = Settlement(refunded.Settled),
        RefundCashFen = refunded.CashFen,
        RefundAccountFen = refunded.AccountFen,
        RefundHelperFen = refunded.HelperFen,
        DebtLessFen = refunded.DebtFen,
        Sentence = refunded.Sentence,
        Replayed = refunded.Settled.Replayed,
    };

    public static ListSettlementsResponse Page(SettlementPage page) => new()
    {
        Settlements = { page.Settlements.Select(s => s.Stored).OfType<StoredSettlement>().Select(Summary) },
        UnreadableSettlements = { page.Settlements.Where(s => s.Stored is null).Select(s => Unreadable(s.Head)) },
        NextPageToken = page.NextPageToken,
    };

    private static UnreadableSettlement Unreadable(SettlementHead head) => new()
    {
        SettlementId = head.SettlementId.Text,
        Kind = (SettlementV1.SettlementKind)head.Kind,
        HospitalCode = head.HospitalCode.Text,
        VisitId = head.VisitId,
        ServiceDate = PlainText.Day(head.ServiceDate),
        SettledTime = head.SettledTime.ToTimestamp(),
    };

    private static SettlementV1.Settlement Summary(StoredSettlement stored)
    {
        var message = Head(stored.Document, stored.ReversedBySettlementId);
        message.Breakdown = Totals(stored.Document.Breakdown);
        return message;
    }

    private static SettlementV1.Settlement Head(SettlementDocument document, SettlementId? reversedBy) => new()
    {
        SettlementId = document.SettlementId.Text,
        RequestId = document.RequestId,
        Kind = (SettlementV1.SettlementKind)(int)document.Kind,
        State = reversedBy is null ? SettlementState.Settled : SettlementState.Reversed,
        ReversesSettlementId = (document.ReversesSettlementId ?? default).Text,
        ReversedBySettlementId = (reversedBy ?? default).Text,
        ReplacesSettlementId = (document.ReplacesSettlementId ?? default).Text,
        HospitalCode = document.HospitalCode.Text,
        VisitId = document.VisitId,
        Batch = document.Batch,
        StayId = document.Stay ?? "",
        StayPart = document.StayPart ?? 0,
        AdmissionDate = document.AdmissionDay is { } admitted ? PlainText.Day(admitted) : "",
        Admission = document.Admission ?? 0,
        PersonKey = document.PersonKey.Text,
        CountyCode = document.CountyCode.Text,
        ServiceDate = PlainText.Day(document.ServiceDate),
        SettledTime = Timestamp.FromDateTimeOffset(document.SettledTime),
        PayNowFen = document.PayNowFen,
        PaymentArrangement = Arrangement(document.AgreementId),
        AgreementId = document.AgreementId ?? "",
    };

    private static PaymentArrangement Arrangement(string? agreementId) =>
        agreementId is null ? PaymentArrangement.Window : PaymentArrangement.PayLater;

    private static SettlementV1.Breakdown Breakdown(BreakdownDocument breakdown)
    {
        var message = Totals(breakdown);
        message.Layers.AddRange(breakdown.Lines.Select((line, i) => Line(line, breakdown.SentenceOf(i))));
        message.Counters.AddRange(breakdown.Counters.Select(c => new SettlementV1.CounterUse
        {
            Counter = c.Counter, UsedBeforeFen = c.UsedBeforeFen, AddedFen = c.AddedFen,
        }));
        message.Items.AddRange(breakdown.Items.Select(Item));
        message.Sentences.AddRange(breakdown.Spoken);
        message.Warnings.AddRange(breakdown.Warnings);
        message.Waivers.AddRange(breakdown.Waivers.Select(WaiverOut.Waiver));
        return message;
    }

    private static SettlementV1.Breakdown Totals(BreakdownDocument breakdown) => new()
    {
        GrossFen = breakdown.GrossFen,
        WaivedFen = breakdown.WaivedFen,
        TotalFen = breakdown.TotalFen,
        PatientFen = breakdown.PatientFen,
        AccountFen = breakdown.AccountFen,
        HelperFen = breakdown.HelperFen,
        CashFen = breakdown.CashFen,
        DeferredFen = breakdown.DeferredFen,
        HospitalBorneFen = breakdown.HospitalBorneFen,
        Programme = breakdown.Programme ?? "",
        Charges = Charges(breakdown.Charges),
        Policy = Policy(breakdown.Policy),
    };

    private static SettlementV1.Charges Charges(ChargeSplit split) => new()
    {
        InScopeFen = split.InScopeFen,
        FirstSelfPayFen = split.FirstSelfPayFen,
        OverCeilingFen = split.OverCeilingFen,
        OutOfScopeFen = split.OutOfScopeFen,
    };

    private static PolicyVersion Policy(PolicyDocument policy) => new()
    {
        Pack = policy.Pack,
        Title = policy.Title,
        Region = policy.Region,
        Scheme = policy.Scheme,
        EffectiveDate = policy.Effective is { } effective ? PlainText.Day(effective) : "",
        PublishedDate = policy.Published is { } published ? PlainText.Day(published) : "",
        ContentHash = policy.ContentHash,
    };

    private static SettlementV1.LayerLine Line(LineDocument line, string sentence)
    {
        var message = new SettlementV1.LayerLine
        {
            Layer = line.Layer,
            Fund = line.Fund.Text,
            Rule = line.Rule ?? "",
            BaseFen = line.BaseFen,
            EligibleFen = line.EligibleFen,
            DeductibleFen = line.DeductibleFen,
            AssessedFen = line.AssessedFen,
            Bands =
            {
                line.Shares.Select(s => new BandShare
                {
                    OverFen = s.OverFen, ItemClass = s.Class ?? "", PartFen = s.PartFen, RatioPerMillion = s.RatePerMillion,
                    PaidFen = s.PaidFen,
                }),
            },
            PaidFen = line.PaidFen,
            DeferredFen = line.DeferredFen,
            AsideFen = line.AsideFen,
            CappedFen = line.CappedFen,
            OverCapFen = line.OverCapFen,
            Advanced = line.Advanced,
            Cite = line.Cite,
            Source = line.Source,
            Confidence = line.Confidence,
            Assumed = line.Assumed,
            Sentence = Explanation.IsSilent(sentence) ? "" : sentence,
        };
        if (line.BaseCapFen is { } baseCap)
        {
            message.BaseCapFen = baseCap;
        }

        if (line.QuotaFen is { } quota)
        {
            message.QuotaFen = quota;
        }

        if (line.BureauPaysFen is { } bureauPays)
        {
            message.BureauPaysFen = bureauPays;
        }

        return message;
    }

    private static SettlementV1.ItemSplit Item(ItemDocument item) => new()
    {
        ItemNumber = item.ItemNumber,
        Code = item.Code,
        ItemClass = item.Class,
        WaivedFen = item.WaivedFen,
        OutOfScopeFen = item.Charges.OutOfScopeFen,
        OverCeilingFen = item.Charges.OverCeilingFen,
        FirstSelfPayFen = item.Charges.FirstSelfPayFen,
        InScopeFen = item.Charges.InScopeFen,
    };

    private static SettlementV1.Alternative Alternative(Settlement.Claims.Alternative way) => new()
    {
        Mode = (Mode)(int)way.Mode,
        HospitalCode = way.Hospital.Code.Text,
        HospitalName = way.Hospital.Name,
        Place = (Place)(int)way.Place,
        PatientFen = way.PatientFen,
        Layers =
        {
            way.Layers.Select(l => new SettlementV1.LayerTotal { Layer = l.Layer, Fund = l.Fund.Text, PaidFen = l.PaidFen }),
        },
        Cheapest = way.Cheapest,
        Asked = way.Asked,
        Filed = way.Filed,
        YearSessions = way.Year?.Sessions ?? 0,
        YearPatientFen = way.Year?.PatientFen ?? 0,
        Reason = way.Reason,
    };
}
