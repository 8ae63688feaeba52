namespace MedAid.Gateway.Tests.EndToEnd;

/// <summary>What is wrong in people.json keeps the gateway from starting; person and field are named, never the number.</summary>
public sealed class RosterTests : IDisposable
{
    private readonly DirectoryInfo data = GatewayProcess.NewDataFolder();

    public void Dispose() => data.Delete(recursive: true);

    [Fact]
    public async Task All_slips_of_a_person_are_named_and_keep_it_from_starting()
    {
        var reference = data.CreateSubdirectory("reference");
        reference.CreateSubdirectory("hospitals");
        foreach (var name in (string[])["catalogue.csv", "hospitals/H14112300101.yaml"])
        {
            File.Copy(Clone.Sample(name), Path.Combine(reference.FullName, name));
        }

        await File.WriteAllTextAsync(Path.Combine(reference.FullName, "people.json"), """
            [{"id_number": "141123196805129020", "name": "样例甲", "scheme": "居民", "county": "1411",
              "identities": [{"kind": "orphan", "from": "2026-01-02", "until": "2026-01-01"}],
              "qualifications": [{"kind": "chronic", "disease": "M07800", "approved": "2026-01-02", "until": "2026-01-01"}]}]
            """);

        var (exitCode, output) = await GatewayProcess.RunToItsEndAsync(data, ("ReferenceFolder", reference.FullName));

        Assert.Equal(3, exitCode);
        string[] slips = ["第 1 人的险种 scheme 不对", "第 1 人的参保县 county 不对", "第 1 人的身份日期不对", "第 1 人的资格日期不对"];
        Assert.All(slips, slip => Assert.Contains(slip, output, StringComparison.Ordinal));
        Assert.DoesNotContain("141123196805129020", output, StringComparison.Ordinal);
    }
}
