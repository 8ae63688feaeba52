-- Why: whoever deleted the last records of the clearing book left a book that proved itself. The last number and hash are now kept beside
-- it, as SQLite keeps the last number of the outbox: a proof without a printed head sees that something is gone.

CREATE TABLE clearing_end (
    one           INTEGER NOT NULL PRIMARY KEY CHECK (one = 1),
    record_number INTEGER NOT NULL,
    hash          TEXT NOT NULL
) STRICT;
INSERT INTO clearing_end
SELECT 1, coalesce(max(record_number), 0), coalesce(
    (SELECT hash FROM clearing_record ORDER BY record_number DESC LIMIT 1),
    '0000000000000000000000000000000000000000000000000000000000000000')
FROM clearing_record;

CREATE TRIGGER clearing_end_goes_on AFTER INSERT ON clearing_record
BEGIN UPDATE clearing_end SET record_number = NEW.record_number, hash = NEW.hash; END;
CREATE TRIGGER clearing_end_only_grows BEFORE UPDATE ON clearing_end WHEN NEW.record_number <= OLD.record_number
BEGIN SELECT raise(ABORT, 'the book only grows'); END;
CREATE TRIGGER clearing_end_stays BEFORE DELETE ON clearing_end BEGIN SELECT raise(ABORT, 'the end of the book stays'); END;
