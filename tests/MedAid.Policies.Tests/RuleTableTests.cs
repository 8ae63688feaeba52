namespace MedAid.Policies.Tests;

/// <summary>The table of rules in docs/PACKS.md: every rule has its row, and the files and examples that a row names exist.</summary>
public sealed class RuleTableTests
{
    private static readonly string[] Ids =
    [
        "L-01", "L-02", "L-03", "L-04", "L-05", "L-06", "L-07", "L-08", "L-09", "L-10", "L-11", "L-12", "L-13", "L-14", "L-15", "L-16",
        "D-01", "D-02", "D-03", "D-04", "D-05", "D-06", "D-07",
        "X-01", "X-02", "X-03", "X-04", "X-05", "X-06", "X-07", "X-08", "X-09", "X-10", "X-11",
        "X-12", "X-13", "X-14", "X-15", "X-16", "X-17", "X-18", "X-19", "X-20", "X-21", "X-22",
        "Z-01", "Z-02", "Z-03", "Z-04", "Z-05", "Z-06", "Z-07", "Z-08", "Z-09", "Z-10", "Z-11",
        "R-01", "R-02", "R-03", "R-04", "A-01", "A-02",
    ];

    private static readonly string[][] Rows =
    [
        .. File.ReadLines(Path.Combine(AppContext.BaseDirectory, "docs", "PACKS.md"))
            .Select(l => l.Split('|', StringSplitOptions.TrimEntries))
            .Where(c => c.Length == 5 && c[1].Length == 4 && c[1][1] == '-' && char.IsAsciiDigit(c[1][3])),
    ];

    [Fact]
    public void Every_rule_has_one_row() => Assert.Equal(Ids, Rows.Select(r => r[1]));

    [Fact]
    public void A_row_names_a_pack_and_an_example_in_it_or_says_why_not()
    {
        foreach (var row in Rows)
        {
            Assert.True(row[3].Length > 0, row[1]);
            if (row[2] == "–")
            {
                Assert.DoesNotContain("「", row[3], StringComparison.Ordinal);
                continue;
            }

            var file = Path.Combine(AppContext.BaseDirectory, row[2].Trim('`'));
            Assert.True(File.Exists(file), $"{row[1]}: {row[2]}");
            if (row[3].StartsWith('「'))
            {
                var examples = PackFile.Read(file, new PackProblems(file)).Node!["examples"]!.Items.Select(e => e["example"]!.Text);
                Assert.Contains(row[3][1..row[3].IndexOf('」', StringComparison.Ordinal)], examples);
            }
        }
    }
}
