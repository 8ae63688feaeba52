using System.Text.Json.Nodes;
using MedAid.Bureau.Messages;
using MedAid.Simulator.Books;
using static MedAid.Bureau.Messages.NationalTable;

namespace MedAid.Simulator.Transactions;

/// <summary>
/// 5203: what stands, by settlement or by visit. <c>setlinfo</c> is null where there is nothing, an object where there is one settlement, and a list
/// where a visit has several; then the rows of <c>setldetail</c> name theirs. What 2601 has undone is not there any more.
/// </summary>
internal sealed class QueryTransactions(Office office)
{
    private const int CodeMax = 100;

    private static readonly NationalTable Which = new(Node("data", new NationalTable(
        Needed("psn_no", CodeMax), Text("setl_id", CodeMax), Text("mdtrt_id", CodeMax))));

    private readonly SettlementOut answers = new(office.Region);

    /// <summary>Its transactions.</summary>
    public IEnumerable<Transaction> All => [new("5203", Which, Find)];

    private Carried Find(Call call, BookState state)
    {
        var (settlementId, visitId) = (call.Data["setl_id"], call.Data["mdtrt_id"]);
        if (settlementId.Length == 0 && visitId.Length == 0)
        {
            throw new BureauRefusalException("FSI-setl_id 和 mdtrt_id 至少填一个");
        }

        var person = office.PersonOf(call.Data["psn_no"]);
        SettlementState[] found =
        [
            .. state.OfPerson(person.Number).Where(s => !s.IsErased && s.Booked.Hospital == call.Hospital
                && (settlementId.Length == 0 || s.Booked.Id == settlementId) && (visitId.Length == 0 || s.Booked.VisitId == visitId)),
        ];
        var balanceFen = PersonTransactions.Balance(person, state);
        JsonObject[] infos = [.. found.Select(s => answers.Queried(s, person, call.Hospital.Text, balanceFen))];
        return new Carried(new JsonObject
        {
            ["setlinfo"] = infos.Length switch { 0 => null, 1 => infos[0], _ => Json.List(infos) },
            ["setldetail"] = Json.List(found.SelectMany(s => answers.Rows(s.Booked, withId: found.Length > 1))),
        });
    }
}
