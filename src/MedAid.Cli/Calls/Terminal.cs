using System.Text.Encodings.Web;
using System.Text.Json;
using Google.Protobuf;
using MedAid.Gateway.Json;
using Spectre.Console;

namespace MedAid.Cli;

/// <summary>Data goes to standard output, everything that is said about it to standard error.</summary>
internal static class Terminal
{
    private static readonly JsonFormatter Formatter = new(JsonFormatter.Settings.Default.WithFormatDefaultValues(true));

    private static readonly JsonSerializerOptions Indented = new()
    {
        WriteIndented = true,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
    };

    /// <summary>Tables and text for people; never wraps by an unknown width when redirected.</summary>
    public static IAnsiConsole Out { get; } = Create(Console.Out, Console.IsOutputRedirected);

    /// <summary>Remarks and progress.</summary>
    public static IAnsiConsole Error { get; } = Create(Console.Error, Console.IsErrorRedirected);

    /// <summary>Prints a message of the contract. Amounts are numbers, so that whoever pipes the output on need not parse text.</summary>
    public static void Json(IMessage message)
    {
        using var document = JsonDocument.Parse(Int64Numbers.Rewrite(Formatter.Format(message), message.Descriptor));
        Json(document.RootElement);
    }

    /// <summary>Prints one JSON document; names are in snake_case.</summary>
    public static void Json(object value) => Console.Out.WriteLine(JsonSerializer.Serialize(value, Indented));

    /// <summary>Writes a file to standard output.</summary>
    public static async Task WriteAsync(ByteString file, CancellationToken cancellation)
    {
        await using var output = Console.OpenStandardOutput();
        await output.WriteAsync(file.Memory, cancellation);
    }

    /// <summary>A table with the texts to the left and the amounts to the right.</summary>
    public static Table Table(IEnumerable<string> texts, IEnumerable<string> amounts)
    {
        var table = new Table().AddColumns([.. texts]);
        foreach (var title in amounts)
        {
            table.AddColumn(new TableColumn(title).RightAligned());
        }

        return table;
    }

    private static IAnsiConsole Create(TextWriter writer, bool redirected)
    {
        var console = AnsiConsole.Create(new AnsiConsoleSettings { Out = new AnsiConsoleOutput(writer) });
        if (redirected)
        {
            console.Profile.Width = 200;
        }

        return console;
    }
}
