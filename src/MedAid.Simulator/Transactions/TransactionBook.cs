using MedAid.Bureau.Messages;
using MedAid.Simulator.Books;
using MedAid.Simulator.Faults;

namespace MedAid.Simulator.Transactions;

/// <summary>All transactions, and how one is carried out in the books.</summary>
internal sealed class TransactionBook
{
    private readonly Dictionary<string, Transaction> transactions;
    private readonly SessionTransactions sessions;
    private readonly bool needsSignIn;
    private readonly bool isIdempotent;

    public TransactionBook(Office office, bool needsSignIn, bool isIdempotent)
    {
        sessions = new SessionTransactions(office);
        (this.needsSignIn, this.isIdempotent) = (needsSignIn && !office.Region.Envelope.IsShort, isIdempotent);
        transactions = new[]
        {
            sessions.All, new PersonTransactions(office).All, new VisitTransactions(office).All, new SettleTransactions(office).All,
            new QueryTransactions(office).All, new ReconciliationTransactions(office).All, new ClearingTransactions(office).All,
        }.SelectMany(t => t).ToDictionary(t => t.Number, StringComparer.Ordinal);
    }

    /// <summary>Carries a message out in the books; throws where it is refused.</summary>
    public Carried CarryOut(NationalRequest request, FaultSet faults, FaultPlan plan, Book book)
    {
        var transaction = transactions.GetValueOrDefault(request.PlainNumber)
            ?? throw new UnknownNumberException("FSI-FSI-交易报文不正确：未知交易编号！");
        var input = request.Input is { } json ? NationalReader.Read(json, transaction.Input, "") : new NationalRow("");
        var call = new Call(request, input, faults, plan);
        var carried = Once(transaction, call, book);
        if (faults.Has(FaultKind.ArrivesTwice))
        {
            carried = Once(transaction, call, book);
        }

        if (faults.Has(FaultKind.AppliedTwice) && carried.Events.OfType<SettlementBooked>().Any(s => s.Settlement.Reverses.Length == 0))
        {
            Once(transaction, call with { IsSecond = true }, book);
        }

        return carried;
    }

    private Carried Once(Transaction transaction, Call call, Book book) => book.Decide(state =>
    {
        if (call.Hospital.IsEmpty)
        {
            throw new BureauRefusalException("FSI-fixmedins_code 必填");
        }

        if (needsSignIn && transaction.NeedsSignIn && sessions.Problem(call, state) is { } problem)
        {
            throw new BureauRefusalException(problem);
        }

        var key = call.Request.WriteKey;
        if (isIdempotent && !call.IsSecond && state.Answers.TryGetValue(key, out var before))
        {
            return (new Carried(Parse(before)), []);
        }

        var carried = transaction.CarryOut(call, state);
        return isIdempotent && carried.Events.Count > 0
            ? (carried, [.. carried.Events, new MessageAnswered(key, carried.Output?.ToJsonString() ?? "")])
            : (carried, carried.Events);
    });

    private static System.Text.Json.Nodes.JsonObject? Parse(string output) =>
        output.Length == 0 ? null : System.Text.Json.Nodes.JsonNode.Parse(output)!.AsObject();
}

/// <summary>A number that the bureau does not have: its gateway refuses it, with an envelope of another form.</summary>
internal sealed class UnknownNumberException(string message) : Exception(message);
