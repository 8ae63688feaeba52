using MedAid.Core;
using MedAid.Core.Policy;

namespace MedAid.Settlement.Claims;

/// <summary>
/// Which items refuse a settlement; otherwise they are paid by the patient and warned of. What the hospital has marked as paid by the patient
/// (approval 2) is neither.
/// </summary>
public sealed record RefusedItems(bool Unknown = true, bool NotListed = false, bool NotApproved = false);

/// <summary>
/// Items that would be paid wholly by the patient (全自费) though the hospital has not said so: their code is not in the catalogue, not on that
/// day, or they are restricted and not approved. The code at the end of a warning is for programs and stays the same.
/// </summary>
internal static class ItemDoubts
{
    private const string Approve = "符合限定条件的，医院审批标志写 1；确属自费的，写 2";
    private const FieldRule Unknown = FieldRule.ItemUnknown;
    private const FieldRule NotListed = FieldRule.ItemNotListed;
    private const FieldRule NotApproved = FieldRule.ItemNotApproved;

    /// <summary>A sentence for each item that is in doubt and does not refuse.</summary>
    public static IEnumerable<string> Warnings(ClaimCase opened) =>
        Of(opened).Select(d => $"第 {d.Item.ItemNumber} 项 {d.Item.Code} {d.What}，按全自费计；{d.Do}。（{FieldRules.WordOf(d.Rule)}）");

    /// <summary>A bad field for each item that refuses a settlement.</summary>
    public static List<FieldViolation> Refused(ClaimCase opened, RefusedItems refused) =>
    [
        .. Of(opened).Where(d => Refuses(refused, d.Rule)).Select(d => new FieldViolation(
            $"visit.items[{d.Index}].{(d.Rule == NotApproved ? "approval" : "code")}", d.Rule, $"{d.What}；{d.Do}")),
    ];

    private static bool Refuses(RefusedItems refused, FieldRule rule) => rule switch
    {
        Unknown => refused.Unknown,
        NotListed => refused.NotListed,
        NotApproved => refused.NotApproved,
        _ => throw InvariantBrokenException.NoWordFor(rule),
    };

    private static IEnumerable<FreshnessFloor> Of(ClaimCase opened)
    {
        var items = opened.Input.Items;
        for (var i = 0; i < items.Count; i++)
        {
            var isRestricted = items[i] is { Restricted: true, Approval: 0 };
            if (isRestricted || items[i] is { Class: ItemClass.C, Approval: not 2 })
            {
                if (Of(opened, i, isRestricted) is { } doubt)
                {
                    yield return doubt;
                }
            }
        }
    }

    private static FreshnessFloor? Of(ClaimCase opened, int index, bool isRestricted)
    {
        var (claim, catalogue) = (opened.Claim, opened.Reference.Catalogue);
        var item = claim.Items[index];
        var entry = catalogue.Find(item.Code, claim.ServiceDate, opened.Hospital.Level, opened.Hospital.County);
        if (isRestricted)
        {
            var text = entry is { Restriction.Length: > 0 } ? $"（{entry.Restriction}）" : "";
            return new FreshnessFloor(index, item, NotApproved, $"限制使用{text}，医院没有审批", Approve);
        }

        return entry is not null ? null
            : catalogue.Knows(item.Code)
                ? new FreshnessFloor(
                    index, item, NotListed, $"在就诊日期 {claim.ServiceDate:yyyy-MM-dd} 对本院不在医保目录的有效期内",
                    "请核对就诊日期和目录版本；确属自费的，医院审批标志写 2")
                : new FreshnessFloor(index, item, Unknown, "不在医保目录内", "请核对项目的医保编码；确属自费的，医院审批标志写 2");
    }

    private readonly record struct FreshnessFloor(int Index, ClaimItem Item, FieldRule Rule, string What, string Do);
}
