-- Why: who is under a capitation contract (按人头打包) and since when decides what the bureau pays each month. Changes are only added, so the
-- roll of any moment can be told and who changed it; a claim is built once from it and never changes.

CREATE TABLE capitation_change (
    change_number bigint NOT NULL PRIMARY KEY,
    person_key    text COLLATE "C" NOT NULL,
    hospital_code text COLLATE "C" NOT NULL,
    programme     text COLLATE "C" NOT NULL,
    kind          integer NOT NULL CHECK (kind IN (1, 2, 3)),
    day           date NOT NULL,
    operator      text NOT NULL CHECK (operator <> ''),
    noted_us      bigint NOT NULL
);
CREATE INDEX capitation_change_of_person ON capitation_change (programme, person_key, change_number);
CREATE INDEX capitation_change_of_hospital ON capitation_change (hospital_code, programme);

CREATE TABLE capitation_claim (
    claim_id      text COLLATE "C" NOT NULL PRIMARY KEY,
    hospital_code text COLLATE "C" NOT NULL,
    county_code   text COLLATE "C" NOT NULL,
    programme     text COLLATE "C" NOT NULL,
    month         date NOT NULL,
    pack          text COLLATE "C" NOT NULL,
    rate_fen      bigint NOT NULL CHECK (rate_fen >= 0),
    part_month    integer NOT NULL CHECK (part_month IN (1, 2, 3)),
    heads         integer NOT NULL CHECK (heads >= 0),
    built_by      text NOT NULL CHECK (built_by <> ''),
    built_us      bigint NOT NULL,
    UNIQUE (hospital_code, programme, month)
);

CREATE TABLE capitation_claim_line (
    claim_id   text COLLATE "C" NOT NULL REFERENCES capitation_claim (claim_id),
    person_key text COLLATE "C" NOT NULL,
    days       integer NOT NULL CHECK (days BETWEEN 0 AND 31),
    amount_fen bigint NOT NULL CHECK (amount_fen >= 0),
    cost_fen   bigint NOT NULL CHECK (cost_fen >= 0),
    PRIMARY KEY (claim_id, person_key)
);

CREATE TRIGGER capitation_change_is_final BEFORE UPDATE OR DELETE ON capitation_change FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER capitation_change_is_kept BEFORE TRUNCATE ON capitation_change EXECUTE FUNCTION refuse_change();
CREATE TRIGGER capitation_claim_is_final BEFORE UPDATE OR DELETE ON capitation_claim FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER capitation_claim_is_kept BEFORE TRUNCATE ON capitation_claim EXECUTE FUNCTION refuse_change();
CREATE TRIGGER capitation_claim_line_is_final BEFORE UPDATE OR DELETE ON capitation_claim_line FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER capitation_claim_line_is_kept BEFORE TRUNCATE ON capitation_claim_line EXECUTE FUNCTION refuse_change();
