using System.CommandLine;
using System.Text.Json.Nodes;

namespace MedAid.Cli;

/// <summary>`medaid person …`: what is known of a person, since when, and the keys that seal names and numbers.</summary>
internal static class PersonCommands
{
    public static Command Create() => new("person", "人员：身份、身份的来历、密钥轮换") { Get(), History(), RotateKey() };

    private static Command Get()
    {
        var asKnown = new Option<string>("--as-known") { Description = "按当时所知，如 2026-03-01T08:00:00+08:00；不写则按现在所知", DefaultValueFactory = _ => "" };
        return Read("get", "查看一个人的参保和身份；每次查询都留痕", asKnown, (parsed, person) =>
        {
            Head(person);
            foreach (var identity in person["identities"]?.AsArray() ?? [])
            {
                Console.Out.WriteLine(Line(identity!));
            }
        });
    }

    private static Command History() => Read(
        "history", "查看一个人的来历：身份、参保、资格和户，何时起享、何时起知、由谁得知", null, (_, person) =>
        {
            Head(person);
            foreach (var row in person["history"]?.AsArray() ?? [])
            {
                var closed = row!["knownToTime"] is { } to ? $"，{to} 起不再认（导入 {row["closedByImportId"]} 第 {row["closedLine"] ?? 0} 行）" : "";
                Console.Out.WriteLine(
                    $"{Line(row["identity"]!)}；{row["knownFromTime"]} 起得知（导入 {row["openedByImportId"]} 第 {row["openedLine"] ?? 0} 行）{closed}");
            }

            foreach (var version in person["versions"]?.AsArray() ?? [])
            {
                Console.Out.WriteLine(
                    $"  版本 {version!["version"]}  {version["knownFromTime"]} 起  {version["scheme"]} {version["countyCode"]}  "
                    + $"{Held(version)}  {By(version)}");
            }

            foreach (var place in person["households"]?.AsArray() ?? [])
            {
                Console.Out.WriteLine(
                    $"  户  {place!["knownFromTime"]} 起  户主 {place["headKey"]}  "
                    + $"{place["countyCode"]} {place["township"]} {place["village"]}  {By(place)}");
            }
        });

    private static string By(JsonNode row) => $"由 {row["changedBy"]}{(AnswerText.Of(row, "operator") is { } name ? $"，{name} 办理" : "")}";

    private static string Held(JsonNode version) => string.Join("；", (version["qualifications"]?.AsArray() ?? []).Select(q => string.Concat(
        $"{q!["kind"]}" == "chronic" ? "慢特病" : "“两病”", $" {q["diseaseCode"]} {q["fromDate"]} 起",
        AnswerText.Of(q, "untilDate") is { } end ? $"，到 {end}（不含）" : "",
        AnswerText.Of(q, "hospitalCode") is { } hospital ? $"，选定 {hospital}" : "")));

    private static Command RotateKey()
    {
        var newKey = new Option<bool>("--new-key") { Description = "先在网关的密钥文件里加一把新密钥；多个网关时请手工把新密钥加到每一份文件，不用此项" };
        var calls = new PeopleCalls();
        var command = new Command("rotate-key", "用密钥文件里最后一把密钥重新加密全部姓名和号码；没做完可以再做") { newKey };
        calls.AddTo(command);
        command.SetAction((parsed, cancellation) => calls.RunAsync(parsed, async client =>
        {
            var body = new JsonObject { ["requestId"] = Guid.NewGuid().ToString(), ["newKey"] = parsed.GetValue(newKey) };
            var answer = await client.PostAsync("v1/people:rotateKey", body, cancellation);
            if (answer.IsError)
            {
                return GatewayCalls.Refuse(answer);
            }

            await Console.Out.WriteLineAsync($"密钥 {answer.Body["keyId"]}，重新加密 {answer.Body["resealed"] ?? 0} 人");
            return ExitCode.Done;
        }));
        return command;
    }

    private static Command Read(string name, string description, Option<string>? asKnown, Action<ParseResult, JsonObject> print)
    {
        var key = new Option<string>("--key") { Description = "人员编号（结算里的 person_key）", DefaultValueFactory = _ => "" };
        var id = new Option<bool>("--id-number") { Description = "从标准输入读身份证号码（不写在命令行上，以免留在历史记录里）" };
        var purpose = new Option<string>("--purpose") { Description = "查询事由；记入留痕", Required = true };
        var calls = new PeopleCalls();
        var command = new Command(name, description) { key, id, purpose };
        if (asKnown is not null)
        {
            command.Options.Add(asKnown);
        }

        calls.AddTo(command);
        command.SetAction((parsed, cancellation) => calls.RunAsync(parsed, async client =>
        {
            var body = new JsonObject
            {
                ["personKey"] = parsed.GetValue(key),
                ["idNumber"] = parsed.GetValue(id) ? (await Console.In.ReadLineAsync(cancellation))?.Trim() : "",
                ["purpose"] = parsed.GetValue(purpose),
            };
            if (asKnown is not null && parsed.GetValue(asKnown) is { Length: > 0 } moment)
            {
                body["asKnownTime"] = moment;
            }

            var answer = await client.PostAsync("v1/people:get", body, cancellation);
            if (answer.IsError)
            {
                return GatewayCalls.Refuse(answer);
            }

            if (calls.WantsJson(parsed))
            {
                Terminal.Json(answer.Body);
            }
            else
            {
                print(parsed, answer.Body);
            }

            return ExitCode.Done;
        }));
        return command;
    }

    private static void Head(JsonObject person)
    {
        var insured = AnswerText.Of(person, "scheme") is { } scheme
            ? $"{scheme} {person["countyCode"]}，版本 {person["eligibilityVersion"]}"
            : "未查到参保登记";
        Console.Out.WriteLine($"{person["personKey"]}  {person["name"]}  {person["idNumber"]}  {insured}");
    }

    private static string Line(JsonNode identity)
    {
        var until = AnswerText.Of(identity, "untilDate") is { } end ? $"到 {end}（不含）" : "起，未见退出";
        var provisional = AnswerText.Of(identity, "certifyByDate") is { } day ? $"，先保障后认证，期限 {day}" : "";
        return $"  {identity["identity"]}  {AnswerText.Of(identity, "fromDate") ?? "记录之前"} {until}{provisional}";
    }
}
