using MedAid.Bureau.Messages;
using MedAid.Bureau.Visits;
using MedAid.Core;
using MedAid.Gateway.Calls;
using MedAid.Gateway.Json;
using MedAid.Gateway.Services;
using MedAid.People;
using MedAid.People.Privacy;
using MedAid.People.Storage;
using MedAid.Settlement.People;

namespace MedAid.Gateway.National;

/// <summary>
/// Persons of the door. Who is read is noted, and shown as everywhere: masked, unless the role may see names. A client that names no role has the
/// role <see cref="Role"/>.
/// </summary>
internal sealed class DoorPatients(PeopleStore people, PersonDirectory directory, PersonTokens tokens, DetailVault vault, Callers callers)
{
    /// <summary>The role of a client of this door that names none.</summary>
    public const string Role = "nhsa";

    /// <summary>A person who is insured, with what is shown of them, and the name on record.</summary>
    public readonly record struct Found(Eligibility Person, string IdNumberHash, Patient Shown, string RecordedName);

    /// <summary>The name to be shown: in full to whoever knows it. A name that is another's is refused.</summary>
    public static string NameOf(NationalRow row, Found found)
    {
        var told = row["psn_name"];
        return told.Length == 0 || found.RecordedName.Length == 0 ? found.Shown.Name
            : SamePerson.Is(told, found.RecordedName) ? found.RecordedName
            : throw new NationalRefusedException($"{row.Path}.psn_name 与该证件号码登记的姓名不同，请核对");
    }

    /// <summary>A person by the number that was given out for them; refused where there is none.</summary>
    public async Task<Found> ByNumberAsync(
        NationalRow row, string idNumber, NationalRequest request, HttpContext http, CallTimer timer) =>
        await FindAsync(KeyOf(row), "", idNumber, request, http, timer)
            ?? throw new NationalRefusedException($"{row.Path}.psn_no 没有这个人员编号的参保登记，请先用 1101 取得人员编号");

    /// <summary>A person by id number; null where nobody is insured.</summary>
    public Task<Found?> ByIdNumberAsync(string idNumber, NationalRequest request, HttpContext http, CallTimer timer) =>
        FindAsync(default, idNumber, idNumber, request, http, timer);

    /// <summary>The same without what is shown; nobody reads who it is.</summary>
    public async Task<(Eligibility Person, string IdNumberHash)> InsuredAsync(NationalRow row, CancellationToken cancellationToken) =>
        await people.FindAsync(KeyOf(row).Text, null, cancellationToken) is { Insured: { } person } facts
            ? (person, facts.IdNumberHash)
            : throw new NationalRefusedException($"{row.Path}.psn_no 没有这个人员编号的参保登记，请先用 1101 取得人员编号");

    /// <summary>Refused where nobody has the number; whether insured now does not matter.</summary>
    public async Task RequireAsync(NationalRow row, CancellationToken cancellationToken)
    {
        if (await people.FindAsync(KeyOf(row).Text, null, cancellationToken) is null)
        {
            throw new NationalRefusedException($"{row.Path}.psn_no 没有这个人员编号，请照 1101 给出的填写");
        }
    }

    private static PersonKey KeyOf(NationalRow row) => IdNumber.IsInside(row["psn_no"])
        ? throw new NationalRefusedException($"{row.Path}.psn_no 应是 1101 给出的人员编号，不是身份证号码")
        : new PersonKey(row["psn_no"]);

    private async Task<Found?> FindAsync(
        PersonKey personKey, string idNumber, string toldNumber, NationalRequest request, HttpContext http, CallTimer timer)
    {
        var viewer = callers.Of(new HttpCallContext(http, $"{NationalDoor.Path}/{request.PlainNumber}", timer, request.Operator), Role);
        var answer = await directory.GetAsync(personKey, idNumber, null, $"交易 {request.PlainNumber}", viewer, timer.Token);
        if (answer is null || SettlementErrors.ValueOf(answer) is not { Facts: { Insured: { } person } facts } view)
        {
            return null;
        }

        var full = facts.Detail is { } box ? vault.TryOpen(facts.PersonKey, box) : null;
        var isTold = toldNumber.Length > 0 && tokens.Of(toldNumber) == facts.IdNumberHash;
        var shown = new Patient(
            view.Name ?? "", isTold ? toldNumber : view.IdNumber ?? "", DoorCodes.SexOf(full?.IdNumber ?? (isTold ? toldNumber : "")),
            person.BirthDate);
        return new Found(person, facts.IdNumberHash, shown, full?.Name ?? "");
    }
}
