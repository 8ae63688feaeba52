-- Why: who does not get what is due to them is looked for in what was settled. overlooked_visit, overlooked_sign and overlooked_year are
-- drawn from the ledger's outbox up to overlooked_checkpoint and may be drawn anew at any time. What was found, pushed, answered, referred
-- and filed is a matter of record: a finding goes to a receiver once, a line is answered once, a referral is decided once.

CREATE TABLE overlooked_checkpoint (
    only_one      INTEGER NOT NULL PRIMARY KEY CHECK (only_one = 1),
    outbox_number INTEGER NOT NULL,
    signs_hash    TEXT NOT NULL
) STRICT;
INSERT INTO overlooked_checkpoint (only_one, outbox_number, signs_hash) VALUES (1, 0, '');

CREATE TABLE overlooked_visit (
    person_key    TEXT NOT NULL,
    service_date  TEXT NOT NULL,
    settlement_id TEXT NOT NULL,
    county_code   TEXT NOT NULL,
    burden_fen    INTEGER NOT NULL CHECK (burden_fen >= 0),
    PRIMARY KEY (person_key, service_date, settlement_id)
) STRICT, WITHOUT ROWID;

CREATE TABLE overlooked_sign (
    person_key    TEXT NOT NULL,
    disease       TEXT NOT NULL,
    sign_id       TEXT NOT NULL,
    service_date  TEXT NOT NULL,
    settlement_id TEXT NOT NULL,
    PRIMARY KEY (person_key, disease, sign_id, service_date, settlement_id)
) STRICT, WITHOUT ROWID;

CREATE TABLE overlooked_year (
    year       INTEGER NOT NULL,
    person_key TEXT NOT NULL,
    burden_fen INTEGER NOT NULL CHECK (burden_fen >= 0),
    PRIMARY KEY (year, person_key)
) STRICT, WITHOUT ROWID;
CREATE INDEX overlooked_year_by_burden ON overlooked_year (year, burden_fen);

CREATE TABLE overlooked_finding (
    finding_id  TEXT NOT NULL PRIMARY KEY,
    kind        INTEGER NOT NULL CHECK (kind IN (1, 2)),
    person_key  TEXT NOT NULL,
    county_code TEXT NOT NULL,
    subject     TEXT NOT NULL,
    since_date  TEXT NOT NULL,
    amount_fen  INTEGER NOT NULL,
    line_fen    INTEGER NOT NULL,
    days        INTEGER NOT NULL,
    sign_id     TEXT NOT NULL,
    found_us    INTEGER NOT NULL,
    standing    INTEGER NOT NULL CHECK (standing IN (1, 2, 3, 4)),
    standing_us INTEGER NOT NULL,
    UNIQUE (kind, person_key, subject)
) STRICT, WITHOUT ROWID;
CREATE INDEX overlooked_finding_of_county ON overlooked_finding (county_code, kind, standing);
CREATE INDEX overlooked_finding_by_time ON overlooked_finding (found_us, finding_id);

CREATE TABLE overlooked_list (
    list_id     TEXT NOT NULL PRIMARY KEY,
    receiver    INTEGER NOT NULL,
    county_code TEXT NOT NULL,
    number      INTEGER NOT NULL,
    built_us    INTEGER NOT NULL,
    operator    TEXT NOT NULL,
    UNIQUE (receiver, county_code, number)
) STRICT, WITHOUT ROWID;

CREATE TABLE overlooked_line (
    list_id        TEXT NOT NULL,
    line_number    INTEGER NOT NULL,
    receiver       INTEGER NOT NULL,
    finding_id     TEXT NOT NULL,
    kind           INTEGER NOT NULL,
    person_key     TEXT NOT NULL,
    county_code    TEXT NOT NULL,
    subject        TEXT NOT NULL,
    since_date     TEXT NOT NULL,
    amount_fen     INTEGER NOT NULL,
    line_fen       INTEGER NOT NULL,
    days           INTEGER NOT NULL,
    sign_id        TEXT NOT NULL,
    settlement_ids TEXT NOT NULL,
    outcome        INTEGER CHECK (outcome IN (1, 2)),
    note           TEXT,
    answered_by    TEXT,
    answered_us    INTEGER,
    PRIMARY KEY (list_id, line_number),
    -- A finding is never on two lists of one receiver, whatever two gateways think.
    UNIQUE (receiver, finding_id),
    CHECK ((outcome IS NULL) = (answered_by IS NULL) AND (outcome IS NULL) = (answered_us IS NULL) AND (outcome IS NULL) = (note IS NULL)),
    CHECK (outcome IS NULL OR outcome = 1 OR note <> '')
) STRICT, WITHOUT ROWID;
CREATE INDEX overlooked_line_of_finding ON overlooked_line (finding_id);

CREATE TABLE overlooked_referral (
    finding_id  TEXT NOT NULL PRIMARY KEY,
    note        TEXT NOT NULL,
    operator    TEXT NOT NULL,
    referred_us INTEGER NOT NULL,
    granted_fen INTEGER CHECK (granted_fen >= 0),
    reason      TEXT,
    decided_by  TEXT,
    decided_us  INTEGER,
    CHECK ((granted_fen IS NULL) = (reason IS NULL) AND (granted_fen IS NULL) = (decided_by IS NULL)
        AND (granted_fen IS NULL) = (decided_us IS NULL)),
    CHECK (granted_fen IS NULL OR granted_fen > 0 OR reason <> '')
) STRICT, WITHOUT ROWID;

CREATE TABLE uremia_act (
    act_number  INTEGER NOT NULL PRIMARY KEY,
    person_key  TEXT NOT NULL,
    county_code TEXT NOT NULL,
    on_date     TEXT NOT NULL,
    end_reason  INTEGER CHECK (end_reason IN (1, 2, 3, 4)),
    note        TEXT NOT NULL,
    operator    TEXT NOT NULL,
    acted_us    INTEGER NOT NULL
) STRICT;
CREATE INDEX uremia_act_of_person ON uremia_act (person_key, act_number);

-- What was written under a caller's key by any room with rows of its own, so that the same call again writes nothing more.
CREATE TABLE write_request (
    request_id   TEXT NOT NULL PRIMARY KEY,
    content_hash TEXT NOT NULL,
    subject      TEXT NOT NULL,
    operator     TEXT NOT NULL,
    done_us      INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
CREATE TRIGGER write_request_is_final BEFORE UPDATE ON write_request BEGIN SELECT raise(ABORT, 'a request is never changed'); END;
CREATE TRIGGER write_request_stays BEFORE DELETE ON write_request BEGIN SELECT raise(ABORT, 'a request is never deleted'); END;

CREATE TRIGGER overlooked_list_is_final BEFORE UPDATE ON overlooked_list BEGIN SELECT raise(ABORT, 'a list is never changed'); END;
CREATE TRIGGER overlooked_list_stays BEFORE DELETE ON overlooked_list BEGIN SELECT raise(ABORT, 'a list is never deleted'); END;
CREATE TRIGGER overlooked_line_is_answered_once BEFORE UPDATE ON overlooked_line
WHEN OLD.outcome IS NOT NULL OR NEW.outcome IS NULL
    OR (NEW.list_id, NEW.line_number, NEW.receiver, NEW.finding_id, NEW.kind, NEW.person_key, NEW.county_code, NEW.subject, NEW.since_date,
        NEW.amount_fen, NEW.line_fen, NEW.days, NEW.sign_id, NEW.settlement_ids)
        IS NOT
        (OLD.list_id, OLD.line_number, OLD.receiver, OLD.finding_id, OLD.kind, OLD.person_key, OLD.county_code, OLD.subject, OLD.since_date,
        OLD.amount_fen, OLD.line_fen, OLD.days, OLD.sign_id, OLD.settlement_ids)
BEGIN SELECT raise(ABORT, 'a line is answered once and never changed'); END;
CREATE TRIGGER overlooked_line_stays BEFORE DELETE ON overlooked_line BEGIN SELECT raise(ABORT, 'a line is never deleted'); END;
CREATE TRIGGER overlooked_referral_is_decided_once BEFORE UPDATE ON overlooked_referral
WHEN OLD.granted_fen IS NOT NULL OR NEW.granted_fen IS NULL
    OR (NEW.finding_id, NEW.note, NEW.operator, NEW.referred_us) IS NOT (OLD.finding_id, OLD.note, OLD.operator, OLD.referred_us)
BEGIN SELECT raise(ABORT, 'a referral is decided once and never changed'); END;
CREATE TRIGGER overlooked_referral_stays BEFORE DELETE ON overlooked_referral BEGIN SELECT raise(ABORT, 'a referral is never deleted'); END;
CREATE TRIGGER uremia_act_is_final BEFORE UPDATE ON uremia_act BEGIN SELECT raise(ABORT, 'an act is never changed'); END;
CREATE TRIGGER uremia_act_stays BEFORE DELETE ON uremia_act BEGIN SELECT raise(ABORT, 'an act is never deleted'); END;
CREATE TRIGGER overlooked_finding_stays BEFORE DELETE ON overlooked_finding BEGIN SELECT raise(ABORT, 'a finding is never deleted'); END;
