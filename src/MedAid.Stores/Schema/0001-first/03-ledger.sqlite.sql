-- Why: the ledger of the embedded default. All amounts are fen, all days ISO 8601 text, all instants microseconds since 1970 UTC. Rows
-- are written once; triggers refuse to change or delete them, also by INSERT OR REPLACE.

-- Every request that was answered for good. The primary key is the only lock against doing it twice. Never pruned.
CREATE TABLE request (
    request_id      TEXT NOT NULL PRIMARY KEY,
    content_hash    BLOB NOT NULL CHECK (length(content_hash) = 32),
    settlement_id   TEXT,
    refusal         INTEGER,
    refusal_subject TEXT,
    CHECK ((settlement_id IS NULL) <> (refusal IS NULL)),
    CHECK ((refusal IS NULL) = (refusal_subject IS NULL))
) STRICT, WITHOUT ROWID;

-- One settlement or reversal, in one row: each tree more would cost a page in the log and one in the file. The document holds everything
-- that was answered; the columns are what is searched and proved; the arrays are its entries, layer lines and counter changes, which the
-- views below show as rows. A stay may be billed in parts (stay, stay_part), and a bill of a visit stands beside the others of it by its
-- number (batch). supplies is code:days, separated by semicolons. The id is derived from the request id, which is unique in request.
CREATE TABLE settlement (
    settlement_number      INTEGER PRIMARY KEY,
    settlement_id          TEXT NOT NULL UNIQUE,
    request_id             TEXT NOT NULL,
    kind                   INTEGER NOT NULL CHECK (kind IN (1, 2)),
    reverses_settlement_id TEXT,
    hospital_code          TEXT NOT NULL,
    visit_id               TEXT NOT NULL,
    batch                  TEXT NOT NULL,
    stay                   TEXT,
    stay_part              INTEGER,
    person_key             TEXT NOT NULL,
    scheme                 TEXT NOT NULL,
    county_code            TEXT NOT NULL,
    admission_day          TEXT,
    service_date           TEXT NOT NULL,
    dialyses               INTEGER NOT NULL,
    supplies               TEXT,
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
CREATE INDEX settlement_newest ON settlement (settled_us DESC, settlement_id DESC);
CREATE UNIQUE INDEX settlement_reversed_once ON settlement (reverses_settlement_id) WHERE reverses_settlement_id IS NOT NULL;
-- A change of a person that reaches back asks which settlements lie on its days; a visit is compared with the person's others.
CREATE INDEX settlement_of_person ON settlement (person_key, service_date);
CREATE INDEX settlement_stays ON settlement (person_key, service_date) WHERE admission_day IS NOT NULL;
CREATE INDEX settlement_supplies ON settlement (person_key, service_date) WHERE supplies IS NOT NULL;

-- What a person has used of a limit.
CREATE TABLE counter (
    person_key TEXT NOT NULL,
    scheme     TEXT NOT NULL,
    counter    TEXT NOT NULL,
    used_fen   INTEGER NOT NULL CHECK (used_fen >= 0),
    PRIMARY KEY (person_key, scheme, counter)
) STRICT, WITHOUT ROWID;

-- What others have to be told, in order.
CREATE TABLE outbox (
    outbox_number INTEGER PRIMARY KEY AUTOINCREMENT,
    settlement_id TEXT NOT NULL,
    kind          INTEGER NOT NULL CHECK (kind IN (1, 2))
) STRICT;

-- What stands settled, by visit: a hospital system that lost an answer and sends the visit under another request id settles it once. The
-- primary key is the lock. What stands of a stay is found by person, scheme, hospital and stay: a part is reversed only after the later ones.
CREATE TABLE standing_visit (
    hospital_code TEXT NOT NULL,
    visit_id      TEXT NOT NULL,
    batch         TEXT NOT NULL,
    settlement_id TEXT NOT NULL,
    person_key    TEXT,
    scheme        TEXT,
    stay          TEXT,
    stay_part     INTEGER,
    PRIMARY KEY (hospital_code, visit_id, batch)
) STRICT, WITHOUT ROWID;
CREATE UNIQUE INDEX standing_visit_parts ON standing_visit (person_key, scheme, hospital_code, stay, stay_part) WHERE stay IS NOT NULL;
CREATE TRIGGER settlement_stands AFTER INSERT ON settlement WHEN NEW.kind = 1
BEGIN
    INSERT INTO standing_visit VALUES (
        NEW.hospital_code, NEW.visit_id, NEW.batch, NEW.settlement_id, iif(NEW.stay IS NULL, NULL, NEW.person_key),
        iif(NEW.stay IS NULL, NULL, NEW.scheme), NEW.stay, NEW.stay_part);
END;
CREATE TRIGGER settlement_stands_no_more AFTER INSERT ON settlement WHEN NEW.kind = 2
BEGIN
    DELETE FROM standing_visit
    WHERE hospital_code = NEW.hospital_code AND visit_id = NEW.visit_id AND batch = NEW.batch AND settlement_id = NEW.reverses_settlement_id;
END;
CREATE TRIGGER standing_visit_is_final BEFORE UPDATE ON standing_visit BEGIN SELECT raise(ABORT, 'standing visit is final'); END;

CREATE VIEW entry AS
SELECT s.settlement_id, e.key + 1 AS entry_number, e.value ->> 0 AS account, e.value ->> 1 AS county_code, e.value ->> 2 AS fund,
       e.value ->> 3 AS amount_fen
FROM settlement s, json_each(s.entries) e;

CREATE VIEW layer_line AS
SELECT s.settlement_id, l.key + 1 AS line_number, l.value ->> 0 AS layer, l.value ->> 1 AS fund, l.value ->> 2 AS rule,
       l.value ->> 3 AS paid_fen, l.value ->> 4 AS advanced
FROM settlement s, json_each(s.lines) l;

-- A hospital's limits on its fee reductions are counted in the same books. What is waived to a patient in a month is the patient's
-- whatever the scheme; the year's budget is the hospital's, which stands here like a person of the name hospital:CODE (see CounterOwner).
CREATE VIEW counter_change AS
SELECT s.settlement_id,
       CASE WHEN substr(h.value ->> 0, 1, 14) = 'waiver_budget:' THEN 'hospital:' || s.hospital_code ELSE s.person_key END AS person_key,
       CASE WHEN substr(h.value ->> 0, 1, 14) = 'waiver_budget:' OR substr(h.value ->> 0, 1, 7) = 'waiver:' THEN 'waiver' ELSE s.scheme END
           AS scheme,
       h.value ->> 0 AS counter, h.value ->> 1 AS added_fen
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
CREATE TRIGGER request_is_answered_once BEFORE INSERT ON request
WHEN EXISTS (SELECT 1 FROM request WHERE request_id = NEW.request_id)
BEGIN SELECT raise(ABORT, 'a request is answered once'); END;
{final request}
{final settlement}
{final outbox}
{kept counter}
