using MedAid.Core;
using MedAid.Settlement;
using MedAid.Settlement.Ledger;
using MedAid.Stores.Writing;
using Microsoft.Data.Sqlite;

namespace MedAid.Stores.Embedded;

/// <summary>Reads what a batch starts from and writes its plan, in one transaction of one connection. Used by one thread at a time.</summary>
internal sealed class EmbeddedBatch : IDisposable
{
    private readonly SqliteConnection connection;
    private readonly Statement[] statements;
    private readonly Statement findRequest;
    private readonly Statement findSettlement;
    private readonly Statement findCounter;
    private readonly Statement findStanding;
    private readonly Statement findParts;
    private readonly EmbeddedVisits visits;
    private readonly Statement addRequest;
    private readonly Statement addSettlement;
    private readonly Statement setCounter;
    private readonly Statement addOutbox;
    private readonly Statement probe;

    public EmbeddedBatch(SqliteConnection connection)
    {
        this.connection = connection;
        findRequest = new(connection, EmbeddedLedger.FindRequestSql, "$request_id");
        findSettlement = new(connection, EmbeddedLedger.FindSettlementSql, "$settlement_id");
        findCounter = new(connection, EmbeddedLedger.FindCounterSql, "$person_key", "$scheme", "$counter");
        findStanding = new(connection, EmbeddedStandingVisits.FindStandingSql, "$hospital_code", "$visit_id", "$batch", "$person_key");
        findParts = new(connection, EmbeddedStandingVisits.PartsSql, "$person_key", "$scheme", "$hospital_code", "$stay");
        visits = new(connection);
        addRequest = new(
            connection, "INSERT INTO request VALUES ($1, $2, $3, $4, $5)", "$1", "$2", "$3", "$4", "$5");
        addSettlement = new(
            connection,
            """
            INSERT INTO settlement (
                settlement_id, request_id, kind, reverses_settlement_id, hospital_code, visit_id, person_key, scheme, county_code,
                service_date, settled_us, gross_fen, waived_fen, hospital_borne_fen, patient_fen, entries, lines, changes, document,
                batch, stay, stay_part, admission_day, dialyses, supplies)
            VALUES (
                $1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20, $21, $22, $23, $24, $25)
            """,
            "$1", "$2", "$3", "$4", "$5", "$6", "$7", "$8", "$9", "$10", "$11", "$12", "$13", "$14", "$15", "$16", "$17", "$18", "$19",
            "$20", "$21", "$22", "$23", "$24", "$25");
        setCounter = new(
            connection,
            """
            INSERT INTO counter VALUES ($1, $2, $3, $4)
            ON CONFLICT (person_key, scheme, counter) DO UPDATE SET used_fen = excluded.used_fen
            """,
            "$1", "$2", "$3", "$4");
        addOutbox = new(connection, "INSERT INTO outbox (settlement_id, kind) VALUES ($1, $2)", "$1", "$2");
        probe = new(connection, EmbeddedDatabase.ProbeSql);
        statements = [findRequest, findSettlement, findCounter, findStanding, findParts, addRequest, addSettlement, setCounter, addOutbox, probe];
    }

    /// <summary>Begins a transaction that holds the write lock from its first statement, so that what it reads stays true.</summary>
    public SqliteTransaction Begin() => connection.BeginTransaction(deferred: false);

    /// <summary>Writes a row that means nothing.</summary>
    public void Probe(SqliteTransaction transaction)
    {
        probe.Transaction = transaction;
        probe.Execute();
    }

    /// <summary>Plans and writes the batch; nothing stands before the transaction is committed.</summary>
    public BatchPlan Write(IReadOnlyList<LedgerWork> works, SqliteTransaction transaction)
    {
        Array.ForEach(statements, s => s.Transaction = transaction);
        visits.Transaction = transaction;
        var plan = BatchPlan.Of(works, Read(works));
        foreach (var (requestId, hash, refusal) in plan.Refusals)
        {
            addRequest.Execute(requestId, hash, null, (int)refusal.Reason, refusal.Subject);
        }

        foreach (var (record, hash) in plan.Records)
        {
            Write(record, hash);
        }

        foreach (var (key, usedFen) in plan.ChangedCounters)
        {
            setCounter.Execute(key.PersonKey, key.Scheme, key.Counter, usedFen);
        }

        return plan;
    }

    public void Dispose()
    {
        Array.ForEach(statements, s => s.Dispose());
        visits.Dispose();
        connection.Dispose();
    }

    private BatchState Read(IReadOnlyList<LedgerWork> works)
    {
        var state = new BatchState();
        foreach (var work in works)
        {
            ReadRequest(state, work.RequestId);
            if (work.Reversal is { } reversal)
            {
                ReadOriginal(state, reversal.SettlementId);
            }

            if (work.Settlement is { } posting)
            {
                ReadStanding(state, posting.Visit, posting.PersonKey);
                if (posting.Search is { } search)
                {
                    visits.Find(search).ForEach(v => state.Visits.Add(search.PersonKey, v));
                }

                foreach (var counter in posting.CounterKeys)
                {
                    ReadCounter(state, CounterKey.Of(posting.PersonKey, posting.Scheme, counter));
                }
            }
        }

        return state;
    }

    private void ReadRequest(BatchState state, string requestId)
    {
        if (state.Requests.ContainsKey(requestId))
        {
            return;
        }

        using var row = findRequest.Query(requestId);
        if (row.Read())
        {
            state.Requests.Add(requestId, EmbeddedRows.Request(row));
        }
    }

    private void ReadOriginal(BatchState state, SettlementId settlementId)
    {
        if (state.Settlements.ContainsKey(settlementId))
        {
            return;
        }

        StoredSettlement? stored;
        using (var row = findSettlement.Query(settlementId))
        {
            stored = row.Read() ? EmbeddedRows.Settlement(row) : null;
        }

        if (stored is null)
        {
            return;
        }

        state.Settlements.Add(settlementId, stored);
        ReadParts(state, stored.Document);
        foreach (var counter in stored.Document.Breakdown.Counters)
        {
            ReadCounter(
                state, CounterKey.Of(stored.Document.PersonKey, stored.Document.Breakdown.Policy.Scheme, counter.Counter));
        }
    }

    private void ReadParts(BatchState state, SettlementDocument document)
    {
        if (StayKey.Of(document) is not { } stay || state.Parts.ContainsKey(stay))
        {
            return;
        }

        var parts = state.Parts[stay] = [];
        using var row = findParts.Query(stay.PersonKey, stay.Scheme, stay.HospitalCode, stay.Stay);
        while (row.Read())
        {
            parts[row.GetInt32(0)] = new(row.GetString(1));
        }
    }

    private void ReadStanding(BatchState state, VisitKey visit, PersonKey personKey)
    {
        using var row = findStanding.Query(visit.HospitalCode, visit.VisitId, visit.Batch, personKey);
        while (row.Read())
        {
            state.Standing.Add(visit with { Batch = row.GetString(1) }, new SettlementId(row.GetString(0)), new PersonKey(row.GetString(2)));
        }
    }

    private void ReadCounter(BatchState state, CounterKey key)
    {
        if (state.Counters.ContainsKey(key))
        {
            return;
        }

        using var row = findCounter.Query(key.PersonKey, key.Scheme, key.Counter);
        state.Counters.Add(key, row.Read() ? row.GetInt64(0) : 0);
    }

    private void Write(SettlementRecord record, byte[] hash)
    {
        var document = record.Document;
        var breakdown = document.Breakdown;
        var id = document.SettlementId;
        addRequest.Execute(document.RequestId, hash, id, null, null);
        addSettlement.Execute(
            id, document.RequestId, (int)document.Kind, document.ReversesSettlementId, document.HospitalCode, document.VisitId,
            document.PersonKey, record.Scheme, document.CountyCode, PlainText.Day(document.ServiceDate),
            Instants.Microseconds(document.SettledTime), breakdown.GrossFen, breakdown.WaivedFen, breakdown.HospitalBorneFen,
            breakdown.PatientFen, PackedRows.Of(document.Entries), PackedRows.Of(breakdown.Lines), PackedRows.Of(record.Changes),
            SettlementCodec.Encode(document), document.Batch, document.Stay, document.StayPart,
            document.AdmissionDay is { } admitted ? PlainText.Day(admitted) : null, document.Dialyses, DrugSupply.Text(document.Supplies));
        addOutbox.Execute(id, (int)document.Kind);
    }
}
