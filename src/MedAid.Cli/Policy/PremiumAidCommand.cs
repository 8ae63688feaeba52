using System.CommandLine;
using MedAid.Core;
using MedAid.Core.Calculation;
using MedAid.Core.Policy;
using MedAid.Policies;
using Spectre.Console;

namespace MedAid.Cli;

/// <summary>`medaid entitlement premium-aid`: who bears the premium of a person, or of everybody in a list.</summary>
internal static class PremiumAidCommand
{
    private static readonly string[] Columns = ["person", "identities", "age", "enrolment"];

    public static Command Create()
    {
        var law = new LawOptions();
        var personal = LawOptions.Yuan("--personal", "当年个人缴费标准（元）");
        var fiscal = LawOptions.Yuan("--fiscal", "当年财政补助标准（元）");
        personal.Required = fiscal.Required = true;
        var identities = new Option<string>("--identities") { Description = "身份，逗号隔开，如 低保对象 或 subsistence_allowance", DefaultValueFactory = _ => "" };
        var age = new Option<string>("--age") { Description = "周岁", DefaultValueFactory = _ => "" };
        var enrolment = new Option<string>("--enrolment")
        {
            Description = "at_enrolment 参保缴费时已是对象，new_insured 新增且已参保，new_uninsured 新增且未参保",
            DefaultValueFactory = _ => "at_enrolment",
        };
        var csv = new Option<string?>("--csv") { Description = $"名单，列为 {string.Join("、", Columns)}；写了就不看 --identities 等" };
        var json = Input.Json();
        var command = new Command("premium-aid", "资助参保：个人缴费由谁负担") { personal, fiscal, identities, age, enrolment, csv, json };
        law.AddTo(command);
        command.SetAction(parsed =>
        {
            var one = new Row(0, Columns.Zip(new[]
            {
                "", parsed.GetValue(identities)!, parsed.GetValue(age)!, parsed.GetValue(enrolment)!,
            }).ToDictionary(c => c.First, c => c.Second));
            var problems = new PackProblems(parsed.GetValue(csv) ?? "");
            var rows = parsed.GetValue(csv) is { } file ? RowsFile.Read(file, Columns[1..], Columns[..1], problems) : [one];
            var premium = new Premium(parsed.GetValue(personal)!.Value, parsed.GetValue(fiscal)!.Value);
            return Run(law.Law(parsed), rows, premium, problems, parsed.GetValue(json));
        });
        return command;
    }

    private static int Run(PolicyTerms? law, IReadOnlyList<Row> rows, Premium premium, PackProblems problems, bool json)
    {
        if (law is null)
        {
            return ExitCode.Configuration;
        }

        if (law.PremiumAid is not { } terms)
        {
            Console.Error.WriteLine($"{law.Identity.Pack} 没有资助参保的规定（premium_aid）");
            return ExitCode.Refused;
        }

        var results = rows.Select(r => (Row: r, Shares: Share(r, premium, terms, problems))).ToArray();
        if (problems.Found.Count > 0)
        {
            problems.Found.ToList().ForEach(Console.Error.WriteLine);
            return ExitCode.Failed;
        }

        var entries = results.Select(r => (r.Row, Shares: r.Shares!.Value)).ToArray();
        if (json)
        {
            Terminal.Json(Json(law, terms, entries));
        }
        else
        {
            Print(law, terms, entries);
        }

        return ExitCode.Done;
    }

    private static PremiumShares? Share(Row row, Premium premium, PremiumAidTerms terms, PackProblems problems)
    {
        Enrolment? enrolment = row["enrolment"] switch
        {
            "" or "at_enrolment" => Enrolment.AtEnrolment,
            "new_insured" => Enrolment.NewAndInsured,
            "new_uninsured" => Enrolment.NewAndUninsured,
            _ => null,
        };
        var (identities, age) = (LawOptions.Identities(row["identities"]), LawOptions.Whole(row["age"]));
        if (identities is { } held && age is { } years && enrolment is { } how)
        {
            return PremiumAid.Share(held, years, how, premium, terms);
        }

        var (column, form) = identities is null ? ("identities", LawOptions.IdentityNames())
            : age is null ? ("age", "周岁，整数") : ("enrolment", "at_enrolment、new_insured、new_uninsured");
        problems.Add(PackProblemCode.UnknownWord, row.Line, column, $"只能是：{form}");
        return null;
    }

    private static void Print(PolicyTerms law, PremiumAidTerms terms, (Row Row, PremiumShares Shares)[] entries)
    {
        var table = new Table().AddColumns("人员", "医疗救助", "优抚补助", "省级财政", "县级财政", "个人");
        foreach (var (row, shares) in entries)
        {
            table.AddRow(
                Markup.Escape(row["person"]), ExactNumber.Yuan(shares.ReliefFen), ExactNumber.Yuan(shares.VeteransAidFen),
                ExactNumber.Yuan(shares.ProvinceFen), ExactNumber.Yuan(shares.CountyFen), ExactNumber.Yuan(shares.PersonFen));
        }

        Terminal.Out.Write(table);
        Terminal.Out.WriteLine($"政策 {law.Identity.Pack}。{LawOptions.Basis(law, terms.Citation)}");
    }

    private static object Json(PolicyTerms law, PremiumAidTerms terms, (Row Row, PremiumShares Shares)[] entries) => new
    {
        Pack = law.Identity.Pack,
        Basis = LawOptions.Basis(law, terms.Citation),
        People = entries.Select(e => new
        {
            Person = e.Row["person"],
            Relief = ExactNumber.Yuan(e.Shares.ReliefFen),
            VeteransAid = ExactNumber.Yuan(e.Shares.VeteransAidFen),
            Province = ExactNumber.Yuan(e.Shares.ProvinceFen),
            County = ExactNumber.Yuan(e.Shares.CountyFen),
            Insured = ExactNumber.Yuan(e.Shares.PersonFen),
        }),
    };
}
