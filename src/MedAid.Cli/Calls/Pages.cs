using Google.Protobuf;
using Grpc.Core;

namespace MedAid.Cli;

/// <summary>Lists of a gateway, page by page.</summary>
internal static class Pages
{
    /// <summary>The largest page that there is.</summary>
    public const int Size = 1000;

    /// <summary>A list whole: one page after the other, as one answer.</summary>
    public static async Task<T> WholeAsync<T>(Func<string, AsyncUnaryCall<T>> ask, Func<T, string> next)
        where T : class, IMessage<T>, new()
    {
        var (whole, token) = (new T(), "");
        do
        {
            var page = await ask(token);
            token = next(page);
            whole.MergeFrom(page);
        }
        while (token.Length > 0);
        whole.Descriptor.FindFieldByName("next_page_token").Accessor.Clear(whole);
        return whole;
    }
}
