using MedAid.Bureau.Messages;
using System.Globalization;
using MedAid.Contract.Precheck.V1;
using MedAid.Contract.Settlement.V1;
using MedAid.Core;
using MedAid.Precheck.Data;

namespace MedAid.Gateway.National;

/// <summary>A person of 3101 or 3102 as a request of ours.</summary>
/// <param name="Request">The request; its items are numbered by the place of their orders, from 1.</param>
/// <param name="PatientId">patn_id, as it was sent.</param>
/// <param name="Orders">The orders that are being written.</param>
internal sealed record AuditPatient(CheckOrdersRequest Request, string PatientId, IReadOnlyList<NationalRow> Orders);

/// <summary>From 3101 and 3102 to <c>CheckOrders</c>. What is right or wrong with a visit is said there.</summary>
internal sealed class AuditIn(AdviceDataHolder data, TimeProvider time)
{
    private const int FenDecimals = 2;
    private const int DayLength = 10;
    private const string EarlierOrder = "0";
    private const string InpatientVisit = "2";

    /// <summary>The persons of a message of a hospital, in their order; those without an order of now are left out.</summary>
    public IEnumerable<AuditPatient> Patients(NationalRow input, HospitalCode hospitalCode)
    {
        var data = input.Rows("data") is [var node] ? node : input;
        var patients = Nested(data, "patient_dtos", input);
        var isSingle = patients.Count == 1;
        foreach (var patient in patients)
        {
            // Nodes that stand beside data can only be those of a single person.
            var beside = isSingle ? input : patient;
            if (EncounterOf(patient, beside) is { } encounter
                && Nested(encounter, "fsi_order_dtos", beside) is { Count: > 0 } orders && orders.Any(IsCurrent))
            {
                yield return Patient(data, patient, encounter, orders, Nested(encounter, "fsi_diagnose_dtos", beside), hospitalCode);
            }
        }
    }

    private AuditPatient Patient(
        NationalRow data, NationalRow patient, NationalRow encounter, IReadOnlyList<NationalRow> orders, IReadOnlyList<NationalRow> diagnoses,
        HospitalCode hospitalCode)
    {
        NationalRow[] current = [.. orders.Where(IsCurrent)];
        string[] codes =
        [
            .. diagnoses.OrderByDescending(d => d["maindise_flag"] == "1").Select(d => d["dise_codg"]).Prepend(encounter["dscg_main_dise_codg"])
                .Where(c => c.Length > 0).Distinct(StringComparer.Ordinal).Take(MedAid.Precheck.Limits.DiagnosesMax),
        ];
        var care = CareOf(data, encounter);
        var visit = new Visit
        {
            HospitalCode = hospitalCode.IsEmpty ? encounter["medins_id"] : hospitalCode.Text,
            VisitId = patient.First("curr_mdtrt_id") is { Length: > 0 } id ? id : encounter["mdtrt_id"],
            IdNumber = patient.First("certno", "patn_id").ToUpperInvariant(),
            ServiceDate = ServiceDay(current, encounter, care),
            Care = care,
            DiseaseCode = DiseaseOf(care, encounter, codes),
            AdmissionDate = care is Care.Inpatient or Care.DaySurgery ? DayIn(encounter["adm_date"]) ?? "" : "",
            Items = { current.Select(Item) },
        };
        var request = new CheckOrdersRequest { Visit = visit, DiagnosisCodes = { codes } };
        request.DepartmentCode = encounter.First("adm_dept_codg") is { Length: > 0 } department ? department : current[0]["drord_dept_codg"];
        request.RunningOrders.AddRange(orders.Where(o => !IsCurrent(o)).Take(MedAid.Precheck.Limits.RunningOrdersMax).Select(Running));
        return new AuditPatient(request, patient["patn_id"], current);
    }

    /// <summary>The nodes of a list, or those that a client has put beside data.</summary>
    private static IReadOnlyList<NationalRow> Nested(NationalRow row, string name, NationalRow beside) =>
        row.Rows(name) is { Count: > 0 } nodes ? nodes : beside.Rows(name);

    private static NationalRow? EncounterOf(NationalRow patient, NationalRow beside)
    {
        var encounters = Nested(patient, "fsi_encounter_dtos", beside);
        return encounters.FirstOrDefault(e => e["mdtrt_id"] == patient["curr_mdtrt_id"]) ?? (encounters is [var first, ..] ? first : null);
    }

    private static bool IsCurrent(NationalRow order) => order["curr_drord_flag"] != EarlierOrder;

    private static Care CareOf(NationalRow data, NationalRow encounter) =>
        AuditTables.CareTypes.TryGetValue(encounter["med_type"], out var ofType) ? ofType
            : encounter["med_mdtrt_type"] == InpatientVisit ? Care.Inpatient
            : AuditTables.Scenes.GetValueOrDefault(data["trig_scen"], Care.Outpatient);

    /// <summary>The disease that is treated: as the message names it, else the one that the list has for a diagnosis.</summary>
    private string DiseaseOf(Care care, NationalRow encounter, string[] diagnoses) => care != Care.OutpatientChronic ? ""
        : encounter.First("opsp_dise_code", "dise_codg") is { Length: > 0 } named ? named
        : data.Current.Diagnoses.FirstOrDefault(d => d.Chronic && diagnoses.Any(c => c.StartsWith(d.Diagnosis, StringComparison.Ordinal)))?.Disease
        ?? "";

    /// <summary>The day of the orders, else of the visit, else today; a day to come is none, nor is a text that is no day.</summary>
    private string ServiceDay(NationalRow[] orders, NationalRow encounter, Care care)
    {
        var today = Settlement.ChinaTime.Today(time).ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
        var ofVisit = care is Care.Inpatient or Care.DaySurgery ? null : DayIn(encounter["adm_date"]);
        return orders.Select(o => DayIn(o["drord_begn_date"])).Append(ofVisit)
            .Where(d => d is not null && string.CompareOrdinal(d, today) <= 0).Max(StringComparer.Ordinal) ?? today;
    }

    private static string? DayIn(string text) => text.Length >= DayLength
        && DateOnly.TryParseExact(text.AsSpan(0, DayLength), "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out _)
        ? text[..DayLength]
        : null;

    private static Item Item(NationalRow order, int index) => new()
    {
        ItemNumber = index + 1,
        Code = order.First("hilist_code", "hosplist_code"),
        Name = order.First("hilist_name", "hosplist_name"),
        UnitPriceYuan = order["pric"],
        Quantity = order["cnt"],
        AmountFen = ExactNumber.Read(order["sumamt"], FenDecimals, out var fen) == NumberProblem.None
            ? fen
            : throw new NationalRefusedException($"{order.Path}.sumamt 必填"),
        DiseaseCode = order["dise_codg"],
    };

    private static RunningOrder Running(NationalRow order) => new()
    {
        Code = order.First("hilist_code", "hosplist_code"), Name = order.First("hilist_name", "hosplist_name"),
        StopDate = DayIn(order["drord_stop_date"]) ?? "",
    };
}
