using MedAid.Clearing.Tests;
using MedAid.Core.Policy;
using MedAid.Settlement.Ledger;

namespace MedAid.Stores.Tests.Histories;

/// <summary>Makes the requests of a history from dice, with a view to what was settled before: late bills, further parts, repetitions.</summary>
internal sealed class Dealer(int history, Patients patients, Replay replay)
{
    private static readonly string[] Codes = ["A1", "A2", "A3", "B1", "B2", "C1", "R1", "L1", "U1"];
    private static readonly decimal[] Prices = [1m, 12.345678m, 33.33m, 120.5m, 299.995m, 300.01m, 999.99m, 4000m, 12_400m];
    private static readonly decimal[] Quantities = [1m, 1m, 2m, 3m, 0.3333m, 7.5m];
    private static readonly string[] Words = ["in_scope", "first_self_pay", "out_of_scope", "over_cap", "package"];
    private static readonly IdentityKind[] Kinds =
    [
        IdentityKind.SubsistenceAllowance, IdentityKind.ExtremelyPoor, IdentityKind.MarginalLowIncome, IdentityKind.PriorityVeteran,
        IdentityKind.Orphan,
    ];

    private readonly Bill?[] openStay = new Bill?[Patients.IdNumbers.Count];
    private readonly List<Call> calls = [];
    private DateOnly today = new(2024, 11, 1);
    private int number;

    /// <summary>The next request; null where only the register changes.</summary>
    public Call? Next(Dice dice)
    {
        var kind = dice.Next(20);
        var call = kind switch
        {
            _ when replay.Written is [.., { Undoes: { StayPart: > 1 } part }] && dice.Next(3) > 0 => UndoBefore(part),
            0 or 1 or 2 => Reverse(dice),
            3 => Repeat(dice),
            4 when Late(dice, standing: false) is { } undone => Again(dice, undone),
            5 when Late(dice, standing: true) is { } standing => Twice(dice, standing),
            6 => Change(dice),
            >= 7 and <= 13 when openStay[dice.Next(openStay.Length)] is { } stay => Settle(Part(dice, stay)),
            _ => Settle(Fresh(dice)),
        };
        if (call is not null)
        {
            calls.Add(call);
        }

        return call;
    }

    private Call Settle(Bill bill) => new(NextId(), bill);

    private string NextId() => $"h{history}-{number++}";

    private Call Reverse(Dice dice)
    {
        // Mostly what was settled last, so that stays are undone to their beginning too.
        var at = dice.Next(3) > 0 ? Math.Max(0, replay.Written.Count - 1 - dice.Next(3)) : dice.Next(replay.Written.Count + 1);
        var target = replay.Written.ElementAtOrDefault(at);
        target = dice.Next(3) == 0 ? replay.Written.Find(t => t.Stands && replay.LaterPart(t) is not null) ?? target : target;
        var hospital = dice.Next(12) == 0 ? YearLaw.Hospitals[dice.Next(4)] : target?.Bill!.Hospital ?? YearLaw.Hospitals[0];
        return new Call(NextId(), null, new Undo(hospital.Code.Text, target?.SettlementId ?? SettlementIds.Of($"none-{history}").Text, "退费"));
    }

    /// <summary>A stay that begins to be undone mostly goes on so, from its last part back.</summary>
    private Call UndoBefore(Told part)
    {
        var before = replay.Written.FindLast(t => t.Stands && t.Bill!.Stay == part.Bill!.Stay && t.PersonKey == part.PersonKey && t.StayPart < part.StayPart);
        return new Call(NextId(), null, new Undo(part.Bill!.Hospital.Code.Text, before?.SettlementId ?? part.SettlementId, "退费"));
    }

    /// <summary>A request that was sent before, as it was or with another content.</summary>
    private Call? Repeat(Dice dice)
    {
        if (calls.Count == 0)
        {
            return null;
        }

        var call = calls[dice.Next(calls.Count)];
        return dice.Next(4) > 0 ? call
            : call.Bill is { } bill ? call with { Bill = bill with { Date = bill.Date.AddDays(-1), AdmittedOn = bill.AdmittedOn?.AddDays(-1) } }
            : call with { Undo = call.Undo! with { Reason = "另一原因" } };
    }

    private Told? Late(Dice dice, bool standing) =>
        replay.Written.FindAll(t => t.Undoes is null && t.Stands == standing) is { Count: > 0 } some ? some[dice.Next(some.Count)] : null;

    /// <summary>What was undone is settled again, mostly with another amount; what others paid for a disease that is gone is left out.</summary>
    private Call Again(Dice dice, Told undone)
    {
        var bill = undone.Bill! with { Items = Items(dice, undone.Bill) };
        return Settle(bill with { External = [.. bill.External.Where(p => p.Disease.Length == 0 || bill.Diseases.Contains(p.Disease))] });
    }

    /// <summary>A visit that stands is sent once more: as it was, whole, or as a bill of a number.</summary>
    private Call Twice(Dice dice, Told standing) => Settle(standing.Bill! with
    {
        Batch = dice.Next(3) switch { 0 => "", 1 when standing.Bill.Stay.Length > 0 => "9", _ => standing.Bill.Batch },
    });

    private Call? Change(Dice dice)
    {
        var (person, kind) = (dice.Next(Patients.IdNumbers.Count), Kinds[dice.Next(Kinds.Length)]);
        var from = today.AddDays(dice.Next(60) - 30);
        switch (dice.Next(6))
        {
            case 0:
                patients.Change(person, p => p with { Scheme = p.Scheme == "resident" ? "employee" : "resident" });
                break;
            case 1:
                patients.Change(person, p => p with { Identities = [.. p.Identities.Select(i => i with { Until = i.Until ?? from })] });
                break;
            case 2:
                patients.Change(person, p => p with { Qualifications = [.. p.Qualifications.Select(q => q with { Until = q.Until ?? from })] });
                break;
            default:
                patients.Change(person, p => p with { Identities = [.. p.Identities, new IdentitySpan(kind, from, null)] });
                break;
        }

        return null;
    }

    /// <summary>The next bill of a stay, some days later; now and then of another kind, as where observation becomes admission.</summary>
    private Bill Part(Dice dice, Bill stay)
    {
        var part = stay with
        {
            Date = Later(dice),
            Batch = $"{number}",
            Care = dice.Next(8) == 0 ? Care.Outpatient : Care.Inpatient,
            AdmittedOn = null,
            Admission = dice.Next(10) == 0 ? 1 + dice.Next(4) : null,
            External = [],
        };
        part = part with { Items = Items(dice, part), Account = Account(dice, part) };
        openStay[stay.Person] = dice.Next(6) == 0 ? null : part;
        return part;
    }

    private Bill Fresh(Dice dice)
    {
        var bill = Kind(dice, new Bill
        {
            // Mostly one, so that there are years of many visits.
            Person = dice.Next(3) > 0 ? 0 : dice.Next(Patients.IdNumbers.Count),
            Hospital = YearLaw.Hospitals[dice.Next(3) > 0 ? 0 : dice.Next(4)],
            VisitId = $"V{history}-{number}",
            Date = Later(dice),
            Care = Care.Outpatient,
            Items = [],
        });
        bill = SuppliedPayments(dice, bill with { Items = Items(dice, bill), Accident = dice.Next(25) == 0 });
        bill = bill with { Account = Account(dice, bill) };
        if (bill.Batch.Length > 0)
        {
            openStay[bill.Person] = bill;
        }

        return bill;
    }

    private Bill Kind(Dice dice, Bill bill) => dice.Next(14) switch
    {
        0 or 1 => bill with { Disease = dice.Next(2) == 0 ? "" : "J06.900" },
        2 or 3 => Admitted(dice, bill),
        4 => Admitted(dice, bill) with { Stay = $"S{number}" },
        5 or 6 or 7 => Admitted(dice, bill) with { Stay = $"S{number}", Batch = "1" },
        8 => bill with { Care = Care.OutpatientChronic, Disease = new[] { "D10", "D10.1", "D20", "D30", "D40" }[dice.Next(5)] },
        9 => bill with { Care = Care.OutpatientChronic, Disease = "N18.5" },
        10 => bill with { Care = Care.OutpatientChronic },
        11 => bill with { Care = Care.TwoDisease, Disease = dice.Next(8) == 0 ? "D10" : "I10" },
        12 => bill with { Care = Care.DaySurgery, Disease = dice.Next(2) == 0 ? "K40" : "K41" },
        _ => bill with { Care = Care.OutpatientChronic, Disease = "D20", Mode = Mode.InpatientReferenced },
    };

    private static Bill Admitted(Dice dice, Bill bill) => bill with
    {
        Care = Care.Inpatient,
        Disease = new[] { "", "J18.900", "C50.400", "D30" }[dice.Next(4)],
        Admission = dice.Next(6) == 0 ? 1 + dice.Next(4) : null,
        AdmittedOn = dice.Next(2) == 0 ? bill.Date.AddDays(-dice.Next(50)) : null,
    };

    private static List<BillItem> Items(Dice dice, Bill bill)
    {
        var several = bill is { Care: Care.OutpatientChronic, Disease: "" };
        return [.. Enumerable.Range(0, 1 + dice.Next(4)).Select(_ => Item(dice, several))];
    }

    private static BillItem Item(Dice dice, bool several)
    {
        var code = Codes[dice.Next(Codes.Length)];
        return new BillItem(
            code, new[] { "western_medicine", "bed", "treatment" }[dice.Next(3)], Prices[dice.Next(Prices.Length)],
            Quantities[dice.Next(Quantities.Length)], code is "U1" ? 2 : dice.Next(3),
            several ? new[] { "D10", "D20", "N18.5", "D30" }[dice.Next(4)] : "");
    }

    /// <summary>What others paid, often more than there is room for, or for what they do not cover.</summary>
    private static Bill SuppliedPayments(Dice dice, Bill bill)
    {
        var total = bill.Items.Sum(i => i.AmountFen);
        return dice.Next(14) switch
        {
            0 => bill with { Upstream = [new(dice.Next(2) == 0 ? "basic" : "relief", dice.NextInt64((total / 2) + 2), [])] },
            1 => bill with { External = [new("veteran", 1 + dice.NextInt64((total / 4) + 1), [])] },
            2 => bill with { External = [new("commercial", 1 + dice.NextInt64((total / 4) + 1), [Words[dice.Next(Words.Length)]])] },
            3 => bill with
            {
                External =
                [
                    new("commercial", 1 + dice.NextInt64((total / 8) + 1), []),
                    new("commercial", 1 + dice.NextInt64((total / 8) + 1), ["first_self_pay"], bill.Diseases.First()),
                ],
            },
            4 or 5 => bill with { External = [new("commercial", 1 + dice.NextInt64((total / 40) + 1), [])] },
            _ => bill,
        };
    }

    /// <summary>
    /// What employees want of their accounts: all or so much, with balances that are often short; now and then somebody who has no account.
    /// </summary>
    private BillAccount? Account(Dice dice, Bill bill)
    {
        var total = bill.Items.Sum(i => i.AmountFen);
        return dice.Next(patients[bill.Person].Scheme == "employee" ? 2 : 15) > 0 ? null : new BillAccount(
            dice.Next(2) == 0 ? null : dice.NextInt64(total + 2), dice.NextInt64((total / 3) + 2), dice.Next(3) == 0 ? 0 : dice.NextInt64(total + 2));
    }

    /// <summary>The day of a bill: some days on; now and then one that comes in late.</summary>
    private DateOnly Later(Dice dice)
    {
        today = today.AddDays(dice.Next(25));
        return dice.Next(4) == 0 ? today.AddDays(-dice.Next(90)) : today;
    }
}
