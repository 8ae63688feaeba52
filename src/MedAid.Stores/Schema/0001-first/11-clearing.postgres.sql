CREATE FUNCTION entries_balance(entries text) RETURNS boolean LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE AS $$
    SELECT coalesce(sum((e ->> 3)::numeric), 0) = 0 AND coalesce(bool_and((e ->> 3)::numeric <> 0), true)
    FROM jsonb_array_elements(entries::jsonb) AS e
$$;

ALTER TABLE clearing_record ADD CONSTRAINT clearing_journal_balances CHECK (entries_balance(entries));

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

CREATE FUNCTION follow_the_end() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    UPDATE clearing_end SET record_number = NEW.record_number, hash = NEW.hash;
    RETURN NULL;
END $$;
CREATE TRIGGER clearing_end_goes_on AFTER INSERT ON clearing_record FOR EACH ROW EXECUTE FUNCTION follow_the_end();

CREATE VIEW clearing_entry AS
SELECT r.record_number, r.hospital_code, e.entry_number, e.value ->> 0 AS account, e.value ->> 1 AS county_code, e.value ->> 2 AS fund,
    (e.value ->> 3)::bigint AS amount_fen
FROM clearing_record r, jsonb_array_elements(r.entries::jsonb) WITH ORDINALITY AS e (value, entry_number);
