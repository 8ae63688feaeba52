using System.Globalization;
using System.Text.RegularExpressions;
using MedAid.Gateway.Tests.EndToEnd;

namespace MedAid.Gateway.Tests.Sharing;

/// <summary>What the gateways of a hospital remember together of its people, and what their logs say of the memory.</summary>
public sealed partial class SharedMemoryTests : IDisposable
{
    /// <summary>Persons, not the tickets that lie in their place for a moment.</summary>
    private const string CountPersons =
        "local n = 0 for _, key in ipairs(redis.call('KEYS', '*')) do if redis.call('STRLEN', key) > 17 then n = n + 1 end end return n";

    private const string InForce = "Reference data in force";
    private const string Away = "Redis is away";
    private const string Back = "Redis is back";

    private readonly HotPatients crowd = new(300);
    private readonly DirectoryInfo reference = Directory.CreateTempSubdirectory("medaid-reference-");

    public SharedMemoryTests()
    {
        reference.CreateSubdirectory("hospitals");
        foreach (var name in (string[])["catalogue.csv", "people.json", "hospitals/H14112300101.yaml", "hospitals/H14110200102.yaml"])
        {
            File.Copy(Clone.Sample(name), Path.Combine(reference.FullName, name));
        }

        // The people of the samples, and the crowd.
        File.WriteAllText(People, $"{File.ReadAllText(People).TrimEnd().TrimEnd(']')},{crowd.People.TrimStart('[')}");
    }

    private string People => Path.Combine(reference.FullName, "people.json");

    public void Dispose()
    {
        crowd.Dispose();
        reference.Delete(recursive: true);
    }

    /// <summary>As 低保 the sample's patient pays 158.46; without an identity there is no relief of 33.13: 158.46 + 33.13 = 191.59.</summary>
    [SharedFact]
    public async Task A_start_makes_nobody_forgotten_and_a_reload_only_who_changed()
    {
        await using var servers = await SharedServers.CreateAsync();
        await using var one = await StartAsync(servers);
        var remembered = await RememberSomeAsync(servers, one, crowd.IdNumbers);

        await using var other = await StartAsync(servers);
        Assert.Equal(remembered, await PersonsInRedisAsync(servers));
        Assert.Equal(158_46, await QuoteSampleAsync(one));

        var roster = await File.ReadAllTextAsync(People);
        await File.WriteAllTextAsync(People, Jia().Replace(roster, "$1[]", 1));
        await other.ReloadAsync(InForce, 2);

        Assert.InRange(await PersonsInRedisAsync(servers), remembered - 1, remembered);
        await Waiting.Until("the other gateway knows of the change", async () => await QuoteSampleAsync(one) == 191_59);
    }

    [SharedFact]
    public async Task The_log_says_once_that_Redis_went_away_and_once_that_it_is_back()
    {
        await using var servers = await SharedServers.CreateAsync();
        await using var gateway = await StartAsync(servers);
        await QuoteEverybodyAsync(gateway);
        for (var outage = 1; outage <= 2; outage++)
        {
            await servers.Redis.KillAsync();
            await Waiting.Until("the outage is told", () => Told(gateway).LastOrDefault());
            await QuoteEverybodyAsync(gateway);
            await servers.Redis.StartAsync();
            await Waiting.Until("its end is told", () => !Told(gateway).LastOrDefault());
            await QuoteEverybodyAsync(gateway);
        }

        // Each is told once. Where the machine stands still for a second there may be more than two outages.
        var told = Told(gateway);
        Assert.True(told.Length >= 4, gateway.Output);
        Assert.Equal(Enumerable.Range(0, told.Length).Select(i => i % 2 == 0), told);
        Assert.DoesNotMatch("[0-9]{17}[0-9X]", gateway.Output);
    }

    /// <summary>What was told of Redis, in order: true that it is away.</summary>
    private static bool[] Told(GatewayProcess gateway) =>
    [
        .. gateway.Output.Split('\n').Where(l => l.Contains(Away, StringComparison.Ordinal) || l.Contains(Back, StringComparison.Ordinal))
            .Select(l => l.Contains(Away, StringComparison.Ordinal)),
    ];

    private Task<GatewayProcess> StartAsync(SharedServers servers) =>
        GatewayProcess.StartAsync(null, [.. servers.Settings(), ("ReferenceFolder", reference.FullName)]);

    private static async Task<int> PersonsInRedisAsync(SharedServers servers) =>
        int.Parse(await servers.RedisAsync("EVAL", CountPersons, "0"), CultureInfo.InvariantCulture);

    /// <summary>
    /// Brings at least two persons into Redis, and tells how many there are. A gateway may find Redis too slow and bypass it for a moment; who
    /// was looked up then is remembered by the gateway alone, so there are many to be looked up.
    /// </summary>
    private static async Task<int> RememberSomeAsync(SharedServers servers, GatewayProcess gateway, IEnumerable<string> idNumbers)
    {
        var remembered = 0;
        foreach (var person in idNumbers)
        {
            await QuoteAsync(gateway, person);
            remembered = await PersonsInRedisAsync(servers);
            if (remembered >= 2)
            {
                break;
            }
        }

        Assert.True(remembered >= 2, $"only {remembered} persons came into Redis");
        return remembered;
    }

    private static async Task QuoteEverybodyAsync(GatewayProcess gateway)
    {
        foreach (Match person in IdNumber().Matches(await File.ReadAllTextAsync(Clone.Sample("people.json"))))
        {
            await QuoteAsync(gateway, person.Value);
        }
    }

    private static async Task QuoteAsync(GatewayProcess gateway, string idNumber)
    {
        var visit = Requests.Outpatient("r", idNumber, "2026-03-02", 50_00).Visit;
        var answer = await gateway.Settlements.QuoteAsync(new() { Visit = visit }).ResponseAsync.WaitAsync(GatewayProcess.Patience);
        Assert.Equal(50_00, answer.Breakdown.GrossFen);
    }

    private static async Task<long> QuoteSampleAsync(GatewayProcess gateway)
    {
        var answer = gateway.Settlements.QuoteAsync(new() { Visit = Requests.Sample("r").Visit });
        return (await answer.ResponseAsync.WaitAsync(GatewayProcess.Patience)).Breakdown.PatientFen;
    }

    [GeneratedRegex("[0-9]{17}[0-9X]")]
    private static partial Regex IdNumber();

    [GeneratedRegex("(\"141123196805129020\".*?\"identities\": )\\[.*?\\]")]
    private static partial Regex Jia();
}
