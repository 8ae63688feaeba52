-- Why: a qualification becomes a matter of record: who applied, who decided and when, and the reason of a refusal that the applicant is
-- told. An application is decided once, by another than took it in, and is never changed or deleted; what settling reads is rebuilt from
-- those that were granted.

CREATE TABLE qualification_application (
    application_id TEXT NOT NULL PRIMARY KEY,
    person_key     TEXT NOT NULL,
    kind           INTEGER NOT NULL,
    disease        TEXT NOT NULL,
    hospital       TEXT NOT NULL,
    source         INTEGER NOT NULL,
    evidence       INTEGER NOT NULL,
    signers        TEXT NOT NULL,
    applied_by     TEXT NOT NULL,
    applied_us     INTEGER NOT NULL,
    due_by         TEXT NOT NULL,
    state          INTEGER NOT NULL CHECK (state IN (1, 2, 3)),
    decided_by     TEXT,
    decided_us     INTEGER,
    approved_on    TEXT,
    valid_until    TEXT,
    reason         INTEGER,
    CHECK ((state = 1) = (decided_by IS NULL) AND (decided_by IS NULL) = (decided_us IS NULL)),
    CHECK ((state = 2) = (approved_on IS NOT NULL)),
    CHECK ((state = 3) = (reason IS NOT NULL)),
    CHECK (valid_until IS NULL OR valid_until > approved_on),
    CHECK (decided_by IS NULL OR decided_by <> applied_by)
) STRICT, WITHOUT ROWID;
CREATE INDEX qualification_application_of_person ON qualification_application (person_key);
CREATE INDEX qualification_application_by_due ON qualification_application (state, due_by, application_id);
CREATE INDEX qualification_application_ending ON qualification_application (valid_until) WHERE valid_until IS NOT NULL;
-- One open application for one thing, whatever two gateways think.
CREATE UNIQUE INDEX qualification_application_open ON qualification_application (person_key, kind, disease) WHERE state = 1;

CREATE TRIGGER qualification_application_is_decided_once BEFORE UPDATE ON qualification_application
WHEN OLD.state <> 1 OR NEW.state = 1
    OR (NEW.application_id, NEW.person_key, NEW.kind, NEW.disease, NEW.hospital, NEW.source, NEW.evidence, NEW.signers,
        NEW.applied_by, NEW.applied_us, NEW.due_by)
        IS NOT
        (OLD.application_id, OLD.person_key, OLD.kind, OLD.disease, OLD.hospital, OLD.source, OLD.evidence, OLD.signers,
        OLD.applied_by, OLD.applied_us, OLD.due_by)
BEGIN SELECT raise(ABORT, 'an application is decided once and never changed'); END;
CREATE TRIGGER qualification_application_stays BEFORE DELETE ON qualification_application
BEGIN SELECT raise(ABORT, 'an application is never deleted'); END;
