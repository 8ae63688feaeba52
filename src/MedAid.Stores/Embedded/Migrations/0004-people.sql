-- Why: who is entitled to what becomes a matter of record: since which day, and since when we know. A row of identity_period is closed
-- when we learn better and never changed or deleted, so that "what did we know when we settled?" can be answered. person stays what
-- settling reads by one look-up; it is rebuilt from these facts with every change. Names and id numbers are sealed by keys that are not
-- in the database. Days and microseconds are stored alike on both databases: one SQL serves both.

CREATE TABLE person_detail (
    person_key TEXT NOT NULL PRIMARY KEY,
    id_token   TEXT NOT NULL UNIQUE,
    key_id     TEXT,
    sealed     BLOB,
    entry_hash BLOB,
    CHECK ((key_id IS NULL) = (sealed IS NULL))
) STRICT, WITHOUT ROWID;
CREATE INDEX person_detail_by_key ON person_detail (key_id);

CREATE TABLE identity_period (
    person_key    TEXT NOT NULL,
    identity      TEXT NOT NULL,
    valid_from    TEXT NOT NULL,
    valid_until   TEXT,
    certify_by    TEXT,
    known_from_us INTEGER NOT NULL,
    known_to_us   INTEGER,
    opened_by     TEXT NOT NULL,
    opened_line   INTEGER NOT NULL,
    closed_by     TEXT,
    closed_line   INTEGER,
    PRIMARY KEY (person_key, identity, valid_from, known_from_us),
    CHECK (valid_until > valid_from),
    CHECK (known_to_us > known_from_us),
    CHECK ((known_to_us IS NULL) = (closed_by IS NULL) AND (closed_by IS NULL) = (closed_line IS NULL))
) STRICT, WITHOUT ROWID;
CREATE INDEX identity_period_opened ON identity_period (opened_by, opened_line);
CREATE INDEX identity_period_closed ON identity_period (closed_by, closed_line) WHERE closed_by IS NOT NULL;

CREATE TABLE household_member (
    person_key  TEXT NOT NULL PRIMARY KEY,
    head_key    TEXT NOT NULL,
    county_code TEXT NOT NULL,
    township    TEXT NOT NULL,
    village     TEXT NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX household_member_by_county ON household_member (county_code);

CREATE TABLE roster_import (
    import_id     TEXT NOT NULL PRIMARY KEY,
    request_id    TEXT NOT NULL UNIQUE,
    kind          INTEGER NOT NULL,
    county_code   TEXT NOT NULL,
    identity      TEXT,
    list_date     TEXT,
    operator      TEXT NOT NULL,
    state         INTEGER NOT NULL,
    started_us    INTEGER NOT NULL,
    touched_us    INTEGER NOT NULL,
    lines         INTEGER NOT NULL,
    lines_done    INTEGER NOT NULL,
    lines_changed INTEGER NOT NULL,
    lines_bad     INTEGER NOT NULL,
    lines_warned  INTEGER NOT NULL,
    marks         INTEGER NOT NULL
) STRICT;
CREATE INDEX roster_import_newest ON roster_import (started_us DESC, import_id DESC);

CREATE TABLE roster_fault (
    fault_number INTEGER PRIMARY KEY AUTOINCREMENT,
    import_id    TEXT NOT NULL,
    line         INTEGER NOT NULL,
    column_name  TEXT NOT NULL,
    code         TEXT NOT NULL,
    message      TEXT NOT NULL,
    refused      INTEGER NOT NULL CHECK (refused IN (0, 1))
) STRICT;
CREATE INDEX roster_fault_of_import ON roster_fault (import_id, line);

CREATE TABLE readjudication_mark (
    settlement_id TEXT NOT NULL,
    import_id     TEXT NOT NULL,
    line          INTEGER NOT NULL,
    person_key    TEXT NOT NULL,
    noted_us      INTEGER NOT NULL,
    resolved_us   INTEGER,
    resolution    TEXT,
    PRIMARY KEY (settlement_id, import_id, line),
    CHECK ((resolved_us IS NULL) = (resolution IS NULL))
) STRICT, WITHOUT ROWID;
CREATE INDEX readjudication_mark_open ON readjudication_mark (noted_us) WHERE resolved_us IS NULL;

CREATE TABLE person_access (
    access_number INTEGER PRIMARY KEY AUTOINCREMENT,
    accessed_us   INTEGER NOT NULL,
    operator      TEXT NOT NULL,
    role          TEXT NOT NULL,
    person_key    TEXT NOT NULL,
    purpose       TEXT NOT NULL,
    call          TEXT NOT NULL
) STRICT;
CREATE INDEX person_access_of_person ON person_access (person_key, accessed_us);

-- A change that reaches back asks which settlements of a person lie on its days.
CREATE INDEX settlement_of_person ON settlement (person_key, service_date);

INSERT INTO person_detail (person_key, id_token) SELECT person_key, id_token FROM person;
INSERT INTO identity_period (person_key, identity, valid_from, valid_until, known_from_us, opened_by, opened_line)
SELECT
    p.person_key,
    CASE e.value ->> 'kind'
        WHEN 'ExtremelyPoor' THEN 'extremely_poor'
        WHEN 'SubsistenceAllowance' THEN 'subsistence_allowance'
        WHEN 'MarginalLowIncome' THEN 'marginal_low_income'
        WHEN 'ReturnedToPoverty' THEN 'returned_to_poverty'
        WHEN 'ImpoverishedByIllness' THEN 'impoverished_by_illness'
        WHEN 'LowIncome' THEN 'low_income'
        WHEN 'RegisteredPoor' THEN 'registered_poor'
        WHEN 'PovertyMonitored' THEN 'poverty_monitored'
        WHEN 'PriorityVeteran' THEN 'priority_veteran'
        WHEN 'DisabledSoldier' THEN 'disabled_soldier'
        WHEN 'SeverelyDisabled' THEN 'severely_disabled'
        WHEN 'Orphan' THEN 'orphan'
    END,
    coalesce(e.value ->> 'from', '1900-01-01'), e.value ->> 'until', 0, 'before-the-record', 0
FROM person p, json_each(p.body, '$.identities') e
WHERE e.value ->> 'until' IS NULL OR e.value ->> 'until' > coalesce(e.value ->> 'from', '1900-01-01')
ON CONFLICT (person_key, identity, valid_from, known_from_us) DO NOTHING;

CREATE TRIGGER identity_period_is_only_closed BEFORE UPDATE ON identity_period
WHEN OLD.known_to_us IS NOT NULL OR NEW.known_to_us IS NULL
    OR (NEW.person_key, NEW.identity, NEW.valid_from, NEW.valid_until, NEW.certify_by, NEW.known_from_us, NEW.opened_by, NEW.opened_line)
        IS NOT
        (OLD.person_key, OLD.identity, OLD.valid_from, OLD.valid_until, OLD.certify_by, OLD.known_from_us, OLD.opened_by, OLD.opened_line)
BEGIN SELECT raise(ABORT, 'a period is closed once and never changed'); END;
CREATE TRIGGER identity_period_stays BEFORE DELETE ON identity_period
BEGIN SELECT raise(ABORT, 'a period is never deleted'); END;
CREATE TRIGGER readjudication_mark_stays BEFORE DELETE ON readjudication_mark
BEGIN SELECT raise(ABORT, 'a mark is resolved and never deleted'); END;
CREATE TRIGGER person_access_is_final BEFORE UPDATE ON person_access BEGIN SELECT raise(ABORT, 'an access is never changed'); END;
CREATE TRIGGER person_access_stays BEFORE DELETE ON person_access BEGIN SELECT raise(ABORT, 'an access is never deleted'); END;
