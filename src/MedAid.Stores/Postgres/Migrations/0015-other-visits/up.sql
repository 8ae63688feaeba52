-- Why: a visit is compared with the person's others, at whatever hospital: a stay from its day of admission on, dialyses of one day, and drugs
-- that have not run out. What is compared stands in columns, so that no document is unpacked for it. Visits of before are found by settlement_of_person
-- and have none of it. supplies is code:days, separated by semicolons.

ALTER TABLE settlement ADD COLUMN admission_day date, ADD COLUMN dialyses integer NOT NULL DEFAULT 0, ADD COLUMN supplies text COLLATE "C";
CREATE INDEX settlement_supplies ON settlement (person_key, service_date) WHERE supplies IS NOT NULL;
