using System.Text.Json;

namespace MedAid.Cli.Tests;

/// <summary>
/// `medaid precheck` on the sample. 847.00 in all; 568.00 are in scope (400.00 + 108.00 + 60.00): basic 85 % 482.80, relief 30 % of the 85.20 left
/// 25.56; the patient pays 338.64.
/// </summary>
public sealed class PrecheckCommandTests
{
    private const string Orders = "samples/orders.json";

    [Fact]
    public async Task Cards_are_printed_for_people_and_as_JSON()
    {
        var printed = await Medaid.RunAsync("precheck", Orders);
        var json = await Medaid.RunAsync("precheck", Orders, "--json");

        Assert.Equal((0, 0), (printed.ExitCode, json.ExitCode));
        Assert.Equal("个人负担 338.64 元，5 条提示", printed.Lines[0]);
        Assert.Contains("[注意] 苯磺酸氨氯地平片：开 3 份，28 天只要 1 份，减到 1 份", printed.Lines);
        Assert.Contains("  1 改用醋酸钙片 1 份：个人负担 147.52 元", printed.Lines);
        using var answer = JsonDocument.Parse(json.Output);
        Assert.Equal((338_64, 5), (answer.RootElement.GetProperty("patientFen").GetInt64(), answer.RootElement.GetProperty("cards").GetArrayLength()));
    }

    [Fact]
    public async Task A_file_that_is_not_there_is_a_slip_of_the_user() =>
        Assert.Equal(2, (await Medaid.RunAsync("precheck", "samples/none.json")).ExitCode);
}
