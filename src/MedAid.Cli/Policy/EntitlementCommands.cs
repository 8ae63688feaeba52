using System.CommandLine;
using MedAid.Core;
using MedAid.Core.Calculation;
using MedAid.Core.Policy;
using Spectre.Console;

namespace MedAid.Cli;

/// <summary>`medaid entitlement …`: what the law grants a person beside any visit.</summary>
internal static class EntitlementCommands
{
    public static Command Create() =>
        new("entitlement", "就诊以外的待遇：资助参保、大病关怀救助")
        {
            PremiumAidCommand.Create(), PremiumRunCommands.Run(), PremiumRunCommands.List(), PremiumRunCommands.Export(), CareGrantCommand.Create(),
        };
}

/// <summary>`medaid entitlement care-grant`: whether a person may have the grant, and why not.</summary>
internal static class CareGrantCommand
{
    public static Command Create()
    {
        var law = new LawOptions();
        var identities = new Option<string>("--identities") { Description = "身份，逗号隔开，如 低保对象 或 subsistence_allowance", Required = true };
        var disease = new Option<string>("--disease") { Description = "病种代码", Required = true };
        var late = new Option<bool>("--late-stage") { Description = "病情处于晚期" };
        var before = new Option<bool>("--granted-before") { Description = "以前（不论哪一年）已经发过" };
        var listed = new Option<string[]>("--listed") { Description = "政策包没有病种名单时，由经办机构名单补充的病种代码，可写多个" };
        var json = Input.Json();
        var command = new Command("care-grant", "大病关怀救助：一生一次，能不能发") { identities, disease, late, before, listed, json };
        law.AddTo(command);
        command.SetAction(parsed =>
        {
            if (LawOptions.Identities(parsed.GetValue(identities)!) is not { } held)
            {
                Console.Error.WriteLine($"--identities 只能是：{LawOptions.IdentityNames()}");
                return ExitCode.Usage;
            }

            var asked = new CareGrantCase(held, parsed.GetValue(disease)!, parsed.GetValue(late), parsed.GetValue(before));
            return Run(law.Law(parsed), asked, parsed.GetValue(listed) ?? [], parsed.GetValue(json));
        });
        return command;
    }

    private static int Run(PolicyTerms? law, CareGrantCase asked, string[] listed, bool json)
    {
        if (law is null)
        {
            return ExitCode.Configuration;
        }

        if (law.CareGrant is not { } terms)
        {
            Console.Error.WriteLine($"{law.Identity.Pack} 没有大病关怀救助的规定（care_grant）");
            return ExitCode.Refused;
        }

        terms = terms with { Diseases = [.. terms.Diseases, .. listed] };
        var answer = CareGrant.Decide(asked, terms);
        var amount = ExactNumber.Yuan(CareGrant.PaidFen(answer, terms));
        if (json)
        {
            Terminal.Json(new
            {
                Pack = law.Identity.Pack,
                Granted = answer == CareGrantAnswer.Granted,
                Amount = amount,
                Reason = Reason(answer, terms),
                Basis = LawOptions.Basis(law, terms.Citation),
            });
        }
        else
        {
            Terminal.Out.WriteLine($"{Reason(answer, terms)}：{amount} 元。政策 {law.Identity.Pack}。{LawOptions.Basis(law, terms.Citation)}");
        }

        return ExitCode.Done;
    }

    private static string Reason(CareGrantAnswer answer, CareGrantTerms terms) => answer switch
    {
        CareGrantAnswer.Granted => "可以发放",
        CareGrantAnswer.NoIdentity => "不发：不是重点救助对象或建档立卡人口",
        CareGrantAnswer.DiseaseNotListed when terms.Diseases.Count == 0 => "暂不能发：没有病种名单，请向经办机构要名单，用 --listed 写上后再问",
        CareGrantAnswer.DiseaseNotListed => "不发：病种不在名单内",
        CareGrantAnswer.NotLateStage => "不发：病情不是晚期",
        CareGrantAnswer.GrantedBefore => "不发：以前已经发过，每人一次",
        _ => throw InvariantBrokenException.NoWordFor(answer),
    };
}
