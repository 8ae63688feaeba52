-- Why: who is under a capitation contract (按人头打包) and since when decides what the bureau pays each month. Changes are only added, so the
-- roll of any moment can be told and who changed it; a claim is built once from it and never changes.

CREATE TABLE capitation_change (
    change_number INTEGER NOT NULL PRIMARY KEY,
    person_key    TEXT NOT NULL,
    hospital_code TEXT NOT NULL,
    programme     TEXT NOT NULL,
    kind          INTEGER NOT NULL CHECK (kind IN (1, 2, 3)),
    day           TEXT NOT NULL,
    operator      TEXT NOT NULL CHECK (operator <> ''),
    noted_us      INTEGER NOT NULL
) STRICT;
CREATE INDEX capitation_change_of_person ON capitation_change (programme, person_key, change_number);
CREATE INDEX capitation_change_of_hospital ON capitation_change (hospital_code, programme);

CREATE TABLE capitation_claim (
    claim_id      TEXT NOT NULL PRIMARY KEY,
    hospital_code TEXT NOT NULL,
    county_code   TEXT NOT NULL,
    programme     TEXT NOT NULL,
    month         TEXT NOT NULL,
    pack          TEXT NOT NULL,
    rate_fen      INTEGER NOT NULL CHECK (rate_fen >= 0),
    part_month    INTEGER NOT NULL CHECK (part_month IN (1, 2, 3)),
    heads         INTEGER NOT NULL CHECK (heads >= 0),
    built_by      TEXT NOT NULL CHECK (built_by <> ''),
    built_us      INTEGER NOT NULL,
    UNIQUE (hospital_code, programme, month)
) STRICT, WITHOUT ROWID;

CREATE TABLE capitation_claim_line (
    claim_id   TEXT NOT NULL REFERENCES capitation_claim (claim_id),
    person_key TEXT NOT NULL,
    days       INTEGER NOT NULL CHECK (days BETWEEN 0 AND 31),
    amount_fen INTEGER NOT NULL CHECK (amount_fen >= 0),
    cost_fen   INTEGER NOT NULL CHECK (cost_fen >= 0),
    PRIMARY KEY (claim_id, person_key)
) STRICT, WITHOUT ROWID;

CREATE TRIGGER capitation_change_is_final BEFORE UPDATE ON capitation_change BEGIN SELECT raise(ABORT, 'a change of the roll is final'); END;
CREATE TRIGGER capitation_change_stays BEFORE DELETE ON capitation_change BEGIN SELECT raise(ABORT, 'a change of the roll stays'); END;
CREATE TRIGGER capitation_claim_is_final BEFORE UPDATE ON capitation_claim BEGIN SELECT raise(ABORT, 'a claim is final'); END;
CREATE TRIGGER capitation_claim_stays BEFORE DELETE ON capitation_claim BEGIN SELECT raise(ABORT, 'a claim stays'); END;
CREATE TRIGGER capitation_claim_line_is_final BEFORE UPDATE ON capitation_claim_line BEGIN SELECT raise(ABORT, 'a claim is final'); END;
CREATE TRIGGER capitation_claim_line_stays BEFORE DELETE ON capitation_claim_line BEGIN SELECT raise(ABORT, 'a claim stays'); END;
