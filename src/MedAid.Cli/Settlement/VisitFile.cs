using System.Buffers;
using System.Text;
using System.Text.Json;
using Google.Protobuf;
using Google.Protobuf.Reflection;
using MedAid.Contract.Settlement.V1;

namespace MedAid.Cli;

/// <summary>
/// The visit of a user's file. It goes to the gateway as it is, and not by way of a message, so that all its faults are named at once in the
/// words of the file.
/// </summary>
internal static class VisitFile
{
    private static readonly string Visit = SettleRequest.Descriptor.FindFieldByNumber(SettleRequest.VisitFieldNumber).JsonName;
    private static readonly string Account =
        Contract.Settlement.V1.Visit.Descriptor.FindFieldByNumber(Contract.Settlement.V1.Visit.AccountFieldNumber).JsonName;

    /// <summary>
    /// Posts a request with the visit of the file beside what it holds; null, with a sentence to the user, if there is none. An account stands
    /// in place of the one of the file.
    /// </summary>
    public static async Task<T?> PostAsync<T>(
        GatewayClient gateway, MethodDescriptor method, IMessage request, FileInfo file, CancellationToken cancellation,
        PersonalAccount? account = null)
        where T : class
    {
        if (await ReadAsync(file, cancellation) is not { } visit)
        {
            return null;
        }

        var body = new ArrayBufferWriter<byte>();
        await using (var writer = new Utf8JsonWriter(body))
        {
            writer.WriteStartObject();
            foreach (var property in JsonDocument.Parse(JsonFormatter.Default.Format(request)).RootElement.EnumerateObject())
            {
                property.WriteTo(writer);
            }

            writer.WritePropertyName(Visit);
            Write(writer, visit, account);
            writer.WriteEndObject();
        }

        return await gateway.Invoker.PostAsync<T>(method, Encoding.UTF8.GetString(body.WrittenSpan));
    }

    private static void Write(Utf8JsonWriter writer, JsonElement visit, PersonalAccount? account)
    {
        if (account is null)
        {
            visit.WriteTo(writer);
            return;
        }

        writer.WriteStartObject();
        foreach (var property in visit.EnumerateObject().Where(p => p.Name != Account))
        {
            property.WriteTo(writer);
        }

        writer.WritePropertyName(Account);
        writer.WriteRawValue(JsonFormatter.Default.Format(account));
        writer.WriteEndObject();
    }

    /// <summary>The text of a user's file; null, with a sentence to the user, if it cannot be read.</summary>
    public static async Task<string?> TextAsync(FileInfo file, CancellationToken cancellation)
    {
        try
        {
            return file.Name == "-"
                ? await Console.In.ReadToEndAsync(cancellation)
                : await File.ReadAllTextAsync(file.FullName, cancellation);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            await Console.Error.WriteLineAsync($"{file}: 文件打不开，请检查路径和权限");
            return null;
        }
    }

    /// <summary>The visit of a settle or quote body, or the visit itself.</summary>
    private static async Task<JsonElement?> ReadAsync(FileInfo file, CancellationToken cancellation)
    {
        if (await TextAsync(file, cancellation) is not { } text)
        {
            return null;
        }

        try
        {
            if (JsonDocument.Parse(text).RootElement is { ValueKind: JsonValueKind.Object } body)
            {
                return body.TryGetProperty(Visit, out var visit) && visit.ValueKind != JsonValueKind.Null ? visit : body;
            }
        }
        catch (JsonException e)
        {
            await Console.Error.WriteLineAsync($"{file}:{(e.LineNumber ?? 0) + 1}: 不是合法的 JSON");
            return null;
        }

        await Console.Error.WriteLineAsync($"{file}: 应是一个 JSON 对象");
        return null;
    }
}
