using MedAid.Contract.Errors.V1;
using MedAid.Core;
using MedAid.Gateway.Calls;
using MedAid.People.Storage;
using MedAid.Settlement.Claims;
using MedAid.Settlement.People;

namespace MedAid.Gateway.Services;

/// <summary>From the key or the id number of a request to the person. Beyond this point there is only the opaque key.</summary>
internal sealed class PatientFinder(ClaimOpener claims, PeopleStore people, PersonTokens tokens)
{
    /// <summary>Checks that exactly one of the two is given, and that an id number can be one.</summary>
    public static RequestFields Check(RequestFields fields, PersonKey personKey, string idNumber)
    {
        fields.TextOrNone("person_key", personKey.Text, "人员编号")
            .That(personKey.IsEmpty == (idNumber.Length > 0), "person_key", FieldRule.Required, "请写明人员编号或身份证号码，只写一个");
        if (idNumber.Length > 0)
        {
            fields.IdNumber("id_number", idNumber);
        }

        return fields;
    }

    /// <summary>The person as settling sees them.</summary>
    public async Task<Eligibility> FindAsync(PersonKey personKey, string idNumber, CancellationToken cancellationToken)
    {
        var token = idNumber.Length > 0 ? tokens.Of(idNumber) : (await people.FindAsync(personKey.Text, null, cancellationToken))?.IdNumberHash;
        return token is not null && await claims.FindPersonAsync(token, cancellationToken) is { } person
            ? person
            : throw new ApiError(ErrorReason.PersonNotFound).ToException();
    }
}
