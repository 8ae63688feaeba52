-- Why: applications on paper become a matter of record, step by step, with who did what and when; so do aid with the premium, the end of a
-- qualification before its time, and what was done about a mark. What settling read of a person, and where they lived, gets a history:
-- since when do we know it, and from whom? A second look that is due survives the death of its gateway. Only what is still to be done, and
-- where an application stands, is ever changed.

CREATE TABLE relief_application (
    application_id  TEXT NOT NULL PRIMARY KEY,
    person_key      TEXT NOT NULL,
    county_code     TEXT NOT NULL,
    township        TEXT NOT NULL,
    applicant_class INTEGER NOT NULL,
    purpose         INTEGER NOT NULL,
    submitted_us    INTEGER NOT NULL,
    state           INTEGER NOT NULL,
    steps           INTEGER NOT NULL CHECK (steps > 0),
    touched_us      INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX relief_application_of_person ON relief_application (person_key);
CREATE INDEX relief_application_by_county ON relief_application (county_code, state, submitted_us);

CREATE TABLE relief_step (
    application_id TEXT NOT NULL,
    step_number    INTEGER NOT NULL CHECK (step_number > 0),
    operator       TEXT NOT NULL,
    recorded_us    INTEGER NOT NULL,
    body           TEXT NOT NULL,
    PRIMARY KEY (application_id, step_number)
) STRICT, WITHOUT ROWID;

-- One number for one notice of a township in a year.
CREATE TABLE refusal_notice (
    county_code    TEXT NOT NULL,
    township       TEXT NOT NULL,
    notice_year    INTEGER NOT NULL,
    notice_number  INTEGER NOT NULL CHECK (notice_number > 0),
    application_id TEXT NOT NULL,
    step_number    INTEGER NOT NULL,
    PRIMARY KEY (county_code, township, notice_year, notice_number),
    UNIQUE (application_id, step_number)
) STRICT, WITHOUT ROWID;

CREATE TABLE late_look (
    look_id   TEXT NOT NULL PRIMARY KEY,
    import_id TEXT NOT NULL,
    due_us    INTEGER NOT NULL,
    persons   TEXT NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX late_look_by_due ON late_look (due_us);

CREATE TABLE person_version (
    person_key    TEXT NOT NULL,
    version       INTEGER NOT NULL,
    known_from_us INTEGER NOT NULL,
    changed_by    TEXT NOT NULL,
    body          TEXT NOT NULL,
    PRIMARY KEY (person_key, version)
) STRICT, WITHOUT ROWID;

CREATE TABLE household_version (
    person_key     TEXT NOT NULL,
    version_number INTEGER NOT NULL,
    known_from_us  INTEGER NOT NULL,
    changed_by     TEXT NOT NULL,
    head_key       TEXT NOT NULL,
    county_code    TEXT NOT NULL,
    township       TEXT NOT NULL,
    village        TEXT NOT NULL,
    PRIMARY KEY (person_key, version_number)
) STRICT, WITHOUT ROWID;

CREATE TABLE premium_run (
    run_id         TEXT NOT NULL PRIMARY KEY,
    premium_year   INTEGER NOT NULL,
    county_code    TEXT NOT NULL,
    scheme         TEXT NOT NULL,
    enrolled_by    TEXT NOT NULL,
    personal_fen   INTEGER NOT NULL,
    fiscal_fen     INTEGER NOT NULL,
    operator       TEXT NOT NULL,
    started_us     INTEGER NOT NULL,
    ended_us       INTEGER,
    reached        TEXT NOT NULL,
    persons        INTEGER NOT NULL,
    changed        INTEGER NOT NULL,
    difference_fen INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE premium_entitlement (
    person_key       TEXT NOT NULL,
    premium_year     INTEGER NOT NULL,
    revision         INTEGER NOT NULL CHECK (revision > 0),
    run_id           TEXT NOT NULL,
    county_code      TEXT NOT NULL,
    township         TEXT NOT NULL,
    scheme           TEXT NOT NULL,
    rule             TEXT NOT NULL,
    object_from      TEXT,
    identities       TEXT NOT NULL,
    personal_fen     INTEGER NOT NULL,
    fiscal_fen       INTEGER NOT NULL,
    relief_fen       INTEGER NOT NULL CHECK (relief_fen >= 0),
    veterans_aid_fen INTEGER NOT NULL CHECK (veterans_aid_fen >= 0),
    province_fen     INTEGER NOT NULL CHECK (province_fen >= 0),
    county_fen       INTEGER NOT NULL CHECK (county_fen >= 0),
    insured_fen      INTEGER NOT NULL CHECK (insured_fen >= 0),
    pack             TEXT NOT NULL,
    cite             TEXT NOT NULL,
    assumed          INTEGER NOT NULL CHECK (assumed IN (0, 1)),
    noted_us         INTEGER NOT NULL,
    PRIMARY KEY (person_key, premium_year, revision)
) STRICT, WITHOUT ROWID;
CREATE INDEX premium_entitlement_by_county ON premium_entitlement (premium_year, county_code, person_key);

-- An enrolment of managed patients: begun under its key, ended once with what came of it.
CREATE TABLE enrolment (
    enrolment_id TEXT NOT NULL PRIMARY KEY,
    operator     TEXT NOT NULL,
    checked_by   TEXT NOT NULL,
    begun_us     INTEGER NOT NULL,
    enrolled     INTEGER,
    faults       TEXT,
    CHECK ((enrolled IS NULL) = (faults IS NULL))
) STRICT, WITHOUT ROWID;

CREATE TABLE qualification_end (
    application_id TEXT NOT NULL PRIMARY KEY,
    ended_on       TEXT NOT NULL,
    reason         INTEGER NOT NULL,
    note           TEXT NOT NULL,
    ended_by       TEXT NOT NULL,
    ended_us       INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE mark_resolution (
    resolution_id       TEXT NOT NULL PRIMARY KEY,
    settlement_id       TEXT NOT NULL,
    outcome             INTEGER NOT NULL CHECK (outcome IN (1, 2, 3)),
    again_settlement_id TEXT NOT NULL,
    reason              TEXT NOT NULL,
    operator            TEXT NOT NULL,
    resolved_us         INTEGER NOT NULL,
    CHECK ((outcome = 2) = (again_settlement_id <> ''))
) STRICT, WITHOUT ROWID;
CREATE INDEX mark_resolution_of_settlement ON mark_resolution (settlement_id, resolved_us);

INSERT INTO person_version (person_key, version, known_from_us, changed_by, body)
SELECT person_key, version, 0, 'before-the-record', body FROM person;
INSERT INTO household_version (person_key, version_number, known_from_us, changed_by, head_key, county_code, township, village)
SELECT person_key, 1, 0, 'before-the-record', head_key, county_code, township, village FROM household_member;

CREATE TRIGGER relief_application_only_goes_on BEFORE UPDATE ON relief_application
WHEN NEW.steps <> OLD.steps + 1
    OR (NEW.application_id, NEW.person_key, NEW.county_code, NEW.township, NEW.applicant_class, NEW.purpose, NEW.submitted_us)
        IS NOT
        (OLD.application_id, OLD.person_key, OLD.county_code, OLD.township, OLD.applicant_class, OLD.purpose, OLD.submitted_us)
BEGIN SELECT raise(ABORT, 'an application goes on by steps and is never changed'); END;
CREATE TRIGGER relief_application_stays BEFORE DELETE ON relief_application
BEGIN SELECT raise(ABORT, 'an application is never deleted'); END;
CREATE TRIGGER relief_step_is_final BEFORE UPDATE ON relief_step BEGIN SELECT raise(ABORT, 'a step is never changed'); END;
CREATE TRIGGER relief_step_stays BEFORE DELETE ON relief_step BEGIN SELECT raise(ABORT, 'a step is never deleted'); END;
CREATE TRIGGER refusal_notice_is_final BEFORE UPDATE ON refusal_notice BEGIN SELECT raise(ABORT, 'a notice is never changed'); END;
CREATE TRIGGER refusal_notice_stays BEFORE DELETE ON refusal_notice BEGIN SELECT raise(ABORT, 'a notice is never deleted'); END;
CREATE TRIGGER person_version_is_final BEFORE UPDATE ON person_version BEGIN SELECT raise(ABORT, 'history is never changed'); END;
CREATE TRIGGER person_version_stays BEFORE DELETE ON person_version BEGIN SELECT raise(ABORT, 'history is never deleted'); END;
CREATE TRIGGER household_version_is_final BEFORE UPDATE ON household_version BEGIN SELECT raise(ABORT, 'history is never changed'); END;
CREATE TRIGGER household_version_stays BEFORE DELETE ON household_version BEGIN SELECT raise(ABORT, 'history is never deleted'); END;
CREATE TRIGGER premium_entitlement_is_final BEFORE UPDATE ON premium_entitlement
BEGIN SELECT raise(ABORT, 'an entitlement gets a revision and is never changed'); END;
CREATE TRIGGER premium_entitlement_stays BEFORE DELETE ON premium_entitlement
BEGIN SELECT raise(ABORT, 'an entitlement is never deleted'); END;
CREATE TRIGGER qualification_end_is_final BEFORE UPDATE ON qualification_end BEGIN SELECT raise(ABORT, 'an end is never changed'); END;
CREATE TRIGGER qualification_end_stays BEFORE DELETE ON qualification_end BEGIN SELECT raise(ABORT, 'an end is never deleted'); END;
CREATE TRIGGER mark_resolution_is_final BEFORE UPDATE ON mark_resolution BEGIN SELECT raise(ABORT, 'a resolution is never changed'); END;
CREATE TRIGGER mark_resolution_stays BEFORE DELETE ON mark_resolution BEGIN SELECT raise(ABORT, 'a resolution is never deleted'); END;
CREATE TRIGGER enrolment_ends_once BEFORE UPDATE ON enrolment
WHEN OLD.enrolled IS NOT NULL OR NEW.enrolled IS NULL
    OR (NEW.enrolment_id, NEW.operator, NEW.checked_by, NEW.begun_us) IS NOT (OLD.enrolment_id, OLD.operator, OLD.checked_by, OLD.begun_us)
BEGIN SELECT raise(ABORT, 'an enrolment ends once and is never changed'); END;
CREATE TRIGGER enrolment_stays BEFORE DELETE ON enrolment BEGIN SELECT raise(ABORT, 'an enrolment is never deleted'); END;
