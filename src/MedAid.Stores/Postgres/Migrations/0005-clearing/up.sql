-- Why: what counties owe the hospital. One book of numbered records, only ever added to and chained by their hashes; what it comes to is
-- worked out from it. A record is of one county and one hospital, so its journal balances for each of them; the database checks the sum,
-- the number and the link itself.

CREATE FUNCTION entries_balance(entries text) RETURNS boolean LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE AS $$
    SELECT coalesce(sum((e ->> 3)::numeric), 0) = 0 AND coalesce(bool_and((e ->> 3)::numeric <> 0), true)
    FROM jsonb_array_elements(entries::jsonb) AS e
$$;

CREATE TABLE clearing_record (
    record_number bigint NOT NULL PRIMARY KEY CHECK (record_number > 0),
    request_id    text COLLATE "C" NOT NULL UNIQUE,
    kind          bigint NOT NULL,
    county_code   text COLLATE "C" NOT NULL,
    hospital_code text COLLATE "C" NOT NULL,
    recorded_us   bigint NOT NULL,
    content       text NOT NULL,
    entries       text NOT NULL CONSTRAINT clearing_journal_balances CHECK (entries_balance(entries)),
    previous_hash text COLLATE "C" NOT NULL,
    hash          text COLLATE "C" NOT NULL UNIQUE
);

-- Cashiers look for agreements to pay later (20 signed, 21 ended) past everything else in the book.
CREATE INDEX clearing_record_agreement ON clearing_record (record_number) WHERE kind IN (20, 21);

CREATE FUNCTION follow_the_chain() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NEW.record_number <> 1 + coalesce((SELECT max(record_number) FROM clearing_record), 0)
        OR NEW.previous_hash <> coalesce(
            (SELECT hash FROM clearing_record WHERE record_number = NEW.record_number - 1), repeat('0', 64)) THEN
        RAISE EXCEPTION 'a clearing record follows the last one' USING ERRCODE = 'restrict_violation';
    END IF;
    RETURN NEW;
END $$;

CREATE TRIGGER clearing_record_follows BEFORE INSERT ON clearing_record FOR EACH ROW EXECUTE FUNCTION follow_the_chain();
CREATE TRIGGER clearing_record_is_final BEFORE UPDATE OR DELETE ON clearing_record FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER clearing_record_is_kept BEFORE TRUNCATE ON clearing_record EXECUTE FUNCTION refuse_change();

CREATE VIEW clearing_entry AS
SELECT r.record_number, r.hospital_code, e.entry_number, e.value ->> 0 AS account, e.value ->> 1 AS county_code, e.value ->> 2 AS fund,
    (e.value ->> 3)::bigint AS amount_fen
FROM clearing_record r, jsonb_array_elements(r.entries::jsonb) WITH ORDINALITY AS e (value, entry_number);
