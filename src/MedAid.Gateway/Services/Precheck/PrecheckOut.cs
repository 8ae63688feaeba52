using System.Globalization;
using Google.Protobuf.WellKnownTypes;
using MedAid.Contract.Precheck.V1;
using MedAid.Core;
using MedAid.Core.Policy;
using MedAid.Precheck;
using MedAid.Precheck.Cards;
using MedAid.Precheck.Feedback;
using MedAid.Settlement.Claims;

namespace MedAid.Gateway.Services;

/// <summary>From advice to wire messages, field by field.</summary>
internal static class PrecheckOut
{
    private const string Form = "yyyy-MM-dd";
    private const int PriceDecimals = 6;
    private const int QuantityDecimals = 4;
    private const int DoseDecimals = 6;

    public static CheckOrdersResponse Of(Advice advice) => new()
    {
        Cards = { advice.Cards.Select(Of) },
        RestCount = advice.RestCount,
        RestLine = advice.RestLine,
        Notes = { advice.Notes },
        PatientFen = advice.PatientFen,
        Care = (SettlementV1.Care)(int)advice.Care,
        Orders = { advice.Orders.Select(Of) },
        NoOpinion = (Contract.Precheck.V1.NoOpinion)(int)advice.NoOpinion,
        NoOpinionText = advice.NoOpinion switch
        {
            MedAid.Precheck.Cards.NoOpinion.TimeUp => "没有按时查完，本次不作提示；可以照常签署。",
            MedAid.Precheck.Cards.NoOpinion.StoreAway => "账本或参保登记暂时连不上，本次不作提示；可以照常签署。",
            MedAid.Precheck.Cards.NoOpinion.None => "",
            _ => throw InvariantBrokenException.NoWordFor(advice.NoOpinion),
        },
        ChecksVersion = advice.Version,
    };

    public static PrepareOrdersResponse Of(Prepared prepared) => prepared switch
    {
        Prepared.Ready => new() { HeldSeconds = (int)Precheck.Limits.HistoryHeldFor.TotalSeconds },
        Prepared.StoreAway => new() { Reason = "账本或参保登记暂时连不上，没有预先读取；开医嘱时照常查询。" },
        _ => new() { Reason = "参保登记里没有这个人，或当天没有适用的政策，没有预先读取。" },
    };

    public static RecordCardFeedbackResponse Of(CardFeedback feedback, bool replayed) => new()
    {
        FeedbackId = feedback.FeedbackId,
        Answers =
        {
            feedback.Answers.Select(a => new Contract.Precheck.V1.CardAnswer
            {
                CardId = a.CardId, Disposition = (CardDisposition)(int)a.Disposition, ReasonCode = a.ReasonCode, OwnReason = a.OwnReason,
                SuggestionId = a.SuggestionId, UntilDate = a.Until?.ToString(Form, CultureInfo.InvariantCulture) ?? "",
            }),
        },
        RecordedBy = feedback.Operator,
        RecordedTime = feedback.Noted.ToTimestamp(),
        Replayed = replayed,
    };

    public static CardAcceptance Of(AcceptanceLine line) => new()
    {
        CheckId = line.Check.Id, Title = line.Check.Title, DepartmentCode = line.Department, Answers = line.Count.Answers,
        Accepted = line.Count.Accepted, SteppedBack = line.Demoted,
    };

    private static Contract.Precheck.V1.Card Of(MedAid.Precheck.Cards.Card card)
    {
        var message = new Contract.Precheck.V1.Card
        {
            CardId = card.CardId,
            CheckId = card.CheckId,
            Indicator = (CardIndicator)(int)card.Severity,
            Summary = card.Summary,
            Detail = card.Detail,
            SourceLabel = card.Source,
            ItemNumber = card.ItemNumber,
            Suggestions = { card.Suggestions.Select(Of) },
            OverrideReasons = { card.Reasons.Select(r => new OverrideReason { Code = r.Code, Text = r.Text }) },
        };
        if (card.WithoutItemFen is { } without)
        {
            message.WithoutItemFen = without;
        }

        return message;
    }

    private static Suggestion Of(CardSuggestion suggestion)
    {
        var message = new Suggestion
        {
            SuggestionId = suggestion.SuggestionId, Label = suggestion.Label, Kind = (SuggestionKind)(int)suggestion.Kind,
            PatientFen = suggestion.PatientFen, ItemNumber = suggestion.ItemNumber, Item = suggestion.Item is { } item ? Of(item) : null,
        };
        if (message.Kind is SuggestionKind.AddQualification or SuggestionKind.ChangeWay)
        {
            message.Care = (SettlementV1.Care)(int)suggestion.Visit.Care;
            message.Mode = (SettlementV1.Mode)(int)suggestion.Visit.Mode;
            message.HospitalCode = suggestion.Visit.HospitalCode.Text;
            message.Filed = suggestion.Visit.Filed;
            message.DiseaseCode = suggestion.Visit.DiseaseCode ?? "";
        }

        return message;
    }

    private static SettlementV1.Item Of(ClaimItem item) => new()
    {
        ItemNumber = item.ItemNumber,
        Code = item.Code,
        Name = item.Name,
        Category = item.Category ?? "",
        UnitPriceYuan = Scaled(item.PriceMillionths, PriceDecimals),
        Quantity = Scaled(item.QuantityTenThousandths, QuantityDecimals),
        AmountFen = item.AmountFen,
        Approval = (SettlementV1.Approval)item.Approval,
        DiseaseCode = item.Disease ?? "",
        DailyDoseMg = item.DailyDoseMillionths is { } dose ? Scaled(dose, DoseDecimals) : "",
        DaysOfSupply = item.Days ?? 0,
    };

    private static Contract.Precheck.V1.OrderShare Of(MedAid.Precheck.Cards.OrderShare share) => new()
    {
        ItemNumber = share.ItemNumber, Code = share.Code, ItemClass = Vocabulary.ItemClass.WordOf(share.Class), InScopeFen = share.InScopeFen,
        FirstSelfPayFen = share.FirstSelfPayFen, OverCeilingFen = share.OverCeilingFen, OutOfScopeFen = share.OutOfScopeFen,
    };

    /// <summary>A whole number of 10^-n as decimal text, without zeros at its end.</summary>
    internal static string Scaled(long value, int decimals)
    {
        var digits = value.ToString(CultureInfo.InvariantCulture).PadLeft(decimals + 1, '0');
        return $"{digits[..^decimals]}.{digits[^decimals..]}".TrimEnd('0').TrimEnd('.');
    }
}
