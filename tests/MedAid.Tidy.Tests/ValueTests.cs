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

    /// <summary>Where both journals, their turnovers and balances live.</summary>
    private static readonly string[] Journals =
    [
        "src/MedAid.Settlement/Ledger/Journal.cs", "src/MedAid.Clearing/Books/Accounts.cs", "src/MedAid.Clearing/Books/Turnover.cs",
        "src/MedAid.Clearing/Books/GeneralLedger.cs", "src/MedAid.Clearing/Patients/PatientJournal.cs",
        "src/MedAid.Clearing/Reports/TrialBalance.cs", "src/MedAid.Clearing/Reports/AccountStatements.cs",
    ];

    [Fact]
    public void What_is_named_like_a_code_or_a_key_has_its_type() => House.None(
        from file in House.Files("src", ".cs")
        where !Edges.Contains(file)
        from line in House.Read(file).Split('\n').Select((text, i) => (Text: text.Split("//")[0], Number: i + 1))
        from Match bare in Bare().Matches(line.Text)
        select $"{file}:{line.Number}: {bare.Value}");

    [Fact]
    public void Amounts_of_the_journals_are_no_bare_numbers() => House.None(
        from file in Journals
        from line in House.Read(file).Split('\n').Select((text, i) => (Text: text.Split("//")[0], Number: i + 1))
        from Match bare in BareFen().Matches(line.Text)
        select $"{file}:{line.Number}: {bare.Value}");

    [Fact]
    public void Every_edge_still_stands() => House.None(Edges.Where(e => !Bare().IsMatch(House.Read(e))));

    [GeneratedRegex(
        @"\bstring\??(\[\]|>)?\??\s+@?((\w*[a-z])?(HospitalCode|CountyCode|PersonKey|SettlementId|Account|Fund)|"
        + @"(hospitalCode|countyCode|personKey|settlementId|account|fund))s?\b(?![\w(])")]
    private static partial Regex Bare();

    [GeneratedRegex(@"\blong\??\s+@?(\w*Fen|fen)\b")]
    private static partial Regex BareFen();
}
