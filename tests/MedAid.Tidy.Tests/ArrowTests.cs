using System.Text.RegularExpressions;
using System.Xml.Linq;

namespace MedAid.Tidy.Tests;

/// <summary>Which project may use which, and which packages a project may carry.</summary>
public sealed partial class ArrowTests
{
    private static readonly Dictionary<string, string[]> Packages = new()
    {
        ["MedAid.Core"] = [],
        ["MedAid.Contract"] = ["Google.Api.CommonProtos", "Google.Protobuf", "Grpc.Core.Api", "Grpc.Tools"],
        ["MedAid.Tables"] = ["CsvHelper", "DocumentFormat.OpenXml", "System.IO.Hashing"],
        ["MedAid.Policies"] = ["YamlDotNet"],
        ["MedAid.Settlement"] = ["Google.Protobuf", "Grpc.Tools", "K4os.Compression.LZ4"],
        ["MedAid.Bureau"] = ["BouncyCastle.Cryptography", "YamlDotNet"],
        ["MedAid.Clearing"] = [],
        ["MedAid.People"] = [],
        ["MedAid.Precheck"] = [],
        ["MedAid.Reports"] = [],
        ["MedAid.Simulator"] = [],
        ["MedAid.Stores"] = ["Microsoft.Data.Sqlite", "SQLitePCLRaw.bundle_e_sqlite3", "Npgsql", "StackExchange.Redis"],
        ["MedAid.Gateway"] =
        [
            "Google.Api.CommonProtos", "Grpc.AspNetCore", "Grpc.AspNetCore.HealthChecks", "Grpc.AspNetCore.Server.Reflection", "Grpc.StatusProto",
            "Grpc.Tools", "Microsoft.Extensions.Http.Resilience", "Swashbuckle.AspNetCore.SwaggerUI",
        ],
        ["MedAid.Cli"] = ["Grpc.StatusProto", "System.CommandLine", "Spectre.Console"],
    };

    [Fact]
    public void The_picture_of_the_architecture_has_the_arrows_of_the_projects()
    {
        var drawn = Arrow().Matches(House.Read("docs/ARCHITECTURE.md"))
            .SelectMany(m => m.Groups[2].Value.Split(", ").Select(used => $"{m.Groups[1].Value} uses {used.Trim()}")).ToHashSet();
        var built = (
            from file in House.Files("src", ".csproj")
            from used in References(file, "ProjectReference")
            select $"{NameOf(file)["MedAid.".Length..]} uses {used["MedAid.".Length..]}").ToHashSet();
        Assert.NotEmpty(built);
        House.None(built.Except(drawn).Select(a => $"{a}: draw it in docs/ARCHITECTURE.md with the reason, or do without")
            .Concat(drawn.Except(built).Select(a => $"docs/ARCHITECTURE.md draws an arrow that no project has: {a}")));
    }

    [Fact]
    public void A_project_carries_only_the_packages_that_it_is_known_for() => House.None(
        from file in House.Files("src", ".csproj")
        from used in References(file, "PackageReference")
        where !Packages.TryGetValue(NameOf(file), out var allowed) || !allowed.Contains(used)
        select $"{NameOf(file)} uses {used}: add it to the table with the reason, or do without");

    [Fact]
    public void No_namespace_of_the_gateway_hides_a_project_or_a_package()
    {
        string[] roots = [.. House.Files("src", ".csproj").Select(f => NameOf(f)["MedAid.".Length..]), "Grpc", "Google", "Microsoft", "System"];
        House.None(
            from file in House.Files("src/MedAid.Gateway", ".cs")
            let name = Namespace().Match(House.Read(file)).Groups[1].Value
            where name.Split('.').Skip(2).Intersect(roots).Any()
            select $"{file}: {name}");
    }

    [Fact]
    public void Nothing_has_a_second_name_in_one_file() => House.None(
        from file in House.Files("src", ".cs").Concat(House.Files("tests", ".cs")).Concat(House.Files("load-tests", ".cs"))
        from Match alias in Alias().Matches(House.Read(file))
        select $"{file}: {alias.Value}");

    [Fact]
    public void An_interface_has_two_classes()
    {
        var texts = House.Files("src", ".cs").Select(House.Read).ToArray();
        var bases = texts.SelectMany(t => Bases().Matches(t)).Select(m => m.Groups[1].Value).ToArray();
        var interfaces = texts.SelectMany(t => Interface().Matches(t)).Select(m => m.Groups[1].Value).ToArray();
        Assert.NotEmpty(interfaces);
        House.None(
            from name in interfaces
            where bases.Count(b => Regex.IsMatch(b, $@"\b{name}\b")) < 2
            select $"{name} has one class or none: use the class");
    }

    [Fact]
    public void The_contract_is_generated_and_nothing_else() => House.None(House.Files("src/MedAid.Contract", ".cs"));

    [Fact]
    public void The_command_line_reads_messages_and_not_JSON_by_names() => House.None(
        from file in House.Files("src/MedAid.Cli", ".cs")
        let text = House.Read(file)
        where text.Contains("System.Text.Json.Nodes", StringComparison.Ordinal) || text.Contains("GetProperty(\"", StringComparison.Ordinal)
            || text.Contains("\"/v1/", StringComparison.Ordinal) || text.Contains("\"v1/", StringComparison.Ordinal)
        select $"{file} names fields or routes of the contract in strings: use the messages of MedAid.Contract");

    [Fact]
    public void Every_package_has_an_exact_version_and_a_reason()
    {
        var packages = XDocument.Parse(House.Read("Directory.Packages.props")).Descendants("ItemGroup").Single().Nodes().ToArray();
        var reason = false;
        var offences = new List<string>();
        foreach (var node in packages)
        {
            reason |= node is XComment { Value.Length: > 10 };
            if (node is XElement package)
            {
                var version = package.Attribute("Version")!.Value;
                if (!reason || !Version.TryParse(version.Split('-')[0], out _))
                {
                    offences.Add($"{package.Attribute("Include")!.Value} {version}");
                }
            }
        }

        House.None(offences);
    }

    [Fact]
    public void Tests_are_the_only_ones_to_use_tests() => House.None(
        from file in House.Files("src", ".csproj")
        from used in References(file, "ProjectReference").Concat(References(file, "PackageReference"))
        where used.EndsWith(".Tests", StringComparison.Ordinal) || used is "xunit" or "MedAid.Oracle" or "BenchmarkDotNet"
        select $"{file} uses {used}");

    private static string NameOf(string project) => Path.GetFileNameWithoutExtension(project);

    private static IEnumerable<string> References(string file, string kind) => XDocument.Parse(House.Read(file)).Descendants(kind)
        .Select(r => r.Attribute("Include")!.Value.Replace('\\', '/')).Select(r => kind == "ProjectReference" ? NameOf(r) : r);

    [GeneratedRegex(@"^(\w+) +──▶ (.+)$", RegexOptions.Multiline)]
    private static partial Regex Arrow();

    [GeneratedRegex(@"^namespace ([\w.]+);", RegexOptions.Multiline)]
    private static partial Regex Namespace();

    [GeneratedRegex(@"^using \w+ = .+;", RegexOptions.Multiline)]
    private static partial Regex Alias();

    [GeneratedRegex(@"\binterface (I[A-Z]\w*)")]
    private static partial Regex Interface();

    /// <summary>What a type is declared to be, behind its parameters.</summary>
    [GeneratedRegex(@"\b(?:class|record|struct) \w+(?:<[^>]*>)?(?:\((?:[^()]|\([^()]*\))*\))?\s*:\s*([^{;]*)")]
    private static partial Regex Bases();
}
