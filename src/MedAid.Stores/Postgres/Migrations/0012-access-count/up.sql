-- Why: notes of who read what of a person can only grow, but whoever had taken the triggers away could empty them unseen. The notes are
-- counted as they are written, each connection in a row of its own; the proof of the books compares.

CREATE TABLE access_count (
    connection text COLLATE "C" NOT NULL PRIMARY KEY,
    notes      bigint NOT NULL CHECK (notes >= 0)
);
INSERT INTO access_count SELECT 'before the count', count(*) FROM person_access;

CREATE FUNCTION count_the_notes() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO access_count AS c SELECT pg_backend_pid()::text, count(*) FROM written HAVING count(*) > 0
    ON CONFLICT (connection) DO UPDATE SET notes = c.notes + excluded.notes;
    RETURN NULL;
END $$;
CREATE TRIGGER person_access_is_counted AFTER INSERT ON person_access REFERENCING NEW TABLE AS written
    FOR EACH STATEMENT EXECUTE FUNCTION count_the_notes();
CREATE TRIGGER access_count_only_grows BEFORE UPDATE ON access_count FOR EACH ROW
    WHEN (NEW.notes <= OLD.notes) EXECUTE FUNCTION only_grow();
CREATE TRIGGER access_count_stays BEFORE DELETE ON access_count FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER access_count_is_kept BEFORE TRUNCATE ON access_count EXECUTE FUNCTION refuse_change();
