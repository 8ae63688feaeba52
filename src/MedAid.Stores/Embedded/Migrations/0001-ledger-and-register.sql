-- Why: the ledger and the register of the embedded default. All amounts are fen, all days ISO 8601 text, all instants
-- microseconds since 1970 UTC. Rows of the ledger are written once; triggers refuse to change or delete them.

CREATE TABLE setting (
    name  TEXT NOT NULL PRIMARY KEY,
    value TEXT NOT NULL
) STRICT, WITHOUT ROWID;

-- The register: what is known of a person for settling. No name, no id number.
CREATE TABLE person (
    id_token   TEXT NOT NULL PRIMARY KEY,
    person_key TEXT NOT NULL UNIQUE,
    version    INTEGER NOT NULL CHECK (version > 0),
    body       TEXT NOT NULL
) STRICT, WITHOUT ROWID;

-- Every request that was answered for good. The primary key is the only lock against doing it twice. Never pruned.
CREATE TABLE request (
    request_id      TEXT NOT NULL PRIMARY KEY,
    content_hash    BLOB NOT NULL CHECK (length(content_hash) = 32),
    settlement_id   TEXT UNIQUE,
    refusal         INTEGER,
    refusal_subject TEXT,
    CHECK ((settlement_id IS NULL) <> (refusal IS NULL)),
    CHECK ((refusal IS NULL) = (refusal_subject IS NULL))
) STRICT, WITHOUT ROWID;

-- One settlement or reversal. The document holds everything that was answered; the columns are what is searched and proved.
CREATE TABLE settlement (
    settlement_id          TEXT NOT NULL PRIMARY KEY,
    request_id             TEXT NOT NULL UNIQUE,
    kind                   INTEGER NOT NULL CHECK (kind IN (1, 2)),
    reverses_settlement_id TEXT UNIQUE REFERENCES settlement (settlement_id),
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
    document               BLOB NOT NULL,
    CHECK ((kind = 2) = (reverses_settlement_id IS NOT NULL))
) STRICT;
CREATE INDEX settlement_newest ON settlement (settled_us DESC, settlement_id DESC);

CREATE TABLE layer_line (
    settlement_id TEXT NOT NULL REFERENCES settlement (settlement_id),
    line_number   INTEGER NOT NULL,
    layer         TEXT NOT NULL,
    fund          TEXT NOT NULL,
    rule          TEXT,
    paid_fen      INTEGER NOT NULL,
    advanced      INTEGER NOT NULL CHECK (advanced IN (0, 1)),
    PRIMARY KEY (settlement_id, line_number)
) STRICT, WITHOUT ROWID;

-- Double entry: debit positive, credit negative.
CREATE TABLE entry (
    settlement_id TEXT NOT NULL REFERENCES settlement (settlement_id),
    entry_number  INTEGER NOT NULL,
    account       TEXT NOT NULL,
    county_code   TEXT NOT NULL,
    fund          TEXT NOT NULL,
    amount_fen    INTEGER NOT NULL CHECK (amount_fen <> 0),
    PRIMARY KEY (settlement_id, entry_number)
) STRICT, WITHOUT ROWID;

-- What a person has used of a limit, and by which settlement: the second is the proof of the first.
CREATE TABLE counter (
    person_key TEXT NOT NULL,
    scheme     TEXT NOT NULL,
    counter    TEXT NOT NULL,
    used_fen   INTEGER NOT NULL CHECK (used_fen >= 0),
    PRIMARY KEY (person_key, scheme, counter)
) STRICT, WITHOUT ROWID;

CREATE TABLE counter_change (
    settlement_id TEXT NOT NULL REFERENCES settlement (settlement_id),
    counter       TEXT NOT NULL,
    added_fen     INTEGER NOT NULL CHECK (added_fen <> 0),
    PRIMARY KEY (settlement_id, counter)
) STRICT, WITHOUT ROWID;

-- What others have to be told, in order. Written last, so that its trigger sees the whole journal.
CREATE TABLE outbox (
    outbox_number INTEGER PRIMARY KEY AUTOINCREMENT,
    settlement_id TEXT NOT NULL UNIQUE REFERENCES settlement (settlement_id),
    kind          INTEGER NOT NULL CHECK (kind IN (1, 2))
) STRICT;

CREATE TRIGGER outbox_only_of_a_balanced_journal BEFORE INSERT ON outbox
WHEN (SELECT coalesce(sum(amount_fen), 0) FROM entry WHERE settlement_id = NEW.settlement_id) <> 0
BEGIN SELECT raise(ABORT, 'the entries of a journal sum to zero'); END;

CREATE TRIGGER request_is_final BEFORE UPDATE ON request BEGIN SELECT raise(ABORT, 'a request is never changed'); END;
CREATE TRIGGER request_stays BEFORE DELETE ON request BEGIN SELECT raise(ABORT, 'a request is never deleted'); END;
CREATE TRIGGER settlement_is_final BEFORE UPDATE ON settlement BEGIN SELECT raise(ABORT, 'a settlement is never changed'); END;
CREATE TRIGGER settlement_stays BEFORE DELETE ON settlement BEGIN SELECT raise(ABORT, 'a settlement is never deleted'); END;
CREATE TRIGGER layer_line_is_final BEFORE UPDATE ON layer_line BEGIN SELECT raise(ABORT, 'a layer line is never changed'); END;
CREATE TRIGGER layer_line_stays BEFORE DELETE ON layer_line BEGIN SELECT raise(ABORT, 'a layer line is never deleted'); END;
CREATE TRIGGER entry_is_final BEFORE UPDATE ON entry BEGIN SELECT raise(ABORT, 'an entry is never changed'); END;
CREATE TRIGGER entry_stays BEFORE DELETE ON entry BEGIN SELECT raise(ABORT, 'an entry is never deleted'); END;
CREATE TRIGGER counter_change_is_final BEFORE UPDATE ON counter_change BEGIN SELECT raise(ABORT, 'a change is never changed'); END;
CREATE TRIGGER counter_change_stays BEFORE DELETE ON counter_change BEGIN SELECT raise(ABORT, 'a change is never deleted'); END;
