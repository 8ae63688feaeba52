using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Unicode;
using MedAid.Settlement;
using MedAid.Settlement.Writes;

namespace MedAid.People.Applications;

/// <summary>
/// What one step did. It knows when its turn is and where it leads; an application is nothing but its acts in order. Stored as JSON: a word
/// or a property never changes its meaning.
/// </summary>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "act")]
[JsonDerivedType(typeof(Submission), "submission")]
[JsonDerivedType(typeof(PapersAdded), "papers_added")]
[JsonDerivedType(typeof(HomeVisited), "home_visited")]
[JsonDerivedType(typeof(Publicised), "publicised")]
[JsonDerivedType(typeof(Reported), "reported")]
[JsonDerivedType(typeof(Proposed), "proposed")]
[JsonDerivedType(typeof(Confirmed), "confirmed")]
[JsonDerivedType(typeof(ResultPublished), "result_published")]
[JsonDerivedType(typeof(NoticeDelivered), "notice_delivered")]
[JsonDerivedType(typeof(AppealFiled), "appeal_filed")]
[JsonDerivedType(typeof(AppealDecided), "appeal_decided")]
[JsonDerivedType(typeof(Withdrawn), "withdrawn")]
public abstract record ReliefAct
{
    private static readonly JsonSerializerOptions Stored = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        Encoder = JavaScriptEncoder.Create(UnicodeRanges.All),
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.SnakeCaseLower) },
    };

    /// <summary>What clerks call it.</summary>
    [JsonIgnore]
    public abstract string Title { get; }

    /// <summary>The stored form.</summary>
    public string ToJson() => JsonSerializer.Serialize(this, Stored);

    /// <summary>Reads the stored form.</summary>
    public static ReliefAct FromJson(string json) =>
        JsonSerializer.Deserialize<ReliefAct>(json, Stored) ?? throw new JsonException("no act");

    /// <summary>Why it cannot be done now by this operator; null: it can.</summary>
    internal abstract Fault? Check(ReliefApplication before, StepHead head);

    /// <summary>The application after it.</summary>
    internal abstract ReliefApplication Apply(ReliefApplication before, ReliefStep step);

    /// <summary>Refused unless the application stands at one of these.</summary>
    private protected Fault? Turn(ReliefApplication before, params ReadOnlySpan<ReliefState> states) =>
        states.Contains(before.State) ? null : ReliefFault.OutOfTurn(Title, before.State);
}

/// <summary>Who does a step, and on which day in China.</summary>
/// <param name="Operator">Who.</param>
/// <param name="Now">When.</param>
public sealed record StepHead(string Operator, DateTimeOffset Now)
{
    /// <summary>The day in China.</summary>
    public DateOnly Today => ChinaTime.DayOf(Now);
}

/// <summary>One step as it was recorded.</summary>
public sealed record ReliefStep(int Number, StepHead Head, ReliefAct Act);
