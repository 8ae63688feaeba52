-- Why: the ledger and the register that several gateways share.
--
-- Fen are bigint, instants timestamptz in whole microseconds, keys compare by their bytes (COLLATE "C"): the order of a page and the
-- order of locks must not depend on the language of the server.
--
-- What only grows in bulk, settlement and outbox, is partitioned by month of settling (China's time), so that old months can be
-- vacuumed, backed up and moved by themselves. A unique rule over a partitioned table must contain the month, but "a request is
-- answered once" and "a settlement is reversed once" hold for ever and across months. So these two rules are the primary keys of
-- two narrow tables that are not partitioned: request (about 150 bytes a settlement) and reversal.
--
-- No foreign keys, and the key of every table starts or ends with what it could be distributed by: person, or request id. The rows
-- of one settlement are written by one transaction, and the proof of the books compares them.

-- Whether the amounts of a journal sum to zero, and none of them is missing or idle. numeric, so that no sum can overflow.
CREATE FUNCTION journal_balances(amounts bigint[]) RETURNS boolean LANGUAGE plpgsql IMMUTABLE STRICT PARALLEL SAFE AS $$
DECLARE
    total numeric := 0;
    amount bigint;
BEGIN
    FOREACH amount IN ARRAY amounts LOOP
        IF amount IS NULL OR amount = 0 THEN
            RETURN false;
        END IF;
        total := total + amount;
    END LOOP;
    RETURN total = 0;
END $$;

CREATE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'rows of % are written once', TG_TABLE_NAME USING ERRCODE = 'restrict_violation';
END $$;

CREATE TABLE setting (
    name  text COLLATE "C" NOT NULL PRIMARY KEY,
    value text NOT NULL
);

-- The register: what is known of a person for settling. No name, no id number.
CREATE TABLE person (
    id_token   text COLLATE "C" NOT NULL PRIMARY KEY,
    person_key text COLLATE "C" NOT NULL,
    version    bigint NOT NULL CHECK (version > 0),
    body       text NOT NULL
);
CREATE UNIQUE INDEX person_by_key ON person (person_key);

-- Every request that was answered for good. The primary key is the only lock against doing it twice. Never pruned.
CREATE TABLE request (
    request_id      text COLLATE "C" NOT NULL,
    content_hash    bytea NOT NULL CHECK (octet_length(content_hash) = 32),
    settlement_id   text COLLATE "C",
    settled_at      timestamptz,
    refusal         smallint,
    refusal_subject text,
    CONSTRAINT request_pkey PRIMARY KEY (request_id),
    CHECK ((settlement_id IS NULL) <> (refusal IS NULL)),
    CHECK ((settlement_id IS NULL) = (settled_at IS NULL)),
    CHECK ((refusal IS NULL) = (refusal_subject IS NULL))
);
-- The way from a settlement's id to its month. The id is derived from the request id, so it is unique as that is.
CREATE INDEX request_by_settlement ON request (settlement_id) WHERE settlement_id IS NOT NULL;

CREATE TABLE reversal (
    settlement_id          text COLLATE "C" NOT NULL,
    reversal_settlement_id text COLLATE "C" NOT NULL,
    CONSTRAINT reversal_pkey PRIMARY KEY (settlement_id),
    CHECK (settlement_id <> reversal_settlement_id)
);

-- One settlement or reversal, in one row: thirty small rows would cost four times the bytes. The document holds everything that was
-- answered; the columns are what is searched and proved; the arrays are its entries, layer lines and counter changes, which the
-- views below show as rows.
CREATE TABLE settlement (
    settled_at             timestamptz NOT NULL,
    settlement_id          text COLLATE "C" NOT NULL,
    person_key             text COLLATE "C" NOT NULL,
    request_id             text COLLATE "C" NOT NULL,
    kind                   smallint NOT NULL CHECK (kind IN (1, 2)),
    reverses_settlement_id text COLLATE "C",
    hospital_code          text COLLATE "C" NOT NULL,
    visit_id               text COLLATE "C" NOT NULL,
    scheme                 text COLLATE "C" NOT NULL,
    county_code            text COLLATE "C" NOT NULL,
    service_date           date NOT NULL,
    gross_fen              bigint NOT NULL,
    waived_fen             bigint NOT NULL,
    hospital_borne_fen     bigint NOT NULL,
    patient_fen            bigint NOT NULL,
    entry_accounts         text[] NOT NULL,
    entry_counties         text[] NOT NULL,
    entry_funds            text[] NOT NULL,
    entry_fen              bigint[] NOT NULL,
    line_layers            text[] NOT NULL,
    line_funds             text[] NOT NULL,
    line_rules             text[] NOT NULL,
    line_paid_fen          bigint[] NOT NULL,
    line_advanced          boolean[] NOT NULL,
    change_counters        text[] NOT NULL,
    change_fen             bigint[] NOT NULL,
    document               bytea NOT NULL,
    PRIMARY KEY (settled_at, settlement_id, person_key),
    CHECK ((kind = 2) = (reverses_settlement_id IS NOT NULL)),
    CONSTRAINT settlement_journal_balances CHECK (journal_balances(entry_fen)),
    CHECK (cardinality(entry_accounts) = cardinality(entry_fen)
        AND cardinality(entry_counties) = cardinality(entry_fen)
        AND cardinality(entry_funds) = cardinality(entry_fen)
        AND cardinality(line_layers) = cardinality(line_paid_fen)
        AND cardinality(line_funds) = cardinality(line_paid_fen)
        AND cardinality(line_rules) = cardinality(line_paid_fen)
        AND cardinality(line_advanced) = cardinality(line_paid_fen)
        AND cardinality(change_counters) = cardinality(change_fen))
) PARTITION BY RANGE (settled_at);
-- It is compressed already.
ALTER TABLE settlement ALTER COLUMN document SET STORAGE EXTERNAL;

-- One row for each person and scheme, locked by whoever posts for them: the counters stand still while a visit is split.
CREATE TABLE counter_owner (
    person_key text COLLATE "C" NOT NULL,
    scheme     text COLLATE "C" NOT NULL,
    PRIMARY KEY (person_key, scheme)
);

-- What a person has used of a limit. Room in the pages, so that a change needs no new index entry.
CREATE TABLE counter (
    person_key text COLLATE "C" NOT NULL,
    scheme     text COLLATE "C" NOT NULL,
    counter    text COLLATE "C" NOT NULL,
    used_fen   bigint NOT NULL CONSTRAINT counter_is_not_negative CHECK (used_fen >= 0),
    PRIMARY KEY (person_key, scheme, counter)
) WITH (fillfactor = 70);

-- What others have to be told. Numbers are given before the commit, so a reader must wait until no older transaction runs before
-- it takes a number as the last.
CREATE SEQUENCE outbox_number;
CREATE TABLE outbox (
    outbox_number bigint NOT NULL DEFAULT nextval('outbox_number'),
    settled_at    timestamptz NOT NULL,
    settlement_id text COLLATE "C" NOT NULL,
    kind          smallint NOT NULL CHECK (kind IN (1, 2)),
    PRIMARY KEY (outbox_number, settled_at)
) PARTITION BY RANGE (settled_at);

CREATE VIEW entry AS
SELECT s.settlement_id, e.entry_number, e.account, e.county_code, e.fund, e.amount_fen
FROM settlement s, unnest(s.entry_accounts, s.entry_counties, s.entry_funds, s.entry_fen) WITH ORDINALITY
    AS e (account, county_code, fund, amount_fen, entry_number);

CREATE VIEW layer_line AS
SELECT s.settlement_id, l.line_number, l.layer, l.fund, l.rule, l.paid_fen, l.advanced
FROM settlement s, unnest(s.line_layers, s.line_funds, s.line_rules, s.line_paid_fen, s.line_advanced) WITH ORDINALITY
    AS l (layer, fund, rule, paid_fen, advanced, line_number);

CREATE VIEW counter_change AS
SELECT s.settlement_id, s.person_key, s.scheme, c.counter, c.added_fen
FROM settlement s, unnest(s.change_counters, s.change_fen) AS c (counter, added_fen);

-- Row triggers of a partitioned table are given to every partition, also to those to come.
CREATE TRIGGER request_is_final BEFORE UPDATE OR DELETE ON request FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER reversal_is_final BEFORE UPDATE OR DELETE ON reversal FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER settlement_is_final BEFORE UPDATE OR DELETE ON settlement FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER outbox_is_final BEFORE UPDATE OR DELETE ON outbox FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER counter_stays BEFORE DELETE ON counter FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER request_is_kept BEFORE TRUNCATE ON request EXECUTE FUNCTION refuse_change();
CREATE TRIGGER reversal_is_kept BEFORE TRUNCATE ON reversal EXECUTE FUNCTION refuse_change();
CREATE TRIGGER settlement_is_kept BEFORE TRUNCATE ON settlement EXECUTE FUNCTION refuse_change();
CREATE TRIGGER outbox_is_kept BEFORE TRUNCATE ON outbox EXECUTE FUNCTION refuse_change();
CREATE TRIGGER counter_is_kept BEFORE TRUNCATE ON counter EXECUTE FUNCTION refuse_change();

-- Makes the partitions of one month, given by its first day; repeating it changes nothing. Made beside the table and then attached:
-- that does not stop those who write.
CREATE FUNCTION make_month(first_day date) RETURNS void LANGUAGE plpgsql AS $$
DECLARE
    parent text;
    part text;
    starts text := to_char(first_day, 'YYYY-MM-DD') || ' 00:00:00+08';
    ends text := to_char(first_day + interval '1 month', 'YYYY-MM-DD') || ' 00:00:00+08';
BEGIN
    LOCK TABLE setting IN SHARE ROW EXCLUSIVE MODE;
    FOREACH parent IN ARRAY ARRAY['settlement', 'outbox'] LOOP
        part := parent || to_char(first_day, '_YYYY_MM');
        CONTINUE WHEN to_regclass(quote_ident(part)) IS NOT NULL;
        EXECUTE format('CREATE TABLE %I (LIKE %I INCLUDING DEFAULTS INCLUDING CONSTRAINTS INCLUDING STORAGE)', part, parent);
        EXECUTE format('CREATE TRIGGER part_is_kept BEFORE TRUNCATE ON %I EXECUTE FUNCTION refuse_change()', part);
        EXECUTE format('ALTER TABLE %I ATTACH PARTITION %I FOR VALUES FROM (%L) TO (%L)', parent, part, starts, ends);
    END LOOP;
END $$;
