CREATE TRIGGER clearing_record_follows BEFORE INSERT ON clearing_record
WHEN NEW.record_number <> 1 + coalesce((SELECT max(record_number) FROM clearing_record), 0)
    OR NEW.previous_hash <> coalesce(
        (SELECT hash FROM clearing_record WHERE record_number = NEW.record_number - 1),
        '0000000000000000000000000000000000000000000000000000000000000000')
BEGIN SELECT raise(ABORT, 'a clearing record follows the last one'); END;
CREATE TRIGGER clearing_journal_balances BEFORE INSERT ON clearing_record
WHEN json_type(NEW.entries) IS NOT 'array'
    OR (SELECT coalesce(sum(value ->> 3), 0) <> 0 OR coalesce(max(coalesce(value ->> 3, 0) = 0), 0) FROM json_each(NEW.entries))
BEGIN SELECT raise(ABORT, 'the entries of a clearing record sum to zero and none is idle'); END;

CREATE TRIGGER clearing_end_goes_on AFTER INSERT ON clearing_record
BEGIN UPDATE clearing_end SET record_number = NEW.record_number, hash = NEW.hash; END;

CREATE VIEW clearing_entry AS
SELECT r.record_number, r.hospital_code, e.key + 1 AS entry_number, e.value ->> 0 AS account, e.value ->> 1 AS county_code, e.value ->> 2 AS fund,
       e.value ->> 3 AS amount_fen
FROM clearing_record r, json_each(r.entries) e;
