using MedAid.Core;
using MedAid.Settlement.Ledger;
using MedAid.Settlement.Ports;
using MedAid.Stores.Tests.Books;

namespace MedAid.Stores.Tests.Contracts;

public abstract partial class LedgerContract
{
    private static readonly DateTimeOffset Monday = new(2026, 6, 1, 1, 0, 0, TimeSpan.Zero);

    [ContractFact]
    public async Task Pages_are_newest_first_and_complete_although_all_were_settled_at_one_instant()
    {
        await Task.WhenAll(Enumerable.Range(0, 25).Select(i => PostAsync(new Visit($"R{i}", 10_00) { SettledTime = Monday })));
        var first = await PostAsync(new Visit("oldest", 10_00) { SettledTime = Monday.AddDays(-40) });
        var last = await PostAsync(new Visit("newest", 10_00) { SettledTime = Monday.AddTicks(TimeSpan.TicksPerMicrosecond) });

        var found = await AllPagesAsync(new SettlementFilter { Limit = 10 });

        Assert.Equal(27, found.Distinct(StringComparer.Ordinal).Count());
        Assert.Equal(27, found.Count);
        Assert.Equal(last.Document!.SettlementId.Text, found[0]);
        Assert.Equal(first.Document!.SettlementId.Text, found[^1]);
        Assert.Equal(found[1..26].OrderDescending(StringComparer.Ordinal), found[1..26]);
    }

    [ContractFact]
    public async Task What_is_settled_between_two_pages_does_not_move_the_next_one()
    {
        for (var i = 0; i < 4; i++)
        {
            await PostAsync(new Visit($"R{i}", 10_00) { SettledTime = Monday.AddMinutes(i) });
        }

        var page = await Ledger.ListAsync(new SettlementFilter { Limit = 2 }, CancellationToken.None);
        await PostAsync(new Visit("R9", 10_00) { SettledTime = Monday.AddMinutes(9) });
        var next = await Ledger.ListAsync(
            new SettlementFilter { Limit = 2, After = (page[^1].Document.SettledTime, page[^1].Document.SettlementId) },
            CancellationToken.None);

        Assert.Equal(["R3", "R2"], page.Select(s => s.Document.RequestId));
        Assert.Equal(["R1", "R0"], next.Select(s => s.Document.RequestId));
    }

    [ContractFact]
    public async Task Filters_keep_what_they_name_and_may_be_put_together()
    {
        var day = new DateOnly(2026, 5, 10);
        await PostAsync(new Visit("a", 10_00) { Hospital = "H1", County = "141102", ServiceDate = day });
        await PostAsync(new Visit("b", 10_00) { Hospital = "H1", County = "141121", ServiceDate = day.AddDays(1) });
        await PostAsync(new Visit("c", 10_00) { Hospital = "H2", County = "141102", ServiceDate = day.AddDays(2), Person = "P2" });
        await ReverseAsync(new Undoing("u", SettlementIds.Of("b").Text));

        await ListsAsync(new() { Limit = 9 }, "a", "b", "c", "u");
        await ListsAsync(new() { Limit = 9, HospitalCode = new HospitalCode("H1") }, "a", "b", "u");
        await ListsAsync(new() { Limit = 9, CountyCode = new CountyCode("141102") }, "a", "c");
        await ListsAsync(new() { Limit = 9, PersonKey = new PersonKey("P2") }, "c");
        await ListsAsync(new() { Limit = 9, PersonKey = new PersonKey("P1"), From = day.AddDays(1) }, "b", "u");
        await ListsAsync(new() { Limit = 9, From = day.AddDays(1) }, "b", "c", "u");
        await ListsAsync(new() { Limit = 9, To = day }, "a");
        await ListsAsync(new() { Limit = 9, From = day.AddDays(1), To = day.AddDays(1) }, "b", "u");
        await ListsAsync(new() { Limit = 9, Reversed = true }, "b");
        await ListsAsync(new() { Limit = 9, Reversed = false }, "a", "c", "u");
        await ListsAsync(new() { Limit = 9, HospitalCode = new HospitalCode("H1"), Reversed = false }, "a", "u");
        await ListsAsync(new() { Limit = 9, HospitalCode = new HospitalCode("H3") });
    }

    [ContractFact]
    public async Task A_page_tells_which_settlements_are_reversed()
    {
        await PostAsync(new Visit("a", 10_00));
        var reversal = await ReverseAsync(new Undoing("u", SettlementIds.Of("a").Text));
        var page = await Ledger.ListAsync(new SettlementFilter { Limit = 9 }, CancellationToken.None);

        Assert.Equal(
            [(reversal.Document!.SettlementId, null), (SettlementIds.Of("a"), reversal.Document.SettlementId)],
            page.Select(s => (s.Document.SettlementId, s.ReversedBySettlementId)));
    }

    [ContractFact]
    public async Task The_database_refuses_to_change_or_delete_what_was_written()
    {
        await WriteSomeBooksAsync();
        foreach (var sql in Forgeries)
        {
            Assert.True(await RunAsync(sql) is not null, $"was not refused: {sql}");
        }

        Assert.Empty(await DifferencesAsync());
    }

    [ContractFact]
    public async Task A_proof_of_good_books_counts_them_and_finds_no_difference()
    {
        await WriteSomeBooksAsync();
        var proof = await Ledger.VerifyAsync(CancellationToken.None).WaitAsync(Patience);

        // Three settlements of three entries, and one reversal of three; two persons with a counter each.
        Assert.Empty(proof.Differences);
        Assert.Equal((4, 12, 2), (proof.Settlements, proof.Entries, proof.Counters));
    }

    [ContractFact]
    public async Task A_proof_of_empty_books_finds_no_difference()
    {
        var proof = await Ledger.VerifyAsync(CancellationToken.None).WaitAsync(Patience);

        Assert.Empty(proof.Differences);
        Assert.Equal((0, 0, 0), (proof.Settlements, proof.Entries, proof.Counters));
    }

    [ContractFact]
    public Task A_changed_amount_of_an_entry_is_found() => IsFoundAsync(Tampering.EntryAmount);

    [ContractFact]
    public Task Exchanged_accounts_of_a_balanced_journal_are_found() => IsFoundAsync(Tampering.EntryAccounts);

    [ContractFact]
    public Task A_changed_amount_of_a_layer_line_is_found() => IsFoundAsync(Tampering.LineAmount);

    [ContractFact]
    public Task A_lowered_counter_is_found() => IsFoundAsync(Tampering.CounterLowered);

    [ContractFact]
    public Task A_removed_counter_is_found() => IsFoundAsync(Tampering.CounterRemoved);

    [ContractFact]
    public Task A_changed_addition_to_a_counter_is_found() => IsFoundAsync(Tampering.ChangeAmount);

    [ContractFact]
    public Task A_forgotten_request_is_found() => IsFoundAsync(Tampering.RequestRemoved);

    [ContractFact]
    public Task A_changed_payment_of_the_patient_is_found() => IsFoundAsync(Tampering.PatientColumn);

    [ContractFact]
    public Task A_settlement_put_to_another_person_is_found() => IsFoundAsync(Tampering.PersonColumn);

    [ContractFact]
    public Task A_settlement_put_to_another_day_is_found() => IsFoundAsync(Tampering.ServiceDateColumn);

    [ContractFact]
    public Task An_exchanged_document_is_found() => IsFoundAsync(Tampering.Document);

    [ContractFact]
    public Task A_removed_message_to_others_is_found() => IsFoundAsync(Tampering.OutboxRemoved);

    [ContractFact]
    public Task A_reversal_of_another_settlement_is_found() => IsFoundAsync(Tampering.ReversalTarget);

    private async Task IsFoundAsync(Tampering tampering)
    {
        await WriteSomeBooksAsync();
        await DropGuardsAsync();
        Assert.Empty(await DifferencesAsync());
        Assert.Null(await RunAsync(SqlOf(tampering)));
        Assert.NotEmpty(await DifferencesAsync());
    }

    /// <summary>R1 and R2 of P1, R3 of P2, and U2 that reverses R2.</summary>
    private async Task WriteSomeBooksAsync()
    {
        await PostAsync(new Visit("R1", 100_00));
        await PostAsync(new Visit("R2", 300_00));
        await PostAsync(new Visit("R3", 500_00) { Person = "P2" });
        await ReverseAsync(new Undoing("U2", SettlementIds.Of("R2").Text));
    }

    private async Task ListsAsync(SettlementFilter filter, params string[] requestIds)
    {
        var found = await Ledger.ListAsync(filter, CancellationToken.None).WaitAsync(Patience);
        Assert.Equal(requestIds, found.Select(s => s.Document.RequestId).Order(StringComparer.Ordinal));
    }

    private async Task<List<string>> AllPagesAsync(SettlementFilter filter)
    {
        var all = new List<string>();
        while (true)
        {
            var page = await Ledger.ListAsync(filter, CancellationToken.None).WaitAsync(Patience);
            all.AddRange(page.Select(s => s.Document.SettlementId.Text));
            if (page.Count < filter.Limit)
            {
                return all;
            }

            filter = filter with { After = (page[^1].Document.SettledTime, page[^1].Document.SettlementId) };
        }
    }
}
