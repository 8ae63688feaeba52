using System.CommandLine;
using MedAid.LoadTests;

var port = new Option<int>("--port") { Required = true };
var answer = new Option<string>("--answer") { Required = true };
var echo = new Command("echo", "The transport's limit, started by the other commands") { port, answer };
echo.SetAction((parsed, cancellation) => EchoServer.RunAsync(parsed.GetValue(port), parsed.GetValue(answer)!, cancellation));

var gateway = new Option<string>("--gateway") { Required = true, Description = "MedAid.Gateway.dll" };
var root = new Option<string>("--root") { DefaultValueFactory = _ => ".", Description = "the repository" };
var postgres = new Option<string>("--postgres") { DefaultValueFactory = _ => "", Description = "connection string; empty: the embedded ledger" };
var redis = new Option<string>("--redis") { DefaultValueFactory = _ => "", Description = "host:port; empty: no Redis" };
var pgbench = new Option<string>("--pgbench") { DefaultValueFactory = _ => "pgbench" };
var profile = new Option<string>("--profile") { DefaultValueFactory = _ => "quick", Description = "quick, half-load, restart, morning-peak, precheck, steady, ramp or soak" };
profile.AcceptOnlyFromAmong("quick", "half-load", "restart", "morning-peak", "precheck", "steady", "ramp", "soak");
var rate = new Option<int?>("--rate") { Description = "calls a second of restart, morning-peak, steady and soak (1000) and of precheck (100)" };
var seconds = new Option<int>("--seconds") { DefaultValueFactory = _ => 30, Description = "length of steady, morning-peak and soak, and of each phase of precheck" };
var patients = new Option<int>("--patients") { DefaultValueFactory = _ => 100_000, Description = "patients of precheck" };
var data = new Option<string>("--data") { DefaultValueFactory = _ => "artifacts/bench-precheck", Description = "folder that precheck keeps with its database" };
var output = new Option<string>("--out") { DefaultValueFactory = _ => "artifacts/bench.json" };
var run = new Command("run", "Load on a gateway of its own, and the limits beside it")
{
    gateway, root, postgres, redis, pgbench, profile, rate, seconds, patients, data, output,
};
run.SetAction((parsed, _) =>
{
    var bench = new Bench
    {
        GatewayDll = parsed.GetValue(gateway)!,
        Root = parsed.GetValue(root)!,
        Postgres = parsed.GetValue(postgres)!,
        Redis = parsed.GetValue(redis)!,
        Pgbench = parsed.GetValue(pgbench)!,
        Output = parsed.GetValue(output)!,
    };
    var length = TimeSpan.FromSeconds(parsed.GetValue(seconds));
    return parsed.GetValue(profile) == "precheck"
        ? bench.RunPrecheckAsync(parsed.GetValue(patients), parsed.GetValue(data)!, parsed.GetValue(rate) ?? 100, length)
        : bench.RunAsync(parsed.GetValue(profile)!, parsed.GetValue(rate) ?? 1_000, length);
});

return await new RootCommand("Load tests of MedAid") { echo, run }.Parse(args).InvokeAsync();
