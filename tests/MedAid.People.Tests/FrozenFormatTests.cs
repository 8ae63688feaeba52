using System.Text.Json.Serialization;
using MedAid.Core;
using MedAid.People.Applications;
using MedAid.People.Privacy;

namespace MedAid.People.Tests;

/// <summary>What the register and the applications of a county store, as it was stored once; the samples are never made again.</summary>
public sealed class FrozenFormatTests
{
    private const int WordsOfAnAct = 8;

    private static readonly Type[] Acts =
        [.. Attribute.GetCustomAttributes(typeof(ReliefAct), typeof(JsonDerivedTypeAttribute)).Cast<JsonDerivedTypeAttribute>().Select(a => a.DerivedType)];

    [Fact]
    public void Every_act_of_an_application_is_read_whole_and_written_the_same()
    {
        var read = Frozen.Lines("relief-acts-1.jsonl").Select(line => (Line: line, Act: ReliefAct.FromJson(line))).ToArray();
        Assert.All(read, r => Assert.Equal(r.Line, r.Act.ToJson()));
        Assert.Equal(Acts.Select(a => a.Name).Order(), read.Select(r => r.Act.GetType().Name).Distinct().Order());
    }

    [Fact]
    public void Every_property_and_word_of_an_act_is_in_a_sample() =>
        Assert.Empty(Frozen.WordsOf(Filling()).Except(Frozen.WordsOf(Frozen.Lines("relief-acts-1.jsonl"))));

    [Fact]
    public void A_sealed_name_and_number_are_opened()
    {
        var sealedThen = Convert.FromHexString(Frozen.Lines("sealed-detail-1.hex")[0]);
        Assert.Equal(new PersonDetail("样例甲", "141123196805129020"), Keys.Open(new PersonKey("P1"), new SealedDetail("2026-01", sealedThen)));
    }

    private static DetailKeys Keys => new([("2026-01", [.. Enumerable.Range(0, DetailKeys.KeyBytes).Select(n => (byte)n)])]);

    private static IEnumerable<string> Filling() =>
        Acts.SelectMany(act => Enumerable.Range(1, WordsOfAnAct).Select(n => ((ReliefAct)Filled.Of(act, n)).ToJson()));
}
