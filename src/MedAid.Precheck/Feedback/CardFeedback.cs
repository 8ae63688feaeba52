using MedAid.Core;
using MedAid.Precheck.Data;

namespace MedAid.Precheck.Feedback;

/// <summary>What the physician did, by the numbers of the national <c>dspo_way</c>.</summary>
public enum Disposition
{
    /// <summary>Went on as it was; the reason is kept.</summary>
    GoOn = 1,

    /// <summary>Went back and changed the order: the card was accepted.</summary>
    GoBack = 2,
}

/// <summary>When the card was shown, by the numbers of the national <c>warn_type</c>.</summary>
public enum WarnType
{
    /// <summary>Before (事前).</summary>
    Before = 1,

    /// <summary>During settlement (事中).</summary>
    During = 2,
}

/// <summary>The answer to one card.</summary>
/// <param name="CardId">The card.</param>
/// <param name="Disposition">What was done.</param>
/// <param name="ReasonCode">One of the card's reasons, or empty.</param>
/// <param name="OwnReason">The reason in the doctor's words, or empty.</param>
/// <param name="SuggestionId">The suggestion that was taken over, or empty.</param>
/// <param name="Until">The last day on which the card is not shown again; null: this visit only.</param>
public sealed record CardAnswer(
    string CardId, Disposition Disposition, string ReasonCode, string OwnReason, string SuggestionId, DateOnly? Until);

/// <summary>Answers to the cards of a visit.</summary>
public sealed record CardFeedback
{
    /// <summary>Id, made of the request's.</summary>
    public required string FeedbackId { get; init; }

    /// <summary>Hospital.</summary>
    public required HospitalCode HospitalCode { get; init; }

    /// <summary>The hospital's code of the department, or empty.</summary>
    public required string Department { get; init; }

    /// <summary>Code of the doctor, or empty.</summary>
    public required string Doctor { get; init; }

    /// <summary>The hospital's id of the visit.</summary>
    public required string VisitId { get; init; }

    /// <summary>When the cards were shown.</summary>
    public required WarnType WarnType { get; init; }

    /// <summary>The answers.</summary>
    public required IReadOnlyList<CardAnswer> Answers { get; init; }

    /// <summary>Who recorded them.</summary>
    public required string Operator { get; init; }

    /// <summary>When.</summary>
    public required DateTimeOffset Noted { get; init; }
}

/// <summary>What is known of a card that was answered.</summary>
public sealed record KnownAnswer(string CardId, HospitalCode HospitalCode, string VisitId, DateOnly? Until);

/// <summary>How often the cards of a check were answered, and how often accepted.</summary>
public readonly record struct AnswerCount(int Answers, int Accepted)
{
    private const int Hundred = 100;

    /// <summary>Whether so few of enough answers accept it that it steps back.</summary>
    public bool IsUnheeded(Demotion terms) =>
        Answers >= terms.AnswersMin && (long)Accepted * Hundred < (long)Answers * terms.AcceptedPercentMin;
}

/// <summary>The count of a check in a department.</summary>
public sealed record CheckAcceptance(string CheckId, string Department, AnswerCount Count);
