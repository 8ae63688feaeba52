using System.CommandLine;
using System.Globalization;
using MedAid.Core;
using MedAid.Core.Calculation;
using MedAid.Core.Policy;
using MedAid.Gateway.Hosting;
using MedAid.Policies;
using MedAid.Settlement.Claims;
using Spectre.Console;

namespace MedAid.Cli;

/// <summary>`medaid capitation month`: what a month of a capitation contract brings the hospital and what it cost, in all and per head.</summary>
internal static class CapitationCommand
{
    public static Command Create()
    {
        var command = new Command("capitation", "按人头打包：月度盈亏、签约名册、月度申报") { Month() };
        CapitationBook.Commands().ToList().ForEach(command.Add);
        return command;
    }

    private static Command Month()
    {
        var law = new LawOptions();
        var csv = new Option<string?>("--csv")
        {
            Description = "就诊清单，列为 person、cost（元），冲正写负数；不写就从账本取当月按人头包干的结算（按网关的设置找账本，单机账本要先停网关）",
        };
        var heads = new Option<int?>("--heads") { Description = "签约人数；不写就按当月就诊的人数" };
        var hospital = new Option<string?>("--hospital") { Description = "只算这家医院（从账本取时）" };
        var json = Input.Json();
        var command = new Command("month", "一个月的收入、成本、盈亏和人均盈亏；月份取 --date 所在的月") { csv, heads, hospital, json };
        law.AddTo(command);
        command.SetAction((parsed, cancellation) => StoreCalls.GuardAsync(async () =>
        {
            if (law.Law(parsed) is not { } terms)
            {
                return ExitCode.Configuration;
            }

            if (terms.Programmes.FirstOrDefault(p => p.Kind == ProgrammeKind.Capitation && p.Per == Period.Month) is not { } contract)
            {
                await Console.Error.WriteLineAsync($"{terms.Identity.Pack} 没有按月的人头包干（programmes: capitation）");
                return ExitCode.Refused;
            }

            var costs = parsed.GetValue(csv) is { } file
                ? OfList(file)
                : await OfLedgerAsync(
                    new CapitationScope(new CountyCode(law.County(parsed)), terms.Identity.Scheme, contract.Id), law.Date(parsed),
                    HospitalCode.OrNull(parsed.GetValue(hospital)), cancellation);
            return costs is null ? ExitCode.Failed : Report(terms, contract, costs, parsed.GetValue(heads), parsed.GetValue(json));
        }));
        return command;
    }

    private static int Report(PolicyTerms law, Programme contract, IReadOnlyDictionary<PersonKey, long> costs, int? heads, bool json)
    {
        var cost = costs.Values.Aggregate(0L, (sum, fen) => checked(sum + fen));
        if (heads < costs.Count || cost < 0)
        {
            Console.Error.WriteLine(cost < 0 ? "成本合计为负，请核对冲正" : $"签约人数 {heads} 少于当月就诊的 {costs.Count} 人");
            return ExitCode.Failed;
        }

        var month = new CapitationMonth(contract.AmountFen, heads ?? costs.Count, cost);
        if (json)
        {
            Terminal.Json(Json(law, contract, month, costs));
        }
        else
        {
            Print(law, contract, month, costs);
        }

        return ExitCode.Done;
    }

    private static Dictionary<PersonKey, long>? OfList(string file)
    {
        var problems = new PackProblems(file);
        var costs = new Dictionary<PersonKey, long>();
        foreach (var row in RowsFile.Read(file, ["person", "cost"], [], problems))
        {
            var negative = row["cost"].StartsWith('-');
            if (row["person"].Length == 0 || LawOptions.Fen(row["cost"][(negative ? 1 : 0)..]) is not { } fen)
            {
                problems.Add(PackProblemCode.NotANumber, row.Line, "cost", "要有人员，费用写成元，最多两位小数");
                continue;
            }

            var person = new PersonKey(row["person"]);
            costs[person] = checked(costs.GetValueOrDefault(person) + (negative ? -fen : fen));
        }

        problems.Found.ToList().ForEach(Console.Error.WriteLine);
        return problems.Found.Count == 0 ? costs : null;
    }

    private static async Task<IReadOnlyDictionary<PersonKey, long>?> OfLedgerAsync(
        CapitationScope scope, DateOnly day, HospitalCode? hospital, CancellationToken cancellation)
    {
        var first = new DateOnly(day.Year, day.Month, 1);
        var range = (first, first.AddMonths(1).AddDays(-1));
        return await LedgerCommands.WithLedgerAsync(
            GatewayHost.ReadSettings(),
            async ledger => (await CapitationCosts.ReadAsync(ledger, scope, range, hospital, new HashSet<PersonKey>(), cancellation)).Fen);
    }

    private static void Print(PolicyTerms law, Programme contract, CapitationMonth month, IReadOnlyDictionary<PersonKey, long> costs)
    {
        var table = new Table().AddColumns("人员", "收入", "成本", "盈亏").Title(Markup.Escape(contract.Citation.Title));
        foreach (var (person, cost) in costs.OrderBy(c => c.Key))
        {
            table.AddRow(Markup.Escape(person.Text), ExactNumber.Yuan(contract.AmountFen), ExactNumber.Yuan(cost), Signed(contract.AmountFen - cost));
        }

        table.AddRow(
            $"合计 {month.Heads.ToString(CultureInfo.InvariantCulture)} 人", ExactNumber.Yuan(month.IncomeFen), ExactNumber.Yuan(month.CostFen),
            Signed(month.ResultFen));
        Terminal.Out.Write(table);
        Terminal.Out.WriteLine(
            $"人均盈亏 {(month.ResultPerHeadFen is { } each ? Signed(each) : "—")} 元。政策 {law.Identity.Pack}。"
            + LawOptions.Basis(law, contract.Citation));
    }

    private static object Json(PolicyTerms law, Programme contract, CapitationMonth month, IReadOnlyDictionary<PersonKey, long> costs) => new
    {
        Pack = law.Identity.Pack,
        Programme = contract.Id,
        Rate = ExactNumber.Yuan(contract.AmountFen),
        Heads = month.Heads,
        Income = ExactNumber.Yuan(month.IncomeFen),
        Cost = ExactNumber.Yuan(month.CostFen),
        Result = Signed(month.ResultFen),
        ResultPerHead = month.ResultPerHeadFen is { } each ? Signed(each) : null,
        Basis = LawOptions.Basis(law, contract.Citation),
        People = costs.OrderBy(c => c.Key).Select(c => new
        {
            Person = c.Key.Text, Cost = Signed(c.Value), Result = Signed(contract.AmountFen - c.Value),
        }),
    };

    private static string Signed(long fen) => fen < 0 ? "-" + ExactNumber.Yuan(-fen) : ExactNumber.Yuan(fen);
}
