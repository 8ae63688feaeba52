using MedAid.Core;
using MedAid.Settlement.People;

namespace MedAid.Settlement.Ports;

/// <summary>
/// A person as a version of the register knew them, or null. The room that keeps the versions says it; its failures are the ledger's exceptions.
/// </summary>
public sealed record KeptPersons(Func<PersonKey, long, CancellationToken, Task<Eligibility?>> FindAsync);
