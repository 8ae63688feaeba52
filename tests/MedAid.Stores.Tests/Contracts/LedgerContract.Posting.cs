using MedAid.Core;
using MedAid.Settlement.Ledger;
using MedAid.Settlement.Ports;
using MedAid.Stores.Tests.Books;

namespace MedAid.Stores.Tests.Contracts;

public abstract partial class LedgerContract
{
    [ContractFact]
    public async Task A_visit_is_settled_once_and_found_by_both_of_its_ids()
    {
        var outcome = await PostAsync(new Visit("R1", 300_00));

        // Half of 300.00 is 150.00; the year's cap of 1,000.00 has room for it.
        Assert.Equal(PostingEffect.Done, outcome.Result);
        Assert.Equal(150_00, outcome.Document!.Breakdown.PatientFen);
        Assert.Equal(150_00, await UsedFenAsync());
        await ReopenAsync();
        var stored = await FindAsync(outcome.Document.SettlementId.Text);
        Same(outcome.Document, stored?.Document);
        Assert.Null(stored!.ReversedBySettlementId);
        var request = await FindRequestAsync("R1");
        Same(outcome.Document, request?.Settlement?.Document);
        Assert.Equal(new Visit("R1", 300_00).ContentHash, request!.ContentHash);
        Assert.Empty(await DifferencesAsync());
    }

    [ContractFact]
    public async Task A_repeated_request_gets_the_same_document_and_adds_nothing()
    {
        var first = await PostAsync(new Visit("R1", 300_00));
        await ReopenAsync();
        var second = await PostAsync(new Visit("R1", 300_00));

        Assert.Equal(PostingEffect.Replayed, second.Result);
        Same(first.Document!, second.Document);
        Assert.Equal(150_00, await UsedFenAsync());
        Assert.Equal(1, (await Ledger.VerifyAsync(CancellationToken.None).WaitAsync(Patience)).Settlements);
    }

    [ContractFact]
    public async Task The_same_id_with_other_content_is_refused_and_writes_nothing()
    {
        var first = await PostAsync(new Visit("R1", 300_00));
        var other = await PostAsync(new Visit("R1", 400_00));

        Assert.Equal(new PostingResult(PostingEffect.RequestIdReused, null, null), other);
        Assert.Equal(150_00, await UsedFenAsync());
        Same(first.Document!, (await FindRequestAsync("R1"))?.Settlement?.Document);
    }

    [ContractFact]
    public async Task An_id_of_a_settlement_cannot_be_used_for_a_reversal()
    {
        var settled = await PostAsync(new Visit("R1", 300_00));
        var outcome = await ReverseAsync(new Undoing("R1", settled.Document!.SettlementId.Text));

        Assert.Equal(PostingEffect.RequestIdReused, outcome.Result);
        Assert.Equal(150_00, await UsedFenAsync());
    }

    [ContractFact]
    public async Task A_final_refusal_is_kept_and_answered_again()
    {
        var hash = new Visit("R1", 1).ContentHash;
        var posting = new SettlementPosting
        {
            RequestId = "R1",
            ContentHash = hash,
            Visit = new VisitKey(new HospitalCode("H1"), "V1"),
            Prepare = (_, _) => PostingDecision.Of(new RefusalRecord(Refusal.NoPolicyForDate, "2018-12-31")),
        };
        var first = await Ledger.PostAsync(posting, CancellationToken.None).WaitAsync(Patience);
        await ReopenAsync();

        // The law may be there by now; this request stays refused.
        var again = await PostAsync(new Visit("R1", 1));

        var refusal = new RefusalRecord(Refusal.NoPolicyForDate, "2018-12-31");
        Assert.Equal(new PostingResult(PostingEffect.Done, null, refusal), first);
        Assert.Equal(hash, new Visit("R1", 1).ContentHash);
        Assert.Equal(new PostingResult(PostingEffect.Replayed, null, refusal), again);
        var known = await FindRequestAsync("R1");
        Assert.Equal(refusal, known!.Refusal);
        Assert.Null(known.Settlement);
        Assert.Empty(await DifferencesAsync());
    }

    [ContractFact]
    public async Task What_was_never_posted_is_not_found()
    {
        Assert.Null(await FindRequestAsync("R1"));
        Assert.Null(await FindAsync("S000000000000000000000000"));
        Assert.Equal((long[])[0, 0], await CountersAsync("P1", Visit.Scheme, "a", "b"));
    }

    [ContractFact]
    public async Task Counters_are_kept_apart_by_person_scheme_and_name_and_read_in_the_order_asked()
    {
        await PostAsync(new Visit("R1", 300_00));
        await PostAsync(new Visit("R2", 80_00) { Person = "P2" });

        Assert.Equal((long[])[0, 150_00], await CountersAsync("P1", Visit.Scheme, "none", Visit.Counter));
        Assert.Equal((long[])[40_00, 0], await CountersAsync("P2", Visit.Scheme, Visit.Counter, "none"));
        Assert.Equal((long[])[0], await CountersAsync("P1", "employee", Visit.Counter));
    }

    [ContractFact]
    public async Task A_visit_that_changes_no_counter_is_settled_all_the_same()
    {
        // The cap is used up by the first: half of 2,000.00 is 1,000.00.
        await PostAsync(new Visit("R1", 2_000_00));
        var outcome = await PostAsync(new Visit("R2", 70_00));

        Assert.Equal(70_00, outcome.Document!.Breakdown.PatientFen);
        Assert.Equal(1_000_00, await UsedFenAsync());
        Assert.Empty(await DifferencesAsync());
    }

    [ContractFact]
    public async Task Texts_of_any_kind_come_back_as_they_were()
    {
        var visit = new Visit("申请'1\"\\|,{}\u001f\n", 300_00) { Person = "P'\",{}\\", Hospital = "医院—甲", County = "县,\"\\" };
        var outcome = await PostAsync(visit);
        await ReopenAsync();

        Same(outcome.Document!, (await FindRequestAsync(visit.RequestId))?.Settlement?.Document);
        Assert.Equal(150_00, await UsedFenAsync(visit.Person));
        Assert.Empty(await DifferencesAsync());
    }

    [ContractFact]
    public async Task A_ledger_that_works_has_nothing_to_report_to_the_probe()
    {
        Assert.Null(await Ledger.ProbeAsync(CancellationToken.None).WaitAsync(Patience));
    }

    [ContractFact]
    public async Task After_it_is_closed_a_ledger_takes_nothing_and_says_that_nothing_was_done()
    {
        await CloseAsync();

        var refused = await Assert.ThrowsAsync<LedgerUnavailableException>(() => PostAsync(new Visit("R1", 100)));
        Assert.False(refused.Busy);
    }
}
