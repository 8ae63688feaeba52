using MedAid.Clearing.Books;

namespace MedAid.Clearing.Tests;

/// <summary>
/// The clearing book is its records, as they were written, for as long as it is kept. The samples were made once, one of each kind, chained;
/// what comes to be stored later needs a line of its own.
/// </summary>
public sealed class FrozenRecordTests
{
    private const string End = "4f044b1560bc951beb250c29dd5bf5f5cd7326d7fa67492b731970369def872d";

    private static readonly RecordKind[] Kinds = [.. Enum.GetValues<RecordKind>().Where(k => k != RecordKind.Unreadable)];

    [Fact]
    public void Every_sample_is_read_whole_and_written_the_same_and_the_chain_ends_where_it_did()
    {
        var hash = Chain.Start;
        foreach (var content in Frozen.Lines("clearing-records-1.jsonl"))
        {
            var line = Chain.Link(Chain.RecordOf(content), hash);
            Assert.Equal(content, line.Content);
            hash = line.Hash;
        }

        Assert.Equal(End, hash);
    }

    [Fact]
    public void Every_kind_property_and_word_of_a_record_is_in_a_sample()
    {
        var samples = Frozen.Lines("clearing-records-1.jsonl");
        Assert.Equal(Kinds, samples.Select(s => Chain.RecordOf(s).Kind).Distinct().Order());
        Assert.Empty(Frozen.WordsOf(Kinds.Select(k => Chain.Link(Filling((int)k), Chain.Start).Content)).Except(Frozen.WordsOf(samples)));
    }

    private static ClearingRecord Filling(int kind) => Filled.Of<ClearingRecord>(kind) with { Kind = (RecordKind)kind };
}
