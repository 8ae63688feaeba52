using System.Data.Common;
using MedAid.Core;
using MedAid.Settlement.Sql;

namespace MedAid.Reports.Facts;

/// <summary>How far the facts follow the ledger, and how many settlements up to there cannot be read and are not in them.</summary>
public sealed record FactsPlace(long OutboxNumber, int Unread);

/// <summary>The facts of reports as they follow the ledger, on either database.</summary>
public sealed class ReportFacts(ISqlDatabase database)
{
    private const string Checkpoint = "report_checkpoint";

    private const string Columns =
        "outbox_number, settlement_id, booked_day, person_key, hospital_code, visit, county_code, scheme, care, disease, programme, visits, "
        + "gross_fen, in_scope_fen, drug_fen, drug_in_scope_fen, patient_fen, waived_fen, hospital_borne_fen";

    /// <summary>How far the facts came.</summary>
    public Task<FactsPlace> PlaceAsync(CancellationToken cancellationToken) => database.ReadAsync(PlaceAsync, cancellationToken);

    /// <summary>
    /// Takes one part of the outbox in, if the facts still stand at <paramref name="at"/>. <paramref name="make"/> gets the facts that reversals
    /// undo, as far as they are stored, and makes those of the part. False: somebody else was quicker, and nothing was done.
    /// </summary>
    public Task<bool> FoldAsync(
        FactsPlace at, FactsPlace reached, IReadOnlyList<SettlementId> undone,
        Func<IReadOnlyDictionary<SettlementId, ReportVisit>, IReadOnlyList<ReportVisit>> make, CancellationToken cancellationToken) =>
        database.WriteAsync(
            Checkpoint,
            async session =>
            {
                if ((await PlaceAsync(session)).OutboxNumber != at.OutboxNumber)
                {
                    return false;
                }

                await InsertAsync(session, make(await FindAsync(session, undone)));
                await session.ExecuteAsync(
                    "UPDATE report_checkpoint SET outbox_number = @0, unread = @1", reached.OutboxNumber, reached.Unread);
                return true;
            },
            cancellationToken);

    internal static async Task<FactsPlace> PlaceAsync(SqlSession session) => (await session.QueryAsync(
        "SELECT outbox_number, unread FROM report_checkpoint", row => new FactsPlace(row.GetInt64(0), row.GetInt32(1))))[0];

    private static async Task InsertAsync(SqlSession session, IReadOnlyList<ReportVisit> visits)
    {
        await session.InsertAsync(
            $"INSERT INTO report_visit ({Columns})",
            [
                .. visits.Select(v => new object?[]
                {
                    v.OutboxNumber, v.SettlementId, v.BookedDay, v.PersonKey, v.HospitalCode, v.Visit, v.CountyCode, v.Scheme, v.Care, v.Disease,
                    v.Programme, v.Visits, v.GrossFen, v.InScopeFen, v.DrugFen, v.DrugInScopeFen, v.PatientFen, v.WaivedFen, v.HospitalBorneFen,
                }),
            ]);
        await session.InsertAsync(
            "INSERT INTO report_payment (outbox_number, line_number, layer, fund, rule, paid_fen, due_fen)",
            [
                .. from visit in visits
                   from line in visit.Payments.Select((p, i) => (Payment: p, Number: i + 1))
                   select new object?[]
                   {
                       visit.OutboxNumber, line.Number, line.Payment.Layer, line.Payment.Fund, line.Payment.Rule, line.Payment.PaidFen,
                       line.Payment.DueFen,
                   },
            ]);
    }

    private static async Task<IReadOnlyDictionary<SettlementId, ReportVisit>> FindAsync(SqlSession session, IReadOnlyList<SettlementId> ids)
    {
        var visits = await session.QueryInAsync($"SELECT {Columns} FROM report_visit WHERE settlement_id IN {{0}}", ids, Visit);
        var payments = (await session.QueryInAsync(
            "SELECT outbox_number, layer, fund, rule, paid_fen, due_fen FROM report_payment WHERE outbox_number IN {0} ",
            [.. visits.Select(v => v.OutboxNumber)],
            row => (Number: row.GetInt64(0), Payment: new ReportPayment(
                row.GetString(1), new Fund(row.GetString(2)), row.GetString(3), row.GetInt64(4), row.GetInt64(5)))))
            .ToLookup(p => p.Number, p => p.Payment);
        return visits.ToDictionary(v => v.SettlementId, v => v with { Payments = [.. payments[v.OutboxNumber]] });
    }

    private static ReportVisit Visit(DbDataReader row) => new()
    {
        OutboxNumber = row.GetInt64(0),
        SettlementId = new(row.GetString(1)),
        BookedDay = row.GetFieldValue<DateOnly>(2),
        PersonKey = new(row.GetString(3)),
        HospitalCode = new(row.GetString(4)),
        Visit = row.GetString(5),
        CountyCode = new(row.GetString(6)),
        Scheme = row.GetString(7),
        Care = row.GetInt32(8),
        Disease = row.GetString(9),
        Programme = row.GetString(10),
        Visits = row.GetInt32(11),
        GrossFen = row.GetInt64(12),
        InScopeFen = row.GetInt64(13),
        DrugFen = row.IsDBNull(14) ? null : row.GetInt64(14),
        DrugInScopeFen = row.IsDBNull(15) ? null : row.GetInt64(15),
        PatientFen = row.GetInt64(16),
        WaivedFen = row.GetInt64(17),
        HospitalBorneFen = row.GetInt64(18),
        Payments = [],
    };
}
