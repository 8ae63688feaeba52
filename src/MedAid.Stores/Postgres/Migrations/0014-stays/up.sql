-- Why: a stay may be billed in parts. A bill of a visit stands beside the others of it by its number (batch), and a part of a stay is reversed
-- only after the later ones, so what stands of a stay is found by person, scheme, hospital and stay. Settlements from before have none.

ALTER TABLE settlement ADD COLUMN batch text COLLATE "C" NOT NULL DEFAULT '', ADD COLUMN stay text COLLATE "C", ADD COLUMN stay_part integer;
ALTER TABLE standing_visit
    ADD COLUMN person_key text COLLATE "C", ADD COLUMN scheme text COLLATE "C", ADD COLUMN stay text COLLATE "C", ADD COLUMN stay_part integer;
CREATE UNIQUE INDEX standing_visit_parts ON standing_visit (person_key, scheme, hospital_code, stay, stay_part) WHERE stay IS NOT NULL;

-- As before, by bill; a row of a stay also says whose it is.
CREATE OR REPLACE FUNCTION keep_standing_visits() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path FROM CURRENT AS $$
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
