-- Why: whoever deleted the last records of the clearing book, or the newest settlements with all that belongs to them, left books that
-- proved themselves. The last number and hash of the book are now kept beside it, and the outbox counts its messages: its numbers cannot,
-- for a transaction that is rolled back takes some with it. Every connection counts in a row of its own, so writers never wait for each other.

CREATE TABLE clearing_end (
    one           integer NOT NULL PRIMARY KEY CHECK (one = 1),
    record_number bigint NOT NULL,
    hash          text COLLATE "C" NOT NULL
);
INSERT INTO clearing_end
SELECT 1, coalesce(max(record_number), 0), coalesce(
    (SELECT hash FROM clearing_record ORDER BY record_number DESC LIMIT 1), repeat('0', 64))
FROM clearing_record;

CREATE FUNCTION follow_the_end() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    UPDATE clearing_end SET record_number = NEW.record_number, hash = NEW.hash;
    RETURN NULL;
END $$;
CREATE FUNCTION only_grow() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION '% only grows', TG_TABLE_NAME USING ERRCODE = 'restrict_violation';
END $$;
CREATE TRIGGER clearing_end_goes_on AFTER INSERT ON clearing_record FOR EACH ROW EXECUTE FUNCTION follow_the_end();
CREATE TRIGGER clearing_end_only_grows BEFORE UPDATE ON clearing_end FOR EACH ROW
    WHEN (NEW.record_number <= OLD.record_number) EXECUTE FUNCTION only_grow();
CREATE TRIGGER clearing_end_stays BEFORE DELETE ON clearing_end FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER clearing_end_is_kept BEFORE TRUNCATE ON clearing_end EXECUTE FUNCTION refuse_change();

CREATE TABLE outbox_count (
    connection text COLLATE "C" NOT NULL PRIMARY KEY,
    messages   bigint NOT NULL CHECK (messages >= 0)
);
INSERT INTO outbox_count SELECT 'before the count', count(*) FROM outbox;

CREATE FUNCTION count_the_outbox() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO outbox_count AS c SELECT pg_backend_pid()::text, count(*) FROM written HAVING count(*) > 0
    ON CONFLICT (connection) DO UPDATE SET messages = c.messages + excluded.messages;
    RETURN NULL;
END $$;
CREATE TRIGGER outbox_is_counted AFTER INSERT ON outbox REFERENCING NEW TABLE AS written
    FOR EACH STATEMENT EXECUTE FUNCTION count_the_outbox();
CREATE TRIGGER outbox_count_only_grows BEFORE UPDATE ON outbox_count FOR EACH ROW
    WHEN (NEW.messages <= OLD.messages) EXECUTE FUNCTION only_grow();
CREATE TRIGGER outbox_count_stays BEFORE DELETE ON outbox_count FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER outbox_count_is_kept BEFORE TRUNCATE ON outbox_count EXECUTE FUNCTION refuse_change();
