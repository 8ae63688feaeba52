-- Why: what counties owe the hospital. One book of numbered records, only ever added to and chained by their hashes; what it comes to is
-- worked out from it. A record is of one county and one hospital, so its journal balances for each of them; the database checks the sum,
-- the number and the link itself.

CREATE TABLE clearing_record (
    record_number INTEGER NOT NULL PRIMARY KEY CHECK (record_number > 0),
    request_id    TEXT NOT NULL UNIQUE,
    kind          INTEGER NOT NULL,
    county_code   TEXT NOT NULL,
    hospital_code TEXT NOT NULL,
    recorded_us   INTEGER NOT NULL,
    content       TEXT NOT NULL,
    entries       TEXT NOT NULL CHECK (json_type(entries) = 'array'),
    previous_hash TEXT NOT NULL,
    hash          TEXT NOT NULL UNIQUE
) STRICT;

-- Cashiers look for agreements to pay later (20 signed, 21 ended) past everything else in the book.
CREATE INDEX clearing_record_agreement ON clearing_record (record_number) WHERE kind IN (20, 21);

CREATE TRIGGER clearing_record_follows BEFORE INSERT ON clearing_record
WHEN NEW.record_number <> 1 + coalesce((SELECT max(record_number) FROM clearing_record), 0)
    OR NEW.previous_hash <> coalesce(
        (SELECT hash FROM clearing_record WHERE record_number = NEW.record_number - 1),
        '0000000000000000000000000000000000000000000000000000000000000000')
BEGIN SELECT raise(ABORT, 'a clearing record follows the last one'); END;
CREATE TRIGGER clearing_journal_balances BEFORE INSERT ON clearing_record
WHEN (SELECT coalesce(sum(value ->> 3), 0) <> 0 OR coalesce(max(coalesce(value ->> 3, 0) = 0), 0) FROM json_each(NEW.entries))
BEGIN SELECT raise(ABORT, 'the entries of a clearing record sum to zero and none is idle'); END;
CREATE TRIGGER clearing_record_is_final BEFORE UPDATE ON clearing_record BEGIN SELECT raise(ABORT, 'a clearing record is never changed'); END;
CREATE TRIGGER clearing_record_stays BEFORE DELETE ON clearing_record BEGIN SELECT raise(ABORT, 'a clearing record is never deleted'); END;

CREATE VIEW clearing_entry AS
SELECT r.record_number, r.hospital_code, e.key + 1 AS entry_number, e.value ->> 0 AS account, e.value ->> 1 AS county_code, e.value ->> 2 AS fund,
       e.value ->> 3 AS amount_fen
FROM clearing_record r, json_each(r.entries) e;
