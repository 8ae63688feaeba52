-- Every connection counts in a row of its own, so writers never wait for each other.
CREATE FUNCTION count_the_notes() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO access_count AS c SELECT pg_backend_pid()::text, count(*) FROM written HAVING count(*) > 0
    ON CONFLICT (connection) DO UPDATE SET notes = c.notes + excluded.notes;
    RETURN NULL;
END $$;
CREATE TRIGGER person_access_is_counted AFTER INSERT ON person_access REFERENCING NEW TABLE AS written
    FOR EACH STATEMENT EXECUTE FUNCTION count_the_notes();
