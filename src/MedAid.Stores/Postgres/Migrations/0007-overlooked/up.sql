-- Why: who does not get what is due to them is looked for in what was settled. overlooked_visit, overlooked_sign and overlooked_year are
-- drawn from the ledger's outbox up to overlooked_checkpoint and may be drawn anew at any time. What was found, pushed, answered, referred
-- and filed is a matter of record: a finding goes to a receiver once, a line is answered once, a referral is decided once.

CREATE TABLE overlooked_checkpoint (
    only_one      integer NOT NULL PRIMARY KEY CHECK (only_one = 1),
    outbox_number bigint NOT NULL,
    signs_hash    text COLLATE "C" NOT NULL
);
INSERT INTO overlooked_checkpoint (only_one, outbox_number, signs_hash) VALUES (1, 0, '');

CREATE TABLE overlooked_visit (
    person_key    text COLLATE "C" NOT NULL,
    service_date  date NOT NULL,
    settlement_id text COLLATE "C" NOT NULL,
    county_code   text COLLATE "C" NOT NULL,
    burden_fen    bigint NOT NULL CHECK (burden_fen >= 0),
    PRIMARY KEY (person_key, service_date, settlement_id)
);

CREATE TABLE overlooked_sign (
    person_key    text COLLATE "C" NOT NULL,
    disease       text COLLATE "C" NOT NULL,
    sign_id       text COLLATE "C" NOT NULL,
    service_date  date NOT NULL,
    settlement_id text COLLATE "C" NOT NULL,
    PRIMARY KEY (person_key, disease, sign_id, service_date, settlement_id)
);

CREATE TABLE overlooked_year (
    year       integer NOT NULL,
    person_key text COLLATE "C" NOT NULL,
    burden_fen bigint NOT NULL CHECK (burden_fen >= 0),
    PRIMARY KEY (year, person_key)
);
CREATE INDEX overlooked_year_by_burden ON overlooked_year (year, burden_fen);

CREATE TABLE overlooked_finding (
    finding_id  text COLLATE "C" NOT NULL PRIMARY KEY,
    kind        integer NOT NULL CHECK (kind IN (1, 2)),
    person_key  text COLLATE "C" NOT NULL,
    county_code text COLLATE "C" NOT NULL,
    subject     text COLLATE "C" NOT NULL,
    since_date  date NOT NULL,
    amount_fen  bigint NOT NULL,
    line_fen    bigint NOT NULL,
    days        integer NOT NULL,
    sign_id     text COLLATE "C" NOT NULL,
    found_us    bigint NOT NULL,
    standing    integer NOT NULL CHECK (standing IN (1, 2, 3, 4)),
    standing_us bigint NOT NULL,
    UNIQUE (kind, person_key, subject)
);
CREATE INDEX overlooked_finding_of_county ON overlooked_finding (county_code, kind, standing);
CREATE INDEX overlooked_finding_by_time ON overlooked_finding (found_us, finding_id);

CREATE TABLE overlooked_list (
    list_id     text COLLATE "C" NOT NULL PRIMARY KEY,
    receiver    integer NOT NULL,
    county_code text COLLATE "C" NOT NULL,
    number      integer NOT NULL,
    built_us    bigint NOT NULL,
    operator    text COLLATE "C" NOT NULL,
    UNIQUE (receiver, county_code, number)
);

CREATE TABLE overlooked_line (
    list_id        text COLLATE "C" NOT NULL,
    line_number    integer NOT NULL,
    receiver       integer NOT NULL,
    finding_id     text COLLATE "C" NOT NULL,
    kind           integer NOT NULL,
    person_key     text COLLATE "C" NOT NULL,
    county_code    text COLLATE "C" NOT NULL,
    subject        text COLLATE "C" NOT NULL,
    since_date     date NOT NULL,
    amount_fen     bigint NOT NULL,
    line_fen       bigint NOT NULL,
    days           integer NOT NULL,
    sign_id        text COLLATE "C" NOT NULL,
    settlement_ids text COLLATE "C" NOT NULL,
    outcome        integer CHECK (outcome IN (1, 2)),
    note           text COLLATE "C",
    answered_by    text COLLATE "C",
    answered_us    bigint,
    PRIMARY KEY (list_id, line_number),
    -- A finding is never on two lists of one receiver, whatever two gateways think.
    UNIQUE (receiver, finding_id),
    CHECK ((outcome IS NULL) = (answered_by IS NULL) AND (outcome IS NULL) = (answered_us IS NULL) AND (outcome IS NULL) = (note IS NULL)),
    CHECK (outcome IS NULL OR outcome = 1 OR note <> '')
);
CREATE INDEX overlooked_line_of_finding ON overlooked_line (finding_id);

CREATE TABLE overlooked_referral (
    finding_id  text COLLATE "C" NOT NULL PRIMARY KEY,
    note        text COLLATE "C" NOT NULL,
    operator    text COLLATE "C" NOT NULL,
    referred_us bigint NOT NULL,
    granted_fen bigint CHECK (granted_fen >= 0),
    reason      text COLLATE "C",
    decided_by  text COLLATE "C",
    decided_us  bigint,
    CHECK ((granted_fen IS NULL) = (reason IS NULL) AND (granted_fen IS NULL) = (decided_by IS NULL)
        AND (granted_fen IS NULL) = (decided_us IS NULL)),
    CHECK (granted_fen IS NULL OR granted_fen > 0 OR reason <> '')
);

CREATE TABLE uremia_act (
    act_number  bigint NOT NULL PRIMARY KEY,
    person_key  text COLLATE "C" NOT NULL,
    county_code text COLLATE "C" NOT NULL,
    on_date     date NOT NULL,
    end_reason  integer CHECK (end_reason IN (1, 2, 3, 4)),
    note        text COLLATE "C" NOT NULL,
    operator    text COLLATE "C" NOT NULL,
    acted_us    bigint NOT NULL
);
CREATE INDEX uremia_act_of_person ON uremia_act (person_key, act_number);

-- What was written under a caller's key by any room with rows of its own, so that the same call again writes nothing more.
CREATE TABLE write_request (
    request_id   text COLLATE "C" NOT NULL PRIMARY KEY,
    content_hash text COLLATE "C" NOT NULL,
    subject      text COLLATE "C" NOT NULL,
    operator     text COLLATE "C" NOT NULL,
    done_us      bigint NOT NULL
);
CREATE TRIGGER write_request_is_final BEFORE UPDATE OR DELETE ON write_request FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER write_request_is_kept BEFORE TRUNCATE ON write_request EXECUTE FUNCTION refuse_change();

CREATE FUNCTION answer_overlooked_line() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF OLD.outcome IS NOT NULL OR NEW.outcome IS NULL
        OR (NEW.list_id, NEW.line_number, NEW.receiver, NEW.finding_id, NEW.kind, NEW.person_key, NEW.county_code, NEW.subject,
            NEW.since_date, NEW.amount_fen, NEW.line_fen, NEW.days, NEW.sign_id, NEW.settlement_ids)
            IS DISTINCT FROM
            (OLD.list_id, OLD.line_number, OLD.receiver, OLD.finding_id, OLD.kind, OLD.person_key, OLD.county_code, OLD.subject,
            OLD.since_date, OLD.amount_fen, OLD.line_fen, OLD.days, OLD.sign_id, OLD.settlement_ids)
    THEN
        RAISE EXCEPTION 'a line is answered once and never changed' USING ERRCODE = 'restrict_violation';
    END IF;
    RETURN NEW;
END $$;
CREATE FUNCTION decide_overlooked_referral() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF OLD.granted_fen IS NOT NULL OR NEW.granted_fen IS NULL
        OR (NEW.finding_id, NEW.note, NEW.operator, NEW.referred_us)
            IS DISTINCT FROM (OLD.finding_id, OLD.note, OLD.operator, OLD.referred_us)
    THEN
        RAISE EXCEPTION 'a referral is decided once and never changed' USING ERRCODE = 'restrict_violation';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER overlooked_list_is_final BEFORE UPDATE OR DELETE ON overlooked_list FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER overlooked_list_is_kept BEFORE TRUNCATE ON overlooked_list EXECUTE FUNCTION refuse_change();
CREATE TRIGGER overlooked_line_is_answered_once BEFORE UPDATE ON overlooked_line
FOR EACH ROW EXECUTE FUNCTION answer_overlooked_line();
CREATE TRIGGER overlooked_line_stays BEFORE DELETE ON overlooked_line FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER overlooked_line_is_kept BEFORE TRUNCATE ON overlooked_line EXECUTE FUNCTION refuse_change();
CREATE TRIGGER overlooked_referral_is_decided_once BEFORE UPDATE ON overlooked_referral
FOR EACH ROW EXECUTE FUNCTION decide_overlooked_referral();
CREATE TRIGGER overlooked_referral_stays BEFORE DELETE ON overlooked_referral FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER overlooked_referral_is_kept BEFORE TRUNCATE ON overlooked_referral EXECUTE FUNCTION refuse_change();
CREATE TRIGGER uremia_act_is_final BEFORE UPDATE OR DELETE ON uremia_act FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER uremia_act_is_kept BEFORE TRUNCATE ON uremia_act EXECUTE FUNCTION refuse_change();
CREATE TRIGGER overlooked_finding_stays BEFORE DELETE ON overlooked_finding FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER overlooked_finding_is_kept BEFORE TRUNCATE ON overlooked_finding EXECUTE FUNCTION refuse_change();
