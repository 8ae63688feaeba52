using System.Text.Json;
using MedAid.Core;
using MedAid.Core.Policy;
using MedAid.Policies.Compiling;
using MedAid.Policies.Examples;
using MedAid.Policies.Reading;

namespace MedAid.Policies.Tests;

/// <summary>The packs and example files of this repository, and the book that is made of packs.</summary>
public sealed class PackLibraryTests
{
    private static readonly string Packs = Path.Combine(AppContext.BaseDirectory, "packs");
    private static readonly string Cases = Path.Combine(AppContext.BaseDirectory, "cases");

    private static readonly string[] FilesWithExamples =
        [.. new[] { Packs, Cases }.SelectMany(PackFile.Below).Select(f => Path.GetRelativePath(AppContext.BaseDirectory, f))];

    public static TheoryData<string> ExampleFiles { get; } = [.. FilesWithExamples];

    [Theory]
    [MemberData(nameof(ExampleFiles))]
    public void Every_worked_example_comes_out_to_the_fen(string file)
    {
        var outcomes = ExampleFile.RunBelow(Path.Combine(AppContext.BaseDirectory, file));
        Assert.NotEmpty(outcomes);
        Assert.All(outcomes, o => Assert.True(o.Passed, $"{o.Example}: {string.Join('；', o.Differences)}"));
    }

    [Fact]
    public void Every_rule_of_the_law_without_end_applies_in_some_example()
    {
        var open = PackLibrary.Read(Packs).Packs.Where(p => p.Identity.Ends is null).Select(p => p.Identity.Pack).ToHashSet();
        Assert.NotEmpty(open);
        foreach (var file in PackFile.Below(Packs))
        {
            var problems = new PackProblems(file);
            var node = PackFile.Read(file, problems).Node!;
            var terms = PackCompiler.Compile(node, "", "", problems)!;
            if (open.Contains(terms.Identity.Pack))
            {
                var all = terms.Layers.SelectMany(l => l.Rules).Select(r => r.Id);
                Assert.Empty(all.Except(node["examples"]!.Items.SelectMany(e => RulesThatApply(terms, e, problems))));
            }
        }
    }

    [Fact]
    public void No_two_examples_of_a_file_have_the_same_name()
    {
        foreach (var file in FilesWithExamples)
        {
            var names = ExampleFile.Run(Path.Combine(AppContext.BaseDirectory, file)).Select(o => o.Example).ToArray();
            Assert.Equal(names.Length, names.Distinct(StringComparer.Ordinal).Count());
        }
    }

    [Fact]
    public void Every_pack_has_passed_the_lint()
    {
        var library = PackLibrary.Read(Packs);
        Assert.True(library.Problems.Count == 0, string.Join('\n', library.Problems));
        Assert.NotEmpty(library.Packs);
    }

    [Fact]
    public void Every_pack_is_in_force_on_each_of_its_days_and_on_no_other()
    {
        var library = PackLibrary.Read(Packs);
        var book = library.ToBook();
        foreach (var pack in library.Packs.Select(p => p.Identity))
        {
            var first = Assert.NotNull(pack.Effective);
            var last = pack.Ends ?? first.AddYears(5);
            for (var day = first; day <= last; day = day.AddDays(1))
            {
                Assert.Equal(pack.Pack, book.At(new CountyCode(pack.Region + "23"), pack.Scheme, day)?.Identity.Pack);
            }

            Assert.NotEqual(pack.Pack, book.At(new CountyCode(pack.Region + "23"), pack.Scheme, first.AddDays(-1))?.Identity.Pack);
            Assert.Equal(pack.Ends is null, book.At(new CountyCode(pack.Region), pack.Scheme, last.AddDays(1))?.Identity.Pack == pack.Pack);
        }
    }

    [Theory]
    [InlineData("141123", "resident", "2021-12-31", null)]
    [InlineData("141123", "resident", "2022-01-01", "first")]
    [InlineData("141123", "resident", "2022-12-31", "first")]
    [InlineData("141123", "resident", "2023-01-01", "second")]
    [InlineData("141123", "resident", "2099-01-01", "second")]
    [InlineData("141123", "employee", "2022-06-01", "staff")]
    [InlineData("141123", "employee", "2023-01-01", null)]
    [InlineData("141124", "resident", "2022-06-01", "county")]
    [InlineData("141124", "resident", "2023-01-01", null)]
    [InlineData("1411", "resident", "2022-06-01", "first")]
    [InlineData("141", "resident", "2022-06-01", null)]
    [InlineData("150423", "resident", "2022-06-01", null)]
    [InlineData("", "resident", "2022-06-01", null)]
    public void The_book_chooses_by_longest_region_scheme_and_day_and_never_guesses(
        string county, string scheme, string day, string? pack)
    {
        var book = new PolicyBook(
        [
            Terms("second", "1411", "resident", "2023-01-01", null),
            Terms("first", "1411", "resident", "2022-01-01", "2022-12-31"),
            Terms("staff", "1411", "employee", "2022-01-01", "2022-12-31"),
            Terms("county", "141124", "resident", "2022-01-01", "2022-12-31"),
        ]);
        Assert.Equal(pack, book.At(new CountyCode(county), scheme, Day(day))?.Identity.Pack);
    }

    /// <summary>The digest was made by sha256sum.</summary>
    [Fact]
    public void The_content_hash_is_the_SHA_256_of_the_bytes_of_the_file()
    {
        using var folder = new PackFolder();
        var path = folder.Write("small.yaml", "pack: x\nscheme: resident\nlayers: []\n");
        var terms = PackFile.Compile(path, new PackProblems(path))!;
        Assert.Equal("8277b39f852b996a3e0d11bfa23ee20210880d8a5b9f0b94edee01040cb81dc7", terms.Identity.ContentHash);
        folder.Write("small.yaml", "pack: x\nscheme: resident\nlayers: [] \n");
        Assert.NotEqual(terms.Identity.ContentHash, PackFile.Compile(path, new PackProblems(path))!.Identity.ContentHash);
    }

    [Fact]
    public void The_schema_for_editors_has_the_words_of_the_program_and_no_others()
    {
        using var schema = JsonDocument.Parse(File.ReadAllText(Path.Combine(Packs, "pack.schema.json")));
        var definitions = schema.RootElement.GetProperty("$defs");
        Same("careWord", Vocabulary.Care.Words);
        Same("modeWord", Vocabulary.Mode.Words);
        Same("tierWord", Vocabulary.HospitalTier.Words);
        Same("placeWord", Vocabulary.Place.Words);
        Same("employmentWord", Vocabulary.Employment.Words);
        Same("classWord", Vocabulary.ItemClass.Words);
        Same("identityWord", Vocabulary.Identity.Words);
        Same("period", Vocabulary.Period.Words);
        Same("cover", Vocabulary.Component.Words);
        Same("component", Vocabulary.Component.Words.Take(4));

        void Same(string definition, IEnumerable<string> words) => Assert.Equal(
            words, definitions.GetProperty(definition).GetProperty("enum").EnumerateArray().Select(w => w.GetString()!));
    }

    [Fact]
    public void Every_word_has_one_value_and_a_Chinese_name_of_its_own()
    {
        Whole(Vocabulary.Care);
        Whole(Vocabulary.Mode);
        Whole(Vocabulary.HospitalTier);
        Whole(Vocabulary.Place);
        Whole(Vocabulary.Employment);
        Whole(Vocabulary.ItemClass);
        Whole(Vocabulary.Identity);
        Whole(Vocabulary.Period);
        Whole(Vocabulary.Component);

        static void Whole<T>(WordList<T> list)
            where T : struct, Enum
        {
            Assert.Equal(Enum.GetValues<T>(), list.Words.Select(w => list.TryFind(w, out var value) ? value : default));
            var names = Enum.GetValues<T>().Select(list.ChineseOf).ToArray();
            Assert.All(names, n => Assert.Matches(@"\p{IsCJKUnifiedIdeographs}", n));
            Assert.Equal(names.Length, names.Distinct(StringComparer.Ordinal).Count());
        }
    }

    private static List<string> RulesThatApply(PolicyTerms terms, PackNode example, PackProblems problems)
    {
        var fields = Fields.Open(example, "", problems)!;
        Assert.Equal(Refusal.None, Case.Read(fields, _ => terms, problems, packRequired: false)!.Split(out var breakdown));
        var ids = new List<string>();
        foreach (ref readonly var line in breakdown.Lines)
        {
            ids.Add(line.Rule?.Id ?? "");
        }

        return ids;
    }

    private static PolicyTerms Terms(string pack, string region, string scheme, string effective, string? ends) => new()
    {
        Identity = new()
        {
            Pack = pack,
            Region = region,
            Scheme = scheme,
            Effective = Day(effective),
            Ends = ends is null ? null : Day(ends),
        },
        Layers = [],
        Counters = [],
    };

    private static DateOnly Day(string day) => DateOnly.ParseExact(day, "yyyy-MM-dd");
}
