using System.Security.Cryptography;
using System.Text;
using Google.Protobuf;
using Google.Protobuf.Reflection;
using Grpc.Core;
using MedAid.Settlement.People;
using MedAid.Settlement.Writes;

namespace MedAid.Gateway.Calls;

/// <summary>
/// The caller's key of a writing call, and the hash that tells one content from another: SHA-256 over the message's name and its known fields
/// but for the request id and validate_only. An id number stands in it by token, so that nobody can try numbers out against a stored hash.
/// </summary>
internal static class RequestKey
{
    private const string RequestIdField = "request_id";
    private const string ValidateOnlyField = "validate_only";
    private const string IdNumberField = "id_number";

    private static readonly object StateKey = new();

    /// <summary>The key of the call that is being served.</summary>
    public static WriteKey Of(ServerCallContext context) => ((Lazy<WriteKey>)context.UserState[StateKey]).Value;

    /// <summary>Keeps the key of a call, if its message has one, for the handler; it is made when it is needed.</summary>
    public static Lazy<WriteKey>? Make(IMessage request, ServerCallContext context, PersonTokens tokens)
    {
        // A request id that asks what was done is no key: it stands in a choice beside other ids.
        if (request.Descriptor.FindFieldByName(RequestIdField) is not { ContainingOneof: null } field)
        {
            return null;
        }

        var key = new Lazy<WriteKey>(() => new WriteKey(
            (string)field.Accessor.GetValue(request), HashOf(request, tokens),
            request.Descriptor.FindFieldByName(ValidateOnlyField)?.Accessor.GetValue(request) is true));
        context.UserState[StateKey] = key;
        return key;
    }

    private static string HashOf(IMessage request, PersonTokens tokens)
    {
        var content = request.Descriptor.Parser.WithDiscardUnknownFields(true).ParseFrom(request.ToByteString());
        foreach (var field in content.Descriptor.Fields.InDeclarationOrder().Where(f => f.Name is RequestIdField or ValidateOnlyField))
        {
            field.Accessor.Clear(content);
        }

        Hide(content, tokens);
        using var sha = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        sha.AppendData(Encoding.ASCII.GetBytes($"{content.Descriptor.FullName}\n"));
        sha.AppendData(content.ToByteArray());
        return Convert.ToHexStringLower(sha.GetHashAndReset());
    }

    /// <summary>Puts the token in the place of an id number, also in a message within.</summary>
    private static void Hide(IMessage message, PersonTokens tokens)
    {
        foreach (var field in message.Descriptor.Fields.InDeclarationOrder().Where(f => !f.IsRepeated))
        {
            if (field is { FieldType: FieldType.Message } && field.Accessor.GetValue(message) is IMessage within)
            {
                Hide(within, tokens);
            }
            else if (field.Name == IdNumberField && field.Accessor.GetValue(message) is string { Length: > 0 } number)
            {
                field.Accessor.SetValue(message, tokens.Of(number));
            }
        }
    }
}
