-- Why: a settlement wrote to nine trees at random places, a page each, and each page twice: the journal and the file. Entries, layer
-- lines and counter changes now lie in the settlement's own row, as they do on PostgreSQL, and what only repeated another rule is
-- gone: a settlement's id is derived from its request id, which is unique in request. Views show the parts as rows, as before.

CREATE TABLE packed_settlement (
    settlement_number      INTEGER PRIMARY KEY,
    settlement_id          TEXT NOT NULL UNIQUE,
    request_id             TEXT NOT NULL,
    kind                   INTEGER NOT NULL CHECK (kind IN (1, 2)),
    reverses_settlement_id TEXT,
    hospital_code          TEXT NOT NULL,
    visit_id               TEXT NOT NULL,
    person_key             TEXT NOT NULL,
    scheme                 TEXT NOT NULL,
    county_code            TEXT NOT NULL,
    service_date           TEXT NOT NULL,
    settled_us             INTEGER NOT NULL,
    gross_fen              INTEGER NOT NULL,
    waived_fen             INTEGER NOT NULL,
    hospital_borne_fen     INTEGER NOT NULL,
    patient_fen            INTEGER NOT NULL,
    entries                TEXT NOT NULL CHECK (json_type(entries) = 'array'),
    lines                  TEXT NOT NULL CHECK (json_type(lines) = 'array'),
    changes                TEXT NOT NULL CHECK (json_type(changes) = 'array'),
    document               BLOB NOT NULL,
    CHECK ((kind = 2) = (reverses_settlement_id IS NOT NULL))
) STRICT;

INSERT INTO packed_settlement
SELECT
    NULL, settlement_id, request_id, kind, reverses_settlement_id, hospital_code, visit_id, person_key, scheme, county_code,
    service_date, settled_us, gross_fen, waived_fen, hospital_borne_fen, patient_fen,
    (SELECT coalesce(json_group_array(json_array(account, county_code, fund, amount_fen)), '[]')
     FROM (SELECT * FROM entry e WHERE e.settlement_id = s.settlement_id ORDER BY e.entry_number)),
    (SELECT coalesce(json_group_array(json_array(layer, fund, rule, paid_fen, advanced)), '[]')
     FROM (SELECT * FROM layer_line l WHERE l.settlement_id = s.settlement_id ORDER BY l.line_number)),
    (SELECT coalesce(json_group_array(json_array(counter, added_fen)), '[]')
     FROM counter_change h WHERE h.settlement_id = s.settlement_id),
    document
FROM settlement s ORDER BY rowid;

CREATE TABLE narrow_request (
    request_id      TEXT NOT NULL PRIMARY KEY,
    content_hash    BLOB NOT NULL CHECK (length(content_hash) = 32),
    settlement_id   TEXT,
    refusal         INTEGER,
    refusal_subject TEXT,
    CHECK ((settlement_id IS NULL) <> (refusal IS NULL)),
    CHECK ((refusal IS NULL) = (refusal_subject IS NULL))
) STRICT, WITHOUT ROWID;
INSERT INTO narrow_request SELECT * FROM request;

CREATE TABLE narrow_outbox (
    outbox_number INTEGER PRIMARY KEY AUTOINCREMENT,
    settlement_id TEXT NOT NULL,
    kind          INTEGER NOT NULL CHECK (kind IN (1, 2))
) STRICT;
INSERT INTO narrow_outbox SELECT * FROM outbox ORDER BY outbox_number;

DROP TABLE outbox;
DROP TABLE counter_change;
DROP TABLE layer_line;
DROP TABLE entry;
DROP TABLE request;
DROP TABLE settlement;
ALTER TABLE packed_settlement RENAME TO settlement;
ALTER TABLE narrow_request RENAME TO request;
ALTER TABLE narrow_outbox RENAME TO outbox;

CREATE INDEX settlement_newest ON settlement (settled_us DESC, settlement_id DESC);
CREATE UNIQUE INDEX settlement_reversed_once ON settlement (reverses_settlement_id) WHERE reverses_settlement_id IS NOT NULL;

CREATE VIEW entry AS
SELECT s.settlement_id, e.key + 1 AS entry_number, e.value ->> 0 AS account, e.value ->> 1 AS county_code, e.value ->> 2 AS fund,
       e.value ->> 3 AS amount_fen
FROM settlement s, json_each(s.entries) e;

CREATE VIEW layer_line AS
SELECT s.settlement_id, l.key + 1 AS line_number, l.value ->> 0 AS layer, l.value ->> 1 AS fund, l.value ->> 2 AS rule,
       l.value ->> 3 AS paid_fen, l.value ->> 4 AS advanced
FROM settlement s, json_each(s.lines) l;

CREATE VIEW counter_change AS
SELECT s.settlement_id, s.person_key, s.scheme, h.value ->> 0 AS counter, h.value ->> 1 AS added_fen
FROM settlement s, json_each(s.changes) h;

CREATE TRIGGER settlement_has_a_balanced_journal BEFORE INSERT ON settlement
WHEN (SELECT coalesce(sum(value ->> 3), 0) <> 0 OR coalesce(max(coalesce(value ->> 3, 0) = 0), 0) FROM json_each(NEW.entries))
BEGIN SELECT raise(ABORT, 'the entries of a journal sum to zero and none is idle'); END;
CREATE TRIGGER settlement_is_written_once BEFORE INSERT ON settlement
WHEN EXISTS (SELECT 1 FROM settlement WHERE settlement_id = NEW.settlement_id)
BEGIN SELECT raise(ABORT, 'a settlement is written once'); END;
CREATE TRIGGER settlement_is_reversed_once BEFORE INSERT ON settlement
WHEN NEW.reverses_settlement_id IS NOT NULL
    AND (EXISTS (SELECT 1 FROM settlement WHERE reverses_settlement_id = NEW.reverses_settlement_id)
        OR NOT EXISTS (SELECT 1 FROM settlement WHERE settlement_id = NEW.reverses_settlement_id))
BEGIN SELECT raise(ABORT, 'a settlement that is there is reversed once'); END;
CREATE TRIGGER settlement_is_final BEFORE UPDATE ON settlement BEGIN SELECT raise(ABORT, 'a settlement is never changed'); END;
CREATE TRIGGER settlement_stays BEFORE DELETE ON settlement BEGIN SELECT raise(ABORT, 'a settlement is never deleted'); END;
CREATE TRIGGER request_is_answered_once BEFORE INSERT ON request
WHEN EXISTS (SELECT 1 FROM request WHERE request_id = NEW.request_id)
BEGIN SELECT raise(ABORT, 'a request is answered once'); END;
CREATE TRIGGER request_is_final BEFORE UPDATE ON request BEGIN SELECT raise(ABORT, 'a request is never changed'); END;
CREATE TRIGGER request_stays BEFORE DELETE ON request BEGIN SELECT raise(ABORT, 'a request is never deleted'); END;
CREATE TRIGGER outbox_is_final BEFORE UPDATE ON outbox BEGIN SELECT raise(ABORT, 'a message is never changed'); END;
CREATE TRIGGER outbox_stays BEFORE DELETE ON outbox BEGIN SELECT raise(ABORT, 'a message is never deleted'); END;
