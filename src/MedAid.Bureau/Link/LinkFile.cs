using System.Globalization;
using MedAid.Bureau.Regions;
using MedAid.Bureau.Signing;
using MedAid.Core;
using MedAid.Core.Policy;

namespace MedAid.Bureau.Link;

/// <summary>
/// Reads <c>bureau/links.yaml</c> of the reference folder: a map <c>links</c> from the id of each link to what it says. A file with a problem is
/// not used at all, and every bad field is named.
/// </summary>
public sealed class LinkFile
{
    /// <summary>The file, below the reference folder.</summary>
    public static readonly string Name = Path.Combine("bureau", "links.yaml");

    private const int DistrictDigits = 6;
    private const int SecondsUsual = 60;
    private const int IdCharactersMax = 50;
    private const string OperatorUsual = "medaid";
    private const string Day = "yyyy-MM-dd";

    private static readonly Dictionary<Care, string> CareTypesUsual = new() { [Care.Outpatient] = "11", [Care.OutpatientChronic] = "14" };

    private static readonly Dictionary<FundKind, string> LayersUsual =
        new() { [FundKind.Basic] = "basic", [FundKind.Catastrophic] = "catastrophic" };

    private readonly List<string> problems = [];
    private readonly Func<HospitalCode, Hospital?> hospitals;
    private readonly string folder;

    private LinkFile(Func<HospitalCode, Hospital?> hospitals, string folder) => (this.hospitals, this.folder) = (hospitals, folder);

    /// <summary>The links of a reference folder; none, if it has no such file. Problems are added, a line each.</summary>
    public static LinkBook Read(string referenceFolder, Func<HospitalCode, Hospital?> hospitals, List<string> problems)
    {
        var file = Path.Combine(referenceFolder, Name);
        if (!File.Exists(file))
        {
            return LinkBook.None;
        }

        var folder = Path.GetDirectoryName(file)!;
        var book = Parse(File.ReadAllText(file), RegionBook.Load(folder), hospitals, out var found, folder);
        problems.AddRange(found.Select(p => $"{file}：{p}"));
        return book;
    }

    /// <summary>The links of a text, and what is wrong with it.</summary>
    public static LinkBook Parse(
        string text, RegionBook regions, Func<HospitalCode, Hospital?> hospitals, out IReadOnlyList<string> problems, string folder = "")
    {
        var reader = new LinkFile(hospitals, folder);
        var links = new List<BureauLink>();
        reader.Try(
            () =>
            {
                var root = RegionNode.Parse(text, "links.yaml");
                var all = root.Map("links");
                links.AddRange(all.Keys.Select(id => reader.Link(id, all.Map(id))));
                root.RequireAllRead();
                return true;
            },
            false);
        reader.CheckTogether(links);
        problems = reader.problems;
        return problems.Count == 0 ? new LinkBook(links, regions) : LinkBook.None;
    }

    private BureauLink Link(string id, RegionNode node)
    {
        var hospital = new HospitalCode(Try(() => node.Text("hospital"), ""));
        var known = hospitals(hospital);
        Require(hospital.Text.Length is 0 or MessageIds.HospitalCharacters, node, "hospital", "应是 12 位定点医药机构编号，报文号以它开头");
        Require(hospital.IsEmpty || known is not null, node, "hospital", "没有这家医疗机构的文件");
        Require(id.Length <= IdCharactersMax, node, "hospital", $"链路名称最长 {IdCharactersMax} 个字符");
        var insured = Try(() => node.Text("insured"), "*");
        Require(
            insured == BureauLink.EveryCounty || (insured.Length is > 0 and <= DistrictDigits && insured.All(char.IsAsciiDigit)), node, "insured",
            "写参保地区划代码的前几位，加引号，例如 \"1411\"；其余参保地写 \"*\"");
        var from = Date(node, "from") ?? default;
        var ends = node.Has("ends") ? Date(node, "ends") : null;
        Require(!(ends < from), node, "ends", "早于 from，请核对");
        var seconds = node.Has("time_limit_seconds") ? Try(() => node.Number("time_limit_seconds"), SecondsUsual) : SecondsUsual;
        var longest = (int)LinkLimits.MessageTimeMax.TotalSeconds;
        Require(seconds >= 1 && seconds <= longest, node, "time_limit_seconds", $"要在 1 和 {longest} 秒之间");
        var region = Try(() => node.OptionalText("region") ?? known?.County.Text ?? "", "");
        Require(region.Length is 0 or DistrictDigits && region.All(char.IsAsciiDigit), node, "region", "写 6 位区划代码，加引号");
        var way = Try(() => node.Word<LinkWay>("way"), LinkWay.Report);
        var whenDown = node.Has("when_down") ? Try(() => node.Word<WhenDown>("when_down"), WhenDown.Settle) : WhenDown.Settle;
        Require(way == LinkWay.Report || whenDown == WhenDown.Settle, node, "when_down", "只用于 way: report；由平台结算的，平台不通时本来就办不了");
        return new BureauLink
        {
            LinkId = id,
            HospitalCode = hospital,
            Insured = insured,
            From = from,
            Ends = ends,
            Way = way,
            Region = region,
            Address = Address(node),
            TimeLimit = TimeSpan.FromSeconds(seconds),
            WhenDown = whenDown,
            District = known?.County.Text ?? "",
            HospitalName = known?.Name ?? "",
            Operator = Try(() => node.OptionalText("operator") ?? OperatorUsual, OperatorUsual),
            Keys = Keys(node),
            CareTypes = Words(node, "med_types", CareTypesUsual, word => Vocabulary.Care.TryFind(word, out var care) ? care : null),
            Layers = Words(node, "layers", LayersUsual, FundKindOf),
        };
    }

    private Uri Address(RegionNode node)
    {
        var text = Try(() => node.Text("address"), "http://localhost");
        var isAddress = Uri.TryCreate(text, UriKind.Absolute, out var address)
            && (address.Scheme == Uri.UriSchemeHttp || address.Scheme == Uri.UriSchemeHttps) && address.Query.Length == 0;
        Require(isAddress, node, "address", "写平台的地址，例如 http://10.1.2.3:8080/fsi，不带参数");
        return isAddress ? address! : new Uri("http://localhost");
    }

    /// <summary>A file of keys, by its full path or beside the links.</summary>
    private BureauKeys? Keys(RegionNode node)
    {
        if (!node.Has("key_file"))
        {
            return null;
        }

        var path = Path.Combine(folder, Try(() => node.Text("key_file"), ""));
        Require(File.Exists(path), node, "key_file", "没有这个文件；写绝对路径，或写相对于 bureau 目录的路径");
        return File.Exists(path) ? Try(() => BureauKeys.Load(path), null!) : null;
    }

    private DateOnly? Date(RegionNode node, string key)
    {
        var text = Try(() => node.Text(key), "");
        var isDay = DateOnly.TryParseExact(text, Day, CultureInfo.InvariantCulture, DateTimeStyles.None, out var day);
        Require(isDay || text.Length == 0, node, key, "日期写成 2026-01-31 的形式");
        return isDay ? day : null;
    }

    private Dictionary<T, string> Words<T>(RegionNode node, string key, Dictionary<T, string> usual, Func<string, T?> read)
        where T : struct, Enum
    {
        var words = new Dictionary<T, string>(usual);
        if (!node.Has(key))
        {
            return words;
        }

        words.Clear();
        foreach (var (word, value) in Try(() => node.TextMap(key), new Dictionary<string, string>()))
        {
            var known = read(word);
            Require(known is not null && value.Length > 0, node, key, $"{word} 不认识，或没有写值");
            words[known.GetValueOrDefault()] = value;
        }

        return words;
    }

    private static FundKind? FundKindOf(string word) =>
        Enum.TryParse<FundKind>(word.Replace("_", "", StringComparison.Ordinal), ignoreCase: true, out var kind) && !char.IsAsciiDigit(word[0])
            ? kind
            : null;

    /// <summary>On each day a hospital has one link for the same counties.</summary>
    private void CheckTogether(List<BureauLink> links)
    {
        for (var i = 0; i < links.Count; i++)
        {
            foreach (var other in links.Take(i).Where(o => o.HospitalCode == links[i].HospitalCode && o.Insured == links[i].Insured
                && o.HoldsOn(links[i].From > o.From ? links[i].From : o.From) && links[i].HoldsOn(links[i].From > o.From ? links[i].From : o.From)))
            {
                problems.Add($"links.{links[i].LinkId} 与 links.{other.LinkId} 的医疗机构、参保地和日期重叠，只能有一条");
            }
        }
    }

    private void Require(bool holds, RegionNode node, string key, string what)
    {
        if (!holds)
        {
            problems.Add(node.Wrong(key, what).Message);
        }
    }

    private T Try<T>(Func<T> read, T otherwise)
    {
        try
        {
            return read();
        }
        catch (RegionFileException problem)
        {
            problems.Add(problem.Message);
            return otherwise;
        }
    }
}
