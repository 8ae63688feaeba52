using System.Net;
using System.Net.Sockets;

namespace MedAid.Gateway.Tests.EndToEnd;

/// <summary>What keeps the gateway from starting: exit code 3, and a Chinese text that says what to do.</summary>
public sealed class StartTests : IDisposable
{
    private readonly DirectoryInfo data = GatewayProcess.NewDataFolder();

    [Theory]
    [InlineData("HttpPort", "70000", "MEDAID__HTTPPORT", "端口要在 0 和 65535 之间")]
    [InlineData("AllowedOrigins", "http://his:8000/page", "MEDAID__ALLOWEDORIGINS", "不带路径和通配符")]
    [InlineData("AuditResult", "list", "MEDAID__AUDITRESULT", "array")]
    [InlineData("AllowedHosts", "http://medaid:8080", "MEDAID__ALLOWEDHOSTS", "不带协议、端口和通配符")]
    [InlineData("GrpcPort", "-1", "MEDAID__GRPCPORT", "端口要在 0 和 65535 之间")]
    [InlineData("ListenAddress", "localhost", "MEDAID__LISTENADDRESS", "给本机用写 127.0.0.1")]
    [InlineData("PacksFolder", "/no/such/folder", "MEDAID__PACKSFOLDER", "没有目录 /no/such/folder")]
    [InlineData("ReferenceFolder", "/no/such/folder", "MEDAID__REFERENCEFOLDER", "请写绝对路径")]
    [InlineData("PersonKey", "c2hvcnQ=", "MEDAID__PERSONKEY", "openssl rand -base64 32")]
    public async Task A_setting_that_is_wrong_is_named_with_what_to_do(string name, string value, string names, string says)
    {
        var (exitCode, output) = await GatewayProcess.RunToItsEndAsync(data, (name, value));
        AssertSays(exitCode, output, names, says);
    }

    [Fact]
    public async Task All_wrong_settings_are_named_at_once()
    {
        var (exitCode, output) = await GatewayProcess.RunToItsEndAsync(
            data, ("HttpPort", "70000"), ("PacksFolder", "/no/such/folder"), ("ListenAddress", "here"), ("GrpcPort", "S3cretNum"),
            ("HtpPort", "S3cretNum"), ("Reflection", "ja"), ("AdvanceLimitsFen__H1", "many"));
        AssertSays(
            exitCode, output, "MEDAID__HTTPPORT", "MEDAID__PACKSFOLDER", "MEDAID__LISTENADDRESS", "MEDAID__GRPCPORT）：要写成整数",
            "MEDAID__HTPPORT）：没有这个设置，是否想写 HttpPort", "MEDAID__REFLECTION）：只能写 true 或 false", "MEDAID__ADVANCELIMITSFEN__H1）：要写成整数");
        Assert.DoesNotContain("S3cretNum", output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_pack_with_an_error_keeps_it_from_starting_and_file_and_line_are_named()
    {
        var packs = data.CreateSubdirectory("packs");
        var file = Path.Combine(packs.FullName, "dialysis.yaml");
        var lines = await File.ReadAllLinesAsync(Path.Combine(Clone.Packs, "lvliang", "2022-07-12-dialysis.yaml"));
        var line = Array.FindIndex(lines, l => l.Contains("ratio: 0.85", StringComparison.Ordinal));
        lines[line] = lines[line].Replace("0.85", "8.5", StringComparison.Ordinal);
        await File.WriteAllLinesAsync(file, lines);

        var (exitCode, output) = await GatewayProcess.RunToItsEndAsync(data, ("PacksFolder", packs.FullName));

        AssertSays(exitCode, output, $"{file}:{line + 1}");
    }

    [Fact]
    public async Task A_roster_with_a_bad_id_number_keeps_it_from_starting_without_showing_the_number()
    {
        var reference = data.CreateSubdirectory("reference");
        File.Copy(Clone.Sample("catalogue.csv"), Path.Combine(reference.FullName, "catalogue.csv"));
        reference.CreateSubdirectory("hospitals");
        File.Copy(
            Clone.Sample("hospitals/H14112300101.yaml"), Path.Combine(reference.FullName, "hospitals", "H14112300101.yaml"));
        var people = await File.ReadAllTextAsync(Clone.Sample("people.json"));
        await File.WriteAllTextAsync(
            Path.Combine(reference.FullName, "people.json"), people.Replace(Requests.Yi, "141123195903039033", StringComparison.Ordinal));

        var (exitCode, output) = await GatewayProcess.RunToItsEndAsync(data, ("ReferenceFolder", reference.FullName));

        AssertSays(exitCode, output, "第 2 人的身份证号码：身份证号码不对：要 18 位");
        Assert.DoesNotContain("141123195903039033", output, StringComparison.Ordinal);
        Assert.DoesNotContain("样例乙", output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_port_in_use_is_named()
    {
        using var taken = new TcpListener(IPAddress.Loopback, 0);
        taken.Start();
        var port = ((IPEndPoint)taken.LocalEndpoint).Port;

        var (exitCode, output) = await GatewayProcess.RunToItsEndAsync(data, ("HttpPort", $"{port}"));

        AssertSays(exitCode, output, $"{port}", "端口已被占用", "MEDAID__HTTPPORT");
    }

    [Fact]
    public async Task A_second_gateway_on_the_same_data_folder_is_turned_away_and_the_first_works_on()
    {
        await using var first = await GatewayProcess.StartAsync(data);

        var (exitCode, output) = await GatewayProcess.RunToItsEndAsync(data);

        AssertSays(exitCode, output, Path.Combine(data.FullName, "medaid.db"), "另一个 MedAid 正在使用它");
        await first.Settlements.SettleAsync(Requests.Sample("first-1"));
    }

    [Fact]
    public async Task Another_person_key_than_the_register_was_made_with_is_noticed()
    {
        await using (await GatewayProcess.StartAsync(data))
        {
        }

        var other = Convert.ToBase64String(new byte[32]);
        var (exitCode, output) = await GatewayProcess.RunToItsEndAsync(data, ("PersonKey", other));

        AssertSays(exitCode, output, "人员密钥与登记库不符");
    }

    [Fact]
    public async Task The_person_key_of_the_first_start_is_for_its_owner_alone()
    {
        await using var gateway = await GatewayProcess.StartAsync(data);
        var mode = new FileInfo(Path.Combine(data.FullName, "person.key")).UnixFileMode;
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, mode);
    }

    public void Dispose() => data.Delete(recursive: true);

    private static void AssertSays(int exitCode, string output, params string[] parts)
    {
        Assert.True(exitCode == 3, $"exit code {exitCode}:\n{output}");
        Assert.Contains("MedAid 没有启动", output, StringComparison.Ordinal);
        Assert.All(parts, part => Assert.Contains(part, output, StringComparison.Ordinal));
        Assert.DoesNotContain("   at ", output, StringComparison.Ordinal);
    }
}
