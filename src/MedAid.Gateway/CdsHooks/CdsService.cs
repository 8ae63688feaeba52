namespace MedAid.Gateway.CdsHooks;

/// <summary>A service as discovery tells it.</summary>
internal sealed record CdsService(
    string Id, string Hook, string Title, string Description, string UsageRequirements, IReadOnlyDictionary<string, string> Prefetch)
{
    /// <summary>Prefetch keys without which nothing is said.</summary>
    public IReadOnlyList<string> NeededPrefetch() => Hook == PatientView ? [PatientKey] : [PatientKey, ConditionsKey];

    /// <summary>The patient, with the number of the identity document among the identifiers.</summary>
    public const string PatientKey = "patient";

    /// <summary>Diagnoses, ICD-10.</summary>
    public const string ConditionsKey = "conditions";

    /// <summary>Hospital and kind of care, where our extension does not say them.</summary>
    public const string EncounterKey = "encounter";

    /// <summary>The number of the insured person's document, where the patient has none.</summary>
    public const string CoverageKey = "coverage";

    /// <summary>Orders that run already.</summary>
    public const string MedicationsKey = "medications";

    private const string Needs =
        "Orders carry national item codes (system https://code.nhsa.gov.cn) and their price as the extension urn:medaid:unit-price-yuan. "
        + "The extension medaid.precheck.v1 of the request names hospital, department, care and mode.";

    private static readonly Dictionary<string, string> Templates = new()
    {
        [PatientKey] = "Patient/{{context.patientId}}",
        [ConditionsKey] = "Condition?patient={{context.patientId}}&clinical-status=active",
        [EncounterKey] = "Encounter/{{context.encounterId}}",
        [CoverageKey] = "Coverage?patient={{context.patientId}}&status=active",
        [MedicationsKey] = "MedicationRequest?patient={{context.patientId}}&status=active",
    };

    /// <summary>The hook that is called when a visit is opened.</summary>
    public const string PatientView = "patient-view";

    /// <summary>The services that are offered.</summary>
    public static readonly IReadOnlyList<CdsService> All =
    [
        new("medaid-order-select", "order-select", "医嘱费用提示（选择医嘱时）", "选择医嘱时，提示个人负担、不能报销的原因和更合适的做法。", Needs, Templates),
        new(
            "medaid-patient-view", PatientView, "打开就诊时预先读取", "打开就诊时预先读取病人资料，使随后的提示更快；不返回提示卡。", Needs,
            new Dictionary<string, string>(Templates.Where(t => t.Key is PatientKey or EncounterKey or CoverageKey))),
        new("medaid-order-sign", "order-sign", "医嘱费用提示（签署医嘱前）", "签署医嘱前，提示个人负担、不能报销的原因和更合适的做法。", Needs, Templates),
    ];
}
