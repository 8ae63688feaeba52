using MedAid.Stores.Tests.Contracts;
using MedAid.Stores.Tests.Embedded;
using MedAid.Stores.Tests.Postgres;

namespace MedAid.Stores.Tests.Schema;

/// <summary>
/// The first step makes the tables that it always made: what changes after a release comes with a later step, for databases that had the
/// first one do not get it again.
/// </summary>
[NeedsPostgres]
public sealed class FrozenSchemaTests
{
    private const string SqliteSql =
        """
        SELECT sql || ';' FROM sqlite_master WHERE sql IS NOT NULL AND name NOT LIKE 'sqlite_%'
        ORDER BY instr('table index view trigger', type), name
        """;

    /// <summary>A line for everything, in the order of the tables and of their columns.</summary>
    private const string PostgresSql =
        """
        WITH ours AS (SELECT * FROM pg_class WHERE relnamespace = current_schema::regnamespace AND relname <> 'migration')
        SELECT string_agg(line, E'\n' ORDER BY place COLLATE "C") FROM (
            SELECT 'a ' || relname, concat_ws(' ', CASE relkind WHEN 'S' THEN 'sequence' WHEN 'p' THEN 'partitioned table' ELSE 'table' END,
                relname, pg_get_partkeydef(oid), array_to_string(reloptions, ', '))
            FROM ours WHERE relkind IN ('r', 'p', 'S')
            UNION ALL
            SELECT 'a ' || c.relname || to_char(a.attnum, ' 000'),
                format('    %s %s', a.attname, format_type(a.atttypid, a.atttypmod)) || coalesce(' COLLATE "' || o.collname || '"', '')
                || CASE WHEN a.attnotnull THEN ' NOT NULL' ELSE '' END
                || coalesce(' DEFAULT ' || pg_get_expr(d.adbin, c.oid), '') || CASE a.attidentity WHEN '' THEN '' ELSE ' IDENTITY' END
                || CASE a.attstorage WHEN t.typstorage THEN '' ELSE ' STORAGE ' || a.attstorage::text END
            FROM ours c JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped JOIN pg_type t ON t.oid = a.atttypid
            LEFT JOIN pg_attrdef d ON d.adrelid = c.oid AND d.adnum = a.attnum
            LEFT JOIN pg_collation o ON o.oid = a.attcollation AND o.collname <> 'default' WHERE c.relkind IN ('r', 'p')
            UNION ALL
            SELECT 'b ' || conname || ' ' || relname, format('constraint %s ON %s: %s', conname, relname, pg_get_constraintdef(k.oid))
            FROM pg_constraint k JOIN ours c ON c.oid = conrelid WHERE contype <> 'n'
            UNION ALL SELECT 'c ' || relname, pg_get_indexdef(oid) FROM ours WHERE relkind IN ('i', 'I')
            UNION ALL SELECT 'd ' || relname, format(E'view %s:\n%s', relname, pg_get_viewdef(oid)) FROM ours WHERE relkind = 'v'
            UNION ALL SELECT 'e ' || proname, pg_get_functiondef(oid) FROM pg_proc WHERE pronamespace = current_schema::regnamespace
            UNION ALL
            SELECT 'f ' || tgname || ' ' || relname, pg_get_triggerdef(g.oid) FROM pg_trigger g JOIN ours c ON c.oid = tgrelid WHERE NOT tgisinternal
        ) AS lines (place, line)
        """;

    [Fact]
    public async Task Step_1_makes_the_frozen_tables_of_SQLite()
    {
        var folder = new EmbeddedFolder();
        var tables = string.Join('\n', folder.Ask(SqliteSql));
        await folder.RemoveAsync();
        AssertFrozen("schema-1-sqlite.txt", tables);
    }

    [ContractFact]
    public async Task Step_1_makes_the_frozen_tables_of_PostgreSQL()
    {
        var schema = await PostgresSchema.CreateAsync();
        await using (var database = schema.Open())
        {
            await database.ReadyAsync(CancellationToken.None).Within();
        }

        var tables = (string)(await schema.AskAsync(PostgresSql))!;
        await schema.RemoveAsync();
        AssertFrozen("schema-1-postgres.txt", tables.Replace(schema.Name, "medaid", StringComparison.Ordinal));
    }

    private static void AssertFrozen(string file, string tables)
    {
        var frozen = Frozen.PathOf(file);
        if (!File.Exists(frozen) || File.ReadAllText(frozen) != tables + "\n")
        {
            var found = Path.Combine(AppContext.BaseDirectory, file);
            File.WriteAllText(found, tables + "\n");
            Assert.Fail($"step 1 makes other tables than {frozen}; what it makes now is in {found}; see tests/frozen/README.md");
        }
    }
}
