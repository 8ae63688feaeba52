-- Why: a qualification becomes a matter of record: who applied, who decided and when, and the reason of a refusal that the applicant is
-- told. An application is decided once, by another than took it in, and is never changed or deleted; what settling reads is rebuilt from
-- those that were granted.

CREATE TABLE qualification_application (
    application_id text COLLATE "C" NOT NULL PRIMARY KEY,
    person_key     text COLLATE "C" NOT NULL,
    kind           integer NOT NULL,
    disease        text COLLATE "C" NOT NULL,
    hospital       text COLLATE "C" NOT NULL,
    source         integer NOT NULL,
    evidence       integer NOT NULL,
    signers        text COLLATE "C" NOT NULL,
    applied_by     text COLLATE "C" NOT NULL,
    applied_us     bigint NOT NULL,
    due_by         date NOT NULL,
    state          integer NOT NULL CHECK (state IN (1, 2, 3)),
    decided_by     text COLLATE "C",
    decided_us     bigint,
    approved_on    date,
    valid_until    date,
    reason         integer,
    CHECK ((state = 1) = (decided_by IS NULL) AND (decided_by IS NULL) = (decided_us IS NULL)),
    CHECK ((state = 2) = (approved_on IS NOT NULL)),
    CHECK ((state = 3) = (reason IS NOT NULL)),
    CHECK (valid_until IS NULL OR valid_until > approved_on),
    CHECK (decided_by IS NULL OR decided_by <> applied_by)
);
CREATE INDEX qualification_application_of_person ON qualification_application (person_key);
CREATE INDEX qualification_application_by_due ON qualification_application (state, due_by, application_id);
CREATE INDEX qualification_application_ending ON qualification_application (valid_until) WHERE valid_until IS NOT NULL;
-- One open application for one thing, whatever two gateways think.
CREATE UNIQUE INDEX qualification_application_open ON qualification_application (person_key, kind, disease) WHERE state = 1;

CREATE FUNCTION decide_application() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF OLD.state <> 1 OR NEW.state = 1
        OR (NEW.application_id, NEW.person_key, NEW.kind, NEW.disease, NEW.hospital, NEW.source, NEW.evidence, NEW.signers,
            NEW.applied_by, NEW.applied_us, NEW.due_by)
            IS DISTINCT FROM
            (OLD.application_id, OLD.person_key, OLD.kind, OLD.disease, OLD.hospital, OLD.source, OLD.evidence, OLD.signers,
            OLD.applied_by, OLD.applied_us, OLD.due_by)
    THEN
        RAISE EXCEPTION 'an application is decided once and never changed' USING ERRCODE = 'restrict_violation';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER qualification_application_is_decided_once BEFORE UPDATE ON qualification_application
FOR EACH ROW EXECUTE FUNCTION decide_application();
CREATE TRIGGER qualification_application_stays BEFORE DELETE ON qualification_application FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER qualification_application_is_kept BEFORE TRUNCATE ON qualification_application EXECUTE FUNCTION refuse_change();
