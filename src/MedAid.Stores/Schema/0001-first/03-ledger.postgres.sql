-- Why: the ledger that several gateways share.
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
-- views below show as rows. A stay may be billed in parts (stay, stay_part), and a bill of a visit stands beside the others of it by its
-- number (batch). supplies is code:days, separated by semicolons.
CREATE TABLE settlement (
    settled_at             timestamptz NOT NULL,
    settlement_id          text COLLATE "C" NOT NULL,
    person_key             text COLLATE "C" NOT NULL,
    request_id             text COLLATE "C" NOT NULL,
    kind                   smallint NOT NULL CHECK (kind IN (1, 2)),
    reverses_settlement_id text COLLATE "C",
    hospital_code          text COLLATE "C" NOT NULL,
    visit_id               text COLLATE "C" NOT NULL,
    batch                  text COLLATE "C" NOT NULL,
    stay                   text COLLATE "C",
    stay_part              integer,
    scheme                 text COLLATE "C" NOT NULL,
    county_code            text COLLATE "C" NOT NULL,
    admission_day          date,
    service_date           date NOT NULL,
    dialyses               integer NOT NULL,
    supplies               text COLLATE "C",
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
-- A page of one hospital's settlements is found without reading the others; its order is that of the page.
CREATE INDEX settlement_by_hospital ON settlement (hospital_code, settled_at, settlement_id);
-- A change of a person that reaches back asks which settlements lie on its days; a visit is compared with the person's others.
CREATE INDEX settlement_of_person ON settlement (person_key, service_date);
CREATE INDEX settlement_stays ON settlement (person_key, service_date) WHERE admission_day IS NOT NULL;
CREATE INDEX settlement_supplies ON settlement (person_key, service_date) WHERE supplies IS NOT NULL;

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

-- The outbox counts its messages: its numbers cannot, for a transaction that is rolled back takes some with it. Every connection counts
-- in a row of its own, so writers never wait for each other.
CREATE TABLE outbox_count (
    connection text COLLATE "C" NOT NULL PRIMARY KEY,
    messages   bigint NOT NULL CHECK (messages >= 0)
);
CREATE FUNCTION count_the_outbox() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO outbox_count AS c SELECT pg_backend_pid()::text, count(*) FROM written HAVING count(*) > 0
    ON CONFLICT (connection) DO UPDATE SET messages = c.messages + excluded.messages;
    RETURN NULL;
END $$;
CREATE TRIGGER outbox_is_counted AFTER INSERT ON outbox REFERENCING NEW TABLE AS written
    FOR EACH STATEMENT EXECUTE FUNCTION count_the_outbox();

-- What stands settled, by visit: a hospital system that lost an answer and sends the visit under another request id settles it once. The
-- primary key is the lock, in a table that is not partitioned, for a visit may be settled again in another month. What stands of a stay
-- is found by person, scheme, hospital and stay: a part is reversed only after the later ones.
CREATE TABLE standing_visit (
    hospital_code text COLLATE "C" NOT NULL,
    visit_id      text COLLATE "C" NOT NULL,
    batch         text COLLATE "C" NOT NULL,
    settlement_id text COLLATE "C" NOT NULL,
    person_key    text COLLATE "C",
    scheme        text COLLATE "C",
    stay          text COLLATE "C",
    stay_part     integer,
    CONSTRAINT standing_visit_pkey PRIMARY KEY (hospital_code, visit_id, batch)
);
CREATE UNIQUE INDEX standing_visit_parts ON standing_visit (person_key, scheme, hospital_code, stay, stay_part) WHERE stay IS NOT NULL;

-- A batch may hold a settlement and its reversal, and a reversal with the visit settled again: first what ends, then what begins and has not
-- ended. In the order of the key, so that two gateways wait for each other and never in a circle. It runs with its owner's rights: a gateway
-- needs none on the table but to read it.
CREATE FUNCTION keep_standing_visits() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path FROM CURRENT AS $$
BEGIN
    IF EXISTS (SELECT 1 FROM written WHERE kind = 2) THEN
        DELETE FROM standing_visit v USING written w
        WHERE w.kind = 2 AND v.hospital_code = w.hospital_code AND v.visit_id = w.visit_id AND v.batch = w.batch
            AND v.settlement_id = w.reverses_settlement_id;
        INSERT INTO standing_visit
        SELECT w.hospital_code, w.visit_id, w.batch, w.settlement_id, CASE WHEN w.stay IS NOT NULL THEN w.person_key END,
            CASE WHEN w.stay IS NOT NULL THEN w.scheme END, w.stay, w.stay_part FROM written w
        WHERE w.kind = 1 AND NOT EXISTS (SELECT 1 FROM written r WHERE r.reverses_settlement_id = w.settlement_id)
        ORDER BY w.hospital_code, w.visit_id, w.batch;
    ELSE
        INSERT INTO standing_visit
        SELECT w.hospital_code, w.visit_id, w.batch, w.settlement_id, CASE WHEN w.stay IS NOT NULL THEN w.person_key END,
            CASE WHEN w.stay IS NOT NULL THEN w.scheme END, w.stay, w.stay_part FROM written w
        ORDER BY w.hospital_code, w.visit_id, w.batch;
    END IF;
    RETURN NULL;
END $$;
CREATE TRIGGER settlement_stands AFTER INSERT ON settlement REFERENCING NEW TABLE AS written
    FOR EACH STATEMENT EXECUTE FUNCTION keep_standing_visits();
CREATE TRIGGER standing_visit_is_final BEFORE UPDATE ON standing_visit FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER standing_visit_is_kept BEFORE TRUNCATE ON standing_visit EXECUTE FUNCTION refuse_change();

CREATE VIEW entry AS
SELECT s.settlement_id, e.entry_number, e.account, e.county_code, e.fund, e.amount_fen
FROM settlement s, unnest(s.entry_accounts, s.entry_counties, s.entry_funds, s.entry_fen) WITH ORDINALITY
    AS e (account, county_code, fund, amount_fen, entry_number);

CREATE VIEW layer_line AS
SELECT s.settlement_id, l.line_number, l.layer, l.fund, l.rule, l.paid_fen, l.advanced
FROM settlement s, unnest(s.line_layers, s.line_funds, s.line_rules, s.line_paid_fen, s.line_advanced) WITH ORDINALITY
    AS l (layer, fund, rule, paid_fen, advanced, line_number);

-- A hospital's limits on its fee reductions are counted in the same books. What is waived to a patient in a month is the patient's
-- whatever the scheme; the year's budget is the hospital's, which stands here like a person of the name hospital:CODE (see CounterOwner).
CREATE VIEW counter_change AS
SELECT s.settlement_id,
       (CASE WHEN starts_with(c.counter, 'waiver_budget:') THEN 'hospital:' || s.hospital_code ELSE s.person_key END) COLLATE "C" AS person_key,
       (CASE WHEN starts_with(c.counter, 'waiver_budget:') OR starts_with(c.counter, 'waiver:') THEN 'waiver' ELSE s.scheme END) COLLATE "C"
           AS scheme,
       c.counter, c.added_fen
FROM settlement s, unnest(s.change_counters, s.change_fen) AS c (counter, added_fen);

-- Row triggers of a partitioned table are given to every partition, also to those to come.
{final request}
{final reversal}
{final settlement}
{final outbox}
{kept counter}
{kept outbox_count}
{refuse outbox_count_only_grows on outbox_count when NEW.messages <= OLD.messages}

-- A settlement's row is about 4 kB, its document is compressed already, and it is read whole. PostgreSQL would move what is over 2 kB to
-- another table, in pieces with an index of their own: three more pages to touch for each settlement. Up to a page's size the row stays
-- in one piece. Nobody searches by a document or by an array, so ANALYZE need not read them. VACUUM has no row to remove here and writes
-- every page once more; it is slowed down to some 4 MB/s, or it competes with a busy morning. All are options of each partition.
CREATE FUNCTION set_options_of_month(part regclass) RETURNS void LANGUAGE plpgsql AS $$
DECLARE
    unsearched name;
BEGIN
    EXECUTE format('ALTER TABLE %s SET (toast_tuple_target = 8160, autovacuum_vacuum_cost_delay = 20)', part);
    FOR unsearched IN SELECT a.attname FROM pg_attribute a JOIN pg_type t ON t.oid = a.atttypid
        WHERE a.attrelid = part AND a.attnum > 0 AND NOT a.attisdropped AND (t.typcategory = 'A' OR t.typname = 'bytea') LOOP
        EXECUTE format('ALTER TABLE %s ALTER COLUMN %I SET STATISTICS 0', part, unsearched);
    END LOOP;
END $$;

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
        IF parent = 'settlement' THEN
            PERFORM set_options_of_month(to_regclass(quote_ident(part)));
        END IF;
        EXECUTE format('CREATE TRIGGER part_is_kept BEFORE TRUNCATE ON %I EXECUTE FUNCTION refuse_change()', part);
        EXECUTE format('ALTER TABLE %I ATTACH PARTITION %I FOR VALUES FROM (%L) TO (%L)', parent, part, starts, ends);
    END LOOP;
END $$;
