using System.Data.Common;
using MedAid.Core;
using MedAid.Core.Calculation;
using MedAid.Core.Policy;
using MedAid.Settlement;
using MedAid.Settlement.Sql;

namespace MedAid.Bureau.Visits;

/// <summary>Where a visit is found.</summary>
public readonly record struct VisitPlace(HospitalCode HospitalCode, string VisitId);

/// <summary>The rows of visits, lines and answers.</summary>
internal static class VisitRows
{
    private const char BetweenDiagnoses = ' ';

    private const string VisitColumns =
        "hospital_code, visit_id, person_key, id_number_hash, insurance, outpatient_number, begin_date, patient, registered_us, ended_us, "
        + "medical_type, care, disease_code, disease_name, diagnoses";

    private const string LineColumns =
        "hospital_code, visit_id, line_id, batch, position, code, price_millionths, quantity_ten_thousandths, amount_fen, approval, disease_code, "
        + "department_code, doctor_code, fee_date, in_scope_fen, first_self_pay_fen, over_ceiling_fen, out_of_scope_fen, sent_us";

    private const string OfVisit = "WHERE hospital_code = @0 AND visit_id = @1";

    private const string RemoveSql = $"DELETE FROM national_line {OfVisit} AND batch = @2";

    private const string RemoveUnsettledSql =
        $"""
        DELETE FROM national_line {OfVisit}
        AND batch NOT IN (SELECT s.batch FROM standing_visit s WHERE s.hospital_code = @0 AND s.visit_id = @1)
        """;

    public static Task AddAsync(SqlSession session, RegisteredVisit visit, DateTimeOffset time) => session.InsertAsync(
        $"INSERT INTO national_visit ({VisitColumns})",
        [
            [
                visit.HospitalCode, visit.VisitId, visit.PersonKey, visit.IdNumberHash, visit.Insurance, visit.OutpatientNumber, visit.Begins,
                visit.Patient, Instants.Microseconds(time), null, "", 0, "", "", "",
            ],
        ]);

    public static Task DescribeAsync(SqlSession session, VisitPlace place, Treatment treatment) => session.ExecuteAsync(
        $"UPDATE national_visit SET medical_type = @2, care = @3, disease_code = @4, disease_name = @5, diagnoses = @6 {OfVisit}",
        place.HospitalCode, place.VisitId, treatment.MedicalType, (int)treatment.Care, treatment.Disease, treatment.DiseaseName,
        string.Join(BetweenDiagnoses, treatment.Diagnoses));

    public static Task EndAsync(SqlSession session, VisitPlace place, DateTimeOffset time) => session.ExecuteAsync(
        $"UPDATE national_visit SET ended_us = @2 {OfVisit}", place.HospitalCode, place.VisitId, Instants.Microseconds(time));

    public static async Task<RegisteredVisit?> FindAsync(SqlSession session, VisitPlace place) =>
        (await session.QueryAsync($"SELECT {VisitColumns} FROM national_visit {OfVisit}", Visit, place.HospitalCode, place.VisitId)) is [var visit]
            ? visit
            : null;

    public static async Task AddLinesAsync(SqlSession session, VisitPlace place, IReadOnlyList<FeeLine> lines, DateTimeOffset time)
    {
        var last = (await session.QueryAsync(
            $"SELECT coalesce(max(position), 0) FROM national_line {OfVisit}", row => row.GetInt64(0), place.HospitalCode, place.VisitId))[0];
        await session.InsertAsync(
            $"INSERT INTO national_line ({LineColumns})",
            [
                .. lines.Select((l, i) => new object?[]
                {
                    place.HospitalCode, place.VisitId, l.LineId, l.Batch, last + 1 + i, l.Code, l.PriceMillionths, l.QuantityTenThousandths,
                    l.AmountFen, l.Approval, l.Disease, l.Department, l.Doctor, l.Day, l.Split.InScopeFen, l.Split.FirstSelfPayFen,
                    l.Split.OverCeilingFen, l.Split.OutOfScopeFen, Instants.Microseconds(time),
                }),
            ]);
    }

    public static Task RemoveLinesAsync(SqlSession session, VisitPlace place, string batch) => batch == VisitStore.AllBatches
        ? session.ExecuteAsync(RemoveUnsettledSql, place.HospitalCode, place.VisitId)
        : session.ExecuteAsync(RemoveSql, place.HospitalCode, place.VisitId, batch);

    /// <summary>Lines of a batch, or all, in the order in which they came.</summary>
    public static Task<List<FeeLine>> LinesAsync(SqlSession session, VisitPlace place, string? batch) => batch is null
        ? session.QueryAsync(
            $"SELECT {LineColumns} FROM national_line {OfVisit} ORDER BY position", Line, place.HospitalCode, place.VisitId)
        : session.QueryAsync(
            $"SELECT {LineColumns} FROM national_line {OfVisit} AND batch = @2 ORDER BY position", Line, place.HospitalCode, place.VisitId, batch);

    public static async Task<IReadOnlyDictionary<string, SettlementId>> StandingAsync(SqlSession session, VisitPlace place) =>
        (await session.QueryAsync(
            $"SELECT batch, settlement_id FROM standing_visit {OfVisit}", row => (Batch: row.GetString(0), Id: row.GetString(1)),
            place.HospitalCode, place.VisitId))
        .ToDictionary(s => s.Batch, s => new SettlementId(s.Id), StringComparer.Ordinal);

    public static async Task KeepFileAsync(SqlSession session, StatementFile file, DateTimeOffset time)
    {
        await session.ExecuteAsync("DELETE FROM national_file WHERE made_us < @0", Instants.Microseconds(time - Limits.FilesKept));
        await session.InsertAsync(
            "INSERT INTO national_file (file_id, hospital_code, name, content, made_us)",
            [[file.FileId, file.HospitalCode, file.Name, file.Content, Instants.Microseconds(time)]]);
    }

    public static async Task<StatementFile?> FindFileAsync(SqlSession session, HospitalCode hospitalCode, string fileId) =>
        (await session.QueryAsync(
            "SELECT name, content FROM national_file WHERE file_id = @0 AND hospital_code = @1",
            row => new StatementFile(fileId, hospitalCode, row.GetString(0), row.GetFieldValue<byte[]>(1)), fileId, hospitalCode)) is [var file]
            ? file
            : null;

    public static Task KeepAnswerAsync(SqlSession session, string requestId, KeptAnswer answer) => session.InsertAsync(
        "INSERT INTO national_answer (request_id, output, answered_us)", [[requestId, answer.Output, Instants.Microseconds(answer.Time)]]);

    public static async Task<KeptAnswer> AnswerAsync(SqlSession session, string requestId) => (await session.QueryAsync(
        "SELECT output, answered_us FROM national_answer WHERE request_id = @0",
        row => new KeptAnswer(row.GetString(0), Instants.OfMicroseconds(row.GetInt64(1))), requestId))[0];

    private static RegisteredVisit Visit(DbDataReader row) => new()
    {
        HospitalCode = new(row.GetString(0)),
        VisitId = row.GetString(1),
        PersonKey = new(row.GetString(2)),
        IdNumberHash = row.GetString(3),
        Insurance = row.GetString(4),
        OutpatientNumber = row.GetString(5),
        Begins = row.GetFieldValue<DateOnly>(6),
        Patient = row.GetFieldValue<byte[]>(7),
        Ended = !row.IsDBNull(9),
        Treatment = row.GetInt32(11) == 0 ? null : new Treatment(
            row.GetString(10), (Care)row.GetInt32(11), row.GetString(12), row.GetString(13),
            row.GetString(14).Split(BetweenDiagnoses, StringSplitOptions.RemoveEmptyEntries)),
    };

    private static FeeLine Line(DbDataReader row) => new()
    {
        LineId = row.GetString(2),
        Batch = row.GetString(3),
        Code = row.GetString(5),
        PriceMillionths = row.GetInt64(6),
        QuantityTenThousandths = row.GetInt64(7),
        AmountFen = row.GetInt64(8),
        Approval = row.GetInt32(9),
        Disease = row.GetString(10),
        Department = row.GetString(11),
        Doctor = row.GetString(12),
        Day = row.GetFieldValue<DateOnly>(13),
        Split = new ChargeSplit(row.GetInt64(14), row.GetInt64(15), row.GetInt64(16), row.GetInt64(17)),
    };
}
