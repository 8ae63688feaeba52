-- Why: a hospital system that lost an answer, or was refused, and sent the same visit under another request id had it settled twice. What
-- stands is now kept by visit; the primary key is the lock. batch is for settlements of a part of a visit (charge batch, chrg_bchno); empty:
-- the whole visit. Of visits that were settled twice before, the first settlement is taken; the proof of the books names the others.

CREATE TABLE standing_visit (
    hospital_code TEXT NOT NULL,
    visit_id      TEXT NOT NULL,
    batch         TEXT NOT NULL,
    settlement_id TEXT NOT NULL,
    PRIMARY KEY (hospital_code, visit_id, batch)
) STRICT, WITHOUT ROWID;

INSERT OR IGNORE INTO standing_visit
SELECT hospital_code, visit_id, '', settlement_id FROM settlement s
WHERE kind = 1 AND NOT EXISTS (SELECT 1 FROM settlement r WHERE r.reverses_settlement_id = s.settlement_id)
ORDER BY settlement_number;

CREATE TRIGGER settlement_stands AFTER INSERT ON settlement WHEN NEW.kind = 1
BEGIN INSERT INTO standing_visit VALUES (NEW.hospital_code, NEW.visit_id, '', NEW.settlement_id); END;
CREATE TRIGGER settlement_stands_no_more AFTER INSERT ON settlement WHEN NEW.kind = 2
BEGIN
    DELETE FROM standing_visit
    WHERE hospital_code = NEW.hospital_code AND visit_id = NEW.visit_id AND batch = '' AND settlement_id = NEW.reverses_settlement_id;
END;
CREATE TRIGGER standing_visit_is_final BEFORE UPDATE ON standing_visit
BEGIN SELECT raise(ABORT, 'what stands is never changed'); END;
