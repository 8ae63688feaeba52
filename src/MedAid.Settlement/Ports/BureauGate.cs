using MedAid.Core;

namespace MedAid.Settlement.Ports;

/// <summary>
/// Whether settlements of a hospital for people of a county wait, for the bureau that is to hear of them is away. It is answered from memory: nobody
/// at the window waits for the answer.
/// </summary>
public sealed record BureauGate(Func<HospitalCode, CountyCode, bool> IsClosed);
