using MedAid.Bureau.Link;
using MedAid.Core;
using MedAid.Settlement.Ledger;

namespace MedAid.Bureau.Tests.Link;

/// <summary>What to do next, as a table: what is known of the messages, what a question found, and the step.</summary>
public sealed class LinkDecisionTests
{
    private static readonly DateTimeOffset Now = new(2026, 12, 1, 9, 0, 0, TimeSpan.FromHours(8));

    /// <summary>Messages as NUMBER and outcome: + done, - refused, ? no answer, ! intended and crashed, 0 never sent.</summary>
    [Theory]

    // Forwards.
    [InlineData("Begin", "", "", "Send 2201")]
    [InlineData("Registered", "2201+", "", "Send 2203")]
    [InlineData("Described", "2201+ 2203+", "", "Send 2204")]
    [InlineData("Described", "2201+ 2203+ 2204+", "", "Send 2204")]
    [InlineData("Uploaded", "2201+ 2203+ 2204+", "", "Send 2207")]

    // Nothing of money: sent again.
    [InlineData("Begin", "2201?", "", "Send 2201")]
    [InlineData("Registered", "2201+ 2203!", "", "Send 2203")]

    // Lines that may be there are taken back first.
    [InlineData("Described", "2203+ 2204?", "", "Send 2205")]
    [InlineData("Described", "2203+ 2204? 2205?", "", "Send 2205")]
    [InlineData("Described", "2203+ 2204? 2205+", "", "Send 2204")]
    [InlineData("Described", "2203+ 2204? 2205-", "", "Send 2204")]

    // A settlement without an answer is asked for, and made sure of before another is sent.
    [InlineData("Uploaded", "2204+ 2207?", "", "Ask")]
    [InlineData("Uploaded", "2204+ 2207!", "", "Ask")]
    [InlineData("Uploaded", "2204+ 2207?", "One", "Take")]
    [InlineData("Uploaded", "2204+ 2207?", "Several", "Take")]
    [InlineData("Uploaded", "2204+ 2207?", "Nothing", "Send 2601 M2")]
    [InlineData("Uploaded", "2204+ 2207? 2601?", "", "Send 2601 M2")]
    [InlineData("Uploaded", "2204+ 2207? 2601!", "", "Send 2601 M2")]
    [InlineData("Uploaded", "2204+ 2207? 2601? 2601-", "", "Ask")]
    [InlineData("Uploaded", "2204+ 2207? 2601+", "", "Ask")]
    [InlineData("Uploaded", "2204+ 2207? 2601+", "Nothing", "Send 2207")]
    [InlineData("Uploaded", "2204+ 2207? 2601+", "One", "Send 2601 M2")]
    [InlineData("Uploaded", "2204+ 2207? 2601+ 2601+ 2601+", "One", "Park STILL_STANDS")]

    // Refused because it was undone already, or because it cannot be undone: a question tells.
    [InlineData("Uploaded", "2204+ 2207? 2601-", "", "Ask")]
    [InlineData("Uploaded", "2204+ 2207? 2601-", "Nothing", "Send 2207")]
    [InlineData("Uploaded", "2204+ 2207? 2601-", "One", "Take")]

    // What never left was never there.
    [InlineData("Uploaded", "2204+ 2207? 2601+ 22070", "Nothing", "Send 2207")]
    [InlineData("Uploaded", "2204+ 22070", "", "Send 2207")]

    // A refusal is tried again a few times; after each a question.
    [InlineData("Uploaded", "2204+ 2207-", "", "Ask")]
    [InlineData("Uploaded", "2204+ 2207-", "Nothing", "Send 2207")]
    [InlineData("Uploaded", "2204+ 2207-", "One", "Take")]
    [InlineData("Uploaded", "2204+ 2207- 2207- 2207-", "Nothing", "Park REFUSED")]
    [InlineData("Begin", "2201- 2201-", "", "Send 2201")]
    [InlineData("Begin", "2201- 2201- 2201-", "", "Park REFUSED")]
    [InlineData("Described", "2203+ 2204-", "", "Send 2205")]

    // The answer to a settlement is not believed: what stands is asked for.
    [InlineData("Settled", "2207+", "", "Ask")]
    [InlineData("Settled", "2207+", "One", "Judge")]
    [InlineData("Settled", "2207+", "Nothing", "Park VANISHED")]
    [InlineData("Settled", "2207+", "Several", "Send 2208")]
    [InlineData("Settled", "2207+ 2208?", "", "Ask")]
    [InlineData("Settled", "2207+ 2208?", "One", "Judge")]
    [InlineData("Settled", "2207+ 2208- 2208- 2208-", "Several", "Park STANDS_TWICE")]
    public void A_report_is_made_to_stand_once(string phase, string messages, string found, string expected) => Assert.Equal(
        expected, Told(LinkDecision.Next(Task(TaskKind.Report, phase), Messages(messages), Found(found))));

    [Theory]
    [InlineData("2201-", "", "NotDone REFUSED")]
    [InlineData("2204+ 2207-", "", "Ask")]
    [InlineData("2204+ 2207-", "Nothing", "NotDone REFUSED")]
    [InlineData("2204+ 2207?", "Nothing", "Send 2601 M2")]
    public void The_window_that_waits_is_told_of_a_refusal_at_once(string messages, string found, string expected) => Assert.Equal(
        expected, Told(LinkDecision.Next(Task(TaskKind.SettleThrough, "Uploaded"), Messages(messages), Found(found))));

    [Theory]
    [InlineData("S1", "2207+", "", "", "Send 2208")]
    [InlineData("S1", "2207+", "2208+", "", "Ask")]
    [InlineData("S1", "2207+", "2208+", "Nothing", "Done")]
    [InlineData("S1", "2207+", "2208?", "", "Ask")]
    [InlineData("S1", "2207+", "2208?", "One", "Send 2208")]
    [InlineData("S1", "2207+", "2208?", "Nothing", "Done")]
    [InlineData("S1", "2207+", "2208-", "", "Ask")]
    [InlineData("S1", "2207+", "2208-", "Nothing", "Done")]
    [InlineData("S1", "2207+", "2208- 2208- 2208-", "One", "Park STILL_STANDS")]

    // It was parked before its id was known: a question tells whether anything stands.
    [InlineData("", "2207?", "", "", "Ask")]
    [InlineData("", "2207?", "", "One", "Send 2208")]
    [InlineData("", "2207?", "", "Nothing", "Done")]

    // Nothing was ever settled there.
    [InlineData("", "2201- 2201- 2201-", "", "", "Done")]
    public void A_reversal_makes_that_nothing_stands(string settlementId, string original, string messages, string found, string expected) => Assert.Equal(
        expected,
        Told(LinkDecision.Next(
            Task(TaskKind.Undo, "Begin") with { SetlId = settlementId }, Messages(messages), Found(found),
            new TaskHistory(Task(TaskKind.Report, "Uploaded"), Messages(original)))));

    [Fact]
    public void A_reversal_of_what_the_bureau_was_never_told_is_done_at_once() =>
        Assert.Equal("Done", Told(LinkDecision.Next(Task(TaskKind.Undo, "Begin"), [], null)));

    [Fact]
    public void Silence_without_end_is_for_a_person_and_counts_anew_when_it_is_tried_again()
    {
        var silent = Messages(string.Join(' ', Enumerable.Repeat("2201?", LinkLimits.UnknownMax + 1)));
        Assert.Equal("Park NO_ANSWER", Told(LinkDecision.Next(Task(TaskKind.Report, "Begin"), silent, null)));
        Assert.Equal(
            "Send 2201",
            Told(LinkDecision.Next(Task(TaskKind.Report, "Begin") with { CountedAfter = silent[^1].MessageId }, silent, null)));
    }

    /// <summary>Never may a settlement follow another that has not been refused, or undone for certain.</summary>
    [Fact]
    public void No_settlement_is_sent_while_another_may_still_come()
    {
        string[] outcomes = ["+", "-", "?", "!", "0"];
        foreach (var before in from a in outcomes from b in outcomes from c in outcomes select new[] { a, b, c })
        {
            var text = $"2204+ 2207{before[0]} 2601{before[1]} 2601{before[2]}";
            foreach (var found in new Standing?[] { null, Standing.Nothing, Standing.One })
            {
                var step = LinkDecision.Next(Task(TaskKind.Report, "Uploaded"), Messages(text), found);
                if (step is { Kind: StepKind.Send, Number: Infno.Settle })
                {
                    var undone = before[1] is "+" or "-" || before[2] is "+" or "-";
                    Assert.True(before[0] is "-" or "0" || (undone && found == Standing.Nothing), $"{text}, {found}");
                }
            }
        }
    }

    private static string Told(LinkStep step) =>
        string.Join(' ', new[] { step.Kind.ToString(), step.Number, step.About, step.Reason }.Where(w => w.Length > 0));

    private static Standing? Found(string word) => word.Length == 0 ? null : Enum.Parse<Standing>(word);

    private static BureauMessage[] Messages(string text) =>
    [
        .. text.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select((word, i) => new BureauMessage(
            $"M{i + 1}", word[..4], StateOf(word[4]), word.StartsWith("2601", StringComparison.Ordinal) ? "M2" : "", Now, null, "")),
    ];

    private static MessageState StateOf(char mark) => mark switch
    {
        '+' => MessageState.Done, '-' => MessageState.NotDone, '?' => MessageState.Unknown, '!' => MessageState.Intended, _ => MessageState.NotSent,
    };

    private static BureauTask Task(TaskKind kind, string phase) => new()
    {
        Number = 1, Kind = kind, Key = "ledger/S1", LinkId = "L", Visit = new VisitKey(new HospitalCode("H14112300101"), "V1"),
        CountyCode = new("141123"), PersonKey = new("P1"), Phase = Enum.Parse<TaskPhase>(phase), Made = Now, Due = Now,
    };
}
