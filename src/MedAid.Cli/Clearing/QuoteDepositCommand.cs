using System.CommandLine;
using MedAid.Contract.Clearing.V1;

namespace MedAid.Cli;

/// <summary>`medaid patient quote-deposit FILE`: the deposit of a planned stay, why, and what it would be for others.</summary>
internal static class QuoteDepositCommand
{
    public static Command Create()
    {
        var file = Input.File("就诊文件：预计的住院费用，格式同 POST /v1/settlements，- 表示标准输入");
        var others = Input.Flag("--others", "同时列出其他身份各负担多少，供窗口参考");
        return CommandFrame.Run("quote-deposit", "试算住院押金：等于预计个人负担，先诊疗后付费的不收；不入账", [file, others], async call =>
        {
            var method = PatientAccountService.Descriptor.FindMethodByName(nameof(PatientAccountService.PatientAccountServiceClient.QuoteDeposit));
            var quote = await VisitFile.PostAsync<QuoteDepositResponse>(
                call.Gateway, method, new QuoteDepositRequest(), call.Get(file), call.Cancellation);
            return quote is null ? ExitCode.Usage : call.Print(quote, q => Print(q, call.Get(others)));
        });
    }

    private static void Print(QuoteDepositResponse quote, bool others)
    {
        Display.Lines(quote.Sentences, s => s);
        Display.Lines(others ? quote.Others : [], o => $"  {o.Name}：个人负担 {Display.Yuan(o.PatientFen)} 元，押金 {Display.Yuan(o.DepositFen)} 元");
    }
}
