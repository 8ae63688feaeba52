using MedAid.Core;

namespace MedAid.People.Qualifications;

/// <summary>A managed patient (规范化管理“两病”人员) as the county's health commission lists them.</summary>
/// <param name="Disease">National code.</param>
/// <param name="Hospital">Where they are managed.</param>
/// <param name="OnDrugs">Whether they are treated by drugs (已采取药物治疗).</param>
public sealed record ManagedPatient(string Disease, HospitalCode Hospital, bool OnDrugs);
