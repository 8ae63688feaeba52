using Google.Rpc;
using Grpc.Core;
using MedAid.Gateway.Calls;

namespace MedAid.Gateway.National;

/// <summary>An error as one Chinese sentence, for the national envelope has no other room.</summary>
internal static class NationalSentence
{
    /// <summary>The sentence of an error: of a bad field its name and what is wrong, else that of its reason.</summary>
    public static string Of(RpcException error)
    {
        var status = ApiError.DetailsOf(error) ?? new ApiError(ErrorReasons.ForBareStatus(error.StatusCode)).ToStatus();
        var sentence = status.GetDetail<LocalizedMessage>()?.Message ?? "";
        var trace = status.GetDetail<ErrorInfo>()?.Metadata.GetValueOrDefault("trace_id") ?? "";
        return status.GetDetail<BadRequest>()?.FieldViolations is [var first, ..] all
            ? $"{OfField(first)}{(all.Count > 1 ? $"（另有 {all.Count - 1} 处有误）" : "")}。"
            : trace.Length > 0 ? $"{sentence}（{trace}）" : sentence;
    }

    private static string OfField(BadRequest.Types.FieldViolation violation)
    {
        // A program reads the rule before the colon; people need the text behind it.
        var text = violation.Description[(violation.Description.IndexOf(": ", StringComparison.Ordinal) + 2)..];
        return violation.Field.Length > 0 ? $"{violation.Field}：{text}" : text;
    }
}
