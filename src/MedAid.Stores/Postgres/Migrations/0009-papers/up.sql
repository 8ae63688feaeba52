-- Why: applications on paper become a matter of record, step by step, with who did what and when; so do aid with the premium, the end of a
-- qualification before its time, and what was done about a mark. What settling read of a person, and where they lived, gets a history:
-- since when do we know it, and from whom? A second look that is due survives the death of its gateway. Only what is still to be done, and
-- where an application stands, is ever changed.

CREATE TABLE relief_application (
    application_id  text COLLATE "C" NOT NULL PRIMARY KEY,
    person_key      text COLLATE "C" NOT NULL,
    county_code     text COLLATE "C" NOT NULL,
    township        text COLLATE "C" NOT NULL,
    applicant_class integer NOT NULL,
    purpose         integer NOT NULL,
    submitted_us    bigint NOT NULL,
    state           integer NOT NULL,
    steps           integer NOT NULL CHECK (steps > 0),
    touched_us      bigint NOT NULL
);
CREATE INDEX relief_application_of_person ON relief_application (person_key);
CREATE INDEX relief_application_by_county ON relief_application (county_code, state, submitted_us);

CREATE TABLE relief_step (
    application_id text COLLATE "C" NOT NULL,
    step_number    integer NOT NULL CHECK (step_number > 0),
    operator       text COLLATE "C" NOT NULL,
    recorded_us    bigint NOT NULL,
    body           text COLLATE "C" NOT NULL,
    PRIMARY KEY (application_id, step_number)
);

-- One number for one notice of a township in a year.
CREATE TABLE refusal_notice (
    county_code    text COLLATE "C" NOT NULL,
    township       text COLLATE "C" NOT NULL,
    notice_year    integer NOT NULL,
    notice_number  integer NOT NULL CHECK (notice_number > 0),
    application_id text COLLATE "C" NOT NULL,
    step_number    integer NOT NULL,
    PRIMARY KEY (county_code, township, notice_year, notice_number),
    UNIQUE (application_id, step_number)
);

CREATE TABLE late_look (
    look_id   text COLLATE "C" NOT NULL PRIMARY KEY,
    import_id text COLLATE "C" NOT NULL,
    due_us    bigint NOT NULL,
    persons   text COLLATE "C" NOT NULL
);
CREATE INDEX late_look_by_due ON late_look (due_us);

CREATE TABLE person_version (
    person_key    text COLLATE "C" NOT NULL,
    version       bigint NOT NULL,
    known_from_us bigint NOT NULL,
    changed_by    text COLLATE "C" NOT NULL,
    body          text COLLATE "C" NOT NULL,
    PRIMARY KEY (person_key, version)
);

CREATE TABLE household_version (
    person_key     text COLLATE "C" NOT NULL,
    version_number integer NOT NULL,
    known_from_us  bigint NOT NULL,
    changed_by     text COLLATE "C" NOT NULL,
    head_key       text COLLATE "C" NOT NULL,
    county_code    text COLLATE "C" NOT NULL,
    township       text COLLATE "C" NOT NULL,
    village        text COLLATE "C" NOT NULL,
    PRIMARY KEY (person_key, version_number)
);

CREATE TABLE premium_run (
    run_id         text COLLATE "C" NOT NULL PRIMARY KEY,
    premium_year   integer NOT NULL,
    county_code    text COLLATE "C" NOT NULL,
    scheme         text COLLATE "C" NOT NULL,
    enrolled_by    date NOT NULL,
    personal_fen   bigint NOT NULL,
    fiscal_fen     bigint NOT NULL,
    operator       text COLLATE "C" NOT NULL,
    started_us     bigint NOT NULL,
    ended_us       bigint,
    reached        text COLLATE "C" NOT NULL,
    persons        integer NOT NULL,
    changed        integer NOT NULL,
    difference_fen bigint NOT NULL
);

CREATE TABLE premium_entitlement (
    person_key       text COLLATE "C" NOT NULL,
    premium_year     integer NOT NULL,
    revision         integer NOT NULL CHECK (revision > 0),
    run_id           text COLLATE "C" NOT NULL,
    county_code      text COLLATE "C" NOT NULL,
    township         text COLLATE "C" NOT NULL,
    scheme           text COLLATE "C" NOT NULL,
    rule             text COLLATE "C" NOT NULL,
    object_from      date,
    identities       text COLLATE "C" NOT NULL,
    personal_fen     bigint NOT NULL,
    fiscal_fen       bigint NOT NULL,
    relief_fen       bigint NOT NULL CHECK (relief_fen >= 0),
    veterans_aid_fen bigint NOT NULL CHECK (veterans_aid_fen >= 0),
    province_fen     bigint NOT NULL CHECK (province_fen >= 0),
    county_fen       bigint NOT NULL CHECK (county_fen >= 0),
    insured_fen      bigint NOT NULL CHECK (insured_fen >= 0),
    pack             text COLLATE "C" NOT NULL,
    cite             text COLLATE "C" NOT NULL,
    assumed          integer NOT NULL CHECK (assumed IN (0, 1)),
    noted_us         bigint NOT NULL,
    PRIMARY KEY (person_key, premium_year, revision)
);
CREATE INDEX premium_entitlement_by_county ON premium_entitlement (premium_year, county_code, person_key);

-- An enrolment of managed patients: begun under its key, ended once with what came of it.
CREATE TABLE enrolment (
    enrolment_id text COLLATE "C" NOT NULL PRIMARY KEY,
    operator     text COLLATE "C" NOT NULL,
    checked_by   text COLLATE "C" NOT NULL,
    begun_us     bigint NOT NULL,
    enrolled     integer,
    faults       text COLLATE "C",
    CHECK ((enrolled IS NULL) = (faults IS NULL))
);

CREATE TABLE qualification_end (
    application_id text COLLATE "C" NOT NULL PRIMARY KEY,
    ended_on       date NOT NULL,
    reason         integer NOT NULL,
    note           text COLLATE "C" NOT NULL,
    ended_by       text COLLATE "C" NOT NULL,
    ended_us       bigint NOT NULL
);

CREATE TABLE mark_resolution (
    resolution_id       text COLLATE "C" NOT NULL PRIMARY KEY,
    settlement_id       text COLLATE "C" NOT NULL,
    outcome             integer NOT NULL CHECK (outcome IN (1, 2, 3)),
    again_settlement_id text COLLATE "C" NOT NULL,
    reason              text COLLATE "C" NOT NULL,
    operator            text COLLATE "C" NOT NULL,
    resolved_us         bigint NOT NULL,
    CHECK ((outcome = 2) = (again_settlement_id <> ''))
);
CREATE INDEX mark_resolution_of_settlement ON mark_resolution (settlement_id, resolved_us);

INSERT INTO person_version (person_key, version, known_from_us, changed_by, body)
SELECT person_key, version, 0, 'before-the-record', body FROM person;
INSERT INTO household_version (person_key, version_number, known_from_us, changed_by, head_key, county_code, township, village)
SELECT person_key, 1, 0, 'before-the-record', head_key, county_code, township, village FROM household_member;

CREATE FUNCTION go_on() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NEW.steps <> OLD.steps + 1
        OR (NEW.application_id, NEW.person_key, NEW.county_code, NEW.township, NEW.applicant_class, NEW.purpose, NEW.submitted_us)
            IS DISTINCT FROM
            (OLD.application_id, OLD.person_key, OLD.county_code, OLD.township, OLD.applicant_class, OLD.purpose, OLD.submitted_us)
    THEN
        RAISE EXCEPTION 'an application goes on by steps and is never changed' USING ERRCODE = 'restrict_violation';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER relief_application_only_goes_on BEFORE UPDATE ON relief_application FOR EACH ROW EXECUTE FUNCTION go_on();
CREATE TRIGGER relief_application_stays BEFORE DELETE ON relief_application FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER relief_application_is_kept BEFORE TRUNCATE ON relief_application EXECUTE FUNCTION refuse_change();
CREATE TRIGGER relief_step_is_final BEFORE UPDATE OR DELETE ON relief_step FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER relief_step_is_kept BEFORE TRUNCATE ON relief_step EXECUTE FUNCTION refuse_change();
CREATE TRIGGER refusal_notice_is_final BEFORE UPDATE OR DELETE ON refusal_notice FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER refusal_notice_is_kept BEFORE TRUNCATE ON refusal_notice EXECUTE FUNCTION refuse_change();
CREATE TRIGGER person_version_is_final BEFORE UPDATE OR DELETE ON person_version FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER person_version_is_kept BEFORE TRUNCATE ON person_version EXECUTE FUNCTION refuse_change();
CREATE TRIGGER household_version_is_final BEFORE UPDATE OR DELETE ON household_version FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER household_version_is_kept BEFORE TRUNCATE ON household_version EXECUTE FUNCTION refuse_change();
CREATE TRIGGER premium_entitlement_is_final BEFORE UPDATE OR DELETE ON premium_entitlement FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER premium_entitlement_is_kept BEFORE TRUNCATE ON premium_entitlement EXECUTE FUNCTION refuse_change();
CREATE TRIGGER qualification_end_is_final BEFORE UPDATE OR DELETE ON qualification_end FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER qualification_end_is_kept BEFORE TRUNCATE ON qualification_end EXECUTE FUNCTION refuse_change();
CREATE TRIGGER mark_resolution_is_final BEFORE UPDATE OR DELETE ON mark_resolution FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER mark_resolution_is_kept BEFORE TRUNCATE ON mark_resolution EXECUTE FUNCTION refuse_change();
CREATE FUNCTION end_enrolment() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF OLD.enrolled IS NOT NULL OR NEW.enrolled IS NULL
        OR (NEW.enrolment_id, NEW.operator, NEW.checked_by, NEW.begun_us)
            IS DISTINCT FROM (OLD.enrolment_id, OLD.operator, OLD.checked_by, OLD.begun_us)
    THEN
        RAISE EXCEPTION 'an enrolment ends once and is never changed' USING ERRCODE = 'restrict_violation';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER enrolment_ends_once BEFORE UPDATE ON enrolment FOR EACH ROW EXECUTE FUNCTION end_enrolment();
CREATE TRIGGER enrolment_stays BEFORE DELETE ON enrolment FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER enrolment_is_kept BEFORE TRUNCATE ON enrolment EXECUTE FUNCTION refuse_change();
