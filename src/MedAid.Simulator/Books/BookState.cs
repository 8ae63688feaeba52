using MedAid.Core;

namespace MedAid.Simulator.Books;

/// <summary>What the books say: all events, one after the other. Whoever reads it holds the books.</summary>
internal sealed class BookState
{
    private readonly Dictionary<string, BookedVisit> visits = new(StringComparer.Ordinal);
    private readonly Dictionary<string, SettlementState> settlements = new(StringComparer.Ordinal);
    private readonly Dictionary<(HospitalCode Hospital, string Number, string MessageId), List<SettlementState>> byMessage = [];
    private readonly Dictionary<string, List<SettlementState>> byPerson = new(StringComparer.Ordinal);
    private readonly HashSet<(HospitalCode Hospital, string Number, string MessageId)> reversals = [];

    /// <summary>How often a bureau was started on these books.</summary>
    public long Starts { get; private set; }

    /// <summary>How far the clock is moved.</summary>
    public long OffsetTicks { get; private set; }

    /// <summary>The last number of an id.</summary>
    public long LastNumber { get; set; }

    /// <summary>Sign-ins that were not ended.</summary>
    public Dictionary<string, SignedIn> SignIns { get; } = new(StringComparer.Ordinal);

    /// <summary>Files by <c>file_qury_no</c>.</summary>
    public Dictionary<string, FileStored> Files { get; } = new(StringComparer.Ordinal);

    /// <summary>Applications for clearing that stand.</summary>
    public Dictionary<string, ClearingApplied> Clearings { get; } = new(StringComparer.Ordinal);

    /// <summary>Outputs of messages that may come again.</summary>
    public Dictionary<string, string> Answers { get; } = new(StringComparer.Ordinal);

    /// <summary>All settlements, in their order.</summary>
    public List<SettlementState> Settlements { get; } = [];

    /// <summary>All visits.</summary>
    public IReadOnlyCollection<BookedVisit> Visits => visits.Values;

    /// <summary>A visit, or null.</summary>
    public BookedVisit? Visit(string id) => visits.GetValueOrDefault(id);

    /// <summary>A settlement, or null.</summary>
    public SettlementState? Settlement(string id) => settlements.GetValueOrDefault(id);

    /// <summary>What a message booked.</summary>
    public IReadOnlyList<SettlementState> OfMessage(HospitalCode hospital, string number, string messageId) =>
        byMessage.GetValueOrDefault((hospital, number, messageId), []);

    /// <summary>Settlements and reversals of a person.</summary>
    public IReadOnlyList<SettlementState> OfPerson(string personNumber) => byPerson.GetValueOrDefault(personNumber, []);

    /// <summary>Whether a message was undone before it came.</summary>
    public bool IsReversed(HospitalCode hospital, string number, string messageId) => reversals.Contains((hospital, number, messageId));

    /// <summary>Adds what happened.</summary>
    public void Apply(BookEvent what)
    {
        switch (what)
        {
            case Started:
                Starts++;
                break;
            case BooksEmptied:
                Empty();
                break;
            case ClockMoved moved:
                OffsetTicks = moved.OffsetTicks;
                break;
            case SignedIn signedIn:
                SignIns[signedIn.SignNumber] = signedIn;
                break;
            case SignedOut signedOut:
                SignIns.Remove(signedOut.SignNumber);
                break;
            case FileStored file:
                Files[file.Id] = file;
                break;
            case ClearingApplied clearing:
                Clearings[clearing.Id] = clearing;
                break;
            case ClearingWithdrawn withdrawn:
                Clearings.Remove(withdrawn.Id);
                break;
            case MessageAnswered answered:
                Answers[answered.Key] = answered.Output;
                break;
            case ReversalRemembered remembered:
                reversals.Add((remembered.Hospital, remembered.Number, remembered.MessageId));
                break;
            default:
                ApplyToVisit(what);
                break;
        }
    }

    private void Empty()
    {
        visits.Clear();
        settlements.Clear();
        byMessage.Clear();
        byPerson.Clear();
        reversals.Clear();
        SignIns.Clear();
        Files.Clear();
        Clearings.Clear();
        Answers.Clear();
        Settlements.Clear();
        OffsetTicks = 0;
    }

    private void ApplyToVisit(BookEvent what)
    {
        switch (what)
        {
            case Registered registered:
                visits[registered.VisitId] = new BookedVisit(registered);
                break;
            case RegistrationCancelled cancelled:
                visits[cancelled.VisitId].IsCancelled = true;
                break;
            case VisitDescribed described:
                visits[described.VisitId].CareType = described.CareType;
                visits[described.VisitId].Disease = described.Disease;
                break;
            case LinesAdded added:
                foreach (var line in added.Lines)
                {
                    visits[added.VisitId].Lines[line.Id] = line;
                }

                break;
            case LinesRemoved removed:
                foreach (var id in removed.LineIds)
                {
                    visits[removed.VisitId].Lines.Remove(id);
                }

                break;
            case SettlementBooked booked:
                Book(booked.Settlement);
                break;
            case SettlementChanged changed:
                settlements[changed.Id].Booked = settlements[changed.Id].Booked with { Amounts = changed.Amounts };
                break;
            case SettlementErased erased:
                Erase(settlements[erased.Id]);
                break;
            default:
                throw new InvalidOperationException($"{what.GetType().Name} is no event of the books");
        }
    }

    private void Book(BookedSettlement settlement)
    {
        var state = new SettlementState(settlement);
        settlements.Add(settlement.Id, state);
        Settlements.Add(state);
        visits[settlement.VisitId].Settlements.Add(state);
        var message = (settlement.Hospital, settlement.Number, settlement.MessageId);
        (byMessage.TryGetValue(message, out var ofMessage) ? ofMessage : byMessage[message] = []).Add(state);
        (byPerson.TryGetValue(settlement.PersonNumber, out var ofPerson) ? ofPerson : byPerson[settlement.PersonNumber] = []).Add(state);
        if (state.IsReversal)
        {
            settlements[settlement.Reverses].ReversedBy = settlement.Id;
        }
    }

    private void Erase(SettlementState state)
    {
        state.IsErased = true;
        if (state.IsReversal)
        {
            settlements[state.Booked.Reverses].ReversedBy = "";
        }
    }
}
