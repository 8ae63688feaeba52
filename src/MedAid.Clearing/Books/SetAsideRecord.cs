namespace MedAid.Clearing.Books;

/// <summary>
/// A record of the book that does not fit what comes before it (搁置). It stays in the book and in its chain, and counts for nothing; records
/// that rest on it are set aside too. A record of <see cref="RecordKind.RecordVoided"/> takes it out for good.
/// </summary>
/// <remarks>
/// A settlement, or a claim of heads, that does not fit is passed over by a record that says so, and that is set aside in its place.
/// </remarks>
/// <param name="Number">Number in the book.</param>
/// <param name="Kind">What it says.</param>
/// <param name="RequestId">The key under which it was written; empty if that cannot be read.</param>
/// <param name="Reason">Why it does not fit, in Chinese.</param>
public sealed record SetAsideRecord(long Number, RecordKind Kind, string RequestId, string Reason)
{
    /// <summary>One sentence for a person.</summary>
    public string Sentence => Kind switch
    {
        RecordKind.SettlementSetAside => $"往来账第 {Number} 条：{Reason}，没有记入往来账；请核对单据，撤销后重新结算",
        RecordKind.CapitationSetAside => $"往来账第 {Number} 条：{Reason}，没有记入往来账；请核对名册和金额，与医保经办机构另行结算",
        _ => $"往来账第 {Number} 条（{RecordNames.Of(Kind)}）与前面的记录不相容，已搁置，未计入账：{Reason}",
    };
}

/// <summary>Which record is taken out of the accounts, and who besides the operator stands for it.</summary>
public sealed record VoidedRecord(long Number, string SecondOperator);
