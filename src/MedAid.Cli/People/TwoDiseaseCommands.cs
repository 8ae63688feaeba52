using System.CommandLine;
using Google.Protobuf;
using MedAid.Contract.People.V1;

namespace MedAid.Cli;

/// <summary>`medaid two-disease enrol FILE`: takes managed patients into two-disease, by a running gateway.</summary>
internal static class TwoDiseaseCommands
{
    public static Command Create() => new("two-disease", "“两病”门诊用药保障：规范化管理人员整体纳入") { Enrol() };

    private static Command Enrol()
    {
        var file = Input.File("名单（CSV 或 XLSX）：身份证号码,病种编码,管理机构编码,是否用药");
        var checker = Input.Text("--checked-by", "复核人，不能是经办人", required: true);
        return CommandFrame.Run("enrol", "纳入已用药、未享受门诊慢特病待遇的人；同一名单再办一次不会重复", [file, checker], async call =>
        {
            if (await Input.ReadAsync(call.Get(file), call.Cancellation) is not { } content)
            {
                return ExitCode.Usage;
            }

            var answer = await call.Gateway.Qualifications.EnrolTwoDiseaseAsync(new()
            {
                RequestId = call.RequestId, ValidateOnly = call.ValidateOnly, File = UnsafeByteOperations.UnsafeWrap(content),
                CheckedBy = call.Get(checker),
            });
            return call.Print(answer, Print, a => a.Faults.Count > 0 ? ExitCode.Failed : ExitCode.Done);
        }, writes: true);
    }

    private static void Print(EnrolTwoDiseaseResponse answer)
    {
        Console.Out.WriteLine($"纳入 {answer.Enrolled} 人，未纳入 {answer.Faults.Count} 行");
        Display.Lines(answer.Faults, f => $"第 {f.Line} 行：{f.Message}（{f.Code}）");
    }
}
