using Grpc.Core;
using MedAid.Contract.Errors.V1;
using MedAid.Core;
using MedAid.Gateway.Calls;
using MedAid.People;

namespace MedAid.Gateway.Services;

/// <summary>Persons as the caller of a request may see them; each reading is noted under the caller's name before it is answered.</summary>
internal sealed class PersonReader(PersonDirectory persons, Callers callers)
{
    /// <summary>Who calls, in which role, and whether that role sees names and numbers.</summary>
    public Viewer ViewerOf(ServerCallContext context) => callers.Of(context);

    /// <summary>A person by key or id number, as known now or at a moment; throws if nobody is on record.</summary>
    public async Task<PersonView> GetAsync(
        PersonKey personKey, string idNumber, string purpose, ServerCallContext context, DateTimeOffset? knownAt = null)
    {
        var answer = await persons.GetAsync(personKey, idNumber, knownAt, purpose, callers.Of(context), context.CancellationToken);
        return SettlementErrors.ValueOf(answer ?? throw new ApiError(ErrorReason.PersonNotOnRecord).ToException());
    }

    /// <summary>Names and numbers of persons.</summary>
    public Task<IReadOnlyDictionary<PersonKey, ShownPerson>> LabelAsync(
        IEnumerable<PersonKey> personKeys, string purpose, ServerCallContext context) =>
        persons.LabelAsync(personKeys, purpose, callers.Of(context), context.CancellationToken);

    /// <summary>Notes that persons are read by their keys alone.</summary>
    public Task NoteAsync(IEnumerable<PersonKey> personKeys, string purpose, ServerCallContext context) =>
        persons.NoteAsync([.. personKeys.Distinct()], purpose, callers.Of(context), context.CancellationToken);

    /// <summary>What an import opened and closed.</summary>
    public Task<IReadOnlyList<ChangeView>> ChangesAsync(string importId, int skip, int limit, ServerCallContext context) =>
        persons.ChangesAsync(importId, skip, limit, callers.Of(context), context.CancellationToken);
}
