using System.Xml.Linq;

namespace MedAid.Tidy.Tests;

/// <summary>Which room may use which, and which packages a room may carry.</summary>
public sealed class ArrowTests
{
    private static readonly Dictionary<string, string[]> MayUse = new()
    {
        ["MedAid.Core"] = [],
        ["MedAid.Contract"] = ["Google.Api.CommonProtos", "Google.Protobuf", "Grpc.Core.Api", "Grpc.Tools"],
        ["MedAid.Tables"] = ["CsvHelper", "DocumentFormat.OpenXml", "System.IO.Hashing"],
        ["MedAid.Policies"] = ["MedAid.Core", "MedAid.Tables", "YamlDotNet"],
        ["MedAid.Settlement"] = ["MedAid.Core", "Google.Protobuf", "Grpc.Tools", "K4os.Compression.LZ4"],
        ["MedAid.Clearing"] = ["MedAid.Core", "MedAid.Settlement", "MedAid.Tables"],
        ["MedAid.People"] = ["MedAid.Core", "MedAid.Settlement", "MedAid.Tables"],
        ["MedAid.Stores"] =
        [
            "MedAid.Clearing", "MedAid.Core", "MedAid.People", "MedAid.Settlement", "Microsoft.Data.Sqlite", "SQLitePCLRaw.bundle_e_sqlite3", "Npgsql",
            "StackExchange.Redis",
        ],
        ["MedAid.Gateway"] =
        [
            "MedAid.Clearing", "MedAid.Contract", "MedAid.Core", "MedAid.People", "MedAid.Policies", "MedAid.Settlement", "MedAid.Stores",
            "Google.Api.CommonProtos", "Grpc.AspNetCore", "Grpc.AspNetCore.HealthChecks", "Grpc.AspNetCore.Server.Reflection", "Grpc.StatusProto", "Grpc.Tools", "Swashbuckle.AspNetCore.SwaggerUI",
        ],
        ["MedAid.Cli"] =
        [
            "MedAid.Clearing", "MedAid.Contract", "MedAid.Core", "MedAid.People", "MedAid.Policies", "MedAid.Settlement", "MedAid.Stores",
            "MedAid.Tables", "MedAid.Gateway", "Grpc.StatusProto", "System.CommandLine", "Spectre.Console",
        ],
    };

    [Fact]
    public void A_room_uses_only_what_the_architecture_allows() => House.None(
        from file in House.Files("src", ".csproj")
        let room = Path.GetFileNameWithoutExtension(file)
        from used in References(file)
        where !MayUse.TryGetValue(room, out var allowed) || !allowed.Contains(used)
        select $"{room} uses {used}: add it to the table and to docs/ARCHITECTURE.md with the reason, or do without");

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
        from used in References(file)
        where used.EndsWith(".Tests", StringComparison.Ordinal) || used is "xunit" or "MedAid.Oracle" or "BenchmarkDotNet"
        select $"{file} uses {used}");

    private static IEnumerable<string> References(string file)
    {
        var project = XDocument.Parse(House.Read(file));
        return project.Descendants("ProjectReference").Select(r => Path.GetFileNameWithoutExtension(r.Attribute("Include")!.Value.Replace('\\', '/')))
            .Concat(project.Descendants("PackageReference").Select(r => r.Attribute("Include")!.Value));
    }
}
