namespace MedAid.Gateway.Hosting;

/// <summary>Runs the gateway until it is told to stop. Also what <c>medaid serve</c> does.</summary>
public static class GatewayProgram
{
    /// <summary>Exit code when settings, packs or stores do not let it start.</summary>
    public const int CannotStart = 3;

    /// <summary>Runs to the end; 0 after a clean stop.</summary>
    public static async Task<int> RunAsync(string[] args)
    {
        try
        {
            await using var app = GatewayHost.Build(args);
            Banner.PrintWhenStarted(app);
            await app.RunAsync();
            return 0;
        }
        catch (StartProblemException problem)
        {
            await Console.Error.WriteLineAsync($"MedAid 没有启动：{Environment.NewLine}{problem.Message}");
            return CannotStart;
        }
        catch (IOException problem) when (problem.InnerException is Microsoft.AspNetCore.Connections.AddressInUseException)
        {
            await Console.Error.WriteLineAsync(
                $"MedAid 没有启动：端口已被占用（{problem.Message}）。请停掉占用它的程序，或设置 MEDAID__HTTPPORT、MEDAID__GRPCPORT");
            return CannotStart;
        }
    }
}
