using MedAid.Stores.Postgres;

namespace MedAid.Stores.Tests.Postgres;

/// <summary>A database as the first version left it: its own step, and the rows of present books in the columns that it knew.</summary>
internal sealed class FirstVersion(PostgresSchema older)
{
    private const string Step = "0001-ledger-and-register";

    private static readonly string[] Tables =
        ["setting", "person", "request", "reversal", "settlement", "counter_owner", "counter", "outbox"];

    private readonly Dictionary<string, string> columns = new(StringComparer.Ordinal);

    /// <summary>Makes the tables and copies everything from books that this version wrote.</summary>
    public async Task WriteAsync(PostgresSchema now)
    {
        using var text = new StreamReader(typeof(PostgresMigrations).Assembly.GetManifestResourceStream(
            $"MedAid.Stores.Postgres.Migrations.{Step}/up.sql")!);
        await RunAsync(await text.ReadToEndAsync());
        await RunAsync(
            $"""
            CREATE TABLE migration (number integer PRIMARY KEY, name text NOT NULL, applied_at timestamptz NOT NULL DEFAULT now());
            INSERT INTO migration (number, name) VALUES (1, '{Step}');
            SELECT make_month(date_trunc('month', settled_at AT TIME ZONE 'Asia/Shanghai')::date) FROM {now.Name}.settlement;
            """);
        foreach (var table in Tables)
        {
            columns[table] = (string)(await older.AskAsync(
                $"""
                SELECT string_agg(quote_ident(column_name), ', ' ORDER BY ordinal_position) FROM information_schema.columns
                WHERE table_schema = current_schema AND table_name = '{table}'
                """))!;
            await RunAsync($"INSERT INTO {table} ({columns[table]}) SELECT {columns[table]} FROM {now.Name}.{table}");
        }

        await RunAsync("SELECT setval('outbox_number', (SELECT max(outbox_number) FROM outbox))");
    }

    /// <summary>Everything that the first version knew, table by table, to be compared with what it becomes.</summary>
    public async Task<string[]> BooksAsync()
    {
        var books = new List<string>();
        foreach (var table in Tables)
        {
            books.Add($"{table}: " + await older.AskAsync(
                $"SELECT string_agg(r::text, '|' ORDER BY r::text) FROM (SELECT {columns[table]} FROM {table}) r"));
        }

        return [.. books];
    }

    private async Task RunAsync(string sql) => Assert.Null(await older.RunAsync(sql));
}
