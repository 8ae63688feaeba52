using System.CommandLine;
using MedAid.Gateway.Hosting;
using MedAid.Stores.Postgres;

namespace MedAid.Cli;

/// <summary>`medaid db …`: the steps by which the tables of PostgreSQL come to the version of this program.</summary>
internal static class DatabaseCommands
{
    public static Command Create() => new("db", "PostgreSQL 数据库：查看和执行升级步骤")
    {
        Steps("status", "列出升级步骤，已执行的和待执行的；有待执行的时退出码为 1", (m, c) => m.StatusAsync(c)),
        Steps("migrate", "执行待执行的升级步骤；多个同时执行时只有一个做，其余等它做完", (m, c) => m.MigrateAsync(c)),
    };

    private static Command Steps(
        string name, string description, Func<PostgresMigrations, CancellationToken, Task<IReadOnlyList<MigrationStatus>>> run)
    {
        var json = Input.Json();
        var command = new Command(name, description) { json };
        command.SetAction((parsed, cancellation) => StoreCalls.GuardAsync(async () =>
        {
            var settings = GatewayHost.ReadSettings();
            if (settings.Postgres.Length == 0)
            {
                await Console.Error.WriteLineAsync("没有设置 PostgreSQL：请用 MEDAID__POSTGRES 写明连接串；单机账本在启动时自动升级");
                return ExitCode.Configuration;
            }

            await using var database = new PostgresDatabase(settings.Postgres);
            var steps = await run(new PostgresMigrations(database), cancellation);
            if (parsed.GetValue(json))
            {
                Terminal.Json(steps.Select(Json));
            }
            else
            {
                foreach (var step in steps)
                {
                    await Console.Out.WriteLineAsync(
                        $"{step.Number:0000}  {step.Name}  {(step.Applied is { } at ? $"已于 {at:yyyy-MM-dd HH:mm:ss zzz} 执行" : "待执行")}");
                }
            }

            return steps.All(s => s.Applied is not null) ? ExitCode.Done : ExitCode.Failed;
        }));
        return command;
    }

    private static object Json(MigrationStatus step) => new
    {
        Number = step.Number,
        Name = step.Name,
        AppliedTime = step.Applied is { } at ? at.ToString("O") : null,
    };
}
