using System.Text.Json.Nodes;
using MedAid.Bureau.Messages;
using MedAid.Core.Policy;
using MedAid.Gateway.Calls;
using MedAid.Settlement.Claims;
using MedAid.Settlement.People;

namespace MedAid.Gateway.National;

/// <summary>1101: who a person is, and how insured.</summary>
internal sealed class PersonTransactions(DoorPatients patients, ClaimOpener claims) : INationalTransactions
{
    private const string IdCard = "02";
    private const string Insured = "1";

    /// <inheritdoc/>
    public IReadOnlyList<NationalTransaction> All => [new("1101", FindAsync)];

    private async Task<DoorAnswer> FindAsync(NationalRequest request, HttpContext http, CallTimer timer)
    {
        var row = DoorWrites.NodeOf(request, VisitTables.Person);
        var idNumber = IdNumberOf(row);
        var found = await patients.ByIdNumberAsync(idNumber, request, http, timer)
            ?? throw new NationalRefusedException("没有找到该证件号码的参保登记，请核对证件号码，或向参保地医保经办机构询问");
        var name = DoorPatients.NameOf(row, found);
        return new DoorAnswer(new JsonObject
        {
            ["baseinfo"] = BaseInfo(found, idNumber, name),
            ["insuinfo"] = new JsonArray(Insurance(found.Person)),
            ["idetinfo"] = new JsonArray([.. found.Person.Identities.Select(Identity)]),
        });
    }

    /// <summary>The id number: certno, else the number of an id card. There is no register of cards and electronic certificates here.</summary>
    private static string IdNumberOf(NationalRow row)
    {
        var field = row["certno"].Length > 0 || row["mdtrt_cert_type"] != IdCard ? "certno" : "mdtrt_cert_no";
        var number = row[field].ToUpperInvariant();
        return IdNumberProblem.Of(number) is not { } problem ? number
            : throw new NationalRefusedException(number.Length == 0
                ? $"{row.Path}.certno 必填：本系统按公民身份号码查人，用电子凭证、社保卡的也请写明身份证号码"
                : $"{row.Path}.{field} {problem.Text}");
    }

    private JsonObject BaseInfo(DoorPatients.Found found, string idNumber, string name) => new()
    {
        ["psn_no"] = found.Person.PersonKey.Text,
        ["psn_cert_type"] = "01",
        ["certno"] = idNumber,
        ["psn_name"] = name,
        ["gend"] = DoorCodes.SexOf(idNumber),
        ["naty"] = "",
        ["brdy"] = DoorCodes.Text(found.Person.BirthDate),
        ["age"] = IdNumber.AgeOn(found.Person.BirthDate, claims.Today),
        ["exp_content"] = "",
    };

    private JsonObject Insurance(Eligibility person) => new()
    {
        ["balc"] = DoorCodes.Yuan(0),
        ["insutype"] = DoorCodes.InsuranceOf(person.Scheme),
        ["psn_type"] = DoorCodes.PersonTypeOf(person, claims.Today),
        ["psn_insu_stas"] = Insured,
        ["psn_insu_date"] = "",
        ["paus_insu_date"] = "",
        ["cvlserv_flag"] = "0",
        ["insuplc_admdvs"] = person.County.Text,
        ["emp_name"] = "",
    };

    /// <summary>An identity with its days; a permanent one has no end, which is left empty.</summary>
    private static JsonNode Identity(IdentitySpan span) => new JsonObject
    {
        ["psn_idet_type"] = "",
        ["psn_type_lv"] = "",
        ["memo"] = Vocabulary.Identity.ChineseOf(span.Kind),
        ["begntime"] = DoorCodes.Text(span.From),
        ["endtime"] = DoorCodes.Text(span.Until?.AddDays(-1)),
    };
}
