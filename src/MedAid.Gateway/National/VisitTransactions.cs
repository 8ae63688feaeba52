using System.Text.Json.Nodes;
using MedAid.Bureau.Messages;
using MedAid.Bureau.Visits;
using MedAid.Core.Policy;
using MedAid.Gateway.Calls;
using MedAid.Settlement.Claims;
using MedAid.Settlement.Ledger;
using MedAid.Settlement.People;

namespace MedAid.Gateway.National;

/// <summary>What comes of a visit before it is settled: 2201 and 2202, 2203, 2204 and 2205.</summary>
internal sealed class VisitTransactions(
    DoorWrites writes, DoorPatients patients, VisitStore visits, VisitTurns turns, PatientSeal seal, LineSplits splits, ClaimOpener claims)
    : INationalTransactions
{
    private const string OnList = "1";

    /// <inheritdoc/>
    public IReadOnlyList<NationalTransaction> All =>
    [
        new("2201", RegisterAsync), new("2202", CancelAsync), new("2203", DescribeAsync), new("2204", AddLinesAsync), new("2205", RemoveLinesAsync),
    ];

    private async Task<DoorAnswer> RegisterAsync(NationalRequest request, HttpContext http, CallTimer timer)
    {
        var input = DoorWrites.InputOf(request, VisitTables.Registration);
        var row = input.Rows("data")[0];
        return await writes.OnceAsync(request, VisitTables.Registration, input, async head =>
        {
            var begins = DoorCodes.PastDayOf(row, "begntime", claims.Today);
            var idNumber = row["mdtrt_cert_no"].ToUpperInvariant();
            var found = await patients.ByNumberAsync(row, IdNumber.IsValid(idNumber) ? idNumber : "", request, http, timer);
            RequireInsurance(row, found.Person);
            var visitId = IdOf(head.Key.RequestId);
            var visit = new RegisteredVisit
            {
                HospitalCode = request.HospitalCode, VisitId = visitId, PersonKey = found.Person.PersonKey, IdNumberHash = found.IdNumberHash,
                Insurance = row["insutype"], OutpatientNumber = row["ipt_otp_no"], Begins = begins,
                Patient = seal.Close(request.HospitalCode, visitId, found.Shown),
            };
            var output = new JsonObject
            {
                ["data"] = new JsonObject
                {
                    ["mdtrt_id"] = visitId, ["psn_no"] = visit.PersonKey.Text, ["ipt_otp_no"] = visit.OutpatientNumber,
                },
            };
            return await visits.RegisterAsync(visit, head, DoorWrites.OutputText(output), timer.Token);
        }, timer.Token);
    }

    private async Task<DoorAnswer> CancelAsync(NationalRequest request, HttpContext http, CallTimer timer)
    {
        var input = DoorWrites.InputOf(request, VisitTables.Cancellation);
        return await writes.OnceAsync(request, VisitTables.Cancellation, input, async head =>
        {
            var visit = await OwnAsync(request, input.Rows("data")[0], timer.Token);
            return await turns.TakeAsync(PlaceOf(visit), () => visits.EndAsync(PlaceOf(visit), head, "", timer.Token), timer.Token);
        }, timer.Token);
    }

    private async Task<DoorAnswer> DescribeAsync(NationalRequest request, HttpContext http, CallTimer timer)
    {
        var input = DoorWrites.InputOf(request, VisitTables.Treatment);
        var row = input.Rows("mdtrtinfo")[0];
        return await writes.OnceAsync(request, VisitTables.Treatment, input, async head =>
        {
            var visit = await OwnAsync(request, row, timer.Token);
            var treatment = new Treatment(row["med_type"], CareOf(row), row["dise_codg"], row["dise_name"], DiagnosesOf(input));
            return await visits.DescribeAsync(PlaceOf(visit), treatment, head, "", timer.Token);
        }, timer.Token);
    }

    private async Task<DoorAnswer> AddLinesAsync(NationalRequest request, HttpContext http, CallTimer timer)
    {
        var input = DoorWrites.InputOf(request, VisitTables.Lines);
        var rows = input.Rows("feedetail");
        return await writes.OnceAsync(request, VisitTables.Lines, input, async head =>
        {
            var visit = await OwnAsync(request, rows[0], timer.Token);
            if (visit.Treatment is null)
            {
                throw new NationalRefusedException("这次就诊还没有就诊信息，请先上传就诊信息（2203）再上传明细");
            }

            if (rows.FirstOrDefault(r => r["mdtrt_id"] != visit.VisitId || r["psn_no"] != visit.PersonKey.Text) is { } other)
            {
                throw new NationalRefusedException($"{other.Path} 的 mdtrt_id、psn_no 与第一条不同，一次只能上传一次就诊的明细");
            }

            var lines = FeeLines.Read(rows, claims.Today);
            var (split, output) = await splits.OfAsync(visit, lines, rows, timer.Token);
            return await turns.TakeAsync(
                PlaceOf(visit), () => visits.AddLinesAsync(PlaceOf(visit), split, head, DoorWrites.OutputText(output), timer.Token), timer.Token);
        }, timer.Token);
    }

    private async Task<DoorAnswer> RemoveLinesAsync(NationalRequest request, HttpContext http, CallTimer timer)
    {
        var input = DoorWrites.InputOf(request, VisitTables.Removal);
        var row = input.Rows("data")[0];
        return await writes.OnceAsync(request, VisitTables.Removal, input, async head =>
        {
            var visit = await OwnAsync(request, row, timer.Token);
            return await turns.TakeAsync(
                PlaceOf(visit), () => visits.RemoveLinesAsync(PlaceOf(visit), row["chrg_bchno"], head, "", timer.Token), timer.Token);
        }, timer.Token);
    }

    /// <summary>The kind of care of a med_type of out-patients.</summary>
    public static Care CareOf(NationalRow row) => AuditTables.CareTypes.GetValueOrDefault(row["med_type"]) switch
    {
        0 => throw new NationalRefusedException($"{row.Path}.med_type 本系统不认识这个医疗类别，请核对代码"),
        Contract.Settlement.V1.Care.Inpatient => throw new NationalRefusedException($"{row.Path}.med_type 是住院的医疗类别，门诊交易不能用"),
        var care => (Care)(int)care,
    };

    /// <summary>The visit of a message of its own hospital and person; refused otherwise.</summary>
    private async Task<RegisteredVisit> OwnAsync(NationalRequest request, NationalRow row, CancellationToken cancellationToken) =>
        VisitOf(await visits.FindAsync(new VisitPlace(request.HospitalCode, row["mdtrt_id"]), cancellationToken), row);

    /// <summary>The same of a visit that was found.</summary>
    public static RegisteredVisit VisitOf(RegisteredVisit? visit, NationalRow row) => visit switch
    {
        null => throw new NationalRefusedException($"{row.Path}.mdtrt_id 没有这次就诊，请照 2201 给出的就诊 ID 填写"),
        { Ended: true } => throw new NationalRefusedException($"{row.Path}.mdtrt_id 这次就诊的挂号已经撤销（2202），请重新挂号"),
        _ when visit.PersonKey.Text != row["psn_no"] => throw new NationalRefusedException($"{row.Path}.psn_no 与这次就诊挂号时的人员不同，请核对"),
        _ => visit,
    };

    /// <summary>The insurance that a message names has to be the one by which the person is insured.</summary>
    private static void RequireInsurance(NationalRow row, Eligibility person)
    {
        var insurance = DoorCodes.InsuranceOf(person.Scheme);
        if (row["insutype"] != insurance)
        {
            throw new NationalRefusedException($"{row.Path}.insutype 与参保登记不符，该人员的险种是 {insurance}，请照 1101 的结果填写");
        }
    }

    private static VisitPlace PlaceOf(RegisteredVisit visit) => new(visit.HospitalCode, visit.VisitId);

    /// <summary>An id of 25 characters; derived, so that a repeated attempt can only ever make the same.</summary>
    private static string IdOf(string requestId) => $"M{SettlementIds.Of(requestId).Text[1..]}";

    /// <summary>Codes of the diagnoses that hold, in the order of their numbers, each once.</summary>
    private static string[] DiagnosesOf(NationalRow input) =>
    [
        .. input.Rows("diseinfo").Where(d => d["diag_code"].Length > 0 && (d["vali_flag"].Length == 0 || d["vali_flag"].TrimStart('0') == OnList))
            .OrderBy(d => int.TryParse(d["diag_srt_no"], out var place) ? place : int.MaxValue)
            .Select(d => SeenText.Plain(d["diag_code"])).Where(c => c.Length > 0).Distinct(StringComparer.Ordinal),
    ];
}
