-- Why: a stay may be billed in parts. A bill of a visit stands beside the others of it by its number (batch), and a part of a stay is reversed
-- only after the later ones, so what stands of a stay is found by person, scheme, hospital and stay. Settlements from before have none.

ALTER TABLE settlement ADD COLUMN batch TEXT NOT NULL DEFAULT '';
ALTER TABLE settlement ADD COLUMN stay TEXT;
ALTER TABLE settlement ADD COLUMN stay_part INTEGER;
ALTER TABLE standing_visit ADD COLUMN person_key TEXT;
ALTER TABLE standing_visit ADD COLUMN scheme TEXT;
ALTER TABLE standing_visit ADD COLUMN stay TEXT;
ALTER TABLE standing_visit ADD COLUMN stay_part INTEGER;
CREATE UNIQUE INDEX standing_visit_parts ON standing_visit (person_key, scheme, hospital_code, stay, stay_part) WHERE stay IS NOT NULL;

DROP TRIGGER settlement_stands;
DROP TRIGGER settlement_stands_no_more;
CREATE TRIGGER settlement_stands AFTER INSERT ON settlement WHEN NEW.kind = 1
BEGIN
    INSERT INTO standing_visit VALUES (
        NEW.hospital_code, NEW.visit_id, NEW.batch, NEW.settlement_id, iif(NEW.stay IS NULL, NULL, NEW.person_key),
        iif(NEW.stay IS NULL, NULL, NEW.scheme), NEW.stay, NEW.stay_part);
END;
CREATE TRIGGER settlement_stands_no_more AFTER INSERT ON settlement WHEN NEW.kind = 2
BEGIN
    DELETE FROM standing_visit
    WHERE hospital_code = NEW.hospital_code AND visit_id = NEW.visit_id AND batch = NEW.batch AND settlement_id = NEW.reverses_settlement_id;
END;
