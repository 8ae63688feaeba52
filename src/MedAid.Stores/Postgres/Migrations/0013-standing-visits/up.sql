-- Why: a hospital system that lost an answer, or was refused, and sent the same visit under another request id had it settled twice. What
-- stands is now kept by visit; the primary key is the lock, in a table that is not partitioned, for a visit may be settled again in another
-- month. batch is for settlements of a part of a visit (charge batch, chrg_bchno); empty: the whole visit. Of visits that were settled twice
-- before, the first settlement is taken; the proof of the books names the others.

CREATE TABLE standing_visit (
    hospital_code text COLLATE "C" NOT NULL,
    visit_id      text COLLATE "C" NOT NULL,
    batch         text COLLATE "C" NOT NULL,
    settlement_id text COLLATE "C" NOT NULL,
    CONSTRAINT standing_visit_pkey PRIMARY KEY (hospital_code, visit_id, batch)
);

INSERT INTO standing_visit
SELECT DISTINCT ON (hospital_code, visit_id) hospital_code, visit_id, '', settlement_id FROM settlement s
WHERE kind = 1 AND NOT EXISTS (SELECT 1 FROM reversal v WHERE v.settlement_id = s.settlement_id)
ORDER BY hospital_code, visit_id, settled_at, settlement_id;

-- A batch may hold a settlement and its reversal, and a reversal with the visit settled again: first what ends, then what begins and has not
-- ended. In the order of the key, so that two gateways wait for each other and never in a circle. It runs with its owner's rights: a gateway
-- needs none on the table but to read it.
CREATE FUNCTION keep_standing_visits() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path FROM CURRENT AS $$
BEGIN
    IF EXISTS (SELECT 1 FROM written WHERE kind = 2) THEN
        DELETE FROM standing_visit v USING written w
        WHERE w.kind = 2 AND v.hospital_code = w.hospital_code AND v.visit_id = w.visit_id
            AND v.settlement_id = w.reverses_settlement_id;
        INSERT INTO standing_visit
        SELECT w.hospital_code, w.visit_id, '', w.settlement_id FROM written w
        WHERE w.kind = 1 AND NOT EXISTS (SELECT 1 FROM written r WHERE r.reverses_settlement_id = w.settlement_id)
        ORDER BY w.hospital_code, w.visit_id;
    ELSE
        INSERT INTO standing_visit
        SELECT w.hospital_code, w.visit_id, '', w.settlement_id FROM written w ORDER BY w.hospital_code, w.visit_id;
    END IF;
    RETURN NULL;
END $$;
CREATE TRIGGER settlement_stands AFTER INSERT ON settlement REFERENCING NEW TABLE AS written
    FOR EACH STATEMENT EXECUTE FUNCTION keep_standing_visits();
CREATE TRIGGER standing_visit_is_final BEFORE UPDATE ON standing_visit FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER standing_visit_is_kept BEFORE TRUNCATE ON standing_visit EXECUTE FUNCTION refuse_change();
