using MedAid.Stores.Schema;

namespace MedAid.Stores.Tests.Schema;

/// <summary>A second step that nobody will ever release: two thousand remarks on every settlement. Done twice it would fail.</summary>
internal static class MadeUpStep
{
    public const string Name = "0002-remarks";

    public const long RemarksOfOne = 2000;

    private const string Text =
        """
        CREATE TABLE remark (
            settlement_id {text} NOT NULL,
            number        {integer} NOT NULL,
            PRIMARY KEY (settlement_id, number)
        ){keyed};
        INSERT INTO remark (settlement_id, number)
        WITH RECURSIVE n (number) AS (SELECT 1 UNION ALL SELECT number + 1 FROM n WHERE number < 2000)
        SELECT settlement_id, number FROM settlement, n;
        {final remark}
        ALTER TABLE person_detail ADD COLUMN remark {text};
        """;

    public static SchemaStep[] Postgres { get; } = [.. SchemaSteps.Postgres, Of(SchemaDialect.Postgres)];

    public static SchemaStep[] Sqlite { get; } = [.. SchemaSteps.Sqlite, Of(SchemaDialect.Sqlite)];

    private static SchemaStep Of(SchemaDialect dialect) => new(2, Name, dialect.Render(Text));
}
