-- Why: a settlement's row is about 3 kB, its document is compressed already, and it is read whole. PostgreSQL would move what is over
-- 2 kB to another table, in pieces with an index of their own: three more pages to touch for each settlement. Up to a page's size the
-- row now stays in one piece. Nobody searches by a document or by an array, so ANALYZE need not read them: on a busy ledger it took a
-- second of a processor each minute. Both options are ones of each partition, so new months must get them too.
CREATE FUNCTION set_options_of_month(part regclass) RETURNS void LANGUAGE plpgsql AS $$
DECLARE
    unsearched name;
BEGIN
    EXECUTE format('ALTER TABLE %s SET (toast_tuple_target = 8160)', part);
    FOR unsearched IN SELECT a.attname FROM pg_attribute a JOIN pg_type t ON t.oid = a.atttypid
        WHERE a.attrelid = part AND a.attnum > 0 AND NOT a.attisdropped AND (t.typcategory = 'A' OR t.typname = 'bytea') LOOP
        EXECUTE format('ALTER TABLE %s ALTER COLUMN %I SET STATISTICS 0', part, unsearched);
    END LOOP;
END $$;
SELECT set_options_of_month(inhrelid) FROM pg_inherits WHERE inhparent = 'settlement'::regclass;

CREATE OR REPLACE FUNCTION make_month(first_day date) RETURNS void LANGUAGE plpgsql AS $$
DECLARE
    parent text;
    part text;
    starts text := to_char(first_day, 'YYYY-MM-DD') || ' 00:00:00+08';
    ends text := to_char(first_day + interval '1 month', 'YYYY-MM-DD') || ' 00:00:00+08';
BEGIN
    LOCK TABLE setting IN SHARE ROW EXCLUSIVE MODE;
    FOREACH parent IN ARRAY ARRAY['settlement', 'outbox'] LOOP
        part := parent || to_char(first_day, '_YYYY_MM');
        CONTINUE WHEN to_regclass(quote_ident(part)) IS NOT NULL;
        EXECUTE format('CREATE TABLE %I (LIKE %I INCLUDING DEFAULTS INCLUDING CONSTRAINTS INCLUDING STORAGE)', part, parent);
        IF parent = 'settlement' THEN
            PERFORM set_options_of_month(to_regclass(quote_ident(part)));
        END IF;
        EXECUTE format('CREATE TRIGGER part_is_kept BEFORE TRUNCATE ON %I EXECUTE FUNCTION refuse_change()', part);
        EXECUTE format('ALTER TABLE %I ATTACH PARTITION %I FOR VALUES FROM (%L) TO (%L)', parent, part, starts, ends);
    END LOOP;
END $$;
