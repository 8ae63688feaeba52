namespace MedAid.Gateway.Tests.EndToEnd;

/// <summary>
/// The packs of this clone and beside them one for an invented region, so that a test of the wire does not rest on the law of a real county;
/// and persons of both. Figures of the invented pack: in-patient line 400.00, from the second admission on 200.00, 75 %; of an accident
/// nothing; chronic D10 line 100.00 and 70 %, D20 50 %; relief 70 % of what is left, for chronic care not at the window. Out-patient care has
/// no rule. Of employees, out-patient care 60 %, in-patient line 500.00 and 90 %; the personal account pays what is left in scope.
/// </summary>
internal static class OwnLaw
{
    /// <summary>Of the invented region, 低保, qualified for D10 and D20.</summary>
    public const string Poor = "141125197201129115";

    /// <summary>Of the invented region, no identity, no qualification.</summary>
    public const string Plain = "141126194905019128";

    /// <summary>A retired employee of the invented region.</summary>
    public const string Retired = "141127196104129015";

    private const string Pack =
        """
        pack: invented
        title: 虚构地区
        region: "9901"
        scheme: resident
        effective: 2020-01-01
        published: 2019-12-01
        sources: [{id: T1, title: 虚构地区的规定, issuer: 虚构地区医保局, published: 2019-12-01, confidence: A}]
        layers:
          - id: veteran
            title: 优抚补助
            fund: "610200"
            kind: external
            covers: [in_scope, out_of_scope]
          - id: basic
            title: 基本医疗保险
            fund: basic_pool
            covers: [in_scope]
            rules:
              - {id: accident, when: {accident: true}, ratio: 0, cite: T1}
              - id: inpatient-first
                when: {care: inpatient, admission: {to: 1}}
                deductible: {amount: 400, period: visit}
                ratio: 0.75
                cite: T1
                caps: [{amount: 9000, period: year}]
              - id: inpatient-later
                when: {care: inpatient, admission: {from: 2}}
                deductible: {amount: 200, period: visit}
                ratio: 0.75
                cite: T1
                caps: [{amount: 9000, period: year}]
              - {id: d10, when: {care: outpatient_chronic, disease: D10}, deductible: {amount: 100, period: visit}, ratio: 0.7, cite: T1}
              - {id: d20, when: {care: outpatient_chronic, disease: D20}, ratio: 0.5, cite: T1}
          - id: relief
            title: 医疗救助
            fund: medical_aid
            covers: [in_scope]
            rules:
              - {id: poor, when: {identity: subsistence_allowance}, ratio: 0.7, cite: T1}
        one_stop:
          - {layer: relief, when: {care: outpatient_chronic}, at_window: false, cite: T1}
          - {layer: relief, online_from: 2020-01-01, cite: T1}
        """;

    private const string Employees =
        """
        pack: invented-employees
        title: 虚构地区职工医保
        region: "9901"
        scheme: employee
        effective: 2020-01-01
        published: 2019-12-01
        sources: [{id: T2, title: 虚构地区职工医保的规定, issuer: 虚构地区医保局, published: 2019-12-01, confidence: A}]
        layers:
          - id: basic
            title: 职工基本医疗保险
            fund: "310100"
            covers: [in_scope]
            rules:
              - {id: outpatient, when: {care: outpatient, employment: retired}, ratio: 0.6, cite: T2}
              - id: inpatient
                when: {care: inpatient, employment: retired}
                deductible: {amount: 500, period: visit}
                ratio: 0.9
                cite: T2
        account: {covers: [in_scope, first_self_pay], cite: T2}
        """;

    private const string People =
        """
        [{"id_number": "141125197201129115", "name": "样例贫", "scheme": "resident", "county": "990101",
          "identities": [{"kind": "subsistence_allowance", "from": "2021-01-01"}],
          "qualifications": [{"kind": "chronic", "disease": "D10", "approved": "2021-01-01"},
                             {"kind": "chronic", "disease": "D20", "approved": "2021-01-01"}]},
         {"id_number": "141126194905019128", "name": "样例常", "scheme": "resident", "county": "990101", "identities": [], "qualifications": []},
         {"id_number": "141127196104129015", "name": "样例退", "scheme": "employee", "employment": "retired", "county": "990101",
          "identities": [], "qualifications": []},
         {"id_number": "141123196805129020", "name": "样例甲", "scheme": "resident", "county": "141123",
          "identities": [{"kind": "subsistence_allowance", "from": "2021-01-01"}], "qualifications": []},
         {"id_number": "14112319950606921X", "name": "样例酉", "scheme": "resident", "county": "141123", "identities": [], "qualifications": []}]
        """;

    private const string Hospital =
        """
        hospital: H99010100101
        name: 虚构人民医院
        county: "990101"
        tier: county
        level: "05"
        advances: [{layer: relief, when: {disease: D20}, from: 2026-04-01, ends: 2026-04-30, note: 医院自行垫付}]
        waivers: []
        """;

    /// <summary>The hospital of the invented region, a second-level one of the county.</summary>
    public const string HospitalCode = "H99010100101";

    /// <summary>Writes law and lists below a folder; the settings that name them.</summary>
    public static (string Name, string Value)[] Settings(DirectoryInfo folder)
    {
        var (packs, reference) = (folder.CreateSubdirectory("packs"), folder.CreateSubdirectory("reference"));
        Copy(new DirectoryInfo(Clone.Packs), packs);
        File.WriteAllText(Path.Combine(packs.FullName, "invented.yaml"), Pack);
        File.WriteAllText(Path.Combine(packs.FullName, "invented-employees.yaml"), Employees);
        File.Copy(Clone.Sample("catalogue.csv"), Path.Combine(reference.FullName, "catalogue.csv"));
        Copy(new DirectoryInfo(Clone.Sample("hospitals")), reference.CreateSubdirectory("hospitals"));
        File.WriteAllText(Path.Combine(reference.FullName, "hospitals", $"{HospitalCode}.yaml"), Hospital);
        File.WriteAllText(Path.Combine(reference.FullName, "people.json"), People);
        File.WriteAllText(Path.Combine(reference.FullName, "counties.csv"), "county,name\n990101,虚构县\n141123,兴县\n");
        return [("PacksFolder", packs.FullName), ("ReferenceFolder", reference.FullName)];
    }

    private static void Copy(DirectoryInfo from, DirectoryInfo to)
    {
        foreach (var file in from.EnumerateFiles("*", SearchOption.AllDirectories))
        {
            var target = new FileInfo(Path.Combine(to.FullName, Path.GetRelativePath(from.FullName, file.FullName)));
            target.Directory!.Create();
            file.CopyTo(target.FullName);
        }
    }
}

/// <summary>A gateway under <see cref="OwnLaw"/> inside this process; all tests of a class may share one.</summary>
public sealed class OwnLawGateway : IAsyncLifetime, IAsyncDisposable
{
    private readonly DirectoryInfo folder = GatewayProcess.NewDataFolder();

    internal GatewayProcess Gateway { get; private set; } = null!;

    public async Task InitializeAsync() => Gateway = await GatewayProcess.InsideAsync(folder, OwnLaw.Settings(folder));

    async Task IAsyncLifetime.DisposeAsync() => await DisposeAsync();

    public async ValueTask DisposeAsync()
    {
        await Gateway.DisposeAsync();
        folder.Delete(recursive: true);
    }

    internal static async Task<OwnLawGateway> StartAsync(params (string Name, string Value)[] settings)
    {
        var started = new OwnLawGateway();
        started.Gateway = await GatewayProcess.InsideAsync(started.folder, [.. OwnLaw.Settings(started.folder), .. settings]);
        return started;
    }
}
