namespace MedAid.Settlement.Ledger.Proof;

/// <summary>
/// What one row of the ledger proves by itself: its document, the hash of it, and what disagrees. Needs no other row, so rows may be examined
/// side by side.
/// </summary>
public sealed record SettlementCheck(LedgerRow Row, SettlementDocument? Document, byte[] Hash, IReadOnlyList<string> Differences)
{
    private static readonly byte[] NoHash = [];

    /// <summary>Examines a row. Whatever is damaged is a difference, never an exception.</summary>
    public static SettlementCheck Of(LedgerRow row)
    {
        if (row.Damage is { } damage)
        {
            return Unread(row, $"结算 {row.SettlementId}（登记号 {row.OutboxNumber}）：{damage}");
        }

        if (row.Columns is not { } columns)
        {
            return Unread(row, $"结算 {row.SettlementId}：有待发记录（登记号 {row.OutboxNumber}），账本里没有这笔结算");
        }

        try
        {
            var message = SettlementCodec.MessageOf(row.Document);
            var document = SettlementCodec.DecodeMessage(message);
            return new SettlementCheck(row, document, DocumentHash.OfMessage(message), [.. Compare(row, columns, document)]);
        }
        catch (InvalidDataException)
        {
            return Unread(row, $"结算 {columns.SettlementId}：单据损坏，无法读出");
        }
        catch (OverflowException)
        {
            return Unread(row, $"结算 {columns.SettlementId}：单据金额超出范围");
        }
    }

    private static SettlementCheck Unread(LedgerRow row, string difference) => new(row, null, NoHash, [difference]);

    private static IEnumerable<string> Compare(LedgerRow row, SettlementColumns columns, SettlementDocument document)
    {
        var (original, isReadable) = Original(row);
        foreach (var difference in DocumentProof.Differences(columns, document, original, isReadable))
        {
            yield return difference;
        }

        foreach (var difference in DocumentArithmetic.Differences(document))
        {
            yield return difference;
        }

        if (row.Kind != columns.Kind)
        {
            yield return $"结算 {columns.SettlementId}：待发记录与结算不对应";
        }

        if (row.Request is not { } request || request.SettlementId != columns.SettlementId
            || (request.SettledTime is { } time && time != columns.SettledTime))
        {
            yield return $"结算 {columns.SettlementId}：请求记录与结算不对应";
        }
        else if (document.RequestHash is { } hash && hash != Convert.ToHexStringLower(request.ContentHash))
        {
            yield return $"结算 {columns.SettlementId}：请求内容的哈希与单据不一致";
        }

        if (columns.SettlementId != SettlementIds.Of(columns.RequestId))
        {
            yield return $"结算 {columns.SettlementId}：编号不是由请求编号得出";
        }

        if (columns.Kind == SettlementKind.Reversal && row.NotedReversalId != columns.SettlementId)
        {
            yield return $"撤销 {columns.SettlementId}：撤销登记与结算不对应";
        }
    }

    /// <summary>Of a reversal, the document of what it undoes; a damaged one is reported where it stands itself.</summary>
    private static (SettlementDocument? Document, bool IsReadable) Original(LedgerRow row)
    {
        try
        {
            return (row.Original is { } stored ? SettlementCodec.Decode(stored) : null, true);
        }
        catch (InvalidDataException)
        {
            return (null, false);
        }
    }
}
