using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using MedAid.Contract.Precheck.V1;
using MedAid.Contract.Settlement.V1;
using MedAid.Gateway.Calls;
using MedAid.Gateway.Hosting;
using MedAid.Gateway.Json;
using MedAid.Precheck.Data;
using MedAid.Settlement;
using MedAid.Settlement.Claims;
using MedAid.Settlement.People;

namespace MedAid.Gateway.CdsHooks;

/// <summary>
/// From a hook's call to <c>CheckOrders</c>. What FHIR has no field for comes as our extension, which is a <c>CheckOrdersRequest</c> without items;
/// what it leaves open is filled in from context and prefetch.
/// </summary>
internal sealed class CdsDraftReader(AdviceDataHolder data, Settings settings, TimeProvider time)
{
    private const string IdNumberSystem = "urn:oid:2.16.156.10011.1.3";
    private const string ContextAt = "context";
    private const int HashBytes = 12;

    private static readonly string ExtensionAt = $"extension.{CdsMessage.Extension}";

    public CdsDraft Read(CdsRequest request, CdsService service)
    {
        var context = Checked(request, service);
        var prefetch = new CdsPrefetch(request.Prefetch);
        prefetch.Require(service.NeededPrefetch());
        var ours = OursOf(request, context);
        ours.Visit ??= new Visit();
        var doctor = CodeIn(context.UserId!);
        Fill(ours, context, prefetch);
        var (orders, unread) = AddOrders(ours, context.DraftOrders!);
        AddRunning(ours, prefetch, orders);
        return new CdsDraft(ours, doctor, orders, unread, service.Hook == "order-select" ? context.Selections : null);
    }

    /// <summary>A visit that is opened; without id number there is nobody to read ahead for.</summary>
    public PrepareOrdersRequest ReadOpened(CdsRequest request, CdsService service)
    {
        var context = Checked(request, service);
        var prefetch = new CdsPrefetch(request.Prefetch);
        prefetch.Require(service.NeededPrefetch());
        var ours = OursOf(request, context);
        ours.Visit ??= new Visit();
        Fill(ours, context, prefetch);
        return new PrepareOrdersRequest
        {
            HospitalCode = ours.Visit.HospitalCode, IdNumber = ours.Visit.IdNumber, ServiceDate = ours.Visit.ServiceDate,
            DepartmentCode = First(ours.DepartmentCode, ours.Visit.DepartmentCode),
        };
    }

    private static CdsContext Checked(CdsRequest request, CdsService service)
    {
        var bad = new List<FieldViolation>();
        var context = request.Context ?? new CdsContext();
        Require(request.Hook == service.Hook, "hook", FieldRule.UnknownWord, $"这项服务的 hook 是 {service.Hook}，请按 /cds-services 列出的调用");
        Require(!string.IsNullOrEmpty(request.HookInstance), "hookInstance", FieldRule.Required, "必填");
        Require(!string.IsNullOrEmpty(context.UserId), $"{ContextAt}.userId", FieldRule.Required, "必填");
        Require(!string.IsNullOrEmpty(context.PatientId), $"{ContextAt}.patientId", FieldRule.Required, "必填");
        Require(
            service.Hook == CdsService.PatientView || context.DraftOrders is { ResourceType: "Bundle" },
            $"{ContextAt}.draftOrders", FieldRule.Required, "必填，是 FHIR R4 的 Bundle，内含待签署的医嘱");
        Require(
            context.DraftOrders?.Entry is not { Count: > MedAid.Precheck.Limits.OrdersMax }, $"{ContextAt}.draftOrders.entry", FieldRule.TooMany,
            $"一次最多 {MedAid.Precheck.Limits.OrdersMax} 条医嘱");
        Require(
            service.Hook != "order-select" || context.Selections is not null, $"{ContextAt}.selections", FieldRule.Required, "必填，写明刚选的医嘱");
        return bad.Count == 0 ? context : throw ApiError.Invalid(bad).ToException();

        void Require(bool holds, string field, FieldRule rule, string text)
        {
            if (!holds)
            {
                bad.Add(new FieldViolation(field, rule, text));
            }
        }
    }

    private static CheckOrdersRequest OursOf(CdsRequest request, CdsContext context)
    {
        if ((request.Extension ?? context.Extension)?.GetValueOrDefault(CdsMessage.Extension) is not { ValueKind: not JsonValueKind.Undefined } json)
        {
            return new CheckOrdersRequest();
        }

        var ours = (CheckOrdersRequest)JsonRequest.Read(json, CheckOrdersRequest.Descriptor, $"{ExtensionAt}.");
        return ours.Visit?.Items.Count > 0
            ? throw ApiError.Invalid(new FieldViolation(ExtensionAt, FieldRule.OnlyOne, "医嘱只写在 context.draftOrders 里")).ToException()
            : ours;
    }

    private void Fill(CheckOrdersRequest ours, CdsContext context, CdsPrefetch prefetch)
    {
        var visit = ours.Visit;
        var encounter = prefetch.Resource(CdsService.EncounterKey, "Encounter");
        visit.HospitalCode = First(visit.HospitalCode, encounter?.ServiceProvider?.Identifier?.Value, settings.CdsHooksHospital);
        visit.VisitId = First(visit.VisitId, ShortId(context.EncounterId), ShortId(context.PatientId));
        visit.ServiceDate = First(visit.ServiceDate, ChinaTime.Today(time).ToString("yyyy-MM-dd", CultureInfo.InvariantCulture));
        visit.IdNumber = First(visit.IdNumber, IdNumberOf(prefetch)).ToUpperInvariant();
        if (visit.Care == Care.Unspecified)
        {
            visit.Care = encounter?.Class?.Code is "IMP" or "ACUTE" or "NONAC" ? Care.Inpatient : Care.Outpatient;
        }

        if (ours.DiagnosisCodes.Count == 0 && visit.DiagnosisCodes.Count == 0)
        {
            ours.DiagnosisCodes.AddRange(Diagnoses(prefetch));
        }
    }

    private static string First(params ReadOnlySpan<string?> texts)
    {
        foreach (var text in texts)
        {
            if (!string.IsNullOrEmpty(text))
            {
                return text;
            }
        }

        return "";
    }

    /// <summary>An id of FHIR may have 64 characters; a longer one than a visit's stands as a hash.</summary>
    private static string? ShortId(string? id) => id is null || id.Length <= Settlement.Limits.VisitIdMax
        ? id
        : $"E{Convert.ToHexString(SHA256.HashData(Encoding.UTF8.GetBytes(id)).AsSpan(0, HashBytes))}";

    private static string CodeIn(string userId)
    {
        var code = userId[(userId.LastIndexOf('/') + 1)..];
        return code.Length <= Settlement.Limits.CodeMax && code.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '.' or '_') ? code : "";
    }

    /// <summary>The number that is said to be one, else one that has the form, else the insured person's.</summary>
    private static string? IdNumberOf(CdsPrefetch prefetch)
    {
        FhirIdentifier[] identifiers = [.. (prefetch.Resource(CdsService.PatientKey, "Patient")?.Identifier).Present()];
        return (identifiers.FirstOrDefault(i => i.System == IdNumberSystem || i.Type?.Coding.Present().Any(c => c.Code is "NI" or "NNCHN") == true)
                ?? identifiers.FirstOrDefault(i => IsIdNumber(i.Value)))?.Value
            ?? prefetch.Resources(CdsService.CoverageKey, "Coverage").Select(c => c.SubscriberId).FirstOrDefault(IsIdNumber);
    }

    private static bool IsIdNumber(string? text) => text is not null && IdNumber.IsValid(text.ToUpperInvariant());

    /// <summary>ICD-10 codes of what is not over; codes of other systems are not read.</summary>
    private static IEnumerable<string> Diagnoses(CdsPrefetch prefetch) =>
        (from condition in prefetch.Resources(CdsService.ConditionsKey, "Condition")
         where condition.ClinicalStatus?.Coding.Present().Any(c => c.Code is "inactive" or "remission" or "resolved") != true
         from coding in (condition.Code?.Coding).Present()
         where coding.Code is { Length: <= Settlement.Limits.CodeMax } and [>= 'A' and <= 'Z', >= '0' and <= '9', ..]
         select coding.Code).Distinct(StringComparer.Ordinal).Take(MedAid.Precheck.Limits.DiagnosesMax);

    private (List<CdsOrder> Orders, int Unread) AddOrders(CheckOrdersRequest ours, FhirResource bundle)
    {
        var (orders, unread) = (new List<CdsOrder>(), 0);
        foreach (var (entry, index) in (bundle.Entry ?? []).Select((e, i) => (e?.Resource ?? default, i)))
        {
            var type = CdsPrefetch.TypeOf(entry);
            if (!FhirOrder.IsOne(type))
            {
                unread += type is null ? 0 : 1;
                continue;
            }

            var resource = CdsMessage.Read<FhirResource>(entry, $"{ContextAt}.draftOrders.entry[{index}].resource");
            var order = new FhirOrder(resource, data.Current);
            if (order.Item(orders.Count + 1) is not { } item)
            {
                unread++;
                continue;
            }

            orders.Add(new CdsOrder(item.ItemNumber, index, resource.Id is { Length: > 0 } id ? $"{type}/{id}" : "", entry));
            ours.Visit.Items.Add(item);
        }

        return (orders, unread);
    }

    private void AddRunning(CheckOrdersRequest ours, CdsPrefetch prefetch, List<CdsOrder> orders)
    {
        if (ours.RunningOrders.Count > 0)
        {
            return;
        }

        ours.RunningOrders.AddRange(
            from running in prefetch.Resources(CdsService.MedicationsKey, "MedicationRequest").Take(MedAid.Precheck.Limits.RunningOrdersMax)
            where running.Status is "active" && !orders.Exists(o => o.Reference == $"MedicationRequest/{running.Id}")
            let order = new FhirOrder(running, data.Current).Running()
            where order is not null
            select order);
    }
}
