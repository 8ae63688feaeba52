using System.Globalization;
using System.Text.Json.Nodes;
using MedAid.Bureau.Messages;
using MedAid.Simulator.Books;
using static MedAid.Bureau.Messages.NationalTable;

namespace MedAid.Simulator.Transactions;

/// <summary>9001 and 9002: a sign-in holds 24 hours by the bureau's clock.</summary>
internal sealed class SessionTransactions(Office office)
{
    private const int CodeMax = 50;

    private static readonly TimeSpan Longest = TimeSpan.FromHours(24);

    private static readonly NationalTable In = new(Node("signIn", new NationalTable(
        Needed("opter_no", CodeMax), Text("mac", CodeMax), Text("ip", CodeMax))));

    private static readonly NationalTable Out = new(Node("signOut", new NationalTable(Text("sign_no", CodeMax), Text("opter_no", CodeMax))));

    /// <summary>Its transactions.</summary>
    public IEnumerable<Transaction> All =>
    [
        new("9001", In, SignIn) { NeedsSignIn = false },
        new("9002", Out, SignOut) { NeedsSignIn = false },
    ];

    /// <summary>Why a message may not be carried out; null: it may.</summary>
    public string? Problem(Call call, BookState state) =>
        state.SignIns.GetValueOrDefault(call.Request.Envelope["sign_no"]) is not { } signIn || signIn.Hospital != call.Hospital
            ? "FSI-未签到或签到流水号（sign_no）无效，请先签到（9001）"
            : office.Clock.Now - signIn.At >= Longest ? "FSI-签到已超过 24 小时，请重新签到（9001）" : null;

    private Carried SignIn(Call call, BookState state)
    {
        if (call.Input.Node("signIn")["opter_no"].Length == 0)
        {
            throw new BureauRefusalException("FSI-signIn.opter_no 必填");
        }

        var number = string.Create(CultureInfo.InvariantCulture, $"S{++state.LastNumber:D14}");
        return new Carried(
            new JsonObject { ["signinoutb"] = new JsonObject { ["sign_no"] = number, ["sign_time"] = SimulatorClock.Text(office.Clock.Now) } },
            new SignedIn(number, call.Hospital, office.Clock.Now));
    }

    private Carried SignOut(Call call, BookState state)
    {
        var number = call.Input.Node("signOut").First("sign_no") is { Length: > 0 } named ? named : call.Request.Envelope["sign_no"];
        return state.SignIns.GetValueOrDefault(number)?.Hospital == call.Hospital
            ? new Carried(
                new JsonObject { ["signoutoutb"] = new JsonObject { ["sign_time"] = SimulatorClock.Text(office.Clock.Now) } }, new SignedOut(number))
            : throw new BureauRefusalException("FSI-没有该签到流水号的签到记录");
    }
}
