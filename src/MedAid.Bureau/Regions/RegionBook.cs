using MedAid.Core;

namespace MedAid.Bureau.Regions;

/// <summary>
/// The regions: the national baseline, what is known of provinces, both in the box, and files <c>bureau/DISTRICT.yaml</c> of the reference folder.
/// A district is read from the widest to the nearest: nation, province, city, county; of the same district the box first, then the folder. A file
/// <c>bureau/HOSPITAL.yaml</c> says what is agreed with one hospital, above the district that it names.
/// </summary>
public sealed class RegionBook
{
    private const string Nation = "000000";
    private const string BaselineName = "national";
    private const int DistrictLength = 6;
    private const int HospitalLength = 12;

    private readonly Dictionary<string, Region> regions = new(StringComparer.Ordinal);
    private readonly Dictionary<HospitalCode, Region> hospitals = [];

    private RegionBook(IReadOnlyDictionary<string, string> box, IReadOnlyDictionary<string, string> folder)
    {
        foreach (var district in box.Keys.Concat(folder.Keys.Where(IsDistrict)).Append(Nation).Distinct(StringComparer.Ordinal))
        {
            var region = RegionReader.Read(Merged(district, box, folder));
            regions.Add(district, region.District == district
                ? region
                : throw new RegionFileException($"{district}.yaml：district 应是 {district}"));
        }

        foreach (var (code, text) in folder.Where(f => !IsDistrict(f.Key)))
        {
            var source = $"bureau/{code}.yaml";
            var district = RegionNode.Parse(text, source).Text("district");
            hospitals.Add(new HospitalCode(code), RegionReader.Read(RegionNode.Parse(text, source, Merged(district, box, folder))));
        }
    }

    /// <summary>Every region that has a file.</summary>
    public IEnumerable<Region> All => regions.Values;

    /// <summary>The national baseline.</summary>
    public Region National => regions[Nation];

    /// <summary>The regions of the box and of a folder; null or a folder that does not exist: of the box alone.</summary>
    public static RegionBook Load(string? folder = null)
    {
        var files = folder is not null && Directory.Exists(folder)
            ? Directory.EnumerateFiles(folder, "*.yaml").Where(f => IsDistrict(NameOf(f)) || IsHospital(NameOf(f)))
            : [];
        return new RegionBook(Box(), files.ToDictionary(NameOf, File.ReadAllText, StringComparer.Ordinal));
    }

    /// <summary>The regions of the box and of these texts, by district.</summary>
    public static RegionBook Of(IReadOnlyDictionary<string, string> texts) => new(Box(), texts);

    /// <summary>The nearest region of a district: its own, its city's, its province's, the nation's.</summary>
    public Region Find(string district) => Chain(district).Reverse().Select(d => regions.GetValueOrDefault(d)).First(r => r is not null)!;

    /// <summary>What is agreed with a hospital; else the nearest region of its district.</summary>
    public Region Find(HospitalCode hospitalCode, string district) => hospitals.GetValueOrDefault(hospitalCode) ?? Find(district);

    private static RegionNode Merged(string district, IReadOnlyDictionary<string, string> box, IReadOnlyDictionary<string, string> folder)
    {
        RegionNode? node = null;
        foreach (var level in Chain(district))
        {
            node = box.TryGetValue(level, out var own) ? RegionNode.Parse(own, $"内置 {level}.yaml", node) : node;
            node = folder.TryGetValue(level, out var added) ? RegionNode.Parse(added, $"bureau/{level}.yaml", node) : node;
        }

        return node!;
    }

    /// <summary>Nation, province, city, county.</summary>
    private static IEnumerable<string> Chain(string district)
    {
        string[] levels = IsDistrict(district) ? [Nation, $"{district[..2]}0000", $"{district[..4]}00", district] : [Nation];
        return levels.Distinct(StringComparer.Ordinal);
    }

    private static string NameOf(string file) => Path.GetFileNameWithoutExtension(file);

    /// <summary>Other files of the folder, such as that of the links, have small letters.</summary>
    private static bool IsHospital(string text) =>
        text.Length == HospitalLength && char.IsAsciiLetterUpper(text[0]) && text.All(c => char.IsAsciiLetterUpper(c) || char.IsAsciiDigit(c));

    private static bool IsDistrict(string text) => text.Length == DistrictLength && text.All(char.IsAsciiDigit);

    private static Dictionary<string, string> Box()
    {
        var assembly = typeof(RegionBook).Assembly;
        const string prefix = "regions/", suffix = ".yaml";
        var texts = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var name in assembly.GetManifestResourceNames().Where(n => n.StartsWith(prefix, StringComparison.Ordinal)))
        {
            using var reader = new StreamReader(assembly.GetManifestResourceStream(name)!);
            var district = name[prefix.Length..^suffix.Length];
            texts.Add(district == BaselineName ? Nation : district, reader.ReadToEnd());
        }

        return texts;
    }
}
