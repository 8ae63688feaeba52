-- Why: who is entitled to what becomes a matter of record: since which day, and since when we know. A row of identity_period is closed
-- when we learn better and never changed or deleted, so that "what did we know when we settled?" can be answered. person stays what
-- settling reads by one look-up; it is rebuilt from these facts with every change. Names and id numbers are sealed by keys that are not
-- in the database. Days and microseconds are stored alike on both databases: one SQL serves both.

CREATE TABLE person_detail (
    person_key text COLLATE "C" NOT NULL PRIMARY KEY,
    id_token   text COLLATE "C" NOT NULL UNIQUE,
    key_id     text COLLATE "C",
    sealed     bytea,
    entry_hash bytea,
    CHECK ((key_id IS NULL) = (sealed IS NULL))
);
CREATE INDEX person_detail_by_key ON person_detail (key_id);

CREATE TABLE identity_period (
    person_key    text COLLATE "C" NOT NULL,
    identity      text COLLATE "C" NOT NULL,
    valid_from    date NOT NULL,
    valid_until   date,
    certify_by    date,
    known_from_us bigint NOT NULL,
    known_to_us   bigint,
    opened_by     text COLLATE "C" NOT NULL,
    opened_line   integer NOT NULL,
    closed_by     text COLLATE "C",
    closed_line   integer,
    PRIMARY KEY (person_key, identity, valid_from, known_from_us),
    CHECK (valid_until > valid_from),
    CHECK (known_to_us > known_from_us),
    CHECK ((known_to_us IS NULL) = (closed_by IS NULL) AND (closed_by IS NULL) = (closed_line IS NULL))
);
CREATE INDEX identity_period_opened ON identity_period (opened_by, opened_line);
CREATE INDEX identity_period_closed ON identity_period (closed_by, closed_line) WHERE closed_by IS NOT NULL;

CREATE TABLE household_member (
    person_key  text COLLATE "C" NOT NULL PRIMARY KEY,
    head_key    text COLLATE "C" NOT NULL,
    county_code text COLLATE "C" NOT NULL,
    township    text COLLATE "C" NOT NULL,
    village     text COLLATE "C" NOT NULL
);
CREATE INDEX household_member_by_county ON household_member (county_code);

CREATE TABLE roster_import (
    import_id     text COLLATE "C" NOT NULL PRIMARY KEY,
    request_id    text COLLATE "C" NOT NULL UNIQUE,
    kind          integer NOT NULL,
    county_code   text COLLATE "C" NOT NULL,
    identity      text COLLATE "C",
    list_date     date,
    operator      text COLLATE "C" NOT NULL,
    state         integer NOT NULL,
    started_us    bigint NOT NULL,
    touched_us    bigint NOT NULL,
    lines         integer NOT NULL,
    lines_done    integer NOT NULL,
    lines_changed integer NOT NULL,
    lines_bad     integer NOT NULL,
    lines_warned  integer NOT NULL,
    marks         integer NOT NULL
);
CREATE INDEX roster_import_newest ON roster_import (started_us DESC, import_id DESC);

CREATE TABLE roster_fault (
    fault_number bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    import_id    text COLLATE "C" NOT NULL,
    line         integer NOT NULL,
    column_name  text COLLATE "C" NOT NULL,
    code         text COLLATE "C" NOT NULL,
    message      text COLLATE "C" NOT NULL,
    refused      integer NOT NULL CHECK (refused IN (0, 1))
);
CREATE INDEX roster_fault_of_import ON roster_fault (import_id, line);

CREATE TABLE readjudication_mark (
    settlement_id text COLLATE "C" NOT NULL,
    import_id     text COLLATE "C" NOT NULL,
    line          integer NOT NULL,
    person_key    text COLLATE "C" NOT NULL,
    noted_us      bigint NOT NULL,
    resolved_us   bigint,
    resolution    text COLLATE "C",
    PRIMARY KEY (settlement_id, import_id, line),
    CHECK ((resolved_us IS NULL) = (resolution IS NULL))
);
CREATE INDEX readjudication_mark_open ON readjudication_mark (noted_us) WHERE resolved_us IS NULL;

CREATE TABLE person_access (
    access_number bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    accessed_us   bigint NOT NULL,
    operator      text COLLATE "C" NOT NULL,
    role          text COLLATE "C" NOT NULL,
    person_key    text COLLATE "C" NOT NULL,
    purpose       text COLLATE "C" NOT NULL,
    call          text COLLATE "C" NOT NULL
);
CREATE INDEX person_access_of_person ON person_access (person_key, accessed_us);

-- A change that reaches back asks which settlements of a person lie on its days.
CREATE INDEX settlement_of_person ON settlement (person_key, service_date);

INSERT INTO person_detail (person_key, id_token) SELECT person_key, id_token FROM person;
INSERT INTO identity_period (person_key, identity, valid_from, valid_until, known_from_us, opened_by, opened_line)
SELECT
    p.person_key,
    CASE e ->> 'kind'
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
    coalesce((e ->> 'from')::date, date '1900-01-01'), (e ->> 'until')::date, 0, 'before-the-record', 0
FROM person p, jsonb_array_elements(p.body::jsonb -> 'identities') e
WHERE e ->> 'until' IS NULL OR e ->> 'until' > coalesce(e ->> 'from', '1900-01-01')
ON CONFLICT (person_key, identity, valid_from, known_from_us) DO NOTHING;

CREATE FUNCTION close_period() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF OLD.known_to_us IS NOT NULL OR NEW.known_to_us IS NULL
        OR (NEW.person_key, NEW.identity, NEW.valid_from, NEW.valid_until, NEW.certify_by, NEW.known_from_us, NEW.opened_by, NEW.opened_line)
            IS DISTINCT FROM
            (OLD.person_key, OLD.identity, OLD.valid_from, OLD.valid_until, OLD.certify_by, OLD.known_from_us, OLD.opened_by, OLD.opened_line)
    THEN
        RAISE EXCEPTION 'a period is closed once and never changed' USING ERRCODE = 'restrict_violation';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER identity_period_is_only_closed BEFORE UPDATE ON identity_period FOR EACH ROW EXECUTE FUNCTION close_period();
CREATE TRIGGER identity_period_stays BEFORE DELETE ON identity_period FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER readjudication_mark_stays BEFORE DELETE ON readjudication_mark FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER person_access_is_final BEFORE UPDATE OR DELETE ON person_access FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER identity_period_is_kept BEFORE TRUNCATE ON identity_period EXECUTE FUNCTION refuse_change();
CREATE TRIGGER readjudication_mark_is_kept BEFORE TRUNCATE ON readjudication_mark EXECUTE FUNCTION refuse_change();
CREATE TRIGGER person_access_is_kept BEFORE TRUNCATE ON person_access EXECUTE FUNCTION refuse_change();
