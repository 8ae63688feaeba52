using System.Globalization;
using System.Reflection;

namespace MedAid.Stores.Schema;

/// <summary>One numbered step of the tables, as one database runs it.</summary>
internal sealed record SchemaStep(int Number, string Name, string Sql);

/// <summary>
/// The steps by which the tables came to what they are, the same for both databases. A step is a folder <c>NNNN-name</c>; its files are run in
/// the order of their names: <c>NAME.sql</c> on both databases, then <c>NAME.postgres.sql</c> or <c>NAME.sqlite.sql</c>. Once a version with a
/// step was released, the step is never changed: what changes comes with the next number.
/// </summary>
internal static class SchemaSteps
{
    private const string Prefix = "MedAid.Stores.Schema/";

    /// <summary>Every step of PostgreSQL, in order.</summary>
    public static IReadOnlyList<SchemaStep> Postgres { get; } = Of(SchemaDialect.Postgres);

    /// <summary>Every step of SQLite, in order.</summary>
    public static IReadOnlyList<SchemaStep> Sqlite { get; } = Of(SchemaDialect.Sqlite);

    private static SchemaStep[] Of(SchemaDialect dialect) =>
    [
        .. from resource in Assembly.GetExecutingAssembly().GetManifestResourceNames()
           where resource.StartsWith(Prefix, StringComparison.Ordinal)
           let place = resource[Prefix.Length..].Split('/', '\\')
           let parts = place[1].Split('.')
           where parts.Length == 2 || parts[1] == dialect.Name
           orderby parts.Length
           group (File: parts[0], Resource: resource) by place[0] into step
           orderby step.Key
           let text = string.Join('\n', step.OrderBy(f => f.File, StringComparer.Ordinal).Select(f => dialect.Render(TextOf(f.Resource))))
           select new SchemaStep(int.Parse(step.Key.AsSpan(0, 4), CultureInfo.InvariantCulture), step.Key, text),
    ];

    private static string TextOf(string resource)
    {
        using var reader = new StreamReader(Assembly.GetExecutingAssembly().GetManifestResourceStream(resource)!);
        return reader.ReadToEnd();
    }
}
