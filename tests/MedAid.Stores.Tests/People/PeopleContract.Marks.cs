using System.Text;
using MedAid.Core;
using MedAid.People.Privacy;
using MedAid.People.Rosters;
using MedAid.People.Storage;
using MedAid.Settlement.Ledger;
using MedAid.Settlement.Ports;
using MedAid.Stores.Tests.Books;
using MedAid.Stores.Tests.Contracts;

namespace MedAid.Stores.Tests.People;

/// <content>What a change reaches back to, what is kept of it, and what the ledger notices of an import.</content>
public abstract partial class PeopleContract
{
    /// <summary>Settled: 13, 14 and 15 March, the last one undone. The exit on the 14th touches the 14th only.</summary>
    [ContractFact]
    public async Task A_back_dated_exit_marks_the_settlements_on_its_days_and_no_others()
    {
        await ImportAsync(RosterText.FullList("2025年7月1日", [1]), d => d with { UninsuredScheme = "resident" });
        foreach (var day in (int[])[13, 14, 15])
        {
            await PostAsync(new Visit($"V{day}", 100_00) { Person = Key(1), ServiceDate = new DateOnly(2026, 3, day) });
        }

        await PostAsync(new Visit("other", 100_00) { Person = Key(2) });
        await Ledger.ReverseAsync(new Undoing("U15", SettlementIds.Of("V15").Text).Posting(), None).WaitAsync(Patience);
        var exit = await ImportAsync(RosterText.Changes("2026年3月15日", [(1, "自然减少", "2026-03-14")]));

        var mark = Assert.Single(await Store.ListMarksAsync(false, 0, 10, None));
        Assert.Equal((SettlementIds.Of("V14"), Key(1), exit.ImportId, 4), (mark.SettlementId, mark.PersonKey.Text, mark.ImportId, mark.Line));
        Assert.Equal(1, exit.Counts.Marks);
        Assert.Null(mark.Resolved);
    }

    [ContractFact]
    public async Task A_back_dated_certificate_marks_what_was_settled_without_it()
    {
        await InsureAsync(1);
        await PostAsync(new Visit("V1", 100_00) { Person = Key(1), ServiceDate = new DateOnly(2026, 2, 28) });
        await PostAsync(new Visit("V2", 100_00) { Person = Key(1), ServiceDate = new DateOnly(2026, 3, 1) });
        await ImportAsync(RosterText.Changes("2026年3月1日", [(1, "新识别", "")]));

        Assert.Equal([SettlementIds.Of("V2")], (await Store.ListMarksAsync(false, 0, 10, None)).Select(m => m.SettlementId));
    }

    /// <summary>
    /// The visit was split by version 1 and posted after the change to version 2 was written. The look is owed in the store: it is taken by
    /// whoever comes first, also by a gateway that was not there when the roster came in.
    /// </summary>
    [ContractFact]
    public async Task A_settlement_that_was_under_way_during_the_change_is_marked_by_the_second_look_of_any_gateway()
    {
        await InsureAsync(1);
        await LookAsync();
        var import = await ImportAsync(RosterText.Changes("2026年3月1日", [(1, "新识别", "")]));
        await PostAsync(new Visit("late", 100_00) { Person = Key(1) });
        Assert.False(await Store.RecheckAsync(Clock.Now.AddSeconds(5), Cache, None));
        Assert.Empty(await Store.ListMarksAsync(false, 0, 10, None));

        var other = new PeopleStore(Database, Clock);
        Assert.True(await other.RecheckAsync(Clock.Now.AddSeconds(6), Cache, None));
        Assert.False(await other.RecheckAsync(Clock.Now.AddDays(1), Cache, None));
        Assert.Equal([SettlementIds.Of("late")], (await Store.ListMarksAsync(false, 0, 10, None)).Select(m => m.SettlementId));
        Assert.Equal(1, (await Store.FindImportAsync(import.ImportId, None))!.Counts.Marks);
    }

    /// <summary>Split by version 2 already, which knows the identity: nothing is to be done again.</summary>
    [ContractFact]
    public async Task A_settlement_by_the_new_version_is_left_alone_by_the_second_look()
    {
        await InsureAsync(1);
        await ImportAsync(RosterText.Changes("2026年3月1日", [(1, "新识别", "")]));
        await PostAsync(new Visit("new", 100_00) { Person = Key(1), Version = 2 });
        await LookAsync();
        Assert.Empty(await Store.ListMarksAsync(false, 0, 10, None));
    }

    private async Task LookAsync()
    {
        while (await Store.RecheckAsync(Clock.Now.AddDays(1), Cache, None))
        {
            // Until nothing is owed any more.
        }
    }

    [ContractFact]
    public async Task What_was_known_and_who_looked_is_never_changed_or_deleted()
    {
        await ImportAsync(RosterText.FullList("2025年7月1日", [1]), d => d with { UninsuredScheme = "resident" });
        await ImportAsync(RosterText.Changes("2026年3月15日", [(1, "自然减少", "")]));
        await Store.AuditAsync([new PersonAccess(Clock.Now, "o", "r", new PersonKey(Key(1)), "p", "c")], None);
        await PostAsync(new Visit("V1", 100_00) { Person = Key(1) });

        string[] forgeries =
        [
            "UPDATE identity_period SET valid_until = '2026-03-01'",
            "UPDATE identity_period SET known_to_us = NULL, closed_by = NULL, closed_line = NULL",
            "UPDATE identity_period SET identity = 'orphan', known_to_us = 9999999999999999, closed_by = 'x', closed_line = 0 WHERE known_to_us IS NULL",
            "DELETE FROM identity_period",
            "UPDATE person_access SET purpose = ''",
            "DELETE FROM person_access",
        ];
        foreach (var forgery in forgeries)
        {
            Assert.NotNull(await RunAsync(forgery));
        }

        forged = true;
        Assert.Null(await RunAsync("UPDATE identity_period SET known_to_us = 9999999999999999, closed_by = 'x', closed_line = 0 WHERE known_to_us IS NULL"));
    }

    [ContractFact]
    public async Task Names_and_numbers_are_sealed_and_a_new_key_takes_over_in_parts()
    {
        await ImportAsync(RosterText.FullList("2025年7月1日", Enumerable.Range(1, 30)));
        var before = (await Store.DetailsAsync([new PersonKey(Key(7))], None))[new PersonKey(Key(7))];
        Assert.True(before.Bytes.AsSpan().IndexOf(Encoding.UTF8.GetBytes("样7")) < 0);
        Assert.Equal(new PersonDetail("样7", RosterText.Id(7)), Vault.Open(new PersonKey(Key(7)), before));

        Assert.Equal(["k1"], await Store.KeyIdsAsync(None));
        Vault.Keys = new DetailKeys([("k1", new byte[DetailKeys.KeyBytes]), ("k2", [.. Enumerable.Repeat((byte)9, DetailKeys.KeyBytes)])]);
        Assert.Equal(20, await Store.ResealAsync("k2", 20, Vault.Reseal, None));
        Assert.Equal(["k1", "k2"], await Store.KeyIdsAsync(None));
        Assert.Equal(10, await Store.ResealAsync("k2", 20, Vault.Reseal, None));
        Assert.Equal(["k2"], await Store.KeyIdsAsync(None));
        Assert.Equal(0, await Store.ResealAsync("k2", 20, Vault.Reseal, None));
        var after = (await Store.DetailsAsync([new PersonKey(Key(7))], None))[new PersonKey(Key(7))];
        Assert.Equal("k2", after.KeyId);
        Assert.Equal(RosterText.Id(7), Vault.Open(new PersonKey(Key(7)), after).IdNumber);
    }

    /// <summary>A gateway died after some parts: the same file is taken up, and what was written is found written.</summary>
    [ContractFact]
    public async Task An_import_whose_gateway_died_is_taken_up_by_the_same_file()
    {
        var file = RosterText.FullList("2025年7月1日", Enumerable.Range(1, 600));
        var draft = Draft(file) with { UninsuredScheme = "resident" };
        var job = (await Importer.AcceptAsync(draft, None)).Value!.Job!;
        Assert.True((await Importer.AcceptAsync(draft, None)).Value!.Replayed);

        using var death = new CancellationTokenSource();
        var importer = DeskAround(async part =>
        {
            var outcome = await part();
            await death.CancelAsync();
            return outcome;
        });
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => importer.RunAsync(job, death.Token).WaitAsync(Patience));
        Assert.Equal(RosterState.Running, (await Store.FindImportAsync(job.Import.ImportId, None))!.State);

        Clock.Advance(TimeSpan.FromSeconds(31));
        var again = (await Importer.AcceptAsync(draft, None)).Value!;
        Assert.False(again.Replayed);
        await Importer.RunAsync(again.Job!, None).WaitAsync(Patience);
        var done = (await Store.FindImportAsync(job.Import.ImportId, None))!;
        Assert.Equal((RosterState.Done, 600, 350), (done.State, done.Counts.Done, done.Counts.Changed));
        Assert.Equal(1, (await Register.FindAsync(Token(1), None))!.Version);
    }

    /// <summary>A gateway stood still after its first part, another has taken the import over and done it; the first one goes on.</summary>
    [ContractFact]
    public async Task A_run_that_was_taken_over_writes_nothing_more()
    {
        var file = RosterText.FullList("2025年7月1日", Enumerable.Range(1, 300));
        var draft = Draft(file);
        var job = (await Importer.AcceptAsync(draft, None)).Value!.Job!;
        var isTakenOver = false;
        var importer = DeskAround(async part =>
        {
            var outcome = await part();
            if (!isTakenOver)
            {
                isTakenOver = true;
                Clock.Advance(TimeSpan.FromSeconds(31));
                await Importer.RunAsync((await Importer.AcceptAsync(draft, None)).Value!.Job!, None);
            }

            return outcome;
        });
        await importer.RunAsync(job, None).WaitAsync(Patience);

        // 250 of the first part were there already; nobody is insured, and each is said so of once.
        var done = (await Store.FindImportAsync(job.Import.ImportId, None))!;
        Assert.Equal((RosterState.Done, new RosterCounts(300, 300, 50, 0, 300)), (done.State, done.Counts));
        Assert.Equal(300, (await Store.ListFaultsAsync(job.Import.ImportId, 0, 1000, None)).Count);
    }

    [ContractFact]
    public async Task A_part_that_meets_damage_is_not_tried_again()
    {
        var job = (await Importer.AcceptAsync(Draft(RosterText.FullList("2025年7月1日", [1])), None)).Value!.Job!;
        var tries = 0;
        var importer = DeskAround(_ =>
        {
            tries++;
            throw new LedgerDamagedException("damaged");
        });
        await Assert.ThrowsAsync<LedgerDamagedException>(() => importer.RunAsync(job, None).WaitAsync(Patience));
        Assert.Equal(1, tries);
    }

    [ContractFact]
    public async Task Twenty_random_sequences_of_imports_end_where_a_rebuild_from_the_files_ends()
    {
        for (var sequence = 0; sequence < 20; sequence++)
        {
            var seed = 20260316 + sequence;
            var random = new Random(seed);
            int[] persons = [.. Enumerable.Range((sequence * 5) + 1, 5)];
            var rebuilt = new DayByDay(persons);
            for (var step = 0; step < 6; step++)
            {
                var day = new DateOnly(2025, 1, 1).AddDays(random.Next(300));
                var some = persons.Where(_ => random.Next(2) == 0).ToArray();
                some = some.Length == 0 ? [persons[0]] : some;
                var text = $"{day.Year}年{day.Month}月{day.Day}日";
                if (random.Next(3) == 0)
                {
                    rebuilt.Enter(some, day);
                    await ImportOnceAsync(RosterText.FullList(text, some));
                }
                else
                {
                    var changes = some.Select(p => (Person: p, Kind: random.Next(2) == 0 ? "自然增加" : "自然减少", On: "")).ToArray();
                    rebuilt.Enter([.. changes.Where(c => c.Kind == "自然增加").Select(c => c.Person)], day);
                    rebuilt.Leave([.. changes.Where(c => c.Kind == "自然减少").Select(c => c.Person)], day);
                    await ImportOnceAsync(RosterText.Changes(text, changes));
                }
            }

            foreach (var person in persons)
            {
                var periods = (await Store.FindAsync(Key(person), null, None))?.Periods ?? [];
                Assert.True(
                    rebuilt.Agrees(person, periods),
                    $"seed {seed}, person {person}: {string.Join("; ", periods)} is not {rebuilt.TextOf(person)}");
            }
        }
    }

    /// <summary>
    /// Twelve parts. With each begins a settlement, and the next part waits for it: an import that kept the ledger for longer than a part
    /// would never end.
    /// </summary>
    [ContractFact]
    public async Task A_cashier_settles_while_a_long_roster_comes_in()
    {
        var settled = 0;
        var importer = DeskAround(async part =>
        {
            var settling = PostAsync(new Visit($"C{settled++}", 1_00) { CapFen = long.MaxValue / 4 });
            var outcome = await part();
            Assert.Equal(PostingEffect.Done, (await settling).Result);
            return outcome;
        });
        var draft = Draft(RosterText.FullList("2025年7月1日", Enumerable.Range(1, 3_000))) with { UninsuredScheme = "resident" };
        var job = (await importer.AcceptAsync(draft, None)).Value!.Job!;
        await importer.RunAsync(job, None).WaitAsync(Patience);

        Assert.Equal(3_000, (await Store.FindImportAsync(job.Import.ImportId, None))!.Counts.Changed);
        Assert.Equal(12, settled);
    }

    private RosterImporter DeskAround(Func<Func<Task<PartOutcome>>, Task<PartOutcome>> around) =>
        new(new PeopleStore(new WatchedDatabase(Database, around), Clock), new InProcessCache(Clock), Tokens, Vault, Clock);

    private async Task ImportOnceAsync(byte[] file)
    {
        var accepted = (await Importer.AcceptAsync(Draft(file), None)).Value!;
        if (accepted.Job is { } job)
        {
            await Importer.RunAsync(job, None).WaitAsync(Patience);
        }
    }

    private Task<PostingResult> PostAsync(Visit visit) => Ledger.PostAsync(visit.Posting(), None).WaitAsync(Patience);
}
