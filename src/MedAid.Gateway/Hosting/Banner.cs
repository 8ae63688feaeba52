using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Hosting.Server;

namespace MedAid.Gateway.Hosting;

/// <summary>What a newcomer reads when the gateway has started: where it is, and a command to try.</summary>
internal static class Banner
{
    public static void PrintWhenStarted(WebApplication app) =>
        app.Lifetime.ApplicationStarted.Register(() => Print(app, app.Services.GetRequiredService<Settings>()));

    private static void Print(WebApplication app, Settings settings)
    {
        var urls = app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.ToArray();
        var sample = Path.Combine(Folders.Find(settings.ReferenceFolder), "dialysis-visit.json");
        var register = app.Services.GetRequiredService<RegisterGate>();
        Console.Error.WriteLine(
            $"""

            {(register.IsOpen ? "MedAid 已启动" : $"MedAid 尚未就绪，现在不能结算：{register.WaitsFor}{Environment.NewLine}网关会一直重试，就绪时日志会说；现在的情况见 {urls[0]}/readyz")}
              HTTP/JSON  {urls[0]}   接口页面 {urls[0]}/swagger   就绪 {urls[0]}/readyz
              gRPC       {urls[1]}   （h2c，无 TLS）
              账本       {Ledger(settings)}
            """);
        if (register.IsOpen && File.Exists(sample))
        {
            Console.Error.WriteLine(
                $"""
                  样例数据   {Path.GetDirectoryName(sample)}（人员、医院、目录均为虚构）
                试一笔血液透析结算：
                  curl -s -H 'Content-Type: application/json' --data-binary @{sample} {urls[0]}/v1/settlements

                """);
        }
    }

    /// <summary>Without the connection string: it holds a password.</summary>
    private static string Ledger(Settings settings) => settings.Postgres.Length > 0
        ? "PostgreSQL"
        : settings.LedgerPath;
}
