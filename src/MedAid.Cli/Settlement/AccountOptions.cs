using System.CommandLine;
using MedAid.Contract.Settlement.V1;
using MedAid.Core;

namespace MedAid.Cli;

/// <summary>The options that say what the personal account is to pay, in place of what the visit file says.</summary>
internal sealed class AccountOptions
{
    private const string All = "all";

    private readonly Option<string> use = new("--account") { Description = "用个人账户支付多少：金额，或 all（能付多少付多少）；替换文件里的 account", HelpName = "元|all" };
    private readonly Option<long> balance = Input.Yuan("--balance", "与 --account 同用：本人个人账户余额");
    private readonly Option<long> helper = Input.Yuan("--helper", "与 --account 同用：家庭共济可用的金额");

    public AccountOptions() => use.Validators.Add(result =>
    {
        if (result.GetValueOrDefault<string>() is var text && text != All && ExactNumber.Read(text ?? "", 2, out _) != NumberProblem.None)
        {
            result.AddError("--account 要写成 115.00 这样的金额（单位是元，最多两位小数），或 all");
        }
    });

    public void AddTo(Command command)
    {
        command.Options.Add(use);
        command.Options.Add(balance);
        command.Options.Add(helper);
        command.Validators.Add(result =>
        {
            if (result.GetResult(use) is null && (result.GetResult(balance) ?? result.GetResult(helper)) is not null)
            {
                result.AddError("--balance 和 --helper 要与 --account 同用");
            }
        });
    }

    /// <summary>What was given, or null.</summary>
    public PersonalAccount? Of(ParseResult parsed)
    {
        if (parsed.GetValue(use) is not { } text)
        {
            return null;
        }

        var account = new PersonalAccount { BalanceFen = parsed.GetValue(balance), HelperFen = parsed.GetValue(helper) };
        if (text == All)
        {
            account.All = true;
        }
        else
        {
            ExactNumber.Read(text, 2, out var fen);
            account.UseFen = fen;
        }

        return account;
    }
}
