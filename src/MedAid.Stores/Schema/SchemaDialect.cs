using System.Text.RegularExpressions;

namespace MedAid.Stores.Schema;

/// <summary>
/// How one database writes what the files of a step say in braces. Types: <c>{text}</c> is compared by its bytes, <c>{day}</c> is a DateOnly,
/// <c>{long}</c> holds fen and microseconds, <c>{serial}</c> numbers the rows. <c>{keyed}</c> and <c>{strict}</c> end a table that is looked
/// up by its primary key, or by the number of a row. Guards: rows of <c>{final table}</c> are never changed or deleted, those of
/// <c>{kept table}</c> never deleted; <c>{refuse trigger on table when condition}</c> refuses an update, and <c>{changed a, b}</c> in its
/// condition says that one of these columns would change. A guard's name says what it holds to, and is its message.
/// </summary>
internal sealed partial class SchemaDialect
{
    private readonly IReadOnlyDictionary<string, string> words;
    private readonly Func<string, string> final;
    private readonly Func<string, string> kept;
    private readonly Func<string, string, string, string> refuse;

    private SchemaDialect(
        string name, IReadOnlyDictionary<string, string> words, Func<string, string> final, Func<string, string> kept,
        Func<string, string, string, string> refuse)
    {
        Name = name;
        this.words = words;
        this.final = final;
        this.kept = kept;
        this.refuse = refuse;
    }

    public static SchemaDialect Postgres { get; } = new(
        "postgres",
        new Dictionary<string, string>
        {
            ["text"] = "text COLLATE \"C\"",
            ["bytes"] = "bytea",
            ["day"] = "date",
            ["integer"] = "integer",
            ["long"] = "bigint",
            ["serial"] = "bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY",
            ["keyed"] = "",
            ["strict"] = "",
        },
        table =>
            $"""
            CREATE TRIGGER {table}_is_final BEFORE UPDATE OR DELETE ON {table} FOR EACH ROW EXECUTE FUNCTION refuse_change();
            CREATE TRIGGER {table}_is_kept BEFORE TRUNCATE ON {table} EXECUTE FUNCTION refuse_change();
            """,
        table =>
            $"""
            CREATE TRIGGER {table}_stays BEFORE DELETE ON {table} FOR EACH ROW EXECUTE FUNCTION refuse_change();
            CREATE TRIGGER {table}_is_kept BEFORE TRUNCATE ON {table} EXECUTE FUNCTION refuse_change();
            """,
        (trigger, table, condition) =>
            $"CREATE TRIGGER {trigger} BEFORE UPDATE ON {table} FOR EACH ROW\nWHEN ({condition})\nEXECUTE FUNCTION refuse_change();");

    public static SchemaDialect Sqlite { get; } = new(
        "sqlite",
        new Dictionary<string, string>
        {
            ["text"] = "TEXT",
            ["bytes"] = "BLOB",
            ["day"] = "TEXT",
            ["integer"] = "INTEGER",
            ["long"] = "INTEGER",
            ["serial"] = "INTEGER PRIMARY KEY AUTOINCREMENT",
            ["keyed"] = " STRICT, WITHOUT ROWID",
            ["strict"] = " STRICT",
        },
        table => $"{Abort($"{table}_is_final", $"UPDATE ON {table}")}\n{Abort($"{table}_stays", $"DELETE ON {table}")}",
        table => Abort($"{table}_stays", $"DELETE ON {table}"),
        (trigger, table, condition) => Abort(trigger, $"UPDATE ON {table}\nWHEN {condition}"));

    /// <summary>How the files that only this database reads are named: <c>NAME.postgres.sql</c>.</summary>
    public string Name { get; }

    /// <summary>A file of a step as this database reads it.</summary>
    /// <exception cref="FormatException">It says something in braces that nobody knows.</exception>
    public string Render(string text)
    {
        // From within: a condition may hold a list of columns.
        while (Braces().IsMatch(text))
        {
            text = Braces().Replace(text, Written);
        }

        return text;
    }

    private static string Abort(string trigger, string on) =>
        $"CREATE TRIGGER {trigger} BEFORE {on}\nBEGIN SELECT raise(ABORT, '{trigger.Replace('_', ' ')}'); END;";

    private static string Changed(string columns)
    {
        var names = columns.Split(',', StringSplitOptions.TrimEntries);
        return $"({string.Join(", ", names.Select(n => $"NEW.{n}"))}) IS DISTINCT FROM ({string.Join(", ", names.Select(n => $"OLD.{n}"))})";
    }

    private string Written(Match braces)
    {
        var rest = braces.Groups["rest"].Value.Trim();
        return braces.Groups["word"].Value switch
        {
            "final" when TableName().IsMatch(rest) => final(rest),
            "kept" when TableName().IsMatch(rest) => kept(rest),
            "changed" when rest.Length > 0 => Changed(rest),
            "refuse" when Refusal().Match(rest) is { Success: true } r => refuse(r.Groups[1].Value, r.Groups[2].Value, r.Groups[3].Value),
            var word when rest.Length == 0 && words.TryGetValue(word, out var known) => known,
            _ => throw new FormatException($"{braces.Value} means nothing to {Name}"),
        };
    }

    [GeneratedRegex(@"\{(?<word>\w+)(?<rest>[^{}]*)\}")]
    private static partial Regex Braces();

    [GeneratedRegex(@"^\w+$")]
    private static partial Regex TableName();

    [GeneratedRegex(@"^(\w+) on (\w+)\s+when (.+)$", RegexOptions.Singleline)]
    private static partial Regex Refusal();
}
