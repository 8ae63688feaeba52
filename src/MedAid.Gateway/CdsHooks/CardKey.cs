using MedAid.Contract.Precheck.V1;
using MedAid.Core;

namespace MedAid.Gateway.CdsHooks;

/// <summary>
/// The <c>uuid</c> of a card: the card, and hospital, department, doctor and visit in which it was shown, for feedback brings back this id
/// and nothing else. The same facts have the same id, and an old card is known from a new one.
/// </summary>
internal sealed record CardKey(string CardId, HospitalCode HospitalCode, string DepartmentCode, string DoctorCode, string VisitId)
{
    private const char Between = '|';
    private const int Parts = 5;

    /// <summary>The key of a card of a request.</summary>
    public static CardKey Of(string cardId, CheckOrdersRequest request, string doctorCode) =>
        new(cardId, new HospitalCode(request.Visit.HospitalCode), DepartmentOf(request), doctorCode, request.Visit.VisitId);

    /// <summary>The key in an id; null if it is none.</summary>
    public static CardKey? Read(string uuid) => uuid.Split(Between) is { Length: Parts } parts
        ? new(
            Uri.UnescapeDataString(parts[0]), new HospitalCode(Uri.UnescapeDataString(parts[1])), Uri.UnescapeDataString(parts[2]),
            Uri.UnescapeDataString(parts[3]), Uri.UnescapeDataString(parts[4]))
        : null;

    /// <summary>The id of a suggestion of a card.</summary>
    public string SuggestionUuid(string suggestionId) => $"{this}{Between}{suggestionId}";

    /// <summary>The suggestion of the card that an id names; null if it names none of its.</summary>
    public string? SuggestionIn(string uuid) => uuid.StartsWith($"{this}{Between}", StringComparison.Ordinal)
        ? uuid[(uuid.LastIndexOf(Between) + 1)..]
        : null;

    private static string DepartmentOf(CheckOrdersRequest request) =>
        request.DepartmentCode.Length > 0 ? request.DepartmentCode : request.Visit.DepartmentCode;

    public override string ToString() =>
        string.Join(Between, new[] { CardId, HospitalCode.Text, DepartmentCode, DoctorCode, VisitId }.Select(Uri.EscapeDataString));
}
