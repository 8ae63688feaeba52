using System.Text.RegularExpressions;

namespace MedAid.Tidy.Tests;

/// <summary>Values that have types of their own are nowhere bare text again (ADR 0012).</summary>
public sealed partial class ValueTests
{
    /// <summary>Places where the text itself is meant.</summary>
    private static readonly string[] Edges =
    [
        // A setting: the file of the secret from which keys of persons are made.
        "src/MedAid.Gateway/Hosting/Settings.cs",

        // A paragraph of a help text.
        "src/MedAid.Cli/Settlement/VisitFile.cs",
    ];

    [Fact]
    public void What_is_named_like_a_code_or_a_key_has_its_type() => House.None(
        from file in House.Files("src", ".cs")
        where !Edges.Contains(file)
        from line in House.Read(file).Split('\n').Select((text, i) => (Text: text.Split("//")[0], Number: i + 1))
        from Match bare in Bare().Matches(line.Text)
        select $"{file}:{line.Number}: {bare.Value}");

    [Fact]
    public void Every_edge_still_stands() => House.None(Edges.Where(e => !Bare().IsMatch(House.Read(e))));

    [GeneratedRegex(
        @"\bstring\??(\[\]|>)?\??\s+@?((\w*[a-z])?(HospitalCode|CountyCode|PersonKey|SettlementId|Account|Fund)|"
        + @"(hospitalCode|countyCode|personKey|settlementId|account|fund))s?\b(?![\w(])")]
    private static partial Regex Bare();
}
