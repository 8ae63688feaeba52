using System.Globalization;
using MedAid.Clearing.Reports;
using MedAid.Clearing.Sheets;
using MedAid.Contract.Clearing.V1;
using MedAid.Core;

namespace MedAid.Gateway.Services;

/// <summary>From statements and letters to the wire, field by field.</summary>
internal static class StatementOut
{
    public static Statement Statement(CountyStatement s) => new()
    {
        CountyCode = s.Order.CountyCode.Text,
        HospitalCode = s.Order.HospitalCode.Text,
        FromDate = PlainText.Day(s.Order.From),
        ToDate = PlainText.Day(s.Order.To),
        RecordNumber = s.RecordNumber,
        OpeningFen = s.OpeningFen,
        AdvancedFen = s.AdvancedFen,
        OtherFen = s.OtherFen,
        PaidFen = s.PaidFen,
        DeductedFen = s.DeductedFen,
        ChargedFen = s.ChargedFen,
        WrittenOffFen = s.WrittenOffFen,
        UnwoundFen = s.UnwoundFen,
        ClosingFen = s.ClosingFen,
        ClaimedFen = s.ClaimedFen,
        AcceptedFen = s.AcceptedFen,
        RefusedFen = s.RefusedFen,
        RetainedFen = s.RetainedFen,
        Standings =
        {
            s.Standings.Select(f => new ClearingV1.StandingFlow
            {
                Standing = (ClearingV1.Standing)(int)f.Standing,
                OpeningFen = f.OpeningFen, InFen = f.InFen, OutFen = f.OutFen, ClosingFen = f.ClosingFen,
            }),
        },
        Funds =
        {
            s.Funds.Select(f => new ClearingV1.FundFlow
            {
                Fund = f.Fund.Text, IncurredFen = f.IncurredFen, AcceptedFen = f.AcceptedFen, PaidFen = f.PaidFen, ClosingFen = f.ClosingFen,
            }),
        },
        Refusals = { s.Refusals.Select(r => new ClearingV1.RefusalSum { Reason = r.Reason, Lines = r.Lines, AmountFen = r.AmountFen }) },
        Payments =
        {
            s.Payments.Select(p => new StatementPayment
            {
                PaymentId = p.PaymentId, PaidDate = PlainText.Day(p.PaidDate), BookedDate = PlainText.Day(p.BookedDate),
                ReceivedFen = p.ReceivedFen, MatchedFen = p.MatchedFen,
            }),
        },
        UnmatchedOpeningFen = s.UnmatchedOpeningFen,
        ReceivedFen = s.ReceivedFen,
        UnmatchedClosingFen = s.UnmatchedClosingFen,
        RefundOpeningFen = s.RefundOpeningFen,
        RefundNewFen = s.RefundNewFen,
        RefundPaidFen = s.RefundPaidFen,
        RefundSetOffFen = s.RefundSetOffFen,
        RefundClosingFen = s.RefundClosingFen,
        Forecast = Forecast(s.Forecast),
        OnlineDates =
        {
            s.Online.Select(o => new ClearingV1.OnlineSince
            {
                Title = o.Title, FromDate = o.FromDate is { } day ? PlainText.Day(day) : "", Assumed = o.Assumed,
            }),
        },
        AdvancedAfterOnlineFen = s.AdvancedAfterOnlineFen,
    };

    public static ClearingV1.DunningLetter Letter(MedAid.Clearing.Reports.DunningLetter letter, HospitalAndCountyNames places) => new()
    {
        CountyCode = letter.Order.CountyCode.Text,
        HospitalCode = letter.Order.HospitalCode.Text,
        AsOfDate = PlainText.Day(letter.Order.AsOf),
        UnpaidFen = letter.UnpaidFen,
        Ages = { letter.Ages.Select(a => new DunningAge { Age = a.Age, AmountFen = a.AmountFen }) },
        Claims =
        {
            letter.Claims.Select(c => new ClearingV1.DunningClaim
            {
                ClaimId = c.ClaimId, Period = c.Period, ClaimedFen = c.ClaimedFen, WaitingFen = c.WaitingFen, AcceptedFen = c.AcceptedFen,
                OldestServiceDate = PlainText.Day(c.OldestServiceDate), OldestDays = c.OldestDays,
            }),
        },
        Text = DunningText.Plain(letter, places),
        Page = DunningText.Page(letter, places),
    };

    private static ClearingV1.CashForecast Forecast(MedAid.Clearing.Reports.CashForecast forecast) => new()
    {
        DaysToPay = forecast.DaysToPay,
        Assumed = forecast.Assumed,
        OverdueFen = forecast.OverdueFen,
        Months =
        {
            forecast.Months.Select(m => new ClearingV1.ExpectedMonth
            {
                Month = m.Month.ToString("yyyy-MM", CultureInfo.InvariantCulture), AmountFen = m.AmountFen,
            }),
        },
        NotExpectedFen = forecast.NotExpectedFen,
    };
}
