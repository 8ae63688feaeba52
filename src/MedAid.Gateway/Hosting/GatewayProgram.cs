namespace MedAid.Gateway.Hosting;

/// <summary>Runs the gateway until it is told to stop. Also what <c>medaid serve</c> does.</summary>
public static class GatewayProgram
{
    private static readonly string[] AsksForHelp = ["--help", "-h", "-?", "/?", "--version"];

    /// <summary>Runs to the end; 0 after a clean stop.</summary>
    public static Task<int> RunAsync(string[] args) => ProgramEnd.GuardAsync(
        async () =>
        {
            ProgramEnd.CatchTheRest();
            if (args.Intersect(AsksForHelp, StringComparer.Ordinal).Any())
            {
                await Console.Out.WriteLineAsync(
                    $"""
                    MedAid 医疗救助一站式结算网关
                    用法：dotnet MedAid.Gateway.dll [--MedAid:设置=值 …]，或用 MEDAID__ 开头的环境变量；运行到 Ctrl+C 或 SIGTERM 为止
                    例：dotnet MedAid.Gateway.dll --MedAid:HttpPort=8081 --MedAid:DataFolder=/var/lib/medaid
                    全部设置见 docs/OPERATIONS.md；命令行工具是 medaid
                    """);
                return 0;
            }

            await using var app = GatewayHost.Build(args);
            Banner.PrintWhenStarted(app);
            await app.RunAsync();
            return 0;
        },
        $"MedAid 没有启动：{Environment.NewLine}");
}
