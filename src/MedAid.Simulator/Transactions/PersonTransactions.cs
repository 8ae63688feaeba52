using System.Globalization;
using System.Text.Json.Nodes;
using MedAid.Bureau.Messages;
using MedAid.Core;
using MedAid.Simulator.Books;
using MedAid.Simulator.Persons;
using static MedAid.Bureau.Messages.NationalTable;

namespace MedAid.Simulator.Transactions;

/// <summary>1101, 2001, 5206 and 5301: what the bureau knows of a person.</summary>
internal sealed class PersonTransactions(Office office)
{
    private const int CodeMax = 100;
    private const string Chronic = "14";

    private static readonly NationalTable Who = new(Node("data", new NationalTable(
        Text("mdtrt_cert_type", CodeMax), Text("mdtrt_cert_no", CodeMax), Text("certno", CodeMax), Text("psn_name", CodeMax))));

    private static readonly NationalTable Entitlement = new(Node("data", new NationalTable(
        Needed("psn_no", CodeMax), Text("insutype", CodeMax), Text("med_type", CodeMax), Text("dise_codg", CodeMax), Text("begntime", CodeMax))));

    private static readonly NationalTable Whose = new(Node("data", new NationalTable(Needed("psn_no", CodeMax), Text("cum_ym", CodeMax))));

    /// <summary>Its transactions.</summary>
    public IEnumerable<Transaction> All =>
    [
        new("1101", Who, Describe), new("2001", Entitlement, Entitled), new("5206", Whose, Sums), new("5301", Whose, Filings),
    ];

    /// <summary>What is left in a personal account.</summary>
    public static long Balance(Person person, BookState state) =>
        person.BalanceFen - state.OfPerson(person.Number).Where(s => s.IsStanding).Sum(s => s.Booked.Amounts.FromAccountFen);

    private Carried Describe(Call call, BookState state)
    {
        var person = office.Persons.OfIdNumber(call.Data.First("certno", "mdtrt_cert_no"))
            ?? throw new BureauRefusalException("FSI-未查询到参保人员信息，请核对证件号码");
        if (call.Data["psn_name"] is { Length: > 0 } name && name != person.Name)
        {
            throw new BureauRefusalException("FSI-姓名与证件号码不符");
        }

        var today = office.Today;
        return new Carried(new JsonObject
        {
            ["baseinfo"] = new JsonObject
            {
                ["psn_no"] = person.Number, ["psn_cert_type"] = "01", ["certno"] = person.IdNumber, ["psn_name"] = person.Name, ["gend"] = person.Sex,
                ["naty"] = "01", ["brdy"] = SimulatorClock.Text(person.Birth),
                ["age"] = Json.Number(string.Create(CultureInfo.InvariantCulture, $"{person.AgeOn(today)}.0")), ["exp_content"] = "{}",
            },
            ["insuinfo"] = new JsonArray(new JsonObject
            {
                ["balc"] = MessageJson.Yuan(Balance(person, state)), ["insutype"] = person.Insurance, ["psn_type"] = person.TypeOn(today),
                ["psn_insu_stas"] = "1", ["psn_insu_date"] = "2010-01-01", ["paus_insu_date"] = null, ["cvlserv_flag"] = "0",
                ["insuplc_admdvs"] = person.District, ["emp_name"] = "",
            }),
            ["idetinfo"] = Json.List(person.Identities.Select(Identity)),
        });
    }

    private JsonObject Identity(PersonIdentity identity) => new()
    {
        ["psn_idet_type"] = office.Figures.Identities.GetValueOrDefault(identity.Kind)?.Code ?? "999",
        ["psn_type_lv"] = "",
        ["memo"] = office.Figures.Identities.GetValueOrDefault(identity.Kind)?.Name ?? identity.Kind,
        ["begntime"] = $"{SimulatorClock.Text(identity.From)} 00:00:00",
        ["endtime"] = identity.Until is { } until ? $"{SimulatorClock.Text(until.AddDays(-1))} 23:59:59" : null,
    };

    private Carried Entitled(Call call, BookState state)
    {
        var person = office.PersonOf(call.Data["psn_no"]);
        var (today, disease) = (office.Today, call.Data["dise_codg"]);
        var isFiled = call.Data["med_type"] != Chronic || person.Filings.Any(f => f.IsOn(today) && (disease.Length == 0 || f.Disease == disease));
        var insurance = office.Figures.Insurances[person.Insurance];
        var hasRelief = person.Identities.Any(i => i.IsOn(today) && office.Figures.Identities.GetValueOrDefault(i.Kind) is { HasRelief: true });
        var rows = new List<JsonObject> { Row(insurance.BasicFund, isFiled), Row(insurance.LargeFund, isFiled) };
        if (hasRelief)
        {
            rows.Add(Row(office.Figures.ReliefFund, isFiled));
        }

        return new Carried(new JsonObject { ["trtinfo"] = Json.List(rows) });

        JsonObject Row(Fund fund, bool isEnjoyed) => new()
        {
            ["psn_no"] = person.Number, ["trt_chk_type"] = "1", ["fund_pay_type"] = office.Region.Funds.Write(fund)?.Code ?? fund.Text,
            ["trt_enjymnt_flag"] = isEnjoyed ? "1" : "0", ["begndate"] = "2010-01-01", ["enddate"] = null,
            ["trt_chk_rslt"] = isEnjoyed ? "" : "没有该病种的备案",
        };
    }

    /// <summary>Sums of the year, with Hunan's codes: the only ones that are known.</summary>
    private Carried Sums(Call call, BookState state)
    {
        var person = office.PersonOf(call.Data["psn_no"]);
        var month = call.Data["cum_ym"] is { Length: 6 } text && text.All(char.IsAsciiDigit)
            ? text
            : office.Today.ToString("yyyyMM", CultureInfo.InvariantCulture);
        var year = month[..4];
        var amounts = state.OfPerson(person.Number)
            .Where(s => s.IsStanding && s.Booked.At.ToString("yyyy", CultureInfo.InvariantCulture) == year
                && string.CompareOrdinal(s.Booked.At.ToString("yyyyMM", CultureInfo.InvariantCulture), month) <= 0)
            .Select(s => s.Booked.Amounts).ToArray();
        var isEmployee = person.Insurance == "310";
        (string Code, long Fen)[] sums =
        [
            (isEmployee ? "D310101" : "D390101", amounts.Sum(a => a.ColumnFen("hifp_pay"))),
            (isEmployee ? "D310301" : "D390201", amounts.Sum(a => a.ColumnFen("hifmi_pay") + a.ColumnFen("hifob_pay"))),
            ("D610101", amounts.Sum(a => a.ColumnFen("maf_pay"))),
            ("Q0000", amounts.Sum(a => a.DeductibleFen)),
        ];
        return new Carried(new JsonObject
        {
            ["cuminfo"] = Json.List(sums.Select(s => new JsonObject
            {
                ["insutype"] = person.Insurance, ["year"] = year, ["cum_ym"] = month, ["cum_type_code"] = s.Code, ["cum"] = MessageJson.Yuan(s.Fen),
            })),
        });
    }

    private Carried Filings(Call call, BookState state)
    {
        var person = office.PersonOf(call.Data["psn_no"]);
        return new Carried(new JsonObject
        {
            ["feedetail"] = Json.List(person.Filings.Select(f => new JsonObject
            {
                ["opsp_dise_code"] = f.Disease, ["opsp_dise_name"] = office.Figures.Diseases.GetValueOrDefault(f.Disease, ""),
                ["begndate"] = SimulatorClock.Text(f.From), ["enddate"] = f.Until is { } until ? SimulatorClock.Text(until.AddDays(-1)) : null,
            })),
        });
    }
}
