INSERT INTO access_count VALUES ('all', 0);
CREATE TRIGGER person_access_is_counted AFTER INSERT ON person_access
BEGIN UPDATE access_count SET notes = notes + 1; END;
