-- Why: notes of who read what of a person can only grow, but whoever had taken the triggers away could empty them unseen. The notes are
-- counted as they are written; the proof of the books compares.

CREATE TABLE access_count (
    connection TEXT NOT NULL PRIMARY KEY,
    notes      INTEGER NOT NULL CHECK (notes >= 0)
) STRICT, WITHOUT ROWID;
INSERT INTO access_count SELECT 'all', count(*) FROM person_access;

CREATE TRIGGER person_access_is_counted AFTER INSERT ON person_access
BEGIN UPDATE access_count SET notes = notes + 1; END;
CREATE TRIGGER access_count_only_grows BEFORE UPDATE ON access_count WHEN NEW.notes <= OLD.notes
BEGIN SELECT raise(ABORT, 'the count only grows'); END;
CREATE TRIGGER access_count_stays BEFORE DELETE ON access_count BEGIN SELECT raise(ABORT, 'the count stays'); END;
