using System.CommandLine;

namespace MedAid.Cli;

/// <summary>A person at a hospital: by key, or with the id number from standard input.</summary>
internal sealed class PatientInput
{
    private readonly Option<string> key = Input.Text("--key", "人员编号；不写则从标准输入读身份证号码");

    public Option<string> Hospital { get; } = Input.Hospital(description: "机构编码");

    public Symbol[] Symbols => [key, Hospital];

    /// <summary>The key that was given, or else the id number.</summary>
    public async Task<(string Key, string IdNumber)> ReadAsync(GatewayCall call) =>
        call.Get(key) is { Length: > 0 } given ? (given, "") : ("", await call.ReadIdNumberAsync());
}
