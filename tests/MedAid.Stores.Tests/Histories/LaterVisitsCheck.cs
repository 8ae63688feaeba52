using System.Text.Json;
using MedAid.People.LaterVisits;
using MedAid.People.Storage;
using MedAid.Settlement.LaterVisits;
using MedAid.Settlement.Ledger;
using MedAid.Settlement.People;
using MedAid.Settlement.Reference;
using MedAid.Settlement.Sql;

namespace MedAid.Stores.Tests.Histories;

/// <summary>
/// Compares the marks of later visits with what the oracle makes of the visits that stand in their order: a visit is marked exactly if it bears
/// other amounts there, and with these amounts.
/// </summary>
internal static class LaterVisitsCheck
{
    /// <summary>Small pieces, so that a person's history is looked at in many states.</summary>
    private const int Together = 7;

    private const int MarksMost = 1_000_000;

    private static readonly HandClock Time = new(new DateTimeOffset(2030, 3, 2, 9, 0, 0, TimeSpan.FromHours(8)));

    /// <summary>Looks at every history as two gateways do at once; returns how many visits are marked, and how many marks were closed.</summary>
    public static async Task<(int Open, int Closed)> RunAsync(YearBook book, ReferenceData reference, IEnumerable<(Replay Replay, Patients Patients)> histories)
    {
        var ran = histories.ToArray();
        await KeepVersionsAsync(book.Sql, ran.SelectMany(h => h.Patients.Versions));
        await Task.WhenAll(FollowAsync(book, reference), FollowAsync(book, reference));
        var marks = await new PeopleStore(book.Sql, Time).ListMarksAsync(true, 0, MarksMost, CancellationToken.None);
        foreach (var (replay, patients) in ran)
        {
            foreach (var person in patients.Versions.Select(p => p.PersonKey).Distinct())
            {
                Compare(replay, person.Text, [.. marks.Where(m => m.PersonKey == person)]);
            }
        }

        return (marks.Count(m => m.Resolution is null), marks.Count(m => m.Resolution is not null));
    }

    private static async Task FollowAsync(YearBook book, ReferenceData reference) => Assert.True(
        await new LaterVisitsFollower(book.Ledger, new LaterVisitStore(book.Sql), new ReferenceDataHolder(reference), Time) { Together = Together }
            .CatchUpAsync(null, CancellationToken.None));

    public static Task<int> KeepVersionsAsync(ISqlDatabase sql, IEnumerable<Eligibility> versions) => sql.WriteAsync(
        "person_version",
        session => session.InsertAsync(
            "INSERT INTO person_version (person_key, version, known_from_us, changed_by, body)",
            [
                .. versions.Select(p => new object?[]
                {
                    p.PersonKey, p.Version, 0L, "test", JsonSerializer.Serialize(p, StoredJson.Default.Eligibility),
                }),
            ]),
        CancellationToken.None);

    private static void Compare(Replay replay, string person, ReadjudicationMark[] marks)
    {
        var wanted = replay.InOrder(person).Select(t => Wanted(t.Told, t.Right)).OfType<string>().Order(StringComparer.Ordinal);
        var open = marks.Where(m => m.Resolution is null).Select(m => Text(m.Difference!)).Order(StringComparer.Ordinal);
        Assert.Equal(wanted, open);
        foreach (var mark in marks)
        {
            var cause = replay.Find(mark.ImportId);
            Assert.True(cause is { Undoes: null } && cause.PersonKey == person, $"{mark.ImportId} is no settlement of the person");
            Assert.True(mark.Line == 0 || cause.UndoneBy is not null, $"{mark.ImportId} was not undone");
            Assert.True(mark.Resolution is null or { Outcome: MarkOutcome.NoLonger }, "nobody else closes a mark");
        }
    }

    /// <summary>The visit with each amount that is another in its order; null: none is.</summary>
    private static string? Wanted(Told told, Figures? right)
    {
        var stands = told.Figures;
        if (right is null)
        {
            return Text(told.SettlementId, stands.PatientFen, stands.PatientFen, []);
        }

        var (before, after) = (Payers(stands), Payers(right));
        var differing = before.Keys.Union(after.Keys)
            .Select(k => (Payer: k, Stands: before.GetValueOrDefault(k), Right: after.GetValueOrDefault(k))).Where(p => p.Stands != p.Right).ToArray();
        return differing.Length == 0 && stands.PatientFen == right.PatientFen
            ? null
            : Text(told.SettlementId, stands.PatientFen, right.PatientFen, differing.Select(p => $"{p.Payer} {p.Stands} {p.Right}"));
    }

    private static Dictionary<string, long> Payers(Figures figures) => figures.Lines
        .SelectMany(l => new[] { ($"Layer {l.Layer}", l.PaidFen), ($"Deferred {l.Layer}", l.DeferredFen) })
        .Append(("Account ", figures.AccountFen)).Append(("Hospital ", figures.BorneFen)).Append(("Waiver ", figures.WaivedFen))
        .GroupBy(p => p.Item1).ToDictionary(g => g.Key, g => g.Sum(p => p.Item2), StringComparer.Ordinal);

    private static string Text(VisitDifference difference) => Text(
        difference.SettlementId.Text, difference.PatientStandsFen, difference.PatientRightFen,
        difference.Payers.Select(p => $"{p.Kind} {p.Layer} {p.StandsFen} {p.RightFen}"));

    private static string Text(string settlementId, long standsFen, long rightFen, IEnumerable<string> payers) =>
        $"{settlementId} {standsFen} {rightFen}: {string.Join(", ", payers.Order(StringComparer.Ordinal))}";
}

/// <summary>A ledger of random years, and the same database for other rooms.</summary>
internal sealed record YearBook(MedAid.Settlement.Ports.ILedger Ledger, ISqlDatabase Sql);
